"""Reports: problems as a person or a program reads them, one function a format."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby

from quidit.problems import Place, Problem, Severity

_LONGEST = 200
_MOST = 100
"""Problems of one file that a person is shown; a program gets them all."""
_UNUSUAL = re.compile(r"[^\x20-\x7e\n]")
_COMMAND = "##["
"""What GitHub's runner takes for a command of its own, wherever it stands in a line."""


def as_text(problems: Iterable[Problem]) -> str:
    """The problems for a terminal: place, words, what is there, what belongs there, what to do.

    Of each file the first hundred are shown, and how many more there are.
    """
    lines = []
    for path, of_file in groupby(problems, key=lambda problem: problem.path):
        entries = list(of_file)
        lines += [_entry(problem) for problem in entries[:_MOST]]
        if len(entries) > _MOST:
            lines.append(f"{_line(path)}: {len(entries) - _MOST:,} more; `--json` shows them all\n")
    return "".join(lines)


def as_json(problems: Sequence[Problem], **counts: int) -> str:
    """One object with the problems and the counts, for programs; what a terminal would act on is escaped."""
    text = json.dumps(
        {"problems": [_members(problem) for problem in problems], "counts": {**counts, **_severities(problems)}},
        ensure_ascii=False,
        indent=2,
    )
    return _UNUSUAL.sub(_as_json_escape, text).replace(_COMMAND, r"\u0023#[")


def _members(problem: Problem) -> dict[str, object]:
    """What a program reads of a problem; a repair is told by whether it is safe."""
    members = asdict(problem)
    members["repair"] = problem.repair and ("safe" if problem.repair.is_safe else "unsafe")
    return members


def _as_json_escape(found: re.Match[str]) -> str:
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]


def summary(problems: Sequence[Problem]) -> str:
    """How many problems of each severity, in words."""
    counts = _severities(problems)
    return ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for name, number in counts.items())


def _severities(problems: Iterable[Problem]) -> dict[str, int]:
    count = Counter(problem.severity for problem in problems)
    return {severity.value: count[severity] for severity in Severity}


def _entry(problem: Problem) -> str:
    place = ":".join(str(part) for part in (_line(problem.path), problem.line, problem.column) if part is not None)
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
    """The text on one line, of bounded length, with what a terminal or a runner would act on made visible."""
    return plain(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def plain(shown: str) -> str:
    """The text on one line, with what a terminal or a runner would act on made visible."""
    if not shown.isprintable():
        shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in shown)
    return shown.replace(_COMMAND, r"\x23#[")
