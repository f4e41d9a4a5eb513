"""Fixing on disk: the repairs that the problems of a corpus carry, made in its files, each of which stays whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from quidit import disk
from quidit.checks.choosing import Choice
from quidit.checks.files import MAX_BYTES
from quidit.checks.lines import judge_lines
from quidit.checks.reading import Judge
from quidit.checks.run import Bundle, judge_bundle
from quidit.checks.shared import judge_annotators
from quidit.checks.subjects import File, FileKind
from quidit.fixing.fix import Files, fix
from quidit.problems import Problem, QuiditError
from quidit.store import Store
from quidit.validation import chosen_articles


class ChangedMeanwhileError(QuiditError, RuntimeError):
    """A file that somebody else wrote while its repairs were found."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A file as it was and as it is now, with the problems that are gone."""

    path: str
    before: bytes
    after: bytes
    fixed: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Repairs:
    """What a fix came to: the files that it changed, by path, and the problems whose repairs were taken back."""

    files: tuple[Mended, ...]
    taken_back: tuple[Problem, ...]


@dataclass(frozen=True)
class Wish:
    """Which repairs are wanted: of which files and rules, and of these the safe ones or all.

    Without ``paths`` all files are meant, else those that the paths are or hold.
    """

    paths: tuple[Path, ...] = ()
    rules: Choice = field(default_factory=Choice)
    unsafe: bool = False

    def wants(self, problem: Problem, root: Path) -> bool:
        """Whether the problem's repair is to be made in the corpus at ``root``."""
        repair = problem.repair
        if repair is None or not (self.unsafe or repair.is_safe) or not self.rules.keeps(problem):
            return False
        places = {problem.path, *(edit.path or problem.path for edit in repair.edits)}
        return all(self._is_chosen(root / place) for place in places)

    def _is_chosen(self, path: Path) -> bool:
        return not self.paths or any(path.is_relative_to(chosen.absolute()) for chosen in self.paths)


def fix_corpus(store: Store, wish: Wish, *, dry_run: bool = False, progress: Callable[[str], None]) -> Repairs:
    """Every wanted repair made that mends its problem and makes no other one.

    An article's paragraphs and the raw files are never written. With ``dry_run`` nothing is written at all.

    Raises:
        NoSuchPathError, NoCorpusError, SchemeError, SettingsError: as ``validate``.
        WriteError: the disk is full; every file is whole, and those that come before it in the corpus are fixed.
        ChangedMeanwhileError: somebody else wrote a file at the same moment; it stays as they wrote it.
    """
    chosen = chosen_articles(store, wish.paths)
    work = _Fixer(store, wish, dry_run)
    if chosen is None:
        work.fix_lists()
    lists = store.lists()
    judge = Judge(store.scheme, lists.known_annotators, lists.ledger)
    for article in store.article_ids() if chosen is None else sorted(chosen):
        work.fix_article(article, judge)
        progress(article)
    return Repairs(tuple(sorted(work.mended, key=lambda file: file.path)), tuple(work.taken_back))


@dataclass
class _Fixer:
    """A fix on the way through a corpus."""

    store: Store
    wish: Wish
    dry_run: bool
    mended: list[Mended] = field(default_factory=list)
    taken_back: list[Problem] = field(default_factory=list)

    def fix_lists(self) -> None:
        """The list of annotators and the ledger, by which articles are judged."""
        judge = Judge(self.store.scheme, {}, self.store.lists().ledger)
        for place in (Store.ANNOTATORS, Store.LEDGER):
            if disk.stands(path := self.store.root / place):
                self._fix([self.store.file(path)], lambda files: list(_problems_of_list(files, judge)))

    def fix_article(self, article: str, judge: Judge) -> None:
        """The article's file and its annotations."""
        bundle = self.store.bundle(article)
        beside = [
            *bundle.annotations,
            *((bundle.rulings,) if bundle.rulings else ()),
            *bundle.regions,
            *bundle.strangers,
        ]
        readable = [*((bundle.article,) if bundle.article else ()), *beside]

        def problems(files: list[File]) -> list[Problem]:
            of_article = [file for file in files if file.kind is FileKind.ARTICLE]
            now = Bundle.of(of_article[0] if of_article else None, files)
            return list(judge_bundle(now, judge, self.store.read_raw).problems)

        self._fix(readable, problems)

    def _fix(self, files: list[File], problems: Callable[[list[File]], list[Problem]]) -> None:
        """Mend files that are judged together, and write those that are others now."""

        def judged(contents: Files) -> list[Problem]:
            return problems([replace(file, content=contents.get(file.path, file.content)) for file in files])

        before = {file.path: file.content for file in files if file.obstacle is None}
        fixing = fix(before, judged, wanted=lambda problem: self.wish.wants(problem, self.store.root))
        self.taken_back += fixing.taken_back
        for path, content in fixing.files.items():
            if content != before[path]:
                if not self.dry_run:
                    self._write(path, before[path], content)
                fixed = tuple(problem for problem in fixing.fixed if problem.path == path)
                self.mended.append(Mended(path, before[path], content, fixed))

    def _write(self, place: str, before: bytes, after: bytes) -> None:
        path = self.store.root / place
        if disk.read_capped(path, MAX_BYTES) != before:
            raise ChangedMeanwhileError(
                f"{place} was written by somebody else at this moment, and is left so; fix again"
            )
        disk.write(path, after)


def _problems_of_list(files: Iterable[File], judge: Judge) -> Iterator[Problem]:
    for file in files:
        if file.kind is FileKind.LEDGER:
            yield from (problem for _, __, found in judge_lines(file, judge) for problem in found)
        else:
            yield from judge_annotators(file, judge).problems
