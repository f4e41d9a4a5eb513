"""Validation: a corpus on disk held against every rule, article by article, then as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from quidit.checks.choosing import Choice
from quidit.checks.notes import ArticleNote, CorpusSubject, made_of
from quidit.checks.reading import Judge
from quidit.checks.run import Verdict, judge_bundle, judge_corpus
from quidit.checks.shared import judge_seeds, judge_surroundings
from quidit.lists import Lists
from quidit.pool import spread
from quidit.problems import Problem, QuiditError, in_order
from quidit.settings import Settings
from quidit.store import Store


class NoSuchPathError(QuiditError, FileNotFoundError):
    """A path to check that does not exist."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What a validation came to: the problems in order, and how much was checked.

    ``choice`` is what the corpus's settings, or those of a contribution's base, say of the rules to tell of;
    ``ignored`` is how many problems were left out by it.
    """

    problems: tuple[Problem, ...]
    articles: int
    annotations: int
    choice: Choice = field(default_factory=Choice)
    ignored: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether there is no error; warnings do not stop a release."""
        return not any(problem.is_error for problem in self.problems)

    def chosen(self, *, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Validation:
        """What it came to as far as somebody wants to hear of it: by the words given, else by the settings.

        Raises:
            UnknownRuleError: a word names no rule.
        """
        choice = self.choice.instead(select=select, ignore=ignore)
        problems, ignored = choice.split(self.problems)
        return replace(self, problems=tuple(problems), ignored=ignored)


@dataclass
class _Census:
    """What was counted and noted on the way through the articles."""

    problems: list[Problem] = field(default_factory=list)
    notes: dict[str, ArticleNote] = field(default_factory=dict)
    articles: int = 0
    annotations: int = 0

    def add(self, judged: _Judged) -> None:
        self.problems += judged.verdict.problems
        self.articles += judged.articles
        self.annotations += judged.annotations
        if note := judged.verdict.note:
            self.notes[note.id] = note


@dataclass(frozen=True, slots=True)
class _Judged:
    """What an article's files came to, and how many they are."""

    verdict: Verdict
    articles: int
    annotations: int


def _judged(store: Store, judge: Judge, article: str) -> _Judged:
    bundle = store.bundle(article)
    verdict = judge_bundle(bundle, judge, store.read_raw)
    return _Judged(verdict, int(bundle.article is not None), len(bundle.annotations))


def validate(
    store: Store, paths: Iterable[Path], progress: Callable[[str], None], *, jobs: int | None = None
) -> Validation:
    """Every problem of the corpus; of the articles that the paths belong to where paths are given.

    ``jobs`` is the number of processes; by default many articles are judged in as many as there are processors.

    Raises:
        DeadProcessError: one of the processes was killed.
        NoSuchPathError: a path that does not exist.
        NoCorpusError: a path outside the corpus.
        SchemeError, SettingsError: the corpus's own configuration cannot be read.
    """
    chosen = chosen_articles(store, paths)
    lists = store.lists()
    judge = Judge(store.scheme, lists.known_annotators, lists.ledger)
    census = _Census(problems=[*lists.problems])
    articles = store.article_ids() if chosen is None else sorted(chosen)
    for article, judged in spread(partial(_judged, replace(store), judge), articles, jobs=jobs):
        census.add(judged)
        progress(article)
    if chosen is None:
        census.problems += [problem for file in store.strangers() for problem in judge.read(file).problems]
        named = made_of(census.notes.values())
        census.problems += judge_seeds(
            store.seeds(), store.raw_files(named), judge, has_all=len(named) == census.articles
        )
        census.problems += judge_surroundings(store.surroundings(annotations=census.annotations))
        census.problems += judge_corpus(corpus_subject(store.settings, lists, census.notes, articles), Store.LEDGER)
    told = store.baseline().applied(census.problems, is_whole=chosen is None)
    return Validation(tuple(in_order(told)), census.articles, census.annotations, store.settings.choice)


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
        ledger_is_whole=lists.ledger_is_whole,
    )


def chosen_articles(store: Store, paths: Iterable[Path]) -> frozenset[str] | None:
    """The articles whose files the paths are or hold; None where that is the whole corpus.

    Raises:
        NoSuchPathError: a path that does not exist.
        NoCorpusError: a path outside the corpus.
    """
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
