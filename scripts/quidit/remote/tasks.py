"""Tasks: the tasks of a project as the server lists them, and what was done on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict, cast

from quidit.labelstudio.documents import TaskFile
from quidit.remote.connection import Connection, Params
from quidit.remote.memory import TaskName

Filter = Mapping[str, object]
Pair = tuple[str, str]
"""What a task is of: an article's id and the hash of its text."""

_PAGE = 1000
_BATCH = 200
_LISTED = "id,data,created_at,updated_at,total_annotations,cancelled_annotations"
_WHOLE = (
    "id,data,updated_at,created_at,annotations,predictions,drafts,"
    "result,was_cancelled,completed_by,parent_prediction,parent_annotation,model_version,annotation"
)


_SHOWN = "quidit"
"""The model version of every prediction: a project shows its annotators those of one version and hides the others."""
_MADE_BY = "begun_from"
"""The key of a task's data that says in its place whose suggestion the prediction is."""


class GivenTask(TypedDict):
    """What of a task's JSON counts here; annotations, predictions and drafts are as Label Studio exports them.

    ``total_annotations`` are those that were submitted, ``cancelled_annotations`` those that were skipped.
    """

    id: int
    data: Mapping[str, object]
    created_at: NotRequired[str]
    updated_at: NotRequired[str]
    total_annotations: NotRequired[int]
    cancelled_annotations: NotRequired[int]
    annotations: NotRequired[list[Mapping[str, object]]]
    predictions: NotRequired[list[Mapping[str, object]]]
    drafts: NotRequired[list[Mapping[str, object]]]


def as_shown(made: TaskFile) -> Mapping[str, object]:
    """The task as it is imported, so that whoever made its prediction, it is shown."""
    made_by = [prediction["model_version"] for prediction in made["predictions"]]
    predictions = [{**prediction, "model_version": _SHOWN} for prediction in made["predictions"]]
    return {"data": {**made["data"], _MADE_BY: made_by[0] if made_by else ""}, "predictions": predictions}


def _as_made(task: GivenTask) -> GivenTask:
    """The task with its predictions under the name of who made them."""
    made_by = task["data"].get(_MADE_BY)
    named = {"model_version": made_by} if made_by else {}
    predictions = [
        {**each, **named} if each.get("model_version") == _SHOWN else each for each in task.get("predictions", [])
    ]
    return {**task, "predictions": predictions}


def name_of(task: GivenTask) -> TaskName:
    """The task's number and when it was made."""
    return (task["id"], task.get("created_at", ""))


def pair_of(task: GivenTask) -> Pair:
    """The article and text that a task says it is of; empty where it does not say."""
    return (str(task["data"].get("doc_id", "")), str(task["data"].get("text_sha256", "")))


def listed(
    connection: Connection, project: int, filters: Sequence[Filter] = (), *, after: int = 0
) -> Iterator[GivenTask]:
    """The tasks with what they are of and how many annotations they have, in the order of their numbers.

    Each page begins where the last one ended: counted pages would miss a task whenever one before it is deleted.
    """
    while True:
        later: Filter = {"filter": "filter:tasks:id", "operator": "greater", "type": "Number", "value": after}
        query = json.dumps({"filters": {"conjunction": "and", "items": [later, *filters]}})
        page = _tasks(connection, {"project": project, "query": query, "include": _LISTED, "page_size": _PAGE})
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1]["id"]


def drafted(connection: Connection, project: int) -> set[int]:
    """The numbers of the tasks with drafts: saving one does not count as a change of the task."""
    condition = {"filter": "filter:tasks:draft_exists", "operator": "equal", "type": "Boolean", "value": "true"}
    return {task["id"] for task in listed(connection, project, [condition])}


def since(time: str) -> Filter:
    """Tasks that were changed after the time, as the server writes it."""
    return {"filter": "filter:tasks:updated_at", "operator": "greater", "type": "Datetime", "value": time}


def whole(connection: Connection, project: int, numbers: Iterable[int]) -> Iterator[GivenTask]:
    """The tasks of these numbers that there still are, with all that was done on them, batch by batch.

    An export is fast, and gives each annotation the prediction that it was begun from; a task with drafts, or with
    an annotation whose prediction is gone, is asked for by the slower way that gives all predictions.
    """
    rest = sorted(numbers)
    for start in range(0, len(rest), _BATCH):
        wanted = [("ids[]", str(number)) for number in rest[start : start + _BATCH]]
        form = [("exportType", "JSON"), ("download_all_tasks", "true")]
        exported = connection.get(f"/api/projects/{project}/export", [*form, *wanted])
        slow = []
        for task in cast("list[GivenTask]", exported):
            begun_from = [each["prediction"] for each in task.get("annotations", []) if each.get("parent_prediction")]
            if task.get("drafts") or not all(isinstance(each, dict) and "result" in each for each in begun_from):
                slow.append(task["id"])
            else:
                yield _as_made({**task, "predictions": cast("list[Mapping[str, object]]", begun_from)})
        if slow:
            yield from map(_as_made, _slowly(connection, project, slow))


def _slowly(connection: Connection, project: int, numbers: Sequence[int]) -> list[GivenTask]:
    query = json.dumps({"selectedItems": {"all": False, "included": sorted(numbers)}})
    fields: Params = {"project": project, "fields": "all", "include": _WHOLE, "page_size": _BATCH, "query": query}
    return _tasks(connection, fields)


def _tasks(connection: Connection, params: Params) -> list[GivenTask]:
    return cast("list[GivenTask]", cast("Mapping[str, object]", connection.get("/api/tasks", params))["tasks"])
