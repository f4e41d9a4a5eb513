"""Conflicts: what git writes where two sides changed one place of a file, taken apart again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MARK = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)
"""A line that git writes around a side of a conflict; no line of canonical JSON begins so."""
_LINE = re.compile("[^\n]*\n|[^\n]+")
_OURS, _BASE, _THEIRS, _AGREED = "<", "|", "=", ">"
_MAY_FOLLOW = {_AGREED: _OURS, _OURS: _BASE + _THEIRS, _BASE: _THEIRS, _THEIRS: _AGREED}


def may_conflict(content: bytes) -> bool:
    """Whether a file may hold marks of a conflict, told far faster than where they stand."""
    return b"<<<<<<<" in content or b"=======" in content or b">>>>>>>" in content or b"|||||||" in content


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that a file has on either side; where ``is_agreed`` they are the same.

    ``base`` is what both sides began from, and None where git did not write that down.
    """

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    base: tuple[str, ...] | None
    is_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """A file as each side has it, and as both began from it, None where git did not write that down."""

    ours: str
    theirs: str
    base: str | None


def stretches(source: str) -> tuple[Stretch, ...] | None:
    """The file's stretches in their order; None where the marks are not as git writes them."""
    found: list[Stretch] = []
    sides: dict[str, list[str]] = {_AGREED: []}
    at = _AGREED
    for line in _LINE.findall(source):
        mark = MARK.match(line)
        if mark is None:
            sides[at].append(line)
            continue
        if line[0] not in _MAY_FOLLOW[at]:
            return None
        at = line[0]
        if at in (_OURS, _AGREED):
            found += _stretch(sides)
            sides = {}
        sides[at] = []
    return (*found, *_stretch(sides)) if at == _AGREED else None


def _stretch(sides: dict[str, list[str]]) -> Iterator[Stretch]:
    if agreed := tuple(sides.get(_AGREED, ())):
        yield Stretch(agreed, agreed, agreed, is_agreed=True)
    if _OURS in sides:
        base = tuple(sides[_BASE]) if _BASE in sides else None
        yield Stretch(tuple(sides[_OURS]), tuple(sides[_THEIRS]), base)


def sides_of(found: Iterable[Stretch]) -> Sides:
    """A file's sides put together from its stretches."""
    found = tuple(found)
    base = [each.base for each in found if each.base is not None]
    return Sides(
        ours="".join(line for each in found for line in each.ours),
        theirs="".join(line for each in found for line in each.theirs),
        base="".join(line for lines in base for line in lines) if len(base) == len(found) else None,
    )


def together(found: Iterable[Stretch]) -> list[str]:
    """The lines of a file that only grows: each side's, ours first, and once those that both have."""
    lines: list[str] = []
    for each in found:
        lines += each.ours
        if not each.is_agreed:
            ours = frozenset(each.ours)
            lines += [line for line in each.theirs if line not in ours]
    return [line.removesuffix("\n") for line in lines]
