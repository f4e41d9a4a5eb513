"""The export: a foreign project's tasks as Label Studio exports them in JSON, and who answered them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quidit.labelstudio.foreign.causes import NO_TASK
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.results import Json
from quidit.problems import Problem, QuiditError

FREE = ("textarea", "number", "rating", "datetime")
"""Kinds of controls whose values no map lists one by one."""


class NoExportError(QuiditError, ValueError):
    """A document that is no export of tasks."""


@dataclass(frozen=True, slots=True)
class ForeignTask:
    """A task: its name (Label Studio's id, or its number in the export), its data and the annotations of it.

    ``unsubmitted`` counts drafts and predictions by kind; ``problems`` are of members that cannot be read.
    """

    name: str
    project: str
    data: Json
    answers: tuple[Json, ...]
    unsubmitted: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


def read_tasks(document: object) -> Iterator[ForeignTask]:
    """The tasks of an export, in its order; what is none is one with problems and without data.

    Raises:
        NoExportError: the document is no list.
    """
    if not isinstance(document, list):
        raise NoExportError("the export is no list of tasks; export the project as JSON, in Label Studio’s full form")
    seen: set[str] = set()
    for number, member in enumerate(document, start=1):
        task = _task(member, number)
        if task.name in seen:  # two projects in one file
            task = ForeignTask(f"{task.name} (number {number})", *_but_name(task))
        seen.add(task.name)
        yield task


def _but_name(task: ForeignTask) -> tuple[str, Json, tuple[Json, ...], Mapping[str, int], tuple[Problem, ...]]:
    return task.project, task.data, task.answers, task.unsubmitted, task.problems


def _task(member: object, number: int) -> ForeignTask:
    if not isinstance(member, dict):
        return _no_task(f"number {number}", "it is no object", number)
    given = member.get("id")
    name = str(given) if isinstance(given, int | str) and str(given) else f"number {number}"
    data, answers = member.get("data"), member.get("annotations")
    if not isinstance(data, dict):
        return _no_task(name, "it has no data; exports other than JSON, such as JSON_MIN, leave relations out", number)
    if not isinstance(answers, list):
        return _no_task(name, "it has no list of annotations", number)
    notes = Notes(name, "")
    for each in answers:
        if not isinstance(each, dict):
            notes.take(NO_TASK, "one of its annotations is no object", got=repr(each)[:80], fix="export it again")
    unsubmitted = {kind: number for kind in ("drafts", "predictions") if (number := _members(member.get(kind)))}
    project = member.get("project")
    found = tuple(each for each in answers if isinstance(each, dict))
    return ForeignTask(
        name, str(project) if isinstance(project, int) else "", data, found, unsubmitted, tuple(notes.problems)
    )


def _members(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


def _no_task(name: str, why: str, number: int) -> ForeignTask:
    notes = Notes(name, "")
    fix = "export the project as JSON, in Label Studio’s full form"
    notes.take(NO_TASK, f"member {number} of the export is no task: {why}", fix=fix)
    return ForeignTask(name, "", {}, (), {}, notes.problems)


def annotator_names(answer: Json) -> tuple[str, ...]:
    """Whatever an annotation says of who made it: id, address."""
    by = answer.get("completed_by")
    said = [by.get("id"), by.get("email")] if isinstance(by, dict) else [by]
    return tuple(str(each) for each in said if isinstance(each, int | str) and not isinstance(each, bool))


def members_of(answer: Json) -> tuple[Sequence[Json], int]:
    """The results of an annotation that are objects, and how many others there are."""
    results = answer.get("result")
    members = results if isinstance(results, list) else []
    objects = [each for each in members if isinstance(each, dict)]
    return objects, len(members) - len(objects) + (not isinstance(results, list))


def values_of(member: Json) -> tuple[str, ...] | None:
    """What a control says: its labels, choices, paths or texts; None where it has no form of ours to read."""
    kind, value = member.get("type"), member.get("value")
    if not isinstance(value, dict) or not isinstance(kind, str):
        return None
    said = value.get("text") if kind == "textarea" else value.get(kind)
    if kind == "text" or (said is None and kind.endswith("labels")):
        return ()  # a region without a label
    texts = [_text(each) for each in (said if isinstance(said, list) else [said])]
    return None if None in texts else tuple(each for each in texts if each is not None)


def _text(value: object) -> str | None:
    """A value as it is named in a map: a path through a taxonomy by its steps, numbers in digits."""
    if isinstance(value, list) and value and all(isinstance(step, str) for step in value):
        return " / ".join(value)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
