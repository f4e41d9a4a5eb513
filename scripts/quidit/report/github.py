"""GitHub: problems as annotations of a pull request, in the commands that GitHub's runner reads from a log.

GitHub shows ten errors and ten warnings of a step beside the lines concerned, so errors come first; the log
shows all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from quidit.problems import Problem, Severity
from quidit.report.record import Report, more
from quidit.report.wording import advice, label, line, plain


def github(report: Report) -> str:
    """A command for each problem that is shown, then what was checked, for who reads the log."""
    problems = sorted(report.shown.problems, key=lambda problem: problem.severity is not Severity.ERROR)
    lines = [_command(problem, report.path(problem)) for problem in problems]
    if number := report.shown.hidden.total():
        lines.append(f"{more(number)}.")
    return "\n".join([*lines, report.closing]) + "\n"


def _command(problem: Problem, path: str) -> str:
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(problem, path))
    body = [line(problem.message), *(f"{name}: {value}" for name, value in advice(problem))]
    return f"::{problem.severity.value} {properties}::{_data(chr(10).join(body))}"


def failure(message: str) -> str:
    """The command that shows why nothing was checked."""
    return f"::error title=Quidit::{_data(plain(message))}"


def _properties(problem: Problem, path: str) -> Iterator[tuple[str, str]]:
    yield "file", plain(path)
    if problem.line is not None:
        yield "line", str(problem.line)
    if problem.column is not None:
        yield "col", str(problem.column)
    if problem.end_column is not None and problem.end_line == problem.line:
        yield "endColumn", str(problem.end_column)
    yield "title", f"{problem.code} {label(problem)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
