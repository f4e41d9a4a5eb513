"""Plain words: the sentences of a card that say what the data is worth, each only where it is true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from quidit.records import Rights
from quidit.release.card.bibliography import Citation
from quidit.release.statistics import Pair, Statistics
from quidit.scheme import Scheme
from quidit.settings import Settings

_LANGUAGES = {"fr": "French", "en": "English", "de": "German", "es": "Spanish", "it": "Italian", "ar": "Arabic"}
_MARKUP = re.compile(r"[\\`*_\[\]<>|~#&$]")
_BLANKS = re.compile(r"[^\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
_BEFORE_MARK = re.compile(r"(?<=«) | (?=[»:;!?])")

BETWEEN: Mapping[Pair, str] = {
    ("human", "human"): "between people",
    ("human", "model"): "between people and models",
    ("model", "model"): "between models",
}


def as_text(text: str) -> str:
    """The text on one line, with what Markdown would read as markup escaped; French marks keep to their words."""
    line = _BLANKS.sub(" ", text).strip(" ")
    return _MARKUP.sub(r"\\\g<0>", _BEFORE_MARK.sub("\N{NO-BREAK SPACE}", line))


def as_plain(markdown: str) -> str:
    """A card's sentence without its markup."""
    return re.sub(r"\\(.)|\*+|`", r"\1", markdown)


def card_language(scheme: Scheme) -> str:
    """The interface language whose texts stand in a card: English where the scheme speaks it."""
    return "en" if "en" in scheme.languages else scheme.languages[0]


def plainly(settings: Settings, statistics: Statistics) -> str:
    """The card's first paragraph: what this is, who made the labels, and what not to do with it."""
    return " ".join(_plainly(settings, statistics))


def _plainly(settings: Settings, statistics: Statistics) -> Iterator[str]:
    articles = statistics.articles
    yield (
        f"**{settings.dataset} is {counted(articles, f'{languages(statistics.languages)} news article')}** "
        f"({counted(statistics.sentences, 'sentence')}), {_annotated(statistics)}."
    )
    yield from _flags(statistics)
    yield from _unknown(statistics)
    yield from _labellers(statistics)
    if statistics.pilot and statistics.decided:
        yield "Train and test come from one article, so report no scores on them."
    if statistics.scheme.has("stances"):
        yield "Stances are what an article ascribes to people, not what they think."


def _unknown(statistics: Statistics) -> Iterator[str]:
    """How many articles have no known source, and how many no known rights."""
    sources = statistics.unknown_sources
    rights = sum(count for (_, redistribution), count in statistics.rights.items() if redistribution == "unknown")
    if sources and sources == rights == statistics.articles:
        yield f"{of_articles(sources, statistics.articles)} of unknown source and unknown rights."
        return
    if sources:
        yield f"{of_articles(sources, statistics.articles)} of unknown source."
    if rights:
        yield f"{of_articles(rights, statistics.articles)} of unknown rights."


def _annotated(statistics: Statistics) -> str:
    if not statistics.decided:
        return "to be annotated with who says what"
    some = "" if statistics.decided == statistics.articles else f"{statistics.decided:,} of them "
    return f"{some}annotated with who says what"


def _flags(statistics: Statistics) -> Iterator[str]:
    flags = {flag.id: flag for flag in statistics.scheme.article_flags}
    language = card_language(statistics.scheme)
    for flag, count in sorted(statistics.flags.items()):
        definition, title = as_text(flags[flag].definition[language]), as_text(flags[flag].title[language])
        if statistics.articles == 1 and definition:
            yield definition if definition.endswith(".") else f"{definition}."
        else:
            yield f"{of_articles(count, statistics.articles)} flagged “{title}”."


def _labellers(statistics: Statistics) -> Iterator[str]:
    kinds = set(statistics.annotator_kinds)
    if kinds == {"model"} and not statistics.qualities["gold"]:
        ruled = " and adjudicated" if statistics.decided and statistics.adjudicated == statistics.decided else ""
        yield f"Its labels were made{ruled} by a language model; no person has checked them."
    elif "model" in kinds:
        yield "Some of its labels were made by language models; the column `quality` says which no person has decided."
    if set(statistics.pairs) == {("model", "model")}:
        yield (
            "Figures that compare its annotations are therefore the self-consistency of a model, "
            "not agreement between people."
        )


def makers(statistics: Statistics) -> str:
    """Who annotated, in a sentence, and what waits."""
    people, models = statistics.annotator_kinds["human"], statistics.annotator_kinds["model"]
    parts = [
        f"{counted(number, 'annotation')} {'was' if number == 1 else 'were'} made by {one if number == 1 else more}"
        for number, one, more in ((people, "a person", "people"), (models, "a language model", "language models"))
        if number
    ]
    made = "; ".join(parts)
    said = [f"{made[0].upper()}{made[1:]}." if made else "Nothing is annotated yet."]
    if statistics.undecided:
        said.append(f"{of_articles(statistics.undecided, statistics.articles)} annotated and not yet adjudicated.")
    if parts and (bare := statistics.qualities["unannotated"] - statistics.undecided):
        said.append(f"{of_articles(bare, statistics.articles)} not annotated.")
    return " ".join(said)


def agreement_is(statistics: Statistics) -> str:
    """What the figures of agreement are, and are not."""
    if set(statistics.pairs) == {("model", "model")}:
        return "the annotations are a model’s, so this is its self-consistency, *not* agreement between people."
    between = " Between models it is self-consistency." if ("model", "model") in statistics.pairs else ""
    return f"it counts an item as agreed only where span and label are the same.{between}"


def rights_are(statistics: Statistics, *, licensed: bool) -> str:
    """What the rights mean for whoever holds a copy; ``licensed`` where the release has a ``LICENSE``."""
    labels = "are under the licence in `LICENSE`" if licensed else "come without a licence so far"
    if all(redistribution == "allowed" for _, redistribution in statistics.rights):
        return f"Offsets, labels and relations {labels}."
    return (
        f"Offsets, labels and relations {labels}; the words of articles are not part of that. "
        "**Do not make this copy public before the rights of every article allow it.**"
    )


def contact(citation: Citation) -> str:
    """Where to write about a mistake, or about an article that should not be here."""
    place = as_text(citation.contact or citation.url)
    where = f"Write to {place}" if place else "Open a discussion where you found this dataset"
    return (
        f"{where}. Of a mistake, name the version, the row’s `id` and what it should say. Whoever holds the rights of an "
        "article, or is named in one, can have it taken out: name its id. The next version is then without it and says "
        "so; versions that are out stay as they were, or are taken down whole."
    )


def decision(rights: Rights) -> str:
    """Who decided on an article's rights, when and on what ground, as far as that is recorded."""
    who = ", ".join(each for each in (rights.decided_by, rights.date) if each)
    return ": ".join(each for each in (who, rights.basis) if each) or "–"


def languages(tags: Iterable[str]) -> str:
    """The languages by their names, as far as they are known here: ``English, French and sco``."""
    *most, last = (_LANGUAGES.get(tag, tag) for tag in sorted(tags))
    return f"{', '.join(most)} and {last}" if most else last


def counted(number: int, noun: str) -> str:
    """The number with its noun: ``one article``, ``1,200 articles``."""
    return f"{'one' if number == 1 else f'{number:,}'} {noun}{'' if number == 1 else 's'}"


def of_articles(number: int, total: int) -> str:
    """How many of the articles, as the subject of a sentence: ``It is`` or ``3 of 7 articles are``."""
    if total == 1:
        return "It is"
    return f"{number:,} of {total:,} articles {'is' if number == 1 else 'are'}"
