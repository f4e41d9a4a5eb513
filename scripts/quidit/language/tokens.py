"""Tokens: the words, numbers, punctuation marks and emoji of a text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Sequence
from functools import cache

from quidit.characters import EMOJI
from quidit.records import Span

# Characters that never stand apart from the one before; combining marks are read as U+0300, see _legible.
_ATTACHED = "[\u0300\u00ad\u200c\u200d\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f]*+"
_KEPT_AS_THEY_ARE = "\ufe0e\ufe0f\u20e3"
# Han and Kana: no blanks between words, so that each character is a token.
_IDEOGRAPHS = (
    "\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003fffd"
)
_LETTERS = f"(?:[^\\W_{_IDEOGRAPHS}]{_ATTACHED})++"
_APOSTROPHE = "['’]"
# M’Bappé, N’Djamena, D’Souza: French elides before a vowel or h only.
_NAME = f"[DMNT]{_APOSTROPHE}[BCDFGJKLPQRSTVWXZ][a-zà-ÿ]|[MN]{_APOSTROPHE}H[a-zà-ÿ]"
_ONE_WORD = f"(?i:quelqu{_APOSTROPHE}une?s?|presqu{_APOSTROPHE}[iî]les?)(?![^\\W_])"
_ELISION = (
    f'(?!{_NAME}|{_ONE_WORD})(?i:[cçdjlmnst]|(?:jus|lors|pres|puis|quel|quoi)?qu){_APOSTROPHE}(?=[^\\W_]|[«“„‘"(\\[])'
)
_CLITIC = f"{_APOSTROPHE}(?i:s|re|ve|ll|d|m)(?![^\\W_]|\u0300)"
# aujourd’hui, prud’homme, O’Brien, don’t; 1,1 and 3.14 and 18:30.
_WORD = f"{_LETTERS}(?:(?:(?!{_CLITIC}){_APOSTROPHE}|(?<=\\d)[.,:](?=\\d)){_LETTERS})*+"
_TOKEN = f"(?:{EMOJI}){_ATTACHED}|{_ELISION}|{_WORD}|(?<=[^\\W_]|\u0300){_CLITIC}|(?:\\.\\.\\.+|\\S){_ATTACHED}"


_ALONE = frozenset('.,;:!?…()[]«»“”„"-–—/')
"""Signs that share no token with a letter."""
_NEAR = 100
"""Characters in which a blank is looked for; hardly a word is longer, and hardly a text has none."""


def tokenise(text: str) -> tuple[Span, ...]:
    """Tokens in reading order: they cover every character but blanks, and none of them holds a blank.

    A hyphen is a token of its own, and so are an elided word with its apostrophe (``l’``, ``qu’``), an English
    clitic (``’s``), each punctuation mark, each Han or Kana character, an ellipsis, and an emoji sequence.
    A combining mark stays with its letter.
    """
    return tuple([Span(*found.span()) for found in _compiled().finditer(_legible(text))])


@cache
def _compiled() -> re.Pattern[str]:
    """The pattern of a token, compiled when the first text is cut."""
    return re.compile(_TOKEN)


def stands_apart(text: str, span: Span) -> bool:
    """Whether whole tokens fill the span for certain: letters at its edges, a blank or a sign beside them."""
    start, end = span.start, span.end
    return (
        parts_from_letters(text[start - 1 : start])
        and parts_from_letters(text[end : end + 1])
        and text[start].isalpha()
        and text[end - 1].isalpha()
    )


def parts_from_letters(beside: str) -> bool:
    """Whether what stands beside a letter shares no token with it for certain: a blank, a sign, or nothing at all."""
    return not beside or beside in _ALONE or beside.isspace()


def is_inside_a_token(text: str, place: int, tokens: Callable[[], Sequence[Span]]) -> bool:
    """Whether one token holds the characters on both sides of a place, found without reading the whole text.

    ``tokens`` gives those of the text where no blank is near, so that many places in such a text read it once.
    """
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if before.isspace() or after.isspace():
        return False
    if (before in _ALONE and after.isalpha()) or (after in _ALONE and before.isalpha()):
        return False
    start, end = place - 1, place + 1
    while start and place - start < _NEAR and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and end - place < _NEAR and not text[end].isspace():
        end += 1
    if _NEAR in (place - start, end - place):
        return tokens()[bisect(tokens(), place, key=lambda token: token.end)].start < place
    return any(token.start < place - start < token.end for token in tokenise(text[start:end]))


def _legible(text: str) -> str:
    """The text, as long as before, with one sign for every combining mark: re has no class for them."""
    marks = {
        ord(character): "\u0300"
        for character in set(text).difference(_KEPT_AS_THEY_ARE)
        if unicodedata.category(character)[0] == "M"
    }
    return text.translate(marks) if marks else text
