"""Canonical JSON: the one way in which every file of a corpus is written.

UTF-8, NFC, two-space indent, one element of a top-level list a line, one final newline; the order of
the keys is that of the document given.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence


def inline(value: object) -> str:
    """The value as JSON on one line, with a blank after each comma and colon."""
    return unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False, allow_nan=False))


def dumps(document: object) -> str:
    """The document as canonical JSON text with its final newline."""
    return _block(document, "") + "\n"


def schema_text(schema: object) -> str:
    """A JSON Schema, indented throughout: it is read by people more than it is changed."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def lines(records: Sequence[object]) -> str:
    """The records as JSON Lines, one canonical line each."""
    return "".join(inline(record) + "\n" for record in records)


def _block(value: object, indent: str) -> str:
    """A value of the two outer levels, opened over several lines; deeper ones stay on one."""
    deeper = indent + "  "
    if indent in ("", "  ") and isinstance(value, Mapping) and value:
        members = [f"{deeper}{inline(key)}: {_block(member, deeper)}" for key, member in value.items()]
        return "{\n" + ",\n".join(members) + f"\n{indent}}}"
    if indent in ("", "  ") and isinstance(value, list) and value:
        return "[\n" + ",\n".join(deeper + inline(element) for element in value) + f"\n{indent}]"
    return inline(value)


def sha256(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
