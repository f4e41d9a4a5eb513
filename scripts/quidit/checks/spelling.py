"""The rule on how a file is written: in the one way in which every program of the corpus writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quidit.checks.rules import rule
from quidit.problems import Finding, Repair, Severity

_BEFORE = 30
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Spelling:
    """A source beside the way in which its document is written; texts that are not NFC are left so in both."""

    source: str
    written: str


@rule("QD109", severity=Severity.WARNING, since="0.2.0")
def not_canonical(spelling: Spelling) -> Iterator[Finding]:
    """Every file is written in one way, so that a diff shows what somebody decided and nothing else.

    Two blanks a level, the elements of a list each on a line, keys in the order of the schema, one newline at the end.
    """
    source, written = spelling.source, spelling.written
    if source == written:
        return
    pairs = zip(source, written, strict=False)
    place = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(source), len(written)))
    yield Finding(
        "the file is not written as every file is",
        start=min(place, len(source) - 1),
        got=_line(source, place),
        expected=_line(written, place),
        fix="write it so, and the rest of the file alike; its values stay as they are",
        repair=Repair(),
    )


def _line(source: str, place: int) -> str:
    """The line around a place, and its end where that is the place."""
    start = max(source.rfind("\n", 0, place) + 1, place - _BEFORE)
    end = source.find("\n", place)
    line = source[start : end if end >= 0 else len(source)]
    return line[:_SHOWN] if place - start < len(line) else f"{line}, and {'a' if end >= 0 else 'no'} newline"
