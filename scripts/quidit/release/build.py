"""The build: a valid corpus becomes a release folder, whole and loaded back, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quidit import canonical, disk
from quidit.checks.files import MAX_BYTES
from quidit.generate.json_schema import json_schemas
from quidit.problems import QuiditError
from quidit.release.card.document import Beside, card
from quidit.release.croissant.document import CROISSANT, croissant
from quidit.release.features import features
from quidit.release.load_back import load_back
from quidit.release.manifest import MANIFEST, manifest
from quidit.release.parquet import SplitWriter, Written, tokens_in
from quidit.release.placing import in_place_of
from quidit.release.rows import issue_rows, rows
from quidit.release.source import WHOLE, LeftOut, source_of, waits_for_adjudication
from quidit.release.statistics import Statistics
from quidit.release.view import Row
from quidit.splits.ledger import DRAWN
from quidit.store import BrokenCorpusError, Store

if TYPE_CHECKING:
    from datasets import Features

COMPANIONS = {"CHANGELOG.md": "CHANGELOG.md", "CITATION.cff": "CITATION.cff", "annotations/LICENSE": "LICENSE"}
"""Files of the corpus that go into a release, and their names there."""

SPLITS = (*DRAWN, WHOLE)
_SHOWN = 5
"""Articles of which it is told why they go into no release."""

Progress = Callable[[str], None]
Contents = Mapping[str, Mapping[str, Written]]


class NothingToReleaseError(QuiditError, ValueError):
    """A corpus none of whose articles has a split."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was built: its folder, and what each split of each config holds."""

    folder: Path
    dataset: str
    version: str
    contents: Contents
    left_out: tuple[LeftOut, ...]


def build(store: Store, folder: Path, progress: Progress) -> Release:
    """The release of a valid corpus, put in the place of ``folder`` once it is whole and has loaded back.

    ``progress`` is told each article that is written and each config that is loaded back. A build that
    finds another one at work beside it waits for its end.

    Raises:
        UnusableFolderError: the folder holds something else than a release, or nobody could load from it.
        NothingToReleaseError: no article has a split.
        LoadBackError: the release does not load as it was written.
        OSError: the disk is full; an earlier release in the folder is untouched.
    """
    with in_place_of(folder) as partial:
        release = _written(store, partial, progress)
        load_back(partial, features(store.scheme), release.contents, progress)
    return replace(release, folder=folder)


def release_rows(store: Store, left_out: list[LeftOut], statistics: Statistics) -> Iterator[tuple[str, str, Row]]:
    """Every row of a release as ``(config, split, row)``, each split of a config in the order of its ids."""
    lists = store.lists()
    for article_id in store.article_ids():
        source = source_of(store, lists, article_id)
        if isinstance(source, LeftOut):
            left_out.append(source)
            continue
        if waiting := waits_for_adjudication(source):
            left_out.append(waiting)
        statistics.add(source)
        yield from rows(source)
    if store.scheme.has("stances"):
        yield from issue_rows(store.scheme)


def _written(store: Store, folder: Path, progress: Progress) -> Release:
    """The release's files, not yet loaded back."""
    settings, scheme = store.settings, store.scheme
    left_out: list[LeftOut] = []
    statistics = Statistics(scheme)
    columns = features(scheme)
    writers: dict[tuple[str, str], SplitWriter] = {}
    for config, split, row in release_rows(store, left_out, statistics):
        if (config, split) not in writers:
            writers[config, split] = SplitWriter(folder, config, split, columns[config])
        writers[config, split].add(row)
        if config == "articles":
            progress(str(row["id"]))
    if not statistics.articles:
        raise NothingToReleaseError(_nothing(left_out))
    contents = _closed(writers, columns)
    _copy_companions(store, folder)
    for name, schema in json_schemas(scheme).items():
        disk.write(folder / "schema" / f"{name}.schema.json", canonical.schema_text(schema))
    statistics.left_out = len(left_out)
    statistics.tokens.update(tokens_in(folder, contents))
    disk.write(folder / "README.md", card(settings, statistics, contents, columns, beside=Beside.of(folder)))
    disk.write(folder / CROISSANT, croissant(folder, settings, statistics, contents, columns))
    disk.write(folder / MANIFEST, manifest(folder, settings, scheme, contents))
    return Release(folder, settings.dataset, settings.version, contents, tuple(left_out))


def _nothing(left_out: Sequence[LeftOut]) -> str:
    """Why a release would hold no article, and what to do."""
    if not left_out:
        return "the corpus has no article, so there is nothing to release; add one with `quidit add` and run `quidit split`"
    told = "; ".join(f"{left.article} {left.reason}" for left in left_out[:_SHOWN])
    more = f" (and {len(left_out) - _SHOWN:,} more)" if len(left_out) > _SHOWN else ""
    return f"no article goes into a release, so there is none to make: {told}{more}"


def _copy_companions(store: Store, folder: Path) -> None:
    """The files for people that go with a release, as far as the corpus has them.

    Raises:
        BrokenCorpusError: one of them is a link, which could carry any file of this machine into the release.
    """
    for source, name in COMPANIONS.items():
        path = store.root / source
        if path.is_symlink() or path.exists():
            try:
                disk.write(folder / name, disk.read_capped(path, MAX_BYTES))
            except (disk.NotRegularError, disk.TooLargeError) as error:
                raise BrokenCorpusError(
                    f"{source} is a link, no file or too large; put the file itself there"
                ) from error


def _closed(writers: Mapping[tuple[str, str], SplitWriter], columns: Mapping[str, Features]) -> Contents:
    """What each split came to, configs and splits in their order; those without rows are absent."""
    contents: dict[str, dict[str, Written]] = {}
    for config in columns:
        for split in SPLITS:
            if writer := writers.get((config, split)):
                contents.setdefault(config, {})[split] = writer.close()
    return contents
