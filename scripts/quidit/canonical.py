"""Canonical JSON: the one way in which every file of a corpus is written.

UTF-8, NFC, keys in the order of ``documents.KEYS``, two-space indent, one element of a top-level list a line,
one final newline.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from quidit.documents import KEYS, NAMING

_RANKS = {key: number for number, key in enumerate(KEYS)}
_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def inline(value: object) -> str:
    """The value as canonical JSON on one line, with a blank after each comma and colon."""
    return _encoded(_composed(_ordered(value)))


def dumps(document: object) -> str:
    """The document as canonical JSON text with its final newline."""
    return spelt_out(_composed(document))


def spelt_out(document: object) -> str:
    """The document as ``dumps`` writes it, but for its texts, which are left in the form that they have."""
    return _block(_ordered(document), "") + "\n"


def is_canonical(source: str, document: object) -> bool:
    """Whether ``source``, of which ``document`` was parsed, is what ``dumps`` would write."""
    is_spelt_out = spelt_out(document) == source
    return is_spelt_out and (unicodedata.is_normalized("NFC", source) or dumps(document) == source)


def is_certainly_canonical(content: bytes, document: object) -> bool:
    """Whether a source is canonical but for NFC, told without writing it anew; False also where that must tell.

    The document fits its schema, and every token of the source stands as it would be written, as ``checks.quick``
    tells: what is left are its blanks and the order of its keys. A source without a final newline is taken for a line.
    """
    form = _FILE if content.endswith(b"\n") else _LINE
    return form.fullmatch(content) is not None and _is_ordered(document)


def _many(before: bytes, element: bytes, after: bytes, *, between: bytes = b", ") -> bytes:
    """The form of what may hold several elements, or none."""
    return before + b"(?:" + element + b"(?:" + between + element + b")*+)?+" + after


_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_PLAIN = rb"(?:%b|-?[0-9]++|true|false|null)" % _TEXT
_LIST = _many(rb"\[", _PLAIN, rb"\]")
_OBJECT = _many(rb"\{", b"%b: (?:%b|%b)" % (_TEXT, _PLAIN, _LIST), rb"\}")
_ELEMENT = b"(?:%b|%b|%b)" % (
    _many(rb"\{", b"%b: (?:%b|%b|%b)" % (_TEXT, _PLAIN, _LIST, _OBJECT), rb"\}"),
    _PLAIN,
    _LIST,
)
"""What stands on one line: nothing in a corpus is nested deeper."""
_LISTED = _many(rb"\[\n    ", _ELEMENT, rb"\n  \]", between=rb",\n    ")
_KEYED = _many(rb"\{\n    ", b"%b: %b" % (_TEXT, _ELEMENT), rb"\n  \}", between=rb",\n    ")
_MEMBER = rb"%b: (?:%b|%b|%b|\[\]|\{\})" % (_TEXT, _PLAIN, _LISTED, _KEYED)
_ROOTS = (
    _many(rb"\{\n  ", _MEMBER, rb"\n\}", between=rb",\n  "),
    _many(rb"\[\n  ", _ELEMENT, rb"\n\]", between=rb",\n  "),
)
_FILE = re.compile(rb"(?:%b|%b)\n" % _ROOTS)
_LINE = re.compile(_ELEMENT)


def schema_text(schema: object) -> str:
    """A JSON Schema, indented throughout: it is read by people more than it is changed."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def lines(records: Sequence[object]) -> str:
    """The records as JSON Lines, one canonical line each."""
    return spelt_out_lines([_composed(record) for record in records])


def spelt_out_lines(records: Sequence[object]) -> str:
    """The records as ``lines`` writes them, but for their texts, which are left in the form that they have."""
    return "".join(_encoded(_ordered(record)) + "\n" for record in records)


def _block(value: object, indent: str) -> str:
    """A value of the two outer levels, opened over several lines; deeper ones stay on one."""
    deeper = indent + "  "
    if indent in ("", "  ") and isinstance(value, dict) and value:
        members = [f"{deeper}{_encoded(key)}: {_block(member, deeper)}" for key, member in value.items()]
        return "{\n" + ",\n".join(members) + f"\n{indent}}}"
    if indent in ("", "  ") and isinstance(value, list) and value:
        return "[\n" + ",\n".join(deeper + _encoded(element) for element in value) + f"\n{indent}]"
    return _encoded(value)


def _ordered(value: object) -> object:
    """The value with the keys of its objects in canonical order."""
    if isinstance(value, dict):
        return {
            key: _ordered(member) if isinstance(member := value[key], dict | list) and key not in NAMING else member
            for key in _order(tuple(value))
        }
    return [_ordered(element) for element in value] if isinstance(value, list) else value


@lru_cache(maxsize=1024)
def _order(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys in canonical order; one that nobody knows, a misspelt one often, stays behind the one before it."""
    ranks: list[int] = []
    for key in keys:
        ranks.append(_RANKS.get(key, ranks[-1] if ranks else -1))
    return tuple(keys[number] for number in sorted(range(len(keys)), key=ranks.__getitem__))


def _is_ordered(document: object) -> bool:
    """Whether the keys of all objects stand in canonical order, in a document that fits its schema."""
    members = [document, *document.values()] if isinstance(document, dict) else [document]
    objects = [each for each in members if isinstance(each, dict)]
    for member in members:
        if isinstance(member, list) and member and isinstance(member[0], dict):
            objects += member
    held = [element["origin"] for element in objects if "origin" in element]
    free = [element["set"] for element in objects if "set" in element]
    shapes = set(map(tuple, objects + held))
    return all(_order(shape) == shape for shape in shapes) and _encoded(_ordered(free)) == _encoded(free)


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
