"""The card: a release's README, its YAML for programs and its text for people, both from the data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING

from quidit.release.features import config_descriptions
from quidit.release.parquet import Written
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
    from datasets import DatasetInfo, Features

Contents = Mapping[str, Mapping[str, Written]]


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
        default=_default(contents),
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
    from datasets.info import DatasetInfosDict
    from huggingface_hub import DatasetCardData

    data = DatasetCardData(
        pretty_name=" ".join(settings.title.split()),
        language=sorted(statistics.languages),
        annotations_creators=_creators(statistics),
        task_categories=["token-classification"],
        size_categories=[_size(sum(part.rows for part in contents[_default(contents)].values()))],
        license="other" if licensed else "unknown",
    )
    if licensed:
        data["license_name"], data["license_link"] = "see-rights", "LICENSE"
    DatasetInfosDict(
        {config: _described(config, parts, columns[config]) for config, parts in contents.items()}
    ).to_dataset_card_data(data)
    descriptions = config_descriptions(statistics.scheme)
    data["configs"] = [
        {
            "config_name": config,
            **({"default": True} if config == _default(contents) else {}),
            "version": settings.version,
            "description": f"{descriptions[config]} Content {_digest(parts)}.",
            "data_files": [{"split": split, "path": list(part.files)} for split, part in parts.items()],
        }
        for config, parts in contents.items()
    ]
    text: str = data.to_yaml(line_break="\n") + "\n"
    return text


def _default(contents: Contents) -> str:
    """The config that loads when none is named: the sentences, or the articles where none is annotated."""
    return "sentences" if "sentences" in contents else "articles"


def _described(config: str, parts: Mapping[str, Written], features: Features) -> DatasetInfo:
    """What ``datasets`` is told of a config."""
    from datasets.info import DatasetInfo
    from datasets.splits import SplitDict, SplitInfo

    splits = {split: SplitInfo(split, part.arrow_bytes, part.rows) for split, part in parts.items()}
    return DatasetInfo(
        features=features,
        splits=SplitDict(splits),
        config_name=config,
        download_size=sum(part.file_bytes for part in parts.values()),
        dataset_size=sum(part.arrow_bytes for part in parts.values()),
    )


def _digest(parts: Mapping[str, Written]) -> str:
    """What a config holds, in twelve digits.

    ``datasets`` keeps what it loaded by the text of the card's metadata, and a digest in it makes it load a
    rebuild under the same version anew.
    """
    content = "".join(f"{split} {part.content_sha256} " for split, part in parts.items())
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _creators(statistics: Statistics) -> list[str]:
    names = {"model": "machine-generated", "human": "expert-generated"}
    return sorted(names[kind] for kind in statistics.annotator_kinds) or ["no-annotation"]


def _size(rows: int) -> str:
    """The Hub's size category of a number of rows."""
    bounds = ((1000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    return next((name for bound, name in bounds if rows < bound), "1M<n<10M" if rows < 10_000_000 else "n>10M")  # noqa: PLR2004
