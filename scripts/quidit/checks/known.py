"""Known problems: errors of files that were released before the rule came that finds them, listed so as not to fail.

A problem is known by its rule, its file, the item concerned and what is found there, so that it stays known when
others come before it in the file, and another fault of the same item is none of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quidit.checks.rules import Rule, rule
from quidit.documents import KnownFile
from quidit.problems import Finding, Problem, Severity

_LEVELS = "3456"
"""The first digits of codes that may be listed: what cannot be read cannot be built, and a release is not yet out."""
_FIRST = "0.1.0"
"""The version whose rules every release has kept, so that what reads the data rests on them."""
_LONGEST = 200
_SINCE = "0.2.0"

Mark = tuple[str, str, str, str]
"""Path, code, item and what is found there."""


def mark_of(problem: Problem) -> Mark:
    """What a problem is known by, as a file may hold it; of what is found there only the beginning."""
    return _visible(problem.path), problem.code, _visible(problem.at), _visible(problem.got[:_LONGEST])


def _visible(text: str) -> str:
    """The text in NFC, without a character that nobody can see."""
    shown = text if text.isprintable() else "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)
    return unicodedata.normalize("NFC", shown)


def may_be_listed(rule: Rule[Any]) -> bool:
    """Whether problems of a rule can be known and not fail: builds did without it, so they still can."""
    return rule.code[2] in _LEVELS and rule.since != _FIRST


@dataclass(frozen=True)
class Recognised:
    """Problems of which those that are listed are warnings; ``gone`` are the rows that no problem is."""

    problems: tuple[Problem, ...]
    gone: tuple[int, ...]


def recognised(problems: Iterable[Problem], rows: Sequence[KnownFile], listable: Container[str]) -> Recognised:
    """The problems, each row of a code that may be listed taken for one of them."""
    waiting: dict[Mark, list[int]] = {}
    for number, row in enumerate(rows):
        if row["code"] in listable:
            waiting.setdefault(_mark(row), []).append(number)
    told = []
    for problem in problems:
        numbers = waiting.get(mark_of(problem)) if waiting and problem.severity is Severity.ERROR else None
        told.append(_known(problem, rows[numbers.pop(0)]) if numbers else problem)
    return Recognised(tuple(told), tuple(sorted(number for numbers in waiting.values() for number in numbers)))


def _known(problem: Problem, row: KnownFile) -> Problem:
    return replace(problem, severity=Severity.WARNING, known_since=row["since"])


def unknown(problem: Problem) -> Problem:
    """The problem as its rule told it, before it was found in the list."""
    return replace(problem, severity=Severity.ERROR, known_since="") if problem.known_since else problem


def rows_of(problems: Iterable[Problem], version: str) -> list[KnownFile]:
    """The rows that list those problems, sorted; what was known before keeps its version."""
    rows: list[KnownFile] = []
    for problem in problems:
        path, code, at, got = mark_of(problem)
        row: KnownFile = {"path": path, "code": code, "at": at, "since": problem.known_since or version}
        rows.append({**row, "got": got} if got else row)
    return sorted(rows, key=lambda row: (*_mark(row), row["since"]))


def _mark(row: KnownFile) -> Mark:
    return row["path"], row["code"], row["at"], row.get("got", "")


# ── What is wrong with the list ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class KnownSubject:
    """The list of known problems, the numbers of its rows that no problem is, and the codes that may be listed."""

    rows: Sequence[KnownFile]
    gone: Sequence[int]
    listable: Container[str]


@rule("QD514", severity=Severity.WARNING, since=_SINCE)
def known_problem_gone(known: KnownSubject) -> Iterator[Finding]:
    """What is listed as known and was mended leaves the list, so that it cannot come back unseen."""
    for number in known.gone:
        row = known.rows[number]
        yield Finding(
            f"{row['path']} has this problem no more",
            f"/{number}",
            got=f"{row['code']} {row['at']}",
            fix="remove the line, or run `quidit validate --write-baseline`",
        )


@rule("QD515", since=_SINCE)
def known_problem_not_to_be_listed(known: KnownSubject) -> Iterator[Finding]:
    """Only a rule that came later can find what was released; what cannot be read can never be let through."""
    for number, row in enumerate(known.rows):
        if row["code"] not in known.listable:
            yield Finding(
                f"problems of {row['code']} cannot be listed as known",
                f"/{number}/code",
                got=row["code"],
                expected=f"a rule of the levels {_LEVELS[0]} to {_LEVELS[-1]} that came after {_FIRST}",
                fix=f"mend {row['path']} and remove the line",
            )
