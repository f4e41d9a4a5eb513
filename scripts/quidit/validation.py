"""Validation: a corpus on disk held against every rule, article by article, then as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quidit.checks.reading import Judge
from quidit.checks.run import Bundle, Verdict, judge_bundle, judge_corpus
from quidit.checks.subjects import ArticleNote, CorpusSubject
from quidit.lists import Lists
from quidit.problems import Problem, QuiditError, Severity, in_order
from quidit.settings import Settings
from quidit.store import Store


class NoSuchPathError(QuiditError, FileNotFoundError):
    """A path to check that does not exist."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What a validation came to: the problems in order, and how much was checked."""

    problems: tuple[Problem, ...]
    articles: int
    annotations: int

    @property
    def is_clean(self) -> bool:
        """Whether there is no error; warnings do not stop a release."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


@dataclass
class _Census:
    """What was counted and noted on the way through the articles."""

    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, ArticleNote] = field(default_factory=dict)
    articles: int = 0
    annotations: int = 0

    def add(self, bundle: Bundle, verdict: Verdict) -> None:
        self.problems += verdict.problems
        self.articles += bundle.article is not None
        self.annotations += len(bundle.annotations)
        if verdict.note:
            self.notes[verdict.note.id] = verdict.note


def validate(store: Store, paths: Iterable[Path], progress: Callable[[str], None]) -> Validation:
    """Every problem of the corpus; of the articles that the paths belong to where paths are given.

    Raises:
        NoSuchPathError: a path that does not exist.
        NoCorpusError: a path outside the corpus.
        SchemeError, SettingsError: the corpus's own configuration cannot be read.
    """
    chosen = _chosen(store, paths)
    lists = store.lists()
    judge = Judge(store.scheme, lists.known_annotators, lists.ledger)
    census = _Census(problems=[*lists.problems])
    for article in store.article_ids() if chosen is None else sorted(chosen):
        bundle = store.bundle(article)
        census.add(bundle, judge_bundle(bundle, judge, store.read_raw))
        progress(article)
    if chosen is None:
        census.problems += [problem for file in store.strangers() for problem in judge.read(file).problems]
        census.problems += judge_corpus(
            corpus_subject(store.settings, lists, census.notes, store.article_ids()), Store.LEDGER
        )
    return Validation(tuple(in_order(census.problems)), census.articles, census.annotations)


def corpus_subject(
    settings: Settings, lists: Lists, notes: Mapping[str, ArticleNote], named: Iterable[str]
) -> CorpusSubject:
    """What the corpus-wide rules are held against."""
    return CorpusSubject(
        articles=notes,
        named=frozenset(named),
        ledger=lists.ledger,
        entries=lists.entries,
        version=settings.version,
        settings=Store.SETTINGS,
        ledger_is_whole=not lists.ledger_problems,
    )


def _chosen(store: Store, paths: Iterable[Path]) -> frozenset[str] | None:
    """The articles whose files the paths are or hold; None where that is the whole corpus."""
    chosen: set[str] = set()
    whole = True
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise NoSuchPathError(f"{path} does not exist; name files or folders of the corpus")
        articles = store.articles_at(path.absolute())
        if articles is None:
            return None
        chosen |= articles
        whole = False
    return None if whole else frozenset(chosen)
