"""The run: files held against the rules, level by level, so that one cause is one problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from quidit.checks import (
    CORPUS_RULES,
    ITEM_RULES,
    LEDGER_RULES,
    NAMED_RULES,
    ORPHAN_RULES,
    REGION_RULES,
    RULINGS_RULES,
    SENTENCE_RULES,
    SPAN_RULES,
    TEXT_RULES,
)
from quidit.checks.annotation import PARTS, AnnotationSubject
from quidit.checks.articles import text_hash_differs
from quidit.checks.claims import ADJUDICATED
from quidit.checks.glances import lines
from quidit.checks.kinds import kinds_of
from quidit.checks.notes import ArticleNote, CorpusSubject
from quidit.checks.placing import Sheet, problems_of
from quidit.checks.reading import Judge, Reading
from quidit.checks.renaming import unless_named
from quidit.checks.ruled import RulingsSubject
from quidit.checks.subjects import (
    ArticleSubject,
    File,
    FileKind,
    Named,
    Orphans,
    RegionIdsSubject,
)
from quidit.documents import AnnotationFile, ArticleFile, RegionIdsFile, RulingsFile
from quidit.problems import Problem
from quidit.splits.overlap import sketch


@dataclass(frozen=True)
class Bundle:
    """An article's files; ``article`` is None where annotations stand without one."""

    article: File | None
    annotations: tuple[File, ...] = ()
    rulings: File | None = None
    regions: tuple[File, ...] = ()
    strangers: tuple[File, ...] = ()

    @classmethod
    def of(cls, article: File | None, beside: Iterable[File]) -> Bundle:
        """The article's file with those of its folder of annotations, each in its place."""
        files = tuple(beside)
        return cls(
            article=article,
            annotations=tuple(file for file in files if file.kind is FileKind.ANNOTATION),
            rulings=next((file for file in files if file.kind is FileKind.RULINGS), None),
            regions=tuple(file for file in files if file.kind is FileKind.REGIONS),
            strangers=tuple(file for file in files if file.kind is FileKind.STRANGER),
        )


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
        article = _article(reading, read_raw)
        problems += [*reading.problems, *_article_problems(reading, article)]
    readings = [judge.read(file) for file in bundle.annotations]
    rulings = judge.read(bundle.rulings) if bundle.rulings else None
    decider = deciding([_claim(reading) for reading in readings])
    made_by = _made_by(judge, readings, rulings)
    for number, reading in enumerate(readings):
        subject = _annotation(reading, article, judge, made_by)
        if subject and number == decider and (cut := judge.ledger.test_from(reading.file.article)) is not None:
            subject = replace(subject, test_from=cut)
        if subject and reading.file.annotator == ADJUDICATED:
            subject = replace(subject, has_sources=bool(rulings) or any(map(_is_a_source, readings)))
        problems += [*reading.problems, *_annotation_problems(reading, subject)]
    if rulings:
        problems += [*rulings.problems, *_rulings_problems(rulings, readings, judge)]
    regions = [judge.read(file) for file in bundle.regions]
    for reading in regions:
        problems += [*reading.problems, *_regions_problems(reading)]
    for file in bundle.strangers:
        problems += judge.read(file).problems
    if bundle.article is None:
        problems += _orphan_problems([*readings, *([rulings] if rulings else []), *regions])
    note = _note(bundle.article, article) if bundle.article and article else None
    problems = list(unless_named(problems, readings, rulings, regions))
    return Verdict(tuple(problems), note and _annotated(note, readings, decider))


def judge_corpus(subject: CorpusSubject, path: str) -> Iterator[Problem]:
    """The problems that only the whole corpus shows; those of no other file stand at the ledger's ``path``.

    A ledger of which some line cannot be read says nothing about what it lacks.
    """
    rules = (*CORPUS_RULES, *LEDGER_RULES) if subject.ledger_is_whole else CORPUS_RULES
    return problems_of(rules, subject, Sheet(path, ""))


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


def _is_a_source(reading: Reading) -> bool:
    """Whether an adjudicated annotation may be made from that one; what cannot be read is given the benefit."""
    annotator, status = _claim(reading)
    return annotator != ADJUDICATED and status not in ("draft", "skipped")


def _article(reading: Reading, read_raw: Callable[[str], bytes | None]) -> ArticleSubject | None:
    """The article, where its paragraphs fit the schema; sentences that do not are taken out as a whole."""
    document = reading.sound.document
    if not isinstance(document, dict) or "paragraphs" not in document or not reading.sound.holds("/paragraphs"):
        return None
    if not reading.sound.holds("/sentences"):
        document = {key: value for key, value in document.items() if key != "sentences"}
    name = document.get("source", {}).get("file")
    return ArticleSubject(cast("ArticleFile", document), read_raw(name) if name else None, reading.sound)


def _note(file: File, article: ArticleSubject) -> ArticleNote:
    sentences = len(article.document["sentences"]) if article.gives_sentences else None
    source = article.document.get("source", {})
    return ArticleNote(
        id=file.article,
        path=file.path,
        text_sha256=article.text_sha256,
        sentences=sentences,
        raw="" if article.raw is None else source.get("file", ""),
        event=article.document.get("event", ""),
        url=source.get("url", ""),
        paragraphs=sketch(lines(article.content)),
    )


def _annotated(note: ArticleNote, readings: Sequence[Reading], decider: int | None) -> ArticleNote:
    """The note with what a release takes of the annotations; one that cannot be read may be that."""
    if decider is None:
        doubtful = next((reading.file.path for reading in readings if not reading.is_sound), "")
        return replace(note, annotation=doubtful)
    document = readings[decider].sound.document
    rows = document.get("entities", ()) if isinstance(document, dict) else ()
    kinds = kinds_of((row["wikidata"], row["kind"]) for row in rows if "wikidata" in row and "kind" in row)
    return replace(note, annotation=readings[decider].file.path, kinds=kinds)


def _article_problems(reading: Reading, article: ArticleSubject | None) -> Iterator[Problem]:
    yield from _named_problems(reading)
    if article:
        found = list(problems_of(TEXT_RULES, article, lambda: reading.sheet_with(article.text)))
        yield from found
        if not found or text_hash_differs.code not in {problem.code for problem in found}:
            yield from problems_of(SENTENCE_RULES, article, lambda: reading.sheet_with(article.text))


def _named_problems(reading: Reading) -> Iterator[Problem]:
    """Where the file says that it is another's than its place does."""
    if isinstance(reading.sound.document, dict):
        yield from problems_of(NAMED_RULES, Named(reading.file, reading.sound.document), lambda: reading.sheet)


def _annotation(
    reading: Reading, article: ArticleSubject | None, judge: Judge, made_by: frozenset[str]
) -> AnnotationSubject | None:
    """The annotation as far as it fits the schema, with harmless values where required ones departed."""
    if not isinstance(reading.sound.document, dict):
        return None
    stand_ins = {
        "article": reading.file.article,
        "annotator": reading.file.annotator,
        "scheme": judge.scheme.version,
        "text_sha256": article.text_sha256 if article else "",
        "status": "draft",
    }
    return AnnotationSubject(
        document=cast("AnnotationFile", {**stand_ins, **reading.sound.document}),
        article=article,
        scheme=judge.scheme,
        annotators=judge.annotators,
        sound=reading.sound,
        made_by=made_by,
    )


def _made_by(judge: Judge, readings: Iterable[Reading], rulings: Reading | None) -> frozenset[str]:
    """The kinds of those whose readings were ruled on, and of who ruled: human, model.

    Where nothing was ruled it rests on every finished annotation; one that came after the rulings is no part of them.
    """
    listed = judge.annotators or {}
    people = {annotator for annotator, status in map(_claim, readings) if status == "complete"}
    if rulings and isinstance(rulings.sound.document, dict):
        ruled = cast("RulingsFile", rulings.sound.document)
        people = {each for ruling in ruled.get("rulings", []) for each in ruling.get("readings", ())} or people
        people.add(str(ruled.get("adjudicator")))
    return frozenset(listed[each].kind for each in people if each in listed)


def _annotation_problems(reading: Reading, annotation: AnnotationSubject | None) -> Iterator[Problem]:
    yield from _named_problems(reading)
    if annotation is None:
        return
    rules = (*SPAN_RULES, *ITEM_RULES) if annotation.text else ITEM_RULES
    yield from problems_of(rules, annotation, lambda: reading.sheet_with(annotation.text))


def _regions_problems(reading: Reading) -> Iterator[Problem]:
    yield from _named_problems(reading)
    if isinstance(reading.sound.document, dict):
        subject = RegionIdsSubject(cast("RegionIdsFile", reading.sound.document))
        yield from problems_of(REGION_RULES, subject, reading.sheet)


def _rulings_problems(reading: Reading, readings: Iterable[Reading], judge: Judge) -> Iterator[Problem]:
    yield from _named_problems(reading)
    if not isinstance(reading.sound.document, dict):
        return
    subject = RulingsSubject(
        document=cast("RulingsFile", reading.sound.document),
        scheme=judge.scheme,
        annotators=judge.annotators,
        ids={each.file.annotator: _ids(each, judge) for each in readings if each.file.annotator != ADJUDICATED},
        readings={
            each.file.annotator: cast("Mapping[str, object]", each.sound.document)
            for each in readings
            if each.file.annotator != ADJUDICATED and isinstance(each.sound.document, dict)
        },
        adjudicated=next((cast("Mapping[str, object]", each.document) for each in readings if _is_decided(each)), None),
        settable=judge.settable,
    )
    yield from problems_of(RULINGS_RULES, subject, reading.sheet)


def _is_decided(reading: Reading) -> bool:
    return _claim(reading) == (ADJUDICATED, "complete") and reading.is_sound


def _ids(reading: Reading, judge: Judge) -> Mapping[str, frozenset[str] | None] | None:
    """The ids that an annotation gives, by part; None where it cannot be read."""
    annotation = _annotation(reading, None, judge, frozenset())
    return {part: annotation.known_ids(part) for part in PARTS} if annotation else None


def _orphan_problems(readings: list[Reading]) -> Iterator[Problem]:
    """What is wrong with files whose article is not there, said once, of the first of them."""
    for first in readings[:1]:
        paths = tuple(reading.file.path for reading in readings)
        yield from problems_of(ORPHAN_RULES, Orphans(first.file.article, paths), first.sheet)
