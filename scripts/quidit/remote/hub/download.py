"""Downloading: a published release in a folder of this machine, held against its own manifest."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quidit.release.edition import BrokenEditionError, Edition
from quidit.release.manifest import MANIFEST
from quidit.remote.hub.address import Address
from quidit.remote.hub.calls import PATIENCE, asked, quietly
from quidit.remote.hub.repository import MAIN


def download(address: Address, folder: Path, *, patience: float = PATIENCE) -> Edition:
    """The release at an address, put into a new folder once every file of it is what its manifest says.

    Files beside the release, which the Hub keeps there, do not come along.

    Raises:
        HubError: there is no such dataset or revision, or the Hub fails.
        NoEditionError, BrokenEditionError: what stands there is no release, or damaged.
        FileExistsError: the folder holds something.
    """
    from huggingface_hub import snapshot_download

    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} holds files already; name a new folder to download into")
    partial = folder.parent / f".{folder.name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    try:
        with quietly():
            asked(
                str(address),
                lambda: snapshot_download(
                    address.name, repo_type="dataset", revision=address.revision or MAIN, local_dir=partial
                ),
                patience=patience,
            )
        edition = Edition.open(partial)
        edition.require_whole()
        _drop_others(edition)
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Edition.open(folder)


@contextmanager
def downloaded(address: Address, *, patience: float = PATIENCE) -> Iterator[Edition]:
    """The release at an address, for as long as it is looked at.

    Raises:
        As ``download``.
    """
    with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
        yield download(address, Path(scratch) / address.name.replace("/", "-"), patience=patience)


def _drop_others(edition: Edition) -> None:
    """What the manifest does not list goes: the Hub's own files, and those of the download itself.

    Raises:
        BrokenEditionError: a listed file is a link, which could lead anywhere.
    """
    listed = {MANIFEST, *(file["path"] for file in edition.manifest["files"])}
    for path in sorted(edition.folder.rglob("*"), reverse=True):
        name = path.relative_to(edition.folder).as_posix()
        if path.is_symlink() and name in listed:
            raise BrokenEditionError(f"{name} is a link; download the release again")
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in listed:
            path.unlink()
