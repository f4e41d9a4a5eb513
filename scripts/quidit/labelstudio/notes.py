"""Notes: the problems of one answer, taken down as it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from quidit.labelstudio.causes import Cause
from quidit.problems import Place, Problem
from quidit.records import Span

_CONTEXT = 24
"""Code points of the article quoted before and after the words of a problem."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The problems of the answer to one task, on the text that the task was made of."""

    task: str
    text: str
    _taken: list[Problem] = field(default_factory=list)

    def take(  # noqa: PLR0913  # what a Problem says, by keyword
        self,
        cause: Cause,
        message: str,
        *,
        region: str = "",
        span: Span | None = None,
        got: str = "",
        expected: str = "",
        fix: str = "",
    ) -> None:
        """One more problem; ``region`` is Label Studio's id of the region concerned, ``span`` its words."""
        problem = Problem(
            code=cause.code,
            name=cause.name,
            severity=cause.severity,
            path=task_path(self.task),
            message=f"region {region}: {message}" if region else message,
            pointer=f"/region/{region}" if region else "",
            got=got,
            expected=expected,
            fix=fix,
            article=None if span is None else _place(self.text, span),
        )
        if problem not in self._taken:
            self._taken.append(problem)

    def concern(self, region: str) -> bool:
        """Whether a problem of this region was noted already, so that what follows from it is none of its own."""
        return any(problem.pointer == f"/region/{region}" for problem in self._taken)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them: those of no words, then in the order of the text."""
        return tuple(sorted(self._taken, key=_order))


def task_path(task: object) -> str:
    """Where the problems of a task stand, there being no file."""
    return f"label-studio/task/{task}"


def _order(problem: Problem) -> tuple[int, int, str, str]:
    place = problem.article
    return (place.line if place else 0, place.column if place else 0, problem.code, problem.message)


def _place(text: str, span: Span) -> Place:
    """The words of a span with some context of the same line."""
    line_start = text.rfind("\n", 0, span.start) + 1
    before = text[max(line_start, span.start - _CONTEXT) : span.start]
    after = text[span.end : span.end + _CONTEXT].partition("\n")[0]
    return Place(text.count("\n", 0, span.start) + 1, span.start - line_start + 1, before, span.of(text), after)
