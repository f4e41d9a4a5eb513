"""News: what a difference means to whoever reads the data, a sentence each; the changelog is made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from quidit.release.build import SPLITS
from quidit.release.differences.bump import Bump, rule_of
from quidit.release.differences.change import Change, How, What
from quidit.release.differences.difference import Difference
from quidit.report.wording import plain
from quidit.withdrawal import tells_of

_NAMED = 5
"""Ids that a sentence names at most."""
_ITEMS: tuple[What, ...] = ("sentence", "mention", "cue", "quote", "stance", "entity", "annotation")
_DONE: dict[How, str] = {"changed": "corrected", "added": "added", "removed": "removed"}
_CARD = {"the card": ("README.md", "croissant.json"), "the changelog": ("CHANGELOG.md",), "a JSON Schema": ("schema/",)}
_NOT_NEWS = tuple(place for places in _CARD.values() for place in places)
"""Files that differ in every release, or only say what other changes have said."""


def news(difference: Difference, written: str = "") -> list[str]:
    """What changed, in sentences for readers of the data, such as “12 quotes corrected in 3 articles”.

    Words of the data stand in them as they are, made visible where they act on a terminal. Withdrawals of which
    ``written`` tells are not told again, only what went with them.
    """
    changes = difference.changes
    told = [*_articles(changes, written), *_items(changes), *_interface(changes), *_rows(changes), *_files(changes)]
    if not told and difference.bump is Bump.PATCH:
        files = [change.id for change in changes if change.what == "file"]
        names = [name for name, places in _CARD.items() if any(each.startswith(places) for each in files)]
        changed = _listed(names or ["what stands beside the rows"])
        told = [f"{changed[0].upper()}{changed[1:]} changed; every row is as it was."]
    return [plain(sentence) for sentence in told]


def _articles(changes: Sequence[Change], written: str) -> Iterator[str]:
    """Which articles came, went, moved or say something else."""
    articles = [change for change in changes if change.what == "article"]
    for change in articles:
        if rule_of(change).name == "pilot-to-groups":
            yield f"The pilot article {change.id} goes whole to train: from now on articles are split by groups."
    moved = [change for change in articles if rule_of(change).refuses]
    if moved:
        where = ", ".join(f"{change.id} from {change.was_in} to {change.is_in}" for change in moved[:_NAMED])
        yield f"{_many(len(moved), 'article')} moved between splits: {where}{_others(moved)}."
    yield from _came([change for change in articles if change.how == "added"], "added", "to", lambda c: c.is_in)
    removed = [change for change in articles if change.how == "removed"]
    if removed and all(tells_of(written, change.id) for change in removed):
        yield f"{'Its' if len(removed) == 1 else 'Their'} rows are gone from {_splits(removed)}: {_holds(removed)}."
    else:
        yield from _came(removed, "withdrawn", "from", lambda c: c.was_in)
    for change in articles:
        if change.how == "renamed":
            yield f"The article {change.before} is now called {change.after}."
    retold = [change for change in articles if change.how == "changed"]
    if found := [change for change in retold if "text" in change.names]:
        yield f"{_many(len(found), 'article')} {'has' if len(found) == 1 else 'have'} another text: {_named(found)}."
    if found := [change for change in retold if change.names & {"text", "sentences"} == {"sentences"}]:
        yield f"{_many(len(found), 'article')} {_is(found)} cut into sentences otherwise: {_named(found)}."
    if about := [change for change in retold if not change.names & {"text", "sentences"}]:
        names = ", ".join(dict.fromkeys(value.name for change in about for value in change.values))
        yield f"What is said about {_many(len(about), 'article')} changed ({names}): {_named(about)}."


def _came(changes: Sequence[Change], done: str, way: str, split: Callable[[Change], str]) -> Iterator[str]:
    if changes:
        splits = Counter(map(split, changes))
        where = ", ".join(f"{splits[name]:,} {way} {name}" for name in SPLITS if splits[name])
        holds = _holds(changes)
        yield f"{_many(len(changes), 'article')} {done} ({where}): {_named(changes)}{f'; {holds}' if holds else ''}."


def _holds(articles: Iterable[Change]) -> str:
    """What articles hold that came or went: sentences and what is annotated in them."""
    held = sum((Counter(change.holds) for change in articles), Counter())
    return ", ".join(_many(held[what], what) for what in _ITEMS[:5] if held[what])


def _splits(articles: Iterable[Change]) -> str:
    """The splits that articles were in."""
    return _listed([name for name in SPLITS if name in {change.was_in for change in articles}])


def _items(changes: Sequence[Change]) -> Iterator[str]:
    """What was corrected in articles that stay."""
    for what in _ITEMS:
        mine = [change for change in changes if change.what == what and not change.names & {"text", "boundaries"}]
        parts: list[str] = []
        for how, done in _DONE.items():
            if found := [change for change in mine if change.how == how]:
                noun = "" if parts else f" {_noun(len(found), what)}"
                parts.append(f"{len(found):,}{noun} {done}")
        if parts:
            touched = list(dict.fromkeys(change.article for change in mine if change.how in _DONE))
            yield f"{_listed(parts)} in {_many(len(touched), 'article')}{_tested(mine)}."
        if moved := [change for change in mine if change.how == "moved"]:
            yield f"{_many(len(moved), what)} moved between splits: {_named(moved)}."


def _tested(changes: Iterable[Change]) -> str:
    tested = sum(change.in_test for change in changes)
    return f" ({tested:,} of test)" if tested else ""


def _interface(changes: Sequence[Change]) -> Iterator[str]:
    """Configs, splits, layers, columns, labels, issues and annotators."""
    for what in ("config", "split", "layer", "column", "label", "issue", "annotator"):
        for how, says in (("added", "New"), ("removed", "Gone")):
            if found := [change for change in changes if change.what == what and change.how == how]:
                yield f"{says}: {_noun(len(found), what)} {_named(found)}."
        for change in changes:
            if change.what != what or change.how in ("added", "removed"):
                continue
            if change.how == "reordered":
                yield f"The {what}s {change.before} now stand in the order {change.after}."
            elif "translations" in change.names:
                yield f"The issue {change.id} reads in more languages."
            elif change.what == "issue":
                yield f"The issue {change.id} reads “{change.after}” instead of “{change.before}”."
            elif change.how == "renamed":
                yield f"The {what} {change.before} is now called {change.after}."
            else:
                yield f"The {what} {change.id} is of the type {change.after} instead of {change.before}."


def _rows(changes: Sequence[Change]) -> Iterator[str]:
    """Rows that differ by themselves: nobody decided anything else."""
    if rows := [change for change in changes if change.what == "row"]:
        names = ", ".join(dict.fromkeys(name for change in rows for name in sorted(change.names)))
        told = f" ({names})" if names else ""
        yield f"{_many(len(rows), 'row')} made otherwise{told}{_tested(rows)}: {_named(rows)}."


def _files(changes: Sequence[Change]) -> Iterator[str]:
    for how, says in (("changed", "changed"), ("added", "new"), ("removed", "gone")):
        found = [c for c in changes if c.what == "file" and c.how == how and not c.id.startswith(_NOT_NEWS)]
        if found:
            yield f"{_noun(len(found), 'file').capitalize()} {says}: {_named(found)}."
    if any(change.what == "table" for change in changes):
        yield "The same rows stand in other bytes."
    for change in changes:
        if change.what == "manifest":
            yield f"The {change.id} is {change.after} instead of {change.before}."


def _is(changes: Sequence[Change]) -> str:
    return "is" if len(changes) == 1 else "are"


def _many(number: int, what: str) -> str:
    return f"{number:,} {_noun(number, what)}"


def _noun(number: int, what: str) -> str:
    return what if number == 1 else {"entity": "entities"}.get(what, f"{what}s")


def _named(changes: Sequence[Change]) -> str:
    return ", ".join(change.id for change in changes[:_NAMED]) + _others(changes)


def _others(changes: Sequence[Change]) -> str:
    return f" and {len(changes) - _NAMED:,} more" if len(changes) > _NAMED else ""


def _listed(parts: Sequence[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
