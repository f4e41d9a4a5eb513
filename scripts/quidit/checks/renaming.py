"""Renaming: repairs that give an id anew are held back where rulings or region ids may mean the item that bore it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from quidit.checks.reading import Reading
from quidit.documents import RegionIdsFile, RulingsFile
from quidit.problems import Problem


def unless_named(
    problems: Iterable[Problem], annotations: Sequence[Reading], rulings: Reading | None, regions: Sequence[Reading]
) -> Iterator[Problem]:
    """The problems of an article's files; a repair that renames what a file beside names is told, and not made."""
    annotators = {reading.file.path: reading.file.annotator for reading in annotations}
    for problem in problems:
        if problem.repair and problem.repair.renames and problem.path in annotators:
            annotator = annotators[problem.path]
            own = [reading for reading in regions if reading.file.annotator == annotator]
            beside = [*([rulings] if rulings else []), *own]
            yield _unless_named(problem, problem.repair.renames, annotator, beside)
        else:
            yield problem


def _unless_named(problem: Problem, renamed: Sequence[str], annotator: str, beside: Iterable[Reading]) -> Problem:
    for reading in beside:
        path = reading.file.path
        if not isinstance(reading.sound.document, dict):
            return replace(problem, repair=None, fix=f"{problem.fix}, once {path} can be read, which may name the id")
        named = _named(reading.sound.document, annotator).intersection(renamed)
        if named:
            hand = f"by hand, since {path} names {min(named)} and may mean another item by it"
            return replace(problem, repair=None, fix=f"{problem.fix}, {hand}")
    return problem


def _named(document: Mapping[str, object], annotator: str) -> set[str]:
    """The ids of an annotator's items that rulings or region ids name."""
    named = {each for ids in cast("RegionIdsFile", document).get("regions", {}).values() for each in ids}
    for ruling in cast("RulingsFile", document).get("rulings", ()):
        named.update(ruling.get("readings", {}).get(annotator, ()))
        if ruling.get("take") == annotator:
            named |= {each for value in ruling.get("set", {}).values() for each in _words(value)}
    return {each for each in named if isinstance(each, str)}


def _words(value: object) -> list[str]:
    """The words that a value is or lists."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
