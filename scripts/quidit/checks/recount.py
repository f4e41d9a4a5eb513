"""Recounting: the one other way of counting by which nearly all misplaced spans of an annotation stand at their words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from quidit.documents import SpanFile
from quidit.records import Span

_MOST_PLACES = 64
"""Places of the longest misplaced words that a shift is tried from."""
_LEAST = 2
"""Misplaced spans that must tell the same: one alone tells of itself only."""
_FEW = 3
"""Of so many misplaced spans one may have another fault of its own."""

_UNITS: tuple[tuple[str, Callable[[str], int]], ...] = (
    ("UTF-16 units", lambda char: 2 if char > "\uffff" else 1),
    ("UTF-8 bytes", lambda char: len(char.encode("utf-8", "surrogatepass"))),
    ("line ends as two characters", lambda char: 2 if char == "\n" else 1),
    ("UTF-16 units, and line ends as two", lambda char: 2 if char > "\uffff" or char == "\n" else 1),
    (
        "UTF-8 bytes, and line ends as two",
        lambda char: 2 if char == "\n" else len(char.encode("utf-8", "surrogatepass")),
    ),
    ("accents as characters of their own (NFD)", lambda char: len(unicodedata.normalize("NFD", char))),
)
_EDGES = (
    (0, 1, "the last character of a span in place of the one after it"),
    (-1, 0, "from 1, and the last character of a span"),
)

Convert = Callable[[int, int], Span | None]


@dataclass(frozen=True, slots=True)
class Recount:
    """How the offsets were counted, and where the spans stand that it explains, by their pointers.

    ``unit`` is empty where they are shifted by ``shift``, which is what was added to start and end alike.
    """

    unit: str
    shift: int
    spans: dict[str, Span]


def recounted(items: Sequence[tuple[str, SpanFile]], text: str) -> Recount | None:
    """The other way of counting, where there is exactly one; None where spans are misplaced each in its own way.

    By it every span that stands at its words now still does, and of those that do not at most a few are left.
    """
    misplaced = frozenset(pointer for pointer, item in items if text[item["start"] : item["end"]] != item["text"])
    if len(misplaced) < _LEAST:
        return None
    found: Recount | None = None
    for unit, shift, convert in _ways([item for pointer, item in items if pointer in misplaced], text):
        spans = _explained(items, text, convert)
        left = misplaced - spans.keys()
        if len(spans) + len(left) < len(items) or len(misplaced) - len(left) < max(_LEAST, _FEW * len(left)):
            continue
        if found and found.spans != spans:
            return None
        found = found or Recount(unit, shift, spans)
    return found


def _explained(items: Iterable[tuple[str, SpanFile]], text: str, convert: Convert) -> dict[str, Span]:
    """The spans whose words stand where the conversion puts them."""
    spans = {}
    for pointer, item in items:
        span = convert(item["start"], item["end"])
        if span is not None and 0 <= span.start < span.end <= len(text) and span.of(text) == item["text"]:
            spans[pointer] = span
    return spans


def _ways(misplaced: Sequence[SpanFile], text: str) -> Iterator[tuple[str, int, Convert]]:
    """Every way in which offsets may have been counted: units, edges, and shifts of the longest words."""
    for unit, width in _UNITS:
        places = {place: number for number, place in enumerate(accumulate(map(width, text), initial=0))}
        if len(text) not in places or places[len(text)] != len(text):
            yield unit, 0, _by_place(places)
    for at_start, at_end, unit in _EDGES:
        yield unit, 0, _by_adding(at_start, at_end)
    anchor = max(misplaced, key=lambda item: len(item["text"]))
    for place in islice(_places(anchor["text"], text), _MOST_PLACES):
        shift = anchor["start"] - place
        if shift:
            yield "", shift, _by_adding(-shift, -shift)


def _by_place(places: dict[int, int]) -> Convert:
    def convert(start: int, end: int) -> Span | None:
        return Span(places[start], places[end]) if start in places and end in places else None

    return convert


def _by_adding(at_start: int, at_end: int) -> Convert:
    def convert(start: int, end: int) -> Span | None:
        return Span(start + at_start, end + at_end)

    return convert


def _places(words: str, text: str) -> Iterator[int]:
    """Where the words stand in the text, one place after the other."""
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)
