"""The comparison: what a contribution changes, read on both sides for the rules that need the base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from quidit import generating
from quidit.checks.changed import ChangedFile, Contribution, RawOf, SchemeChange
from quidit.checks.comparing import judge_contribution, judge_scheme
from quidit.checks.placing import Sheet
from quidit.checks.reading import Judge
from quidit.checks.releasing import Surroundings
from quidit.checks.shared import judge_surroundings
from quidit.checks.subjects import File, FileKind
from quidit.contribution.base import Base
from quidit.contribution.changes import Change
from quidit.contribution.survey import Survey
from quidit.documents import ArticleFile
from quidit.git.blob import BlobKind
from quidit.layout import FOLDERS, article_place, meaning
from quidit.lists import Lists
from quidit.problems import Problem
from quidit.scheme import Scheme
from quidit.scheme_file import SchemeError, read_scheme
from quidit.store import Store

_DOCUMENTS = (FileKind.ARTICLE, FileKind.ANNOTATION, FileKind.RULINGS, FileKind.ANNOTATORS)


@dataclass(frozen=True)
class Comparison:
    """A survey with what each side has in its lists and is judged by: the base first, then what stands now."""

    store: Store
    base: Base
    survey: Survey
    lists: tuple[Lists, Lists]
    judges: tuple[Judge, Judge]

    def problems(self, touched: Iterable[str]) -> Iterator[Problem]:
        """What is wrong with the change itself; ``touched`` are the articles that it touches."""
        if not self.survey.changes:
            return
        yield from judge_contribution(self._contribution(touched), self._sheets)
        if Store.SCHEME in self._stands and Store.SCHEME in self.survey.originals:
            yield from judge_scheme(self._scheme_change, Store.SCHEME)
        yield from judge_surroundings(self._surroundings)

    def _contribution(self, touched: Iterable[str]) -> Contribution:
        before, after = self.lists
        compares_ledger = Store.LEDGER in self.survey.originals and after.ledger_is_whole
        return Contribution(
            files=tuple(self._changed(change) for change in self.survey.changes),
            ledger_path=Store.LEDGER,
            lines_before=_lines(self.survey.originals[Store.LEDGER]) if compares_ledger else (),
            lines=_lines(self._stands.get(Store.LEDGER)) if compares_ledger else (),
            ledger_before=before.ledger,
            ledger=after.ledger,
            annotators=after.annotators,
            annotated_before=frozenset(place for place in self.base.tree if meaning(place)[0] is FileKind.ANNOTATION),
            annotated=frozenset(self.survey.of_kind(FileKind.ANNOTATION)),
            raws=tuple(self._raws(touched)),
            generated=self._generated,
        )

    def _changed(self, change: Change) -> ChangedFile:
        kind, article, annotator = meaning(change.path)
        was, stands = self.survey.originals.get(change.path), self._stands.get(change.path)
        before, after = (
            self._document(file, judge) if kind in _DOCUMENTS else None
            for file, judge in zip((was, stands), self.judges, strict=True)
        )
        content = stands.content if stands else self._around.get(change.path, b"")
        return ChangedFile(
            path=change.path,
            kind=kind,
            article=article,
            annotator=annotator,
            was_there=change.before is not None,
            is_there=change.after is not None,
            before=before,
            after=after,
            content=None if stands and stands.obstacle else content,
            is_submodule=change.after is not None and change.after.kind is BlobKind.SUBMODULE,
        )

    def _document(self, file: File | None, judge: Judge) -> object:
        reading = judge.read(file) if file else None
        return reading.document if reading and reading.is_sound else None

    @cached_property
    def _stands(self) -> dict[str, File]:
        """The changed files of the corpus's own folders that stand now."""
        found = (
            change for change in self.survey.changes if change.after and change.after.kind is not BlobKind.SUBMODULE
        )
        return {
            change.path: self.store.file(self.store.root / change.path)
            for change in found
            if change.path.partition("/")[0] in FOLDERS
        }

    @cached_property
    def _around(self) -> dict[str, bytes | None]:
        """What the changed files outside of the corpus's own folders hold, as they are committed."""
        changed = (change.path for change in self.survey.changes if change.after)
        return self.base.committed_contents(path for path in changed if path.partition("/")[0] not in FOLDERS)

    @cached_property
    def _sheets(self) -> dict[str, Sheet]:
        return {path: self.judges[1].read(file).sheet for path, file in self._stands.items() if file.kind in _DOCUMENTS}

    @cached_property
    def _generated(self) -> dict[str, str]:
        """What the scheme that stands now makes of the files of ``schema/``, where one of them is changed."""
        changes_schema = any(change.path.startswith("schema/") for change in self.survey.changes)
        scheme = self._scheme[0] if changes_schema else None
        return generating.of_schema(scheme) if scheme else {}

    @property
    def _surroundings(self) -> Surroundings:
        """What the contribution takes away, and what it leaves as another scheme made it.

        A generated file that it changes is a matter of the change itself.
        """
        changed = {change.path for change in self.survey.changes}
        made = self._generated if Store.SCHEME in changed else {}
        stale = (
            tuple(place for place in generating.stale(self.store.root, made) if place not in changed) if made else ()
        )
        had_licence = Store.LICENCE in self.base.tree
        return Surroundings(stale, Store.LICENCE, lacks_licence=had_licence and Store.LICENCE not in self.survey.places)

    @cached_property
    def _scheme(self) -> tuple[Scheme | None, str]:
        """The scheme that stands now, or why it is none."""
        file = self.store.file(self.store.root / Store.SCHEME)
        try:
            return read_scheme(file.content.decode("utf-8")), ""
        except (SchemeError, UnicodeDecodeError) as error:
            return None, str(error)

    @property
    def _scheme_change(self) -> SchemeChange:
        before = read_scheme(self.survey.originals[Store.SCHEME].content.decode("utf-8"))
        return SchemeChange(before, *self._scheme)

    def _raws(self, touched: Iterable[str]) -> Iterator[RawOf]:
        """Which raw file each touched article names, where one that was there is changed."""
        if not any(place.startswith("seeds/") for place in self.survey.originals):
            return
        for article in sorted(touched):
            place = article_place(article)
            file = self.store.file(self.store.root / place) if place in self.survey.places else None
            if document := cast("ArticleFile | None", self._document(file, self.judges[1])):
                yield RawOf(article, document["source"]["file"], document["source"]["sha256"])


def _lines(file: File | None) -> tuple[str, ...]:
    return tuple(file.content.decode("utf-8", errors="replace").splitlines()) if file else ()
