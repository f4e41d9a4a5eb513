"""A release of a revision: what git has of a corpus at a tag, a branch or a commit, built as it was committed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from quidit.git.checkout import Revision
from quidit.release.build import COMPANIONS, Release, build
from quidit.store import BrokenCorpusError, Store
from quidit.validation import validate

Progress = Callable[[str], None]


def build_revision(revision: Revision, folder: Path, progress: Progress) -> Release:
    """The release of a revision, built into ``folder`` from git's objects: nothing of the working tree reaches it.

    Rules that came after the first version of Quidit find no fault with it, except where nothing could be built.

    Raises:
        RepositoryError: the revision has a link or a submodule where a corpus has files.
        BrokenCorpusError: what was committed does not validate; its ``problems`` say why.
        NothingToReleaseError, LoadBackError, OSError: as ``quidit.release.build``.
    """
    with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
        store = revision.write(Path(scratch) / "corpus", COMPANIONS)
        _require_sound(store, revision, progress)
        return build(store, folder.absolute(), progress)


def _require_sound(store: Store, revision: Revision, progress: Progress) -> None:
    from quidit.checks.catalogue import LISTABLE

    problems = validate(store, (), progress).problems
    if faults := [problem for problem in problems if problem.is_error and problem.code not in LISTABLE]:
        raise BrokenCorpusError(
            f"{revision.name} holds a corpus that does not validate, so nothing was built from it; "
            "name a revision that does",
            faults,
        )
