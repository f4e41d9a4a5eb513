"""Misplaced: what to do about a span that does not stand where its words are, as advice and as a repair."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from quidit.checks.respan import moved, shown
from quidit.documents import SpanFile
from quidit.problems import Edit, Repair
from quidit.records import Span

_TYPOGRAPHY = str.maketrans("’‘“”„«»–—‑", '\'\'"""""---', "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}")
"""What editors and keyboards write for one another; of blanks NFKC makes plain ones."""
_FAR = 100_000
"""Code points searched on either side for the words of a misplaced span: more than an article has."""
_LOST = "correct the words, or the offsets, which count Unicode code points"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about a span, and the repair that does it, None where no program can."""

    fix: str
    repair: Repair | None = None


def remedy(pointer: str, item: SpanFile, text: str) -> Remedy:
    """What mends a span whose words are not those from its start to its end.

    Its edges in each other's place, or its words spelt otherwise than the article's, are beyond doubt; so are words
    that stand once in the text. Of words that stand several times the nearest may not be meant.
    """
    start, end, words = item["start"], item["end"], item["text"]
    there = text[start:end]
    if end < start <= len(text) and text[end:start] == words:
        return Remedy(
            f'write "start": {end}, "end": {start}: they stand in each other\'s place',
            moved(pointer, Span(end, start), text, is_safe=True),
        )
    if there and end <= len(text) and _plain(there) == _plain(words):
        return Remedy(f'write "text": {shown(there)}', Repair((Edit(f"{pointer}/text", there),)))
    place = _nearest(words, text, min(start, len(text)))
    if place is None:
        return Remedy(_LOST)
    is_only = text.find(words) == text.rfind(words)
    span = Span(place, place + len(words))
    return Remedy(
        f'write "start": {span.start}, "end": {span.end}: these words stand there',
        moved(pointer, span, text, is_safe=is_only),
    )


def _nearest(words: str, text: str, start: int) -> int | None:
    """Where the words stand nearest to an offset; None where they stand nowhere."""
    low, high = max(0, start - _FAR), start + _FAR
    before, after = text.rfind(words, low, start + len(words)), text.find(words, start, high)
    return min((place for place in (before, after) if place >= 0), key=lambda place: abs(place - start), default=None)


def _plain(words: str) -> str:
    """The words without what typography adds to them."""
    return unicodedata.normalize("NFKC", words).translate(_TYPOGRAPHY)
