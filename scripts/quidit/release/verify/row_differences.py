"""Differences between rows: which row of a split, which field of it, and the value on either side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.release.verify.discrepancy import shown
from quidit.release.view import Row

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features

_BATCH = 1024
_ABSENT = object()
"""What stands on the side of a list that is shorter."""


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row of a split, a field of it, and the value that it should have and has; labels by their names.

    Without a field the whole row is missing or too many, or stands elsewhere, as ``what`` says.
    """

    row: str
    what: str
    field: str = ""
    expected: object = None
    got: object = None

    @property
    def is_sealed(self) -> bool:
        """Whether the values are bytes, which tell nothing to people."""
        return isinstance(self.got, bytes) or isinstance(self.expected, bytes)

    def __str__(self) -> str:
        if not self.field:
            return f"row {self.row} {self.what}"
        if self.is_sealed:
            return f"row {self.row}, {self.field}: what it holds closed is something else"
        return f"row {self.row}, {self.field}: {shown(self.got)} where {shown(self.expected)} belongs"


def table_of(paths: Sequence[Path]) -> pa.Table:
    """The rows of a split's files, every page held against its checksum.

    Raises:
        OSError, pa.ArrowException: a page or the footer of a file is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pa.concat_tables([pq.read_table(path, page_checksum_verification=True) for path in paths])


def row_differences(expected: pa.Table, got: pa.Table, features: Features) -> Iterator[RowDifference]:
    """Where the rows that a split has are not those that it should have; both have the columns ``features``."""
    if expected.equals(got):
        return
    ids, found = (table.column("id").to_pylist() for table in (expected, got))
    lost, added = set(ids) - set(found), set(found) - set(ids)
    yield from (RowDifference(row, "is missing") for row in ids if row in lost)
    yield from (RowDifference(row, "belongs to no row of the tag") for row in found if row in added)
    if len(found) != len(set(found)):
        yield from (
            RowDifference(row, "is there twice") for row in sorted({row for row in found if found.count(row) > 1})
        )
        return
    if [row for row in ids if row not in lost] != [row for row in found if row not in added]:
        yield RowDifference(_first_moved(ids, found), "and others stand in another order")
    places = {row: place for place, row in enumerate(found)}
    common = [(place, places[row]) for place, row in enumerate(ids) if row in places]
    yield from _changed(expected, got, common, features)


def _first_moved(ids: Sequence[str], found: Sequence[str]) -> str:
    """The first id that both have and that stands elsewhere."""
    both = set(ids) & set(found)
    pairs = zip((row for row in ids if row in both), (row for row in found if row in both), strict=True)
    return next(row for row, other in pairs if row != other)


def _changed(
    expected: pa.Table, got: pa.Table, common: Sequence[tuple[int, int]], features: Features
) -> Iterator[RowDifference]:
    """The fields that differ in rows that both sides have, a batch of rows compared at once."""
    for start in range(0, len(common), _BATCH):
        some = common[start : start + _BATCH]
        mine, theirs = expected.take([place for place, _ in some]), got.take([place for _, place in some])
        if not mine.equals(theirs):
            for old, new in zip(mine.to_pylist(), theirs.to_pylist(), strict=True):
                for field, was, stands in _fields(old, new, features):
                    yield RowDifference(str(old["id"]), "differs", field, was, stands)


def _fields(old: Row, new: Row, features: Features) -> Iterator[tuple[str, object, object]]:
    for column, feature in features.items():
        yield from _values(column, old[column], new[column], feature)


def _values(field: str, old: object, new: object, feature: object) -> Iterator[tuple[str, object, object]]:
    """The innermost fields in which two values of one feature differ."""
    if old == new:
        return
    inner = getattr(feature, "feature", None)
    if isinstance(old, dict) and isinstance(new, dict) and isinstance(feature, Mapping):
        for key, value in feature.items():
            yield from _values(f"{field}.{key}", old[key], new[key], value)
    elif isinstance(old, list) and isinstance(new, list):
        for number, (was, stands) in enumerate(zip_longest(old, new, fillvalue=_ABSENT)):
            yield from _values(f"{field}[{_name(was, stands, number)}]", was, stands, inner)
    else:
        yield field, _label(old, feature), _label(new, feature)


def _name(old: object, new: object, number: int) -> str:
    """What an item of a list is called: its id where both sides have the same, else its number."""
    both = isinstance(old, dict) and isinstance(new, dict) and old.get("id") == new.get("id")
    return str(old["id"]) if both and isinstance(old, dict) and old.get("id") else str(number)


def _label(value: object, feature: object) -> object:
    """A label by its name, anything else as it is."""
    names = getattr(feature, "names", None)
    if value is _ABSENT:
        return "nothing"
    return names[value] if names and isinstance(value, int) and 0 <= value < len(names) else value
