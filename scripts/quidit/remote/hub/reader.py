"""The reader: what anybody gets from a Hub, read in a process and caches of its own, and told as hashes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.release.edition import Edition
from quidit.release.manifest import MANIFEST
from quidit.remote.hub.calls import asked, hide_token, quietly
from quidit.remote.hub.failures import HubError, NotAsPublishedError, UnreachableHubError
from quidit.remote.hub.steps import KEPT

if TYPE_CHECKING:
    from datasets import Dataset

_CACHES = ("HF_HUB_CACHE", "HF_DATASETS_CACHE", "HF_ASSETS_CACHE", "HF_XET_CACHE")
_QUIET = {"HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
_UNREACHABLE = 7
"""The exit status of a reader's process that the Hub kept waiting."""
_NAMED = 5
"""Faults that a message names."""
_LONGEST = 300
"""Characters of what a reader's process says when it breaks that are repeated."""


Hashes = dict[str, str]
"""The SHA-256 of what was read by its name: a file's path, or ``config/split``."""


def require_same(edition: Edition, name: str, revision: str) -> None:
    """A reader gets from the Hub what the edition holds: every file, and every split of every config.

    The reader is ``datasets.load_dataset`` as somebody runs it who never loaded anything before.

    Raises:
        NotAsPublishedError: they get something else; the message names what.
        UnreachableHubError: the Hub fails in the middle, and nothing is known of the release.
    """
    read, said = _read(name, revision)
    files = {file["path"]: file["file_sha256"] for file in edition.manifest["files"]}
    files[MANIFEST] = _sha256(edition.folder / MANIFEST)
    splits = {
        f"{config}/{split}": part["content_sha256"]
        for config, parts in edition.manifest["configs"].items()
        for split, part in parts.items()
    }
    faults = [fault for sent, got in zip((files, splits), read, strict=False) for fault in _faults(sent, got)]
    if not faults and len(read) < len((files, splits)):
        faults = [f"it cannot be loaded ({hide_token(said)[:_LONGEST]})"]
    if faults:
        raise NotAsPublishedError(
            f"{name}@{revision} does not give back what was sent: {', '.join(faults[:_NAMED])}; see what happened "
            "there, and publish again, under a higher version if this one stays broken"
        )


def _read(name: str, revision: str) -> tuple[list[Hashes], str]:
    """The hashes of files and then of splits, as far as a reader's process got, and the last that it said.

    Raises:
        UnreachableHubError: the Hub fails in the middle.
    """
    with tempfile.TemporaryDirectory(prefix="quidit-") as caches:
        fresh = {cache: str(Path(caches) / cache) for cache in _CACHES}
        ran = subprocess.run(  # noqa: S603  # this very interpreter
            [sys.executable, "-m", __name__],
            input=json.dumps({"name": name, "revision": revision}),
            env={**os.environ, **_QUIET, **fresh},
            capture_output=True,
            text=True,
            check=False,
        )
    said = (ran.stderr.strip().splitlines() or ["it said nothing"])[-1]
    if ran.returncode == _UNREACHABLE:
        raise UnreachableHubError(said)
    return [json.loads(line) for line in ran.stdout.splitlines()], said


def _faults(sent: Mapping[str, object], got: Mapping[str, object]) -> list[str]:
    """What differs, by name; the Hub's own file may be more."""
    names = sorted(sent.keys() | got.keys() - {KEPT})
    return [
        f"{name} {'differs' if name in sent and name in got else 'is missing' if name in sent else 'is more'}"
        for name in names
        if sent.get(name) != got.get(name)
    ]


def _files(name: str, revision: str) -> Hashes:
    """Every file, downloaded."""
    from huggingface_hub import snapshot_download

    place = f"{name}@{revision}"
    snapshot = Path(asked(place, lambda: snapshot_download(name, repo_type="dataset", revision=revision)))
    return {path.relative_to(snapshot).as_posix(): _sha256(path) for path in snapshot.rglob("*") if path.is_file()}


def _splits(name: str, revision: str) -> Hashes:
    """Every split of every config that the card names, loaded."""
    import datasets

    return {
        f"{config}/{split}": _content(loaded)
        for config in datasets.get_dataset_config_names(name, revision=revision)
        for split, loaded in datasets.load_dataset(name, config, revision=revision).items()
    }


def _content(loaded: Dataset) -> str:
    """The hash of a split's columns and rows, as the manifest has it."""
    from quidit.release.load_back import rows_of
    from quidit.release.parquet import ContentHash

    content = ContentHash(loaded.features)
    for row in rows_of(loaded):
        content.add(row)
    return content.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _main() -> None:
    """What standard input asks for, as two lines on standard output."""
    wish = json.load(sys.stdin)
    try:
        with quietly():
            for hashes in (_files, _splits):
                sys.stdout.write(json.dumps(hashes(wish["name"], wish["revision"])) + "\n")
                sys.stdout.flush()
    except HubError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(_UNREACHABLE)


if __name__ == "__main__":
    _main()
