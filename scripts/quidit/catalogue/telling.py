"""Telling: the catalogue for a terminal and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from quidit.catalogue.entries import Entry
from quidit.catalogue.examples import Change


def listed(entries: Iterable[Entry]) -> str:
    """The rules by level: code, name, severity, since when, whether a program mends it, and what it says."""
    return "\n".join(_section(level, list(rules)) for level, rules in groupby(entries, key=lambda each: each.level))


def _section(level: str, entries: list[Entry]) -> str:
    width = max(len(entry.name) for entry in entries)
    lines = [f"{level}\n"]
    lines += [
        f"  {entry.code}  {entry.name:<{width}}  {entry.severity:<7}  {entry.rule.since}  "
        f"{'fixable' if entry.example.repair else '':<7}  {entry.sentence}\n"
        for entry in entries
    ]
    return "".join(lines)


def explained(entry: Entry) -> str:
    """A rule with its example, for a terminal."""
    return "\n".join(_paragraphs(entry))


def _paragraphs(entry: Entry) -> Iterator[str]:
    example = entry.example
    yield f"{entry.code} {entry.name}: {about(entry)}\n"
    yield f"{entry.explanation}\n"
    if example.base:
        yield "In the base\n"
        yield "".join(_shown(example.base))
    yield f"Wrong. {example.about}\n"
    yield "".join(_shown(example.wrong))
    yield "It is reported as\n"
    yield "".join(f"    {line}\n" for line in example.report.splitlines())
    yield "Put right\n"
    yield "".join(_shown(example.mended))
    if example.good_about:
        yield f"Not wrong. {example.good_about}\n"
        yield "".join(_shown(example.good))


def about(entry: Entry) -> str:
    """Severity, since when, and the command that mends it, in words."""
    repair = f", fixable with `{entry.example.repair}`" if entry.example.repair else ""
    return f"{entry.severity}, since {entry.rule.since}{repair}"


def _shown(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        yield f"    {change.path}\n"
        yield from (f"    {line}\n" for line in change.lines)


def members(entry: Entry) -> dict[str, object]:
    """What a program reads of a rule."""
    repair = entry.example.repair
    return {
        "code": entry.code,
        "name": entry.name,
        "level": entry.level,
        "severity": entry.severity.value,
        "since": entry.rule.since,
        "repair": ("unsafe" if repair.endswith("--unsafe") else "safe") if repair else None,
        "explanation": entry.explanation,
    }


def members_with_example(entry: Entry) -> dict[str, object]:
    """What a program reads of a rule that is explained."""
    example = entry.example
    return {
        **members(entry),
        "base": {"changes": _changes(example.base)},
        "wrong": {"about": example.about, "changes": _changes(example.wrong), "report": example.report},
        "mended": {"changes": _changes(example.mended)},
        "good": {"about": example.good_about, "changes": _changes(example.good)},
    }


def _changes(changes: Iterable[Change]) -> list[dict[str, object]]:
    return [{"path": change.path, "lines": list(change.lines)} for change in changes]
