"""Pulling: what an annotator made of their tasks becomes annotations of the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from quidit.lock import WRITING, alone
from quidit.problems import Problem, in_order
from quidit.records import Article
from quidit.remote import projects, tasks
from quidit.remote.causes import STRANGER, TASK_GONE, problem
from quidit.remote.connection import Connection
from quidit.remote.files import Files
from quidit.remote.local import project_file
from quidit.remote.memory import Memory, TaskName, keep, recall
from quidit.remote.projects import Project, Wish
from quidit.remote.taking import Found, take
from quidit.remote.tasks import GivenTask, name_of, pair_of, since
from quidit.store import BrokenCorpusError, Store

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Pull:
    """What a pull came to; paths are in the corpus.

    ``found`` counts the articles that were looked at by what the annotator had made of them.
    """

    project: Project
    is_full: bool
    found: Mapping[Found, int]
    changed: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]


def pull(  # noqa: PLR0913  # what a pull is asked for, by keyword
    store: Store,
    connection: Connection,
    wish: Wish,
    *,
    full: bool = False,
    overwrite: bool = False,
    dry_run: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Pull:
    """The annotator's annotations, written where they say something new.

    Only what changed since the last pull on this machine is downloaded, unless ``full``, which also sees tasks that
    were deleted. What cannot be converted is a problem, and the rest is pulled all the same. An annotation that was
    edited by hand since is one, too, and stays, unless ``overwrite``. ``progress`` hears of every task.

    Raises:
        LabelStudioError: the server cannot be used, or it has no such project.
        BusyError: another pull, or a fix, split or withdrawal of this corpus is under way.
    """
    with alone(store.root, WRITING):
        project = projects.existing(connection, wish)
        path = project_file(store, "pulled", project)
        memory = recall(path)
        files = Files(store, wish.annotator, dry_run=dry_run, overwrite=overwrite)
        pulling = _Pulling(store, connection, project, files, memory, progress)
        if not dry_run:
            files.clear()
        is_full = full or memory.since is None
        if is_full:
            pulling.all()
        else:
            pulling.changed(str(memory.since))
        if pulling.languages:
            files.register(sorted(pulling.languages))
        if not dry_run:
            keep(memory, path)
    found = tuple(in_order([each for group in pulling.problems.values() for each in group]))
    counts = Counter(pulling.found.values())
    return Pull(project, is_full, counts, pulling.changes, tuple(files.written), tuple(files.removed), found)


@dataclass
class _Pulling:
    """A pull on its way through the tasks; ``problems`` and ``found`` are by article, or by task where it has none."""

    store: Store
    connection: Connection
    project: Project
    files: Files
    memory: Memory
    progress: Callable[[str], None]
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)
    changes: int = 0
    languages: set[str] = field(default_factory=set)
    _seen: dict[str, set[int]] = field(default_factory=dict)

    def all(self) -> None:
        """Every task of the project."""
        self.memory.strangers.clear()
        seen = self._survey(tasks.listed(self.connection, self.project.id))
        for article, pulled in sorted(self.memory.articles.items()):
            if not seen & set(pulled.tasks):
                path = f"annotations/{article}/{self.files.annotator}.json"
                message = f"task {min(pulled.numbers)}, from which this was pulled, is gone from {self.project.url}"
                fix = "push the article again, or go on with the file alone"
                self.problems[article] = [problem(TASK_GONE, path, message, fix=fix)]

    def changed(self, time: str) -> None:
        """The tasks that changed since, those with drafts, and those that had problems."""
        open_tasks = self.memory.open_tasks | self._drafted
        seen = self._survey(tasks.listed(self.connection, self.project.id, [since(time)]))
        self._read(open_tasks - {number for number, _ in seen})

    def _survey(self, listed: Iterator[GivenTask]) -> set[TaskName]:
        """The names of the tasks; those on which something was done, or had been, are read."""
        names: set[TaskName] = set()
        worth: set[int] = set()
        for task in listed:
            article, _ = pair_of(task)
            names.add(name_of(task))
            self.memory.saw(task.get("updated_at", ""))
            self.progress(article)
            of_article = self._seen.setdefault(article, set())
            of_article.add(task["id"])
            is_touched = bool(task.get("total_annotations") or task.get("cancelled_annotations"))
            if article not in self._articles:
                self._note_stranger(task, is_touched=is_touched or task["id"] in self._drafted)
            elif is_touched or task["id"] in self._drafted or article in self.memory.articles or len(of_article) > 1:
                worth.add(task["id"])
            else:
                self.found[article] = Found.UNTOUCHED
            if len(worth) == _BATCH:
                self._read(worth)
                worth = set()
        self._read(worth)
        return names

    def _read(self, numbers: AbstractSet[int]) -> None:
        for task in tasks.whole(self.connection, self.project.id, numbers):
            self._take(task)

    @cached_property
    def _drafted(self) -> AbstractSet[int]:
        return tasks.drafted(self.connection, self.project.id)

    @cached_property
    def _articles(self) -> AbstractSet[str]:
        return frozenset(self.store.article_ids())

    def _take(self, task: GivenTask) -> None:
        """What was made of the task's article, with its other tasks if it has more."""
        article, _ = pair_of(task)
        record = self._record(article)
        if record is None:
            self._note_stranger(task, is_touched=True)
            return
        before = self.memory.articles.get(article)
        known = self._seen.setdefault(article, set()) | (before.numbers if before else set())
        given = [task, *tasks.whole(self.connection, self.project.id, known - {task["id"]})]
        self._seen[article] = {each["id"] for each in given}
        taken = take(record, given, self.files, before)
        if taken.is_changed and taken.found is not Found.UNTOUCHED:
            self.languages.add(record.language)
        self.found[article] = taken.found
        self.changes += taken.is_changed
        self.problems[article] = list(taken.problems)
        if taken.pulled.answer or taken.pulled.is_open or len(given) > 1:
            self.memory.articles[article] = taken.pulled
        else:
            self.memory.articles.pop(article, None)

    def _record(self, article: str) -> Article | None:
        """The article; None where the corpus does not have it, or its file is broken, which is a problem."""
        try:
            return self.store.article(article) if article in self._articles else None
        except FileNotFoundError:
            return None
        except BrokenCorpusError as error:
            self.problems[article] = [*error.problems]
            return None

    def _note_stranger(self, task: GivenTask, *, is_touched: bool) -> None:
        number = task["id"]
        self.memory.strangers.add(number)
        article = pair_of(task)[0] or "none"
        if is_touched and article not in self.problems:
            message = f"task {number} names the article {article}, which the corpus does not have; it was left out"
            fix = "add the article to the corpus, or delete the task"
            self.problems[f"task {number}"] = [problem(STRANGER, number, message, fix=fix)]
