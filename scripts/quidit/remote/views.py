"""The view: what a project's list of articles shows its annotator, the titles and how far each article is."""

from __future__ import annotations

from contextlib import suppress

from quidit.remote.connection import Connection
from quidit.remote.failures import UncertainError

_DATA = ("text", "entities", "doc_id", "text_sha256", "entity_table", "origins", "begun_from", "language")
_ABOUT = (
    "id",
    "inner_id",
    "completed_at",
    "total_predictions",
    "annotators",
    "annotations_results",
    "annotations_ids",
    "predictions_score",
    "predictions_model_versions",
    "predictions_results",
    "file_upload",
    "storage_filename",
    "created_at",
    "updated_at",
    "updated_by",
    "avg_lead_time",
)
_HIDDEN = [*(f"tasks:data.{each}" for each in _DATA), *(f"tasks:{each}" for each in _ABOUT), "tasks:data"]
_VIEW = {
    "title": "Articles",
    "type": "list",
    "target": "tasks",
    "hiddenColumns": {"explore": _HIDDEN, "labeling": [*_HIDDEN, "tasks:cancelled_annotations", "tasks:draft_exists"]},
    "columnsWidth": {"tasks:data.title": 620},
    "columnsDisplayType": {},
    "gridWidth": 4,
    "ordering": [],
    "filters": {"conjunction": "and", "items": []},
}


def show_titles(connection: Connection, project: int) -> None:
    """The project's first view shows titles; without an answer it has Label Studio's own, which is only less calm."""
    with suppress(UncertainError):
        connection.post_once("/api/dm/views/", {"project": project, "data": _VIEW})
