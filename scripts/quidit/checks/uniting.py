"""Uniting: two sides of a file put together by what they say, where they changed different things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from quidit.canonical import inline
from quidit.checks.referring import LISTS, SINGLE
from quidit.documents import NAMING
from quidit.problems import QuiditError
from quidit.records import LAYERS

_NUMBERED = re.compile("[a-z][1-9][0-9]{0,8}")
_WITH_NUMBERS = frozenset({*LAYERS, "rulings"})
"""The lists whose rows have a letter and a number for an id."""
_SETS = frozenset({"flags"})
"""The lists of words of which each stands or does not stand."""
_LONGEST = 80
_IDS = frozenset({"id", *SINGLE, *LISTS})
"""The keys under which ids stand."""


class CannotUniteError(QuiditError, ValueError):
    """Two sides that nobody but a person can put together; ``place`` is the key or the id of the row concerned."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place


class BothChangedError(CannotUniteError):
    """Both sides changed one thing, each in its own way."""

    def __init__(self, place: str) -> None:
        shown = place if len(place) <= _LONGEST else f"{place[: _LONGEST - 1]}…"
        super().__init__(place, f"both sides changed {shown}")


class UnclearReferenceError(CannotUniteError):
    """Both sides gave an id to rows of their own, and have the same row that refers to it: to which, it does not say."""

    def __init__(self, place: str, name: str) -> None:
        super().__init__(place, f"{place} refers to {name}, which each side gave to a row of its own")


class _Nothing(Enum):
    """What stands for a value that a side does not have, that nobody knows, or that is not settled."""

    ABSENT = "absent"
    UNKNOWN = "unknown"
    OPEN = "open"


_ABSENT, _UNKNOWN, _OPEN = _Nothing.ABSENT, _Nothing.UNKNOWN, _Nothing.OPEN


@dataclass(frozen=True, slots=True)
class United:
    """What both sides say together, and the ids that were new on either side, with what theirs are called now."""

    document: object
    renamed: Mapping[str, str]


def unite(ours: object, theirs: object, base: object = None) -> United:
    """The document that has what either side added, changed or took out since ``base``, which both began from.

    Without a base (None) nobody can tell what was added from what was taken out: then all is kept that either side has.
    A new row whose id the other side gave to a row of its own is given the next one of its layer.

    Raises:
        BothChangedError: both changed one thing.
        UnclearReferenceError: an id cannot be given anew, because a row that both have refers to it.
    """
    began = _UNKNOWN if base is None else base
    renamed = {} if began is _UNKNOWN else _clashing(began, ours, theirs)
    theirs = _renamed(theirs, renamed)
    if isinstance(ours, list) and isinstance(theirs, list):
        return United(_rows(began, ours, theirs), renamed)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return United(_members(began, ours, theirs), renamed)
    raise BothChangedError("the file")


def _settled(base: object, ours: object, theirs: object) -> object:
    """The value that holds where at most one side changed it; else ``_OPEN``."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if base is _UNKNOWN and _ABSENT in (ours, theirs):
        return theirs if ours is _ABSENT else ours
    return _OPEN


def _members(base: object, ours: Mapping[str, object], theirs: Mapping[str, object]) -> dict[str, object]:
    """An object's members; a list is united row by row, and an object whose keys are names member by member."""
    members: dict[str, object] = {}
    for key in dict.fromkeys((*ours, *theirs)):
        was, mine, yours = _member(base, key), ours.get(key, _ABSENT), theirs.get(key, _ABSENT)
        value = _settled(was, mine, yours)
        if value is _OPEN:
            value = _deeper(key, was, mine, yours)
        if value is not _ABSENT:
            members[key] = value
    return members


def _member(base: object, key: str) -> object:
    if base is _UNKNOWN:
        return _UNKNOWN
    return base.get(key, _ABSENT) if isinstance(base, dict) else _ABSENT


def _deeper(key: str, base: object, ours: object, theirs: object) -> object:
    """What stands under a key that both sides changed."""
    if isinstance(ours, list) and isinstance(theirs, list):
        if key in _SETS or all(isinstance(row, dict) for row in (*ours, *theirs)):
            return _rows(base, ours, theirs)
    elif isinstance(ours, dict) and isinstance(theirs, dict) and key in NAMING:
        return _members(base, ours, theirs)
    raise BothChangedError(f'"{key}"')


def _rows(base: object, ours: Sequence[object], theirs: Sequence[object]) -> list[object]:
    """A list's rows: ours in their order, then those that only the other side has."""
    mine, yours = _once_each(ours), _once_each(theirs)
    was = base if base is _UNKNOWN else dict(_named(base if isinstance(base, list) else []))
    rows: list[object] = []
    for name in dict.fromkeys((*mine, *yours)):
        row = _settled(_member(was, name), mine.get(name, _ABSENT), yours.get(name, _ABSENT))
        if row is _OPEN:
            raise BothChangedError(name)
        if row is not _ABSENT:
            rows.append(row)
    return rows


def _named(rows: Iterable[object]) -> Iterator[tuple[str, object]]:
    """The rows with their ids, or with all that they say where they have none."""
    return ((str(row["id"]) if isinstance(row, dict) and "id" in row else inline(row), row) for row in rows)


def _once_each(rows: Iterable[object]) -> dict[str, object]:
    """The rows of a side by their names; in a base git's zdiff3 may write a row twice, as it was and as both made it.

    Raises:
        BothChangedError: two rows have one name, so that nobody can tell which of them was changed.
    """
    named: dict[str, object] = {}
    for name, row in _named(rows):
        if name in named:
            raise BothChangedError(name)
        named[name] = row
    return named


# ── Ids that both sides gave ────────────────────────────────────────────────────────────────────────────────────────


def _clashing(base: object, ours: object, theirs: object) -> dict[str, str]:
    """The numbered ids that both sides gave to different new rows, with the next free ones."""
    was, mine, yours = _numbered(base), _numbered(ours), _numbered(theirs)
    clashing = [name for name in yours if name in mine and name not in was and yours[name] != mine[name]]
    for name, row in yours.items():
        if mine.get(name) == row and (unclear := sorted(_referred(row).intersection(clashing))):
            raise UnclearReferenceError(name, unclear[0])
    highest: dict[str, int] = {}
    for name in (*was, *mine, *yours):
        highest[name[0]] = max(highest.get(name[0], 0), int(name[1:]))
    renamed = {}
    for name in sorted(clashing, key=lambda name: (name[0], int(name[1:]))):
        highest[name[0]] += 1
        renamed[name] = f"{name[0]}{highest[name[0]]}"
    return renamed


def _numbered(document: object) -> dict[str, object]:
    """The rows of a document's lists whose ids are a letter and a number."""
    lists = (document[key] for key in document if key in _WITH_NUMBERS) if isinstance(document, dict) else ()
    rows = (row for rows in lists if isinstance(rows, list) for row in rows if isinstance(row, dict))
    return {row["id"]: row for row in rows if _NUMBERED.fullmatch(str(row.get("id")))}


def _referred(row: object) -> set[str]:
    """The ids that a row refers to."""
    members = row if isinstance(row, dict) else {}
    single = {members[key] for key in SINGLE if isinstance(members.get(key), str)}
    listed = {each for key in LISTS for each in members.get(key, ()) if isinstance(each, str)}
    return single | listed


def _renamed(document: object, names: Mapping[str, str]) -> object:
    """The document with those ids called otherwise, where they are given and where they are referred to."""
    if not names or not isinstance(document, dict):
        return document
    return {
        key: [_row_renamed(row, names) for row in value] if key in _WITH_NUMBERS and isinstance(value, list) else value
        for key, value in document.items()
    }


def _row_renamed(row: object, names: Mapping[str, str]) -> object:
    if not isinstance(row, dict):
        return row
    return {key: _id_renamed(value, names) if key in _IDS else value for key, value in row.items()}


def _id_renamed(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_id_renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value
