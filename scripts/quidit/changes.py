"""Changes: what a contribution adds, edits and removes, and which articles that touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from quidit.checks.subjects import FileKind
from quidit.layout import meaning


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


@dataclass(frozen=True, slots=True)
class Change:
    """A path of the corpus whose content differs; None on the side where nothing stands."""

    path: str
    before: Blob | None
    after: Blob | None


def changes(before: Mapping[str, Blob], after: Mapping[str, Blob]) -> tuple[Change, ...]:
    """The paths at which the two differ, sorted."""
    pairs = ((path, before.get(path), after.get(path)) for path in sorted(before.keys() | after.keys()))
    return tuple(Change(path, was, stands) for path, was, stands in pairs if was != stands)


def within(corpus: str, path: str) -> str:
    """A path of the repository as seen from the corpus's folder in it; outside of it, with ``../`` in front."""
    if not corpus:
        return path
    inside = path.removeprefix(f"{corpus}/")
    return inside if inside != path else "../" * (corpus.count("/") + 1) + path


def articles_of(changed: Iterable[Change]) -> Iterator[str]:
    """The articles that changed files belong to by their places; one may come several times."""
    for change in changed:
        _, article, _ = meaning(change.path)
        top, _, rest = change.path.partition("/")
        if article or (top == "annotations" and "/" in rest):
            yield article or rest.partition("/")[0]


def of_kind(changed: Iterable[Change], kind: FileKind) -> Iterator[Change]:
    """The changed files of one kind."""
    return (change for change in changed if meaning(change.path)[0] is kind)
