"""The source of a release's rows: an article, the annotation that decides, and where it goes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from quidit.checks.claims import ADJUDICATED
from quidit.checks.run import deciding
from quidit.lists import Lists
from quidit.records import Annotation, Annotator, Article, Span
from quidit.release.features import bio_tags
from quidit.scheme import Scheme
from quidit.splits.pilot import sentences_touched
from quidit.store import Store

WHOLE = "full"
"""The one split of configs whose rows are whole articles, while a pilot article is cut in two."""


@dataclass(frozen=True)
class Labels:
    """Where each label stands in its list."""

    mention: Mapping[str, int]
    use: Mapping[str, int]
    kind: Mapping[str, int]
    quote_type: Mapping[str, int]
    stance: Mapping[str, int]
    tag: Mapping[str, int]

    @classmethod
    def of(cls, scheme: Scheme) -> Labels:
        """The places of a scheme's labels."""
        return cls(
            _places(label.label for label in scheme.mentions),
            _places(use.id for use in scheme.uses),
            _places(kind.id for kind in scheme.entity_kinds),
            _places(quote_type.label for quote_type in scheme.quote_types),
            _places(stance.label for stance in scheme.stances),
            _places(bio_tags(scheme)),
        )


def _places(names: Iterable[str]) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(names)}


@dataclass(frozen=True)
class Source:
    """An article as a release takes it: its annotations, the one that decides, and its split.

    ``test_from`` cuts a pilot article; then ``split`` is ``pilot``. ``adjudicator`` is who ruled, where somebody did.
    """

    article: Article
    annotations: tuple[Annotation, ...]
    annotators: Mapping[str, Annotator]
    deciding: Annotation | None
    quality: str
    split: str
    test_from: int | None
    scheme: Scheme
    adjudicator: str | None = None

    @property
    def whole(self) -> str:
        """The split of rows that hold the whole article."""
        return WHOLE if self.test_from is not None else self.split

    def split_of(self, sentence: int) -> str:
        """The split of a sentence."""
        if self.test_from is None:
            return self.split
        return "train" if sentence < self.test_from else "test"

    @cached_property
    def labels(self) -> Labels:
        """The places of the scheme's labels."""
        return Labels.of(self.scheme)

    def sentences_of(self, span: Span) -> range:
        """The numbers of the sentences that a span touches."""
        return sentences_touched(self.article, span)

    def split_at(self, span: Span) -> str:
        """The split of the sentence in which a span begins."""
        return self.split_of(self.sentences_of(span)[0])

    def paragraph_of(self, sentence: Span) -> int:
        """The number of the paragraph that holds a sentence."""
        return bisect_right(self.article.paragraphs, sentence.start, key=lambda paragraph: paragraph.start) - 1

    def context_of(self, span: Span) -> Span:
        """A span's paragraphs, as far as their sentences are in the split in which it begins."""
        touched = self.sentences_of(span)
        sentences, paragraphs = self.article.sentences, self.article.paragraphs
        first = paragraphs[self.paragraph_of(sentences[touched[0]])]
        last = paragraphs[self.paragraph_of(sentences[touched[-1]])]
        split = self.split_of(touched[0])
        near = [
            sentences[number]
            for number in self.sentences_of(Span(first.start, last.end))
            if self.split_of(number) == split
        ]
        return Span(near[0].start, near[-1].end)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that a release does not hold, or only in part, and why."""

    article: str
    reason: str


def source_of(store: Store, lists: Lists, article_id: str) -> Source | LeftOut:
    """An article of a valid corpus as a release takes it, or why it does not."""
    entry = lists.ledger.by_article.get(article_id)
    if entry is None:
        return LeftOut(article_id, "has no split yet; run `quidit split`")
    if entry.split in ("held", "withdrawn"):
        return LeftOut(article_id, f"{entry.split}: {entry.why or 'see the ledger'}")
    annotations = sorted(store.annotations(article_id), key=lambda annotation: annotation.annotator)
    decider = deciding([(annotation.annotator, annotation.status) for annotation in annotations])
    decides = None if decider is None else annotations[decider]
    return Source(
        article=store.article(article_id),
        annotations=tuple(a for a in annotations if a.annotator != ADJUDICATED and a.status != "draft"),
        annotators=lists.annotators,
        deciding=decides,
        quality=quality_of(decides, lists.annotators),
        split=str(entry.split),
        test_from=lists.ledger.test_from(article_id),
        scheme=store.scheme,
        adjudicator=store.adjudicator(article_id) if decides and decides.annotator == ADJUDICATED else None,
    )


def quality_of(annotation: Annotation | None, annotators: Mapping[str, Annotator]) -> str:
    """Who decided an annotation's labels: nobody, models only, or people.

    The adjudicated annotation says so itself; one that was skipped decides nothing.
    """
    if annotation is None or annotation.status != "complete":
        return "unannotated"
    if annotation.quality:
        return annotation.quality
    return "gold" if annotators[annotation.annotator].kind == "human" else "silver"


def waits_for_adjudication(source: Source) -> LeftOut | None:
    """Why an article's sentences are left out although people or models have annotated it."""
    complete = sum(annotation.status == "complete" for annotation in source.annotations)
    if source.deciding or not complete:
        return None
    reason = f"has {complete} complete annotations and none that decides: it is in articles and annotations alone"
    return LeftOut(source.article.id, reason)
