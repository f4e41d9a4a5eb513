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


_SIZES = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")


def size_category(rows: int) -> str:
    """The Hub's size category of a number of rows."""
    place = max(len(str(rows)) - 3, 0)
    if place == 0:
        return f"n<{_SIZES[0]}"
    return f"n>{_SIZES[-1]}" if place >= len(_SIZES) else f"{_SIZES[place - 1]}<n<{_SIZES[place]}"
