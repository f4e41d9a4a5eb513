"""Raw bytes: what a file is when it is not text in UTF-8."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from quidit.characters import Refusal

_TO_UTF8 = "convert it: `iconv -f {name} -t UTF-8 FILE > NEW-FILE`"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "take the text out of it: `pdftotext -enc UTF-8 FILE`"),
    (b"PK\x03\x04", "a ZIP archive, or an office document", "save it as plain text in UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as plain text in UTF-8"),
    (b"{\\rtf", "an RTF document", "save it as plain text in UTF-8"),
    (b"\x89PNG", "a PNG picture", "type its text, or run it through OCR"),
    (b"\xff\xd8\xff", "a JPEG picture", "type its text, or run it through OCR"),
    (b"GIF8", "a GIF picture", "type its text, or run it through OCR"),
    (b"\x1f\x8b", "a gzip archive", "unpack it: `gunzip FILE`"),
    (b"BZh", "a bzip2 archive", "unpack it: `bunzip2 FILE`"),
    (b"\xfd7zXZ", "an xz archive", "unpack it: `unxz FILE`"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it: `unzstd FILE`"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it: `7z x FILE`"),
    (b"PAR1", "a Parquet file", "give its texts as files of their own"),
    (b"SQLite format 3", "an SQLite database", "give its texts as files of their own"),
)
_BEGINNINGS = tuple(magic for magic, _, _ in _MAGIC)
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
_BINARY_SHARE = 0.1
_UTF16_SHARE = 0.3
_FRENCH_IN_1252 = re.compile("[’‘“”«»…–—€°\u00a0œŒàâäçéèêëîïôöùûüÿÀÂÄÇÉÈÊËÎÏÔÖÙÛÜæÆñáíóúß]")
_PLAUSIBLE_SHARE = 0.9


LINE_END = re.compile("\r\n|[\r\n\u2028\u2029]")
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


def is_foreign(raw: bytes) -> bool:
    """Whether a file begins as another format than text does, such as a PDF."""
    return raw.startswith(_BEGINNINGS)


def foreign(raw: bytes) -> Refusal | None:
    """What the whole file is, if that is not a text in UTF-8: a PDF, a picture, another encoding."""
    for magic, what, remedy in _MAGIC:
        if raw.startswith(magic):
            return Refusal(1, 1, f"this is {what}, not a text", remedy)
    wide = _wide_encoding(raw)
    if wide is not None:
        return Refusal(1, 1, f"this is text in {wide}, not in UTF-8", _TO_UTF8.format(name=wide))
    controls = len(raw) - len(raw.translate(None, _CONTROL_BYTES))
    if controls > _BINARY_SHARE * len(raw):
        message = f"this is no text: {controls} of its {len(raw)} bytes are control characters"
        return Refusal(1, 1, message, "give the article as plain text in UTF-8")
    return _windows_1252(raw)


def undecodable(escaped: str) -> Iterator[tuple[int, int]]:
    """Each byte that is not UTF-8, as its place in the ``surrogateescape`` decoding and its place in bytes."""
    place = byte = 0
    for fault in _NOT_UTF8.finditer(escaped):
        byte += len(escaped[place : fault.start()].encode("utf-8", "surrogateescape"))
        place = fault.start()
        yield place, byte


def line_starts(decoded: str) -> list[int]:
    """Where each line of a decoded raw text begins; a line ends at LF, CR, CRLF, U+2028 or U+2029."""
    return [0, *(end.end() for end in LINE_END.finditer(decoded))]


def position(starts: Sequence[int], place: int) -> tuple[int, int]:
    """Line and column of a code point, both counted from 1."""
    line = bisect_right(starts, place)
    return line, place - starts[line - 1] + 1


def _wide_encoding(raw: bytes) -> str | None:
    """UTF-32 or UTF-16, told by the byte order mark or by the zero that each Latin letter has there."""
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    for first, name in ((1, "UTF-16LE"), (0, "UTF-16BE")):
        zeros, others = raw[first::2].count(0), raw[1 - first :: 2].count(0)
        if zeros > _UTF16_SHARE * len(raw) and not others:
            return name
    return None


def _windows_1252(raw: bytes) -> Refusal | None:
    """The refusal of a file in Windows-1252: nothing in it is UTF-8 beyond ASCII, and its bytes are French there."""
    escaped = raw.decode("utf-8", "surrogateescape")
    faults = list(undecodable(escaped))
    if not faults or not _NOT_UTF8.sub("", escaped).isascii():
        return None
    letters = bytes(raw[byte] for _, byte in faults).decode("cp1252", "replace")
    if len(_FRENCH_IN_1252.findall(letters)) < _PLAUSIBLE_SHARE * len(letters):
        return None
    place, byte = faults[0]
    line, column = position(line_starts(escaped), place)
    sample = " ".join(raw[max(byte - 20, 0) : byte + 20].decode("cp1252", "replace").split())
    message = (
        f"byte {byte} (0x{raw[byte]:02X}) is not UTF-8 (bytes like it: {len(faults)}); "
        f"the text looks like Windows-1252, where it reads “{sample}”"
    )
    return Refusal(line, column, message, _TO_UTF8.format(name="WINDOWS-1252"))
