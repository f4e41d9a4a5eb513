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
    """A file that is no text of the stand-off form: how long its text is and its hash, or why it is no text at all."""

    path: Path
    characters: int | None
    text_sha256: str | None
    reason: str


def _readings(raw: bytes) -> Iterator[str | None]:
    """The texts that a file may hold, as `quidit add` would normalise them; an article's file of a corpus holds one.

    A file that is not UTF-8 is read as UTF-16 or UTF-32 where it looks like that, else as Windows-1252. None of JSON
    that is no article's.
    """
    for decoded in _decoded(raw):
        documents = _documents(decoded.lstrip("\ufeff"))
        text = _article(documents) if documents else decoded
        try:
            yield None if text is None else normalise(text).text
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


def _documents(decoded: str) -> list[object]:
    """The JSON that a file consists of, as one document or one a line, as ledgers are; nothing of a text."""
    if not decoded.lstrip().startswith(("{", "[")):
        return []
    for parts in ([decoded], decoded.splitlines()):
        try:
            return [json.loads(part) for part in parts]
        except (ValueError, RecursionError):
            continue
    return []


def _article(documents: list[object]) -> str | None:
    """The text of an article's file of a corpus, None of any other file."""
    paragraphs = documents[0].get("paragraphs") if isinstance(documents[0], dict) else None
    if not isinstance(paragraphs, list) or not all(isinstance(each, str) for each in paragraphs):
        return None
    return "\n".join(paragraphs)


def found(paths: Iterable[Path], wanted: Iterable[str]) -> tuple[dict[str, str], list[Unused]]:
    """The texts with a wanted hash, by it, and the files that are none of them.

    JSON that is no article's is passed over: the ledger lies beside the articles of a corpus.

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
        by_hash = {sha256(text): text for text in told if text is not None}
        if known := by_hash.keys() & hashes:
            texts |= {each: by_hash[each] for each in known}
        elif by_hash:
            text_sha256, text = next(iter(by_hash.items()))
            unused.append(Unused(path, len(text), text_sha256, "its text is none of the stand-off form"))
    return texts, unused


def _told(path: Path) -> list[str | None] | Unused:
    """What a file may say, or why it says nothing."""
    try:
        texts = list(_readings(disk.read_capped(path, MAX_BYTES)))
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
