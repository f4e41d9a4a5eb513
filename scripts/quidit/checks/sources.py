"""Rules on JSON: what every parser must read alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from quidit.checks.dialects import is_dialect
from quidit.checks.rules import rule
from quidit.checks.subjects import Faults
from quidit.json_source import MAX_DEPTH, MAX_DIGITS, MAX_FAULTS, Fault, FaultKind, members
from quidit.problems import Finding, Patch, Repair

_LONGEST = 80
_DECODER = json.JSONDecoder(strict=False, parse_float=str, parse_int=str)
_NEXT = re.compile(r"\s*:\s*")
_REMEDIES = {
    "Expecting ',' delimiter": ("a comma or a closing bracket is missing before this", "add what is missing"),
    "Expecting ':' delimiter": ("a colon is missing before this", "write the key, a colon, and its value"),
    "Expecting value": ("a value is missing here", "write it; after the last element stands no comma"),
    "Expecting property name enclosed in double quotes": (
        "a key in double quotes is missing here",
        'write it as "key"; after the last member stands no comma',
    ),
    "Unterminated string starting at": ("the text that begins here has no end", "close its double quotes"),
    "Invalid control character at": ("a line end, tab or control character stands in a text", r"write it as \n or \t"),
    "Invalid \\escape": ("this backslash escapes nothing", r"write \\ for a backslash"),
    "Invalid \\uXXXX escape": (r"four hexadecimal digits belong after \u", "write the character itself"),
}
"""What Python's parser says, and what to do about it."""


def _of(kind: FaultKind, faults: Faults) -> Iterator[Fault]:
    """The faults of a kind; none of a source that is full of them, which is one problem."""
    return (fault for fault in faults.faults if fault.kind == kind and len(faults.faults) < MAX_FAULTS)


@rule("QD101")
def not_json(faults: Faults) -> Iterator[Finding]:
    """What is not JSON cannot be read at all, and beyond the first place where it breaks nothing can be checked."""
    for fault in _of("syntax", faults):
        if is_dialect(faults.source, fault.start, fault.detail):
            continue
        said = fault.detail.removesuffix(": ")
        message, remedy = _REMEDIES.get(said, (said, "correct it at this place"))
        if not faults.source.strip():
            message, remedy = "there is nothing in it", "write the document, or remove the file or line"
        here = faults.source[fault.start : fault.start + _LONGEST].partition("\n")[0]
        yield Finding(f"this is not JSON: {message}", start=fault.start, got=here, fix=remedy)


@rule("QD102")
def nested_too_deep(faults: Faults) -> Iterator[Finding]:
    """No file of a corpus needs deep nesting, and deep nesting breaks parsers."""
    for fault in _of("depth", faults):
        yield Finding(
            f"nested deeper than {MAX_DEPTH} levels",
            start=fault.start,
            expected=f"at most {MAX_DEPTH} lists and objects in each other",
            fix="flatten it",
        )


@rule("QD103")
def duplicate_key(faults: Faults) -> Iterator[Finding]:
    """Of two members with one key parsers silently keep the last, so that a reviewer reads another file."""
    duplicates = list(_of("duplicate", faults))
    first: dict[str, int] = {}
    for member in members(faults.source) if duplicates and _is_whole(faults) else ():
        first.setdefault(member.pointer, member.start)
    for fault in duplicates:
        yield Finding(
            f"the key {_shown(fault.detail)!r} stands in this object already",
            start=fault.start,
            got=_shown(fault.detail),
            expected="each key once",
            fix="remove one of them",
            repair=_said_twice(fault, first[fault.pointer], faults.source) if first else None,
        )


def _is_whole(faults: Faults) -> bool:
    """Whether the source is JSON to its end, so that its values can be compared."""
    return not any(fault.kind in ("syntax", "depth") for fault in faults.faults)


def _said_twice(fault: Fault, first: int, source: str) -> Repair | None:
    """The second of two equal members taken out; None where they differ."""
    value, _ = _DECODER.raw_decode(source, first)
    _, key_end = _DECODER.raw_decode(source, fault.start)
    other, end = _DECODER.raw_decode(source, _NEXT.match(source, key_end).end())  # type: ignore[union-attr]  # a colon
    if json.dumps(other) != json.dumps(value):
        return None
    return Repair(patches=(Patch(source.rindex(",", 0, fault.start), end, ""),))


@rule("QD104")
def not_a_number(faults: Faults) -> Iterator[Finding]:
    """NaN and Infinity are not JSON, though some parsers take them."""
    for fault in _of("constant", faults):
        yield Finding(f"{fault.detail} is not JSON", start=fault.start, got=fault.detail, fix="write a number")


@rule("QD106")
def lone_surrogate(faults: Faults) -> Iterator[Finding]:
    r"""Half of a surrogate pair (``\ud800``) is no character and cannot be written as UTF-8."""
    for fault in _of("surrogate", faults):
        yield Finding(
            "the text holds half a surrogate pair",
            start=fault.start,
            got=_shown(fault.detail),
            fix="write the character itself",
        )


@rule("QD108")
def not_a_plain_integer(faults: Faults) -> Iterator[Finding]:
    """Offsets count code points: ``12``, not ``12.0`` or ``1.2e1``, which parsers read differently."""
    for fault in _of("integer", faults):
        got, meant = _shown(fault.detail), _as_integer(fault.detail)
        yield Finding(
            f"{got} is not a plain integer",
            start=fault.start,
            got=got,
            expected=f"digits only, at most {MAX_DIGITS} of them",
            fix=f"write {meant}" if meant else "write it as a plain integer",
            repair=Repair(patches=(Patch(fault.start, fault.start + len(fault.detail), meant),)) if meant else None,
        )


@rule("QD110")
def unreadable_throughout(faults: Faults) -> Iterator[Finding]:
    """A file with a thousand values that parsers read differently was not written for a corpus."""
    if len(faults.faults) >= MAX_FAULTS:
        first = faults.faults[0]
        yield Finding(
            f"{MAX_FAULTS:,} values in it are not ones that every parser reads alike; here is the first",
            start=first.start,
            got=_shown(first.detail),
            expected="integers, texts, true, null, lists, and objects with each key once",
            fix="make the file anew",
        )


def _as_integer(literal: str) -> str:
    """The integer that a literal such as ``12.0`` means; empty where it means none."""
    whole, point, fraction = literal.partition(".")
    return whole if point and not fraction.strip("0") and whole != "-0" and len(whole) <= MAX_DIGITS else ""


def _shown(literal: str) -> str:
    return literal if len(literal) <= _LONGEST else f"{literal[: _LONGEST - 1]}…"
