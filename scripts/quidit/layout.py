"""Layout: where the files of a corpus lie under its root, and what a file is by its place."""

from __future__ import annotations

from collections.abc import Iterable

from quidit.checks.subjects import FileKind

_JSON, _REGIONS = ".json", ".regions"
FOLDERS = ("seeds", "corpus", "annotations", "schema")
"""A corpus's own folders: what stands in them counts before it is committed, elsewhere only what is committed."""


def article_place(article: str) -> str:
    """Where the article's file lies."""
    return f"corpus/{article}{_JSON}"


def annotation_place(article: str, annotator: str) -> str:
    """Where the annotator's annotation of the article lies."""
    return f"annotations/{article}/{annotator}{_JSON}"


def rulings_place(article: str) -> str:
    """Where the rulings on the article's annotations lie."""
    return f"annotations/{article}/rulings{_JSON}"


def region_ids_place(article: str, annotator: str) -> str:
    """Where the ids lie that the annotator's regions of the article have had."""
    return annotation_place(article, f"{annotator}{_REGIONS}")


def meaning(place: str) -> tuple[FileKind, str, str]:
    """What a file is, and the article and annotator that its place names."""
    match place.split("/"):
        case ["corpus", "splits.jsonl"]:
            return FileKind.LEDGER, "", ""
        case ["corpus", name] if name.endswith(_JSON):
            return FileKind.ARTICLE, name.removesuffix(_JSON), ""
        case ["annotations", "annotators.json"]:
            return FileKind.ANNOTATORS, "", ""
        case ["schema", "known-problems.json"]:
            return FileKind.KNOWN, "", ""
        case ["annotations", article, name] if name.endswith(_JSON):
            return _meaning_beside(article, name.removesuffix(_JSON))
    return FileKind.STRANGER, "", ""


def articles_named(places: Iterable[str]) -> frozenset[str]:
    """Every id that the file of an article or a folder of annotations names."""
    named = set()
    for place in places:
        match place.split("/"):
            case ["corpus", name] if name.endswith(_JSON):
                named.add(name.removesuffix(_JSON))
            case ["annotations", article, _, *_]:
                named.add(article)
    return frozenset(named)


def _meaning_beside(article: str, name: str) -> tuple[FileKind, str, str]:
    """What a JSON file among an article's annotations is."""
    if name == "rulings":
        return FileKind.RULINGS, article, ""
    if name.endswith(_REGIONS):
        return FileKind.REGIONS, article, name.removesuffix(_REGIONS)
    return FileKind.ANNOTATION, article, name
