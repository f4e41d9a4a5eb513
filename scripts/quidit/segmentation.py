"""Segmentation: the sentences of a text."""

from __future__ import annotations

import re

from quidit.abbreviations import BY_LANGUAGE, NEUTRAL, Abbreviations
from quidit.records import Span

_STOPS = ".!?…‼⁇⁈⁉。！？｡؟۔।॥።"
_CLOSERS = "»”’\"')\\]}›」』）"
_OPENERS = "«“„‘‹\"'(\\[{—–•*@#€$£「『（\\-"
_CANDIDATE = re.compile(
    # A long word in small letters, a stop, a space, a capital: no abbreviation looks like this.
    "(?P<sure>(?<=[a-zà-öø-ÿ]{5})\\. (?=[A-ZÀ-ÖØ-Þ]))"
    f"|(?<![{_STOPS}])(?P<stop>[{_STOPS}](?:[\u00a0\u202f ]?[{_STOPS}])*+)"
    f"(?P<closers>(?:[»”›」』）’)\\]}}“](?!\\w)|[\u00a0\u202f ](?:[»”](?![^\\W_])|\"(?=\\s))|[\"'](?!\\w))*+)"
    f"(?P<gap>\\s*+)(?=(?P<openers>[{_OPENERS}\\s]*+)(?P<first>[^\\W_]))"
)
# The word before a stop, looked for in no more than _REACH characters: longer words are no abbreviations.
_REACH = 16
_LAST_WORD = re.compile("[^\\s«“„‘’‹\"'(\\[{—–/]+\\Z")
_NEXT_WORD = re.compile("[^\\W\\d_]+")
_INITIALS = re.compile("(?:[^\\W\\d_]\\.-?)*[^\\W\\d_]")
_NUMBER = re.compile("\\d+(?:[.,]\\d+)*")
_NO_WORDS = " \u00a0\u202f«“„‘‹\"'([{—–•*-"
_ADDRESS = re.compile("www\\.|[@/=&]")
_BEFORE_X = ("sur", "on", "via")
_PARTICLES = frozenset(("le", "la", "les", "de", "du", "des"))
_WORDLESS_END = "。！？｡"


def segment(text: str, language: str = "fr") -> tuple[Span, ...]:
    """Sentences in reading order; with the blanks between them they rebuild the text.

    A newline always ends one. ``language`` is an ISO 639-1 code; ``fr`` and ``en`` have abbreviations, any other
    is cut by rules that hold in every language.
    """
    abbreviations = BY_LANGUAGE.get(language, NEUTRAL)
    spans: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        end = len(line.rstrip())
        if end:
            start = len(line) - len(line.lstrip())
            for found in _CANDIDATE.finditer(line, start, end):
                if found["sure"] or _ends_a_sentence(line, start, found, abbreviations):
                    stop_end = found.end("sure") - 1 if found["sure"] else found.end("closers")
                    spans.append(Span(offset + start, offset + stop_end))
                    start = found.end()
            spans.append(Span(offset + start, offset + end))
        offset += len(line) + 1
    return tuple(spans)


def _ends_a_sentence(line: str, start: int, found: re.Match[str], words: Abbreviations) -> bool:
    """Whether the sentence that begins at ``start`` ends with the stop that was found."""
    stop = found["stop"]
    if stop[-1] in _WORDLESS_END:
        return True
    if not _can_begin(line, found):
        return False
    if stop != ".":
        return _mark_ends(line, start, found)
    if not found["gap"] and not found["closers"]:
        return _glued(line, start, found, words)
    return _full_stop_ends(line, start, found, words)


def _can_begin(line: str, found: re.Match[str]) -> bool:
    """Whether a sentence may begin with the next word: no small letter first, but for names like eBay."""
    first = found["first"]
    if not first.islower():
        return True
    after = found.start("first") + 1
    return bool(found["gap"]) and not found["openers"] and line[after : after + 1].isupper()


def _mark_ends(line: str, start: int, found: re.Match[str]) -> bool:
    """The same for ``?``, ``!`` and ellipses, before a word that may begin a sentence."""
    ellipsis = found["stop"][-1] in ".…"
    if ellipsis and (found["first"].isdigit() or not line[start : found.start("stop")].strip(_NO_WORDS)):
        return False
    return bool(found["gap"]) or not _in_address(line, found.start("stop"))


def _glued(line: str, start: int, found: re.Match[str], words: Abbreviations) -> bool:
    """The same for a full stop without a blank after it: ``en Ukraine.Il faut``, but ``ASP.NET``, ``J.Chirac``."""
    place = found.start("stop")
    word = _last_word(line, start, place)
    after = found.start("first") + 1
    capitalised = found["first"].isupper() and not line[after : after + 1].isupper()
    ordinary = len(word) > 1 and (word[-1].islower() or word[-1].isdigit()) and word.lower() not in words.titles
    return capitalised and ordinary and not _in_address(line, place)


def _full_stop_ends(line: str, start: int, found: re.Match[str], words: Abbreviations) -> bool:
    """The same for a full stop and a blank or closing mark."""
    place = found.start("stop")
    word = _last_word(line, start, place)
    lower = word.lower()
    starts = _is_starter(line, found.start("first"), words)
    if lower in words.numbered and (found["first"].isdigit() or "(" in found["openers"]):
        return False
    if lower in words.titles:
        return starts and word[0].islower()
    if lower in words.shortened:
        return starts
    if _INITIALS.fullmatch(word):
        return _initials_end(line, start, found, word, starts=starts)
    if _NUMBER.fullmatch(word):
        return place - len(word) > start
    return True


def _initials_end(line: str, start: int, found: re.Match[str], word: str, *, starts: bool) -> bool:
    """The same after single letters: ``le plan B. Le plan A``, but ``J. Chirac``, ``J.-M. Le Pen``, ``U.S. Army``."""
    place = found.start("stop") - len(word)
    if len(word) > 1 and "-" not in word:
        return starts
    if line[max(place - 4, start) : place].strip().lower() in _BEFORE_X and word == "X":
        return True
    following = _NEXT_WORD.match(line, found.start("first"))
    if following is not None and following[0].lower() in _PARTICLES and "-" in word:
        return False
    return starts and place > start


def _is_starter(line: str, place: int, words: Abbreviations) -> bool:
    """Whether the word at ``place`` begins sentences and hardly ever a name; a lone letter needs its apostrophe."""
    following = _NEXT_WORD.match(line, place)
    if following is None or following[0].lower() not in words.starters:
        return False
    return len(following[0]) > 1 or line[following.end() : following.end() + 1] in ("'", "’", " ")


def _last_word(line: str, start: int, end: int) -> str:
    found = _LAST_WORD.search(line[max(start, end - _REACH) : end])
    return found[0] if found else ""


def _in_address(line: str, place: int) -> bool:
    """Whether the place lies in a URL, an e-mail address or a file name."""
    around = _ADDRESS.search(line[max(place - _REACH, 0) : place + _REACH])
    return around is not None
