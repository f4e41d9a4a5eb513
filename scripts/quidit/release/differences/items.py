"""Items: what is annotated in the rows that differ, put together again from the rows that repeat it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from quidit.records import LAYERS, Layer
from quidit.release.differences.change import Value, What
from quidit.release.view import Row

KINDS: Mapping[Layer, What] = {"mentions": "mention", "cues": "cue", "quotes": "quote", "stances": "stance"}
"""What one item of each layer is called."""
REPEATED = frozenset({"id", "start", "end", "text", "name", "kind", "wikidata", "part", "in_quote", "according_to"})
"""Members of an item's struct that are its place and words, or that its entity or its quote says."""
OF_ENTITY = ("name", "kind", "wikidata")


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as an edition has it: where it lies in its article, its words, and what is said of it.

    ``alone`` where the row that holds it stands in one edition only.
    """

    start: int
    end: int
    text: str
    said: Mapping[str, object]
    split: str
    alone: bool = False

    def joined(self, piece: Seen) -> Seen:
        """The same quote with one more of the sentences that it is cut into."""
        first, last = sorted((self, piece), key=lambda each: each.start)
        return replace(
            first, end=max(self.end, piece.end), text=f"{first.text} {last.text}", alone=self.alone and piece.alone
        )


def items_of_sentence(row: Row, split: str, *, alone: bool) -> Iterator[tuple[Layer, str, Seen]]:
    """The items of every layer in a row of ``sentences``, with offsets that count from the start of the article."""
    origin = cast("int", row.get("start") or 0)
    for layer in LAYERS:
        for item in cast("list[Row]", row.get(layer) or ()):
            yield layer, str(item["id"]), replace(seen(item, origin), split=split, alone=alone)


def seen(item: Row, origin: int = 0) -> Seen:
    """An item by its struct."""
    start, end = (cast("int", item.get(name) or 0) + origin for name in ("start", "end"))
    said = {name: _referred(value) for name, value in item.items() if name not in REPEATED}
    return Seen(start, end, str(item.get("text") or ""), said, "")


def _referred(value: object) -> object:
    """Another item by its id: what is said of that one is said there."""
    if isinstance(value, dict):
        return value["id"] if "id" in value else list(value.values())
    if isinstance(value, list):
        return [_referred(each) for each in value]
    return value


def differences(before: Seen, after: Seen, *, same_text: bool) -> tuple[Value, ...]:
    """What is said of an item that is no longer so; its span too where it lies elsewhere in the same text."""
    names = dict.fromkeys((*before.said, *after.said))
    values = [
        Value(name, shown(before.said.get(name)), shown(after.said.get(name)))
        for name in names
        if name in before.said and name in after.said and before.said[name] != after.said[name]
    ]
    if (before.start, before.end) != (after.start, after.end) if same_text else before.text != after.text:
        span = (f"{each.start}–{each.end}" for each in (before, after))
        values.insert(0, Value("span", *span))
    return tuple(values)


def shown(value: object) -> str:
    """A value in words: nothing is empty, several are parted by commas, what is sealed is told by its size."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, bytes):
        return f"{len(value):,} bytes"
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    return str(value)
