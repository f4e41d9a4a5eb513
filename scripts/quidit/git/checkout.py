"""The checkout: a corpus as a revision of git has it, written into a folder from git's objects alone.

Git's own checkout runs filters and hooks, follows attributes and settings, and fills submodules; a branch brings some
of these along. Here every file has the bytes that were committed, on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quidit.checks.files import MAX_BYTES
from quidit.git.blob import Blob, BlobKind, seen_from
from quidit.git.repository import Repository, RepositoryError
from quidit.layout import FOLDERS
from quidit.store import Store

_AT_ONCE = 512
"""Files in memory at once."""


def tag_of(root: Path, version: str) -> str:
    """The tag of a version of the corpus in a folder: ``v1.2.0``, and ``folder/v1.2.0`` in a larger repository.

    So several corpora of one repository have versions of their own.
    """
    return f"{Repository.around(root).place_of(root)}/v{version}".lstrip("/")


@dataclass(frozen=True)
class Revision:
    """A corpus at one commit: ``name`` is what somebody called it, ``corpus`` its folder in the repository."""

    repository: Repository
    corpus: str
    name: str
    commit: str

    @classmethod
    def of(cls, root: Path, name: str) -> Revision:
        """The revision of that name (a tag, a branch, an id) of the corpus in the folder ``root``.

        Raises:
            RepositoryError: git has no such revision, or no corpus in it.
        """
        repository = Repository.around(root)
        revision = cls(repository, repository.place_of(root), name, repository.commit(name))
        if Store.SCHEME not in revision.files:
            if name == "HEAD":
                raise RepositoryError(f"{root} is not committed; run there `git add --all` and `git commit`")
            raise RepositoryError(
                f"{name} holds no corpus: there is no {revision.path(Store.SCHEME)} in it; "
                "name a revision that has one, and the folder of a corpus that was in the same place then"
            )
        return revision

    def path(self, place: str) -> str:
        """A place of the corpus as seen from the repository's root."""
        return f"{self.corpus}/{place}".lstrip("/")

    @cached_property
    def files(self) -> dict[str, Blob]:
        """Everything committed in the corpus's folder, by its place there."""
        places = [self.corpus] if self.corpus else []
        tree = self.repository.tree(self.commit, places)
        return {seen_from(self.corpus, path): blob for path, blob in tree.items()}

    def content(self, place: str) -> bytes | None:
        """What is committed at a place of the corpus; None where no file is, or one too large for a corpus."""
        blob = self.files.get(place)
        if blob is None or blob.kind is not BlobKind.FILE:
            return None
        return next(self.repository.contents([blob], MAX_BYTES))

    def write(self, folder: Path, companions: Iterable[str] = ()) -> Store:
        """The corpus's own folders and settings, and the companions that are there, written into a folder.

        Raises:
            RepositoryError: a link, a submodule or too large a file stands where a corpus has files.
            OSError: the disk is full.
        """
        single = {Store.SETTINGS, *companions}
        for place, content in self._contents(lambda place: place in single or place.partition("/")[0] in FOLDERS):
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Store(folder)

    def _contents(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
        """The places wanted with what is committed there, sorted, some hundred in memory at once."""
        places = sorted(filter(wanted, self.files))
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            contents = self.repository.contents((self.files[place] for place in some), MAX_BYTES)
            for place, content in zip(some, contents, strict=True):
                yield place, self._sound(place, content)

    def _sound(self, place: str, content: bytes | None) -> bytes:
        """What is committed at a place, if that is a file of a corpus and the place lies in its folder."""
        shown = f"{self.path(place)!r} of {self.name}"
        if self.files[place].kind is not BlobKind.FILE:
            raise RepositoryError(f"{shown} is a {self.files[place].kind.value}, and no file; commit the file itself")
        if content is None:
            raise RepositoryError(f"{shown} holds more than {MAX_BYTES:,} bytes; a corpus has no file of that size")
        if {"", ".", "..", ".git"} & set(place.split("/")):
            raise RepositoryError(
                f"{shown} leads out of the corpus; no tool of git writes such a path, so trust it not"
            )
        return content
