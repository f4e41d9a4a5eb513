"""The origin: the commit that a release was built from, where its tag makes another one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quidit.git.checkout import Revision
from quidit.git.repository import RepositoryError
from quidit.problems import QuiditError
from quidit.release.build import COMPANIONS
from quidit.release.edition import read_manifest
from quidit.release.revision import build_revision
from quidit.release.verify.verification import verification
from quidit.settings import read_settings
from quidit.store import Store

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Origin:
    """The commit that makes a release; ``when`` says when the release was built, and ``remedy`` what to do."""

    commit: str
    when: str
    remedy: str


def origin(folder: Path, tagged: Revision, progress: Progress) -> Origin | None:
    """The commit near the tag or near what is checked out that makes what is in the folder; None where neither does.

    A commit is built only if its version, changelog, citation and licence are those of the folder.
    """
    for revision, told in _near(tagged):
        if _may_be_of(folder, revision) and _makes(revision, folder, progress):
            return told
    return None


def _near(tagged: Revision) -> Iterator[tuple[Revision, Origin]]:
    """The commits that people build from beside a tag: the one before it, the one that is checked out, the one before."""
    is_here = _commit(tagged, "HEAD") == tagged.commit
    again = "run `quidit build`" if is_here else f"check out {tagged.name} and run `quidit build`"
    known = {tagged.commit, None}
    for name, when, remedy in (
        (f"{tagged.commit}^", "before the release", again),
        ("HEAD", "after the release", "`quidit release auto` releases it"),
        ("HEAD^", "before the last commit", "run `quidit build`"),
    ):
        if (commit := _commit(tagged, name)) not in known:
            known.add(commit)
            yield Revision(tagged.repository, tagged.corpus, name, str(commit)), Origin(str(commit), when, remedy)


def _commit(tagged: Revision, name: str) -> str | None:
    try:
        return tagged.repository.commit(name)
    except RepositoryError:  # the first commit has none before it
        return None


def _may_be_of(folder: Path, revision: Revision) -> bool:
    """Whether what a release copies from its corpus is in the folder as it was committed."""
    try:
        settings = (revision.content(Store.SETTINGS) or b"").decode("utf-8")
        if read_settings(settings).version != read_manifest(folder)["version"]:
            return False
    except (QuiditError, UnicodeDecodeError):
        return False
    return all(
        revision.content(place) == ((folder / name).read_bytes() if (folder / name).is_file() else None)
        for place, name in COMPANIONS.items()
    )


def _makes(revision: Revision, folder: Path, progress: Progress) -> bool:
    with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
        rebuilt = Path(scratch) / folder.name
        try:
            build_revision(revision, rebuilt, progress)
        except QuiditError:  # it was not built from what cannot be built
            return False
        return verification(folder, rebuilt).is_equal
