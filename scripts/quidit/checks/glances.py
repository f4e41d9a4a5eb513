"""Glances: what a file that nobody changed says, read off its bytes as they are canonically written, unparsed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from quidit.checks.kinds import kinds_of
from quidit.checks.notes import ArticleNote
from quidit.splits.overlap import sketch

# Two blanks stand before the keys of a file's own object and of no other; a line end in a text is written \n.
_TEXT_HASH = re.compile(rb'\n  "text_sha256": "([0-9a-f]{64})"')
_RAW = re.compile(rb'\n    "file": "([A-Za-z0-9._-]+)"')
_EVENT = re.compile(rb'\n  "event": "([a-z0-9-]+)"')
_URL = re.compile(rb'\n    "url": "((?:[^"\\]|\\.)*)"')
_PARAGRAPHS = re.compile(rb'\n  "paragraphs": \[\n(.*?)\n  \]', re.DOTALL)
_SENTENCES = b'\n  "sentences": '
_STATUS = re.compile(rb'\n  "status": "([a-z]+)"')
_MENTIONS = b'\n  "mentions": '
_WIKIDATA = b'"wikidata": '
_KIND = re.compile(rb'"kind": "([^"\\]+)", "wikidata": "(Q[0-9]+)"')


@dataclass(frozen=True, slots=True)
class Claim:
    """What an annotation says of itself, and of what kind the entities with a Wikidata id are, as ``kinds_of`` says it."""

    path: str
    annotator: str
    status: str
    kinds: str


def claim_of(content: bytes, annotator: str, path: str) -> Claim | None:
    """What an annotation that was judged before says of itself; None where it cannot be read off."""
    status, end = _STATUS.search(content), content.find(_MENTIONS)
    head = content if end < 0 else content[:end]  # entities stand before mentions
    kinds = _KIND.findall(head)
    if status is None or len(kinds) != head.count(_WIKIDATA):
        return None
    entities = kinds_of((wikidata.decode(), kind.decode("utf-8", "replace")) for kind, wikidata in kinds)
    return Claim(path, annotator, status[1].decode(), entities)


def note_of(content: bytes, article: str, path: str) -> ArticleNote | None:
    """What the corpus-wide rules remember of an article that was judged before; None where it cannot be read off."""
    text_hash = _TEXT_HASH.search(content)
    start = content.rfind(_SENTENCES)
    raw, event, url = _RAW.search(content), _EVENT.search(content), _URL.search(content)
    paragraphs = _PARAGRAPHS.search(content)
    if text_hash is None or raw is None or paragraphs is None or start < 0:
        return None
    return ArticleNote(
        id=article,
        path=path,
        text_sha256=text_hash[1].decode(),
        sentences=content.count(b"[", start) - 1,
        raw=raw[1].decode(),
        event=event[1].decode() if event else "",
        url=str(json.loads(b'"' + url[1] + b'"')) if url else "",
        paragraphs=sketch(line.strip(b" ,")[1:-1] for line in paragraphs[1].split(b"\n")),
    )


def lines(content: bytes) -> list[bytes]:
    """The lines of a text in UTF-8, each as it stands between its quotation marks in a canonical file."""
    return content.replace(b"\\", rb"\\").replace(b'"', rb"\"").split(b"\n")


def mentions_any(content: bytes, words: Iterable[str]) -> bool:
    """Whether any of the words stands in the file as a text of its own."""
    return any(json.dumps(word, ensure_ascii=False).encode() in content for word in words)
