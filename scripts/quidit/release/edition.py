"""The edition: a release opened from its folder, whose rows are read as they are asked for.

What is in it the manifest says; columns and types are those that the Parquet files themselves state. The card is
never asked: a reader's ``datasets`` would believe it over the data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypedDict, cast

from quidit import disk
from quidit.problems import QuiditError
from quidit.release.manifest import MANIFEST
from quidit.release.parquet import complaint, features_of_file
from quidit.release.view import Row

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features

_BATCH = 1024
"""Rows that are in memory at once."""
_MOST = 64 * 1024 * 1024
"""Bytes of a manifest that are read; one of a release with a million rows has some thousands."""
_AGAIN = "build it again with `quidit build`, or download it again"

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_FILE = {
    "type": "object",
    "required": ["path", "bytes", "file_sha256"],
    "properties": {"path": _TEXT, "bytes": _COUNT, "file_sha256": _SHA256},
}
_PART = {
    "type": "object",
    "required": ["rows", "content_sha256", "files"],
    "properties": {
        "rows": _COUNT,
        "content_sha256": _SHA256,
        "files": {"type": "array", "minItems": 1, "items": _TEXT},
    },
}
_SPLITS = {"type": "object", "additionalProperties": _PART}
SCHEMA: Mapping[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["dataset", "version", "scheme", "made_with", "configs", "files"],
    "properties": {
        "dataset": _TEXT,
        "version": {"type": "string", "pattern": r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)([-+].+)?$"},
        "scheme": _TEXT,
        "made_with": {"type": "object", "additionalProperties": _TEXT},
        "configs": {"type": "object", "minProperties": 1, "additionalProperties": _SPLITS},
        "files": {"type": "array", "items": _FILE},
    },
}
"""What a manifest says at least; what else later versions say in it is no fault."""


class PartFile(TypedDict):
    """A split of a config, as the manifest tells it."""

    rows: int
    content_sha256: str
    files: list[str]


class FileFile(TypedDict):
    """A file of a release, as the manifest tells it."""

    path: str
    bytes: int
    file_sha256: str


class ManifestFile(TypedDict):
    """What a release's ``MANIFEST.json`` says."""

    dataset: str
    version: str
    scheme: str
    made_with: dict[str, str]
    configs: dict[str, dict[str, PartFile]]
    files: list[FileFile]


class NoEditionError(QuiditError, ValueError):
    """A folder that is no release."""


class BrokenEditionError(QuiditError, ValueError):
    """A release whose files are not what its manifest says, or that cannot be read."""


@dataclass(frozen=True)
class Edition:
    """A release that stands in a folder; ``Edition.open`` opens one.

    Configs and splits stand in the manifest's order. Files are read when they are asked for, so that an edition of a
    million rows opens as fast as one of ten.
    """

    folder: Path
    manifest: ManifestFile

    @classmethod
    def open(cls, folder: str | Path) -> Edition:
        """The release in the folder.

        Raises:
            NoEditionError: the folder holds no release.
            BrokenEditionError: its manifest says what no manifest says, or a file of a split is not there.
        """
        edition = cls(Path(folder), read_manifest(Path(folder)))
        for config in edition.configs:
            for split in edition.splits(config):
                for path in edition.files(config, split):
                    if not path.is_file():
                        raise BrokenEditionError(f"{path} is missing, and {MANIFEST} names it; {_AGAIN}")
        return edition

    @property
    def dataset(self) -> str:
        """The name of the dataset."""
        return self.manifest["dataset"]

    @property
    def version(self) -> str:
        """The version, as ``1.2.0``."""
        return self.manifest["version"]

    @property
    def configs(self) -> tuple[str, ...]:
        """The configs, the default first."""
        return tuple(self.manifest["configs"])

    def splits(self, config: str) -> tuple[str, ...]:
        """The splits of a config; none where there is no such config."""
        return tuple(self.manifest["configs"].get(config, ()))

    def part(self, config: str, split: str) -> PartFile:
        """What the manifest says of a split.

        Raises:
            KeyError: there is no such config or split.
        """
        return self.manifest["configs"][config][split]

    def files(self, config: str, split: str) -> tuple[Path, ...]:
        """The Parquet files of a split, in the order of their rows."""
        return tuple(self.folder / name for name in self.part(config, split)["files"])

    def hashes_of(self, config: str, split: str) -> tuple[str, ...]:
        """The hashes of a split's files, as the manifest states them."""
        stated = {file["path"]: file["file_sha256"] for file in self.manifest["files"]}
        return tuple(stated.get(name, "") for name in self.part(config, split)["files"])

    @cached_property
    def other_files(self) -> Mapping[str, FileFile]:
        """The files that hold no rows, by their paths: card, changelog, licence, schemas."""
        tables = {
            name for splits in self.manifest["configs"].values() for part in splits.values() for name in part["files"]
        }
        return {file["path"]: file for file in self.manifest["files"] if file["path"] not in tables}

    @cached_property
    def _features(self) -> dict[str, Features]:
        return {}

    def features(self, config: str) -> Features:
        """The columns and types of a config, as its Parquet files state them; one split states the same as another.

        Raises:
            KeyError: there is no such config.
            BrokenEditionError: a file cannot be read, or states other columns than the first one.
        """
        if config not in self._features:
            paths = [path for split in self.manifest["configs"][config] for path in self.files(config, split)]
            first = _features(paths[0])
            for path in paths[1:]:
                if _features(path) != first:
                    raise BrokenEditionError(f"{path} has other columns than {paths[0].name}; {_AGAIN}")
            self._features[config] = first
        return self._features[config]

    def batches(self, config: str, split: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows of a split in their order, some at a time; of all columns or of some.

        Raises:
            KeyError: there is no such config or split.
            BrokenEditionError: a file cannot be read, or there are more or fewer rows than the manifest says.
        """
        import pyarrow.parquet as pq

        rows = 0
        for path in self.files(config, split):
            with _understood(path), pq.ParquetFile(path) as file:
                for group in range(file.num_row_groups):  # else what was read of a file stays until its end
                    for batch in file.iter_batches(_BATCH, row_groups=[group], columns=columns):
                        rows += batch.num_rows
                        yield batch
        if rows != (stated := self.part(config, split)["rows"]):
            raise BrokenEditionError(
                f"{self.folder}: {config}/{split} holds {rows:,} rows, and {MANIFEST} says {stated:,}; {_AGAIN}"
            )

    def rows(self, config: str, split: str) -> Iterator[Row]:
        """The rows of a split in their order; labels are numbers, as they are stored.

        Raises:
            As ``batches``.
        """
        for batch in self.batches(config, split):
            yield from batch.to_pylist()

    def require_whole(self) -> None:
        """Every file that the manifest names is there, byte for byte; each is read once.

        Raises:
            BrokenEditionError: one is missing or differs.
        """
        for file in self.manifest["files"]:
            path = self.folder / file["path"]
            if not path.is_file() or _sha256(path) != file["file_sha256"]:
                fault = "is not the file that" if path.is_file() else "is missing, and"
                raise BrokenEditionError(f"{path} {fault} {MANIFEST} names; {_AGAIN}")


def read_manifest(folder: Path) -> ManifestFile:
    """The manifest of the release in a folder.

    Raises:
        NoEditionError, BrokenEditionError: as ``Edition.open``.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    path = folder / MANIFEST
    if not folder.is_dir():
        raise NoEditionError(f"{folder} is no folder; name that of a release, as `quidit build` makes it")
    if not path.is_file():
        raise NoEditionError(
            f"{folder} holds no {MANIFEST}, so it is no release; name a folder that `quidit build` made"
        )
    try:
        document = json.loads(disk.read_capped(path, _MOST))
    except (ValueError, RecursionError, disk.NotRegularError, disk.TooLargeError) as error:
        raise BrokenEditionError(f"{path} cannot be read ({error}); {_AGAIN}") from error
    if fault := best_match(Draft202012Validator(dict(SCHEMA)).iter_errors(document)):
        raise BrokenEditionError(f"{path}: {fault.json_path}: {fault.message[:200]}; {_AGAIN}")
    manifest = cast("ManifestFile", document)
    for name in _names(manifest):
        way = PurePosixPath(name)
        if way.is_absolute() or ".." in way.parts or "\0" in name:
            raise BrokenEditionError(f"{path} names {name!r}, which leads out of the release; {_AGAIN}")
    return manifest


def _names(manifest: ManifestFile) -> Iterator[str]:
    """Every path that a manifest names."""
    for splits in manifest["configs"].values():
        for part in splits.values():
            yield from part["files"]
    for file in manifest["files"]:
        yield file["path"]


def _features(path: Path) -> Features:
    with _understood(path):
        return features_of_file(path)


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """What pyarrow and datasets raise about a file, as an error of the release.

    Raises:
        BrokenEditionError: it is no Parquet file, or damaged.
    """
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenEditionError(f"{path} cannot be read ({complaint(error)[:200]}); {_AGAIN}") from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
