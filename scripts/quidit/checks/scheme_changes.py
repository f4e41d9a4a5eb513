"""Rules on a changed scheme: labels are only added within a major version, and a change has a version of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from quidit.checks.changed import SchemeChange
from quidit.checks.rules import rule
from quidit.problems import Finding
from quidit.scheme import Scheme

_SINCE = "0.2.0"
_LISTS: Mapping[str, Callable[[Scheme], Sequence[str]]] = {
    "layers": lambda scheme: [text.layer for text in scheme.layers],
    "mentions": lambda scheme: [label.label for label in scheme.mentions],
    "uses": lambda scheme: [use.id for use in scheme.uses],
    "entity kinds": lambda scheme: [kind.id for kind in scheme.entity_kinds],
    "quote types": lambda scheme: [label.label for label in scheme.quote_types],
    "stances": lambda scheme: [label.label for label in scheme.stances],
    "article flags": lambda scheme: [flag.id for flag in scheme.article_flags],
    "issues": lambda scheme: [issue.id for issue in scheme.issues],
}
"""The lists of a scheme, by what they are called."""
_OPEN = ("issues",)
"""Lists that only grow: no number in the dataset stands for a place in them."""


@rule("QD580", since=_SINCE)
def scheme_unreadable(change: SchemeChange) -> Iterator[Finding]:
    """Without a scheme nothing of the corpus can be read."""
    if change.after is None:
        yield Finding(
            "what stands here is no scheme",
            got=change.fault,
            expected="a scheme that `quidit generate` can read",
            fix="correct it, and run `quidit generate`",
        )


@rule("QD581", since=_SINCE)
def label_not_appended(change: SchemeChange) -> Iterator[Finding]:
    """Released labels keep their names and places, which numbers in the dataset stand for; new ones come last."""
    if change.after is None or _major(change.after) != _major(change.before):
        return
    for name, labels in _LISTS.items():
        was, stands = labels(change.before), labels(change.after)
        lost = [label for label in was if label not in stands]
        reordered = name not in _OPEN and list(stands[: len(was)]) != list(was)
        if lost or reordered:
            yield Finding(
                f"{name}: {', '.join(lost)} {'is' if len(lost) == 1 else 'are'} gone"
                if lost
                else f"{name}: the order changed",
                got=", ".join(stands),
                expected=", ".join(was),
                fix="restore them as they were and add new ones at the end, or begin a new major version",
            )


@rule("QD582", since=_SINCE)
def scheme_version_unchanged(change: SchemeChange) -> Iterator[Finding]:
    """Every annotation says under which version of the scheme it was made, so what labels mean never changes within one."""
    if change.after is None or _numbers(change.after) > _numbers(change.before):
        return
    lowered = change.after.version != change.before.version
    if lowered or _meaning(change.after, change.before) != _meaning(change.before, change.before):
        major, minor = _numbers(change.before)
        yield Finding(
            f"the version goes from {change.before.version} back to {change.after.version}"
            if lowered
            else f"what the labels mean is changed, and the version is {change.before.version} still",
            got=change.after.version,
            expected=f"{major}.{minor + 1} or later",
            fix=f'write version = "{major}.{minor + 1}", and "{change.before.version}" in earlier_versions',
        )


@rule("QD583", since=_SINCE)
def earlier_version_forgotten(change: SchemeChange) -> Iterator[Finding]:
    """A scheme of the same major version still reads what was annotated under the version before it."""
    before, after = change.before, change.after
    if after is None or _major(after) != _major(before) or _numbers(after) <= _numbers(before):
        return
    if lost := [each for each in (*before.earlier_versions, before.version) if not after.accepts(each)]:
        yield Finding(
            f"annotations made under {' and '.join(lost)} can no longer be read",
            got=", ".join(after.earlier_versions) or "no earlier version",
            expected=", ".join((*before.earlier_versions, before.version)),
            fix=f"add {', '.join(f'{each!r}' for each in lost)} to earlier_versions",
        )


def _numbers(scheme: Scheme) -> tuple[int, int]:
    major, _, minor = scheme.version.partition(".")
    return int(major), int(minor)


def _major(scheme: Scheme) -> int:
    return _numbers(scheme)[0]


def _meaning(scheme: Scheme, before: Scheme) -> object:
    """What an annotator goes by and the machinery acts on; not how a screen shows it, and no issue that is new."""
    known = {issue.id for issue in before.issues}
    return (
        [(text.layer, text.definition) for text in scheme.layers],
        [(each.label, each.definition, each.examples, each.name, each.actor, each.uses) for each in scheme.mentions],
        [(each.id, each.definition, each.examples) for each in (*scheme.uses, *scheme.article_flags)],
        [(each.id, each.definition, each.examples, each.anonymous) for each in scheme.entity_kinds],
        (scheme.cue.definition, scheme.unsure.definition),
        [(each.label, each.definition, each.marks) for each in scheme.quote_types],
        [(each.label, each.definition, each.polarity) for each in scheme.stances],
        {issue.id: issue.reads for issue in scheme.issues if issue.id in known},
    )
