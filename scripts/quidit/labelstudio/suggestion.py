"""Suggestions: the prediction that an answer was begun from, and what of it the annotator left as it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from quidit.labelstudio.causes import NO_PREDICTION
from quidit.labelstudio.items import Item
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.results import Json
from quidit.records import Origin, Provenance

_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A prediction with who made it; ``origins`` says of some regions where the producer had them from."""

    prediction: Json
    producer: str
    version: str
    origins: Mapping[str, Provenance]

    def provenance(self, region: str, item: Item, suggested: Collection[Item], annotator: str) -> Provenance | None:
        """Where the annotator has an item from, whose region the prediction made ``suggested`` of.

        An unchanged item is the producer's suggestion, or the one that the producer took over unchanged; a changed
        one was edited. Of an annotator's own annotation taken up again, what was their own stays so.
        """
        if not suggested:
            return None
        earlier = self.origins.get(region)
        came_from: Provenance | None = Provenance(Origin.SUGGESTION, self.producer, self.version)
        if self.producer == annotator or (earlier and earlier.origin is Origin.SUGGESTION):
            came_from = earlier
        if item in suggested or came_from is None:
            return came_from
        return replace(came_from, origin=Origin.EDITED)


def model_version(producer: str, version: str) -> str:
    """How Label Studio is told who made a prediction: the producer, a blank, and its version without blanks."""
    return f"{producer} {'-'.join(version.split()) or _UNKNOWN}"


def find_suggestion(task: Json, answer: Json, notes: Notes) -> Suggestion | None:
    """The prediction that the answer names; of one that names none, the task's only one where results come from it.

    Label Studio forgets the prediction in drafts and copies, and keeps ``origin`` there.
    """
    predictions = task.get("predictions")
    members = predictions if isinstance(predictions, list) else []
    given = [each for each in members if isinstance(each, dict) and isinstance(each.get("result"), list)]
    parent = answer.get("parent_prediction")
    if parent is not None:
        given = [each for each in given if each.get("id") == parent]
    elif not _comes_from_one(answer):
        return None
    if len(given) == 1:
        return _suggestion(given[0], task)
    message = f"the suggestion that the answer came from ({'not named' if parent is None else parent}) is not given"
    notes.take(NO_PREDICTION, message, got=f"{len(members)} predictions", fix="pull the predictions in full")
    return None


def _comes_from_one(answer: Json) -> bool:
    results = answer.get("result")
    members = [each for each in results if isinstance(each, dict)] if isinstance(results, list) else []
    return any(str(each.get("origin")).startswith("prediction") for each in members)


def _suggestion(prediction: Json, task: Json) -> Suggestion:
    producer, _, version = str(prediction.get("model_version") or _UNKNOWN).rpartition(" ")
    data = task.get("data")
    origins = data.get("origins") if isinstance(data, dict) else None
    rows = origins.items() if isinstance(origins, dict) else ()
    known = {region: origin for region, row in rows if (origin := _origin(row))}
    return Suggestion(prediction, producer or version, version if producer else _UNKNOWN, known)


def _origin(row: object) -> Provenance | None:
    """The origin as an annotation's file says it, None where it says none."""
    given = [row.get(key) for key in ("from", "producer", "version")] if isinstance(row, dict) else []
    match given:
        case [str(origin), str(producer), str(version)] if origin in tuple(Origin):
            return Provenance(Origin(origin), producer, version)
    return None
