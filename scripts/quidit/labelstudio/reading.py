"""Reading: an annotation made of what an annotator left in Label Studio, and whatever could not be made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from quidit.labelstudio.causes import OTHER_TEXT
from quidit.labelstudio.controls import Vocabulary
from quidit.labelstudio.entities import find_meanings, offered_entities
from quidit.labelstudio.items import Item, Maker
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.region_ids import RegionIds
from quidit.labelstudio.regions import Marked, Region, mark
from quidit.labelstudio.relations import link
from quidit.labelstudio.results import Json, status_of
from quidit.labelstudio.sentences import proposed_sentences
from quidit.labelstudio.suggestion import Suggestion, find_suggestion
from quidit.problems import Problem
from quidit.records import Annotation, Article, Cue, Entity, Mention, Quote, Span, Stance
from quidit.scheme import Scheme

Kind = TypeVar("Kind", Mention, Cue, Quote, Stance)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer comes to.

    ``annotation`` is None where the answer was refused whole; ``ids`` are to be kept beside it; ``sentences`` is
    the segmentation that the annotator proposes, None where they left it as it was.
    """

    annotation: Annotation | None
    ids: RegionIds
    problems: tuple[Problem, ...]
    sentences: tuple[Span, ...] | None = None


def read(  # noqa: PLR0913  # the answer, what it answers, and whose it is
    task: Json, answer: Json, article: Article, scheme: Scheme, *, annotator: str, ids: RegionIds
) -> Reading:
    """The annotation that an answer says: a submitted or skipped annotation of a task, or a draft, as exported.

    Offsets are code points, and words are those of the article at the offsets, whatever the answer repeats. The
    same answer read with the ids of the reading before gives the same annotation.
    """
    notes = Notes(str(task.get("id")), article.text)
    data = _data(task)
    if not _is_of(data, article, notes):
        return Reading(None, ids, notes.problems)
    suggestion = find_suggestion(task, answer, notes)
    if suggestion is None and answer.get("parent_prediction") is not None:
        return Reading(None, ids, notes.problems)
    reader = _Reader(article, scheme, Vocabulary(scheme), offered_entities(data, scheme))
    aside = Notes(notes.task, notes.text)
    marked = mark(answer, reader.vocabulary, notes)
    suggested = mark(suggestion.prediction if suggestion else {"result": []}, reader.vocabulary, aside)
    is_own = suggestion is not None and suggestion.producer == annotator
    ids = ids.numbering((region.key for region in (*suggested.regions, *marked.regions)), ours=is_own)
    status = status_of(answer)
    made = reader.made(marked, ids, notes, is_complete=status == "complete")
    if suggestion:
        before = reader.made(suggested, ids, aside, is_complete=False)
        made = _traced(made, before, suggestion, annotator, reader.offered)
    head = Annotation(article.id, annotator, scheme.version, article.text_sha256, status, flags=marked.flags)
    sentences = proposed_sentences(marked.sentences, article, notes)
    return Reading(_filled(head, made), ids, notes.problems, sentences)


def _data(task: Json) -> Json:
    data = task.get("data")
    return data if isinstance(data, dict) else {}


def _is_of(data: Json, article: Article, notes: Notes) -> bool:
    """Whether the task is of the article and its present text; the text itself is compared, too."""
    for key, expected in (("doc_id", article.id), ("text_sha256", article.text_sha256)):
        if data.get(key) != expected:
            message = f"the task’s {key} is not the article’s; its answers were refused"
            got, fix = str(data.get(key)), "push the article again, and annotate that task"
            notes.take(OTHER_TEXT, message, got=got, expected=expected, fix=fix)
            return False
    if data.get("text") != article.text:
        message = "the task’s text was changed on the server; its answers were refused"
        notes.take(OTHER_TEXT, message, fix="push the article into a new project, and annotate that task")
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Made:
    """The items of an answer or prediction with their regions, and the entities."""

    items: Sequence[tuple[Region, Item]]
    entities: tuple[Entity, ...]


@dataclass(frozen=True)
class _Reader:
    """What the answers to one task are read with; ``offered`` are the entities that it gives to choose from."""

    article: Article
    scheme: Scheme
    vocabulary: Vocabulary
    offered: tuple[Entity, ...]

    def made(self, marked: Marked, ids: RegionIds, notes: Notes, *, is_complete: bool) -> _Made:
        """What was marked, made into items."""

        def id_of(region: Region) -> str:
            return ids.of(*region.key)

        mentions = [region for region in marked.regions if region.layer == "mentions"]
        meanings = find_meanings(mentions, self.offered, self.scheme, notes, id_of=id_of)
        links = link(marked, self.vocabulary, notes)
        maker = Maker(
            self.article, self.scheme, marked.regions, links, meanings.by_region, id_of, notes, is_complete=is_complete
        )
        items = list(maker.items())
        mentioned = dict.fromkeys(each.entity for each in _of_kind(Mention, items))
        return _Made(items, tuple(meanings.entities[each] for each in mentioned))


def _traced(made: _Made, before: _Made, suggestion: Suggestion, annotator: str, offered: Sequence[Entity]) -> _Made:
    """What was made with where each item comes from, and with the entities that nothing mentioned before either."""
    suggested: dict[str, list[Item]] = {}
    for region, item in before.items:
        suggested.setdefault(region.id, []).append(item)
    items = [
        (
            region,
            replace(item, provenance=suggestion.provenance(region.id, item, suggested.get(region.id, ()), annotator)),
        )
        for region, item in made.items
    ]
    mentioned = {entity.id for entity in (*made.entities, *before.entities)}
    kept = (entity for entity in offered if entity.kind and entity.id not in mentioned)
    return _Made(items, (*made.entities, *kept))


def _filled(head: Annotation, made: _Made) -> Annotation:
    """The annotation with its items and entities."""
    return replace(
        head,
        entities=made.entities,
        mentions=_of_kind(Mention, made.items),
        cues=_of_kind(Cue, made.items),
        quotes=_of_kind(Quote, made.items),
        stances=_of_kind(Stance, made.items),
    )


def _of_kind(kind: type[Kind], items: Sequence[tuple[Region, Item]]) -> tuple[Kind, ...]:
    """The items of a layer, in the order of files."""
    layer = [item for _, item in items if isinstance(item, kind)]
    return tuple(sorted(layer, key=lambda item: (*item.span.text_order, int(item.id[1:]))))
