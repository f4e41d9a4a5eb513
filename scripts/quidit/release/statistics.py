"""Statistics: what a card says in numbers, gathered article by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

from quidit.agreement import Overlap, exact
from quidit.checks.claims import ADJUDICATED
from quidit.records import Annotation, AnnotatorKind, Layer
from quidit.release.source import Source
from quidit.scheme import Scheme

Pair = tuple[AnnotatorKind, AnnotatorKind]
PAIRS: tuple[Pair, ...] = (("human", "human"), ("human", "model"), ("model", "model"))


class Statistics:
    """Counts over the articles of a release; what was drafted or skipped is no annotation here.

    ``labels`` counts by ``(layer, label, split)``; ``pairs`` counts pairs of annotations of one article by
    who made them, and ``overlaps`` sums their exact agreement by layer.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.articles = 0
        self.pilot = False
        self.decided = 0
        self.adjudicated = 0
        self.undecided = 0
        self.unknown_sources = 0
        self.languages: Counter[str] = Counter()
        self.rights: Counter[tuple[str, str]] = Counter()
        self.flags: Counter[str] = Counter()
        self.qualities: Counter[str] = Counter()
        self.annotator_kinds: Counter[AnnotatorKind] = Counter()
        self.sentences = 0
        self.labels: Counter[tuple[Layer, str, str]] = Counter()
        self.pairs: Counter[Pair] = Counter()
        self.overlaps: dict[tuple[Pair, Layer], Overlap] = {}

    def add(self, source: Source) -> None:
        """One more article."""
        article, rights = source.article, source.article.rights
        complete = [annotation for annotation in source.annotations if annotation.status == "complete"]
        self.articles += 1
        self.pilot = self.pilot or source.test_from is not None
        self.languages[article.language] += 1
        self.unknown_sources += not (article.source.publisher or article.source.url)
        self.rights[rights.text, rights.redistribution] += 1
        self.qualities[source.quality] += 1
        self.annotator_kinds.update(source.annotators[annotation.annotator].kind for annotation in complete)
        self.sentences += len(article.sentences)
        if source.deciding:
            self.decided += 1
            self.adjudicated += source.deciding.annotator == ADJUDICATED
            self.flags.update(source.deciding.flags)
            self.labels.update(_labels(source, source.deciding))
        else:
            self.undecided += bool(complete)
        for left, right in combinations(complete, 2):
            self._compare(source, left, right)

    def _compare(self, source: Source, left: Annotation, right: Annotation) -> None:
        first, second = sorted(source.annotators[each.annotator].kind for each in (left, right))
        self.pairs[first, second] += 1
        for text in self.scheme.layers:
            place = (first, second), text.layer
            self.overlaps[place] = self.overlaps.get(place, Overlap()) + exact(left, right, text.layer)

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
    for quote in annotation.quotes:
        yield "quotes", quote.type, source.split_at(quote.span)
    for stance in annotation.stances:
        yield "stances", stance.label, source.split_at(stance.span)
