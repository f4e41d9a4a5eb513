"""Free texts: what people write into a file in words of their own, rather than labels, ids and hashes.

An article's own text, and the words that spans repeat of it, are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quidit.generate.shapes import Schema
from quidit.json_source import escaped

_FREE = frozenset({"title", "publisher", "note", "name", "producer", "version", "decided_by", "basis", "why"})


@dataclass(frozen=True, slots=True)
class Branch:
    """The keys of objects that are free texts, and those that lead to objects, or lists of objects, which have some."""

    texts: tuple[str, ...]
    objects: tuple[tuple[str, Branch], ...] = ()
    lists: tuple[tuple[str, Branch], ...] = ()

    def texts_of(self, objects: Sequence[Mapping[str, Any]]) -> list[str]:
        """The free texts of objects, all of which this is the shape of."""
        found: list[str] = [each[key] for key in self.texts for each in objects if key in each]
        for key, branch in self.objects:
            if members := [each[key] for each in objects if key in each]:
                found += branch.texts_of(members)
        for key, branch in self.lists:
            for each in objects:
                found += branch.texts_of(each.get(key, ()))
        return found


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


def branch(schema: Schema) -> Branch | None:
    """Where a document that fits the schema, or each element of one that is a list, has its free texts.

    None where it may have them anywhere.
    """
    element = _element(schema)
    return _branch(element) if _is_spelt_out(element) else None


def _is_spelt_out(schema: Mapping[str, Any]) -> bool:
    """Whether the schema says of every object what it holds."""
    if schema.get("type") == "object" and "properties" not in schema:
        return False
    return all(map(_is_spelt_out, map(_element, schema.get("properties", {}).values())))


def _element(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of a list's elements; that of anything else as it is."""
    return schema["items"] if schema.get("type") == "array" else schema


def _branch(schema: Mapping[str, Any]) -> Branch:
    members: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    inner = [(key, _branch(_element(member)), member.get("type")) for key, member in members.items()]
    return Branch(
        tuple(key for key in members if key in _FREE),
        tuple((key, each) for key, each, kind in inner if kind == "object" and each != _BARE),
        tuple((key, each) for key, each, kind in inner if kind == "array" and each != _BARE),
    )


_BARE = Branch(())
