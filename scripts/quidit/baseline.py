"""The baseline: which errors of released files are known, so that a rule that comes later never breaks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from quidit.checks import KNOWN_RULES
from quidit.checks.known import KnownSubject, Recognised, recognised, rows_of
from quidit.checks.placing import problems_of
from quidit.checks.reading import Judge, Reading
from quidit.checks.subjects import File
from quidit.documents import KnownFile
from quidit.layout import meaning
from quidit.problems import Problem, Severity
from quidit.splits.ledger import DRAWN, Ledger


@dataclass(frozen=True)
class Baseline:
    """The list of known problems as it was read; nothing is known where it cannot be."""

    reading: Reading | None = None

    @classmethod
    def of(cls, file: File | None, judge: Judge) -> Baseline:
        """The baseline that a file holds, none where there is no file."""
        return cls(judge.read(file) if file else None)

    @property
    def rows(self) -> Sequence[KnownFile]:
        """The known problems."""
        return cast("list[KnownFile]", self.reading.document) if self.reading and self.reading.is_sound else []

    def recognised(self, problems: Iterable[Problem]) -> Recognised:
        """The problems, known ones as warnings."""
        return recognised(problems, self.rows, _listable() if self.rows else ())

    def applied(self, problems: Iterable[Problem], *, is_whole: bool) -> list[Problem]:
        """The problems, known ones as warnings, with what is wrong in the list itself.

        What is listed can be said to be gone only where the problems are those of the whole corpus.
        """
        told = self.recognised(problems)
        return [*told.problems, *self.problems(told.gone if is_whole else ())]

    def problems(self, gone: Sequence[int] = ()) -> list[Problem]:
        """What is wrong in the list itself; ``gone`` are the numbers of rows that no problem is."""
        if self.reading is None:
            return []
        found = problems_of(KNOWN_RULES, KnownSubject(self.rows, gone, _listable()), self.reading.sheet)
        return [*self.reading.problems, *found]


def baseline_rows(problems: Iterable[Problem], ledger: Ledger, version: str) -> list[KnownFile]:
    """The rows that list every error of released files which may be listed, those known before among them."""
    return rows_of((problem for problem in problems if _belongs(problem, ledger)), version)


def _belongs(problem: Problem, ledger: Ledger) -> bool:
    """Whether a problem is an error, or was one, of a file that is in a release, as its article has a split."""
    is_error = problem.severity is Severity.ERROR or bool(problem.known_since)
    _, article, _ = meaning(problem.path)
    return is_error and problem.code in _listable() and ledger.split(article) in ("pilot", *DRAWN)


def _listable() -> frozenset[str]:
    from quidit.checks.catalogue import LISTABLE

    return LISTABLE
