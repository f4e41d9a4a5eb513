"""A contribution held against its base: the articles that it touches, and the corpus that they come into.

What is judged is what stands on the disk. Scheme, settings and what was decided before are the base's, so that
no contribution changes the rules that it is judged by.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from quidit import disk
from quidit.baseline import Baseline
from quidit.checks.comparing import without_consequences
from quidit.checks.glances import mentions_any
from quidit.checks.ledger import article_without_split, decided_for_a_later_release, version_below_its_policy
from quidit.checks.notes import ArticleNote, made_of
from quidit.checks.reading import Judge
from quidit.checks.run import Bundle, Verdict, judge_bundle, judge_corpus
from quidit.checks.shared import judge_seeds
from quidit.checks.subjects import File, FileKind
from quidit.contribution.base import Base
from quidit.contribution.changes import articles_touched, rows_changed, with_folders
from quidit.contribution.comparison import Comparison
from quidit.contribution.survey import Survey, survey_of
from quidit.layout import article_place, articles_named
from quidit.lists import Lists, lists_of
from quidit.problems import Problem, in_order
from quidit.scheme import Scheme
from quidit.settings import Settings
from quidit.splits.ledger import Ledger
from quidit.standing import ASIDE
from quidit.store import Store
from quidit.validation import Validation, corpus_subject

_OF_THE_RELEASE = {article_without_split.code, decided_for_a_later_release.code, version_below_its_policy.code}
"""Rules on what a maintainer decides before a release: splits and the version that they are decided for."""

_NOTHING = Verdict((), None)
"""A verdict that nobody asked for."""


@dataclass(frozen=True)
class Side:
    """A corpus before or after the contribution, with its verdicts on the articles that it touches."""

    lists: Lists
    scheme: Scheme
    named: frozenset[str]
    bundle: Callable[[str], Bundle]
    read_raw: Callable[[str], bytes | None]
    known: Baseline

    @cached_property
    def judge(self) -> Judge:
        """What its files are judged by."""
        return Judge(self.scheme, self.lists.known_annotators, self.lists.ledger)

    def verdict(self, article: str) -> Verdict:
        """The verdict on an article."""
        return judge_bundle(self.bundle(article), self.judge, self.read_raw)

    def corpus_problems(
        self, settings: Settings, notes: Mapping[str, ArticleNote], verdicts: Iterable[Verdict]
    ) -> list[Problem]:
        """What only the whole corpus shows, from the verdicts and the notes of the articles left alone."""
        judged = {verdict.note.id: verdict.note for verdict in verdicts if verdict.note}
        subject = corpus_subject(settings, self.lists, {**notes, **judged}, self.named)
        return list(judge_corpus(subject, Store.LEDGER))


def validate_contribution(store: Store, revision: str, progress: Callable[[str], None]) -> Validation:
    """The problems of what differs from a revision, and of what that touches; none that were there before.

    Raises:
        RepositoryError: git has no such revision, or no corpus in it.
        SchemeError, SettingsError: the base's configuration cannot be read.
    """
    base = Base.of(store.root, revision)
    store = replace(store, configuration=base.configuration)
    survey = survey_of(store, base)
    named = articles_named(survey.places)
    after = Side(store.lists(), store.scheme, named, store.bundle, store.read_raw, store.baseline())
    before = _before(store, base, survey, after)
    touched = _touched(survey, before, after, store)
    verdicts: list[tuple[Verdict, Verdict]] = []
    annotations = 0
    for article in sorted(touched):
        now = after.verdict(article)
        verdicts.append((before.verdict(article) if _asks_the_base(survey, article, now) else _NOTHING, now))
        annotations += len(after.bundle(article).annotations)
        progress(article)
    of_change = list(
        Comparison(store, base, survey, (before.lists, after.lists), (before.judge, after.judge)).problems(touched)
    )
    found = without_consequences(_new(survey, before, after, verdicts, store), of_change)
    problems = before.known.recognised([*of_change, *found]).problems
    articles = len(touched & after.named)
    return Validation(tuple(in_order(list(problems))), articles, annotations, store.settings.choice)


def _asks_the_base(survey: Survey, article: str, now: Verdict) -> bool:
    """Whether it matters what the base came to: its text was another, or a problem may have been there before."""
    return article not in survey.notes or any(problem.path not in survey.changed for problem in now.problems)


def _before(store: Store, base: Base, survey: Survey, after: Side) -> Side:
    """The base, in which whatever the contribution leaves alone is read from the disk."""

    def read(place: str) -> File | None:
        left_alone = place in base.tree and place not in survey.originals
        return store.file(store.root / place) if left_alone else survey.originals.get(place)

    def read_raw(name: str) -> bytes | None:
        file = read(f"seeds/{name}")
        return file.content if file and not file.obstacle else None

    known = Baseline.of(read(Store.KNOWN), Judge(store.scheme, {}, Ledger()))
    lists = after.lists
    if {Store.ANNOTATORS, Store.LEDGER} & survey.changed:
        lists = lists_of(read(Store.ANNOTATORS), read(Store.LEDGER), Judge(store.scheme, {}, Ledger()))
    return Side(lists, store.scheme, base.article_ids, partial(base.bundle, read=read), read_raw, known)


def _touched(survey: Survey, before: Side, after: Side, store: Store) -> frozenset[str]:
    """The articles to judge: those touched, those that nobody can tell of, and those whose raw file is another."""
    touched = articles_touched(survey.changes, before.lists, after.lists, survey.of_kind(FileKind.ANNOTATION))
    raws = [change.path.removeprefix("seeds/") for change in survey.changes if change.path.startswith("seeds/")]
    raws = [raw for raw in raws if f"seeds/{raw}" not in survey.places or before.read_raw(raw) is not None]
    people = rows_changed(before.lists, after.lists)
    for words, places in (
        (raws, [article_place(article) for article in survey.notes]),
        (people, survey.of_kind(FileKind.RULINGS)),
    ):
        for place in places if words else ():
            if mentions_any((file := store.file(store.root / place)).content, words):
                touched.add(file.article)
    return frozenset(touched | survey.unread)


def _new(
    survey: Survey, before: Side, after: Side, verdicts: list[tuple[Verdict, Verdict]], store: Store
) -> list[Problem]:
    """What is wrong now and was not, and whatever is wrong in a file that the contribution changes.

    What is decided before a release is no contributor's matter.
    """
    had = {_key(problem) for was, _ in verdicts for problem in was.problems}
    had |= {_key(problem) for problem in (*before.lists.problems, *before.known.problems())}
    were = before.corpus_problems(store.settings, survey.notes, (was for was, _ in verdicts))
    had |= {_key(problem) for problem in were}
    changed = with_folders(survey.changes)
    found = [problem for _, now in verdicts for problem in now.problems]
    found += after.corpus_problems(store.settings, survey.notes, (now for _, now in verdicts))
    found += [problem for file in _strangers(survey, store) for problem in after.judge.read(file).problems]
    found += [*after.lists.problems, *after.known.problems()]
    if any(path.startswith("seeds/") for path in changed):
        found += _of_seeds(survey, after, verdicts, store, changed)
    return [
        problem
        for problem in found
        if (problem.path in changed or _key(problem) not in had) and problem.code not in _OF_THE_RELEASE
    ]


def _of_seeds(
    survey: Survey, after: Side, verdicts: list[tuple[Verdict, Verdict]], store: Store, changed: Collection[str]
) -> Iterator[Problem]:
    """The problems of the raw files that the contribution brings."""
    notes = [*survey.notes.values(), *(now.note for _, now in verdicts if now.note)]
    named = made_of(notes)
    has_all = {note.id for note in notes if note.raw} >= {each for each in after.named if store.has_article(each)}
    files = (file for file in store.raw_files(named) if file.path in changed)
    return judge_seeds(store.seeds(), files, after.judge, has_all=has_all)


def _strangers(survey: Survey, store: Store) -> list[File]:
    """What the contribution puts beside the articles' files and has no meaning; what lies deeper is its folder's."""
    tops = {"/".join(change.path.split("/")[:2]) for change in survey.changes if change.after}
    paths = [store.root / top for top in sorted(tops) if top.partition("/")[0] in ("corpus", "annotations")]
    files = [
        store.file(path)
        for path in paths
        if path.name not in ASIDE
        and disk.stands(path)
        and not (path.parent.name == "annotations" and disk.is_folder(path))
    ]
    return [file for file in files if file.kind is FileKind.STRANGER]


def _key(problem: Problem) -> tuple[object, ...]:
    """What makes two problems one: rule, place and words."""
    return problem.path, problem.code, problem.pointer, problem.line, problem.column, problem.message
