"""A release in memory: a config's rows as a ``DatasetDict``, without files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quidit.release.build import SPLITS, release_rows
from quidit.release.features import features
from quidit.release.source import LeftOut
from quidit.release.statistics import Statistics
from quidit.release.view import Row
from quidit.store import Store

if TYPE_CHECKING:
    from datasets import DatasetDict


def to_datasets(store: Store, config: str) -> DatasetDict:
    """A config of a valid corpus's release.

    Raises:
        KeyError: the release has no such config.
    """
    import datasets
    import pyarrow as pa

    columns = features(store.scheme)
    if config not in columns:
        raise KeyError(f"{config!r} is no config of this corpus; it has {', '.join(columns)}")
    left_out: list[LeftOut] = []
    rows: dict[str, list[Row]] = {}
    for name, split, row in release_rows(store, left_out, Statistics(store.scheme)):
        if name == config:
            rows.setdefault(split, []).append(row)
    schema = columns[config].arrow_schema
    return datasets.DatasetDict(
        {
            split: datasets.Dataset(pa.Table.from_pylist(rows[split], schema=schema), split=datasets.NamedSplit(split))
            for split in SPLITS
            if split in rows
        }
    )
