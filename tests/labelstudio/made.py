"""What tests of Label Studio share: an article, and answers to its task made result by result."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from quidit.labelstudio.reading import Reading, read
from quidit.labelstudio.region_ids import RegionIds
from quidit.labelstudio.task import task
from quidit.records import Annotation, Article, Rights, Source, Span
from quidit.scheme import Scheme
from quidit.scheme_file import read_scheme
from quidit.text import sha256

REPOSITORY = Path(__file__).parents[2]
EXPORTS = Path(__file__).parent / "exports"
SCHEME_TEXT = (REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8")
SCHEME = read_scheme(SCHEME_TEXT)
ANNOTATOR = "lea"

TEXT = (
    "La maire Ana Ruiz a déclaré : « Le parc ouvrira en mai. » Selon elle, le parc restera gratuit.\n"
    "À Lyon, Marc Petit refuse ce projet, dit Ana Ruiz."
)

Result = dict[str, Any]


def article_of(text: str, sentences: Iterable[Span] = ()) -> Article:
    """An article of that text; each paragraph is a sentence unless others are given."""
    article = Article(
        id="parc",
        language="fr",
        title="Le parc",
        text=text,
        sentences=tuple(sentences),
        source=Source("parc.txt", "0" * 64),
        rights=Rights(),
        text_sha256=sha256(text),
    )
    return article if article.sentences else article_of(text, article.paragraphs)


ARTICLE = article_of(TEXT)


def place(words: str, *, nth: int = 1, text: str = TEXT) -> tuple[int, int]:
    """Where the words stand in the text."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return start, start + len(words)


def marked(region: str, control: str, label: str | list[str], where: str | tuple[Any, Any], **more: Any) -> Result:
    """A region with a label, by its words or its offsets."""
    start, end = place(where) if isinstance(where, str) else where
    labels = [label] if isinstance(label, str) else label
    value = {"start": start, "end": end, "text": "never to be trusted", "labels": labels}
    return {"id": region, "type": "labels", "from_name": control, "to_name": "text", "value": value, **more}


def said(region: str, control: str, *choices: str, kind: str = "choices") -> Result:
    """What a control says of a region."""
    values: object = list(choices)
    if kind == "taxonomy":
        values = [[choice] for choice in choices]
    value = {"start": 0, "end": 1, {"textarea": "text"}.get(kind, kind): values}
    return {"id": region, "type": kind, "from_name": control, "to_name": "text", "value": value}


def entity(region: str, *entities: str) -> Result:
    return said(region, "entity", *entities, kind="taxonomy")


def typed(region: str, *texts: str) -> Result:
    return said(region, "new_entity", *texts, kind="textarea")


def joined(start: str, end: str, *labels: str, direction: str = "right") -> Result:
    """A relation between two regions, without labels unless some are given."""
    relation: Result = {"type": "relation", "from_id": start, "to_id": end, "direction": direction}
    return {**relation, "labels": list(labels)} if labels else relation


def pushed(article: Article = ARTICLE, annotation: Annotation | None = None, **more: Any) -> dict[str, Any]:
    """The article's task as the server gives it back."""
    made: dict[str, Any] = {**task(article, SCHEME, annotation=annotation, **more)}
    predictions = [{**each, "id": 900 + n} for n, each in enumerate(made["predictions"])]
    return {"id": 7, "data": made["data"], "predictions": predictions, "annotations": [], "drafts": []}


def submitted(*results: Result, **more: Any) -> dict[str, Any]:
    """An annotation as the server exports it once it is submitted."""
    return {"id": 50, "result": list(results), "was_cancelled": False, "parent_prediction": None, **more}


def reading(
    *results: Result,
    article: Article = ARTICLE,
    scheme: Scheme = SCHEME,
    on: Mapping[str, Any] | None = None,
    ids: RegionIds | None = None,
    **more: Any,
) -> Reading:
    """What an answer of these results is read as."""
    of = pushed(article) if on is None else on
    return read(of, submitted(*results, **more), article, scheme, annotator=ANNOTATOR, ids=ids or RegionIds())


def annotated(*results: Result, **more: Any) -> Annotation:
    """The annotation that an answer of these results is read as."""
    annotation = reading(*results, **more).annotation
    assert annotation
    return annotation


def names(of: Reading) -> list[str]:
    """The names of its problems, each once."""
    return list(dict.fromkeys(problem.name for problem in of.problems))


def edited_scheme(*edits: tuple[str, str]) -> Scheme:
    """The repository's scheme after replacements in its text, each of which must find its place."""
    text = SCHEME_TEXT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return read_scheme(text)
