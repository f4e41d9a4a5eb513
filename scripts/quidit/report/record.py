"""The report as a record: what a validation came to, what of it a person is shown, and how much there is in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from quidit.problems import Problem, Severity
from quidit.report.wording import counted, plain

MOST_OF_FILE = 100
"""Problems of one file that a person is shown; a program gets them all."""
MOST_OF_RUN = 1000
"""Problems of one run that a person is shown."""


@dataclass(frozen=True)
class Report:
    """What a validation came to, as every format tells it.

    ``problems`` stand in order; ``way`` leads from where the report is read to the corpus, with a final slash,
    and is empty where they are the same folder. ``ignored`` is how many problems nobody wanted to hear of.
    """

    problems: Sequence[Problem]
    articles: int = 0
    annotations: int = 0
    way: str = ""
    ignored: int = 0

    @cached_property
    def shown(self) -> Shown:
        """What of it a person is shown."""
        return shown(self.problems)

    @property
    def checked(self) -> str:
        """What was checked, in words."""
        return f"{counted(self.articles, 'article')} and {counted(self.annotations, 'annotation')} checked"

    @property
    def closing(self) -> str:
        """What was checked, how many problems there are, and how many of them a program mends."""
        parts = [f"{self.checked}: {summary(self.problems)}.", fixable(self.problems)]
        if self.ignored:
            parts.append(
                f"{counted(self.ignored, 'problem')} of ignored rules left out; a build wants all errors mended."
            )
        return " ".join(part for part in parts if part)

    def path(self, problem: Problem) -> str:
        """The path of a problem's file, as the reader would type it."""
        return f"{self.way}{problem.path}"


@dataclass(frozen=True)
class Shown:
    """The problems that a person is shown, in order, and how many more there are in each file."""

    problems: tuple[Problem, ...]
    hidden: Counter[str] = field(default_factory=Counter)


def shown(problems: Sequence[Problem]) -> Shown:
    """The first problems of each file and of the run, errors before warnings where not all can be shown."""
    of_file: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    chosen: list[int] = []
    by_weight = sorted(range(len(problems)), key=lambda number: problems[number].severity is not Severity.ERROR)
    for number in by_weight:
        path = problems[number].path
        if of_file[path] == MOST_OF_FILE or len(chosen) == MOST_OF_RUN:
            hidden[path] += 1
        else:
            of_file[path] += 1
            chosen.append(number)
    return Shown(tuple(problems[number] for number in sorted(chosen)), hidden)


def counts(problems: Sequence[Problem]) -> dict[str, int]:
    """How many problems there are of each severity, and how many of them `quidit fix` mends."""
    severities = Counter(problem.severity for problem in problems)
    repairs = Counter(problem.repair.is_safe for problem in problems if problem.repair)
    return {
        **{severity.value: severities[severity] for severity in Severity},
        "fixable": repairs[True],
        "fixable_unsafe": repairs[False],
        "known": sum(bool(problem.known_since) for problem in problems),
    }


def summary(problems: Sequence[Problem]) -> str:
    """How many problems of each severity, in words."""
    numbers = counts(problems)
    return ", ".join(counted(numbers[severity.value], severity.value) for severity in Severity)


def fixable(problems: Sequence[Problem]) -> str:
    """How many problems `quidit fix` mends, in a sentence; empty where there are none."""
    numbers = counts(problems)
    safe, unsafe = numbers["fixable"], numbers["fixable_unsafe"]
    if not unsafe:
        return f"{safe:,} fixable with `quidit fix`." if safe else ""
    if not safe:
        return f"{unsafe:,} fixable with `quidit fix --unsafe`."
    return f"{safe:,} fixable with `quidit fix`, {unsafe:,} more with `--unsafe`."


def more(number: int) -> str:
    """How many problems are not shown, in words."""
    return f"{counted(number, 'more problem')} not shown; `--format json` gives them all"


def place_of(problem: Problem, path: str) -> str:
    """Path, line and column, as far as there are any, as terminals make them a link."""
    return ":".join(str(part) for part in (plain(path), problem.line, problem.column) if part is not None)
