"""JSON: problems for programs, as one object of which every key is always there; its schema lies beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from quidit.problems import Place, Problem
from quidit.report.record import Report, counts

SCHEMA = "report.schema.json"
_UNUSUAL = re.compile(r"[^\x20-\x7e\n]|##(?=\[|vso\[)")


def as_json(problems: Sequence[Problem], **further: int) -> str:
    """One object with the problems and the counts; what a terminal would act on is escaped."""
    numbers: dict[str, int] = {**further, **counts(problems)}
    return dumps({"problems": [_members(problem) for problem in problems], "counts": numbers})


def json_object(report: Report) -> str:
    """The report as one object: every problem, none left out, with paths that are relative to the corpus."""
    checked = {"articles": report.articles, "annotations": report.annotations, "ignored": report.ignored}
    return as_json(report.problems, **checked) + "\n"


def dumps(document: object) -> str:
    """The document as JSON in which no text of the data acts on a terminal or a runner."""
    return _UNUSUAL.sub(_escape, json.dumps(document, ensure_ascii=False, indent=2))


def schema() -> str:
    """The JSON Schema of the object."""
    from importlib import resources

    return resources.files("quidit.report").joinpath(SCHEMA).read_text(encoding="utf-8")


def _members(problem: Problem) -> dict[str, object]:
    """What a program reads of a problem; a repair is told by whether it is safe."""
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity.value,
        "path": problem.path,
        "pointer": problem.pointer,
        "line": problem.line,
        "column": problem.column,
        "end_line": problem.end_line,
        "end_column": problem.end_column,
        "message": problem.message,
        "got": problem.got,
        "expected": problem.expected,
        "fix": problem.fix,
        "repair": problem.repair and ("safe" if problem.repair.is_safe else "unsafe"),
        "known_since": problem.known_since or None,
        "article": problem.article and _excerpt(problem.article),
    }


def _excerpt(place: Place) -> dict[str, object]:
    return {
        "line": place.line,
        "column": place.column,
        "text": place.before + place.words + place.after,
        "before": place.before,
        "words": place.words,
        "after": place.after,
    }


def _escape(found: re.Match[str]) -> str:
    if found[0] == "##":
        return r"\u0023#"
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]
