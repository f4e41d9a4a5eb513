"""Documents: what a task says in Label Studio's JSON, as typed dictionaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from quidit.documents import EntityFile, OriginFile


class ChoiceFile(TypedDict):
    """An entity to choose: the name that is shown, and the id that is exported."""

    value: str
    alias: str


class TaskDataFile(TypedDict):
    """A task’s data; ``entity_table`` and ``origins`` (by item id) carry what no control of the screen does."""

    doc_id: str
    text_sha256: str
    text: str
    title: str
    language: str
    entities: list[ChoiceFile]
    entity_table: list[EntityFile]
    origins: dict[str, OriginFile]


class ResultFile(TypedDict):
    """What one control says of a region (by our id), or of the whole text."""

    id: str
    type: str
    from_name: str
    to_name: str
    value: Mapping[str, object]


class RelationFile(TypedDict):
    """A relation between two regions."""

    type: str
    from_id: str
    to_id: str
    direction: str
    labels: list[str]


class PredictionFile(TypedDict):
    """What is shown to begin from; ``model_version`` is the producer and its version, with a blank between."""

    model_version: str
    result: list[ResultFile | RelationFile]


class TaskFile(TypedDict):
    """A task as it is imported."""

    data: TaskDataFile
    predictions: list[PredictionFile]
