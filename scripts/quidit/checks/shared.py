"""Shared files: who annotates, the raw files and what stands around them all, which belong to no one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from quidit.checks import RAW_RULES, ROSTER_RULES, SEEDS_RULES, SURROUNDING_RULES
from quidit.checks.placing import Sheet, problems_of
from quidit.checks.reading import Judge, Reading
from quidit.checks.releasing import Surroundings
from quidit.checks.subjects import File, Roster, Seeds
from quidit.problems import Problem


def judge_annotators(file: File, judge: Judge) -> Reading:
    """The list of annotators as it was read, with what is wrong in it."""
    reading = judge.read(file)
    if not isinstance(reading.sound.document, list):
        return reading
    rows = cast("list[Mapping[str, object]]", reading.sound.document)
    found = problems_of(ROSTER_RULES, Roster(tuple(rows), reading.is_sound), reading.sheet)
    return replace(reading, problems=(*reading.problems, *found))


def judge_seeds(seeds: Seeds, files: Iterable[File], judge: Judge, *, has_all: bool) -> Iterator[Problem]:
    """The problems of raw files; where not ``has_all`` articles could be read, any of them may be somebody's."""
    yield from problems_of(SEEDS_RULES, seeds, Sheet(seeds.folder, ""))
    clashing = {name for pair in seeds.clashes for name in pair}
    for file in files:
        found = judge.read(file).problems
        yield from found
        if has_all and not found and file.path.rpartition("/")[2] not in clashing:
            yield from problems_of(RAW_RULES, file, Sheet(file.path, ""))


def judge_surroundings(around: Surroundings) -> Iterator[Problem]:
    """The problems of what a release takes along besides articles and annotations."""
    return problems_of(SURROUNDING_RULES, around, Sheet("", ""))
