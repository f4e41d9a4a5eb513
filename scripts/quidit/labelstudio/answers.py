"""Answers: which of the things that an annotator left on the tasks of an article is their annotation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from quidit.labelstudio.causes import SEVERAL_ANSWERS, UNSUBMITTED
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.results import Json, status_of
from quidit.problems import Problem, in_order
from quidit.records import Status

_RANKS: tuple[Status, ...] = ("draft", "skipped", "complete")
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be read: an annotation or draft as exported, the task it stands on, and what was passed over."""

    task: Json
    answer: Json
    problems: tuple[Problem, ...] = ()
    others: tuple[Answer, ...] = ()


def find_answer(tasks: Iterable[Json], holds: Callable[[Answer], int] = lambda _: 0) -> Answer | None:
    """One annotator’s answer to an article, from all tasks of that article and text in their project.

    That is the latest submitted annotation; without one the latest skipped one, then the latest draft. None where
    the annotator has not touched the article. How much an answer ``holds``, where it is asked for, counts before the
    time.
    """
    given = [each for task in tasks for each in _answers(task)]
    if not given:
        return None
    if len(given) > 1:
        given.sort(key=lambda each: _order(each, holds(each)))
    *others, taken = given
    problems = [problem for other in others for problem in _passed_over(other, taken)]
    return Answer(taken.task, taken.answer, tuple(in_order(problems)), tuple(others))


def _answers(task: Json) -> Iterator[Answer]:
    for part in ("annotations", "drafts"):
        members = task.get(part)
        for member in members if isinstance(members, list) else []:
            if isinstance(member, dict):
                yield Answer(task, member)


def _order(given: Answer, holds: int) -> tuple[int, int, datetime, int]:
    number = given.answer.get("id")
    rank = _RANKS.index(status_of(given.answer))
    return (rank, holds, _time(given.answer), number if isinstance(number, int) else 0)


def _time(answer: Json) -> datetime:
    """When it was last changed; long ago where it does not say."""
    try:
        time = datetime.fromisoformat(str(answer.get("updated_at")))
    except ValueError:
        return _NEVER
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _passed_over(other: Answer, taken: Answer) -> Iterator[Problem]:
    """What is worth saying of an answer that was not taken: an older draft is not."""
    notes = Notes(str(other.task.get("id")), "")
    number, of = other.answer.get("id"), taken.answer.get("id")
    if status_of(other.answer) != "draft":
        message = f"annotation {number} was passed over for {of} of task {taken.task.get('id')}, which counts more or is later"
        notes.take(SEVERAL_ANSWERS, message, got=str(number), fix="delete all but one")
    elif status_of(taken.answer) != "draft" and _time(other.answer) > _time(taken.answer):
        message = f"draft {number} is later than annotation {of}, which was taken"
        notes.take(UNSUBMITTED, message, got=str(number), fix="submit the changes, or discard them")
    yield from notes.problems
