"""Soundness: what is left of a document once every value that departed from its schema is taken out.

The rules after the schema gate are held against the rest, so that a wrong value hides no other problem
and is no second problem itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quidit.json_source import escaped
from quidit.schema import Departure


@dataclass(frozen=True, slots=True)
class Sound:
    """A document without what departed: pointers to what was ``removed``, and to objects with ``misspelt`` keys.

    ``is_whole`` where nothing departed, nor is missing. An element of a list leaves an empty object behind, so that
    the others keep their numbers.
    """

    document: object
    removed: frozenset[str] = frozenset()
    misspelt: frozenset[str] = frozenset()
    is_whole: bool = True

    def holds(self, pointer: str) -> bool:
        """Whether nothing departed at that place or below it."""
        return not any(each == pointer or each.startswith(f"{pointer}/") for each in self.removed)


def sound_part(document: object, departures: Iterable[Departure]) -> Sound:
    """What of the document fits its schema; None for a document of which nothing does."""
    departures = tuple(departures)
    if not departures:
        return Sound(document)
    removed: set[str] = set()
    misspelt: set[str] = set()
    for departure in departures:
        if departure.keyword == "additionalProperties":
            misspelt.add(departure.pointer)
            removed |= {f"{departure.pointer}/{escaped(key)}" for key in departure.keys}
        elif departure.keyword != "required":
            removed.add(departure.pointer)
    left = None if "" in removed else _without(document, "", removed)
    return Sound(left, frozenset(removed), frozenset(misspelt), is_whole=False)


def _without(value: object, pointer: str, removed: set[str]) -> object:
    if isinstance(value, dict):
        places = {key: f"{pointer}/{escaped(key)}" for key in value}
        return {key: _without(value[key], place, removed) for key, place in places.items() if place not in removed}
    if isinstance(value, list):
        places_of = ((each, f"{pointer}/{number}") for number, each in enumerate(value))
        return [{} if place in removed else _without(each, place, removed) for each, place in places_of]
    return value
