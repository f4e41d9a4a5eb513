"""Loading back: what a reader gets from a release, compared with what was written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quidit.problems import QuiditError
from quidit.release.parquet import ContentHash, Written, features_of_file

if TYPE_CHECKING:
    from datasets import Dataset, Features

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
        raise LoadBackError(f"{place}: cannot be loaded: {str(error).partition(chr(10))[0]}") from error


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
