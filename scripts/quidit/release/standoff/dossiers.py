"""Dossiers: a release article by article, each with its rows in every config and split."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quidit.release.edition import BrokenEditionError, Edition
from quidit.release.parquet import as_line
from quidit.release.view import Row

if TYPE_CHECKING:
    import pyarrow as pa

ARTICLES = "articles"
ISSUES = "issues"
Part = tuple[str, str]
"""A config and one of its splits."""
Dossier = Mapping[Part, list[Row]]


@dataclass(frozen=True)
class Dossiers:
    """The rows of a release, kept as Arrow; ``rows`` gives an article's as Python.

    ``issues`` belong to no article and are in no dossier. ``places`` says for each article where its rows begin
    in a split, and how many they are.
    """

    tables: Mapping[Part, pa.Table]
    places: Mapping[str, Mapping[Part, tuple[int, int]]]

    @classmethod
    def of(cls, edition: Edition) -> Dossiers:
        """All articles of a release.

        Raises:
            BrokenEditionError: a file cannot be read, an article's rows are scattered, or only some configs know it.
        """
        import pyarrow as pa

        tables: dict[Part, pa.Table] = {}
        places: dict[str, dict[Part, tuple[int, int]]] = {}
        for config in sorted(edition.configs, key=lambda config: config != ARTICLES):
            for split in edition.splits(config) if config != ISSUES else ():
                schema = edition.features(config).arrow_schema
                table = pa.Table.from_batches(edition.batches(config, split), schema)
                tables[config, split] = table
                _place(edition, (config, split), table, places)
        return cls(tables, places)

    def rows(self, article: str) -> Dossier:
        """The article's rows, each split's in order."""
        return {
            part: self.tables[part].slice(start, count).to_pylist()
            for part, (start, count) in self.places[article].items()
        }


def _place(edition: Edition, part: Part, table: pa.Table, places: dict[str, dict[Part, tuple[int, int]]]) -> None:
    """Where each article's rows stand in a split, added to ``places``."""
    name = "id" if part[0] == ARTICLES else "article"
    before: object = None
    for number, article in enumerate(table[name].to_pylist()):
        if part[0] == ARTICLES:
            is_new = article not in places
            places.setdefault(article, {})
        else:
            is_new = article in places and (article == before or part not in places[article])
        if not is_new:
            raise BrokenEditionError(
                f"{edition.folder}: row {number:,} of {'/'.join(part)} is of the article {article!r}, which stands "
                "elsewhere or in no row of articles; build it again with `quidit build`, or download it again"
            )
        start, count = places[article].get(part, (number, 0))
        places[article][part] = (start, count + 1)
        before = article


def digest(dossier: Dossier) -> str:
    """The SHA-256 of an article's rows in all configs and splits."""
    content = hashlib.sha256()
    for part, rows in sorted(dossier.items()):
        for row in rows:
            content.update(as_line([*part, row]))
    return content.hexdigest()


def parts_of(dossiers: Iterable[Dossier]) -> list[Part]:
    """Every config and split that any of the dossiers has rows in."""
    return sorted({part for dossier in dossiers for part in dossier})
