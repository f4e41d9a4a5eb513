"""The scheme: every label of a corpus and what it means to the machinery, the only door to label names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from quidit.records import Layer

Texts = Mapping[str, str]
"""One text for each interface language."""

RELATIONS = ("speaker", "via", "cue", "continues", "holder", "target")


@dataclass(frozen=True, slots=True)
class LayerText:
    """A layer that is switched on, in words."""

    layer: Layer
    title: Texts
    definition: Texts


@dataclass(frozen=True, slots=True)
class MentionLabel:
    """A label of mentions; ``name`` puts it in BIO tags, ``uses`` asks for a ``use`` on each mention."""

    label: str
    title: Texts
    definition: Texts
    color: str
    hotkey: str
    examples: tuple[str, ...]
    name: bool
    actor: bool
    uses: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of an attribute: a use, an entity kind or an article flag."""

    id: str
    title: Texts
    definition: Texts
    hotkey: str
    examples: tuple[str, ...]
    anonymous: bool


@dataclass(frozen=True, slots=True)
class QuoteType:
    """A type of quote, by how much of it stands in quotation marks."""

    label: str
    title: Texts
    definition: Texts
    color: str
    hotkey: str
    marks: Literal["all", "some", "none"]


@dataclass(frozen=True, slots=True)
class StanceLabel:
    """A label of stances; ``polarity`` is 1 for, -1 against."""

    label: str
    title: Texts
    definition: Texts
    color: str
    hotkey: str
    polarity: int


@dataclass(frozen=True, slots=True)
class Control:
    """A single control of the annotator's screen: the cue label or the mark of doubt."""

    title: Texts
    definition: Texts
    color: str
    hotkey: str


@dataclass(frozen=True, slots=True)
class Issue:
    """What stances are for or against; ``reads`` is the wording that they refer to."""

    id: str
    reads: Texts


@dataclass(frozen=True)
class Scheme:
    """A scheme, version ``MAJOR.MINOR``; lists keep the order of the file, layers are those switched on."""

    version: str
    earlier_versions: tuple[str, ...]
    languages: tuple[str, ...]
    layers: tuple[LayerText, ...]
    mentions: tuple[MentionLabel, ...]
    uses: tuple[Choice, ...]
    entity_kinds: tuple[Choice, ...]
    cue: Control
    quote_types: tuple[QuoteType, ...]
    stances: tuple[StanceLabel, ...]
    relations: Mapping[str, Texts]
    unsure: Control
    article_flags: tuple[Choice, ...]
    issues: tuple[Issue, ...]

    def has(self, layer: Layer) -> bool:
        """Whether the layer is switched on."""
        return any(text.layer == layer for text in self.layers)

    def accepts(self, version: str) -> bool:
        """Whether annotations made under that scheme version are valid under this one."""
        return version == self.version or version in self.earlier_versions

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Mention labels that are flat names, as in BIO tags."""
        return tuple(label.label for label in self.mentions if label.name)

    @cached_property
    def actors(self) -> frozenset[str]:
        """Mention labels of whoever takes part without a name."""
        return frozenset(label.label for label in self.mentions if label.actor)

    @cached_property
    def with_uses(self) -> frozenset[str]:
        """Mention labels that are told apart by ``use``."""
        return frozenset(label.label for label in self.mentions if label.uses)

    @cached_property
    def anonymous_kinds(self) -> frozenset[str]:
        """Entity kinds of people whom the article keeps unnamed."""
        return frozenset(kind.id for kind in self.entity_kinds if kind.anonymous)

    @cached_property
    def marks_of(self) -> Mapping[str, Literal["all", "some", "none"]]:
        """How much of a quote stands in quotation marks, by its type."""
        return {each.label: each.marks for each in self.quote_types}

    @cached_property
    def polarity_of(self) -> Mapping[str, int]:
        """Whether a stance is for (1) or against (-1), by its label."""
        return {each.label: each.polarity for each in self.stances}
