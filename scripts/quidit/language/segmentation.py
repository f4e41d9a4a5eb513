"""Segmentation: the sentences of a text."""

from __future__ import annotations

import re

from quidit.language.abbreviations import BY_LANGUAGE, NEUTRAL, Abbreviations
from quidit.records import Span

_STOPS = ".!?…‼⁇⁈⁉。！？｡؟۔।॥።"
_STOPS_OF_SCRIPTS_WITHOUT_BLANKS = "。！？｡"
_OPENERS = "«“„‘‹\"'(\\[{—–•*@#€$£「『（\\-"
_OMISSION = "[(\\[]?(?:\\.{3}|…)[)\\]]?"
_NARROW = "\u00a0\u202f "
# It begins with a plain character class, which re looks for fastest, and takes up each run of stops only once.
_CANDIDATE = re.compile(
    f"[{_STOPS}](?:"
    # A long word in small letters, a stop, a space, a capital: no abbreviation looks like this.
    "(?<=[a-zà-öø-ÿ]{5}\\.)(?P<sure> )(?=[A-ZÀ-ÖØ-Þ])"
    # « en Ukraine.Il faut »: no blank, but a small letter before and one capital after.
    f"|(?<=[^\\W_A-Z]{{2}}\\.)(?P<glued>)(?=[«“„‘‹\"'(]*+[A-ZÀ-ÖØ-Þ][^A-ZÀ-ÖØ-Þ.])"
    f"|(?<![{_STOPS}].)(?<![{_STOPS}][{_NARROW}].)(?:[{_NARROW}]?[{_STOPS}])*+"
    f'(?P<closers>(?:[»”›」』）)\\]}}]|[“’"\'](?!\\w)|[{_NARROW}](?:[»”](?!\\w)|"(?=\\s)))*+)'
    # Without a blank: « Est-ce vrai ?Oui », but not « insee.fr?Page=1 ».
    f"(?:\\s++|(?<![^{_STOPS}]\\.)(?!\\w{{1,30}}=|\\w[{_STOPS}]))"
    f"(?=(?P<openers>(?:{_OMISSION}|[{_OPENERS}\\s])*+)(?P<first>[^\\W_a-zà-öø-ÿ]|[a-z](?=[A-Z]))))"
)
# How far back the word before a stop is looked for: a longer one is no abbreviation.
_REACH = 16
_ADDRESS_REACH = 40
_LAST_WORD = re.compile("[^\\s«“„‘’‹\"'(\\[{—–/]+\\Z")
_NEXT_WORD = re.compile("[^\\W\\d_]+")
_INITIALS = re.compile("[^\\W\\d_](?:\\.-?[^\\W\\d_])+")
_ENUMERATOR = re.compile("[0-9]+(?:\\.[0-9]+)*|[IVX]+|[a-zA-Z]")
_ENUMERATED = re.compile("[0-9]|[IVX]{2,}\\b|[VX]\\b(?!['’])|[A-Z]\\.")
_PARTICLE = re.compile("(?:Le|La|Les|De|Du|Des) [A-ZÀ-ÖØ-Þ]")
_ADDRESS = re.compile("[@/=&w](?:(?<!w)|(?<=w)ww\\.)")
_NO_WORDS = f"{_NARROW}«“„‘‹\"'([{{—–•*-"


def segment(text: str, language: str = "fr") -> tuple[Span, ...]:
    """Sentences in reading order; with the blanks between them they rebuild the text.

    A newline always ends one. ``language`` is a BCP 47 tag; ``fr`` and ``en`` have abbreviations, any other
    is cut by rules that hold in every language.
    """
    words = BY_LANGUAGE.get(language.partition("-")[0], NEUTRAL)
    spans: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        end = len(line.rstrip())
        if end:
            start = len(line) - len(line.lstrip())
            for found in _CANDIDATE.finditer(line, start, end):
                if found.lastgroup == "sure" or _ends_a_sentence(line, start, found, words):
                    last = found.end("closers") if found.lastgroup == "first" else found.start() + 1
                    spans.append(Span(offset + start, offset + last))
                    start = found.end()
            spans.append(Span(offset + start, offset + end))
        offset += len(line) + 1
    return tuple(spans)


def sentences(text: str, language: str = "fr") -> tuple[str, ...]:
    """The words of each sentence, in reading order."""
    return tuple(span.of(text) for span in segment(text, language))


def _ends_a_sentence(line: str, start: int, found: re.Match[str], words: Abbreviations) -> bool:
    """Whether the sentence that begins at ``start`` ends with the stop that was found."""
    place = found.start()
    if found.lastgroup == "glued":
        return not _in_address(line, place) and _last_word(line, start, place).lower() not in words.titles
    after_stops, after_closers = found.span("closers")
    mark = line[after_stops - 1]
    if mark in _STOPS_OF_SCRIPTS_WITHOUT_BLANKS:
        return True
    first = line[found.start("first")]
    if first.islower() and not after_closers < found.end() == found.start("first"):
        return False  # a name like eBay may begin a sentence, but nothing stands before it
    if mark != "." or after_stops - place > 1:
        return mark not in ".…" or not (first.isdigit() or _opens(line, start, place))
    return _full_stop_ends(line, start, found, words)


def _opens(line: str, start: int, place: int) -> bool:
    """Whether no word stands between the start of the sentence and the ellipsis at ``place``."""
    return place - start < _REACH and not line[start:place].strip(_NO_WORDS)


def _full_stop_ends(line: str, start: int, found: re.Match[str], words: Abbreviations) -> bool:
    """The same for a single full stop and a blank or closing mark."""
    place, following = found.start(), found.start("first")
    word = _last_word(line, start, place)
    lower = word.lower()
    if lower in words.numbered and ("(" in found["openers"] or _ENUMERATED.match(line, following)):
        return False
    if lower in words.titles or lower in words.shortened:
        is_title = lower in words.titles and not word[0].islower()
        return not is_title and _is_starter(line, following, words)
    before = place - len(word)
    if before == start and not found["closers"] and _ENUMERATOR.fullmatch(word):
        return False
    if len(word) == 1 and word.isalpha():
        return _initial_ends(line, before, following, words)
    if word[1:2] == "." and _INITIALS.fullmatch(word):
        return _is_starter(line, following, words) and not ("-" in word and _PARTICLE.match(line, following))
    return True


def _initial_ends(line: str, place: int, following: int, words: Abbreviations) -> bool:
    """The same after the single letter at ``place``: ``le plan B. Le plan A``, but ``J. Chirac``, ``J. Le Goff``."""
    if place > 1 and line[place - 2].isalnum():
        previous, letter = _last_word(line, 0, place - 1), line[place]
        if (letter == "X" and previous in words.before_x) or previous.lower() in words.lettered:
            return True
        if letter.islower() and previous[-1].isdigit():
            return True
    return _is_starter(line, following, words) and not _PARTICLE.match(line, following)


def _is_starter(line: str, place: int, words: Abbreviations) -> bool:
    """Whether the word at ``place`` begins sentences and hardly ever a name; ``L`` does where it is elided."""
    found = _NEXT_WORD.match(line, place)
    if found is None or found[0].lower() not in words.starters:
        return False
    return len(found[0]) > 1 or line[found.end() : found.end() + 1] in ("'", "’", " ")


def _last_word(line: str, start: int, end: int) -> str:
    """The word that ends at ``end``, or the last part of a long one."""
    word = line[start if end - start < _REACH else end - _REACH : end].rpartition(" ")[2]
    if word.isalnum():
        return word
    found = _LAST_WORD.search(word)
    return found[0] if found else ""


def _in_address(line: str, place: int) -> bool:
    """Whether the place lies in a URL, an e-mail address or a path."""
    before = line[max(place - _ADDRESS_REACH, 0) : place].rpartition(" ")[2]
    after = line[place : place + _ADDRESS_REACH].partition(" ")[0]
    return _ADDRESS.search(before + after) is not None
