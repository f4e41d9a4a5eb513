"""Placing: where a foreign region lies in an article, whatever kind of region it is."""

from __future__ import annotations

import re

from quidit.labelstudio.foreign.carrying import NotCarriedError, carry
from quidit.labelstudio.results import Json
from quidit.records import Span
from quidit.text import Normalised

MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+);|<!--")
"""What a browser would not show as it stands."""
_NO_WORDS = re.compile(r"\\n|\s")
"""What Label Studio changes in the words that it repeats: a newline becomes a backslash and an n, blanks collapse."""


def place(value: Json, raw: str, normalised: Normalised) -> Span:
    """The span of a region in the normalised text, without blanks at its edges.

    Raises:
        NotCarriedError: there is no such span; the message says why.
    """
    return carry(raw_span(value, raw), normalised)


def raw_span(value: Json, raw: str) -> Span:
    """The span of a region in the text as it was received.

    Offsets of plain text are code points of it. Where start and end are places in a page (``HyperText``,
    ``Paragraphs``), the offsets in the whole text count, if Label Studio gives them and repeats their words.

    Raises:
        NotCarriedError: there is none; the message says why.
    """
    whole = value.get("globalOffsets")
    start, end = _whole(value.get("start")), _whole(value.get("end"))
    if start is not None and end is not None:
        return _inside(start, end, raw)
    if not isinstance(whole, dict):
        raise NotCarriedError(f"{_shown(value.get('start'))} to {_shown(value.get('end'))} are no whole numbers")
    start, end = _whole(whole.get("start")), _whole(whole.get("end"))
    if start is None or end is None:
        raise NotCarriedError(f"globalOffsets are {_shown(whole)}, no whole numbers")
    span = _inside(start, end, raw)
    if not isinstance(value.get("text"), str) or not repeats(value, span.of(raw)):
        raise NotCarriedError(
            f"the text has {_shown(span.of(raw))} at its globalOffsets, and the export repeats {_shown(value.get('text'))}"
        )
    return span


def repeats(value: Json, words: str) -> bool:
    """Whether the words that Label Studio repeats are these, but for blanks; true where it repeats none."""
    said = value.get("text")
    return not isinstance(said, str) or _NO_WORDS.sub("", said) == _NO_WORDS.sub("", words)


def _inside(start: int, end: int, raw: str) -> Span:
    if not 0 <= start < end <= len(raw):
        raise NotCarriedError(f"[{start}, {end}) is no span of the text, which has {len(raw)} characters")
    return Span(start, end)


def _whole(offset: object) -> int | None:
    """The offset as a whole number; JSON written elsewhere may hold 12.0 for 12."""
    if isinstance(offset, float) and offset.is_integer():
        return int(offset)
    return offset if isinstance(offset, int) and not isinstance(offset, bool) else None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004  # as much as a line of a report holds
