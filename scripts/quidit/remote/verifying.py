"""Verifying: a release wherever it stands, in a folder, on the Hub or at a tag, held against what its tag makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from quidit.release.edition import NoEditionError
from quidit.release.verify.rebuilding import Verified, verify_folder, verify_twice
from quidit.remote.hub.address import Address
from quidit.remote.hub.download import as_published


def verify(root: Path, release: str | Path, revision: str | None, progress: Callable[[str], None]) -> Verified:
    """The release that stands in a folder or on the Hub, or a tag built twice, as the corpus in ``root`` makes it.

    Raises:
        As ``quidit.release.verify.rebuilding``; NoEditionError of a file; HubError where the Hub cannot be read from.
    """
    folder, name = Path(release), str(release)
    if folder.is_dir() or isinstance(release, Path):
        shown = folder.relative_to(root) if folder.is_relative_to(root) else folder
        return verify_folder(root, folder.absolute(), revision, shown.as_posix(), progress)
    if Address.is_meant(name):
        with as_published(Address.of(name)) as published:
            return verify_folder(root, published, revision, name, progress)
    if folder.is_file():
        raise NoEditionError(f"{name} is a file; name the folder of a release, a tag, or ORG/NAME@REVISION on the Hub")
    return verify_twice(root, name, progress)
