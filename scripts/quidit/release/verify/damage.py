"""Damage: where the bytes of a file differ from those that it should have, and what a Parquet file keeps there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_FOOTER_LENGTH = 8
"""The last bytes of a Parquet file: the length of its footer in four of them, and its mark."""


@dataclass(frozen=True, slots=True)
class Damage:
    """The bytes that differ: the first one's offset, how many, and the size that a file should have and has."""

    offset: int
    number: int
    expected: int
    got: int

    def __str__(self) -> str:
        if self.expected != self.got:
            return f"has {self.got:,} bytes where {self.expected:,} belong, and differs from offset {self.offset:,} on"
        if self.number == 1:
            return f"1 byte differs, at offset {self.offset:,}"
        return f"{self.number:,} bytes differ, the first at offset {self.offset:,}"


def damage(expected: Path, got: Path) -> Damage:
    """How two files of different bytes differ."""
    import numpy as np

    mine, theirs = (np.fromfile(path, dtype=np.uint8) for path in (expected, got))
    common = min(len(mine), len(theirs))
    different = np.flatnonzero(mine[:common] != theirs[:common])
    offset = int(different[0]) if len(different) else common
    return Damage(offset, len(different), len(mine), len(theirs))


def part_at(path: Path, offset: int) -> str:
    """What a sound Parquet file keeps at an offset: a page of a column, or what says where those are."""
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(path)
    for group in range(metadata.num_row_groups):
        for number in range(metadata.num_columns):
            column = metadata.row_group(group).column(number)
            first = column.dictionary_page_offset or column.data_page_offset
            if first <= offset < first + column.total_compressed_size:
                return f"in column {column.path_in_schema}, row group {group}"
    footer = path.stat().st_size - _FOOTER_LENGTH - metadata.serialized_size
    return "in the footer, which says what the file holds" if offset >= footer else "in the index of its pages"
