"""What git remembers of a corpus: which of its files are committed, and which of its versions are out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from quidit import disk
from quidit.checks.files import MAX_BYTES
from quidit.git.checkout import Revision, tag_of
from quidit.git.repository import Repository, RepositoryError
from quidit.problems import QuiditError
from quidit.store import Store


class ReleasedAlreadyError(QuiditError, ValueError):
    """A decision for a release that is out; the message says which version to set first."""


def is_in_git(root: Path) -> bool:
    """Whether the corpus in a folder is committed at all."""
    return _committed(root) is not None


def _committed(root: Path) -> Revision | None:
    try:
        return Revision.of(root, "HEAD")
    except RepositoryError:
        return None


def only_here(root: Path, places: Iterable[str]) -> Iterator[str]:
    """The places of files that are not committed as they stand: once removed, nothing brings them back."""
    revision = _committed(root)
    for place in places:
        path = root / place
        if disk.is_folder(path) or not disk.stands(path):
            continue
        committed = revision.content(place) if revision else None
        if committed is None or path.is_symlink() or disk.read_capped(path, MAX_BYTES) != committed:
            yield place


def require_not_out(root: Path, versions: Iterable[str]) -> None:
    """That no version that the ledger is about to name is released: what it holds does not change any more.

    Raises:
        ReleasedAlreadyError: its tag is there.
    """
    for version in sorted(set(versions)):
        if _is_out(root, version):
            major, minor, patch = version.split(".")
            raise ReleasedAlreadyError(
                f"{version} is released (git has the tag {tag_of(root, version)}), and {Store.LEDGER} must name a release that "
                f'is to come; nothing was changed. Set version = "{major}.{minor}.{int(patch) + 1}" in [tool.quidit] of '
                f"{Store.SETTINGS} and run it again: `quidit release auto` takes a larger version where the changes ask for one"
            )


def _is_out(root: Path, version: str) -> bool:
    """Whether git has the tag of a version."""
    try:
        Repository.around(root).commit(f"refs/tags/{tag_of(root, version)}")
    except RepositoryError:
        return False
    return True
