"""Quick reading: what `orjson` reads of a source, and whether `json_source` would read the very same.

`orjson` keeps the last of two equal keys and says nothing. A source in which it passed nothing over is told by
writing its document again: every token comes back as it stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import orjson

from quidit.canonical import order

_BLANKS = b" \n\r\t"
_HOLDING = ("origin", "set")
"""The keys under which an element of a list holds an object."""


def quickly(content: bytes) -> object:
    """The document of a JSON source as `orjson` reads it; None where it reads none."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def says_it_plainly(content: bytes, document: object) -> bool:
    """Whether the source's tokens are those in which its document is written: each key once, nothing escaped.

    Blanks are left out of the comparison, those in texts too: the document has them from this very source.
    """
    return orjson.dumps(document).translate(None, _BLANKS) == content.translate(None, _BLANKS)


def is_canonical(content: bytes, document: object) -> bool:
    """Whether a source is canonical but for NFC, and says its document plainly; False also where a closer look must tell.

    The document fits its schema: an element of a list is a text, a list of numbers, or an object, which holds texts,
    numbers, lists of texts and objects.
    """
    return _is_laid_out(content, document) and _is_ordered(document)


def are_canonical_lines(content: bytes, documents: Sequence[object]) -> bool:
    """Whether a source of lines is canonical but for NFC; False also where a closer look must tell.

    That is where a line is no object, or one that holds more than numbers and texts without brackets.
    """
    source = orjson.dumps(documents)[1:-1]
    if set(map(type, documents)) - {dict} or source.count(b"{") > len(documents) or b"[" in source:
        return False
    written = _spaced(source).replace(b"},{", b"}\n{") + b"\n" if documents else b""
    return written == content and _is_ordered(documents)


def _is_laid_out(content: bytes, document: object) -> bool:
    if not isinstance(document, dict):
        return isinstance(document, list) and any(content == form + b"\n" for form in _listed(document, b"\n"))
    place = 0
    for forms in _pieces(document):
        form = next((each for each in forms if content.startswith(each, place)), None)
        if form is None:
            return False
        place += len(form)
    return content[place:] == b"\n}\n"


def _pieces(document: dict[str, object]) -> Iterator[Iterable[bytes]]:
    """An object's members in canonical form, those that `orjson` indents so together; a form may come after another.

    Whatever form the source has is canonical: its texts are those of the document, and what is between is spaced.
    """
    before = b"{"
    for is_deep, members in groupby(document.items(), _is_deep):
        if is_deep:
            for key, value in members:
                head = before + b"\n  " + orjson.dumps(key) + b": "
                yield (head + form for form in _opened(value))
                before = b","
        else:
            yield (before + orjson.dumps(dict(members), option=orjson.OPT_INDENT_2)[1:-2],)
            before = b","


def _is_deep(member: tuple[str, object]) -> bool:
    """Whether a member holds objects or lists that stand on one line each."""
    value = member[1]
    if isinstance(value, list):
        return bool(value) and not isinstance(value[0], str)
    return isinstance(value, dict) and any(isinstance(each, list | dict) for each in value.values())


def _opened(value: object) -> Iterator[bytes]:
    """The forms of a list or an object that is opened over several lines, its members on one each."""
    if isinstance(value, list):
        yield from _listed(value, b"\n  ")
    elif isinstance(value, dict):
        members = [orjson.dumps(key) + b": " + _spaced(orjson.dumps(member)) for key, member in value.items()]
        yield b"{\n    " + b",\n    ".join(members) + b"\n  }"


def _listed(values: Sequence[object], line: bytes) -> Iterator[bytes]:
    """The forms of a list that begins on such a line; its elements are all objects, or all lists of numbers."""
    before, between, behind = b"[" + line + b"  ", b"," + line + b"  ", line + b"]"
    if not values:
        yield b"[]"
    elif isinstance(values[0], list):
        source = orjson.dumps(values)[1:-1].replace(b",", b", ")
        yield before + source.replace(b"], [", b"]" + between + b"[") + behind
    else:
        source = orjson.dumps(values)[1:-1].replace(b"},{", b"}\0{")  # which no JSON holds
        # Far faster, and wrong only where a text has a colon or a comma: names have none, quotes do.
        yield before + source.replace(b":", b": ").replace(b",", b", ").replace(b"\0", between) + behind
        yield before + _spaced(source).replace(b"\0", between) + behind


def _spaced(source: bytes) -> bytes:
    """The source with a blank after each colon, and after each comma before a key or a text."""
    return source.replace(b'":', b'": ').replace(b',"', b', "')


def _is_ordered(document: object) -> bool:
    """Whether the keys of all objects stand in canonical order."""
    members = [document, *document.values()] if isinstance(document, dict) else [document]
    objects = [each for each in members if isinstance(each, dict)]
    for member in members:
        if isinstance(member, list) and member and isinstance(member[0], dict):
            objects += member
    shapes = set(map(tuple, objects))
    holding = [key for key in _HOLDING if any(key in shape for shape in shapes)]
    held = [element[key] for key in holding for element in objects if key in element]
    shapes.update(map(tuple, held))
    return all(order(shape) == shape for shape in shapes) and not any(map(_holds_more, held))


def _holds_more(value: dict[str, object]) -> bool:
    """Whether an object inside an element holds what the seams above do not know."""
    return any(isinstance(member, list | dict) for member in value.values())
