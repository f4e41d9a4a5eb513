"""The card's metadata held against the Parquet files beside it, which ``datasets`` believes less.

A reader's ``load_dataset`` takes features from the YAML of README.md: label names in another order relabel the data,
a column that is not there is filled with None, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from quidit.release.parquet import features_of_file
from quidit.release.verify.discrepancy import Discrepancy, Kind, shown

if TYPE_CHECKING:
    from datasets import Features
    from datasets.info import DatasetInfo, DatasetInfosDict

CARD = "README.md"
_MESSAGE = 200

Files = Mapping[tuple[str, str], Sequence[str]]
"""The Parquet files of each config and split, relative to the release."""


def metadata_discrepancies(folder: Path, files: Files, version: str) -> Iterator[Discrepancy]:
    """What the YAML of a release's card says otherwise than the files that it describes."""
    import yaml
    from datasets.info import DatasetInfosDict
    from datasets.utils.metadata import MetadataConfigs
    from huggingface_hub import DatasetCard

    try:
        data = DatasetCard.load(folder / CARD, ignore_metadata_errors=True).data
        infos = DatasetInfosDict.from_dataset_card_data(data)
        configs = MetadataConfigs.from_dataset_card_data(data)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError) as error:
        yield _fault(f"its metadata cannot be read: {shorten(str(error), _MESSAGE)}")
        return
    wanted = sorted({config for config, _ in files})
    if sorted(configs) != wanted:
        yield _fault(f"its metadata lists the configs {_listed(configs)}, and there are files of {_listed(wanted)}")
    for config in wanted:
        of_config = {split: list(names) for (each, split), names in files.items() if each == config}
        yield from _data_files(config, configs.get(config, {}), of_config, version)
        with suppress(OSError, ValueError, TypeError, LookupError):  # what cannot be read is told with its file
            yield from _described(folder, config, infos, of_config)


def _data_files(
    config: str, entry: Mapping[str, object], files: Mapping[str, Sequence[str]], version: str
) -> Iterator[Discrepancy]:
    """Whether a config's entry leads to its files, under the release's version."""
    listed = entry.get("data_files")
    named = {str(each["split"]): each["path"] for each in listed} if isinstance(listed, list) else {}
    if entry and named != files:
        yield _fault(f"config {config}: its metadata leads to {shown(named)}, and its files are {shown(files)}", config)
    if entry and str(entry.get("version")) != version:
        yield _fault(
            f"config {config}: its metadata has the version {entry.get('version')} in place of {version}", config
        )


def _described(
    folder: Path, config: str, infos: DatasetInfosDict, files: Mapping[str, Sequence[str]]
) -> Iterator[Discrepancy]:
    """Whether what a config's description says of features and numbers of rows is so."""
    import pyarrow.parquet as pq

    info: DatasetInfo | None = infos.get(config)
    if info is None or info.features is None:
        yield _fault(f"config {config}: its metadata has no features, so that readers get whatever they guess", config)
        return
    for split, names in files.items():
        rows = sum(pq.read_metadata(folder / name).num_rows for name in names)
        said = info.splits[split].num_examples if info.splits and split in info.splits else None
        if said != rows:
            yield _fault(f"config {config}: its metadata says {said} rows of {split}, and there are {rows}", config)
    first = next(iter(files.values()))[0]
    for where, stands, belongs in _unlike(info.features, features_of_file(folder / first)):
        yield _fault(
            f"config {config}, {where}: its metadata says {stands}, and the files say {belongs}; "
            "`load_dataset` believes the metadata, so a reader gets other data than was written",
            config,
            where,
        )


def _unlike(said: Features, stored: Features) -> Iterator[tuple[str, str, str]]:
    """Where two declarations of features differ: the column, and what each says."""
    if list(said) != list(stored):
        yield "columns", _listed(said), _listed(stored)
    for column in stored:
        if column in said:
            yield from _parts(column, said.to_dict()[column], stored.to_dict()[column])


def _parts(place: str, said: object, stored: object) -> Iterator[tuple[str, str, str]]:
    """The innermost parts of two features that differ."""
    if said == stored:
        return
    if isinstance(said, dict) and isinstance(stored, dict) and said.keys() == stored.keys():
        for key in stored:
            yield from _parts(
                place if key in ("feature", "names", "dtype") else f"{place}.{key}", said[key], stored[key]
            )
    elif isinstance(said, list) and isinstance(stored, list):
        yield place, _listed(said), _listed(stored)
    else:
        yield place, shown(said), shown(stored)


def _listed(names: Mapping[str, object] | Sequence[str]) -> str:
    return ", ".join(map(str, names)) or "none"


def _fault(message: str, config: str = "", field: str = "") -> Discrepancy:
    place = {key: value for key, value in (("config", config), ("field", field)) if value}
    return Discrepancy(CARD, Kind.METADATA, message, place)
