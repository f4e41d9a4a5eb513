"""JUnit: problems as the test results that CI servers show, in the order of elements that Jenkins's schema wants.

A suite is a file and a case a problem, because viewers show one message a case: an error is a failure, a warning
is skipped. What is clean is counted in a suite of its own, so that a clean run has a case that passed.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from quidit.problems import Problem, Severity
from quidit.report.record import Report, more, place_of
from quidit.report.wording import advice, label, line, plain

_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, escaped or not."""


def junit(report: Report) -> str:
    """One XML document with a suite for each file that has problems, and one for the run."""
    suites = [_run(report)]
    for path, of_file in groupby(report.shown.problems, key=lambda problem: problem.path):
        suites.append(_suite(report.way + path, list(of_file), report.shown.hidden[path]))
    return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n' + "".join(suites) + "</testsuites>\n"


def _run(report: Report) -> str:
    hidden = report.shown.hidden.total()
    said = f"{report.closing} {more(hidden)}." if hidden else report.closing
    return (
        '<testsuite name="quidit validate" tests="1" failures="0" errors="0" skipped="0">\n'
        f'<testcase classname="quidit" name={_value(report.checked)} time="0"/>\n'
        f"<system-out>{_content(said)}</system-out>\n</testsuite>\n"
    )


def _suite(path: str, problems: list[Problem], hidden: int) -> str:
    failures = sum(problem.severity is Severity.ERROR for problem in problems)
    cases = "".join(_case(problem, path) for problem in problems)
    rest = f"<system-out>{_content(more(hidden))}</system-out>\n" if hidden else ""
    return (
        f'<testsuite name={_value(plain(path))} tests="{len(problems)}" failures="{failures}" errors="0"'
        f' skipped="{len(problems) - failures}">\n{cases}{rest}</testsuite>\n'
    )


def _case(problem: Problem, path: str) -> str:
    place = place_of(problem, path)
    name = f"{problem.code} {label(problem)} {place.removeprefix(plain(path)).lstrip(':')}".rstrip()
    body = "\n".join([place, *(f"{name}: {value}" for name, value in advice(problem))])
    outcome = "failure" if problem.severity is Severity.ERROR else "skipped"
    return (
        f'<testcase classname={_value(plain(path))} name={_value(name)} time="0">\n'
        f'<{outcome} type="{problem.code}" message={_value(line(problem.message))}>{_content(body)}</{outcome}>\n'
        "</testcase>\n"
    )


def _content(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text))


def _value(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", text))
