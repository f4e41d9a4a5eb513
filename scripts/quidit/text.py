"""Text hygiene: one normal form for every article's text, and the way back to the raw file."""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from quidit.characters import BLANKS, Refusal, is_heap, refusals
from quidit.decoding import LINE_END, foreign, is_foreign, line_starts, position, undecodable
from quidit.problems import QuiditError
from quidit.records import Span

__all__ = [
    "Normalised",
    "OffsetOutsideError",
    "Piece",
    "Refusal",
    "RefusedText",
    "is_foreign",
    "normalise",
    "refusals",
    "sha256",
]

REFUSALS_KEPT = 100
_BYTE_ORDER_MARK = "\ufeff"
_SOFT_HYPHEN = "\u00ad"
_ESCAPED_BYTES = range(0xDC80, 0xDD00)
# Korean vowels and finals; vowels of Kirat Rai.
_COMPOSING_LETTERS = (range(0x1160, 0x1200), range(0x16D63, 0x16D6B))


class RefusedText(QuiditError, ValueError):  # noqa: N818 - says what happened, and is part of the interface
    """A raw text that no corpus takes: all that is wrong with it, the first hundred in ``refusals``."""

    def __init__(self, found: Iterable[Refusal], more: int = 0) -> None:
        """Keep the refusals found; ``more`` counts those left out."""
        self.refusals = tuple(found)
        self.more = more
        lines = [f"{each.line}:{each.column} {each.message}; {each.remedy}" for each in self.refusals]
        super().__init__("\n".join([*lines, f"and {more} more"] if more else lines))


class OffsetOutsideError(QuiditError, IndexError):
    """An offset that the normalised text does not have."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of normalised text, up to the next piece, and what it was made of.

    Where ``raw_width`` is None, each code point came from one; else all of it from ``raw_width`` of them.
    """

    start: int
    raw_start: int
    raw_width: int | None = None


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text as a corpus holds it, and for each code point where in the decoded raw text it came from."""

    text: str
    pieces: tuple[Piece, ...]

    def raw_offset(self, offset: int) -> int:
        """Where the code point at ``offset`` came from; the text's end gives the end of its last one."""
        if offset == len(self.text) and self.text:
            return self._source(offset - 1)[1]
        return self._source(offset)[0]

    def raw_span(self, span: Span) -> Span:
        """The raw stretch that holds all that ``span`` was made of, and what was deleted inside it."""
        if not len(span):
            place = self.raw_offset(span.start)
            return Span(place, place)
        return Span(self._source(span.start)[0], self._source(span.end - 1)[1])

    def _source(self, offset: int) -> tuple[int, int]:
        if not 0 <= offset < len(self.text):
            message = f"offset {offset} is outside the text, which has {len(self.text)} characters"
            raise OffsetOutsideError(message)
        piece = self.pieces[bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1]
        if piece.raw_width is not None:
            return piece.raw_start, piece.raw_start + piece.raw_width
        start = piece.raw_start + offset - piece.start
        return start, start + 1


def normalise(raw: bytes | str) -> Normalised:
    """The text of a raw file as a corpus holds it; raises RefusedText with all that it cannot hold.

    Line ends become LF, tabs spaces, letters NFC. Off go a leading byte order mark, soft hyphens, empty lines and
    blanks of any width at both ends of a line.
    """
    whole_file = foreign(raw) if isinstance(raw, bytes) else None
    if whole_file is not None:
        raise RefusedText((whole_file,))
    decoded = raw.decode("utf-8", "surrogateescape") if isinstance(raw, bytes) else raw
    normalised = _rewrite(decoded)
    if not normalised.text:
        what = "holds only blanks" if decoded else "is empty"
        raise RefusedText((Refusal(1, 1, f"the text {what}", "give the article's words"),))
    found = refusals(normalised.text)
    shown = list(islice(found, REFUSALS_KEPT))
    if shown:
        bytes_at = dict(undecodable(decoded)) if isinstance(raw, bytes) else {}
        raise RefusedText(_in_raw(shown, normalised, decoded, bytes_at), sum(1 for _ in found))
    return normalised


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of the text in UTF-8; half characters, which UTF-8 lacks, are hashed as they stand."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _in_raw(
    found: Sequence[Refusal], normalised: Normalised, decoded: str, bytes_at: dict[int, int]
) -> Iterator[Refusal]:
    """The refusals with their places in the raw text, and bytes that are not UTF-8 called so."""
    line_at = line_starts(normalised.text)
    raw_line_at = line_starts(decoded)
    for each in found:
        place = normalised.raw_offset(line_at[each.line - 1] + each.column - 1)
        line, column = position(raw_line_at, place)
        message, remedy = each.message, each.remedy
        if place in bytes_at:
            value = ord(decoded[place]) - _ESCAPED_BYTES.start + 0x80
            message = f"byte {bytes_at[place]} (0x{value:02X}) is not UTF-8"
            remedy = "put the character of the original in its place, in UTF-8"
        yield Refusal(line, column, message, remedy)


class _Writer:
    """Collects a normalised text and its pieces."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.pieces: list[Piece] = []
        self._length = 0
        self._goes_on_at: int | None = None

    def write(self, words: str, raw_start: int, raw_end: int, *, one_to_one: bool) -> None:
        """Add words and the raw stretch that they were made of."""
        if not one_to_one:
            self.pieces.append(Piece(self._length, raw_start, raw_end - raw_start))
        elif self._goes_on_at != raw_start:
            self.pieces.append(Piece(self._length, raw_start))
        self._goes_on_at = raw_end if one_to_one else None
        self._length += len(words)
        self.words.append(words)


def _rewrite(decoded: str) -> Normalised:
    writer = _Writer()
    newline: tuple[int, int] | None = None
    for start, end, line_end in _lines(decoded):
        line = decoded[start:end]
        kept = line.strip(BLANKS + _SOFT_HYPHEN)
        if not kept:
            continue
        if newline is not None:
            writer.write("\n", *newline, one_to_one=newline[1] - newline[0] == 1)
        _write_line(writer, kept, start + line.index(kept))
        newline = (end, line_end)
    return Normalised("".join(writer.words), tuple(writer.pieces))


def _lines(decoded: str) -> Iterator[tuple[int, int, int]]:
    """Each line's start and end, and the end of its line end; without a byte order mark at the start of all."""
    start = 1 if decoded.startswith(_BYTE_ORDER_MARK) else 0
    for found in LINE_END.finditer(decoded):
        yield start, found.start(), found.end()
        start = found.end()
    yield start, len(decoded), len(decoded)


def _write_line(writer: _Writer, raw_line: str, raw_start: int) -> None:
    line = raw_line.replace("\t", " ").replace(_SOFT_HYPHEN, "")
    heap = is_heap(line)
    if len(line) == len(raw_line) and (heap or unicodedata.is_normalized("NFC", line)):
        writer.write(line, raw_start, raw_start + len(line), one_to_one=True)
        return
    sources = [raw_start + at for at, character in enumerate(raw_line) if character != _SOFT_HYPHEN]
    start = 0
    for cluster, composed in [(line, line)] if heap else _composed(line):  # heaps are refused in a moment
        end = start + len(cluster)
        one_to_one = len(cluster) == len(composed) == 1
        writer.write(composed, sources[start], sources[end - 1] + 1, one_to_one=one_to_one)
        start = end


def _composed(line: str) -> Iterator[tuple[str, str]]:
    """The line in clusters, each with its NFC; together these are the line's."""
    starts = [at for at, character in enumerate(line) if not at or not may_compose(character)]
    for start, end in pairwise([*starts, len(line)]):
        cluster = line[start:end]
        yield cluster, unicodedata.normalize("NFC", cluster)


def may_compose(character: str) -> bool:
    """Whether NFC may merge the character into the one before, or move it: marks and a few letters."""
    return unicodedata.category(character)[0] == "M" or any(ord(character) in letters for letters in _COMPOSING_LETTERS)
