"""Kinds: of what kind each Wikidata id is in each article, and where it is of another than in most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quidit.checks.notes import ArticleNote


@dataclass(frozen=True, slots=True)
class UnusualKind:
    """An article's kind of a Wikidata id that is of the ``usual`` one in most, the first of which is ``as_in``."""

    note: ArticleNote
    wikidata: str
    kind: str
    usual: str
    as_in: str


def kinds_of(entities: Iterable[tuple[str, str]]) -> str:
    """Wikidata ids with the kinds of their entities, ``Q90 place``, one a line; those of two entities left out."""
    rows = list(entities)
    times = Counter(wikidata for wikidata, _ in rows)
    return "\n".join(sorted(f"{wikidata} {kind}" for wikidata, kind in rows if times[wikidata] == 1))


def unusual_kinds(notes: Iterable[ArticleNote]) -> Iterator[UnusualKind]:
    """Where a Wikidata id is of another kind than in most articles; of kinds as common, that of the first article."""
    in_order = sorted(notes, key=lambda note: note.id)
    times = Counter(line for note in in_order for line in note.kinds.splitlines())
    usual: dict[str, str] = {}
    for line, _ in times.most_common():
        wikidata, _, kind = line.partition(" ")
        usual.setdefault(wikidata, kind)
    if len(usual) == len(times):
        return
    first: dict[str, str] = {}
    for note in in_order:
        for line in note.kinds.splitlines():
            first.setdefault(line, note.id)
    for note in in_order:
        for line in note.kinds.splitlines():
            wikidata, _, kind = line.partition(" ")
            if (most := usual[wikidata]) != kind:
                yield UnusualKind(note, wikidata, kind, most, first[f"{wikidata} {most}"])
