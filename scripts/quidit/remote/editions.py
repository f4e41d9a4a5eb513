"""Editions by what somebody calls them: a folder, a revision of git, or a dataset on a Hub."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from quidit.git.checkout import Revision
from quidit.git.repository import RepositoryError
from quidit.release.differences.difference import Difference, difference
from quidit.release.edition import Edition, NoEditionError
from quidit.release.manifest import MANIFEST
from quidit.release.revision import build_revision
from quidit.remote.hub.address import Address
from quidit.remote.hub.download import downloaded
from quidit.store import NoCorpusError, Store

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Progress that nobody watches."""


def diff(
    first: str | Path, second: str | Path, *, corpus: str | Path = ".", progress: Progress = _silent
) -> Difference:
    """What changed from one release to another: folders, revisions of a corpus, or ``ORG/NAME@REVISION``.

    A revision's release is built first. ``corpus`` is a path in the corpus whose revisions are meant.

    Raises:
        NoEditionError: the words name no release.
        BrokenEditionError: a release is not whole.
        BrokenCorpusError, NothingToReleaseError, LoadBackError: nothing could be built from a revision.
        HubError: the Hub has no such dataset, or fails.
    """
    with opened(str(first), Path(corpus), progress) as one, opened(str(second), Path(corpus), progress) as other:
        return difference(one, other)


@contextmanager
def opened(words: str, corpus: Path, progress: Progress) -> Iterator[Edition]:
    """The edition that the words name, for as long as it is looked at.

    Raises:
        As ``diff``.
    """
    folder = Path(words)
    if (folder / MANIFEST).exists():
        yield Edition.open(folder)
    elif Address.is_meant(words):
        with downloaded(Address.of(words)) as edition:
            yield edition
    else:
        with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
            store, revision = _revision(words, corpus)
            target = Path(scratch) / store.settings.dataset
            build_revision(revision, target, progress)
            yield Edition.open(target)


def _revision(words: str, corpus: Path) -> tuple[Store, Revision]:
    """The revision of that name, and the corpus that it is of.

    Raises:
        NoEditionError: there is none; of a folder that is there it says what it lacks.
    """
    try:
        store = Store.find(corpus)
        return store, Revision.of(store.root, words)
    except (NoCorpusError, RepositoryError) as error:
        if Path(words).exists():
            Edition.open(words)
        raise NoEditionError(f"{words!r} names no release: no folder of that name holds one, and {error}") from error
