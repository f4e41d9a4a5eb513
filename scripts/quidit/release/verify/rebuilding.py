"""Rebuilding: a release verified against the revision of the corpus that it says it was made of."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quidit.git.checkout import Revision, tag_of
from quidit.git.repository import RepositoryError
from quidit.release.build import COMPANIONS
from quidit.release.edition import BrokenEditionError, Edition, NoEditionError, read_manifest
from quidit.release.revision import build_revision
from quidit.release.standoff.form import is_standoff, shortest_in, standoff
from quidit.release.tagging.again import build_again
from quidit.release.verify.origin import Origin, origin
from quidit.release.verify.verification import Verification, verification

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Verified:
    """A verification with what was compared: ``release`` is a folder or a name, ``revision`` was built.

    ``origin`` is the commit that the release was built from, where that is known and is not the revision's.
    """

    release: str
    revision: str
    commit: str
    verification: Verification
    origin: Origin | None = None

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return self.verification.is_equal


def verify_folder(root: Path, folder: Path, revision: str | None, release: str, progress: Progress) -> Verified:
    """The release in a folder against a revision of the corpus in ``root``: by default the tag of its version.

    Raises:
        NoEditionError, BrokenEditionError: the folder's manifest cannot be read, and no revision was named.
        RepositoryError: git has no such revision.
        BrokenCorpusError, LoadBackError, OSError: as ``build_revision``.
    """
    version = read_manifest(folder)["version"] if revision is None else ""
    named = revision or tag_of(root, version)
    try:
        source = Revision.of(root, named)
    except RepositoryError as error:
        if revision:
            raise
        raise RepositoryError(
            f"git has no tag {named}, which would say what {release} was made of; `quidit release {version}` makes it, "
            "`git fetch --tags` brings it if it was made elsewhere, and --from names another revision"
        ) from error
    with _scratch(folder.name) as rebuilt:
        build_revision(source, rebuilt, progress)
        found = verification(folder, _in_form_of(folder, rebuilt))
    known = None if found.is_equal or revision else origin(folder, source, progress)
    return Verified(release, named, source.commit, found, known)


def _in_form_of(folder: Path, rebuilt: Path) -> Path:
    """What was rebuilt, without its words where the release in ``folder`` is in stand-off form."""
    try:
        edition = Edition(folder, read_manifest(folder))
    except (NoEditionError, BrokenEditionError):
        return rebuilt
    if not is_standoff(edition):
        return rebuilt
    target = rebuilt.with_name(f"{rebuilt.name}-stand-off")
    return standoff(rebuilt, target, shortest=shortest_in(edition)).folder


def verify_twice(root: Path, revision: str, progress: Progress) -> Verified:
    """A revision of the corpus built here, and again by a process of its own.

    Raises:
        As ``verify_folder``; RebuildError.
    """
    source = Revision.of(root, revision)
    with _scratch("first") as first, _scratch("second") as second, _scratch("corpus") as corpus:
        build_revision(source, first, progress)
        source.write(corpus, COMPANIONS)
        build_again(corpus, second)
        return Verified("a second build", revision, source.commit, verification(second, first))


@contextmanager
def _scratch(name: str) -> Iterator[Path]:
    """A folder of that name that is gone afterwards, in one that nobody else writes."""
    with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
        yield Path(scratch) / name
