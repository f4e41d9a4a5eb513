"""Columns: an annotation's spans as lists of starts, ends, words and ids, which tell at once that nothing is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import le
from typing import cast

from quidit.documents import EntityFile, SpanFile
from quidit.once import once
from quidit.records import Layer


@dataclass(frozen=True)
class Columns:
    """Some spans of an annotation, by what they have in common."""

    items: Sequence[SpanFile]

    @once
    def starts(self) -> list[int]:
        """Where they start."""
        return [item["start"] for item in self.items]

    @once
    def ends(self) -> list[int]:
        """Where they end."""
        return [item["end"] for item in self.items]

    @once
    def words(self) -> list[str]:
        """What they say that the article says there."""
        return [item["text"] for item in self.items]

    @once
    def ids(self) -> list[str]:
        """Their ids."""
        return [item["id"] for item in self.items]

    @once
    def firsts(self) -> frozenset[str]:
        """The characters with which the words begin."""
        return frozenset([words[:1] for words in self.words])

    @once
    def lasts(self) -> frozenset[str]:
        """The characters with which the words end."""
        return frozenset([words[-1:] for words in self.words])

    @once
    def are_in_order(self) -> bool:
        """Whether they stand in text order: start, then the longer one first."""
        keys = [(start, -end) for start, end in zip(self.starts, self.ends, strict=True)]
        return keys == sorted(keys)

    @once
    def are_apart(self) -> bool:
        """Whether each ends before the next one starts, so that no two share a character."""
        return all(map(le, self.ends, self.starts[1:]))

    @once
    def have_ids_of_their_own(self) -> bool:
        """Whether no two have one id."""
        return len(set(self.ids)) == len(self.ids)

    def lie_in(self, text: str) -> bool:
        """Whether each holds at least one code point, inside the text, and repeats its words."""
        starts, ends = self.starts, self.ends
        return not starts or (
            min(starts) >= 0
            and max(ends) <= len(text)
            and "" not in self.words
            and [text[start:end] for start, end in zip(starts, ends, strict=True)] == self.words
        )

    def before(self, text: str) -> set[str]:
        """The characters of the text that stand right before them, empty at its start."""
        return {text[start - 1 : start] for start in self.starts}

    def behind(self, text: str) -> set[str]:
        """The characters of the text that stand right behind them, empty at its end."""
        return {text[end : end + 1] for end in self.ends}

    def values(self, key: str) -> list[str]:
        """What they have under a key, those that have it."""
        members = cast("Sequence[Mapping[str, str]]", self.items)
        return [item[key] for item in members if key in item]

    def listed(self, key: str) -> list[list[str]]:
        """The lists that they have under a key, those that have it."""
        return cast("list[list[str]]", self.values(key))


@dataclass(frozen=True)
class Overview:
    """The layers and entities of an annotation, and what is true of them throughout: false also where one cannot tell.

    ``is_whole`` where nothing of the file departed from its schema.
    """

    layers: Mapping[Layer, Columns]
    entities: Sequence[EntityFile]
    is_whole: bool

    def all(self) -> Iterator[Columns]:
        """The columns of every layer."""
        return iter(self.layers.values())

    @once
    def entity_ids(self) -> frozenset[str]:
        """The ids of the entity table."""
        return frozenset([entity["id"] for entity in self.entities if "id" in entity])

    @once
    def meant(self) -> list[str]:
        """The entities that mentions mean, in the order of the mentions."""
        return self.layers["mentions"].values("entity")

    @once
    def mention_shapes(self) -> frozenset[tuple[str | None, bool]]:
        """The labels of mentions, each with whether a mention of it says how it is used."""
        mentions = cast("Sequence[Mapping[str, str]]", self.layers["mentions"].items)
        return frozenset([(mention.get("label"), "use" in mention) for mention in mentions])

    @once
    def taking_part(self) -> frozenset[str]:
        """What speaks, passes on, holds or is the target of something."""
        quotes, stances = self.layers["quotes"], self.layers["stances"]
        return frozenset(stances.values("target")).union(
            *quotes.listed("speakers"), *quotes.listed("via"), *stances.listed("holders")
        )

    @once
    def cues_used(self) -> frozenset[str]:
        """The cues that quotes name."""
        return frozenset(self.layers["quotes"].values("cue"))

    @once
    def all_lead_somewhere(self) -> bool:
        """Whether every reference leads to an item of the file, taken together."""
        if not self.is_whole:
            return False
        layers = self.layers
        known = {*layers["mentions"].ids, *layers["cues"].ids, *layers["quotes"].ids}
        return (
            self.entity_ids.issuperset(self.meant)
            and known.issuperset(self.taking_part)
            and known.issuperset(self.cues_used)
            and known.issuperset(layers["quotes"].values("continues"))
        )

    @once
    def _places(self) -> Mapping[str, tuple[int, int]]:
        return {
            each: place
            for columns in self.all()
            for each, place in zip(columns.ids, zip(columns.starts, columns.ends, strict=True), strict=True)
        }

    @once
    def speakers_stand_outside(self) -> bool:
        """Whether no quote shares a character with its cue, its speakers or its channels."""
        if not self.all_lead_somewhere:
            return False
        places = self._places
        for quote in cast("Sequence[Mapping[str, str]]", self.layers["quotes"].items):
            start, end = places[quote["id"]]
            beside = [*quote.get("speakers", ()), *quote.get("via", ())]
            if "cue" in quote:
                beside.append(quote["cue"])
            for each in beside:
                its_start, its_end = places[each]
                if its_start < end and start < its_end:
                    return False
        return True

    @once
    def quotes_go_on(self) -> bool:
        """Whether each quote that continues another one begins once that has ended, so that no chain is a loop."""
        if not self.all_lead_somewhere or not self.layers["quotes"].have_ids_of_their_own:
            return False
        places = self._places
        return all(
            places[earlier][1] <= places[quote["id"]][0] < places[quote["id"]][1]
            for quote in cast("Sequence[Mapping[str, str]]", self.layers["quotes"].items)
            if (earlier := quote.get("continues"))
        )
