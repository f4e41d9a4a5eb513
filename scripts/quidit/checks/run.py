"""The run: files held against the rules, level by level, so that one cause is one problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from quidit.checks import (
    ANNOTATION_RULES,
    ARTICLE_RULES,
    CORPUS_RULES,
    FILE_RULES,
    NAMED_RULES,
    RULINGS_RULES,
    SHAPE_RULES,
    SOURCE_RULES,
    TEXT_CLAIM,
)
from quidit.checks.claims import ADJUDICATED
from quidit.checks.placing import Sheet, problems_of
from quidit.checks.subjects import (
    AnnotationSubject,
    ArticleNote,
    ArticleSubject,
    CorpusSubject,
    Departures,
    Faults,
    File,
    Named,
    RulingsSubject,
)
from quidit.documents import AnnotationFile, ArticleFile, RulingsFile
from quidit.generate.json_schema import json_schemas
from quidit.json_source import parse
from quidit.problems import Problem
from quidit.records import LAYERS, Annotator
from quidit.schema import Departure, Gate
from quidit.scheme import Scheme
from quidit.splits.ledger import Ledger

_TEXT_KEYS = ("paragraphs", "sentences", "text_sha256", "source")


@dataclass(frozen=True)
class Reading:
    """A file as the first levels left it; ``document`` is None where nothing can be read of it."""

    file: File
    source: str
    document: object
    departures: tuple[Departure, ...]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether the file fits its schema."""
        return self.document is not None and not self.departures


@dataclass(frozen=True)
class Judge:
    """What files are judged by: the scheme, who annotates, and what the ledger has decided."""

    scheme: Scheme
    annotators: Mapping[str, Annotator]
    ledger: Ledger

    @cached_property
    def gates(self) -> Mapping[str, Gate]:
        """The gate of each kind of file."""
        return {name: Gate(schema) for name, schema in json_schemas(self.scheme).items()}

    def read(self, file: File) -> Reading:
        """The file's document, with the problems of bytes, JSON and shape."""
        if problems := list(problems_of(FILE_RULES, file, Sheet(file.path, ""))):
            return Reading(file, "", None, (), tuple(problems))
        source = file.content.decode("utf-8")
        sheet = Sheet(file.path, source)
        parsed = parse(source)
        if parsed.faults:
            found = problems_of(SOURCE_RULES, Faults(parsed.faults), sheet)
            return Reading(file, source, None, (), tuple(found))
        departures = tuple(self.gates[file.kind].departures(parsed.document))
        found = problems_of(SHAPE_RULES, Departures(parsed.document, departures), sheet)
        return Reading(file, source, parsed.document, departures, tuple(found))


@dataclass(frozen=True)
class Bundle:
    """An article's files; ``article`` is None where annotations stand without one."""

    article: File | None
    annotations: tuple[File, ...] = ()
    rulings: File | None = None
    strangers: tuple[File, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a bundle came to: its problems, and what the corpus-wide rules need to know."""

    problems: tuple[Problem, ...]
    note: ArticleNote | None


def judge_bundle(bundle: Bundle, judge: Judge, read_raw: Callable[[str], bytes | None]) -> Verdict:
    """Every problem of an article's files, each found once; ``read_raw`` gives a file of ``seeds/``."""
    problems: list[Problem] = []
    article = None
    if bundle.article:
        reading = judge.read(bundle.article)
        problems += reading.problems
        article = _article(reading, read_raw)
        problems += _article_problems(reading, article)
    readings = [judge.read(file) for file in bundle.annotations]
    decider = deciding([_claim(reading) for reading in readings])
    for number, reading in enumerate(readings):
        problems += reading.problems
        subject = _annotation(reading, article, judge, readings, bundle.rulings)
        if subject and number == decider and article and reading.is_sound:
            subject = replace(subject, test_from=judge.ledger.test_from(article.document["id"]))
        problems += _annotation_problems(reading, subject)
    if bundle.rulings:
        problems += _rulings_problems(judge.read(bundle.rulings), readings, judge)
    for file in bundle.strangers:
        problems += judge.read(file).problems
    note = None
    if article and bundle.article:
        document = article.document
        path = bundle.article.path
        note = ArticleNote(bundle.article.article, path, document["text_sha256"], len(document["sentences"]))
    return Verdict(tuple(problems), note)


def judge_lines(file: File, judge: Judge) -> Iterator[tuple[int, object, tuple[Problem, ...]]]:
    """The ledger's lines as they were read: line number, document, problems."""
    lines = file.content.split(b"\n")
    for number, line in enumerate(lines[:-1] if lines[-1] == b"" else lines, start=1):
        reading = judge.read(replace(file, content=line))
        problems = tuple(replace(problem, line=number) for problem in reading.problems)
        yield number, reading.document if not problems else None, problems


def judge_corpus(subject: CorpusSubject, path: str) -> Iterator[Problem]:
    """The problems that only the whole corpus shows; those of no other file stand at the ledger's ``path``."""
    return problems_of(CORPUS_RULES, subject, Sheet(path, ""))


def deciding(claims: list[tuple[str, str]]) -> int | None:
    """Which of an article's annotations a release takes, by ``(annotator, status)``: the adjudicated one.

    Without one, the only complete annotation; None where several wait for adjudication.
    """
    complete = [number for number, (_, status) in enumerate(claims) if status == "complete"]
    adjudicated = [number for number in complete if claims[number][0] == ADJUDICATED]
    if adjudicated or len(complete) == 1:
        return (adjudicated or complete)[0]
    return None


def _claim(reading: Reading) -> tuple[str, str]:
    status = reading.document.get("status") if isinstance(reading.document, dict) else None
    return reading.file.annotator, str(status)


def _article(reading: Reading, read_raw: Callable[[str], bytes | None]) -> ArticleSubject | None:
    """The article, where what its text rests on fits the schema."""
    if not isinstance(reading.document, dict) or not all(key in reading.document for key in _TEXT_KEYS):
        return None
    if any(departure.pointer.startswith(tuple(f"/{key}" for key in _TEXT_KEYS)) for departure in reading.departures):
        return None
    document = cast("ArticleFile", reading.document)
    return ArticleSubject(document, read_raw(document["source"]["file"]))


def _article_problems(reading: Reading, article: ArticleSubject | None) -> Iterator[Problem]:
    sheet = Sheet(reading.file.path, reading.source)
    if isinstance(reading.document, dict) and "id" in reading.document:
        yield from problems_of(NAMED_RULES, Named(reading.file, reading.document), sheet)
    if article:
        yield from problems_of(ARTICLE_RULES, article, replace(sheet, text=article.text))


def _annotation(
    reading: Reading,
    article: ArticleSubject | None,
    judge: Judge,
    readings: Iterable[Reading],
    rulings: File | None,
) -> AnnotationSubject | None:
    """The annotation with every value that departed from the schema put out of the rules' sight."""
    if not isinstance(reading.document, dict) or article is None:
        return None
    departed = [d.pointer for d in reading.departures if d.keyword != "additionalProperties"]
    if any(pointer in {f"/{part}" for part in ("entities", *LAYERS)} for pointer in departed):
        return None
    given = {key: value for key, value in reading.document.items() if f"/{key}" not in departed}
    stand_ins = {
        "article": reading.file.article,
        "annotator": reading.file.annotator,
        "scheme": judge.scheme.version,
        "text_sha256": article.document["text_sha256"],
        "status": "draft",
    }
    return AnnotationSubject(
        document=cast("AnnotationFile", {**stand_ins, **given}),
        article=article,
        scheme=judge.scheme,
        annotators=judge.annotators,
        unsound=frozenset("/".join(pointer.split("/")[:3]) for pointer in departed),
        made_by=_made_by(judge, readings, rulings),
    )


def _made_by(judge: Judge, readings: Iterable[Reading], rulings: File | None) -> frozenset[str]:
    """The kinds of those who annotated or ruled: human, model."""
    people = {reading.file.annotator for reading in readings}
    if rulings:
        document = judge.read(rulings).document
        people.add(str(document.get("adjudicator")) if isinstance(document, dict) else "")
    return frozenset(judge.annotators[each].kind for each in people if each in judge.annotators)


def _annotation_problems(reading: Reading, annotation: AnnotationSubject | None) -> Iterator[Problem]:
    sheet = Sheet(reading.file.path, reading.source)
    if annotation is None:
        return
    yield from problems_of(NAMED_RULES, Named(reading.file, cast("Mapping[str, object]", annotation.document)), sheet)
    sheet = replace(sheet, text=annotation.text)
    other_text = list(problems_of((TEXT_CLAIM,), annotation, sheet))
    yield from other_text or problems_of(ANNOTATION_RULES, annotation, sheet)


def _rulings_problems(reading: Reading, readings: Iterable[Reading], judge: Judge) -> Iterator[Problem]:
    yield from reading.problems
    if not reading.is_sound:
        return
    sheet = Sheet(reading.file.path, reading.source)
    yield from problems_of(NAMED_RULES, Named(reading.file, cast("Mapping[str, object]", reading.document)), sheet)
    subject = RulingsSubject(
        document=cast("RulingsFile", reading.document),
        annotators=judge.annotators,
        ids={each.file.annotator: _ids(each.document) for each in readings if each.file.annotator != ADJUDICATED},
    )
    yield from problems_of(RULINGS_RULES, subject, sheet)


def _ids(document: object) -> Mapping[str, frozenset[str]]:
    if not isinstance(document, dict):
        return {}
    parts = {part: document.get(part, []) for part in ("entities", *LAYERS)}
    return {
        part: frozenset(item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str))
        for part, items in parts.items()
        if isinstance(items, list)
    }
