"""Text: problems for a terminal, each with its place, the words concerned and the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from quidit.problems import Problem
from quidit.report.record import Report, more, place_of
from quidit.report.wording import advice, label, line


def as_text(problems: Sequence[Problem]) -> str:
    """The problems for a terminal: place, words, what is there, what belongs there, what to do."""
    return "".join(_lines(Report(problems)))


def text(report: Report) -> str:
    """The problems, then what was checked, how many problems there are, and how many a program mends."""
    return "".join(_lines(report)) + report.closing + "\n"


def _lines(report: Report) -> Iterator[str]:
    hidden = report.shown.hidden.copy()
    for path, of_file in groupby(report.shown.problems, key=lambda problem: problem.path):
        for problem in of_file:
            yield _entry(problem, report.path(problem))
        if number := hidden.pop(path, 0):
            yield f"{line(report.way + path)}: {more(number)}\n"
    if hidden:
        yield f"{len(hidden):,} more files with problems: {more(hidden.total())}\n"


def _entry(problem: Problem, path: str) -> str:
    place = place_of(problem, path)
    head = f"{place}: {problem.severity.value} {problem.code} {line(problem.message)} [{label(problem)}]\n"
    return head + "".join(f"    {name:<9} {value}\n" for name, value in advice(problem))
