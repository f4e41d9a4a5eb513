"""Statistics: what a card says in numbers, gathered article by article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from quidit.agreement import Overlap, exact
from quidit.records import Annotation, Layer
from quidit.release.source import Source
from quidit.scheme import Scheme


class Statistics:
    """Counts over the articles of a release.

    ``labels`` counts by ``(layer, label, split)``; ``overlaps`` sums exact agreement over all pairs of
    complete annotations of one article, by layer.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.articles = 0
        self.pilot = False
        self.languages: Counter[str] = Counter()
        self.publishers: Counter[str | None] = Counter()
        self.rights: Counter[tuple[str, str]] = Counter()
        self.flags: Counter[str] = Counter()
        self.qualities: Counter[str] = Counter()
        self.annotator_kinds: Counter[str] = Counter()
        self.sentences: Counter[str] = Counter()
        self.labels: Counter[tuple[Layer, str, str]] = Counter()
        self.overlaps: dict[Layer, Overlap] = {text.layer: Overlap() for text in scheme.layers}
        self.paired = 0

    def add(self, source: Source) -> None:
        """One more article."""
        self.articles += 1
        self.pilot = self.pilot or source.test_from is not None
        self.languages[source.article.language] += 1
        self.publishers[source.article.source.publisher] += 1
        rights = source.article.rights
        self.rights[rights.text, rights.redistribution] += 1
        self.qualities[source.quality] += 1
        for annotation in source.annotations:
            self.annotator_kinds[source.annotators[annotation.annotator].kind] += 1
        for number in range(len(source.article.sentences)):
            self.sentences[source.split_of(number)] += 1
        if source.deciding:
            self.flags.update(source.deciding.flags)
            self.labels.update(_labels(source, source.deciding))
        self._compare([a for a in source.annotations if a.status == "complete"])

    def _compare(self, annotations: list[Annotation]) -> None:
        for number, left in enumerate(annotations):
            for right in annotations[number + 1 :]:
                self.paired += 1
                for layer in self.overlaps:
                    self.overlaps[layer] += exact(left, right, layer)

    @property
    def agreement(self) -> Mapping[Layer, float]:
        """Exact agreement (F1 of span and label) by layer, where two annotations can be compared."""
        return {layer: overlap.f1 for layer, overlap in self.overlaps.items() if overlap.f1 is not None}


def _labels(source: Source, annotation: Annotation) -> Counter[tuple[Layer, str, str]]:
    count: Counter[tuple[Layer, str, str]] = Counter()
    for mention in annotation.mentions:
        count["mentions", mention.label, source.split_of(source.sentences_of(mention.span)[0])] += 1
    for quote in annotation.quotes:
        count["quotes", quote.type, source.split_of(source.sentences_of(quote.span)[0])] += 1
    for stance in annotation.stances:
        count["stances", stance.label, source.split_of(source.sentences_of(stance.span)[0])] += 1
    return count
