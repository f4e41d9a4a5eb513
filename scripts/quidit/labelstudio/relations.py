"""Relations: what the arrows between regions say, by their labels or, without one, by their ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from quidit.labelstudio.causes import DANGLING, MISFIT, TO_ITSELF, UNCLEAR, UNKNOWN_VALUE, Cause
from quidit.labelstudio.controls import ENDS, UNLABELLED, Vocabulary
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.regions import Marked, Region
from quidit.labelstudio.results import Arrow
from quidit.records import Layer

_BACKWARDS, _BOTH_WAYS = "left", "bi"


@dataclass(frozen=True, slots=True)
class Links:
    """Which regions each relation of a region leads to, each once, in no order."""

    ends: Mapping[tuple[str, str], tuple[Region, ...]]

    def of(self, region: Region, relation: str) -> tuple[Region, ...]:
        """Where that relation of the region leads."""
        return self.ends.get((relation, region.id), ())


def link(marked: Marked, vocabulary: Vocabulary, notes: Notes) -> Links:
    """What the arrows say.

    An arrow between different layers says the same in either direction: one drawn from the speaker to the quote
    is the quote's. Only ``continues``, between two quotes, is read from its start to its end.
    """
    by_id: dict[str, list[Region]] = {}
    for region in marked.regions:
        by_id.setdefault(region.id, []).append(region)
    found: dict[tuple[str, str], dict[tuple[str, Layer], Region]] = {}
    for arrow in marked.arrows:
        reader = _Reader(arrow, by_id, vocabulary, notes)
        if reader.has_ends(marked.touched):
            for relation, source, end in reader.relations():
                found.setdefault((relation, source.id), {})[end.key] = end
    return Links({of: tuple(ends.values()) for of, ends in found.items()})


@dataclass(frozen=True, slots=True)
class _Reader:
    """One arrow among the regions of its answer."""

    arrow: Arrow
    by_id: Mapping[str, Sequence[Region]]
    vocabulary: Vocabulary
    notes: Notes

    def has_ends(self, touched: frozenset[str]) -> bool:
        """Whether it joins two regions; what a region that was left out takes with it is noted there."""
        if self.arrow.start == self.arrow.end:
            self.notes.take(
                TO_ITSELF, "a relation leads back to it", region=self.arrow.start, fix="delete the relation"
            )
            return False
        missing = [end for end in (self.arrow.start, self.arrow.end) if end not in self.by_id]
        for end in missing:
            if end not in touched:
                other = self.arrow.end if end == self.arrow.start else self.arrow.start
                message = f"a relation joins it to {end}, which is not there"
                self.notes.take(DANGLING, message, region=other, got=end, fix="delete the relation, or draw it again")
            elif not self.notes.concern(end):
                self.notes.take(MISFIT, "a relation joins a sentence", region=end, fix="delete the relation")
        return not missing

    def relations(self) -> Iterator[tuple[str, Region, Region]]:
        """Each relation that it says, from the region that has it to the one that it leads to."""
        if not self.arrow.labels:
            yield from self._unlabelled()
        for label in self.arrow.labels:
            if label not in self.vocabulary.relations:
                expected = ", ".join(self.vocabulary.relations)
                self._note(UNKNOWN_VALUE, f"{label!r} is no relation", expected=expected)
                continue
            layer, leads_to = ENDS[label]
            fits = [(a, b) for a, b in self._ways() if a.layer == layer and b.layer in leads_to]
            if not fits:
                self._note(MISFIT, f"{label} leads from {layer} to {' or '.join(leads_to)}", expected=label)
            elif self.arrow.direction == _BOTH_WAYS and len({source.id for source, _ in fits}) > 1:
                self._note(UNCLEAR, f"{label} was drawn in both directions")
            else:
                yield (label, *fits[0])

    def _unlabelled(self) -> Iterator[tuple[str, Region, Region]]:
        said = [(UNLABELLED[a.layer, b.layer], a, b) for a, b in self._ways() if (a.layer, b.layer) in UNLABELLED]
        if len(said) == 1:
            yield said[0]
        else:
            self._note(UNCLEAR, "the relation has no label, and its ends do not say which it is")

    def _ways(self) -> Iterator[tuple[Region, Region]]:
        """Both ends as regions of each of their layers, in the direction of the arrow and then against it."""
        ends = [self.by_id[self.arrow.start], self.by_id[self.arrow.end]]
        start, end = ends[::-1] if self.arrow.direction == _BACKWARDS else ends
        yield from product(start, end)
        yield from product(end, start)

    def _note(self, cause: Cause, message: str, *, expected: str = "") -> None:
        start, end = (self.by_id[each][0] for each in (self.arrow.start, self.arrow.end))
        got = f"{start.layer} to {end.layer}"
        message = f"{message} (its relation to {end.id})"
        fix = "give the relation the label that is meant" if cause is UNCLEAR else "delete the relation"
        self.notes.take(cause, message, region=start.id, span=start.span, got=got, expected=expected, fix=fix)
