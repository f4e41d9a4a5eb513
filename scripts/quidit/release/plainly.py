"""Plain words: the sentences of a card that say what the data is worth, each only where it is true."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.release.statistics import Statistics
from quidit.settings import Settings

_LANGUAGES = {"fr": "French", "en": "English", "de": "German", "es": "Spanish", "it": "Italian", "ar": "Arabic"}


def plainly(settings: Settings, statistics: Statistics) -> str:
    """The card's first paragraph: what this is, who made the labels, and what not to do with it."""
    return " ".join(_plainly(settings, statistics))


def _plainly(settings: Settings, statistics: Statistics) -> Iterator[str]:
    sentences = sum(statistics.sentences.values())
    yield (
        f"**{settings.dataset} is {_count(statistics.articles, f'{_languages(statistics)} news article')}** "
        f"({_count(sentences, 'sentence')}), annotated with who says what."
    )
    yield from _flags(statistics)
    if unknown := statistics.publishers[None]:
        yield f"{_of(unknown, statistics.articles)} of unknown source."
    if unknown := sum(count for (_, redistribution), count in statistics.rights.items() if redistribution == "unknown"):
        yield f"{_of(unknown, statistics.articles)} of unknown rights."
    yield from _labellers(statistics)
    if statistics.pilot:
        yield "Train and test come from one article, so report no scores on them."
    if statistics.scheme.has("stances"):
        yield "Stances are what an article ascribes to people, not what they think."


def _flags(statistics: Statistics) -> Iterator[str]:
    flags = {flag.id: flag for flag in statistics.scheme.article_flags}
    language = "en" if "en" in statistics.scheme.languages else statistics.scheme.languages[0]
    for flag, count in sorted(statistics.flags.items()):
        words = flags[flag].definition[language] or flags[flag].title[language]
        yield f"{words}" if statistics.articles == 1 else f"{_of(count, statistics.articles)} flagged: {words}"


def _labellers(statistics: Statistics) -> Iterator[str]:
    kinds = set(statistics.annotator_kinds)
    if kinds == {"model"} and not statistics.qualities["gold"]:
        yield "Its labels were made and adjudicated by a language model; no person has checked them."
    elif "model" in kinds:
        yield "Some of its labels were made by language models; the column `quality` says which no person has decided."
    if statistics.agreement and kinds == {"model"}:
        yield (
            "Figures that compare its annotations are therefore the self-consistency of a model, "
            "not agreement between people."
        )


def makers(statistics: Statistics) -> str:
    """Who annotated, in a sentence."""
    people, models = statistics.annotator_kinds["human"], statistics.annotator_kinds["model"]
    parts = [
        f"{_count(number, 'annotation')} {'was' if number == 1 else 'were'} made by {who}"
        for number, who in ((people, "people"), (models, "language models"))
        if number
    ]
    waiting = statistics.qualities["unannotated"]
    unannotated = f" {_of(waiting, statistics.articles)} not annotated." if waiting else ""
    return (f"{'; '.join(parts)}." if parts else "Nothing is annotated yet.") + unannotated


def agreement_is(statistics: Statistics) -> str:
    """What the figures of agreement are, and are not."""
    if statistics.annotator_kinds["human"]:
        return "it counts an item as agreed only where span and label are the same."
    return "the annotations are a model's, so this is its self-consistency, *not* agreement between people."


def rights_are(statistics: Statistics) -> str:
    """What the rights of the articles mean for whoever holds a copy."""
    if all(redistribution == "allowed" for _, redistribution in statistics.rights):
        return "Offsets, labels and relations are under the licence in `LICENSE`."
    return (
        "Offsets, labels and relations are under the licence in `LICENSE`; the words of articles are not. "
        "**Do not make this copy public before the rights of every article allow it.**"
    )


def _languages(statistics: Statistics) -> str:
    names = [_LANGUAGES.get(language, language) for language in sorted(statistics.languages)]
    return " and ".join(names)


def _count(number: int, noun: str) -> str:
    return f"{'one' if number == 1 else f'{number:,}'} {noun}{'' if number == 1 else 's'}"


def _of(number: int, total: int) -> str:
    """How many of the articles, as the subject of a sentence: ``It is`` or ``3 of 7 articles are``."""
    if total == 1:
        return "It is"
    return f"{number:,} of {total:,} articles {'is' if number == 1 else 'are'}"
