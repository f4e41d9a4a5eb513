"""The annotation as rules see it: what of its file is sound, beside the article that it annotates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from quidit.checks.sound import Sound
from quidit.checks.subjects import ArticleSubject
from quidit.documents import AnnotationFile, EntityFile, SpanFile
from quidit.records import LAYERS, Annotator, Layer, Span
from quidit.scheme import Scheme

PARTS = ("entities", *LAYERS)
"""The parts of an annotation file that hold items with ids."""
_CORE = frozenset({"id", "start", "end", "text"})
_LISTS = ("speakers", "via", "holders")
_PART_OF = {"m": "mentions", "c": "cues", "q": "quotes"}


@dataclass(frozen=True)
class AnnotationSubject:
    """An annotation file with the article that it annotates, None where that cannot be read.

    ``document`` lacks whatever departed from the schema, and ``sound`` says what that was, so that one cause
    is one problem. ``annotators`` is None where nobody knows who they are; ``made_by`` holds the kinds of
    those who made it (human, model); ``test_from`` is the pilot's cut where this annotation decides it.
    """

    document: AnnotationFile
    article: ArticleSubject | None
    scheme: Scheme
    annotators: Mapping[str, Annotator] | None
    sound: Sound
    made_by: frozenset[str] = frozenset()
    test_from: int | None = None

    @cached_property
    def text(self) -> str:
        """The text that the offsets count in; empty where the article has another one now."""
        if self.article is None or self.article.text_sha256 != self.document["text_sha256"]:
            return ""
        return self.article.text

    @cached_property
    def has_sentences(self) -> bool:
        """Whether the offsets can be held against the article's sentences."""
        return bool(self.text) and self.article is not None and self.article.has_sound_sentences

    @cached_property
    def _items(self) -> Mapping[Layer, tuple[tuple[str, SpanFile], ...]]:
        return {
            layer: tuple(
                (f"/{layer}/{number}", item)
                for number, item in enumerate(cast("list[SpanFile]", self.document.get(layer, [])))
                if item.keys() >= _CORE
            )
            for layer in LAYERS
        }

    def items(self, layer: Layer) -> tuple[tuple[str, SpanFile], ...]:
        """The spans of a layer with their pointers: those that have an id, a place and words."""
        return self._items[layer]

    def spans(self) -> tuple[tuple[Layer, str, SpanFile], ...]:
        """The spans of every layer with their pointers."""
        return self._spans

    @cached_property
    def _spans(self) -> tuple[tuple[Layer, str, SpanFile], ...]:
        return tuple((layer, pointer, item) for layer in LAYERS for pointer, item in self._items[layer])

    def placed(self) -> tuple[tuple[Layer, str, SpanFile, Span], ...]:
        """The spans that lie where their words are: those whose place is no problem itself."""
        return self._placed

    @cached_property
    def _placed(self) -> tuple[tuple[Layer, str, SpanFile, Span], ...]:
        text = self.text
        return tuple(
            (layer, pointer, item, Span(item["start"], item["end"]))
            for layer, pointer, item in self._spans
            if is_placed(item, text)
        )

    @cached_property
    def are_all_placed(self) -> bool:
        """Whether every span lies where its words are."""
        return len(self._placed) == len(self._spans)

    def names(self) -> tuple[tuple[str, SpanFile, Span], ...]:
        """The placed mentions that are names, with their pointers."""
        return self._names

    @cached_property
    def _names(self) -> tuple[tuple[str, SpanFile, Span], ...]:
        names = self.scheme.names
        return tuple(
            (pointer, item, span)
            for layer, pointer, item, span in self._placed
            if layer == "mentions" and cast("dict[str, str]", item).get("label") in names
        )

    def entities(self) -> Iterator[tuple[str, EntityFile]]:
        """The rows of the entity table that have an id, with their pointers."""
        for number, entity in enumerate(self.document.get("entities", [])):
            if "id" in entity:
                yield f"/entities/{number}", entity

    def lacks(self, pointer: str, key: str) -> bool:
        """Whether nobody gave that key, rather than gave it wrongly or misspelt it."""
        item = self.document if not pointer else _at(self.document, pointer)
        return key not in item and pointer not in self.sound.misspelt and f"{pointer}/{key}" not in self.sound.removed

    def place_of(self, item: SpanFile) -> tuple[int, int] | None:
        """The words to quote with a finding: none where the offsets themselves are wrong."""
        return (item["start"], item["end"]) if is_placed(item, self.text) else None

    def known_ids(self, part: str) -> frozenset[str] | None:
        """Every id that a part of the file (a layer or ``entities``) gives; None where some cannot be told."""
        if f"/{part}" in self.sound.removed or (part not in self.document and "" in self.sound.misspelt):
            return None
        ids = [member.get("id") for member in cast("list[dict[str, str]]", self.document.get(part, []))]
        return None if None in ids else frozenset(each for each in ids if each)


def _at(document: object, pointer: str) -> Mapping[str, object]:
    """The object that a pointer of two steps (a part of the file and a number) leads to."""
    _, part, number = pointer.split("/")
    return cast("Mapping[str, list[Mapping[str, object]]]", document)[part][int(number)]


def references(pointer: str, item: SpanFile) -> Iterator[tuple[str, str, str]]:
    """Each reference of a span: its place, the part of the file that it leads to, and the id."""
    members = cast("dict[str, str]", item)
    if "entity" in members:
        yield f"{pointer}/entity", "entities", members["entity"]
    for key in ("cue", "continues", "target"):
        if key in members:
            yield f"{pointer}/{key}", _PART_OF[members[key][0]], members[key]
    for key in _LISTS:
        for number, reference in enumerate(cast("dict[str, list[str]]", item).get(key, [])):
            if isinstance(reference, str):
                yield f"{pointer}/{key}/{number}", "mentions", reference


def is_placed(item: SpanFile, text: str) -> bool:
    """Whether a span holds at least one code point, inside the text, and repeats its words."""
    start, end = item["start"], item["end"]
    return 0 <= start < end <= len(text) and text[start:end] == item["text"]
