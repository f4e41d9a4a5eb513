"""The pilot policy: one article's sentences cut in two, so that nothing annotated is cut."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from quidit.records import Annotation, Article, Span


def atoms(article: Article, annotation: Annotation) -> tuple[Span, ...]:
    """Runs of sentences that must stay together, ``[first, last + 1)`` in sentence numbers, in order.

    A run is closed under every quote and stance with all that it refers to: cue, speakers, channels,
    holders, target and the quote that it continues.
    """
    runs: list[Span] = []
    touched = (sentences_touched(article, stretch) for stretch in _bonds(annotation))
    for stretch in sorted(Span(each.start, each.stop) for each in touched):
        if runs and stretch.start < runs[-1].end:
            runs[-1] = Span(runs[-1].start, max(runs[-1].end, stretch.end))
        else:
            runs.append(stretch)
    return tuple(runs)


def cuts(article: Article, annotation: Annotation) -> tuple[int, ...]:
    """The sentence numbers before which the article may be cut, none of them inside an atom."""
    forbidden = {n for run in atoms(article, annotation) for n in range(run.start + 1, run.end)}
    return tuple(n for n in range(1, len(article.sentences)) if n not in forbidden)


def best_cut(article: Article, annotation: Annotation, *, test_share: float) -> int | None:
    """The cut whose suffix is nearest to the test share of the sentences; the shorter test on a tie."""
    count = len(article.sentences)
    return min(
        cuts(article, annotation),
        key=lambda cut: (abs((count - cut) / count - test_share), -cut),
        default=None,
    )


def _bonds(annotation: Annotation) -> Iterator[Span]:
    """The stretch of text between a quote or stance and everything that it refers to."""
    for quote in annotation.quotes:
        ends = [*(quote.speakers or ()), *quote.via, quote.cue, quote.continues]
        yield _hull(annotation, quote.span, ends)
    for stance in annotation.stances:
        yield _hull(annotation, stance.span, [*stance.holders, stance.target])


def _hull(annotation: Annotation, span: Span, ends: list[str | None]) -> Span:
    spans = [span, *(annotation.by_id[end].span for end in ends if end)]
    return Span(min(each.start for each in spans), max(each.end for each in spans))


def sentences_touched(article: Article, stretch: Span) -> range:
    """The numbers of the sentences that share a character with a stretch of the article's text."""
    first = bisect_right(article.sentences, stretch.start, key=lambda sentence: sentence.end)
    return range(first, bisect_left(article.sentences, stretch.end, key=lambda sentence: sentence.start))
