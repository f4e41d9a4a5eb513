"""The card: a release's README, its YAML for programs and its text for people, both from the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.records import AnnotatorKind, Layer, Origin
from quidit.release.card.bibliography import CITATION, Citation, bibtex, read_citation
from quidit.release.card.configs import Contents, default_config
from quidit.release.card.limits import limits
from quidit.release.card.meanings import columns_of, meaning, shapes_of
from quidit.release.card.metadata import metadata
from quidit.release.card.plainly import (
    BETWEEN,
    agreement_is,
    card_language,
    contact,
    counted,
    decision,
    makers,
    plainly,
    rights_are,
)
from quidit.release.card.templates import template
from quidit.release.features import QUALITIES, config_descriptions
from quidit.release.source import WHOLE
from quidit.release.statistics import SHOWN, Statistics, inventories_of
from quidit.scheme import Choice, Issue, Scheme
from quidit.settings import Settings
from quidit.splits.ledger import DRAWN

if TYPE_CHECKING:
    from datasets import Features

_HERE = "quidit.release.card"
_KINDS: Mapping[AnnotatorKind, str] = {"human": "a\N{NO-BREAK SPACE}person", "model": "a\N{NO-BREAK SPACE}model"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a card in its release, as far as the card speaks of it."""

    citation: Citation = field(default_factory=Citation)
    licensed: bool = False
    changelog: bool = False

    @classmethod
    def of(cls, folder: Path) -> Beside:
        """What stands in a release's folder.

        Raises:
            UnusableCitationError: its ``CITATION.cff`` cannot be read.
        """
        path = folder / CITATION
        return cls(
            citation=read_citation(path.read_bytes()) if path.exists() else Citation(),
            licensed=(folder / "LICENSE").exists(),
            changelog=(folder / "CHANGELOG.md").exists(),
        )


@dataclass(frozen=True, slots=True)
class _Choices:
    """A list of the scheme that says more of a layer's items: what its values are called, mean and come to."""

    layer: Layer
    title: str
    counted: str
    entries: tuple[Choice, ...]
    counts: Mapping[str, int]


def card(
    settings: Settings,
    statistics: Statistics,
    contents: Contents,
    columns: Mapping[str, Features],
    *,
    beside: Beside,
) -> str:
    """The text of a release's ``README.md``."""
    text = template(_HERE, "card.md.jinja").render(
        **_of_contents(contents),
        **_of_statistics(statistics),
        settings=settings,
        columns_section=columns_section(settings, statistics.scheme, contents, columns),
        plainly=plainly(settings, statistics),
        limits=list(limits(statistics)),
        rights_are=rights_are(statistics, licensed=beside.licensed),
        bibtex=bibtex(settings.dataset, settings.version, settings.title, beside.citation),
        changelog=beside.changelog,
        contact=contact(beside.citation),
    )
    yaml = metadata(settings, statistics, contents, columns, licensed=beside.licensed)
    return f"---\n{yaml}---\n\n{text.strip()}\n"


def columns_section(
    settings: Settings, scheme: Scheme, contents: Mapping[str, Mapping[str, object]], columns: Mapping[str, Features]
) -> str:
    """The section that says what every column of every config holds, with an example for each config."""
    text = template(_HERE, "columns.md.jinja").render(
        dataset=settings.dataset,
        version=settings.version,
        descriptions=config_descriptions(scheme),
        configs={config: list(columns_of(config, columns[config])) for config in contents},
        shapes=shapes_of({config: columns[config] for config in contents}),
        meaning=meaning,
        example_splits={config: next(iter(parts)) for config, parts in contents.items()},
    )
    return text.strip()


def _of_contents(contents: Contents) -> Mapping[str, object]:
    """What a card says of configs and splits."""
    present = {split for parts in contents.values() for split in parts}
    splits = [split for split in (*DRAWN, WHOLE) if split in present]
    return {
        "contents": contents,
        "default": default_config(contents),
        "splits": splits,
        "label_splits": [split for split in splits if split != WHOLE],
        "whole_configs": [f"`{config}`" for config, parts in contents.items() if WHOLE in parts and config != "issues"],
    }


def _of_statistics(statistics: Statistics) -> Mapping[str, object]:
    """What a card says of labels, annotators and figures."""
    scheme, figures = statistics.scheme, dict(_figures(statistics))
    return {
        "statistics": statistics,
        "scheme": scheme,
        "language": card_language(scheme),
        "descriptions": config_descriptions(scheme),
        "inventories": inventories_of(scheme),
        "choices": list(_choices(statistics)),
        "issues": _issues(statistics),
        "annotators": statistics.annotators[:SHOWN],
        "kind_of": _KINDS,
        "suggestions": list(_suggestions(statistics)),
        "agreement": statistics.agreement,
        "between": {pair: f"{BETWEEN[pair]} ({counted(number, 'pair')})" for pair, number in statistics.pairs.items()},
        "makers": makers(statistics),
        "agreement_is": agreement_is(statistics),
        "figures": figures,
        "counted_splits": [split for split in (*DRAWN, WHOLE) if any(split in each for each in figures.values())],
        "decision": decision,
        "kinds_of_rights": statistics.kinds_of_rights[:SHOWN],
    }


def _choices(statistics: Statistics) -> Iterator[_Choices]:
    scheme = statistics.scheme
    if scheme.uses:
        yield _Choices("mentions", "use", "mentions", scheme.uses, statistics.uses)
    yield _Choices("mentions", "kind of entity", "entities", scheme.entity_kinds, statistics.kinds)


def _issues(statistics: Statistics) -> list[Issue]:
    """The issues with the most stances, as many as a card shows."""
    if not statistics.scheme.has("stances"):
        return []
    stances = {
        issue.id: sum(statistics.issues[issue.id, entry.label] for entry in statistics.scheme.stances)
        for issue in statistics.scheme.issues
    }
    return sorted(statistics.scheme.issues, key=lambda issue: (-stances[issue.id], issue.id))[:SHOWN]


def _suggestions(statistics: Statistics) -> Iterator[tuple[str, str, int, int]]:
    """Producer, its version, and how many of its suggestions were taken as they stood and how many edited."""
    producers = sorted({(producer, version) for producer, version, _ in statistics.suggested})
    for producer, version in producers[:SHOWN]:
        taken, edited = (
            statistics.suggested[producer, version, origin] for origin in (Origin.SUGGESTION, Origin.EDITED)
        )
        yield producer, version, taken, edited


def _figures(statistics: Statistics) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Counts by split, under the name of what is counted; what a split cannot have is absent."""
    yield "articles", statistics.by_split
    qualities = statistics.sentence_qualities
    splits = [split for split in DRAWN if any(where == split for _, where in qualities)]
    for quality in QUALITIES:
        if any(qualities[quality, split] for split in splits):
            yield f"sentences, `{quality}`", {split: qualities[quality, split] for split in splits}
    if splits:
        yield "tokens", {split: statistics.tokens[split] for split in splits}
    for text in statistics.scheme.layers if splits else ():
        yield text.layer, {split: statistics.count(text.layer, split) for split in splits}
    if statistics.kinds:
        yield "entities", statistics.entities
