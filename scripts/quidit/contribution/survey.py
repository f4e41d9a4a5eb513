"""The survey: a corpus on the disk beside its base, every file read once and none of them parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from quidit.checks.glances import Claim, claim_of, note_of
from quidit.checks.notes import ArticleNote
from quidit.checks.run import deciding
from quidit.checks.subjects import File, FileKind
from quidit.contribution.base import Base
from quidit.contribution.changes import Change, changes
from quidit.git import worktree
from quidit.git.blob import Blob, BlobKind
from quidit.layout import FOLDERS, meaning
from quidit.store import Store


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
    seen = _Seen()
    name = worktree.naming(base.fork)
    for place, blob, content in worktree.standing(store.root, FOLDERS, name):
        stands[place] = blob
        if base.tree.get(place) == blob:
            seen.look(place, content)
    stands |= {
        place: blob
        for place, blob in base.committed.items()
        if blob.kind is BlobKind.SUBMODULE or place.partition("/")[0] not in FOLDERS
    }
    differ = changes(base.tree, stands)
    originals = {file.path: file for file in base.files(change.path for change in differ)}
    for place, file in originals.items():
        if file.kind is FileKind.ANNOTATION:
            seen.look(place, file.content)
    notes = {article: note for article, note in seen.noted() if article not in seen.unread}
    return Survey(differ, originals, frozenset(stands), notes, frozenset(seen.unread))


@dataclass
class _Seen:
    """What was read off the files of the base: of articles that are left alone, and of all annotations."""

    notes: dict[str, ArticleNote] = field(default_factory=dict)
    claims: dict[str, list[Claim]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def look(self, place: str, content: bytes) -> None:
        """Remember a file, or that it cannot be read off."""
        kind, article, annotator = meaning(place)
        if kind is FileKind.ARTICLE:
            if note := note_of(content, article, place):
                self.notes[article] = note
            else:
                self.unread.add(article)
        elif kind is FileKind.ANNOTATION:
            if claim := claim_of(content, annotator, place):
                self.claims.setdefault(article, []).append(claim)
            else:
                self.unread.add(article)

    def noted(self) -> Iterator[tuple[str, ArticleNote]]:
        """The articles' notes, with what a release of the base took of their annotations."""
        for article, note in self.notes.items():
            claims = self.claims.get(article, [])
            decider = deciding([(claim.annotator, claim.status) for claim in claims])
            taken = None if decider is None else claims[decider]
            yield article, replace(note, annotation=taken.path, kinds=taken.kinds) if taken else note
