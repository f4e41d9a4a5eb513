"""Unmerged files: what both sides of a merge began from, which git's index holds until the merge is done."""

from __future__ import annotations

from pathlib import Path

from quidit.checks.files import MAX_BYTES
from quidit.git.repository import Repository, RepositoryError

_BASE, _OURS, _THEIRS = 1, 2, 3
"""The stages of an unmerged file, as git numbers them."""


def began(root: Path, place: str) -> bytes | None:
    """What both sides of a merge that waits for somebody began from, at a place of the corpus in a folder.

    Nothing (``b""``) where each side brought the file; None where git does not tell: the file is not unmerged, one side
    took it out, it is larger than any file of a corpus may be, or there is no git.
    """
    try:
        repository = Repository.around(root)
        stages = repository.stages(f"{repository.place_of(root)}/{place}".lstrip("/"))
        if not {_OURS, _THEIRS} <= stages.keys():
            return None
        return next(repository.contents([stages[_BASE]], MAX_BYTES)) if _BASE in stages else b""
    except RepositoryError:
        return None
