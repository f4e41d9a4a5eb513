"""Parquet: rows written as files whose bytes depend on the rows alone, in memory that does not grow with them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from quidit.release.view import Row

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq
    from datasets import Features

_BATCH = 128
_ROWS_PER_GROUP = 1024
_ROWS_PER_FILE = 65_536
_RECIPE = {
    "compression": "zstd",
    "compression_level": 3,
    "version": "2.6",
    "data_page_version": "1.0",
    "write_page_index": True,
    "write_page_checksum": True,
    "use_content_defined_chunking": {"min_chunk_size": 262_144, "max_chunk_size": 1_048_576, "norm_level": 0},
}
"""The same bytes over runs, processes, hash seeds and threads under one pyarrow."""


class ContentHash:
    """The SHA-256 of a table's columns and of its rows in order, whatever file format holds them.

    Each is hashed as a line of JSON: keys sorted, no blanks, nothing escaped that need not be, days as ``YYYY-MM-DD``.
    """

    def __init__(self, features: Features) -> None:
        self._hash = hashlib.sha256(as_line(features.to_dict()))

    def add(self, row: Row) -> None:
        """One more row."""
        self._hash.update(as_line(row))

    def hexdigest(self) -> str:
        """The hash of all rows so far."""
        return self._hash.hexdigest()


def as_line(value: object) -> bytes:
    """A value as the one line of JSON that hashes of content are made of; bytes in hexadecimal."""
    return orjson.dumps(value, default=bytes.hex, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


@dataclass(frozen=True, slots=True)
class Written:
    """A split of a config as it was written: files relative to the release, rows, content hash.

    ``arrow_bytes`` is what the rows take in memory, ``file_bytes`` what the files take on the disk.
    """

    files: tuple[str, ...]
    rows: int
    content_sha256: str
    arrow_bytes: int
    file_bytes: int


@dataclass
class SplitWriter:
    """The files of one split of one config.

    Rows wait as Arrow until they fill a row group, so that at most a group of them is in memory.
    """

    folder: Path
    config: str
    split: str
    features: Features
    rows: int = 0
    _arrow_bytes: int = 0
    _waiting: list[Row] = field(default_factory=list)
    _batches: list[pa.RecordBatch] = field(default_factory=list)
    _parts: list[Path] = field(default_factory=list)
    _writer: pq.ParquetWriter | None = None

    def __post_init__(self) -> None:
        self._content = ContentHash(self.features)
        self._schema = self.features.arrow_schema

    def add(self, row: Row) -> None:
        """One more row, in its place."""
        self._content.add(row)
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) == _BATCH:
            self._pack()
        if self.rows % _ROWS_PER_GROUP == 0:
            self._write_group()
        if self.rows % _ROWS_PER_FILE == 0:
            self._close_file()

    def close(self) -> Written:
        """The split, its files whole and named by their number."""
        self._write_group()
        self._close_file()
        files = []
        for number, part in enumerate(self._parts):
            name = f"{self.config}/{self.split}-{number:05d}-of-{len(self._parts):05d}.parquet"
            part.rename(self.folder / name)
            files.append(name)
        stored = sum((self.folder / name).stat().st_size for name in files)
        return Written(tuple(files), self.rows, self._content.hexdigest(), self._arrow_bytes, stored)

    def _pack(self) -> None:
        import pyarrow as pa

        if self._waiting:
            self._batches.append(pa.RecordBatch.from_pylist(self._waiting, schema=self._schema))
            self._waiting.clear()

    def _write_group(self) -> None:
        import pyarrow as pa

        self._pack()
        if not self._batches:
            return
        table = pa.Table.from_batches(self._batches).combine_chunks()
        self._batches.clear()
        self._arrow_bytes += table.nbytes
        self._open_file().write_table(table, row_group_size=_ROWS_PER_GROUP)

    def _open_file(self) -> pq.ParquetWriter:
        import pyarrow.parquet as pq

        if self._writer is None:
            part = self.folder / self.config / f"{self.split}.{len(self._parts):05d}.partial"
            part.parent.mkdir(parents=True, exist_ok=True)
            self._parts.append(part)
            self._writer = pq.ParquetWriter(part, self._schema, **_RECIPE)
        return self._writer

    def _close_file(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def tokens_in(folder: Path, contents: Mapping[str, Mapping[str, Written]]) -> dict[str, int]:
    """How many tokens each split of the config ``tokens`` holds."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    counts: dict[str, int] = {}
    for split, part in contents.get("tokens", {}).items():
        for name in part.files:
            with pq.ParquetFile(folder / name) as file:
                for batch in file.iter_batches(columns=["starts"]):
                    lengths = pc.list_value_length(batch.column("starts"))
                    counts[split] = counts.get(split, 0) + (pc.sum(lengths).as_py() or 0)
    return counts


def complaint(error: Exception) -> str:
    """What is said of a Parquet file that cannot be read, on one line and without its path, which stands before it."""
    said = re.sub(r"Could not open Parquet input source '.*?': ", "", str(error))
    return "".join(filter(str.isprintable, " ".join(said.split()))).rstrip(":. ")


def features_of_file(path: Path) -> Features:
    """The features that a Parquet file itself says that it has."""
    import pyarrow.parquet as pq
    from datasets import Features

    return Features.from_arrow_schema(pq.read_schema(path))
