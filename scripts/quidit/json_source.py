"""The JSON source: parsing that refuses what parsers silently accept, and where each value stands in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

MAX_DEPTH = 32
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")|([\[\]{},:])|([^\s\[\]{},:"]+)')
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_NUMBER = re.compile(r"-?[0-9][0-9.eE+-]*")

FaultKind = Literal["syntax", "depth", "duplicate", "constant", "integer", "surrogate"]


@dataclass(frozen=True, slots=True)
class Member:
    """A value of the source: its JSON pointer, and the code points at which it and its key begin."""

    pointer: str
    start: int
    key_start: int
    literal: str


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
        document = json.loads(source, object_pairs_hook=_unique, parse_constant=_refused, parse_float=_refused)
    except json.JSONDecodeError as error:
        return Parsed(None, _faults(source) or (Fault("syntax", error.pos, "", error.msg),))
    except (ValueError, RecursionError):
        return Parsed(None, _faults(source))
    if _ESCAPED_SURROGATE.search(source) and (faults := _faults(source)):
        return Parsed(None, faults)
    return Parsed(document)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("duplicate key")
    return members


def _refused(literal: str) -> object:
    raise ValueError(literal)


def _faults(source: str) -> tuple[Fault, ...]:
    """Every fault that a scan of the source can place; empty where only the grammar is broken."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for member in members(source):
        at = (member.start, member.pointer)
        if member.pointer.count("/") > MAX_DEPTH:
            return (*faults, Fault("depth", *at, f"more than {MAX_DEPTH} levels"))
        if member.pointer in seen:
            faults.append(Fault("duplicate", member.key_start, member.pointer, _last_key(member.pointer)))
        seen.add(member.pointer)
        literal = member.literal
        if literal in ("NaN", "Infinity", "-Infinity"):
            faults.append(Fault("constant", *at, literal))
        elif _NUMBER.fullmatch(literal) and not _INTEGER.fullmatch(literal):
            faults.append(Fault("integer", *at, literal))
        elif literal.startswith('"') and _holds_surrogate(literal):
            faults.append(Fault("surrogate", *at, literal))
    return tuple(faults)


def _holds_surrogate(literal: str) -> bool:
    return bool(_ESCAPED_SURROGATE.search(literal) and _SURROGATE.search(_decoded(literal)))


def _decoded(literal: str) -> str:
    try:
        return str(json.loads(literal, strict=False))
    except json.JSONDecodeError:
        return literal[1:-1]


def _last_key(pointer: str) -> str:
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


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
        name = self.key if self.is_object else str(self.index)
        return f"{self.pointer}/{(name or '').replace('~', '~0').replace('/', '~1')}"


def members(source: str) -> Iterator[Member]:
    """Every value of the source in its order, the root first, with its place; tolerant of broken grammar."""
    inside: list[_Open] = []
    for token in _TOKEN.finditer(source):
        literal, start = token.group(), token.start()
        parent = inside[-1] if inside else None
        if literal in ("}", "]"):
            del inside[-1:]
        elif literal == ",":
            if parent:
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


def line_and_column(source: str, start: int) -> tuple[int, int]:
    """The line and column of a code point of the source, both counted from 1."""
    line_start = source.rfind("\n", 0, start) + 1
    return source.count("\n", 0, start) + 1, start - line_start + 1
