"""Changes: what differs between two editions, each told once, by its ids and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

What = Literal[
    "config",
    "split",
    "layer",
    "column",
    "label",
    "issue",
    "annotator",
    "article",
    "sentence",
    "mention",
    "cue",
    "quote",
    "stance",
    "entity",
    "annotation",
    "row",
    "table",
    "file",
    "manifest",
]
How = Literal["added", "removed", "changed", "moved", "renamed", "retyped", "reordered"]

TEST = "test"


@dataclass(frozen=True, slots=True)
class Value:
    """What one attribute was and what it is now, as a reader reads it; empty where there is none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is no longer as it was.

    ``id`` names it in the edition: of what an article holds it is ``article#m5``. ``place`` is the code point of the
    article where it begins. ``before`` and ``after`` are its words, or what else it is called. ``was_in`` and
    ``is_in`` are its splits; ``is_tested`` where rows of test hold what it changes, though it stands in none of them.
    ``holds`` counts what came or went with it.
    """

    what: What
    how: How
    id: str
    article: str = ""
    place: int = 0
    before: str = ""
    after: str = ""
    values: tuple[Value, ...] = ()
    was_in: str = ""
    is_in: str = ""
    is_tested: bool = False
    holds: Mapping[str, int] = field(default_factory=dict)

    @property
    def in_test(self) -> bool:
        """Whether it touches what is tested, before or after."""
        return self.is_tested or TEST in (self.was_in, self.is_in)

    @property
    def names(self) -> frozenset[str]:
        """The attributes that differ."""
        return frozenset(value.name for value in self.values)
