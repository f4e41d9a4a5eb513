"""Compared rows: what differs between two editions as a reader reads it, with labels by their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from quidit.release.differences.columns import renames, shared, types
from quidit.release.differences.row_changes import RowChange, row_changes
from quidit.release.edition import Edition
from quidit.release.view import Row


@dataclass(frozen=True, slots=True)
class Compared:
    """A row in both editions, read by what both have; None where it is not there.

    ``names`` are the columns that differ; none where only the split does.
    """

    config: str
    id: str
    before: Row | None
    after: Row | None
    was_in: str
    is_in: str
    names: frozenset[str]

    @property
    def article(self) -> str:
        """The article that the row is of."""
        return self.id.partition("#")[0]

    @property
    def is_moved(self) -> bool:
        """Whether it is there before and after, in another split."""
        return bool(self.was_in and self.is_in and self.was_in != self.is_in)


def compared(first: Edition, second: Edition, config: str) -> Iterator[Compared]:
    """The rows of a config that a reader would find changed, added, removed or moved.

    A row that differs only because columns or labels do is none of them.

    Raises:
        BrokenEditionError: a file of either edition cannot be read.
    """
    befores, afters = types(first.features(config)), types(second.features(config))
    read, read_other = shared(befores, afters, renamed=renames(befores, afters))
    for change in row_changes(first, second, config):
        before = cast("Row", read(change.before.row)) if change.before else None
        after = cast("Row", read_other(change.after.row)) if change.after else None
        each = _compared(change, before, after)
        if each.names or each.is_moved or before is None or after is None:
            yield each


def _compared(change: RowChange, before: Row | None, after: Row | None) -> Compared:
    names = frozenset(name for name in before if before[name] != after[name]) if before and after else frozenset[str]()
    was_in, is_in = (placed.split if placed else "" for placed in (change.before, change.after))
    return Compared(change.config, change.id, before, after, was_in, is_in, names)
