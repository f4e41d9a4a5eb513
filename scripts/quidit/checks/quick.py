"""Quick reading: what `orjson` reads of a source, and whether `json_source` would read the very same.

`orjson` keeps the last of two equal keys and says nothing. A source in which it passed nothing over is told by
writing its document again: every token comes back as it stood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def _is_laid_out(content: bytes, document: object) -> bool:
    if not isinstance(document, dict):
        return isinstance(document, list) and any(content == form + b"\n" for form in _forms(document, b"\n"))
    place, before = 0, b"{\n  "
    for key, value in document.items():
        head = before + orjson.dumps(key) + b": "
        start = place + len(head)
        form = next((each for each in _forms(value, b"\n  ") if content.startswith(each, start)), None)
        if form is None or not content.startswith(head, place):
            return False
        place, before = start + len(form), b",\n  "
    return content[place:] == b"\n}\n"


def _forms(value: object, line: bytes) -> Iterator[bytes]:
    """The canonical form of a value that begins on such a line, after forms that it has unless its texts look like seams.

    Whatever form the source has is canonical: its texts are those of the document, and what is between is spaced.
    """
    deeper = line + b"  "
    if isinstance(value, list) and value:
        for form in _listed(value, b"," + deeper):
            yield b"[" + deeper + form + line + b"]"
    elif isinstance(value, dict) and value:
        members = [orjson.dumps(key) + b": " + _spaced(orjson.dumps(member)) for key, member in value.items()]
        yield b"{" + deeper + (b"," + deeper).join(members) + line + b"}"
    else:
        yield orjson.dumps(value)


def _listed(values: Sequence[object], between: bytes) -> Iterator[bytes]:
    """The elements of a list, which are all objects, lists of numbers, or texts."""
    source = orjson.dumps(values)[1:-1]
    if isinstance(values[0], dict):
        # Far faster, and wrong only where a text has a colon or a comma: names have none, quotes do.
        seamed = source.replace(b"},{", b"}\0{")  # which no JSON holds
        yield seamed.replace(b":", b": ").replace(b",", b", ").replace(b"\0", between)
        yield _spaced(source).replace(b"},{", b"}" + between + b"{")
    elif isinstance(values[0], list):
        yield source.replace(b",", b", ").replace(b"], [", b"]" + between + b"[")
    else:
        yield source.replace(b'","', b'"' + between + b'"')


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
