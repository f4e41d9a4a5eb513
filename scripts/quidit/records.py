"""Records: what we believe an article and its annotations to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, cast

Redistribution = Literal["allowed", "stand-off-only", "unknown"]
Status = Literal["complete", "draft", "skipped"]
AnnotatorKind = Literal["human", "model"]
Layer = Literal["mentions", "cues", "quotes", "stances"]
LAYERS: tuple[Layer, ...] = ("mentions", "cues", "quotes", "stances")
ID_PREFIXES: Mapping[Layer, str] = {"mentions": "m", "cues": "c", "quotes": "q", "stances": "s"}
"""The letter that the ids of each layer begin with."""


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """The half-open interval ``[start, end)`` of a text, in Unicode code points.

    Spans order by start, then the shorter first; ``text_order`` gives the order of files.
    """

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        _set_start(self, start)
        _set_end(self, end)

    def __len__(self) -> int:
        """How many code points it holds."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of ``text`` that it covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside, equal edges included."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def crosses(self, other: Span) -> bool:
        """Whether the two overlap and neither holds the other."""
        return self.overlaps(other) and not self.contains(other) and not other.contains(self)

    def clipped_to(self, other: Span) -> Span | None:
        """The part inside ``other``, or None where they share nothing."""
        if not self.overlaps(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))

    def seen_from(self, origin: int) -> Span:
        """The same stretch counted from ``origin`` instead of from 0."""
        return Span(self.start - origin, self.end - origin)

    @property
    def text_order(self) -> tuple[int, int]:
        """Key of the order in files: start first, then the longer span first."""
        return (self.start, -self.end)


# Every item of every file is a span: what a frozen class writes for itself takes three times as long.
_set_start, _set_end = (cast("Any", Span).__dict__[name].__set__ for name in ("start", "end"))


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article's raw file came from; ``file`` is its name in ``seeds/``."""

    file: str
    sha256: str
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What may be done with an article's words, and who decided so.

    ``text`` is an SPDX licence id or ``unknown``.
    """

    text: str = "unknown"
    redistribution: Redistribution = "unknown"
    decided_by: str | None = None
    date: str | None = None
    basis: str | None = None


@dataclass(frozen=True)
class Article:
    """One article: its text (paragraphs joined by newlines) and the sentences in it.

    ``event`` names what the article reports on, where somebody has decided it: articles of one event
    never stand on both sides of a split.
    """

    id: str
    language: str
    text: str
    sentences: tuple[Span, ...]
    source: Source
    rights: Rights
    text_sha256: str
    title: str | None = None
    event: str | None = None

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs in reading order, without the newlines between them."""
        spans = []
        start = 0
        for line in self.text.split("\n"):
            spans.append(Span(start, start + len(line)))
            start += len(line) + 1
        return tuple(spans)


class Origin(StrEnum):
    """How an item that is not the annotator's own came to be."""

    SUGGESTION = "suggestion"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Provenance:
    """The producer whose suggestion an item was, taken as it stood or edited."""

    origin: Origin
    producer: str
    version: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what mentions mean; ``id`` is local to the article, only ``wikidata`` links articles."""

    id: str
    name: str
    kind: str
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that means an entity."""

    id: str
    span: Span
    label: str
    entity: str
    use: str | None = None
    unsure: bool = False
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that announce reported speech or thought."""

    id: str
    span: Span
    unsure: bool = False
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words or a claim that the article reports somebody as having said.

    ``speakers`` is empty where the article names nobody, and None where nobody has decided yet;
    ``speakers`` and ``via`` hold mention ids, ``cue`` a cue id, ``continues`` a quote id.
    """

    id: str
    span: Span
    type: str
    speakers: tuple[str, ...] | None = None
    via: tuple[str, ...] = ()
    cue: str | None = None
    continues: str | None = None
    unsure: bool = False
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """One holder group's attitude; ``target`` is a mention or quote id, ``holders`` mention ids."""

    id: str
    span: Span
    label: str
    holders: tuple[str, ...]
    issue: str | None = None
    target: str | None = None
    unsure: bool = False
    provenance: Provenance | None = None


@dataclass(frozen=True)
class Annotation:
    """What one annotator (or the adjudication) says of one article."""

    article: str
    annotator: str
    scheme: str
    text_sha256: str
    status: Status
    quality: str | None = None
    flags: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    cues: tuple[Cue, ...] = ()
    quotes: tuple[Quote, ...] = ()
    stances: tuple[Stance, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Mention | Cue | Quote | Stance]:
        """Every span of the four layers by its id."""
        return {item.id: item for layer in (self.mentions, self.cues, self.quotes, self.stances) for item in layer}

    @cached_property
    def entity_by_id(self) -> dict[str, Entity]:
        """The entity table by id."""
        return {entity.id: entity for entity in self.entities}


@dataclass(frozen=True, slots=True)
class Annotator:
    """Who annotates: ``id`` is a pseudonym, ``kind`` says whether a person or a model."""

    id: str
    kind: AnnotatorKind
    languages: tuple[str, ...] = ()
    note: str | None = None
