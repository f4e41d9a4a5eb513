"""Limits: what a release cannot be used for, each said only where the data shows it."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.release.card.plainly import counted, languages, of_articles
from quidit.release.statistics import Statistics, inventories_of
from quidit.splits.ledger import DRAWN

_SMALL = 100
"""Items of a layer in test below which one more or less moves its recall by a point or more."""


def limits(statistics: Statistics) -> Iterator[str]:
    """Each limit in a sentence or two, the gravest first."""
    yield from _overlap(statistics)
    yield from _models(statistics)
    yield from _sources(statistics)
    yield from _span(statistics)
    yield from _small(statistics)
    yield from _missing(statistics)
    yield from _doubts(statistics)
    if statistics.left_out:
        yield (
            f"**Left out.** The corpus has {counted(statistics.left_out, 'article')} without sentences here: they wait for a split or "
            "for somebody to decide between annotations, or were withdrawn."
        )
    if statistics.decided:
        yield (
            "**Real people.** Words and attitudes stand here as the articles report them, true or not. "
            "Do not take them for facts about the people who are named."
        )


def _overlap(statistics: Statistics) -> Iterator[str]:
    if statistics.pilot and statistics.decided:
        yield "**A pilot.** Train and test are sentences of one article: they share its names, its topic and its style."


def _models(statistics: Statistics) -> Iterator[str]:
    silver = statistics.qualities["silver"]
    if silver:
        yield (
            f"**Labels of models.** {of_articles(silver, statistics.articles)} labelled by models alone (`silver`). "
            "What is trained or tested on them learns what those models do, with their mistakes."
        )


def _sources(statistics: Statistics) -> Iterator[str]:
    articles, publishers = statistics.articles, statistics.publishers
    if articles == 1:
        yield "**One article.** No outlet, topic, period or style is represented by it."
    elif publishers:
        most = max(publishers.values())
        yield (
            f"**Sources.** {counted(len(publishers), 'publisher')}; the most frequent gave {most:,} of "
            f"{counted(articles, 'article')}."
        )
    if statistics.unknown_sources and articles > 1:
        yield (
            f"**Unknown sources.** {of_articles(statistics.unknown_sources, articles)} of unknown source, "
            "so nobody can say what the corpus is a sample of."
        )
    if len(statistics.languages) > 1:
        shares = (f"{number:,} in {languages([tag])}" for tag, number in statistics.languages.most_common())
        yield f"**Languages.** {', '.join(shares)}: a score over all of them hides what it is in each."


def _span(statistics: Statistics) -> Iterator[str]:
    first, last = statistics.published or ("", "")
    when = "" if not first else f"Published on {first}. " if first == last else f"Published from {first} to {last}. "
    undated = statistics.undated
    without = f"{of_articles(undated, statistics.articles)} without a date of publication." if undated else ""
    if when or without:
        yield f"**Period.** {when}{without}".strip()


def _small(statistics: Statistics) -> Iterator[str]:
    """How far one item of test moves a score."""
    counts = {text.layer: statistics.count(text.layer, "test") for text in statistics.scheme.layers}
    some = {layer: number for layer, number in counts.items() if 0 < number < _SMALL}
    if some:
        listed = ", ".join(f"{number} {layer}" for layer, number in some.items())
        yield (
            f"**A small test.** It holds {listed}: one item of {min(some.values())} more or less moves a recall by "
            f"{100 / min(some.values()):.0f} points."
        )


def _missing(statistics: Statistics) -> Iterator[str]:
    """Labels that a split has no example of."""
    never = {
        split: [
            f"`{entry.label}`"
            for layer, entries in inventories_of(statistics.scheme).items()
            for entry in entries
            if not statistics.labels[layer, entry.label, split]
        ]
        for split in DRAWN
        if statistics.tokens[split]
    }
    listed = [f"in {split} {', '.join(labels)}" for split, labels in never.items() if labels]
    if listed:
        yield f"**Labels without an example:** {'; '.join(listed)}."


def _doubts(statistics: Statistics) -> Iterator[str]:
    if statistics.unsure:
        yield (
            f"**Doubt.** {statistics.unsure:,} of {counted(statistics.items, 'item')} "
            f"{'is' if statistics.unsure == 1 else 'are'} marked `unsure`."
        )
