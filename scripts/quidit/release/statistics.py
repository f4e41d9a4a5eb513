"""Statistics: what a card says in numbers, gathered article by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

from quidit.agreement import Overlap, exact
from quidit.checks.claims import ADJUDICATED
from quidit.records import Annotation, Annotator, AnnotatorKind, Article, Layer, Origin
from quidit.release.source import Source
from quidit.scheme import MentionLabel, QuoteType, Scheme, StanceLabel

Pair = tuple[AnnotatorKind, AnnotatorKind]
Label = MentionLabel | QuoteType | StanceLabel
PAIRS: tuple[Pair, ...] = (("human", "human"), ("human", "model"), ("model", "model"))
SHOWN = 20
"""Rows of a card's table that would grow with the corpus: the rest stands in the data."""


class Statistics:
    """Counts over the articles of a release; what was drafted or skipped is no annotation here.

    ``labels`` counts by ``(layer, label, split)`` and ``sentence_qualities`` by ``(quality, split)``; ``pairs``
    counts pairs of annotations of one article by who made them, and ``overlaps`` sums their exact agreement by
    layer. ``suggested`` counts items by producer, its version and what became of the suggestion. ``first`` holds as
    many articles as a card shows; ``left_out`` and ``tokens`` are known only once the rows are written.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.articles = 0
        self.pilot = False
        self.decided = 0
        self.adjudicated = 0
        self.undecided = 0
        self.left_out = 0
        self.unknown_sources = 0
        self.first: list[Article] = []
        self.publishers: Counter[str] = Counter()
        self.undated = 0
        self.published: tuple[str, str] | None = None
        self.roster: Mapping[str, Annotator] = {}
        self.by_annotator: Counter[str] = Counter()
        self.by_adjudicator: Counter[str] = Counter()
        self.suggested: Counter[tuple[str, str, Origin]] = Counter()
        self.languages: Counter[str] = Counter()
        self.rights: Counter[tuple[str, str]] = Counter()
        self.flags: Counter[str] = Counter()
        self.qualities: Counter[str] = Counter()
        self.annotator_kinds: Counter[AnnotatorKind] = Counter()
        self.sentences = 0
        self.by_split: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()
        self.entities: Counter[str] = Counter()
        self.sentence_qualities: Counter[tuple[str, str]] = Counter()
        self.items = 0
        self.unsure = 0
        self.kinds: Counter[str] = Counter()
        self.uses: Counter[str] = Counter()
        self.issues: Counter[tuple[str, str]] = Counter()
        self.labels: Counter[tuple[Layer, str, str]] = Counter()
        self.pairs: Counter[Pair] = Counter()
        self.overlaps: dict[tuple[Pair, Layer], Overlap] = {}

    def add(self, source: Source) -> None:
        """One more article."""
        complete = [annotation for annotation in source.annotations if annotation.status == "complete"]
        self._add_article(source)
        self.roster = source.annotators
        self.by_annotator.update(annotation.annotator for annotation in complete)
        self.annotator_kinds.update(source.annotators[annotation.annotator].kind for annotation in complete)
        for annotation in complete:
            self.suggested.update(
                (item.provenance.producer, item.provenance.version, item.provenance.origin)
                for item in annotation.by_id.values()
                if item.provenance
            )
        if source.deciding:
            self._add_deciding(source, source.deciding)
        else:
            self.undecided += bool(complete)
        for left, right in combinations(complete, 2):
            self._compare(source, left, right)

    def _add_article(self, source: Source) -> None:
        article, rights = source.article, source.article.rights
        self.articles += 1
        self.by_split[source.whole] += 1
        self.first += [article] if len(self.first) < SHOWN else []
        self.pilot = self.pilot or source.test_from is not None
        self.languages[article.language] += 1
        self.unknown_sources += not (article.source.publisher or article.source.url)
        self.publishers.update([article.source.publisher] if article.source.publisher else [])
        if day := article.source.published:
            first, last = self.published or (day, day)
            self.published = min(first, day), max(last, day)
        else:
            self.undated += 1
        self.rights[rights.text, rights.redistribution] += 1
        self.qualities[source.quality] += 1
        self.sentences += len(article.sentences)

    def _add_deciding(self, source: Source, annotation: Annotation) -> None:
        self.decided += 1
        self.adjudicated += annotation.annotator == ADJUDICATED
        self.by_adjudicator.update([source.adjudicator] if source.adjudicator else [])
        self.flags.update(annotation.flags)
        self.labels.update(_labels(source, annotation))
        self.sentence_qualities.update(
            (source.quality, source.split_of(number)) for number in range(len(source.article.sentences))
        )
        self.items += len(annotation.by_id)
        self.unsure += sum(item.unsure for item in annotation.by_id.values())
        self.entities[source.whole] += len(annotation.entities)
        self.kinds.update(entity.kind for entity in annotation.entities)
        self.uses.update(mention.use for mention in annotation.mentions if mention.use)
        self.issues.update((stance.issue, stance.label) for stance in annotation.stances if stance.issue)

    def _compare(self, source: Source, left: Annotation, right: Annotation) -> None:
        first, second = sorted(source.annotators[each.annotator].kind for each in (left, right))
        self.pairs[first, second] += 1
        for text in self.scheme.layers:
            place = (first, second), text.layer
            self.overlaps[place] = self.overlaps.get(place, Overlap()) + exact(left, right, text.layer)

    @property
    def annotators(self) -> list[Annotator]:
        """Who annotated or ruled, those first who annotated most."""
        took_part = self.by_annotator.keys() | self.by_adjudicator.keys()
        listed = [each for each in self.roster.values() if each.id in took_part]
        return sorted(listed, key=lambda each: (-self.by_annotator[each.id], -self.by_adjudicator[each.id], each.id))

    @property
    def kinds_of_rights(self) -> list[tuple[tuple[str, str], int]]:
        """How many articles have which licence and redistribution, the most frequent first."""
        return sorted(self.rights.items(), key=lambda kind: (-kind[1], kind[0]))

    def count(self, layer: Layer, split: str) -> int:
        """How many items of a layer begin in a split."""
        return sum(number for (each, _, where), number in self.labels.items() if (each, where) == (layer, split))

    @property
    def agreement(self) -> Mapping[Pair, Mapping[Layer, float | None]]:
        """Exact agreement (F1 of span and label) by who is compared and layer; None where nothing can be."""
        layers = [text.layer for text in self.scheme.layers]
        return {
            pair: {layer: self.overlaps[pair, layer].f1 for layer in layers} for pair in PAIRS if pair in self.pairs
        }


def _labels(source: Source, annotation: Annotation) -> Iterable[tuple[Layer, str, str]]:
    for mention in annotation.mentions:
        yield "mentions", mention.label, source.split_at(mention.span)
    for cue in annotation.cues:
        yield "cues", "", source.split_at(cue.span)
    for quote in annotation.quotes:
        yield "quotes", quote.type, source.split_at(quote.span)
    for stance in annotation.stances:
        yield "stances", stance.label, source.split_at(stance.span)


def inventories_of(scheme: Scheme) -> Mapping[Layer, tuple[Label, ...]]:
    """The labels of each layer that has any and is switched on."""
    every: Mapping[Layer, tuple[Label, ...]] = {
        "mentions": scheme.mentions,
        "quotes": scheme.quote_types,
        "stances": scheme.stances,
    }
    return {text.layer: every[text.layer] for text in scheme.layers if text.layer in every}
