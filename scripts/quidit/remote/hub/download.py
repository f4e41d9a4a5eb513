"""Downloading: a published release in a folder of this machine, to be compared or used without the Hub."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quidit.release.edition import Edition
from quidit.release.manifest import MANIFEST
from quidit.remote.hub.address import Address
from quidit.remote.hub.calls import quietly
from quidit.remote.hub.repository import MAIN, HubRepository
from quidit.remote.hub.steps import KEPT

_BOOKS = ".cache"
"""Where the Hub's client keeps its books on what it downloaded into a folder."""


def download(address: Address, folder: Path, repository: HubRepository | None = None) -> Edition:
    """The release at an address, put into a new folder once every file of it is what its manifest says.

    Raises:
        HubError: there is no such dataset or revision, or the Hub fails.
        NoEditionError, BrokenEditionError: what stands there is no release, or damaged.
        FileExistsError: the folder holds something.
    """
    partial = folder.parent / f".{folder.name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} holds files already; name a new folder to download into")
    try:
        _fetch(address, partial, repository)
        edition = Edition.open(partial)
        edition.require_whole()
        _drop_others(edition)
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Edition.open(folder)


@contextmanager
def downloaded(address: Address, repository: HubRepository | None = None) -> Iterator[Edition]:
    """The whole release at an address, for as long as it is looked at.

    Raises:
        HubError, NoEditionError, BrokenEditionError: as ``download``.
    """
    with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
        yield download(address, Path(scratch) / address.name.partition("/")[2], repository)


@contextmanager
def as_published(address: Address, repository: HubRepository | None = None) -> Iterator[Path]:
    """A folder with what stands at an address, whatever that is, for as long as it is looked at.

    Raises:
        HubError: there is no such dataset or revision, or the Hub fails.
    """
    with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
        folder = Path(scratch) / address.name.partition("/")[2]
        _fetch(address, folder, repository)
        yield folder


def _fetch(address: Address, folder: Path, repository: HubRepository | None) -> None:
    """All that stands at an address, but for the files that the Hub and its client make."""
    with quietly():
        (repository or HubRepository.named(address.name)).fetch(address.revision or MAIN, folder)
    shutil.rmtree(folder / _BOOKS, ignore_errors=True)
    (folder / KEPT).unlink(missing_ok=True)


def _drop_others(edition: Edition) -> None:
    """What the manifest does not list goes: somebody put it beside the release."""
    listed = {MANIFEST, *(file["path"] for file in edition.manifest["files"])}
    for path in sorted(edition.folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(edition.folder).as_posix() not in listed:
            path.unlink()
