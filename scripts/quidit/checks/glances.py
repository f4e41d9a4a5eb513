"""Glances: what a file that nobody changed says, read off its bytes as they are canonically written, unparsed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from quidit.checks.notes import ArticleNote

# Two blanks stand before the keys of a file's own object and of no other; a line end in a text is written \n.
_TEXT_HASH = re.compile(rb'\n  "text_sha256": "([0-9a-f]{64})"')
_RAW = re.compile(rb'\n    "file": "([A-Za-z0-9._-]+)"')
_SENTENCES = b'\n  "sentences": '


def note_of(content: bytes, article: str, path: str) -> ArticleNote | None:
    """What the corpus-wide rules remember of an article that was judged before; None where it cannot be read off."""
    text_hash = _TEXT_HASH.search(content)
    start = content.rfind(_SENTENCES)
    raw = _RAW.search(content)
    if text_hash is None or raw is None or start < 0:
        return None
    return ArticleNote(article, path, text_hash[1].decode(), content.count(b"[", start) - 1, raw[1].decode())


def mentions_any(content: bytes, words: Iterable[str]) -> bool:
    """Whether any of the words stands in the file as a text of its own."""
    return any(json.dumps(word, ensure_ascii=False).encode() in content for word in words)
