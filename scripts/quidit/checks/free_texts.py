"""Free texts: what people write into a file in words of their own, rather than labels, ids and hashes.

An article's own text, and the words that spans repeat of it, are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quidit.generate.shapes import Schema
from quidit.json_source import escaped

_FREE = frozenset({"title", "publisher", "note", "name", "producer", "version", "decided_by", "basis", "why"})
EACH = "*"

Path = tuple[str, ...]
"""The keys that lead to texts of a document; ``*`` stands for each element of a list."""


def free_texts(value: object, pointer: str = "") -> Iterator[tuple[str, str]]:
    """The free texts of any document, with their pointers."""
    if isinstance(value, dict):
        for key, member in value.items():
            if isinstance(member, str):
                if key in _FREE and member:
                    yield f"{pointer}/{escaped(key)}", member
            else:
                yield from free_texts(member, f"{pointer}/{escaped(key)}")
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from free_texts(member, f"{pointer}/{number}")


def paths(schema: Schema) -> Sequence[Path] | None:
    """Where a document that fits the schema has its free texts; None where it may have them anywhere."""
    found = list(_paths(schema))
    return None if () in found else found


def _paths(schema: Mapping[str, Any]) -> Iterator[Path]:
    """As ``paths``; an empty one where anything may stand."""
    if schema.get("type") == "array":
        yield from ((EACH, *path) if path else path for path in _paths(schema["items"]))
    elif "properties" in schema:
        for key, member in schema["properties"].items():
            if key in _FREE:
                yield (key,)
            yield from ((key, *path) if path else path for path in _paths(member))
    elif schema.get("type") == "object":
        yield ()


def along(path: Path, document: object) -> list[Any]:
    """The values of a document to which a path leads."""
    values: list[Any] = [document]
    for step in path:
        if step == EACH:
            values = [each for value in values for each in value]
        else:
            values = [value[step] for value in values if step in value]
    return values
