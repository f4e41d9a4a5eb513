"""Characters: which ones a corpus refuses and why, and what an emoji is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

# Blanks as they may stand in a text; the control characters that Python also calls space are refused instead.
BLANKS = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Assigned, visible, in NFC and unable to combine with a neighbour: a line of these needs no second look.
_COMMON = (
    "\u0020-\u007e\u00a0-\u00ac\u00ae-\u02af\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u05d0-\u05ea"
    "\u0621-\u063f\u0641-\u064a\u0660-\u066f\u0671-\u06d3\u0904-\u0928\u092a-\u0930\u1e00-\u1eff\u2002-\u200a"
    "\u2010-\u2027\u202f-\u205f\u20a0-\u20bf\u2190-\u21ff\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u30fc"
    "\u4e00-\u9ffc\uac00-\ud7a3\uff01-\uff5e"
)
# Extended_Pictographic of UTS 51, the code points that it reserves for later emoji included.
PICTOGRAPHS = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf"
    "\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
)
_ONE = f"[{PICTOGRAPHS}][\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?"
# A keycap, a flag, or pictographs with their presentation and skin tone, joined by ZERO WIDTH JOINERs.
EMOJI = f"[0-9#*][\ufe0e\ufe0f]\u20e3?|[\U0001f1e6-\U0001f1ff]{{2}}|{_ONE}(?:\u200d{_ONE})*"

# Arabic, Syriac, N’Ko and the Brahmic scripts spell with joiners: Persian «\u0645\u06cc\u200c\u0631\u0648\u062f».
_JOINING_SCRIPTS = (
    ("\u0600", "\u109f"),
    ("\u1700", "\u1cff"),
    ("\ua800", "\uabff"),
    ("\ufb50", "\ufdff"),
    ("\ufe70", "\ufefc"),
)
_MAYBE_MARKS = re.compile("[^\\w\\s\0-\u02ff]{32,}+")
_MARKS_ON_A_LETTER = 3
_MARKS_IN_A_SYLLABLE = 8


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something in a text that a corpus does not take; ``line`` and ``column`` count code points from 1."""

    line: int
    column: int
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """A class of refused characters: what it is, and what to do about it."""

    what: str
    remedy: str


_INVISIBLE = _Kind("is invisible", "delete it")
_BIDI = _Kind("changes the order in which words are shown, unseen", "delete it")
_TAG = _Kind("is an invisible tag", "delete it, and write a flag made with tags out in words")
_LOST = _Kind("stands where a character was lost", "put the character of the original in its place")
_BYTE_ORDER_MARK = _Kind("is a byte order mark inside the text", "delete it; files were joined here")
_FALSE_BLANK = _Kind("looks like a blank and is a letter or symbol", "write a space, or delete it")
_ORPHAN_SELECTOR = _Kind("follows nothing that it could change", "delete it")
_ORPHAN_JOINER = _Kind("joins nothing: it is needed in emoji and in Arabic or Indic words only", "delete it")
_SOFT_HYPHEN = _Kind("is an invisible hyphen", "delete it, as `quidit add` does")
_TAB = _Kind("is a tab", "write a space, as `quidit add` does")
_LINE_END = _Kind("is an end of line other than a newline", "let `quidit add` make a newline of it")
_BY_RANGE: tuple[tuple[_Kind, tuple[tuple[int, int], ...]], ...] = (
    (_TAB, ((0x09, 0x09),)),
    (_LINE_END, ((0x0D, 0x0D), (0x2028, 0x2029))),
    (_SOFT_HYPHEN, ((0xAD, 0xAD),)),
    (_BYTE_ORDER_MARK, ((0xFEFF, 0xFEFF),)),
    (_LOST, ((0xFFFC, 0xFFFD),)),
    (_BIDI, ((0x061C, 0x061C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069))),
    (_TAG, ((0xE0000, 0xE007F),)),
    (_FALSE_BLANK, ((0x115F, 0x1160), (0x2800, 0x2800), (0x3164, 0x3164), (0xFFA0, 0xFFA0))),
    (_INVISIBLE, ((0x034F, 0x034F), (0x17B4, 0x17B5), (0x200B, 0x200B), (0x2060, 0x2065), (0x206A, 0x206F))),
    (_INVISIBLE, ((0xFFF9, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A))),
    (_ORPHAN_SELECTOR, ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))),
    (_ORPHAN_JOINER, ((0x180B, 0x180F), (0x200C, 0x200D))),
)
_BY_CHARACTER = {
    chr(number): kind for kind, ranges in _BY_RANGE for first, last in ranges for number in range(first, last + 1)
}
_BY_CATEGORY = {
    "Cc": _Kind("is a control character", "delete it, or write the newline or blank that it stands for"),
    "Cs": _Kind("is half of a character (a surrogate) and no text", "write the whole character"),
    "Co": _Kind("is private: it means nothing without the font it was made for", "write what it shows"),
    "Cn": _Kind("is not a character of Unicode", "put the character of the original in its place"),
}
_CONTROL_NAMES = {
    "\0": "NULL",
    "\b": "BACKSPACE",
    "\t": "TAB",
    "\v": "LINE TABULATION",
    "\f": "FORM FEED",
    "\r": "CARRIAGE RETURN",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
}


def refusals(text: str) -> Iterator[Refusal]:
    """What a corpus does not take in ``text``, in reading order; nothing where ``normalise`` made it."""
    are_common = _common_lines().fullmatch
    if are_common(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not are_common(line):
            yield from sorted(_line_refusals(number, line), key=lambda refusal: refusal.column)


@cache
def _common_lines() -> re.Pattern[str]:
    """Lines that need no second look, without a blank at an edge; compiled when the first line is read."""
    return re.compile(rf"(?:(?!\s)[{_COMMON}]++(?<!\s)(?:\n(?!\Z)|\Z))++")


@cache
def _notable() -> re.Pattern[str]:
    """Emoji, and each character that does need one; compiled when the first such line is read."""
    return re.compile(f"(?P<emoji>{EMOJI})|[^{_COMMON}]")


def is_heap(line: str) -> bool:
    """Whether dozens of marks stand on one letter: unicodedata would take minutes to put them in order."""
    for found in _MAYBE_MARKS.finditer(line):
        marks = "".join("M" if unicodedata.category(character)[0] == "M" else " " for character in found[0])
        if "M" * 32 in marks:
            return True
    return False


def name_of(character: str) -> str:
    """The character as messages show it: ``U+00AD SOFT HYPHEN``."""
    number = ord(character)
    name = _CONTROL_NAMES.get(character) or unicodedata.name(character, "")
    if not name and (number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF):  # noqa: PLR2004 - Unicode's own
        name = "(a noncharacter)"
    return f"U+{number:04X} {name}".rstrip()


def _line_refusals(number: int, line: str) -> Iterator[Refusal]:
    if not line:
        yield Refusal(number, 1, "the line is empty", "delete it; paragraphs follow each other directly")
        return
    for column, place in ((1, "begins"), (len(line), "ends")):
        if line[column - 1] in BLANKS:
            yield Refusal(number, column, f"the line {place} with {name_of(line[column - 1])}", "delete the blank")
    for found in _notable().finditer(line):
        if found["emoji"] is None:
            kind = _kind(line, found.start())
            if kind is not None:
                message = f"{name_of(found[0])} {kind.what}"
                yield Refusal(number, found.start() + 1, message, _remedy(found[0], kind))
    if not is_heap(line) and not unicodedata.is_normalized("NFC", line):
        yield _not_composed(number, line)


def _kind(line: str, at: int) -> _Kind | None:
    """Why the character at ``at`` is refused there, or None where it may stand."""
    character = line[at]
    kind = _BY_CHARACTER.get(character)
    if kind is _ORPHAN_JOINER and at and _spells_with_joiners(line[at - 1]):
        return None
    if kind is not None:
        return kind
    category = unicodedata.category(character)
    return _pile(line, at) if category[0] == "M" else _BY_CATEGORY.get(category)


def _spells_with_joiners(character: str) -> bool:
    in_script = any(first <= character <= last for first, last in _JOINING_SCRIPTS)
    return in_script and unicodedata.category(character)[0] in "LM"


def _pile(line: str, at: int) -> _Kind | None:
    """The refusal of a run of marks that begins at ``at``, if it is one that no spelling needs.

    Burmese writes four signs on one letter (class 0, side by side); accents that stack have another class.
    """
    if at and unicodedata.category(line[at - 1])[0] == "M":
        return None
    end = at
    stacked = len(unicodedata.normalize("NFD", line[at - 1])) - 1 if at else 0
    while end < len(line) and unicodedata.category(line[end])[0] == "M":
        stacked += unicodedata.combining(line[end]) != 0 or unicodedata.category(line[end]) == "Me"
        end += 1
    if stacked <= _MARKS_ON_A_LETTER and end - at <= _MARKS_IN_A_SYLLABLE:
        return None
    return _Kind(f"is one of too many marks on one letter ({end - at})", "delete all but the letter's own")


def _remedy(character: str, kind: _Kind) -> str:
    if "\x80" <= character <= "\x9f":
        meant = character.encode("latin-1").decode("cp1252", "replace")
        if meant != "\ufffd":
            return f"write {meant}, which is what Windows-1252 means by this byte"
    return kind.remedy


def _not_composed(number: int, line: str) -> Refusal:
    composed = unicodedata.normalize("NFC", line)
    same = next((at for at, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b), len(composed))
    return Refusal(
        number,
        same + 1,
        f"{line[same : same + 2]!a} is not in the composed form NFC",
        f"write {composed[same : same + 1]} as one character, as `quidit add` does",
    )
