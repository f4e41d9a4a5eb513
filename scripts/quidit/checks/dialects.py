"""Rules on what is nearly JSON: the ways in which other languages, editors and git write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quidit.checks.resolving import resolution, resolution_of_lines
from quidit.checks.rules import rule
from quidit.checks.subjects import Faults
from quidit.conflicts import MARK
from quidit.json_source import MAX_FAULTS
from quidit.problems import Finding, Patch, Repair

_LONGEST = 80
_COMMENT = re.compile(r"//|/\*|#")
_LITERAL = re.compile(r"(True|TRUE|False|FALSE|None|NULL|Null|nil|undefined)\b|'")
_JSON_OF = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false"}
_EXTRA = "Extra data"
_TRAILING = "Illegal trailing comma"


def is_dialect(source: str, start: int, said: str) -> bool:
    """Whether one of these rules tells what breaks the grammar there; ``said`` is what Python's parser says."""
    return (
        _trailing_comma(source, start, said) is not None
        or said.startswith(_EXTRA)
        or any(pattern.match(source, start) for pattern in (_COMMENT, _LITERAL, MARK))
    )


def _trailing_comma(source: str, start: int, said: str) -> int | None:
    """Where the comma stands after which nothing comes; None where there is none."""
    if said.startswith(_TRAILING):
        return start
    before = source[:start].rstrip(" \t\r\n") if source[start : start + 1] in ("]", "}") else ""
    return len(before) - 1 if before.endswith(",") else None


def _broken(faults: Faults) -> Iterator[tuple[int, str]]:
    """Where the grammar breaks, and what Python's parser says there; nothing of a source full of faults."""
    many = len(faults.faults) >= MAX_FAULTS
    return ((fault.start, fault.detail) for fault in faults.faults if fault.kind == "syntax" and not many)


def _shown(source: str, start: int) -> str:
    return source[start : start + _LONGEST].partition("\n")[0]


@rule("QD107", since="0.2.0")
def second_document(faults: Faults) -> Iterator[Finding]:
    """A file holds one document; what follows it was pasted there, or a bracket too many ended the first."""
    for start, said in _broken(faults):
        if said.startswith(_EXTRA) and not any(each.match(faults.source, start) for each in (_COMMENT, MARK)):
            yield Finding(
                "the document has ended before this",
                start=start,
                got=_shown(faults.source, start),
                expected="one document in one file, one on each line of the ledger",
                fix="remove what follows, or the bracket that ended the document too early",
            )


@rule("QD111", since="0.2.0")
def comment_in_json(faults: Faults) -> Iterator[Finding]:
    """JSON has no comments; what is to be said of a file has a key of its own, such as note or why."""
    for start, _ in _broken(faults):
        if _COMMENT.match(faults.source, start):
            yield Finding(
                "JSON has no comments",
                start=start,
                got=_shown(faults.source, start),
                expected="values only",
                fix="remove the comment",
            )


@rule("QD112", since="0.2.0")
def words_of_another_language(faults: Faults) -> Iterator[Finding]:
    """Single quotes, True and None are Python's, undefined is JavaScript's: the file was printed instead of dumped."""
    for start, said in _broken(faults):
        found = None if said.startswith(_EXTRA) else _LITERAL.match(faults.source, start)
        if found:
            literal, meant = found[0], _JSON_OF.get(found[0], "")
            if meant:
                fix = f"write {meant}"
            elif literal == "'":
                fix = "use double quotes; in Python, write the file with json.dump"
            else:
                fix = "leave the key out where there is nothing to say"
            yield Finding(
                f"{literal} is not JSON",
                start=start,
                got=_shown(faults.source, start),
                expected=meant or ("text in double quotes" if literal == "'" else "a value, or no key"),
                fix=fix,
                repair=Repair(patches=(Patch(start, start + len(literal), meant),)) if meant else None,
            )


@rule("QD113", since="0.2.0")
def trailing_comma(faults: Faults) -> Iterator[Finding]:
    """After the last element of a list or object stands no comma: many a parser stops there."""
    for start, said in _broken(faults):
        if (comma := _trailing_comma(faults.source, start, said)) is not None:
            yield Finding(
                "nothing comes after this comma",
                start=comma,
                got=",",
                expected="no comma after the last element",
                fix="remove the comma",
                repair=Repair(patches=(Patch(comma, comma + 1, ""),)),
            )


@rule("QD114", since="0.2.0")
def merge_conflict(faults: Faults) -> Iterator[Finding]:
    """Git wrote both sides of a conflict into the file, and somebody committed them before choosing."""
    for start, _ in _broken(faults):
        if MARK.match(faults.source, start):
            source, keeps = faults.source, faults.keeps
            base = faults.began() if faults.began else None
            resolved = resolution_of_lines(source, keeps) if keeps else resolution(source, base)
            yield Finding(
                "git's mark of a merge conflict stands here",
                start=start,
                got=_shown(faults.source, start),
                expected="what both sides decided, or one of them",
                fix=resolved.fix,
                repair=resolved.repair,
            )
