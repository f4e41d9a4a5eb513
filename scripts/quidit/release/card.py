"""The card: a release's README, its YAML for programs and its text for people, both from the data."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING

from quidit.release.card_configs import Contents, default_config, describe_configs, size_category
from quidit.release.features import config_descriptions
from quidit.release.plainly import (
    BETWEEN,
    agreement_is,
    as_text,
    card_language,
    counted,
    makers,
    plainly,
    rights_are,
)
from quidit.release.source import WHOLE
from quidit.release.statistics import Statistics
from quidit.settings import Settings
from quidit.splits.ledger import DRAWN

if TYPE_CHECKING:
    import jinja2
    from datasets import Features


def card(
    settings: Settings,
    statistics: Statistics,
    contents: Contents,
    columns: Mapping[str, Features],
    *,
    licensed: bool,
) -> str:
    """The text of a release's ``README.md``; ``licensed`` where the release has a ``LICENSE`` beside it."""
    scheme = statistics.scheme
    present = {split for parts in contents.values() for split in parts}
    splits = [split for split in (*DRAWN, WHOLE) if split in present]
    text = _template().render(
        settings=settings,
        statistics=statistics,
        scheme=scheme,
        language=card_language(scheme),
        contents=contents,
        default=default_config(contents),
        splits=splits,
        label_splits=[split for split in splits if split != WHOLE],
        descriptions=config_descriptions(scheme),
        inventories={"mentions": scheme.mentions, "quotes": scheme.quote_types, "stances": scheme.stances},
        whole_configs=[f"`{config}`" for config, parts in contents.items() if WHOLE in parts and config != "issues"],
        agreement=statistics.agreement,
        between={pair: f"{BETWEEN[pair]} ({counted(number, 'pair')})" for pair, number in statistics.pairs.items()},
        plainly=plainly(settings, statistics),
        makers=makers(statistics),
        agreement_is=agreement_is(statistics),
        rights_are=rights_are(statistics, licensed=licensed),
    )
    yaml = _yaml(settings, statistics, contents, columns, licensed=licensed)
    return f"---\n{yaml}---\n\n{text.strip()}\n"


def _template() -> jinja2.Template:
    """The card's text. Nothing of an article goes into it, and what a corpus's people wrote is escaped."""
    import jinja2

    environment = jinja2.Environment(  # noqa: S701  # Markdown, not HTML; what data can reach is escaped by `as_text`
        keep_trailing_newline=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["as_text"] = as_text
    source = resources.files("quidit.release").joinpath("card.md.jinja").read_text(encoding="utf-8")
    return environment.from_string(source)


def _yaml(
    settings: Settings,
    statistics: Statistics,
    contents: Contents,
    columns: Mapping[str, Features],
    *,
    licensed: bool,
) -> str:
    """The card's metadata as the Hub and ``datasets`` read it."""
    from huggingface_hub import DatasetCardData

    data = DatasetCardData(
        pretty_name=" ".join(settings.title.split()),
        language=sorted(statistics.languages),
        annotations_creators=_creators(statistics),
        task_categories=["token-classification"],
        size_categories=[size_category(sum(part.rows for part in contents[default_config(contents)].values()))],
        license="other" if licensed else "unknown",
    )
    if licensed:
        data["license_name"], data["license_link"] = "see-rights", "LICENSE"
    describe_configs(data, contents, columns, settings.version, config_descriptions(statistics.scheme))
    text: str = data.to_yaml(line_break="\n") + "\n"
    return text


def _creators(statistics: Statistics) -> list[str]:
    names = {"model": "machine-generated", "human": "expert-generated"}
    return sorted(names[kind] for kind in statistics.annotator_kinds) or ["no-annotation"]
