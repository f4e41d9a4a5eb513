"""Meanings: what each column of each config holds, in words and types, down to the last member of a struct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasets import Features

SHAPES: Mapping[str, tuple[str, ...]] = {
    "span": ("id", "start", "end", "text"),
    "entity": ("entity", "name", "kind", "wikidata"),
    "origin": ("from", "producer", "version"),
}
"""Members of structs that come again and again: where something stands, who it means, how it came to be."""

_TELLING: Mapping[str, frozenset[str]] = {
    "span": frozenset({"id", "start", "end"}),
    "entity": frozenset({"entity", "kind"}),
    "origin": frozenset({"producer", "version"}),
}
"""Members by which a shape is known, though its words may be missing."""

_SHOWN = 9
"""Names of labels that a column's line gives; all of them stand among the labels."""
_ARTICLE_TEXT = "The article: its paragraphs joined by newlines"
_CONTEXT = "The paragraphs that it touches, as far as their sentences are in the row’s split"

MEANINGS: Mapping[str, str] = {
    # What a row is
    "sentences/id": "The row’s id: article, `#`, number of the sentence in five digits",
    "tokens/id": "The row’s id: that of the same sentence in `sentences`",
    "quotes/id": "The row’s id: article, `#`, id of the quote",
    "stance/id": "The row’s id: article, `#`, id of the stance",
    "issues/id": "Id of the issue",
    "entities/id": "The row’s id: article, `#`, id of the entity",
    "articles/id": "Id of the article",
    "annotations/id": "The row’s id: article, `#`, annotator",
    "article": "Id of the article",
    "language": "Language of the article, a BCP 47 tag",
    "quality": "Who decided the row’s labels (nobody, models only, people)",
    # Texts
    "sentences/text": "The sentence",
    "tokens/text": "The sentence",
    "quotes/text": _CONTEXT,
    "stance/text": _CONTEXT,
    "articles/text": _ARTICLE_TEXT,
    "annotations/text": _ARTICLE_TEXT,
    # Spans and entities
    "id": "Its id within the annotation, such as `q7`; the letter is the layer’s",
    "start": "Where it begins in the row’s own `text`; null where it lies outside",
    "end": "Where it ends there, the first code point behind it; null where it lies outside",
    "text": "Its words",
    "entity": "Id of who or what it means, of its article only",
    "name": "What the entity is called",
    "kind": "Kind of the entity",
    "wikidata": "Wikidata id of the entity, where one is known; it alone links articles",
    "unsure": "Whether the annotator hesitated",
    # Sentences
    "sentences/sentence": "Number of the sentence in the article, from 0",
    "sentences/paragraph": "Number of its paragraph, from 0",
    "sentences/start": "Where the sentence begins in the article’s text",
    "sentences/end": "Where it ends there",
    "mentions": "The mentions, in text order",
    "mentions.label": "Label of the mention",
    "mentions.use": "How the name is used, where its label asks for that",
    "cues": "The cues, in text order",
    "quotes": "The quotes, in text order",
    "sentences/quotes": "The quotes that touch the sentence; offsets and words are of the part that lies in it",
    "type": "Type of the quote",
    "part": "Whether the quote is whole in the sentence, or begins, goes on or ends there",
    "cue": "The words that announce it; null where there are none",
    "speakers": "Who said it; empty where the article does not say",
    "via": "Who passed it on",
    "continues": "Id of the quote that it goes on with",
    "stances": "The stances, in text order",
    "stances.label": "Label of the stance",
    "holders": "Whose attitude it is",
    "issue": "Id of the issue that it is towards, where one fits; worded in `issues`",
    "target": "The mention or quote that it is about, where one fits",
    "in_quote": "The innermost quote that holds it; null where the article says it in its own words",
    "according_to": "The speakers of that quote: who says so",
    # Tokens
    "tokens/tokens": "The tokens, in order; with the blanks between them they rebuild the text",
    "tokens/starts": "Where each token begins in `text`",
    "tokens/ends": "Where each token ends there",
    "tokens/ner_tags": "BIO tag of each token, of the flat names",
    # Quotes and stances
    "quotes/quote": "The quote, whole",
    "stance/stance": "The words that show the stance",
    "stance/label": "Label of the stance",
    # Issues and entities
    "issues/reads": "How the issue is worded, in each language of the scheme",
    "reads.language": "Language of the wording",
    "reads.text": "The wording that labels of stances refer to",
    "entities/mentions": "How many mentions mean it",
    "entities/forms": "The forms in which it is mentioned",
    "forms.text": "The form",
    "forms.label": "Label of its mentions in that form",
    "forms.count": "How often",
    # Articles
    "articles/title": "Title, where one was given",
    "articles/sentences": "The sentences, in reading order",
    "articles/sentences.start": "Where the sentence begins in `text`",
    "articles/sentences.end": "Where it ends there",
    "articles/publisher": "Who published it, where known",
    "articles/url": "Where it was published, where known",
    "articles/published": "Day of publication, where known",
    "articles/event": "What it reports on, where decided: articles of one event are in one split",
    "articles/rights": "What may be done with its words",
    "rights.text": "Licence of the text: an SPDX id, or unknown",
    "rights.redistribution": "Whether the text may be passed on: allowed, stand-off-only or unknown",
    "rights.decided_by": "Who decided so",
    "rights.date": "When",
    "rights.basis": "On what ground",
    "articles/source_sha256": "SHA-256 of the raw file as it was received",
    "articles/text_sha256": "SHA-256 of the text, in UTF-8",
    "flags": "What was found wrong with the article as a whole",
    # Annotations
    "annotations/annotator": "Who annotated, a pseudonym",
    "annotations/annotator_kind": "Whether that is a person or a model",
    "annotations/scheme": "Version of the scheme that it was made under",
    "annotations/status": "Whether it is complete, a draft or skipped",
    "annotations/entities": "The entities, by first mention",
    "annotations/entities.id": "Id of the entity, of its article only",
    "annotations/quotes.cue": "Id of the cue that announces it",
    "annotations/quotes.speakers": "Ids of the mentions of who said it",
    "annotations/quotes.via": "Ids of the mentions of who passed it on",
    "annotations/stances.holders": "Ids of the mentions of whose attitude it is",
    "annotations/stances.target": "Id of the mention or quote that it is about",
    "origin": "How it came to be, where it is not the annotator’s own",
    "origin.from": "Whether a suggestion was taken as it stood, or edited",
    "origin.producer": "What made the suggestion",
    "origin.version": "Which version of it",
}
"""What a column holds, by its path ``config/column.member``; a path's end alone where it means the same everywhere."""


def meaning(config: str, path: str) -> str:
    """What a column or member holds; the longest end of its path that has a meaning decides.

    Raises:
        KeyError: none has.
    """
    for end in ends(config, path):
        if end in MEANINGS:
            return MEANINGS[end]
    raise KeyError(f"{config}/{path} has no meaning; add one to quidit.release.card.meanings")


def ends(config: str, path: str) -> Iterator[str]:
    """The ends of a column's path, the whole first: ``quotes/cue.start``, ``cue.start``, ``start``."""
    yield f"{config}/{path}"
    members = path.split(".")
    yield from (".".join(members[place:]) for place in range(len(members)))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a config, or a member of one: ``path`` as ``quotes[].cue``, its type and meaning in words."""

    path: str
    type: str
    meaning: str


def columns_of(config: str, features: Features) -> Iterator[Column]:
    """The columns of a config in their order, each followed by its members.

    Members of a shape are named by the type and not listed again.
    """
    for name, feature in features.items():
        yield from _columns(config, name, name, feature)


def shapes_of(features: Mapping[str, Features]) -> Mapping[str, tuple[str, ...]]:
    """Those of ``SHAPES`` that structs of these configs have, each with the members that they have."""
    structs = [struct for each in features.values() for feature in each.values() for struct in _structs(feature)]
    found = {
        shape: tuple(
            member for member in members if any(member in struct for struct in structs if shape in _shapes(struct))
        )
        for shape, members in SHAPES.items()
    }
    return {shape: members for shape, members in found.items() if members}


def _structs(feature: object) -> Iterator[Mapping[str, object]]:
    _, inner = listed(feature)
    if isinstance(inner, dict):
        yield inner
        for member in inner.values():
            yield from _structs(member)


def _columns(config: str, path: str, shown: str, feature: object) -> Iterator[Column]:
    is_list, inner = listed(feature)
    kind = _struct_type(_shapes(inner)) if isinstance(inner, dict) else _type(inner)
    named_type = f"list\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}{kind}" if is_list else kind
    yield Column(shown, named_type, f"{meaning(config, path)}{_labels(inner)}")
    if isinstance(inner, dict):
        named = {member for shape in _shapes(inner) for member in SHAPES[shape]}
        for name, member in inner.items():
            if name not in named:
                yield from _columns(config, f"{path}.{name}", f"{shown}{'[]' if is_list else ''}.{name}", member)


def listed(feature: object) -> tuple[bool, object]:
    """Whether the feature is a list, and what it is a list of, or the feature itself."""
    from datasets import List

    return (True, feature.feature) if isinstance(feature, List) else (False, feature)


def _shapes(struct: Mapping[str, object]) -> list[str]:
    return [shape for shape, telling in _TELLING.items() if telling <= set(struct)]


def _struct_type(shapes: list[str]) -> str:
    name = "mention" if shapes == ["span", "entity"] else next(iter(shapes), "")
    return f"*{name}*" if name else "struct"


def _labels(feature: object) -> str:
    """The names that a label's numbers stand for, from 0 on."""
    from datasets import ClassLabel

    if not isinstance(feature, ClassLabel):
        return ""
    more = f" and {len(feature.names) - _SHOWN} more" if len(feature.names) > _SHOWN else ""
    return f": {', '.join(f'`{name}`' for name in feature.names[:_SHOWN])}{more}"


def _type(feature: object) -> str:
    from datasets import ClassLabel

    return "`ClassLabel`" if isinstance(feature, ClassLabel) else f"`{getattr(feature, 'dtype')}`"  # noqa: B009  # no types
