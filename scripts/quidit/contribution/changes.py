"""Changes: what a contribution adds, edits and removes, and which articles that touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quidit.git.blob import Blob
from quidit.layout import articles_named
from quidit.lists import Lists
from quidit.splits.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Change:
    """A path of the corpus whose content differs; None on the side where nothing stands."""

    path: str
    before: Blob | None
    after: Blob | None


def changes(before: Mapping[str, Blob], after: Mapping[str, Blob]) -> tuple[Change, ...]:
    """The paths at which the two differ, sorted."""
    pairs = ((path, before.get(path), after.get(path)) for path in sorted(before.keys() | after.keys()))
    return tuple(Change(path, was, stands) for path, was, stands in pairs if was != stands)


def with_folders(changed: Iterable[Change]) -> frozenset[str]:
    """The changed paths and the folders that they lie in, for problems of a folder where a file should stand."""
    places = set()
    for change in changed:
        parts = change.path.split("/")
        places |= {"/".join(parts[:number]) for number in range(1, len(parts) + 1)}
    return frozenset(places)


def articles_touched(changed: Iterable[Change], before: Lists, after: Lists, annotations: Iterable[str]) -> set[str]:
    """The articles whose problems may be others now; ``annotations`` are the places of all annotations that stand.

    An article is touched by its own files and those of its annotations, by a changed row of an annotator who
    annotated it, and by a decision of the ledger about it.
    """
    touched = set(articles_named(change.path for change in changed)) | moved(before.ledger, after.ledger)
    names = {f"{annotator}.json" for annotator in rows_changed(before, after)}
    return touched | {place.split("/")[1] for place in annotations if place.rpartition("/")[2] in names}


def rows_changed(before: Lists, after: Lists) -> set[str]:
    """The annotators whose rows differ, came or went."""
    everybody = before.annotators.keys() | after.annotators.keys()
    return {each for each in everybody if before.annotators.get(each) != after.annotators.get(each)}


def moved(before: Ledger, after: Ledger) -> set[str]:
    """The articles of which the ledger says something else at last."""
    named = before.by_article.keys() | after.by_article.keys()
    return {article for article in named if before.by_article.get(article) != after.by_article.get(article)}
