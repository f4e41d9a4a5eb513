"""Graphemes: where a text cannot be cut, because what is seen as one character goes on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from quidit.characters import PICTOGRAPHS
from quidit.once import once
from quidit.records import Span

_JOINER = "\u200d"
_EXTENDS = frozenset("\u200c\u200d\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_FLAG_LETTERS = "\U0001f1e6-\U0001f1ff"
_PICTOGRAPH = re.compile(f"[{PICTOGRAPHS}]")
_FLAG = re.compile(f"[{_FLAG_LETTERS}]{{2}}")
PLAIN = frozenset(("", *map(chr, (*range(0x300), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x202F))))
"""What most texts hold and what never goes on from the character before, their end included."""
_LONGEST = 40
"""Code points of the longest character that is followed to its ends: a family with skin tones has about twenty."""


@dataclass(frozen=True)
class Graphemes:
    """A text by what is seen as its characters: letters with their marks, emoji sequences, flags."""

    text: str

    def cuts(self, *edges: int) -> bool:
        """Whether one of the edges parts a character from what belongs to it."""
        return any(map(self._is_inside, edges))

    def _is_inside(self, at: int) -> bool:
        if not 0 < at < len(self.text) or (character := self.text[at]) in PLAIN:
            return False
        if character in _EXTENDS or unicodedata.category(character)[0] == "M":
            return not self.text[at - 1].isspace()
        if self.text[at - 1] == _JOINER:
            return _PICTOGRAPH.match(character) is not None
        return at in self._flag_middles

    def around(self, span: Span) -> Span:
        """The span with the whole of each character that it cuts."""
        start, end = span.start, span.end
        while self.cuts(start) and span.start - start < _LONGEST:
            start -= 1
        while self.cuts(end) and end - span.end < _LONGEST:
            end += 1
        return Span(start, end)

    @once
    def _flag_middles(self) -> frozenset[int]:
        return frozenset(found.start() + 1 for found in _FLAG.finditer(self.text))
