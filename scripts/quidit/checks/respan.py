"""Respan: a span moved to better edges, as advice and as a repair."""

from __future__ import annotations

from quidit.problems import Edit, Repair
from quidit.records import Span

_SHOWN = 80


def shown(words: str) -> str:
    """The words as a finding quotes them; a long stretch is not shown whole."""
    return f'"{words[:_SHOWN]}{"…" if len(words) > _SHOWN else ""}"'


def advice(span: Span, text: str) -> str:
    """What to write so that a span lies there."""
    return f'write "start": {span.start}, "end": {span.end}, "text": {shown(span.of(text))}'


def moved(pointer: str, span: Span, text: str, *, is_safe: bool) -> Repair:
    """The edits that do so."""
    members = (("start", span.start), ("end", span.end), ("text", span.of(text)))
    return Repair(tuple(Edit(f"{pointer}/{key}", value) for key, value in members), is_safe=is_safe)
