"""The schema gate: what in a document departs from its JSON Schema.

``jsonschema-rs`` accepts the sound documents fast; ``jsonschema``, the reference engine, explains the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Never, cast

from quidit.generate.json_schema import Schema

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from jsonschema_rs import Draft202012Validator


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure from the schema: the keyword that failed, at which value, against what."""

    keyword: str
    pointer: str
    got: object
    wanted: object
    description: str


@dataclass(frozen=True)
class Gate:
    """A schema and the two engines that hold documents against it."""

    schema: Schema

    def departures(self, document: object) -> Iterator[Departure]:
        """Every departure of the document, in no particular order; none where it fits."""
        if self._fast.is_valid(document):
            return
        for error in self._reference.iter_errors(cast("Any", document)):
            pointer = "".join(f"/{_escaped(step)}" for step in error.absolute_path)
            description = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
            yield Departure(str(error.validator), pointer, error.instance, error.validator_value, description)

    @cached_property
    def _fast(self) -> Draft202012Validator:
        import jsonschema_rs

        return jsonschema_rs.Draft202012Validator(dict(self.schema), retriever=_refuse)

    @cached_property
    def _reference(self) -> Validator:
        import jsonschema
        from jsonschema import validators

        strict = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
            "integer", lambda _, instance: type(instance) is int
        )
        extend = cast("Callable[..., type[Validator]]", validators.extend)
        engine = extend(jsonschema.Draft202012Validator, {"pattern": _pattern}, type_checker=strict)
        return engine(self.schema)


def _refuse(uri: str) -> Never:
    raise ValueError(f"the schema refers to {uri}; schemas here stand alone")


def _pattern(_: object, pattern: str, instance: object, __: object) -> Iterator[object]:
    """As ECMA-262 reads a pattern: ``$`` is the end of the text, not the place before a last newline."""
    import jsonschema

    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def _escaped(step: object) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
