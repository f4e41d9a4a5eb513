"""The rule on what says nothing: what is not there is absent from a file, and not an empty list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quidit.checks.rules import rule
from quidit.generate.shapes import Schema
from quidit.json_source import escaped
from quidit.problems import REMOVED, Edit, Finding, Repair, Severity

_STATED = frozenset({"speakers"})
"""The lists of which an empty one states something: that the article names nobody."""

Path = tuple[str, ...]
"""The keys that lead to lists of a document; ``*`` stands for each element of a list on the way."""
_EACH = "*"


@dataclass(frozen=True, slots=True)
class Emptiable:
    """A document, and the ways to the lists in it that may be absent; ``fits`` where it fits its schema for certain."""

    document: object
    paths: Sequence[Path]
    fits: bool = False


def optional_lists(schema: Schema) -> Sequence[Path]:
    """The ways to the lists that a document of the schema need not have."""
    return list(_optional(schema))


def _optional(schema: Mapping[str, Any]) -> Iterator[Path]:
    if schema.get("type") == "array":
        yield from ((_EACH, *path) for path in _optional(schema["items"]))
    for key, member in schema.get("properties", {}).items():
        if member.get("type") == "array" and key not in schema["required"] and key not in _STATED:
            yield (key,)
        yield from ((key, *path) for path in _optional(member))


@rule("QD210", severity=Severity.WARNING, since="0.2.0")
def empty_list(lists: Emptiable) -> Iterator[Finding]:
    """What is not there is absent; only `speakers` may be empty, which states that the article names nobody."""
    if lists.fits and not any([] in _along(path, lists.document) for path in lists.paths):
        return
    for path in lists.paths:
        for pointer in _empty(lists.document, path, ""):
            yield Finding(
                f'"{path[-1]}" is empty',
                pointer,
                got="[]",
                expected="at least one element, or no such key",
                fix="leave the key out",
                repair=Repair((Edit(pointer, REMOVED),)),
            )


def _along(path: Path, document: object) -> list[Any]:
    """The values of a document to which a path leads."""
    values: list[Any] = [document]
    for step in path:
        if step == _EACH:
            values = [each for value in values for each in value]
        else:
            values = [value[step] for value in values if step in value]
    return values


def _empty(value: object, path: Path, pointer: str) -> Iterator[str]:
    """Where the path leads to an empty list; it may lead nowhere in a document that does not fit its schema."""
    if not path:
        if value == []:
            yield pointer
    elif path[0] == _EACH:
        for number, each in enumerate(value if isinstance(value, list) else ()):
            yield from _empty(each, path[1:], f"{pointer}/{number}")
    elif isinstance(value, dict) and path[0] in value:
        yield from _empty(value[path[0]], path[1:], f"{pointer}/{escaped(path[0])}")
