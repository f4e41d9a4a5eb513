"""Metadata: the YAML of a card, as the Hub and ``datasets`` read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quidit.release.card.configs import Contents, default_config, describe_configs, size_category
from quidit.release.features import config_descriptions
from quidit.release.statistics import Statistics
from quidit.settings import Settings

if TYPE_CHECKING:
    from datasets import Features


def metadata(
    settings: Settings,
    statistics: Statistics,
    contents: Contents,
    columns: Mapping[str, Features],
    *,
    licensed: bool,
) -> str:
    """The lines between a card's two ``---``; ``licensed`` where the release has a ``LICENSE`` beside it."""
    from huggingface_hub import DatasetCardData

    scheme, languages = statistics.scheme, sorted({tag.split("-")[0] for tag in statistics.languages})
    data = DatasetCardData(
        pretty_name=" ".join(settings.title.split()),
        language=languages,
        annotations_creators=_creators(statistics),
        language_creators=["found"],
        multilinguality=["monolingual" if len(languages) == 1 else "multilingual"],
        source_datasets=["original"],
        task_categories=["token-classification", *(["text-classification"] if scheme.has("stances") else [])],
        task_ids=["named-entity-recognition"] if scheme.names else None,
        size_categories=[size_category(sum(part.rows for part in contents[default_config(contents)].values()))],
        license="other" if licensed else "unknown",
    )
    if regional := sorted(tag for tag in statistics.languages if "-" in tag):
        data["language_bcp47"] = regional
    if licensed:
        data["license_name"], data["license_link"] = "see-rights", "LICENSE"
    data["tags"] = list(tags(statistics))
    describe_configs(data, contents, columns, settings.version, config_descriptions(scheme))
    text: str = data.to_yaml(line_break="\n") + "\n"
    return text


def _creators(statistics: Statistics) -> list[str]:
    names = {"model": "machine-generated", "human": "expert-generated"}
    return sorted(names[kind] for kind in statistics.annotator_kinds) or ["no-annotation"]


def tags(statistics: Statistics) -> Iterator[str]:
    """What people look for it by on the Hub."""
    yield "news"
    for text in statistics.scheme.layers:
        yield {"mentions": "entities", "cues": "reported-speech", "quotes": "quotations", "stances": "stance"}[
            text.layer
        ]
