"""Importing: a foreign Label Studio project's export becomes articles and annotations of a corpus."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from quidit import canonical, disk
from quidit.checks.reading import Judge
from quidit.checks.run import Bundle
from quidit.checks.subjects import File, FileKind
from quidit.crossing import write_annotation, write_article
from quidit.formats.arriving import Arrival, Shelf
from quidit.formats.choosing import Choice
from quidit.formats.imported import Import, Outcome, Taken, TaskReport, holdings
from quidit.formats.settling import Bench
from quidit.labelstudio.answers import find_answer
from quidit.labelstudio.controls import Vocabulary
from quidit.labelstudio.foreign.causes import NOBODY, NOT_TAKEN, THERE_ALREADY
from quidit.labelstudio.foreign.export import ForeignTask, annotator_names
from quidit.labelstudio.foreign.mapping import Map, toml_key
from quidit.labelstudio.foreign.translating import Translation, translate
from quidit.labelstudio.notes import Notes, task_path
from quidit.labelstudio.reading import Reading, read
from quidit.labelstudio.region_ids import RegionIds
from quidit.labelstudio.results import Json
from quidit.problems import Problem
from quidit.records import Annotation, Annotator, Article, Origin, Provenance
from quidit.store import BrokenCorpusError, Store


def import_tasks(  # noqa: PLR0913  # what, by what map, and how
    store: Store,
    tasks: Iterable[ForeignTask],
    by: Map,
    *,
    name: str,
    dry_run: bool = False,
    progress: Callable[[str], None],
) -> Import:
    """The tasks' texts as articles and what was annotated on them as annotations, of the export of that name.

    All is decided before anything is written; with ``dry_run`` nothing is. What stands in the corpus is never
    overwritten, so that an import can be repeated.

    Raises:
        BrokenCorpusError: an article, or the list of annotators, does not fit its schema.
        WriteError: the disk is full; what was written is whole, and the import can be repeated.
    """
    lists = store.lists()
    if lists.known_annotators is None:
        raise BrokenCorpusError("the list of annotators cannot be read", lists.annotator_problems)
    pseudonyms = sorted({*by.annotators.values(), *([by.default_annotator] if by.default_annotator else [])})
    listed = {each: Annotator(each, "human", (by.language,)) for each in pseudonyms} | dict(lists.annotators)
    judge = Judge(store.scheme, listed, lists.ledger)
    shelf = Shelf.of(store, judge, by, name)
    arrivals = []
    for task in tasks:
        arrivals.append(shelf.receive(task))
        progress(task.name)
    desk = _Desk(store, judge, by)
    for article, of_article in _by_article(arrivals).items():
        desk.decide(article, of_article)
    desk.register(set(lists.annotators))
    written = [each for each in desk.files if not _stands(store, each)]
    if not dry_run:
        for path, content in written:
            _write(store, path, content)
    return Import(tuple(desk.report(each) for each in arrivals), tuple(path for path, _ in written))


def _by_article(arrivals: Iterable[Arrival]) -> Mapping[str, list[Arrival]]:
    found: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        if arrival.article:
            found.setdefault(arrival.article.id, []).append(arrival)
    return found


def _stands(store: Store, entry: tuple[str, bytes]) -> bool:
    path, content = store.root / entry[0], entry[1]
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _write(store: Store, place: str, content: bytes) -> None:
    """The file, and nothing left of an import that was killed while it wrote it."""
    path = store.root / place
    for partial in path.parent.glob(f".{path.name}.*.partial"):
        partial.unlink(missing_ok=True)
    disk.write(path, content)


@dataclass
class _Desk:
    """What was decided so far: files to write in their order, and what to report, by task."""

    store: Store
    judge: Judge
    by: Map

    files: list[tuple[str, bytes]] = field(default_factory=list)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    taken: dict[str, list[Taken]] = field(default_factory=dict)
    ignored: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    annotators: set[str] = field(default_factory=set)

    def decide(self, article_id: str, arrivals: list[Arrival]) -> None:
        """The article's files, where it is new, and an annotation for each of its annotators."""
        first = arrivals[0]
        article = first.article
        if article is None:
            return
        bundle = self.store.bundle(article_id)
        raws: dict[str, bytes] = {}
        if first.is_new:
            content = canonical.dumps(write_article(article)).encode()
            raws[article.source.file] = first.raw
            self.files += [(f"seeds/{article.source.file}", first.raw), (f"corpus/{article_id}.json", content)]
            bundle = replace(
                bundle, article=File(f"corpus/{article_id}.json", FileKind.ARTICLE, content, article=article_id)
            )
        bench = Bench.of(article, bundle, self.judge, lambda name: raws.get(name) or self.store.read_raw(name), self.by)
        by_name = {arrival.task.name: arrival for arrival in arrivals}
        choice = Choice(self.by, Vocabulary(self.judge.scheme), by_name)
        for annotator, tasks in self._answers(arrivals).items():
            answer = find_answer(tasks, choice.holds)
            if answer:
                self._take(annotator, answer.answer, by_name[str(answer.task["id"])], bench, bundle)
                for other in answer.others:
                    said = choice.passed_over(other, answer)
                    self._note(each for each in said if each not in self.problems.get(each.path, ()))

    def _answers(self, arrivals: list[Arrival]) -> Mapping[str, list[Json]]:
        """By annotator the tasks of an article with that annotator’s annotations only."""
        found: dict[str, dict[str, list[Json]]] = {}
        for arrival in arrivals:
            notes = Notes(arrival.task.name, "")
            for answer in arrival.task.answers:
                names = annotator_names(answer)
                annotator = self.by.annotator(*names)
                if annotator is None:
                    who = names[-1] if names else ""
                    message = f"annotation {answer.get('id')} was left out: the map gives no pseudonym for {who or 'nobody'!r}"
                    fix = (
                        f'write in MAP.toml, under [annotators]: {toml_key(who)} = "…"'
                        if who
                        else 'write default_annotator = "…"'
                    )
                    notes.take(NOBODY, message, got=who, fix=fix)
                    continue
                whole = {**answer, "was_cancelled": bool(answer.get("was_cancelled"))}
                found.setdefault(annotator, {}).setdefault(arrival.task.name, []).append(whole)
            for kind, number in arrival.task.unsubmitted.items():
                if kind in self.by.unwanted:
                    self.ignored.setdefault(arrival.task.name, Counter())[kind, ""] += number
                else:
                    fix = f'write {kind} = "ignore" in MAP.toml, or submit them there and export again'
                    notes.take(NOT_TAKEN, f"{number} {kind} were left out", got=str(number), fix=fix)
            self._note(notes.problems)
        return {
            annotator: [{"id": name, "annotations": answers} for name, answers in tasks.items()]
            for annotator, tasks in found.items()
        }

    def _take(self, annotator: str, answer: Json, arrival: Arrival, bench: Bench, bundle: Bundle) -> None:
        """An annotator's annotation of an article, decided."""
        if arrival.article is None or arrival.received is None:
            return
        article, name = arrival.article, arrival.task.name
        notes = Notes(name, article.text)
        translation = translate(answer, self.by, arrival.received, Vocabulary(self.judge.scheme), notes)
        self.ignored.setdefault(name, Counter()).update(translation.ignored)
        reading = _read(article, translation, answer, self.judge, name, annotator)
        notes = Notes(name, article.text, [*notes.problems, *reading.problems])
        made = reading.annotation and _traced(reading.annotation, reading.ids, translation.origins, _producer(answer))
        regions = {each: region for region, ids in reading.ids.regions.items() for each in ids}
        kept = made and bench.settle(made, notes, regions=regions)
        outcome = Outcome.LEFT_OUT
        if kept:
            outcome = self._put(kept, article, bundle, notes)
            self.taken.setdefault(name, []).append(Taken(annotator, kept.status, outcome, holdings(kept)))
        self._note(notes.problems)

    def _put(self, kept: Annotation, article: Article, bundle: Bundle, notes: Notes) -> Outcome:
        """The annotation among the files to write, unless the corpus has one of the annotator."""
        content = canonical.dumps(write_annotation(kept, article.text)).encode()
        path = f"annotations/{article.id}/{kept.annotator}.json"
        there = next((file for file in bundle.annotations if file.annotator == kept.annotator), None)
        if there is None:
            self.annotators.add(kept.annotator)
            self.files.append((path, content))
            return Outcome.WRITTEN
        if there.content == content:
            return Outcome.UNCHANGED
        message = f"{path} stands there and says something else; what was to be imported was left out"
        notes.take(
            THERE_ALREADY, message, fix="remove the file and import again, or give the annotator another pseudonym"
        )
        return Outcome.LEFT_OUT

    def register(self, listed: set[str]) -> None:
        """The new annotators in their list, which is to be written before their annotations."""
        new = sorted(self.annotators - listed)
        if new:
            path = self.store.root / Store.ANNOTATORS
            rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
            rows += [{"id": each, "kind": "human", "languages": [self.by.language]} for each in new]
            self.files.insert(0, (Store.ANNOTATORS, canonical.dumps(rows).encode()))

    def _note(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.problems.setdefault(problem.path, []).append(problem)

    def report(self, arrival: Arrival) -> TaskReport:
        """What came of a task."""
        name = arrival.task.name
        return TaskReport(
            task=name,
            article=arrival.article.id if arrival.article else None,
            is_new=arrival.is_new,
            annotations=tuple(self.taken.get(name, ())),
            ignored=self.ignored.get(name, {}),
            problems=(*arrival.problems, *self.problems.get(task_path(name), ())),
        )


def _read(article: Article, translation: Translation, answer: Json, judge: Judge, name: str, annotator: str) -> Reading:  # noqa: PLR0913, PLR0917
    """The translated results, read as any answer to a task of ours."""
    data = {"doc_id": article.id, "text_sha256": article.text_sha256, "text": article.text}
    table = {"entity_table": list(translation.entities)}
    ours = {"result": list(translation.results), "was_cancelled": answer["was_cancelled"]}
    return read(
        {"id": name, "data": {**data, **table}}, ours, article, judge.scheme, annotator=annotator, ids=RegionIds()
    )


def _producer(answer: Json) -> tuple[str, str]:
    """The producer and version of the prediction that an annotation was begun from, as far as the export says them."""
    prediction = answer.get("prediction")
    model = prediction.get("model_version") if isinstance(prediction, dict) else None
    producer, _, version = str(model or "unknown").rpartition(" ")
    return (producer, version) if producer else (version, "unknown")


def _traced(
    annotation: Annotation, ids: RegionIds, origins: Mapping[str, Origin], producer: tuple[str, str]
) -> Annotation:
    """The annotation with those of its items that a prediction made marked so."""
    origin_of = {each: origin for region, origin in origins.items() for each in ids.regions.get(region, ())}
    made = {each: Provenance(origin, *producer) for each, origin in origin_of.items()}
    return replace(
        annotation,
        mentions=tuple(replace(each, provenance=made.get(each.id)) for each in annotation.mentions),
        cues=tuple(replace(each, provenance=made.get(each.id)) for each in annotation.cues),
        quotes=tuple(replace(each, provenance=made.get(each.id)) for each in annotation.quotes),
        stances=tuple(replace(each, provenance=made.get(each.id)) for each in annotation.stances),
    )
