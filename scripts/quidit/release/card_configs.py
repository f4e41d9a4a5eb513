"""The part of a card's metadata that ``datasets`` loads by: configs, splits, files and features."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from quidit.release.parquet import Written

if TYPE_CHECKING:
    from datasets import DatasetInfo, Features
    from huggingface_hub import DatasetCardData

Contents = Mapping[str, Mapping[str, Written]]


def describe_configs(
    data: DatasetCardData,
    contents: Contents,
    columns: Mapping[str, Features],
    version: str,
    descriptions: Mapping[str, str],
) -> None:
    """What ``datasets`` is told of each config, added to a card's metadata."""
    from datasets.info import DatasetInfosDict

    DatasetInfosDict(
        {config: _described(config, parts, columns[config]) for config, parts in contents.items()}
    ).to_dataset_card_data(data)
    data["configs"] = [
        {
            "config_name": config,
            **({"default": True} if config == default_config(contents) else {}),
            "version": version,
            "description": f"{descriptions[config]} Content {_digest(parts)}.",
            "data_files": [{"split": split, "path": list(part.files)} for split, part in parts.items()],
        }
        for config, parts in contents.items()
    ]


def default_config(contents: Contents) -> str:
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


def size_category(rows: int) -> str:
    """The Hub's size category of a number of rows."""
    bounds = ((1000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    return next((name for bound, name in bounds if rows < bound), "1M<n<10M" if rows < 10_000_000 else "n>10M")  # noqa: PLR2004
