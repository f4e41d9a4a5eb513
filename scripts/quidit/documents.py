"""Documents: what the files of a corpus say, as typed dictionaries, and the canonical order of their keys."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from quidit.records import AnnotatorKind, Redistribution, Status

KEYS = (
    # A known problem. What it is and whose: a decision of the ledger, an article, an annotation, rulings, a ruling.
    *(
        "path",
        "code",
        "at",
        "got",
        "since",
        "release",
        "policy",
        "article",
        "annotator",
        "adjudicator",
        "group",
        "split",
        "drawn",
        "test_from",
    ),
    *("id", "layer", "readings", "take", "set", "why", "language", "title", "event"),
    # Of a span and of rights, which both have a text; then what an article and an annotation are made of.
    *("start", "end", "text", "redistribution", "decided_by", "date", "basis", "scheme", "source", "rights"),
    *("text_sha256", "status", "quality", "flags", "paragraphs", "sentences"),
    *("entities", "mentions", "cues", "quotes", "stances", "rulings", "regions"),
    # Of mentions, quotes, stances, entities and annotators; doubt and origin stand last in an item.
    *("label", "use", "entity", "type", "cue", "speakers", "via", "continues", "holders", "issue", "target"),
    *("name", "kind", "wikidata", "languages", "unsure", "origin", "from", "producer", "version"),
    *("file", "sha256", "publisher", "url", "published", "note"),
)
"""Every key of every file, each object's in the order in which they are written."""
NAMING = frozenset({"readings", "regions"})
"""The keys whose members are named by people and programs, and keep their order."""


class SourceFile(TypedDict):
    """The ``source`` of an article file."""

    file: str
    sha256: str
    publisher: NotRequired[str]
    url: NotRequired[str]
    published: NotRequired[str]
    note: NotRequired[str]


class RightsFile(TypedDict):
    """The ``rights`` of an article file."""

    text: str
    redistribution: Redistribution
    decided_by: NotRequired[str]
    date: NotRequired[str]
    basis: NotRequired[str]


class ArticleFile(TypedDict):
    """``corpus/<article>.json``."""

    id: str
    language: str
    title: NotRequired[str]
    event: NotRequired[str]
    source: SourceFile
    rights: RightsFile
    text_sha256: str
    paragraphs: list[str]
    sentences: list[list[int]]


OriginFile = TypedDict("OriginFile", {"from": str, "producer": str, "version": str})


class EntityFile(TypedDict):
    """A row of an annotation file's entity table."""

    id: str
    name: str
    kind: str
    wikidata: NotRequired[str]


class SpanFile(TypedDict):
    """What the spans of every layer say; offsets in code points, ``text`` repeats the slice."""

    id: str
    start: int
    end: int
    text: str
    unsure: NotRequired[bool]
    origin: NotRequired[OriginFile]


class MentionFile(SpanFile):
    """A mention as its file says it."""

    label: str
    use: NotRequired[str]
    entity: str


class QuoteFile(SpanFile):
    """A quote as its file says it."""

    type: str
    cue: NotRequired[str]
    speakers: NotRequired[list[str]]
    via: NotRequired[list[str]]
    continues: NotRequired[str]


class StanceFile(SpanFile):
    """A stance as its file says it."""

    label: str
    holders: list[str]
    issue: NotRequired[str]
    target: NotRequired[str]


class AnnotationFile(TypedDict):
    """``annotations/<article>/<annotator>.json``."""

    article: str
    annotator: str
    scheme: str
    text_sha256: str
    status: Status
    quality: NotRequired[str]
    flags: NotRequired[list[str]]
    entities: NotRequired[list[EntityFile]]
    mentions: NotRequired[list[MentionFile]]
    cues: NotRequired[list[SpanFile]]
    quotes: NotRequired[list[QuoteFile]]
    stances: NotRequired[list[StanceFile]]


class AnnotatorFile(TypedDict):
    """An element of ``annotations/annotators.json``."""

    id: str
    kind: AnnotatorKind
    languages: NotRequired[list[str]]
    note: NotRequired[str]


class KnownFile(TypedDict):
    """An element of ``schema/known-problems.json``: an error of a file that was released before its rule came."""

    path: str
    code: str
    at: str
    since: str
    got: NotRequired[str]


class RulingFile(TypedDict):
    """One ruling: which reading holds, what changes in it, and why; ``take`` null drops them all."""

    id: str
    layer: str
    readings: dict[str, list[str]]
    take: str | None
    set: NotRequired[dict[str, object]]
    why: str


class RulingsFile(TypedDict):
    """``annotations/<article>/rulings.json``."""

    article: str
    adjudicator: str
    date: str
    scheme: str
    rulings: list[RulingFile]


class RegionIdsFile(TypedDict):
    """``annotations/<article>/<annotator>.regions.json``: the ids that each region has had, one a layer."""

    article: str
    annotator: str
    regions: dict[str, list[str]]
