"""The annotation as rules see it: what of its file is sound, beside the article that it annotates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from quidit.checks.columns import Columns, Overview
from quidit.checks.recount import Recount, recounted
from quidit.checks.referring import Dangling, references
from quidit.checks.sound import Sound
from quidit.checks.subjects import ArticleSubject
from quidit.documents import AnnotationFile, EntityFile, MentionFile, QuoteFile, SpanFile
from quidit.language.graphemes import Graphemes
from quidit.language.prefixes import Leading, prefixes_of
from quidit.marks import Pairing, pair
from quidit.once import once
from quidit.records import LAYERS, Annotator, Layer, Span
from quidit.scheme import Scheme

PARTS = ("entities", *LAYERS)
"""The parts of an annotation file that hold items with ids."""
_CORE = frozenset({"id", "start", "end", "text"})
_REFERRING: Mapping[str, tuple[Layer, ...]] = {
    "entities": ("mentions",),
    "mentions": ("quotes", "stances"),
    "cues": ("quotes",),
}


@dataclass(frozen=True)
class AnnotationSubject:
    """An annotation file with the article that it annotates, None where that cannot be read.

    ``document`` lacks whatever departed from the schema, and ``sound`` says what that was, so that one cause
    is one problem. ``annotators`` is None where nobody knows who they are; ``made_by`` holds the kinds of
    those who made it (human, model); ``test_from`` is the pilot's cut where this annotation decides it.
    ``has_sources`` where finished annotations of others or rulings stand beside it.
    """

    document: AnnotationFile
    article: ArticleSubject | None
    scheme: Scheme
    annotators: Mapping[str, Annotator] | None
    sound: Sound
    made_by: frozenset[str] = frozenset()
    test_from: int | None = None
    has_sources: bool = True

    @once
    def text(self) -> str:
        """The text that the offsets count in; empty where the article has another one now."""
        if self.article is None or self.article.text_sha256 != self.document["text_sha256"]:
            return ""
        return self.article.text

    @once
    def has_sentences(self) -> bool:
        """Whether the offsets can be held against the article's sentences."""
        return bool(self.text) and self.article is not None and self.article.has_sound_sentences

    @once
    def overview(self) -> Overview:
        """Its spans and entities, by what is true of all of them."""
        document, whole = cast("Mapping[str, list[SpanFile]]", self.document), self.sound.is_whole
        layers = {layer: document.get(layer, []) for layer in LAYERS}
        return Overview(
            {
                layer: Columns(items if whole else [item for item in items if item.keys() >= _CORE])
                for layer, items in layers.items()
            },
            self.document.get("entities", []),
            whole,
        )

    @once
    def _items(self) -> dict[Layer, tuple[tuple[str, SpanFile], ...]]:
        return {}

    def items(self, layer: Layer) -> tuple[tuple[str, SpanFile], ...]:
        """The spans of a layer with their pointers: those that have an id, a place and words."""
        if layer not in self._items:
            items, whole = enumerate(cast("list[SpanFile]", self.document.get(layer, []))), self.sound.is_whole
            pointed = [(f"/{layer}/{number}", item) for number, item in items if whole or item.keys() >= _CORE]
            self._items[layer] = tuple(pointed)
        return self._items[layer]

    def spans(self) -> tuple[tuple[Layer, str, SpanFile], ...]:
        """The spans of every layer with their pointers."""
        return self._spans

    @once
    def _spans(self) -> tuple[tuple[Layer, str, SpanFile], ...]:
        return tuple([(layer, pointer, item) for layer in LAYERS for pointer, item in self.items(layer)])

    def placed(self) -> tuple[tuple[Layer, str, SpanFile, Span], ...]:
        """The spans that lie where their words are: those whose place is no problem itself."""
        return self._placed

    @once
    def _placed(self) -> tuple[tuple[Layer, str, SpanFile, Span], ...]:
        text, all_placed = self.text, self.are_all_placed
        recounted = self.recount.spans if self.recount else {}
        return tuple(
            [
                (layer, pointer, item, Span(item["start"], item["end"]))
                for layer, pointer, item in self._spans
                if all_placed or (is_placed(item, text) and pointer not in recounted)
            ]
        )

    @once
    def recount(self) -> Recount | None:
        """The other way in which its offsets are counted, where there is one."""
        if self.are_all_placed or not self.text:
            return None
        return recounted([(pointer, item) for _, pointer, item in self._spans], self.text)

    def misplaced(self) -> Iterator[tuple[Layer, str, SpanFile]]:
        """The spans that do not lie where their words are, each for a reason of its own."""
        if self.are_all_placed:
            return
        recounted = self.recount.spans if self.recount else {}
        for layer, pointer, item in self._spans:
            if pointer not in recounted and not is_placed(item, self.text):
                yield layer, pointer, item

    @once
    def are_all_placed(self) -> bool:
        """Whether every span lies where its words are."""
        return all(columns.lie_in(self.text) for columns in self.overview.all())

    def _placed_in(self, layer: Layer) -> list[tuple[str, SpanFile, Span]]:
        """The placed spans of one layer, with their pointers."""
        if self.are_all_placed:
            return [(pointer, item, Span(item["start"], item["end"])) for pointer, item in self.items(layer)]
        return [(pointer, item, span) for of, pointer, item, span in self._placed if of == layer]

    @once
    def places(self) -> Mapping[str, Span]:
        """Where each placed span lies, by id."""
        return {item["id"]: span for _, _, item, span in self._placed}

    @once
    def mentions(self) -> Mapping[str, MentionFile]:
        """The mentions by id."""
        mentions = self.overview.layers["mentions"]
        return cast("Mapping[str, MentionFile]", dict(zip(mentions.ids, mentions.items, strict=True)))

    @once
    def entity_names(self) -> Mapping[str, str]:
        """What the entity table calls each entity, by id."""
        return {entity["id"]: entity["name"] for _, entity in self.entities() if "name" in entity}

    def entities_of(self, mentions: Iterable[str]) -> frozenset[str] | None:
        """Who or what those mentions mean, by entity id; None where it cannot be told of each."""
        named = [self.mentions[each].get("entity") if each in self.mentions else None for each in mentions]
        return None if None in named else frozenset(each for each in named if each)

    def quotes(self) -> tuple[tuple[str, QuoteFile, Span], ...]:
        """The placed quotes, with their pointers."""
        return self._quotes

    @once
    def _quotes(self) -> tuple[tuple[str, QuoteFile, Span], ...]:
        return cast("tuple[tuple[str, QuoteFile, Span], ...]", tuple(self._placed_in("quotes")))

    @once
    def marks(self) -> Pairing:
        """The quotation marks of the text."""
        return pair(self.text)

    @once
    def graphemes(self) -> Graphemes:
        """The text by what is seen as its characters."""
        return Graphemes(self.text)

    @once
    def dangling(self) -> tuple[Dangling, ...]:
        """The references that lead to nothing."""
        if self.overview.all_lead_somewhere:
            return ()
        known = {part: self.known_ids(part) for part in PARTS}
        return tuple(
            Dangling(item, place, part, reference)
            for layer, pointer, item in self._spans
            if layer != "cues" and not self._leads_somewhere(layer, item)
            for place, part, reference in references(pointer, item)
            if (ids := known[part]) is not None and reference not in ids
        )

    def _leads_somewhere(self, layer: Layer, item: SpanFile) -> bool:
        """Whether all references of a span are known at a glance; where something departed, none are."""
        members = cast("Mapping[str, str]", item)
        if layer == "mentions":
            return members.get("entity") in self._ids["entities"]
        if self.sound.removed:
            return False
        keys, lists = (("cue", "continues"), ("speakers", "via")) if layer == "quotes" else (("target",), ("holders",))
        ids = self._ids["spans"]
        return all(members[key] in ids for key in keys if key in members) and all(
            ids.issuperset(members[key]) for key in lists if key in members
        )

    @once
    def _ids(self) -> Mapping[str, frozenset[str]]:
        known = {part: self.known_ids(part) or frozenset() for part in PARTS}
        return {"entities": known["entities"], "spans": known["mentions"] | known["cues"] | known["quotes"]}

    @once
    def referred_to(self) -> frozenset[str]:
        """The ids that some span refers to."""
        return frozenset(each for _, pointer, item in self._spans for _, _, each in references(pointer, item))

    def knows_all_about(self, part: str) -> bool:
        """Whether each reference into a part can be told: nothing departed where they stand, and none dangles."""
        return (
            "" not in self.sound.misspelt
            and all(self.sound.holds(f"/{layer}") for layer in (part, *_REFERRING[part]))
            and all(each.part != part for each in self.dangling)
        )

    @property
    def is_complete(self) -> bool:
        """Whether its annotator calls it finished, so that silence is an answer."""
        return self.document["status"] == "complete"

    def names(self) -> tuple[tuple[str, SpanFile, Span], ...]:
        """The placed mentions that are names, with their pointers."""
        return self._names

    @once
    def _names(self) -> tuple[tuple[str, SpanFile, Span], ...]:
        names = self.scheme.names
        return tuple([each for each in self._placed_in("mentions") if each[1].get("label") in names])

    @once
    def name_columns(self) -> Columns:
        """The placed mentions that are names."""
        if self.are_all_placed:
            mentions, names = self.overview.layers["mentions"].items, self.scheme.names
            return Columns([item for item in mentions if item.get("label") in names])
        return Columns([item for _, item, _ in self._names])

    @once
    def prefixed(self) -> tuple[tuple[str, MentionFile, Span, Leading], ...]:
        """The names that nobody doubts, with what they begin with; none where each begins with itself for certain."""
        prefixes = prefixes_of(self.article.document.get("language", "") if self.article else "")
        if not any(prefixes.may_lead(words) for words in self.name_columns.words if not words.isalpha()):
            return ()
        names = cast("tuple[tuple[str, MentionFile, Span], ...]", self._names)
        doubtless = [each for each in names if not each[1]["text"].isalpha() and not each[1].get("unsure")]
        return tuple([(*each, prefixes.leading(each[1]["text"])) for each in doubtless])

    def entities(self) -> tuple[tuple[str, EntityFile], ...]:
        """The rows of the entity table that have an id, with their pointers."""
        return self._entities

    @once
    def _entities(self) -> tuple[tuple[str, EntityFile], ...]:
        rows = enumerate(self.document.get("entities", []))
        return tuple([(f"/entities/{number}", entity) for number, entity in rows if "id" in entity])

    def lacks(self, pointer: str, key: str) -> bool:
        """Whether nobody gave that key, rather than gave it wrongly or misspelt it."""
        item = self.document if not pointer else _at(self.document, pointer)
        return key not in item and pointer not in self.sound.misspelt and f"{pointer}/{key}" not in self.sound.removed

    def place_of(self, item: SpanFile) -> tuple[int, int] | None:
        """The words to quote with a finding: none where the offsets themselves are wrong."""
        return (item["start"], item["end"]) if is_placed(item, self.text) else None

    def known_ids(self, part: str) -> frozenset[str] | None:
        """Every id that a part of the file (a layer or ``entities``) gives; None where some cannot be told."""
        return self._known_ids[part]

    @once
    def _known_ids(self) -> Mapping[str, frozenset[str] | None]:
        return {part: self._ids_of(part) for part in PARTS}

    def _ids_of(self, part: str) -> frozenset[str] | None:
        if f"/{part}" in self.sound.removed or (part not in self.document and "" in self.sound.misspelt):
            return None
        ids = [member.get("id") for member in cast("list[dict[str, str]]", self.document.get(part, []))]
        return None if None in ids else frozenset([each for each in ids if each])


def _at(document: object, pointer: str) -> Mapping[str, object]:
    """The object that a pointer of two steps (a part of the file and a number) leads to."""
    _, part, number = pointer.split("/")
    return cast("Mapping[str, list[Mapping[str, object]]]", document)[part][int(number)]


def is_placed(item: SpanFile, text: str) -> bool:
    """Whether a span holds at least one code point, inside the text, and repeats its words."""
    start, end = item["start"], item["end"]
    return 0 <= start < end <= len(text) and text[start:end] == item["text"]
