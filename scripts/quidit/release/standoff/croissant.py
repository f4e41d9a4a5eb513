"""Croissant of what a stand-off form is, and of what becomes of it with some texts: of their own columns and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.release.card.configs import Contents
from quidit.release.card.document import Beside
from quidit.release.card.meanings import ends, meaning
from quidit.release.croissant.document import About, document
from quidit.release.croissant.record_sets import Node, record_sets
from quidit.release.croissant.usage import usage, usage_of_labels
from quidit.release.edition import Edition
from quidit.release.features import DESCRIPTIONS
from quidit.release.standoff.card import STANDOFF_DESCRIPTIONS

if TYPE_CHECKING:
    from datasets import Features

_CODE = "What stands for the id of who or what it means: `e1`, `e2` …, of its article only"
STANDOFF_MEANINGS: Mapping[str, str] = {
    "articles/id": "What stands for the article’s id: sixteen digits of `text_sha256`",
    "article": "What stands for the article’s id, as in `articles`",
    "start": "Where it begins in the article’s text",
    "end": "Where it ends there, the first code point behind it",
    "quotes/start": "Where its context begins in the article’s text: the paragraphs that it touches, in the row’s split",
    "quotes/end": "Where its context ends there",
    "stance/start": "Where its context begins in the article’s text: the paragraphs that it touches, in the row’s split",
    "stance/end": "Where its context ends there",
    "forms.start": "Where the form first stands in the article’s text",
    "forms.end": "Where it ends there",
    "entity": _CODE,
    "annotations/entities.id": _CODE,
    "sentences/quotes": "The quotes that touch the sentence; offsets are of the part that lies in it",
    "articles/sentences.start": "Where the sentence begins in the article’s text",
    "articles/sentences.end": "Where it ends there",
    "articles/characters": "How many code points the article’s text has",
    "articles/host": "Host of the address where it was published, where known",
}
"""What columns hold here that hold something else in the full release, or are not in it; paths as in ``meanings``."""


def standoff_meaning(config: str, path: str) -> str:
    """What a column or member of a stand-off form holds.

    Raises:
        KeyError: nobody has said it.
    """
    own = next((STANDOFF_MEANINGS[end] for end in ends(config, path) if end in STANDOFF_MEANINGS), "")
    return own or meaning(config, path)


def standoff_croissant(
    edition: Edition, columns: Mapping[str, Features], contents: Contents, folder: Path, languages: Sequence[str]
) -> str:
    """What the ``croissant.json`` of the stand-off form of a release says; no part of it is taken from that one's."""
    about = About(
        name=f"{edition.dataset}-stand-off",
        title=f"{edition.dataset}, stand-off form",
        version=edition.version,
        description=(
            f"{edition.dataset} {edition.version} without the words of its articles: offsets, labels, relations and whole "
            "hashes. Who has the articles’ texts puts them back with quidit rehydrate."
        ),
        languages=languages,
        keywords=["news", "stand-off annotation"],
        usage=list(usage_of_labels(Beside.of(folder))),
        more={**_derived(edition, "standoff", "Words left out, names and ids replaced by codes"), **_responsible()},
    )
    return document(folder, about, contents, record_sets(STANDOFF_DESCRIPTIONS, contents, columns, standoff_meaning))


def rehydrated_croissant(  # noqa: PLR0913  # what a document tells
    edition: Edition,
    columns: Mapping[str, Features],
    contents: Contents,
    folder: Path,
    *,
    languages: Sequence[str],
    rights: Sequence[tuple[tuple[str, str], int]],
    is_full: bool,
) -> str:
    """What the ``croissant.json`` of a release says that was put together from its stand-off form and some texts."""
    articles = f"{sum(count for _, count in rights):,}"
    whole = f"{edition.dataset} {edition.version}"
    about = About(
        name=f"{edition.dataset}-rehydrated",
        title=f"{edition.dataset}, rehydrated" if is_full else f"{edition.dataset}, rehydrated in part",
        version=edition.version,
        description=(
            f"The rows of {whole}, put together from its stand-off form and the texts of its {articles} articles, and "
            "found equal to those of the full release."
            if is_full
            else f"A part of {whole}, put together from its stand-off form and the texts of {articles} of its articles; "
            "no figure on it compares with one on the full release."
        ),
        languages=languages,
        keywords=["news"],
        usage=list(usage(sorted(rights, key=lambda kind: -kind[1]), contents, Beside.of(folder))),
        more={**_derived(edition, "rehydration", "Words put back into a stand-off form"), **_responsible()},
    )
    return document(folder, about, contents, record_sets(DESCRIPTIONS, contents, columns, meaning))


def _derived(edition: Edition, activity: str, label: str) -> Node:
    return {
        "prov:wasDerivedFrom": {
            "@type": "prov:Entity",
            "@id": "full-release",
            "prov:label": f"{edition.dataset} {edition.version}, whose card and Croissant say who annotated and how",
        },
        "prov:wasGeneratedBy": {"@type": "prov:Activity", "@id": f"activity/{activity}", "prov:label": label},
    }


def _responsible() -> Node:
    """What the RAI vocabulary asks, as far as it can be told without the full release's statistics."""
    return {
        "rai:dataCollection": "News articles, each kept as it was received; origin and rights stand in articles.",
        "rai:dataAnnotationProtocol": "Every offset counts Unicode code points; the full release's card says the rest.",
        "rai:personalSensitiveInformation": "Articles name people, with words and attitudes that are ascribed to them.",
    }
