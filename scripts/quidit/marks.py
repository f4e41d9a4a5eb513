"""Marks: the quotation marks of a text, how they pair and nest, and which of them stay alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quidit.once import once
from quidit.records import Span

# What each mark waits for when it opens. Guillemets and ” also open where German and Swedish write them: »so«, ”så”.
_CLOSED_BY = {
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "“": "”",
    "„": "“”",
    "”": "”",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "'": "'",
    "「": "」",
    "『": "』",
}
_ONLY_OPEN = frozenset("„‚「『")
_ONLY_CLOSE = frozenset("」』")
_MOSTLY_OPEN = frozenset("«‹“‘")
_MOSTLY_CLOSE = frozenset("»›”")
_APOSTROPHES = frozenset("'’‘")
MARK = re.compile("[«»‹›“”„\"‘’‚'「」『』]")
"""One quotation mark, or an apostrophe, which only its place tells from one."""
_SIGNS = "«»‹›“”„\"‘’‚'「」『』\n"
_BEFORE_A_WORD = frozenset("([{/:-–—’'«“„‘‚‹\"")
_WITH_A_WORD = frozenset("([{…«“„‘‚‹\"'¿¡$€£#@-–—")


@dataclass(frozen=True)
class Pairing:
    """The quotation marks of a text: ``pairs`` from mark to mark, both included, in text order.

    ``unclosed`` are the stretches from a mark that opens and is never closed to the end of its paragraph, ``stray``
    those from the beginning of a paragraph to a mark that closes nothing. Pairs nest and never cross; apostrophes
    are no marks.
    """

    pairs: tuple[Span, ...] = ()
    unclosed: tuple[Span, ...] = ()
    stray: tuple[Span, ...] = ()

    @once
    def outermost(self) -> tuple[Span, ...]:
        """The pairs that no other pair holds."""
        outer: list[Span] = []
        for each in self.pairs:
            if not outer or each.start >= outer[-1].end:
                outer.append(each)
        return tuple(outer)

    @once
    def pair_at(self) -> Mapping[int, Span]:
        """The pair of each mark that has a partner, by the mark's place."""
        return {place: each for each in self.pairs for place in (each.start, each.end - 1)}

    @once
    def _starts(self) -> list[int]:
        return [each.start for each in self.outermost]

    def inside(self, span: Span) -> tuple[Span, ...] | None:
        """The outermost pairs that lie in the span; None where one reaches beyond it, or a mark there has no partner."""
        if any(map(span.overlaps, (*self.unclosed, *self.stray))):
            return None
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        if first and self.outermost[first - 1].end > span.start:
            return None
        return None if last > first and self.outermost[last - 1].end > span.end else self.outermost[first:last]

    def hold(self, span: Span) -> bool:
        """Whether a pair of marks, or one that is alone in its paragraph, stands around the span."""
        return (
            _last_before(self.outermost, span).contains(span)
            or _last_before(self.unclosed, span).contains(span)
            or self._next_stray(span).contains(span)
        )

    def _next_stray(self, span: Span) -> Span:
        number = bisect_right(self.stray, span.end, key=lambda each: each.end)
        return self.stray[number] if number < len(self.stray) else _NOWHERE


_NOWHERE = Span(-1, -1)


def _last_before(spans: tuple[Span, ...], span: Span) -> Span:
    """The last of the spans that begins before another one."""
    number = bisect_left(spans, span.start, key=lambda each: each.start)
    return spans[number - 1] if number else _NOWHERE


def pair(text: str) -> Pairing:
    """Every quotation mark of the text with its partner, in linear time and in whatever language it is.

    A paragraph's marks pair among themselves. A mark that closes takes the nearest that waits for it; what was
    opened in between stays unclosed.
    """
    places = sorted(_places(text))
    if all(text[at] == "\n" for at in places):
        return Pairing()
    state = _State(text)
    for at in places:
        if text[at] == "\n":
            state.end_paragraph(at)
        else:
            state.read(at, text[at])
    state.end_paragraph(len(text))
    return Pairing(tuple(sorted(state.pairs)), tuple(sorted(state.unclosed)), tuple(state.stray))


def _places(text: str) -> Iterator[int]:
    """Where marks and line ends stand, sign by sign, since most signs are in no text; no apostrophe inside a word."""
    for sign in _SIGNS:
        at = text.find(sign)
        while at >= 0:
            if sign not in _APOSTROPHES or not (text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()):
                yield at
            at = text.find(sign, at + 1)


@dataclass
class _State:
    """What was read of a text so far.

    ``waiting`` holds the place and sign of each mark still open, ``wanted`` counts the signs that would close them,
    and ``alone`` are the marks of this paragraph that stay open.
    """

    text: str
    pairs: list[Span] = field(default_factory=list)
    unclosed: list[Span] = field(default_factory=list)
    stray: list[Span] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    waiting: list[tuple[int, str]] = field(default_factory=list)
    paragraph: int = 0
    wanted: dict[str, int] = field(default_factory=dict)

    def read(self, at: int, mark: str) -> None:
        before = self.text[at - 1] if at else "\n"
        after = self.text[at + 1] if at + 1 < len(self.text) else "\n"
        after_gap = before.isspace() or before in _BEFORE_A_WORD
        before_word = after.isalnum() or after in _WITH_A_WORD
        if self.wanted.get(mark) and self._closes(mark, after_gap=after_gap, before_word=before_word):
            self._close(at, mark)
        elif _opens(mark, after, after_gap=after_gap, before_word=before_word):
            self.waiting.append((at, mark))
            self._want(mark, 1)
        elif mark not in _APOSTROPHES and not (mark == '"' and before.isdigit()):
            self.stray.append(Span(self.paragraph, at + 1))

    def end_paragraph(self, end: int) -> None:
        while self.waiting:
            self._give_up()
        self.unclosed += (Span(at, end) for at in self.alone)
        self.alone.clear()
        self.paragraph = end + 1

    def _closes(self, mark: str, *, after_gap: bool, before_word: bool) -> bool:
        if mark in _APOSTROPHES:
            return mark in _CLOSED_BY[self.waiting[-1][1]] and not before_word
        return mark in _MOSTLY_CLOSE or mark in _ONLY_CLOSE or not (after_gap and before_word)

    def _want(self, opened: str, times: int) -> None:
        for sign in _CLOSED_BY[opened]:
            self.wanted[sign] = self.wanted.get(sign, 0) + times

    def _close(self, at: int, mark: str) -> None:
        while mark not in _CLOSED_BY[self.waiting[-1][1]]:
            self._give_up()
        opened, sign = self.waiting.pop()
        self._want(sign, -1)
        self.pairs.append(Span(opened, at + 1))

    def _give_up(self) -> None:
        """The innermost open mark stays unclosed; a straight single one was an apostrophe."""
        at, sign = self.waiting.pop()
        self._want(sign, -1)
        if sign != "'":
            self.alone.append(at)


def _opens(mark: str, after: str, *, after_gap: bool, before_word: bool) -> bool:
    """Whether a mark that closes nothing opens there."""
    if mark in "'‘" and after.isdigit():  # the ’90s, typed '90s or ‘90s
        return False
    if mark in _ONLY_OPEN:
        return True
    if mark in _MOSTLY_OPEN and before_word:
        return True
    if mark in _MOSTLY_OPEN or mark == '"':  # « Ce pont », with blanks inside the marks
        return after_gap and (before_word or after in " \u00a0\u202f")
    return mark in _CLOSED_BY and after_gap and before_word
