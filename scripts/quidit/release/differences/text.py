"""A difference as people read it: on a terminal, and in Markdown where a pull request shows it."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.release.differences.bump import Bump, Reason
from quidit.release.differences.change import Change
from quidit.release.differences.difference import Difference
from quidit.release.differences.news import news
from quidit.report.markdown import code, words
from quidit.report.wording import line

_MOST = 20
"""Changes that are shown of one reason; all of them are in the JSON."""
_WORDS = 80
"""Code points of an item's words that are shown."""
_NAMES = ("config", "split", "layer", "column", "label", "annotator", "manifest")
"""What has a name and no words."""


def text(difference: Difference) -> str:
    """The bump, then each reason with what forces it, then the news."""
    reasons = "".join(map(_reason, difference.reasons))
    told = "".join(f"  {sentence}\n" for sentence in news(difference))
    return f"{_heading(difference)}{reasons}" + (f"\nFor readers of the data:\n{told}" if told else "")


def _heading(difference: Difference) -> str:
    if difference.bump is Bump.NONE:
        return f"{difference.dataset} {difference.before} and {difference.after}: nothing differs.\n"
    verdict = f"{difference.dataset} {difference.before} → {difference.after}: {difference.bump.word}"
    if difference.refused:
        rules = ", ".join(reason.rule.name for reason in difference.refused)
        return f"{verdict}, and refused whatever the version: {rules}.\n"
    return f"{verdict}, so after {difference.before} comes {difference.least_version} at least.\n"


def _reason(reason: Reason) -> str:
    rule = reason.rule
    head = f"\n{rule.bump.word}{', refused' if rule.refuses else ''}: {rule.says} [{rule.name}]\n  {rule.why}\n"
    return head + "".join(f"    {line(each)}\n" for each in _shown(reason))


def _shown(reason: Reason) -> Iterator[str]:
    yield from map(told, reason.changes[:_MOST])
    if (left := len(reason.changes) - _MOST) > 0:
        yield f"and {left:,} more; --json tells all"


def told(change: Change) -> str:
    """A change in a line: its id, its words, and what was and what is."""
    if change.what in _NAMES or change.how in ("moved", "renamed"):
        return _named(change)
    if change.what in ("file", "table"):
        return f"{change.id} {change.how}"
    return f"{change.what} {change.id}{_words(change)}{_values(change)}"


def _named(change: Change) -> str:
    """What has a name and no more, or is now elsewhere."""
    where = f" in {', '.join(value.after for value in change.values)}" if change.values else ""
    if change.how == "moved":
        return f"{change.what} {change.id}: {change.was_in} → {change.is_in}"
    if change.how in ("added", "removed"):
        return f"{change.what} {change.id} {change.how}{where}"
    return f"{change.what} {change.id}: {change.before} → {change.after}{where}"


def _words(change: Change) -> str:
    if change.what == "issue" and change.how == "changed":
        return ""
    before, after = (_quoted(each) if each else "" for each in (change.before, change.after))
    if before and after and before != after:
        return f" {before} → {after}"
    return f" {before or after}" if before or after else ""


def _values(change: Change) -> str:
    if change.how != "changed" or not change.values:
        split = change.is_in or change.was_in
        came = f", {_split(change, split)}" if split else ""
        return f" {change.how}{came}"
    parts = (
        f"{value.name} {value.before or 'nothing'} → {value.after or 'nothing'}"
        if value.before
        else f"{value.name} {value.after}".rstrip()
        for value in change.values
    )
    return f": {', '.join(parts)}"


def _split(change: Change, split: str) -> str:
    return {"added": f"to {split}", "removed": f"from {split}"}.get(change.how, split)


def _quoted(text: str) -> str:
    return f"⟦{text if len(text) <= _WORDS else f'{text[: _WORDS - 1]}…'}⟧"


def markdown(difference: Difference) -> str:
    """The bump, the news and the reasons, in which no words of the data act as markup."""
    version = f"{difference.dataset} {difference.before} → {difference.after}"
    sentences = "".join(f"- {words(sentence)}\n" for sentence in news(difference))
    head = f"# {code(version)}: {difference.bump.word}\n\n{_heading(difference)}"
    return head + (f"\n{sentences}" if sentences else "") + "".join(map(_section, difference.reasons))


def _section(reason: Reason) -> str:
    rule = reason.rule
    shown = "".join(f"- {code(line(each))}\n" for each in _shown(reason))
    return f"\n## {rule.bump.word}: {rule.says} ({rule.name})\n\n{rule.why}\n\n{shown}"
