"""Lists: the files that hold for all articles, who annotates and the ledger, as they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from quidit.checks.lines import judge_lines
from quidit.checks.reading import Judge
from quidit.checks.shared import judge_annotators
from quidit.checks.subjects import File
from quidit.crossing import read_annotator
from quidit.documents import AnnotatorFile
from quidit.problems import Problem
from quidit.records import Annotator
from quidit.splits.ledger import Entry, EntryFile, Ledger, read_entry


@dataclass(frozen=True)
class Lists:
    """The files that hold for all articles: who annotates, and the ledger with its line numbers."""

    annotators: Mapping[str, Annotator]
    entries: tuple[tuple[int, Entry], ...]
    annotator_problems: tuple[Problem, ...] = ()
    ledger_problems: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with either file."""
        return (*self.annotator_problems, *self.ledger_problems)

    @property
    def known_annotators(self) -> Mapping[str, Annotator] | None:
        """Who annotates, None where the list has problems, so that nobody can be said to be missing from it."""
        return None if any(problem.is_error for problem in self.annotator_problems) else self.annotators

    @property
    def ledger_is_whole(self) -> bool:
        """Whether every line of the ledger could be read."""
        return not any(problem.is_error for problem in self.ledger_problems)

    @cached_property
    def ledger(self) -> Ledger:
        """Where every article stands."""
        return Ledger(tuple(entry for _, entry in self.entries))


def lists_of(annotators: File | None, ledger: File | None, judge: Judge) -> Lists:
    """The two files read, with what is wrong in them; empty where one is not there."""
    listed: list[Annotator] = []
    annotator_problems: tuple[Problem, ...] = ()
    if annotators:
        reading = judge_annotators(annotators, judge)
        annotator_problems = reading.problems
        if reading.is_sound:
            listed = [read_annotator(each) for each in cast("list[AnnotatorFile]", reading.document)]
    entries: list[tuple[int, Entry]] = []
    ledger_problems: list[Problem] = []
    if ledger:
        for number, document, found in judge_lines(ledger, judge):
            ledger_problems += found
            if document is not None:
                entries.append((number, read_entry(cast("EntryFile", document))))
    by_id = {annotator.id: annotator for annotator in listed}
    return Lists(by_id, tuple(entries), annotator_problems, tuple(ledger_problems))
