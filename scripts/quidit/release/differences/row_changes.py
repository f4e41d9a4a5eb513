"""Row changes: which rows of a config two editions do not share, found without holding either in memory.

Rows are paired by their ids, split by split and in the order in which a release writes them; splits with the same
content hash are not read. What is held at once are some batches and the rows that only one side has.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quidit.release.edition import Edition
from quidit.release.view import Row

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features

_FEW = 8
"""Rows that are rather compared one by one than halved again."""
_NUMBERED = re.compile(r"([a-z]?)([0-9]+)")
_BY_NAME = ("entities", "annotations", "articles", "issues")
"""Configs whose ids end in a name; those of the others end in a number."""

Key = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and the split that it stands in."""

    split: str
    row: Row


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that one edition has and the other has not, or not so: ``before`` or ``after`` is None where it is not there."""

    config: str
    id: str
    before: Placed | None
    after: Placed | None

    @property
    def article(self) -> str:
        """The article that the row is of."""
        return self.id.partition("#")[0]


def row_key(config: str, row_id: str) -> Key:
    """Where a row stands in its split: by article, then by number or name of what it is a row of."""
    article, _, part = row_id.partition("#")
    found = None if config in _BY_NAME else _NUMBERED.fullmatch(part)
    return (article, found[1], int(found[2]), "") if found else (article, "", -1, part)


def row_changes(first: Edition, second: Edition, config: str) -> Iterator[RowChange]:
    """Every row of a config that differs, also where only its split does.

    Rows are equal where Python says so of what is stored in them, whatever their columns are called or mean.

    Raises:
        BrokenEditionError: a file of either edition cannot be read.
    """
    alone: tuple[list[tuple[str, pa.RecordBatch]], list[tuple[str, pa.RecordBatch]]] = ([], [])
    for split in dict.fromkeys((*first.splits(config), *second.splits(config))):
        sides = [edition for edition in (first, second) if split in edition.splits(config)]
        if len({edition.part(config, split)["content_sha256"] for edition in sides}) == 1 and sides[1:]:
            continue
        befores, afters = (
            _Cursor(config, edition.batches(config, split) if edition in sides else iter(()))
            for edition in (first, second)
        )
        for before, after in _paired(befores, afters):
            if before is not None and after is not None:
                for old, new in _differing(before, after):
                    yield RowChange(config, str(old["id"]), Placed(split, old), Placed(split, new))
            elif before is not None:
                alone[0].append((split, before))
            elif after is not None:
                alone[1].append((split, after))
    yield from _alone(config, *alone)


class _Cursor:
    """The rows of a split from where a comparison stands."""

    def __init__(self, config: str, batches: Iterator[pa.RecordBatch]) -> None:
        self._config = config
        self._batches = batches
        self._batch: pa.RecordBatch | None = None
        self.ids: list[str] = []
        self.at = 0

    def has_rows(self) -> bool:
        while self.at == len(self.ids):
            self._batch = next(self._batches, None)
            if self._batch is None:
                return False
            self.ids, self.at = self._batch.column("id").to_pylist(), 0
        return True

    @property
    def left(self) -> int:
        return len(self.ids) - self.at

    @property
    def key(self) -> Key:
        return row_key(self._config, self.ids[self.at])

    def before(self, key: Key) -> int:
        """How many of the rows at hand come before a key, or are one that does not stand where it should."""
        place = bisect_left(self.ids, key, self.at, key=lambda row_id: row_key(self._config, row_id))
        return max(place - self.at, 1)

    def take(self, number: int) -> pa.RecordBatch:
        taken = self._batch.slice(self.at, number)  # type: ignore[union-attr]  # there are rows
        self.at += number
        return taken


def _paired(first: _Cursor, second: _Cursor) -> Iterator[tuple[pa.RecordBatch | None, pa.RecordBatch | None]]:
    """Runs of rows with the same ids on both sides, and of rows that only one side has."""
    while first.has_rows() and second.has_rows():
        if number := _same(first, second):
            yield first.take(number), second.take(number)
        elif first.key < second.key:
            yield first.take(first.before(second.key)), None
        else:
            yield None, second.take(second.before(first.key))
    while first.has_rows():
        yield first.take(first.left), None
    while second.has_rows():
        yield None, second.take(second.left)


def _same(first: _Cursor, second: _Cursor) -> int:
    """How many rows from here on have the same ids."""
    most = min(first.left, second.left)
    ones, others = first.ids[first.at : first.at + most], second.ids[second.at : second.at + most]
    if ones == others:
        return most
    return next(number for number, (one, other) in enumerate(zip(ones, others, strict=True)) if one != other)


def _differing(first: pa.RecordBatch, second: pa.RecordBatch) -> Iterator[tuple[Row, Row]]:
    """The pairs of rows that are not equal, found by halves: most rows of most releases are."""
    if first.equals(second):
        return
    number = first.num_rows
    if number <= _FEW or first.schema != second.schema:
        pairs = zip(first.to_pylist(), second.to_pylist(), strict=True)
        yield from ((old, new) for old, new in pairs if old != new)
        return
    half = number // 2
    yield from _differing(first.slice(0, half), second.slice(0, half))
    yield from _differing(first.slice(half), second.slice(half))


def _alone(
    config: str, removed: Iterable[tuple[str, pa.RecordBatch]], added: Iterable[tuple[str, pa.RecordBatch]]
) -> Iterator[RowChange]:
    """The rows that one side has in a split: gone, new, or in another split on the other side."""
    moved = _ids(removed) & _ids(added)
    were: dict[str, Placed] = {}
    for split, batch in removed:
        for row in batch.to_pylist():
            if row["id"] in moved:
                were[row["id"]] = Placed(split, row)
            else:
                yield RowChange(config, row["id"], Placed(split, row), None)
    for split, batch in added:
        for row in batch.to_pylist():
            before = were.get(row["id"])
            after = Placed(split, row)
            if before != after:
                yield RowChange(config, row["id"], before, after)


def _ids(batches: Iterable[tuple[str, pa.RecordBatch]]) -> set[str]:
    return {row_id for _, batch in batches for row_id in batch.column("id").to_pylist()}


@dataclass(frozen=True)
class TableDifference:
    """All that makes a config of one edition that of another: its columns, its splits, and the rows that differ.

    ``features`` is None where the second edition has no such config.
    """

    config: str
    features: Features | None
    splits: tuple[str, ...]
    rows: tuple[RowChange, ...]

    def applied_to(self, first: Edition) -> Mapping[str, list[Row]]:
        """The rows of the second edition, by split, made from those of the first; all of them in memory."""
        tables: dict[str, dict[str, Row]] = {
            split: {str(row["id"]): row for row in first.rows(self.config, split)}
            for split in first.splits(self.config)
        }
        for change in self.rows:
            if change.before:
                del tables[change.before.split][change.id]
        for change in self.rows:
            if change.after:
                tables.setdefault(change.after.split, {})[change.id] = change.after.row
        return {
            split: sorted(tables[split].values(), key=lambda row: row_key(self.config, str(row["id"])))
            for split in self.splits
        }


def table_difference(first: Edition, second: Edition, config: str) -> TableDifference:
    """What makes a config of the first edition that of the second; all rows that differ are in memory.

    Raises:
        BrokenEditionError: as ``row_changes``.
    """
    features = second.features(config) if second.splits(config) else None
    return TableDifference(config, features, second.splits(config), tuple(row_changes(first, second, config)))
