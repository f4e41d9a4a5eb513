"""The rule on what says nothing: what is not there is absent from a file, and neither an empty list nor an empty object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quidit.checks.rules import rule
from quidit.generate.shapes import Schema
from quidit.json_source import escaped
from quidit.problems import REMOVED, Edit, Finding, Repair, Severity

_STATED = frozenset({"speakers"})
"""The lists of which an empty one states something: that the article names nobody."""

Path = tuple[str, ...]
"""The keys that lead to lists and objects of a document; ``*`` stands for each element of a list on the way."""
_EACH = "*"


@dataclass(frozen=True, slots=True)
class Emptiable:
    """A document, and the ways to what may be absent from it, each with what is there where that holds nothing.

    ``fits`` where the document fits its schema for certain.
    """

    document: object
    paths: Mapping[Path, object]
    fits: bool = False


def optional_holders(schema: Schema) -> Mapping[Path, object]:
    """The ways to lists and objects that a document need not have and that may be empty, each with the empty one."""
    return dict(_optional(schema))


def _optional(schema: Mapping[str, Any]) -> Iterator[tuple[Path, object]]:
    if schema.get("type") == "array":
        yield from (((_EACH, *path), empty) for path, empty in _optional(schema["items"]))
    for key, member in schema.get("properties", {}).items():
        if key not in schema["required"] and key not in _STATED and (empty := _empty_of(member)) is not None:
            yield (key,), empty
        yield from (((key, *path), empty) for path, empty in _optional(member))


def _empty_of(schema: Mapping[str, Any]) -> object:
    """What holds nothing and fits the schema; None where that is neither a list nor an object."""
    if schema.get("type") == "array":
        return []
    return {} if schema.get("type") == "object" and not schema.get("required") else None


@rule("QD210", severity=Severity.WARNING, since="0.2.0")
def empty_list_or_object(holders: Emptiable) -> Iterator[Finding]:
    """What is not there is absent; only `speakers` may be empty, which states that the article names nobody."""
    if holders.fits and all(all(_along(path, holders.document)) for path in holders.paths):
        return
    for path, empty in holders.paths.items():
        for pointer in _empty(holders.document, path, empty, ""):
            yield Finding(
                f'"{path[-1]}" is empty',
                pointer,
                got=str(empty),
                expected=f"at least one {'element' if empty == [] else 'member'}, or no such key",
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


def _empty(value: object, path: Path, empty: object, pointer: str) -> Iterator[str]:
    """Where the path leads to what holds nothing; it may lead nowhere in a document that does not fit its schema."""
    if not path:
        if value == empty:
            yield pointer
    elif path[0] == _EACH:
        for number, each in enumerate(value if isinstance(value, list) else ()):
            yield from _empty(each, path[1:], empty, f"{pointer}/{number}")
    elif isinstance(value, dict) and path[0] in value:
        yield from _empty(value[path[0]], path[1:], empty, f"{pointer}/{escaped(path[0])}")
