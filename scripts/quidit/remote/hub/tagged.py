"""The tag of a release: what is published as a version is what the version's tag makes, as far as anybody can tell here."""

from __future__ import annotations

from pathlib import Path

from quidit.git.checkout import Revision, tag_of
from quidit.git.repository import RepositoryError
from quidit.release.edition import Edition
from quidit.release.verify.rebuilding import verify_folder
from quidit.remote.hub.failures import NotAsTaggedError
from quidit.store import NoCorpusError, Store

_SHOWN = 3
"""Discrepancies that a refusal names."""


def require_tagged(edition: Edition, corpus: Path | None, *, untagged: bool) -> str:
    """The tag of the release's version, which makes what is in its folder; empty where none is at hand.

    It is looked up in the corpus that the folder lies in, else in ``corpus`` if that makes the same dataset. With
    ``untagged`` a missing tag is no fault; a tag that makes something else always is.

    Raises:
        NotAsTaggedError: the corpus has no such tag, or it makes something else.
        RepositoryError, BrokenCorpusError, LoadBackError, OSError: the tag cannot be built.
    """
    root = _corpus_of(edition, corpus)
    if root is None:
        return ""
    try:
        tag = tag_of(root, edition.version)
        Revision.of(root, f"refs/tags/{tag}")
    except RepositoryError as error:
        if untagged:
            return ""
        raise NotAsTaggedError(
            f"no tag says what {edition.version} of {edition.dataset} was made of, and what is published never changes: "
            f"commit the corpus, run `quidit release {edition.version}` and build again; if the tag was made elsewhere, run "
            "`git fetch --tags`; to publish it all the same, add --untagged"
        ) from error
    _require_equal(edition, root, tag)
    return tag


def _corpus_of(edition: Edition, corpus: Path | None) -> Path | None:
    """The root of the corpus that a release was made of, where one is at hand."""
    try:
        return Store.find(edition.folder).root
    except NoCorpusError:
        return corpus if corpus and Store(corpus).settings.dataset == edition.dataset else None


def _require_equal(edition: Edition, root: Path, tag: str) -> None:
    """That the tag makes what the folder holds.

    Raises:
        NotAsTaggedError: it makes something else.
    """
    found = verify_folder(root, edition.folder, f"refs/tags/{tag}", edition.dataset, lambda _: None).verification
    if not found.is_equal:
        told = "".join(f"\n  {each}" for each in found.discrepancies[:_SHOWN])
        more = len(found.discrepancies) - _SHOWN
        raise NotAsTaggedError(
            f"{edition.folder} is not what {tag} makes, and what is published as {edition.version} never changes:{told}"
            f"{f'{chr(10)}  and {more:,} more; `quidit verify` shows them' if more > 0 else ''}\n"
            f"Release what changed under a later version, or check out {tag}, and run `quidit build` again."
        )
