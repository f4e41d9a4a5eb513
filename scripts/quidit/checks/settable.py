"""What a ruling may set: the members of an item of each part, as the scheme knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from quidit.generate.json_schema import json_schemas
from quidit.schema import Departure, Gate
from quidit.scheme import Scheme

_ENTITIES, _ID = "entities", "id"


@dataclass(frozen=True)
class Settable:
    """The gate of what is set in an item of one part; ``removable`` are the members that null takes away."""

    gate: Gate
    removable: frozenset[str]

    def departures(self, changes: Mapping[str, object]) -> tuple[Departure, ...]:
        """How what is set departs from what the scheme knows of such items."""
        written = {key: value for key, value in changes.items() if value is not None or key not in self.removable}
        return tuple(self.gate.departures(written))


def settable(scheme: Scheme) -> dict[str, Settable]:
    """What may be set in each part of an annotation: whatever its items hold, but no span's id."""
    parts = cast("Mapping[str, Mapping[str, Any]]", json_schemas(scheme)["annotation"]["properties"])
    items = {part: schema["items"] for part, schema in parts.items() if "properties" in schema.get("items", {})}
    return {part: _settable(item, but="" if part == _ENTITIES else _ID) for part, item in items.items()}


def _settable(item: Mapping[str, Any], *, but: str) -> Settable:
    members = {key: schema for key, schema in item["properties"].items() if key != but}
    return Settable(
        Gate({"type": "object", "properties": members, "additionalProperties": False}),
        frozenset(members.keys() - item["required"]),
    )
