"""The manifest: every file of a release with its hash, and every split with the hash of its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

from quidit.release.parquet import Written
from quidit.scheme import Scheme
from quidit.settings import Settings

MANIFEST = "MANIFEST.json"


class FileEntry(TypedDict):
    """A file of a release, as the manifest tells it."""

    path: str
    bytes: int
    file_sha256: str


def manifest(folder: Path, settings: Settings, scheme: Scheme, contents: Mapping[str, Mapping[str, Written]]) -> str:
    """What a release's ``MANIFEST.json`` says of the files in its folder."""
    named = {"dataset": settings.dataset, "version": settings.version, "scheme": scheme.version}
    return manifest_text(folder, named, contents)


def manifest_text(folder: Path, named: Mapping[str, object], contents: Mapping[str, Mapping[str, Written]]) -> str:
    """A manifest that begins with ``named`` and goes on with what lies in the folder.

    ``file_sha256`` holds under the packages that it names, ``content_sha256`` under any pyarrow.
    """
    document = {
        **named,
        "made_with": {package: version(package) for package in ("quidit", "datasets", "pyarrow")},
        "configs": {
            config: {
                split: {"rows": part.rows, "content_sha256": part.content_sha256, "files": list(part.files)}
                for split, part in splits.items()
            }
            for config, splits in contents.items()
        },
        "files": file_entries(folder),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def file_entries(folder: Path) -> list[FileEntry]:
    """What each file of a release is, but for the manifest, by path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return [
        {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "file_sha256": sha256_of(path)}
        for path in files
    ]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
