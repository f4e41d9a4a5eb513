"""Tasks: an article as Label Studio is given it, with its sentences and an annotation to begin from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from quidit.crossing import write_annotation
from quidit.documents import AnnotationFile
from quidit.labelstudio.causes import BAD_SEGMENTATION
from quidit.labelstudio.controls import Vocabulary
from quidit.labelstudio.documents import ChoiceFile, PredictionFile, RelationFile, ResultFile, TaskDataFile, TaskFile
from quidit.labelstudio.items import Item, layers_of
from quidit.labelstudio.naming import same
from quidit.labelstudio.predicted import annotation_results, sentence_results
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import RegionIds, is_id
from quidit.labelstudio.suggestion import model_version
from quidit.problems import Problem, QuiditError, Severity
from quidit.records import LAYERS, Annotation, Article, Cue, Mention, Quote, Stance
from quidit.scheme import Scheme
from quidit.text import sha256

_SENTENCES_ONLY = "quidit sentences"


class UnsendableError(QuiditError, ValueError):
    """A task that would not come back as it is; ``problems`` are what a reading of it notes."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([message, *(problem.message for problem in self.problems)]))


def task(
    article: Article,
    scheme: Scheme,
    *,
    annotation: Annotation | None = None,
    producer: str | None = None,
    version: str | None = None,
) -> TaskFile:
    """The task of an article; its sentences, and the annotation if one is given, are a prediction.

    ``producer`` and ``version`` say whose suggestion the annotation is; without them it is its annotator's, made
    under its scheme. An annotator who is given their own annotation keeps it as their own.

    Raises:
        UnsendableError: read back, the task would not say the same; as where something does not validate.
    """
    if sha256(article.text) != article.text_sha256:
        raise UnsendableError(f"the text of {article.id} is not the one of its hash; validate the corpus first")
    result: list[ResultFile | RelationFile] = list(sentence_results(article))
    model = _SENTENCES_ONLY
    if annotation:
        _require_that_it_belongs(annotation, article)
        result += annotation_results(annotation, article.text, Vocabulary(scheme))
        model = model_version(producer or annotation.annotator, version or annotation.scheme)
    prediction = PredictionFile(model_version=model, result=result)
    made = TaskFile(data=_data(article, annotation), predictions=[prediction])
    _require_that_it_comes_back(made, article, scheme, annotation)
    return made


def _require_that_it_belongs(annotation: Annotation, article: Article) -> None:
    """Raise UnsendableError where the annotation is another text's, or has ids that regions cannot bear."""
    if (annotation.article, annotation.text_sha256) != (article.id, article.text_sha256):
        raise UnsendableError(f"the annotation is one of {annotation.article}, or of another text of it; give its own")
    seen: set[str] = set()
    for layer in LAYERS:
        for item in layers_of(annotation)[layer]:
            if not is_id(item.id, layer) or item.id in seen:
                raise UnsendableError(
                    f"{item.id!r} of {layer} is no id, or stands there twice; validate the corpus first"
                )
            seen.add(item.id)


def _data(article: Article, annotation: Annotation | None) -> TaskDataFile:
    document = cast("AnnotationFile", write_annotation(annotation, article.text) if annotation else {})
    entities = document.get("entities", [])
    by_name = sorted(entities, key=lambda entity: (same(entity["name"]), entity["id"]))
    items = [item for layer in LAYERS for item in document.get(layer, [])]
    return TaskDataFile(
        doc_id=article.id,
        text_sha256=article.text_sha256,
        text=article.text,
        title=article.title or article.id,
        language=article.language,
        entities=[ChoiceFile(value=entity["name"], alias=entity["id"]) for entity in by_name],
        entity_table=entities,
        origins={item["id"]: item["origin"] for item in items if "origin" in item},
    )


def _require_that_it_comes_back(
    made: TaskFile, article: Article, scheme: Scheme, annotation: Annotation | None
) -> None:
    """Raise UnsendableError where an answer that leaves the prediction as it is would say something else."""
    answer = {"result": made["predictions"][0]["result"], "was_cancelled": False}
    given = annotation or Annotation(article.id, "nobody", scheme.version, article.text_sha256, "complete")
    reading = read({"data": made["data"]}, answer, article, scheme, annotator=given.annotator, ids=RegionIds())
    wrong = [each for each in reading.problems if each.severity is Severity.ERROR or each.code == BAD_SEGMENTATION.code]
    returned = reading.annotation or given
    changed = [each for each in given.by_id if _bare(given.by_id[each]) != _bare(returned.by_id.get(each))]
    used = dict.fromkeys(mention.entity for mention in given.mentions)
    changed += [each for each in used if given.entity_by_id.get(each) != returned.entity_by_id.get(each)]
    changed += sorted({*given.flags} ^ {*returned.flags})
    if wrong or changed or reading.sentences:
        what = f": {', '.join(dict.fromkeys(changed))}" if changed else ""
        raise UnsendableError(
            f"the task of {article.id} would not come back as it is{what}; validate the corpus first", wrong
        )


def _bare(item: Item | None) -> object:
    """An item without what is not sent: its origin, and the order of its relations."""
    match item:
        case Quote():
            speakers = None if item.speakers is None else frozenset(item.speakers)
            return replace(item, provenance=None, speakers=None, via=()), speakers, frozenset(item.via)
        case Stance():
            return replace(item, provenance=None, holders=()), frozenset(item.holders)
        case Mention() | Cue():
            return replace(item, provenance=None)
    return None
