"""Reports: problems as a person or a program reads them, one function a format."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from quidit.problems import Place, Problem, Severity

_LONGEST = 200


def as_text(problems: Iterable[Problem]) -> str:
    """The problems for a terminal: place, words, what is there, what belongs there, what to do."""
    return "".join(_entry(problem) for problem in problems)


def as_json(problems: Sequence[Problem], **counts: int) -> str:
    """One object with the problems and the counts, for programs."""
    return json.dumps(
        {"problems": [asdict(problem) for problem in problems], "counts": {**counts, **_severities(problems)}},
        ensure_ascii=False,
        indent=2,
    )


def summary(problems: Sequence[Problem]) -> str:
    """How many problems of each severity, in words."""
    counts = _severities(problems)
    return ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for name, number in counts.items())


def _severities(problems: Iterable[Problem]) -> dict[str, int]:
    count = Counter(problem.severity for problem in problems)
    return {severity.value: count[severity] for severity in Severity}


def _entry(problem: Problem) -> str:
    place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part is not None)
    lines = [f"{place}: {problem.severity.value} {problem.code} {_line(problem.message)} [{problem.name}]"]
    if problem.article:
        lines.append(f"    article   {_words(problem.article)}")
    for name, value in (("got", problem.got), ("expected", problem.expected), ("fix", problem.fix)):
        if value:
            lines.append(f"    {name:<9} {_line(value)}")
    return "\n".join(lines) + "\n"


def _words(place: Place) -> str:
    """The article's words at a problem, marked: ``3:12 …pour ⟦l’Ukraine⟧ à Paris…``."""
    return f"{place.line}:{place.column} …{_line(place.before)}⟦{_line(place.words)}⟧{_line(place.after)}…"


def _line(text: str) -> str:
    """The text on one line, of bounded length, with what a terminal would act on made visible."""
    shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in shown)
