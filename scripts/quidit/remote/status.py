"""The status: how far each annotator is with each article, and whether it has been pulled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from quidit.labelstudio.answers import find_answer
from quidit.labelstudio.results import status_of
from quidit.remote import projects, tasks
from quidit.remote.connection import Connection
from quidit.remote.failures import UnknownProjectError
from quidit.remote.files import Files
from quidit.remote.local import project_file
from quidit.remote.memory import Memory, answer_name, recall
from quidit.remote.projects import Project, Wish
from quidit.remote.tasks import GivenTask, pair_of
from quidit.store import Store


class Stage(StrEnum):
    """How far an annotator is with an article."""

    NOT_PUSHED = "not pushed"
    PUSHED = "pushed"
    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"


_STAGES = {"complete": Stage.DONE, "skipped": Stage.SKIPPED, "draft": Stage.STARTED}


@dataclass(frozen=True, slots=True)
class Standing:
    """One article and annotator.

    ``is_pulled`` says that the corpus has an annotation by the annotator, ``is_stale`` that the server has another
    answer than the last one pulled on this machine, or a task of an earlier text.
    """

    article: str
    annotator: str
    stage: Stage
    is_pulled: bool
    is_stale: bool


def everybody(store: Store, connection: Connection) -> list[Wish]:
    """The project of everybody who has one of this corpus, and of the people whom it lists."""
    dataset = store.settings.dataset
    wishes = {wish.annotator: wish for wish in projects.of_corpus(connection, dataset)}
    people = (each.id for each in store.lists().annotators.values() if each.kind == "human")
    wishes = {each: Wish(dataset, each) for each in people} | wishes
    return [wishes[each] for each in sorted(wishes)]


def status(
    store: Store, connection: Connection, wishes: Iterable[Wish], progress: Callable[[str], None] = lambda _: None
) -> list[Standing]:
    """The standing of every article for each annotator, sorted by article.

    Raises:
        LabelStudioError: the server cannot be used, it has no project of the number, or none of somebody whom the
            corpus does not list either.
    """
    listed = store.lists().annotators
    articles = store.article_ids()
    standings = []
    for wish in wishes:
        project = projects.find(connection, wish)
        if project is None and wish.annotator not in listed:
            raise UnknownProjectError(
                f"{wish.annotator} has no project of {wish.dataset} on {connection.url} and is not in "
                "annotations/annotators.json; `quidit status` shows who there is"
            )
        given = _by_article(connection, project, progress) if project else {}
        memory = recall(project_file(store, "pulled", project)) if project else Memory()
        files = Files(store, wish.annotator, dry_run=True)
        standings += [_standing(each, given.get(each, []), memory, files) for each in articles]
    return sorted(standings, key=lambda each: (each.article, each.annotator))


def _by_article(
    connection: Connection, project: Project, progress: Callable[[str], None]
) -> dict[str, list[GivenTask]]:
    """The tasks of each article, without their texts, and with what was done on them."""
    given: dict[str, list[GivenTask]] = {}
    worth = tasks.drafted(connection, project.id)
    for task in tasks.listed(connection, project.id):
        progress(pair_of(task)[0])
        if task.get("total_annotations") or task.get("cancelled_annotations"):
            worth.add(task["id"])
        elif task["id"] not in worth:
            given.setdefault(pair_of(task)[0], []).append(_bare(task))
    for task in tasks.whole(connection, project.id, worth):
        given.setdefault(pair_of(task)[0], []).append(_bare(task))
    return given


def _bare(task: GivenTask) -> GivenTask:
    """The task without its text, and its answers without what they say."""
    article, text = pair_of(task)
    bare: GivenTask = {"id": task["id"], "data": {"doc_id": article, "text_sha256": text}}
    bare["annotations"] = [_only_named(each) for each in task.get("annotations", [])]
    bare["drafts"] = [_only_named(each) for each in task.get("drafts", [])]
    return bare


def _only_named(answer: Mapping[str, object]) -> Mapping[str, object]:
    return {key: answer[key] for key in ("id", "updated_at", "was_cancelled") if key in answer}


def _standing(article: str, given: list[GivenTask], memory: Memory, files: Files) -> Standing:
    text = files.store.article(article).text_sha256 if given else ""
    mine = [task for task in given if pair_of(task)[1] == text]
    answer = find_answer(mine)
    stage = Stage.PUSHED if mine else Stage.NOT_PUSHED
    if answer:
        stage = _STAGES[status_of(answer.answer)]
    pulled = memory.articles.get(article)
    known = pulled.answer if pulled else ""
    is_pulled = files.annotation_path(article).exists()
    is_new = known != (answer_name(answer.answer) if answer else "")
    is_stale = is_new or (answer is not None and not is_pulled) or (bool(given) and not mine)
    return Standing(article, files.annotator, stage, is_pulled, is_stale)
