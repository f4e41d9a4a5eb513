"""Ruled: a rulings file as rules see it, beside the annotations that were ruled on and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quidit.checks.settable import Settable
from quidit.documents import RulingFile, RulingsFile
from quidit.once import once
from quidit.records import Annotator
from quidit.schema import Departure
from quidit.scheme import Scheme


@dataclass(frozen=True)
class RulingsSubject:
    """A rulings file with the ids that each annotation of the article has, by annotator and part.

    ``document`` lacks whatever departed from the schema; ``annotators`` and an annotator's ids are None where
    nobody can tell them. ``readings`` are the annotations that were ruled on, as far as they are sound, and
    ``adjudicated`` what came of them: None where there is none, or not a whole one. ``settable`` is what a ruling may
    set in each part.
    """

    document: RulingsFile
    scheme: Scheme
    annotators: Mapping[str, Annotator] | None
    ids: Mapping[str, Mapping[str, frozenset[str] | None] | None]
    readings: Mapping[str, Mapping[str, object]]
    adjudicated: Mapping[str, object] | None = None
    settable: Mapping[str, Settable] = field(default_factory=dict)

    def departures(self, ruling: RulingFile) -> tuple[Departure, ...]:
        """How what a ruling sets departs from what the scheme knows of such items."""
        part, changes = self.settable.get(ruling["layer"]), ruling.get("set")
        return part.departures(changes) if part and changes else ()

    def reading(self, annotator: str, part: str, each: str) -> Mapping[str, object] | None:
        """The item that a reading names; None where it cannot be read."""
        return self._items.get((annotator, part, each))

    @once
    def _items(self) -> Mapping[tuple[str, str, object], Mapping[str, object]]:
        return {
            (annotator, part, member["id"]): member
            for annotator, document in self.readings.items()
            for part, members in document.items()
            if isinstance(members, list)
            for member in members
            if isinstance(member, dict) and "id" in member
        }
