"""Markdown: the summary that a contributor reads on a pull request.

What data can reach stands in code, where neither markup, links nor mentions are read, or is made of words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from quidit.problems import Problem, Severity
from quidit.report.record import Report, more
from quidit.report.wording import command, counted, excerpt, label, line, plain

_MOST_BYTES = 900_000
"""GitHub takes no summary of more than a mebibyte, and shows nothing of a larger one."""
_WORDS = re.compile(r"""(?:[^\W_]|[ ,.;'’"()?!…«»“”–]|(?<!^)-|:(?=\ |$))*""", re.VERBOSE)
"""Text in which a renderer finds nothing to act on."""
_LINKED = re.compile(r"www\.|\bgh-[0-9]|\b[0-9a-f]{7,64}\b", re.IGNORECASE)
"""What GitHub makes a link of among plain words: addresses, issues and commits."""
_SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️"}


def markdown(report: Report) -> str:
    """Counts, then file by file each problem with its place, the article's words and the remedy."""
    pieces = [_heading(report)]
    size, left = len(pieces[0].encode()), report.shown.hidden.total()
    for path, of_file in groupby(report.shown.problems, key=lambda problem: problem.path):
        problems = list(of_file)
        entries = [f"\n## {code(report.way + path)}\n", *map(_entry, problems)]
        for number, entry in enumerate(entries):
            size += len(entry.encode())
            if size > _MOST_BYTES:
                left += len(problems) - max(0, number - 1)
                break
            pieces.append(entry)
    if left:
        pieces.append(f"\n**{more(left)}.**\n")
    return "".join(pieces)


def _heading(report: Report) -> str:
    problems = report.problems
    if not problems:
        return f"# ✅ No problems\n\n{report.closing if report.ignored else f'{report.checked}.'}\n"
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    title = " and ".join(counted(n, noun) for n, noun in ((errors, "error"), (warnings, "warning")) if n)
    sign = _SIGNS[Severity.ERROR if errors else Severity.WARNING]
    return f"# {sign} {title}\n\n{report.closing} `quidit explain CODE` shows a rule with an example.\n"


def _entry(problem: Problem) -> str:
    told = "".join(f"- {name}: {value}\n" for name, value in _told(problem))
    head = f"{_SIGNS[problem.severity]} **{_place(problem)}{problem.code}** {words(line(problem.message))}"
    return f"\n{head} <sub>{words(label(problem))}</sub>\n\n{told}"


def _place(problem: Problem) -> str:
    if problem.line is None:
        return ""
    return f"Line {problem.line}, column {problem.column} · " if problem.column else f"Line {problem.line} · "


def _told(problem: Problem) -> Iterator[tuple[str, str]]:
    if place := problem.article:
        yield f"in the article, line {place.line}, column {place.column}", code(excerpt(place))
    for name, value in (("found", problem.got), ("expected", problem.expected), ("**to do**", problem.fix)):
        if value:
            yield name, words(line(value))
    if run := command(problem):
        yield "or run", code(run)


def words(text: str) -> str:
    """The text as it is where it is words and punctuation with single blanks between them, else as code."""
    is_prose = _WORDS.fullmatch(text) and text.split(" ") == text.split() and not _LINKED.search(text)
    return text if is_prose else code(text)


def code(text: str) -> str:
    """The text as code, between longer runs of backticks than it holds."""
    shown = plain(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown else ""
