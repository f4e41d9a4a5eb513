"""Canonical JSON: the one way in which every file of a corpus is written.

UTF-8, NFC, keys in the order of ``documents.KEYS``, two-space indent, one element of a top-level list a line,
one final newline.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from quidit.documents import KEYS, NAMING

_RANKS = {key: number for number, key in enumerate(KEYS)}
_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def inline(value: object) -> str:
    """The value as canonical JSON on one line, with a blank after each comma and colon."""
    return _encoded(_composed(ordered(value)))


def dumps(document: object) -> str:
    """The document as canonical JSON text with its final newline."""
    return spelt_out(_composed(document))


def spelt_out(document: object) -> str:
    """The document as ``dumps`` writes it, but for its texts, which are left in the form that they have."""
    return _block(ordered(document), "") + "\n"


def is_canonical(source: str, document: object) -> bool:
    """Whether ``source``, of which ``document`` was parsed, is what ``dumps`` would write."""
    is_spelt_out = spelt_out(document) == source
    return is_spelt_out and (unicodedata.is_normalized("NFC", source) or dumps(document) == source)


def schema_text(schema: object) -> str:
    """A JSON Schema, indented throughout: it is read by people more than it is changed."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def lines(records: Sequence[object]) -> str:
    """The records as JSON Lines, one canonical line each."""
    return spelt_out_lines([_composed(record) for record in records])


def spelt_out_lines(records: Sequence[object]) -> str:
    """The records as ``lines`` writes them, but for their texts, which are left in the form that they have."""
    return "".join(_encoded(ordered(record)) + "\n" for record in records)


def _block(value: object, indent: str) -> str:
    """A value of the two outer levels, opened over several lines; deeper ones stay on one."""
    deeper = indent + "  "
    if indent in ("", "  ") and isinstance(value, dict) and value:
        members = [f"{deeper}{_encoded(key)}: {_block(member, deeper)}" for key, member in value.items()]
        return "{\n" + ",\n".join(members) + f"\n{indent}}}"
    if indent in ("", "  ") and isinstance(value, list) and value:
        return "[\n" + ",\n".join(deeper + _encoded(element) for element in value) + f"\n{indent}]"
    return _encoded(value)


def ordered(value: object) -> object:
    """The value with the keys of its objects in canonical order."""
    if isinstance(value, dict):
        return {
            key: ordered(member) if isinstance(member := value[key], dict | list) and key not in NAMING else member
            for key in order(tuple(value))
        }
    return [ordered(element) for element in value] if isinstance(value, list) else value


@lru_cache(maxsize=1024)
def order(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys in canonical order; one that nobody knows, a misspelt one often, stays behind the one before it."""
    ranks: list[int] = []
    for key in keys:
        ranks.append(_RANKS.get(key, ranks[-1] if ranks else -1))
    return tuple(keys[number] for number in sorted(range(len(keys)), key=ranks.__getitem__))


def _composed(value: object) -> object:
    """The value with its texts in NFC; keys are names, and stay as they are."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: _composed(member) for key, member in value.items()}
    return [_composed(element) for element in value] if isinstance(value, list) else value


def sha256(content: bytes) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
