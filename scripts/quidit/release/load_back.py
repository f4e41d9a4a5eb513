"""Loading back: what a reader gets from a release, compared with what was written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.problems import QuiditError
from quidit.release.parquet import ContentHash, Written, features_of_file

if TYPE_CHECKING:
    from datasets import Features

_BATCH = 1000


class LoadBackError(QuiditError, RuntimeError):
    """A release that does not load as it was written; it is not published."""


def load_back(
    folder: Path,
    features: Mapping[str, Features],
    written: Mapping[str, Mapping[str, Written]],
    progress: Callable[[str], None],
) -> None:
    """Every config and split loaded with ``datasets.load_dataset`` in a cache of its own, and compared.

    Raises:
        LoadBackError: splits, features, counts or values differ, naming config and split.
    """
    import datasets

    with tempfile.TemporaryDirectory(prefix="quidit-") as cache, _quiet():
        for config, splits in written.items():
            loaded = datasets.load_dataset(str(folder), config, cache_dir=cache)
            if set(loaded) != set(splits):
                raise LoadBackError(f"{config} loads with the splits {set(loaded)}, and {set(splits)} were written")
            for split, part in splits.items():
                _compare(f"{config}/{split}", loaded[split], features[config], part)
                for name in part.files:
                    if features_of_file(folder / name) != features[config]:
                        raise LoadBackError(f"{name}: its own features are not those of the card")
            progress(config)


def _compare(place: str, loaded: object, features: Features, part: Written) -> None:
    if loaded.features != features:  # type: ignore[attr-defined]  # a datasets.Dataset, untyped
        raise LoadBackError(f"{place}: loads with other features than were written")
    if len(loaded) != part.rows:  # type: ignore[arg-type]
        raise LoadBackError(f"{place}: loads with {len(loaded)} rows, and {part.rows} were written")  # type: ignore[arg-type]
    content = ContentHash(features)
    for table in loaded.with_format("arrow").iter(_BATCH):  # type: ignore[attr-defined]
        for row in table.to_pylist():
            content.add(row)
    if content.hexdigest() != part.content_sha256:
        raise LoadBackError(f"{place}: loads with other values than were written")


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bars of ``datasets``, whose own state is left as it was."""
    import datasets

    shown = datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        if not shown:
            datasets.enable_progress_bars()
