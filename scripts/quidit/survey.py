"""The survey: a corpus on the disk beside its base, every file read once and none of them parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from quidit import worktree
from quidit.base import Base
from quidit.changes import Blob, BlobKind, Change, changes
from quidit.checks.glances import note_of
from quidit.checks.notes import ArticleNote
from quidit.checks.subjects import File, FileKind
from quidit.layout import meaning
from quidit.store import Store

FOLDERS = ("seeds", "corpus", "annotations", "schema")
"""What a contribution may hold uncommitted; anywhere else only what is committed counts."""


@dataclass(frozen=True)
class Survey:
    """The corpus on the disk beside its base.

    ``originals`` are the changed files as the base has them; ``places`` is where something stands now; ``notes``
    are of articles left alone, and ``unread`` those of them that have none.
    """

    changes: tuple[Change, ...]
    originals: Mapping[str, File]
    places: frozenset[str]
    notes: Mapping[str, ArticleNote]
    unread: frozenset[str]

    @cached_property
    def changed(self) -> frozenset[str]:
        """The places that differ."""
        return frozenset(change.path for change in self.changes)

    def of_kind(self, kind: FileKind) -> list[str]:
        """The places where files of that kind stand now."""
        return [place for place in self.places if meaning(place)[0] is kind]


def survey_of(store: Store, base: Base) -> Survey:
    """The disk compared with the base; every file is read once and none is parsed."""
    stands: dict[str, Blob] = {}
    notes: dict[str, ArticleNote] = {}
    unread = set()
    name = worktree.naming(base.fork)
    for place, blob, content in worktree.standing(store.root, FOLDERS, name):
        stands[place] = blob
        kind, article, _ = meaning(place)
        if kind is FileKind.ARTICLE and base.tree.get(place) == blob:
            if note := note_of(content, article, place):
                notes[article] = note
            else:
                unread.add(article)
    stands |= {
        place: blob
        for place, blob in base.committed.items()
        if blob.kind is BlobKind.SUBMODULE or place.partition("/")[0] not in FOLDERS
    }
    differ = changes(base.tree, stands)
    originals = {file.path: file for file in base.files(change.path for change in differ)}
    return Survey(differ, originals, frozenset(stands), notes, frozenset(unread))
