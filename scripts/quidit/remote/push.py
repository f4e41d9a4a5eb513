"""Pushing: the articles that an annotator's project does not have yet become its tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from quidit.labelstudio.documents import TaskFile
from quidit.lock import alone
from quidit.problems import Problem, in_order
from quidit.records import Article
from quidit.remote import projects
from quidit.remote.connection import Connection
from quidit.remote.local import local_folder, project_file
from quidit.remote.outgoing import Outgoing, size_of
from quidit.remote.projects import Project, Wish
from quidit.remote.sending import Sending
from quidit.remote.tasks import Pair
from quidit.store import BrokenCorpusError, Store

_CHUNK_TASKS = 500
_CHUNK_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Push:
    """What a push came to; ``project`` is None where a dry run would make it.

    ``config`` says what became of the project's configuration: made, kept or updated. ``present`` articles were
    there already, ``sent`` ones are now, or would be after a dry run.
    """

    title: str
    project: Project | None
    config: str
    present: int
    sent: int
    problems: tuple[Problem, ...]


@dataclass
class _Count:
    present: int = 0
    sent: int = 0


def push(  # noqa: PLR0913  # what a push is asked for, by keyword
    store: Store,
    connection: Connection,
    wish: Wish,
    *,
    suggestions: str | None = None,
    dry_run: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Push:
    """The corpus's articles in the project that is wanted; those that it has already are not sent again.

    However it ends, doing it again sends exactly what is missing. ``suggestions`` is as ``Outgoing`` has it;
    ``progress`` hears of every article.

    Raises:
        NoSuggestionsError: suggestions are asked of nobody whom the corpus knows.
        LabelStudioError: the server cannot be used, or the project is not ours.
        BusyError: another push of this corpus is under way.
    """
    with alone(local_folder(store) / "push.lock", "push"):
        outgoing = Outgoing(store, wish.annotator, wish.config(store.scheme), suggestions)
        project, config = _place(store, connection, wish, dry_run=dry_run)
        sending = Sending(connection, project.id, project_file(store, "under-way", project)) if project else None
        if sending:
            sending.open()
        problems: list[Problem] = []
        count = _Count()
        known = sending.has if sending else _nothing
        made = _tasks(_missing(store, known, count, problems, progress), outgoing, problems, progress)
        for chunk in _ahead(_chunks(made), _nowhere if dry_run or sending is None else sending.send):
            count.sent += len(chunk)
            for each in chunk:
                progress(each["data"]["doc_id"])
        if sending and not dry_run:
            sending.close()
    return Push(wish.title, project, config, count.present, count.sent, tuple(in_order(problems)))


def _ahead(chunks: Iterable[list[TaskFile]], send: Callable[[list[TaskFile]], None]) -> Iterator[list[TaskFile]]:
    """The chunks, each once it is sent; while the server is at one, the next is made."""
    with ThreadPoolExecutor(max_workers=1) as sender:
        under_way: tuple[list[TaskFile], Future[None]] | None = None
        for chunk in chunks:
            if under_way:
                under_way[1].result()
                yield under_way[0]
            under_way = (chunk, sender.submit(send, chunk))
        if under_way:
            under_way[1].result()
            yield under_way[0]


def _nowhere(_: list[TaskFile]) -> None:
    """Sends nothing."""


def _nothing(_: Pair) -> bool:
    return False


def _place(store: Store, connection: Connection, wish: Wish, *, dry_run: bool) -> tuple[Project | None, str]:
    """The project, made or brought up to date unless ``dry_run``, and what became of its configuration."""
    scheme = store.scheme
    project = projects.find(connection, wish)
    if project is None:
        return (None if dry_run else projects.create(connection, wish, scheme)), "made"
    if projects.is_current(project, wish, scheme):
        return project, "kept"
    return (project if dry_run else projects.update(connection, project, wish, scheme)), "updated"


def _missing(
    store: Store,
    known: Callable[[Pair], bool],
    count: _Count,
    problems: list[Problem],
    progress: Callable[[str], None],
) -> Iterator[Article]:
    """The articles that the project does not have, read one at a time; broken ones become problems."""
    for each in store.article_ids():
        try:
            article = store.article(each)
        except FileNotFoundError:  # a folder of annotations without an article
            continue
        except BrokenCorpusError as error:
            problems += error.problems
            continue
        if known((article.id, article.text_sha256)):
            count.present += 1
            progress(each)
        else:
            yield article


def _tasks(
    articles: Iterable[Article], outgoing: Outgoing, problems: list[Problem], progress: Callable[[str], None]
) -> Iterator[TaskFile]:
    for article in articles:
        made = outgoing.task(article)
        if isinstance(made, list):
            problems += made
            progress(article.id)
        else:
            yield made


def _chunks(made: Iterable[TaskFile]) -> Iterator[list[TaskFile]]:
    """The tasks in requests of bounded size."""
    chunk: list[TaskFile] = []
    size = 0
    for each in made:
        weight = size_of(each)
        if chunk and (len(chunk) == _CHUNK_TASKS or size + weight > _CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(each)
        size += weight
    if chunk:
        yield chunk
