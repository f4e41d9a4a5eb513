"""Loading back: what a reader gets from a release, compared with what was written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, cast

from quidit.problems import QuiditError
from quidit.release.parquet import ContentHash, Written, features_of_file
from quidit.release.view import Row

if TYPE_CHECKING:
    from datasets import Dataset, Features

_BATCH = 128
_MESSAGE = 300
"""Characters of what ``datasets`` says that are repeated; it lists every file format that it knows."""


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
        LoadBackError: configs, splits, features, counts or values differ, naming config and split.
        OSError: the disk is full.
    """
    with tempfile.TemporaryDirectory(prefix="quidit-") as cache, _quiet():
        named = _named_configs(folder)
        if named != list(written):
            raise LoadBackError(
                f"README.md names the configs {', '.join(named)}, and {', '.join(written)} were written"
            )
        for config, splits in written.items():
            loaded = _loaded(folder, config, cache)
            if list(loaded) != list(splits):
                raise LoadBackError(
                    f"{config}: loads with the splits {', '.join(loaded)}, and {', '.join(splits)} were written"
                )
            for split, part in splits.items():
                _compare(f"{config}/{split}", loaded[split], features[config], part)
                for name in part.files:
                    if features_of_file(folder / name) != features[config]:
                        raise LoadBackError(f"{name}: its own features are not those of the card")
            progress(config)


def _named_configs(folder: Path) -> list[str]:
    """The configs that the card names, in its order.

    Raises:
        LoadBackError: its metadata cannot be read.
    """
    import datasets

    with _understood(folder / "README.md"):
        return list(datasets.get_dataset_config_names(str(folder)))


def _loaded(folder: Path, config: str, cache: str) -> Mapping[str, Dataset]:
    """A config as any reader loads it."""
    import datasets

    with _understood(config):
        return cast("Mapping[str, Dataset]", datasets.load_dataset(str(folder), config, cache_dir=cache))


@contextmanager
def _understood(place: object) -> Iterator[None]:
    """What ``datasets`` raises, as a problem of the release at that place.

    Raises:
        LoadBackError: what it read is not what it expected.
        OSError: the disk is full.
    """
    import pyarrow as pa
    import yaml
    from datasets.exceptions import DatasetsError

    try:
        yield
    except (
        DatasetsError,
        FileNotFoundError,
        LookupError,
        TypeError,
        ValueError,
        pa.ArrowException,
        yaml.YAMLError,
    ) as error:
        if isinstance(error.__cause__, OSError):
            raise error.__cause__ from error
        raise LoadBackError(f"{place}: cannot be loaded: {shorten(str(error), _MESSAGE)}") from error


def _compare(place: str, loaded: Dataset, features: Features, part: Written) -> None:
    if loaded.features != features:
        raise LoadBackError(f"{place}: loads with other features than were written")
    if len(loaded) != part.rows:
        raise LoadBackError(f"{place}: loads with {len(loaded)} rows, and {part.rows} were written")
    content = ContentHash(features)
    for row in rows_of(loaded):
        content.add(row)
    if content.hexdigest() != part.content_sha256:
        raise LoadBackError(f"{place}: loads with other values than were written")


def rows_of(loaded: Dataset) -> Iterator[Row]:
    """The rows of the Arrow files that ``datasets`` made and maps, read as streams: mapped pages would pile up."""
    import pyarrow as pa

    for made in loaded.cache_files:
        with pa.OSFile(made["filename"]) as file, pa.ipc.open_stream(file) as batches:
            for batch in batches:
                for start in range(0, batch.num_rows, _BATCH):
                    yield from batch.slice(start, _BATCH).to_pylist()


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
