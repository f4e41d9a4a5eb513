"""SARIF 2.1.0: problems for viewers of code analysis, with the rules that found them and what mends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from quidit.problems import Problem, Replacement
from quidit.report.json_object import dumps
from quidit.report.record import Report
from quidit.report.wording import advice, line, plain

_ROOT = "%SRCROOT%"
"""What SARIF calls the folder that paths are relative to."""


def sarif(report: Report) -> str:
    """One log of one run, as JSON; the columns count code points."""
    problems = report.shown.problems
    named = {problem.code: problem.name for problem in problems}
    codes = sorted(named)
    run = {
        "tool": {"driver": {"name": "quidit", "rules": [_rule(code, named[code]) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that the report was made in."}}},
        "results": [_result(problem, report.path(problem), codes.index(problem.code)) for problem in problems],
        "properties": {"summary": report.closing, "hidden": report.shown.hidden.total()},
    }
    return dumps({"version": "2.1.0", "runs": [run]}) + "\n"


def _rule(code: str, name: str) -> Mapping[str, object]:
    """What the log says of a rule, as its catalogue does."""
    from quidit.checks.catalogue import CATALOGUE

    rule = next((rule for rule in CATALOGUE if rule.code == code), None)
    if rule is None:
        return {"id": code, "name": name}
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.explanation},
        "help": {
            "text": f"{rule.explanation} An example: quidit explain {rule.code}",
            "markdown": f"{rule.explanation} An example: `quidit explain {rule.code}`",
        },
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"since": rule.since},
    }


def _result(problem: Problem, path: str, rule_index: int) -> Mapping[str, object]:
    told = [line(problem.message), *(f"{name}: {value}" for name, value in advice(problem))]
    result = {
        "ruleId": problem.code,
        "ruleIndex": rule_index,
        "level": problem.severity.value,
        "message": {"text": _unlinked("\n".join(told))},
        "locations": [{"physicalLocation": {"artifactLocation": _file(path), **_region(problem)}}],
    }
    if problem.replacements:
        result["fixes"] = [_fix(problem.replacements, path, line(problem.fix))]
    if problem.known_since:
        result["baselineState"] = "unchanged"
    return result


def _file(path: str) -> Mapping[str, str]:
    return {"uri": quote(plain(path)), "uriBaseId": _ROOT}


def _region(problem: Problem) -> Mapping[str, object]:
    """Where in the file the problem is; a file as a whole has no region."""
    if problem.line is None:
        return {}
    ends = {"startColumn": problem.column, "endLine": problem.end_line, "endColumn": problem.end_column}
    return {"region": {"startLine": problem.line, **{key: value for key, value in ends.items() if value is not None}}}


def _fix(replacements: Sequence[Replacement], path: str, text: str) -> Mapping[str, object]:
    changes = [
        {
            "deletedRegion": {
                "startLine": each.line,
                "startColumn": each.column,
                "endLine": each.end_line,
                "endColumn": each.end_column,
            },
            "insertedContent": {"text": each.text},
        }
        for each in replacements
    ]
    return {
        "description": {"text": _unlinked(text)},
        "artifactChanges": [{"artifactLocation": _file(path), "replacements": changes}],
    }


def _unlinked(text: str) -> str:
    """The text without a link in it: SARIF reads ``[words](target)`` as one, and a backslash as the way out."""
    return text.replace("\\", r"\\").replace("](", r"\](") if "](" in text else text
