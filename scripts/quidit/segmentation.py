"""Segmentation: the sentences of a text."""

from __future__ import annotations

import re

from quidit.abbreviations import BY_LANGUAGE, NEUTRAL, Abbreviations
from quidit.records import Span

_STOPS = ".!?…‼⁇⁈⁉。！？｡؟۔।॥።"
_STOPS_OF_SCRIPTS_WITHOUT_BLANKS = "。！？｡"
_OPENERS = "«“„‘‹\"'(\\[{—–•*@#€$£「『（\\-"
_NARROW = "\u00a0\u202f "
# It begins with a plain character class, which re looks for fastest, and takes up each run of stops only once.
_CANDIDATE = re.compile(
    f"[{_STOPS}](?:"
    # A long word in small letters, a stop, a space, a capital: no abbreviation looks like this.
    "(?<=[a-zà-öø-ÿ]{5}\\.)(?P<sure> )(?=[A-ZÀ-ÖØ-Þ])"
    # « en Ukraine.Il faut »: no blank, but a small letter before and one capital after.
    f"|(?<=[^\\W_A-Z]{{2}}\\.)(?P<glued>)(?=[«“„‘‹\"'(]*+[A-ZÀ-ÖØ-Þ][^A-ZÀ-ÖØ-Þ.])"
    f"|(?<![{_STOPS}].)(?<![{_STOPS}][{_NARROW}].)(?:[{_NARROW}]?[{_STOPS}])*+"
    f"(?P<closers>(?:[»”›」』）’)\\]}}“](?!\\w)|[{_NARROW}](?:[»”](?![^\\W_])|\"(?=\\s))|[\"'](?!\\w))*+)"
    f"(?P<gap>\\s++|(?<![^{_STOPS}]\\.))"
    f"(?=(?P<openers>[{_OPENERS}\\s]*+)(?P<first>[^\\W_a-zà-öø-ÿ]|[a-z](?=[A-Z]))))"
)
# How far back the word before a stop is looked for: a longer one is no abbreviation.
_REACH = 16
_ADDRESS_REACH = 64
_LAST_WORD = re.compile("[^\\s«“„‘’‹\"'(\\[{—–/]+\\Z")
_NEXT_WORD = re.compile("[^\\W\\d_]+")
_INITIALS = re.compile("[^\\W\\d_](?:\\.-?[^\\W\\d_])*")
_ENUMERATOR = re.compile("[0-9]+(?:\\.[0-9]+)*|[IVX]+|[a-zA-Z]")
_ENUMERATED = re.compile("[0-9]|[IVX]{2,}\\b|[VX]\\b(?!['’])|[A-Z]\\.")
_PARTICLE = re.compile("(?:Le|La|Les|De|Du|Des) [A-ZÀ-ÖØ-Þ]")
_ADDRESS = re.compile("www\\.|[@/=&]")
_NO_WORDS = f"{_NARROW}«“„‘‹\"'([{{—–•*-"


def segment(text: str, language: str = "fr") -> tuple[Span, ...]:
    """Sentences in reading order; with the blanks between them they rebuild the text.

    A newline always ends one. ``language`` is an ISO 639-1 code; ``fr`` and ``en`` have abbreviations, any other
    is cut by rules that hold in every language.
    """
    words = BY_LANGUAGE.get(language, NEUTRAL)
    spans: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        end = len(line.rstrip())
        if end:
            start = len(line) - len(line.lstrip())
            for found in _CANDIDATE.finditer(line, start, end):
                if found["sure"] or _ends_a_sentence(line, start, found, words):
                    spans.append(Span(offset + start, offset + _end_of_sentence(found)))
                    start = found.end()
            spans.append(Span(offset + start, offset + end))
        offset += len(line) + 1
    return tuple(spans)


def _end_of_sentence(found: re.Match[str]) -> int:
    """Where the stop and the closing marks that belong to it end."""
    return found.end("closers") if found["closers"] is not None else found.start() + 1


def _ends_a_sentence(line: str, start: int, found: re.Match[str], words: Abbreviations) -> bool:
    """Whether the sentence that begins at ``start`` ends with the stop that was found."""
    place = found.start()
    closers, gap, openers, first = found.group("closers", "gap", "openers", "first")
    if closers is None:
        return not _in_address(line, place) and _last_word(line, start, place).lower() not in words.titles
    mark = line[found.start("closers") - 1]
    if mark in _STOPS_OF_SCRIPTS_WITHOUT_BLANKS:
        return True
    if first.islower() and (openers or not gap):
        return False  # a name like eBay may begin a sentence, but nothing stands before it
    if mark != "." or found.start("closers") - place > 1:
        return _mark_ends(line, start, found, mark)
    return _full_stop_ends(line, start, found, words)


def _mark_ends(line: str, start: int, found: re.Match[str], mark: str) -> bool:
    """The same for ``?``, ``!`` and ellipses; a sentence does not end with an ellipsis that opens it."""
    place = found.start()
    if mark in ".…":
        opens = place - start < _REACH and not line[start:place].strip(_NO_WORDS)
        if opens or found["first"].isdigit():
            return False
    return bool(found["gap"]) or not _in_address(line, place)


def _full_stop_ends(line: str, start: int, found: re.Match[str], words: Abbreviations) -> bool:
    """The same for a single full stop and a blank or closing mark."""
    place, following = found.start(), found.start("first")
    word = _last_word(line, start, place)
    lower = word.lower()
    if lower in words.numbered and ("(" in found["openers"] or _ENUMERATED.match(line, following)):
        return False
    if lower in words.titles:
        return word[0].islower() and _is_starter(line, following, words)
    if lower in words.shortened:
        return _is_starter(line, following, words)
    if place - len(word) == start and not found["closers"] and _ENUMERATOR.fullmatch(word):
        return False
    if _INITIALS.fullmatch(word):
        return _initials_end(line, found, word, words)
    return True


def _initials_end(line: str, found: re.Match[str], word: str, words: Abbreviations) -> bool:
    """The same after single letters: ``le plan B. Le plan A``, but ``J. Chirac``, ``J.-M. Le Pen``, ``U.S. Army``."""
    before, following = found.start() - len(word), found.start("first")
    if len(word) == 1:
        previous = _last_word(line, 0, before - 1)
        if previous.lower() in words.lettered or (word == "X" and previous in words.before_x):
            return True
        if word.islower() and previous[-1:].isdigit():
            return True
        if line[following].isdigit():
            return False
    if len(word) == 1 or "-" in word:
        return not _PARTICLE.match(line, following) and _is_starter(line, following, words)
    return _is_starter(line, following, words)


def _is_starter(line: str, place: int, words: Abbreviations) -> bool:
    """Whether the word at ``place`` begins sentences and hardly ever a name; ``L`` does where it is elided."""
    following = _NEXT_WORD.match(line, place)
    if following is None or following[0].lower() not in words.starters:
        return False
    return len(following[0]) > 1 or line[following.end() : following.end() + 1] in ("'", "’", " ")


def _last_word(line: str, start: int, end: int) -> str:
    """The word that ends at ``end``, or the last part of a long one."""
    word = line[max(start, end - _REACH) : max(end, 0)].rpartition(" ")[2]
    if not word.isalnum():
        found = _LAST_WORD.search(word)
        return found[0] if found else ""
    return word


def _in_address(line: str, place: int) -> bool:
    """Whether the place lies in a URL, an e-mail address or a path."""
    before = line[max(place - _ADDRESS_REACH, 0) : place].rpartition(" ")[2]
    after = line[place : place + _ADDRESS_REACH].partition(" ")[0]
    return _ADDRESS.search(before + after) is not None
