"""Wording: texts of the data as a report may show them, on one line, of bounded length, and acting on nothing."""

from __future__ import annotations

import re

from quidit.problems import Place, Problem

LONGEST = 200
"""Code points of a text that a person is shown."""
_COMMAND = re.compile(r"##(?=\[|vso\[)")
"""What runners of GitHub and Azure take for the beginning of a command, wherever it stands in a line."""
_LINE_COMMAND = re.compile(r"^( *):")
"""What GitHub's runner takes for one where a line begins."""


def plain(shown: str) -> str:
    """The text on one line, with what a terminal or a runner would act on made visible."""
    if not shown.isprintable():
        shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in shown)
    return _LINE_COMMAND.sub(r"\1\\x3a", _COMMAND.sub(r"\\x23#", shown))


def line(text: str) -> str:
    """The text as ``plain`` gives it, cut where it is long."""
    return plain(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")


def counted(number: int, noun: str) -> str:
    """The number with its noun: ``1 article``, ``3 articles``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def excerpt(place: Place) -> str:
    """The article's words at a problem, marked: ``…pour ⟦l’Ukraine⟧ à Paris…``."""
    return f"…{line(place.before)}⟦{line(place.words)}⟧{line(place.after)}…"


def advice(problem: Problem) -> list[tuple[str, str]]:
    """What is told of a problem below its message, each by its name: words, values, remedy, command."""
    place = problem.article
    told = (
        ("article", f"{place.line}:{place.column} {excerpt(place)}" if place else ""),
        ("got", line(problem.got)),
        ("expected", line(problem.expected)),
        ("fix", line(problem.fix)),
        ("or run", command(problem)),
    )
    return [(name, value) for name, value in told if value]


def command(problem: Problem) -> str:
    """The command that does what the fix says; empty where no program can."""
    if problem.repair is None:
        return ""
    return "quidit fix" if problem.repair.is_safe else "quidit fix --unsafe"


def label(problem: Problem) -> str:
    """The rule's name, and since when the problem is known where the baseline lists it."""
    return f"{problem.name}, known since {line(problem.known_since)}" if problem.known_since else problem.name
