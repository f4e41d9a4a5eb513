"""Subjects: what rules are held against, from the bytes of a file to the corpus as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import cast

from quidit.documents import AnnotationFile, ArticleFile, EntityFile, RulingsFile, SpanFile
from quidit.json_source import Fault
from quidit.records import LAYERS, Annotator, Layer, Span
from quidit.schema import Departure
from quidit.scheme import Scheme
from quidit.splits.ledger import Entry, Ledger


class FileKind(StrEnum):
    """What a file of the corpus is, as its place says."""

    ARTICLE = "article"
    ANNOTATION = "annotation"
    RULINGS = "rulings"
    ANNOTATORS = "annotators"
    LEDGER = "split"
    STRANGER = "stranger"


class Obstacle(StrEnum):
    """Why a file's bytes were not read."""

    NOT_REGULAR = "not-regular"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the corpus as it was read; ``article`` and ``annotator`` are what its place names."""

    path: str
    kind: FileKind
    content: bytes = b""
    obstacle: Obstacle | None = None
    article: str = ""
    annotator: str = ""


@dataclass(frozen=True, slots=True)
class Departures:
    """What the schema gate said of a document."""

    document: object
    departures: tuple[Departure, ...]


@dataclass(frozen=True, slots=True)
class Faults:
    """What the parser said of a source."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Named:
    """A document that says whose it is, and the file whose place says so too."""

    file: File
    document: Mapping[str, object]


@dataclass(frozen=True)
class ArticleSubject:
    """An article file that fits its schema, with the raw file that it names.

    ``raw`` is None where ``seeds/`` has no such file.
    """

    document: ArticleFile
    raw: bytes | None

    @cached_property
    def text(self) -> str:
        """The paragraphs joined by newlines."""
        return "\n".join(self.document["paragraphs"])

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences as spans, whatever they are worth."""
        return tuple(Span(start, end) for start, end in self.document["sentences"])


@dataclass(frozen=True)
class AnnotationSubject:
    """An annotation file with the article that it annotates.

    ``unsound`` are pointers to members that departed from the schema: rules pass over them, so that
    one cause is one problem. ``made_by`` holds the kinds of those who made it (human, model);
    ``test_from`` is the pilot's cut where this annotation decides it.
    """

    document: AnnotationFile
    article: ArticleSubject
    scheme: Scheme
    annotators: Mapping[str, Annotator]
    unsound: frozenset[str] = frozenset()
    made_by: frozenset[str] = frozenset()
    test_from: int | None = None

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    def items(self, layer: Layer) -> Iterator[tuple[str, SpanFile]]:
        """The sound spans of a layer with their pointers."""
        for number, item in enumerate(cast("list[SpanFile]", self.document.get(layer, []))):
            pointer = f"/{layer}/{number}"
            if pointer not in self.unsound:
                yield pointer, item

    def spans(self) -> Iterator[tuple[Layer, str, SpanFile]]:
        """The sound spans of every layer with their pointers."""
        for layer in LAYERS:
            for pointer, item in self.items(layer):
                yield layer, pointer, item

    def placed(self) -> Iterator[tuple[Layer, str, SpanFile, Span]]:
        """The spans that lie where their words are: those whose place is no problem itself."""
        for layer, pointer, item in self.spans():
            if is_placed(item, self.text):
                yield layer, pointer, item, Span(item["start"], item["end"])

    def entities(self) -> Iterator[tuple[str, EntityFile]]:
        """The sound rows of the entity table with their pointers."""
        for number, entity in enumerate(self.document.get("entities", [])):
            pointer = f"/entities/{number}"
            if pointer not in self.unsound:
                yield pointer, entity

    @cached_property
    def is_sound(self) -> bool:
        """Whether every span lies in its place and every reference leads to an item of the file."""
        known = {part: self.known_ids(part) for part in ("entities", *LAYERS)}
        return not self.unsound and all(
            is_placed(item, self.text)
            and all(reference in known[part] for _, part, reference in references(pointer, item))
            for _, pointer, item in self.spans()
        )

    def known_ids(self, part: str) -> frozenset[str]:
        """Every id that a part of the file (a layer or ``entities``) gives, of unsound members too."""
        members = cast("list[object]", self.document.get(part, []))
        ids = (member.get("id") for member in members if isinstance(member, dict))
        return frozenset(each for each in ids if isinstance(each, str))


_LISTS = ("speakers", "via", "holders")
_PARTS = {"m": "mentions", "c": "cues", "q": "quotes"}


def references(pointer: str, item: SpanFile) -> Iterator[tuple[str, str, str]]:
    """Each reference of a span: its place, the part of the file that it leads to, and the id."""
    members = cast("dict[str, str]", item)
    if "entity" in members:
        yield f"{pointer}/entity", "entities", members["entity"]
    for key in ("cue", "continues", "target"):
        if key in members:
            yield f"{pointer}/{key}", _PARTS[members[key][0]], members[key]
    for key in _LISTS:
        for number, reference in enumerate(cast("dict[str, list[str]]", item).get(key, [])):
            yield f"{pointer}/{key}/{number}", "mentions", reference


def is_placed(item: SpanFile, text: str) -> bool:
    """Whether a span holds at least one code point, inside the text, and repeats its words."""
    start, end = item["start"], item["end"]
    return 0 <= start < end <= len(text) and text[start:end] == item["text"]


@dataclass(frozen=True)
class RulingsSubject:
    """A rulings file with the ids that each annotation of the article has, by annotator and part."""

    document: RulingsFile
    annotators: Mapping[str, Annotator]
    ids: Mapping[str, Mapping[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class ArticleNote:
    """What the corpus-wide rules remember of an article."""

    id: str
    path: str
    text_sha256: str
    sentences: int


@dataclass(frozen=True)
class CorpusSubject:
    """What the corpus-wide rules are held against: a note of each article, and the ledger.

    ``named`` are the ids that any file or folder names, readable or not; ``twins`` are pairs of one text, the earlier id first; ``entries`` stand with their line numbers;
    ``settings`` is the file that holds ``version``.
    """

    articles: Mapping[str, ArticleNote]
    named: frozenset[str]
    twins: tuple[tuple[ArticleNote, ArticleNote], ...]
    ledger: Ledger
    entries: tuple[tuple[int, Entry], ...]
    version: str
    settings: str
