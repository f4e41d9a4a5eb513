"""Imported: what came of an import, task by task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quidit.labelstudio.causes import ENTITY_GUESSED, KIND_GUESSED, TWO_LAYERS
from quidit.labelstudio.foreign.causes import RENAMED, TRIMMED, TWICE, UNFINISHED, is_loss
from quidit.problems import Problem, Severity
from quidit.records import LAYERS, Annotation, Status

_CHANGES = {each.code for each in (ENTITY_GUESSED, KIND_GUESSED, TWO_LAYERS, TRIMMED, TWICE, UNFINISHED, RENAMED)}


class Outcome(StrEnum):
    """What became of an annotation."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Taken:
    """An annotation of a task: whose, how finished, what became of it, and how much it holds by layer."""

    annotator: str
    status: Status
    outcome: Outcome
    holds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What came of a task; ``article`` is None where it became none.

    ``ignored`` counts what the map leaves out by wish, by control and value.
    """

    task: str
    article: str | None
    is_new: bool
    annotations: tuple[Taken, ...]
    ignored: Mapping[tuple[str, str], int]
    problems: tuple[Problem, ...]

    @property
    def changed(self) -> Mapping[str, int]:
        """How often something was taken otherwise than it stood there, by the problem's name."""
        return Counter(each.name for each in self.problems if each.code in _CHANGES)

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many problems left something out that the map does not leave out by wish, by the problem's name."""
        return Counter(each.name for each in self.problems if is_loss(each))


@dataclass(frozen=True, slots=True)
class Import:
    """What came of an export; ``written`` are paths in the corpus."""

    tasks: tuple[TaskReport, ...]
    written: tuple[str, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, task by task."""
        return tuple(problem for task in self.tasks for problem in task.problems)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out but by wish, and nothing taken that must be looked at."""
        return not any(is_loss(each) or each.severity is Severity.ERROR for each in self.problems)


def holdings(annotation: Annotation) -> Mapping[str, int]:
    """How many spans of each layer and how many relations an annotation holds; what there is none of is absent."""
    counts: dict[str, int] = {layer: len(getattr(annotation, layer)) for layer in LAYERS}
    quotes = (
        len(q.speakers or ()) + len(q.via) + (q.cue is not None) + (q.continues is not None) for q in annotation.quotes
    )
    stances = (len(stance.holders) + (stance.target is not None) for stance in annotation.stances)
    return {what: number for what, number in {**counts, "relations": sum(quotes) + sum(stances)}.items() if number}


def total(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    """The counts added up."""
    added: Counter[str] = Counter()
    for each in counts:
        added.update(each)
    return added


def in_words(counts: Mapping[str, int]) -> str:
    """``mentions 12, quotes 3``."""
    return ", ".join(f"{what} {number:,}" for what, number in counts.items())


def sentence(task: TaskReport) -> str:
    """What came of a task, on one line."""
    article = f"{task.article} ({'new' if task.is_new else 'there already'})" if task.article else "no article"
    annotations = [_of(each) for each in task.annotations] or ["no annotation"]
    parts: Sequence[tuple[str, Mapping[str, int]]] = (
        ("changed", task.changed),
        ("left out", task.left_out),
        ("ignored", {f"{control} {value}".strip(): number for (control, value), number in task.ignored.items()}),
    )
    said = [f"{what}: {in_words(counts)}" for what, counts in parts if counts]
    return "; ".join([f"task {task.task} → {article}", *annotations, *said])


def _of(each: Taken) -> str:
    return f"{each.annotator} ({each.status}, {each.outcome}): {in_words(each.holds) or 'nothing'}"
