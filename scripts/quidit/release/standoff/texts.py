"""Texts that a reader has: found by their hashes, whatever their files are called and however they are encoded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quidit import disk
from quidit.checks.files import MAX_BYTES
from quidit.problems import QuiditError
from quidit.text import RefusedText, normalise, sha256

_WIDE = ("utf-16-le", "utf-16-be")
_MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class NoSuchTextError(QuiditError, FileNotFoundError):
    """A path of texts that does not exist."""


@dataclass(frozen=True, slots=True)
class Unused:
    """A file that is no text of the release: how long its text is and the hash of it, or why it is no text at all."""

    path: Path
    characters: int | None
    text_sha256: str | None
    reason: str


def readings(raw: bytes) -> Iterator[str]:
    """The texts that a file may hold, as `quidit add` would normalise them; an article's file of a corpus holds one.

    A file that is not UTF-8 is read as UTF-16 or UTF-32 where it looks like that, else as Windows-1252.
    """
    for decoded in _decoded(raw):
        try:
            yield normalise(_article(decoded) or decoded).text
        except RefusedText:
            continue


def _decoded(raw: bytes) -> Iterator[str]:
    marked = [encoding for mark, encoding in _MARKS if raw.startswith(mark)][:1]
    encodings = marked or (_WIDE if b"\0" in raw else ("utf-8", "cp1252", "latin-1"))
    for encoding in encodings:
        try:
            yield raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding not in _WIDE:  # of those either may be meant
            return


def _article(decoded: str) -> str | None:
    """The text of an article's file of a corpus, None of any other file."""
    if not decoded.lstrip("\ufeff \t\r\n").startswith("{"):
        return None
    try:
        document = json.loads(decoded.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    paragraphs = document.get("paragraphs") if isinstance(document, dict) else None
    if not isinstance(paragraphs, list) or not all(isinstance(each, str) for each in paragraphs):
        return None
    return "\n".join(paragraphs)


def found(paths: Iterable[Path], wanted: Iterable[str]) -> tuple[dict[str, str], list[Unused]]:
    """The texts with a wanted hash, by it, and the files that are none of them.

    Raises:
        NoSuchTextError: there is nothing at a path.
    """
    hashes = frozenset(wanted)
    texts: dict[str, str] = {}
    unused = []
    for path in _files(paths):
        told = _told(path)
        if isinstance(told, Unused):
            unused.append(told)
            continue
        by_hash = {sha256(text): text for text in told}
        if known := by_hash.keys() & hashes:
            texts |= {each: by_hash[each] for each in known}
        else:
            text_sha256, text = next(iter(by_hash.items()))
            unused.append(Unused(path, len(text), text_sha256, "its text is none of the release"))
    return texts, unused


def _told(path: Path) -> list[str] | Unused:
    """What a file may say, or why it says nothing."""
    try:
        texts = list(readings(disk.read_capped(path, MAX_BYTES)))
    except (disk.NotRegularError, disk.TooLargeError, OSError) as error:
        return Unused(path, None, None, f"it cannot be read: {error}")
    return texts or Unused(path, None, None, "it is no text that `quidit add` would take")


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that the paths are or hold, sorted within a folder; those whose names begin with a dot are left out."""
    for path in paths:
        if not disk.stands(path):
            raise NoSuchTextError(f"{path} does not exist; name files or folders of texts")
        yield from _inside(path) if path.is_dir() else (path,)


def _inside(folder: Path) -> Iterator[Path]:
    for path in disk.inside(folder):
        if path.name.startswith("."):
            continue
        yield from _inside(path) if disk.is_folder(path) else (path,)
