"""Shapes: the few kinds of values that the schemas of a corpus's files are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Schema = Mapping[str, object]

LONGEST = 1000
"""Characters of a title, name, note or reason: more than anybody writes there, and too few to hide a document in."""


def record(*, required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """An object with those keys and no other."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def list_of(items: Schema) -> dict[str, object]:
    """A list of such values, to which bounds may be added."""
    return {"type": "array", "items": items}


def enum(values: Iterable[str], description: str = "") -> Schema:
    """One of the values."""
    return _described({"enum": list(values)}, description)


def text(description: str) -> Schema:
    """What somebody writes: a title, a name, a note."""
    return {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": description}


def words(description: str) -> Schema:
    """Words of the article, or a name that a rule looks at: as long as they are."""
    return {"type": "string", "minLength": 1, "description": description}


def pattern(form: str, description: str) -> Schema:
    """A text of that form; the description says it for people, with an example."""
    return {"type": "string", "pattern": form, "description": description}


def identifier(prefixes: str) -> Schema:
    """An id of one of the layers that the letters stand for; nine digits are more than any article needs."""
    letter = f"[{prefixes}]" if len(prefixes) > 1 else prefixes
    examples = " or ".join(f"{prefix}1" for prefix in prefixes)
    return pattern(f"^{letter}[1-9][0-9]{{0,8}}$", f"An id such as {examples}")


def offset(description: str) -> Schema:
    """A number of code points or sentences, from 0."""
    return {"type": "integer", "minimum": 0, "description": description}


def _described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description} if description else schema
