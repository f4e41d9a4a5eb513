"""Causes: what can be wrong with the tasks of a project, beside what can be wrong in an answer to one."""

from __future__ import annotations

from quidit.labelstudio.causes import Cause
from quidit.labelstudio.notes import task_path
from quidit.problems import Problem, Severity

NOT_SENT = Cause(
    "QD731",
    "task-not-sent",
    Severity.ERROR,
    "What would not come back as it is, or what Label Studio could not show, is not sent.",
)
STRANGER = Cause(
    "QD732",
    "task-of-no-article",
    Severity.WARNING,
    "A task that somebody put there by hand; what was annotated on it belongs to no article.",
)
TWO_TASKS = Cause(
    "QD733",
    "two-tasks-of-one-article",
    Severity.WARNING,
    "An article has one task in a project; where there are two, an annotator may work on both.",
)
TASK_GONE = Cause(
    "QD734",
    "task-gone",
    Severity.WARNING,
    "A task that was pulled before is no longer there; what was pulled from it is kept.",
)
WITHDRAWN = Cause(
    "QD735",
    "annotation-deleted",
    Severity.WARNING,
    "The annotator deleted what was pulled before, so it was removed here, too; git still has it.",
)
PROPOSAL = Cause(
    "QD736",
    "segmentation-proposed",
    Severity.WARNING,
    "An annotator who moves a sentence's edge proposes it; a maintainer decides, and nothing changes until then.",
)
EDITED = Cause(
    "QD737",
    "edited-since-the-last-pull",
    Severity.ERROR,
    "What somebody corrected in the file would be lost under what the server says, so the file stays as it is.",
)

CAUSES: tuple[Cause, ...] = (NOT_SENT, STRANGER, TWO_TASKS, TASK_GONE, WITHDRAWN, PROPOSAL, EDITED)
"""Every cause, by code."""


def problem(cause: Cause, place: str | int, message: str, *, fix: str = "") -> Problem:
    """The problem of a cause; ``place`` is a file of the corpus or the number of a task."""
    path = task_path(place) if isinstance(place, int) else place
    return Problem(cause.code, cause.name, cause.severity, path, message, fix=fix)
