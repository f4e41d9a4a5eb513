"""Referring: what the spans of an annotation refer to, and where they say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from quidit.documents import SpanFile

LISTS = ("speakers", "via", "holders")
SINGLE = ("cue", "continues", "target")
_PART_OF = {"m": "mentions", "c": "cues", "q": "quotes"}


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference of a span to what is not there: its place, the part of the file that it looks in, and the id."""

    item: SpanFile
    place: str
    part: str
    reference: str


def references(pointer: str, item: SpanFile) -> Iterator[tuple[str, str, str]]:
    """Each reference of a span: its place, the part of the file that it leads to, and the id."""
    members = cast("dict[str, str]", item)
    if "entity" in members:
        yield f"{pointer}/entity", "entities", members["entity"]
    for key in SINGLE:
        if key in members:
            yield f"{pointer}/{key}", _PART_OF[members[key][0]], members[key]
    for key in LISTS:
        for number, reference in enumerate(cast("dict[str, list[str]]", item).get(key, [])):
            if isinstance(reference, str):
                yield f"{pointer}/{key}/{number}", "mentions", reference


def referred(item: SpanFile, key: str) -> tuple[str, ...]:
    """The ids that a list of references holds; none where the span has no such list."""
    listed = cast("Mapping[str, list[object]]", item).get(key)
    return tuple([each for each in listed if isinstance(each, str)]) if listed else ()


def numbered(item: SpanFile, key: str) -> list[tuple[int, str]]:
    """The ids that a list of references holds, with their numbers in it: an element that departed has one too."""
    listed = cast("Mapping[str, list[object]]", item).get(key, [])
    return [(number, each) for number, each in enumerate(listed) if isinstance(each, str)]
