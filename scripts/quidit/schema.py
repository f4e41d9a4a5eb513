"""The schema gate: what in a document departs from its JSON Schema.

``jsonschema-rs`` accepts the sound documents fast; ``jsonschema``, the reference engine, explains the others,
one departure at a time, so that a file that is wrong throughout costs no more than what is shown of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Never, cast

from quidit.generate.shapes import Schema
from quidit.json_source import MAX_DIGITS, escaped
from quidit.problems import QuiditError

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator
    from jsonschema_rs import Draft4Validator, Draft202012Validator


class EnginesDisagreeError(QuiditError, RuntimeError):
    """The fast engine refuses a document and the reference engine does not: a fault of Quidit's schemas."""


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure from the schema: the keyword that failed, at which value, against what.

    ``wanted`` is the keyword's value; for ``required`` and ``additionalProperties`` the keys that are missing
    or that nothing knows stand in ``keys``, and ``wanted`` lists those that the schema knows. ``forms`` say what
    each missing key holds. ``is_optional`` where the value is a member that may be left out.
    """

    keyword: str
    pointer: str
    got: object
    wanted: object
    description: str = ""
    keys: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True)
class Gate:
    """A schema and the two engines that hold documents against it."""

    schema: Schema

    def accepts(self, document: object) -> bool:
        """Whether the document fits for certain, whatever parser read it: numbers are integers of 15 digits at most.

        Where it is refused, ``departures`` says whether it departs from the schema. The document must not nest so
        deeply that only `json_source` may tell: `orjson` reads none that does.
        """
        return self._strict.is_valid(document)

    def departures(self, document: object) -> Iterator[Departure]:
        """Every departure of the document, one by one, in the schema's order; none where it fits.

        The document is one that ``json_source.parse`` gave: without floats, surrogates or deep nesting.
        """
        if self.fast.is_valid(document):
            return
        seen: set[tuple[str, str]] = set()
        for error in self.reference.iter_errors(cast("Any", document)):
            departure = _departure(error, self.schema)
            if (departure.keyword, departure.pointer) not in seen:
                seen.add((departure.keyword, departure.pointer))
                yield departure
        if not seen:
            raise EnginesDisagreeError("jsonschema-rs refuses what jsonschema accepts; please report this file")

    @cached_property
    def _strict(self) -> Draft4Validator:
        """In draft 4, unlike later ones, 12.0 is no integer."""
        import jsonschema_rs

        return jsonschema_rs.Draft4Validator(cast("dict[str, Any]", _for_draft_4(self.schema)), retriever=_refuse)

    @cached_property
    def fast(self) -> Draft202012Validator:
        """The engine that accepts."""
        import jsonschema_rs

        return jsonschema_rs.Draft202012Validator(dict(self.schema), retriever=_refuse)

    @cached_property
    def reference(self) -> Validator:
        """The engine that explains; on every document that ``departures`` may be given its verdict is the fast one's."""
        import jsonschema
        from jsonschema import validators

        strict = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
            "integer", lambda _, instance: type(instance) is int
        )
        extend = cast("Callable[..., type[Validator]]", validators.extend)
        engine = extend(jsonschema.Draft202012Validator, {"pattern": _pattern}, type_checker=strict)
        return engine(self.schema)


_GREATEST = 10**MAX_DIGITS - 1
_ANYTHING = {
    "type": ["string", "boolean", "null", "integer", "array"],
    "maximum": _GREATEST,
    "minimum": -_GREATEST,
    "items": {"type": "string"},
}
"""What may stand for certain where the schema says nothing."""


def _for_draft_4(schema: object) -> object:
    """The schema in the words of draft 4, where every number is bounded, and nothing nests unforeseen."""
    if isinstance(schema, list):
        return [_for_draft_4(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "const" in schema:
        return {"enum": [schema["const"]]}
    words = {key: _for_draft_4(value) for key, value in schema.items() if key != "$schema"}
    if words.get("type") == "integer":
        words["maximum"] = _GREATEST
    if words.get("type") == "object" and not {"properties", "additionalProperties"} & words.keys():
        words["additionalProperties"] = _ANYTHING
    return words


def _departure(error: ValidationError, whole: Schema) -> Departure:
    keyword, got, wanted = str(error.validator), error.instance, error.validator_value
    schema = cast("dict[str, Any]", error.schema)
    keys: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    if keyword == "required":
        keys = tuple(key for key in cast("list[str]", wanted) if key not in cast("dict[str, object]", got))
        forms = tuple(_form(schema["properties"][key]) for key in keys)
    if keyword == "additionalProperties":
        wanted = list(schema.get("properties", ()))
        keys = tuple(key for key in cast("dict[str, object]", got) if key not in wanted)
    pointer = "".join(f"/{escaped(str(step))}" for step in error.absolute_path)
    described = _lowered(schema.get("description", ""))
    return Departure(keyword, pointer, got, wanted, described, keys, forms, is_optional=_is_optional(error, whole))


def _form(schema: Mapping[str, Any]) -> str:
    """What a schema wants, in words."""
    if "description" in schema:
        return _lowered(schema["description"])
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    return "a list [ … ]" if schema.get("type") == "array" else "an object { … }"


def _lowered(description: str) -> str:
    """The description as it stands inside a sentence; abbreviations stay as they are."""
    return description if description[1:2].isupper() else description[:1].lower() + description[1:]


def _is_optional(error: ValidationError, whole: Schema) -> bool:
    """Whether the value stands under a key that its object need not have."""
    match list(error.absolute_schema_path):
        case [*above, "properties", key, _]:
            holder: Any = whole
            for step in above:
                holder = holder[step]
            return key not in holder.get("required", ())
    return False


def _refuse(uri: str) -> Never:
    raise ValueError(f"the schema refers to {uri}; schemas here stand alone")


def _pattern(_: object, pattern: str, instance: object, __: object) -> Iterator[object]:
    """As ECMA-262 reads a pattern: ``$`` is the end of the text, not the place before a last newline."""
    import jsonschema

    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")
