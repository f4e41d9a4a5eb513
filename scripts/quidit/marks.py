"""Marks: the quotation marks of a text, how they pair and nest, and which of them stay alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

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
_CERTAIN = re.compile("[«»‹›“”„\"‘‚「」『』]|(?<!\\w)'(?=\\w)")  # Most words have apostrophes and no mark.
_MARK_OR_LINE_END = re.compile(MARK.pattern.replace("]", "\n]"))
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

    @cached_property
    def outermost(self) -> tuple[Span, ...]:
        """The pairs that no other pair holds."""
        outer: list[Span] = []
        for each in self.pairs:
            if not outer or each.start >= outer[-1].end:
                outer.append(each)
        return tuple(outer)

    @cached_property
    def pair_at(self) -> Mapping[int, Span]:
        """The pair of each mark that has a partner, by the mark's place."""
        return {place: each for each in self.pairs for place in (each.start, each.end - 1)}

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


def pair(text: str, within: Span | None = None) -> Pairing:
    """Every quotation mark of the text with its partner, in linear time and in whatever language it is.

    A paragraph's marks pair among themselves, so that some paragraphs of a text may be read ``within`` it. A mark
    that closes takes the nearest that waits for it; what was opened in between stays unclosed.
    """
    start, end = (within.start, within.end) if within else (0, len(text))
    if not _CERTAIN.search(text, start, end):
        return Pairing()
    state = _State(text, paragraph=start)
    for found in _MARK_OR_LINE_END.finditer(text, start, end):
        if found[0] == "\n":
            state.end_paragraph(found.start())
        else:
            state.read(found.start(), found[0])
    state.end_paragraph(end)
    return Pairing(tuple(sorted(state.pairs)), tuple(sorted(state.unclosed)), tuple(state.stray))


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
    wanted: Counter[str] = field(default_factory=Counter)

    def read(self, at: int, mark: str) -> None:
        before = self.text[at - 1] if at else "\n"
        after = self.text[at + 1] if at + 1 < len(self.text) else "\n"
        if mark in _APOSTROPHES and before.isalnum() and after.isalnum():
            return
        after_gap = before.isspace() or before in _BEFORE_A_WORD
        before_word = after.isalnum() or after in _WITH_A_WORD
        if self._closes(mark, after_gap=after_gap, before_word=before_word):
            self._close(at, mark)
        elif _opens(mark, after, after_gap=after_gap, before_word=before_word):
            self.waiting.append((at, mark))
            self.wanted.update(_CLOSED_BY[mark])
        elif mark not in _APOSTROPHES and not (mark == '"' and before.isdigit()):
            self.stray.append(Span(self.paragraph, at + 1))

    def end_paragraph(self, end: int) -> None:
        while self.waiting:
            self._give_up()
        self.unclosed += (Span(at, end) for at in self.alone)
        self.alone.clear()
        self.paragraph = end + 1

    def _closes(self, mark: str, *, after_gap: bool, before_word: bool) -> bool:
        if not self.wanted[mark]:
            return False
        if mark in _APOSTROPHES:
            return mark in _CLOSED_BY[self.waiting[-1][1]] and not before_word
        return mark in _MOSTLY_CLOSE or mark in _ONLY_CLOSE or not (after_gap and before_word)

    def _close(self, at: int, mark: str) -> None:
        while mark not in _CLOSED_BY[self.waiting[-1][1]]:
            self._give_up()
        opened, sign = self.waiting.pop()
        self.wanted.subtract(_CLOSED_BY[sign])
        self.pairs.append(Span(opened, at + 1))

    def _give_up(self) -> None:
        """The innermost open mark stays unclosed; a straight single one was an apostrophe."""
        at, sign = self.waiting.pop()
        self.wanted.subtract(_CLOSED_BY[sign])
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
