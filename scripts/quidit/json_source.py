"""The JSON source: parsing that refuses what parsers silently accept, and where each value stands in it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Never

MAX_DEPTH = 32
MAX_DIGITS = 15
_SENSIBLE_DIGITS = 100
MAX_FAULTS = 1000
"""Faults of one source that are told; a source with more of them is read no further."""
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*+"?)|([\[\]{},:])|([^\s\[\]{},:"]+)', re.DOTALL)
_INTEGER = re.compile(rf"0|-?[1-9][0-9]{{0,{MAX_DIGITS - 1}}}")
_NUMBER = re.compile(r"-?[0-9][0-9.eE+-]*")

FaultKind = Literal["syntax", "depth", "duplicate", "constant", "integer", "surrogate"]
_OF_OTHERS: frozenset[FaultKind] = frozenset({"integer", "surrogate"})
"""What other programs may write: times in fractions, and words cut in the middle of an emoji."""


@dataclass(frozen=True, slots=True)
class Member:
    """A value of the source: its JSON pointer, and the code points at which it and its key begin."""

    pointer: str
    start: int
    key_start: int
    literal: str

    @property
    def end(self) -> int:
        """Behind the last code point of the value; of an object or list, behind its opening bracket."""
        return self.start + len(self.literal)

    @property
    def key(self) -> str:
        """The last step of the pointer, as it was before it was escaped."""
        return self.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a source is not JSON that everybody reads alike; ``start`` is a code point of the source."""

    kind: FaultKind
    start: int
    pointer: str
    detail: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A source's document, or its faults; where there are any, ``document`` is None."""

    document: object
    faults: tuple[Fault, ...] = ()


def parse(source: str) -> Parsed:
    """The document of a JSON source, refusing duplicate keys, NaN, fractions, surrogates and deep nesting."""
    try:
        document = json.loads(
            source,
            object_pairs_hook=_unique,
            parse_constant=_refused,
            parse_float=_refused,
            parse_int=_integer,
        )
    except (ValueError, RecursionError):
        return Parsed(None, _faults(source))
    if (_is_deep(document) or _ESCAPED_SURROGATE.search(source)) and (faults := _faults(source)):
        return Parsed(None, faults)
    return Parsed(document)


def parse_foreign(source: str) -> Parsed:
    """The document of another program's JSON, which may hold fractions, any numbers and half characters.

    Duplicate keys, NaN and deep nesting are refused there, too.
    """
    try:
        document = json.loads(source, object_pairs_hook=_unique, parse_constant=_refused, parse_int=_any_integer)
    except (ValueError, RecursionError):
        return Parsed(None, _faults(source, but=_OF_OTHERS))
    return Parsed(None, _faults(source, but=_OF_OTHERS)) if _is_deep(document) else Parsed(document)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("duplicate key")
    return members


def _refused(literal: str) -> Never:
    raise ValueError(literal)


def _integer(literal: str) -> int:
    return int(literal) if _INTEGER.fullmatch(literal) else _refused(literal)


def _any_integer(literal: str) -> int | float:
    """A whole number of a sensible length, else the nearest fraction: Python reads no 5,000 digits."""
    return int(literal) if len(literal) <= _SENSIBLE_DIGITS else float(literal)


def _is_deep(document: object) -> bool:
    """Whether more than MAX_DEPTH objects and lists stand in each other, found without recursion."""
    level: list[object] = [document]
    for _ in range(MAX_DEPTH):
        inside = [value.values() if type(value) is dict else value for value in level if type(value) in (dict, list)]
        level = [each for values in inside for each in values]  # type: ignore[attr-defined]  # dicts and lists only
    return any(type(value) in (dict, list) for value in level)


def _faults(source: str, *, but: Container[FaultKind] = ()) -> tuple[Fault, ...]:
    """Every fault of the source: what breaks the grammar first, and all that can be placed before it."""
    broken = _broken_grammar(source)
    faults: list[Fault] = []
    seen: set[str] = set()
    repeated = "no pointer"  # the last member said twice: what lies in it is not said twice itself
    for member in members(source[: broken.start] if broken else source):
        if member.literal in ("{", "[") and member.pointer.count("/") >= MAX_DEPTH:
            return (*faults, Fault("depth", member.start, member.pointer, f"more than {MAX_DEPTH} levels"))
        if member.pointer in seen and not member.pointer.startswith(repeated):
            faults.append(Fault("duplicate", member.key_start, member.pointer, member.key))
            repeated = f"{member.pointer}/"
        seen.add(member.pointer)
        if (fault := _fault_of(member)) and fault.kind not in but:
            faults.append(fault)
        if len(faults) >= MAX_FAULTS:
            return tuple(faults)
    return (*faults, broken) if broken else tuple(faults)


def _broken_grammar(source: str) -> Fault | None:
    """Where the source stops being JSON, None where it never does or is too deep to tell."""
    try:
        json.loads(source, parse_constant=str, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        return Fault("syntax", error.pos, "", error.msg)
    except RecursionError:
        return None
    return None


def _fault_of(member: Member) -> Fault | None:
    """What is wrong with a value itself, or with its key."""
    literal = member.literal
    if _SURROGATE.search(member.key):
        return Fault("surrogate", member.key_start, member.pointer, json.dumps(member.key))
    if literal.startswith('"'):
        holds = _ESCAPED_SURROGATE.search(literal) and _SURROGATE.search(_decoded(literal))
        return Fault("surrogate", member.start, member.pointer, literal) if holds else None
    if literal in ("NaN", "Infinity", "-Infinity"):
        return Fault("constant", member.start, member.pointer, literal)
    if _NUMBER.fullmatch(literal) and not _INTEGER.fullmatch(literal):
        return Fault("integer", member.start, member.pointer, literal)
    return None


def _decoded(literal: str) -> str:
    if literal[0] == literal[-1] == '"' and "\\" not in literal and len(literal) > 1:
        return literal[1:-1]
    try:
        return str(json.loads(literal, strict=False))
    except json.JSONDecodeError:
        return literal.strip('"')


def escaped(step: str) -> str:
    """A key as a step of a JSON pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


class _Open:
    """An object or list that the scan is inside of."""

    __slots__ = ("index", "is_object", "key", "key_start", "pointer")

    def __init__(self, pointer: str, *, is_object: bool) -> None:
        self.pointer = pointer
        self.is_object = is_object
        self.key: str | None = None
        self.key_start = 0
        self.index = 0

    def member(self) -> str:
        return f"{self.pointer}/{escaped((self.key or '') if self.is_object else str(self.index))}"


def members(source: str) -> Iterator[Member]:
    """Every value of a source that is JSON, or begins as JSON, in its order, the root first, with its place."""
    inside: list[_Open] = []
    for token in _TOKEN.finditer(source):
        literal, start = token.group(), token.start()
        parent = inside[-1] if inside else None
        if literal in ("}", "]"):
            del inside[-1:]
        elif parent and literal == ",":
            parent.index, parent.key = parent.index + 1, None
        elif literal != ":":
            if parent and parent.is_object and parent.key is None:
                parent.key, parent.key_start = _decoded(literal), start
                continue
            pointer = parent.member() if parent else ""
            key_start = parent.key_start if parent and parent.is_object else start
            yield Member(pointer, start, key_start, literal)
            if literal in ("{", "["):
                inside.append(_Open(pointer, is_object=literal == "{"))


@dataclass(frozen=True)
class Lines:
    """The lines of a text, which find a code point's line without reading the text again."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and column of a code point, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
