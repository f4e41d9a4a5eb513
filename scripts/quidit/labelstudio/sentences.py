"""Sentences: the segmentation that an annotator proposes by editing the sentences of a task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quidit.labelstudio.causes import BAD_SEGMENTATION
from quidit.labelstudio.notes import Notes
from quidit.records import Article, Span


def proposed_sentences(sentences: Sequence[Span], article: Article, notes: Notes) -> tuple[Span, ...] | None:
    """The sentences where they are not the article's, or None where they are, or are none.

    An answer without a sentence was begun without them. Sentences that no article could have are noted, and
    nothing is proposed.
    """
    proposal = tuple(sorted(set(sentences)))
    if not proposal or proposal == tuple(_bare(sentence, article.text) for sentence in article.sentences):
        return None
    faults = list(_faults(proposal, article))
    for message, span in faults:
        notes.take(BAD_SEGMENTATION, message, span=span, fix="correct the sentences of the task")
    return None if faults else proposal


def _faults(proposal: Sequence[Span], article: Article) -> Iterator[tuple[str, Span]]:
    """What keeps the spans, in reading order, from being the sentences of the article."""
    reached = 0
    for sentence in (*proposal, Span(len(article.text), len(article.text))):
        if sentence.start < reached:
            yield f"the sentence from {sentence.start} begins before {reached}, where an earlier one ends", sentence
        elif article.text[reached : sentence.start].strip():
            between = _bare(Span(reached, sentence.start), article.text)
            yield f"the text from {between.start} to {between.end} is in no sentence", between
        if "\n" in sentence.of(article.text):
            yield f"the sentence from {sentence.start} runs over the end of its paragraph", sentence
        reached = max(reached, sentence.end)


def _bare(span: Span, text: str) -> Span:
    """The span without the blanks at its edges."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
