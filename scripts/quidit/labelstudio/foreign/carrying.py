"""Carrying over: spans of a text as it was received, in the text as a corpus holds it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from quidit.problems import QuiditError
from quidit.records import Span
from quidit.text import Normalised


class NotCarriedError(QuiditError, ValueError):
    """A span that has no exact counterpart; the message says why."""


def carry(raw: Span, normalised: Normalised) -> Span:
    """The stretch of the normalised text that was made of ``raw``, without blanks at its edges.

    What normalisation deletes (soft hyphens, blanks around lines) is not missed.

    Raises:
        NotCarriedError: nothing visible is left of it, or it begins or ends inside what became one character.
    """
    text, places = normalised.text, range(len(normalised.text))
    start = bisect_left(places, raw.start, key=lambda at: _source(at, normalised).start)
    end = bisect_right(places, raw.end, key=lambda at: _source(at, normalised).end)
    for at, edge in ((start - 1, raw.start), (end, raw.end)):
        if at in places and text[at] != "\n" and _source(at, normalised).start < edge < _source(at, normalised).end:
            raise NotCarriedError(f"it cuts {text[at]!r}, which is one character here and several there, in two")
    words = text[start:end]
    if not words.strip():
        raise NotCarriedError("nothing visible is left of it in the normalised text")
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _source(at: int, normalised: Normalised) -> Span:
    """What the character at an offset was made of; both edges grow with the offset."""
    return normalised.raw_span(Span(at, at + 1))
