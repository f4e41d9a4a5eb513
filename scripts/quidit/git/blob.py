"""Blobs: what stands at a path of a repository, and how a path of it is seen from a corpus in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlobKind(StrEnum):
    """What stands at a path, as git tells it."""

    FILE = "file"
    LINK = "link"
    SUBMODULE = "submodule"


@dataclass(frozen=True, slots=True)
class Blob:
    """What stands at a path, by git's id of its content; the id is empty where it was too large to tell."""

    kind: BlobKind
    id: str


def seen_from(corpus: str, path: str) -> str:
    """A path of the repository as seen from the corpus's folder in it, with ``../`` in front where it lies outside."""
    if not corpus:
        return path
    inside = path.removeprefix(f"{corpus}/")
    return inside if inside != path else "../" * (corpus.count("/") + 1) + path
