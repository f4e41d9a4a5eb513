"""Rules on what an annotation claims of itself: its text, scheme, annotator, quality and split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from quidit.checks.annotation import PARTS, AnnotationSubject
from quidit.checks.referring import references
from quidit.checks.rules import nearest, rule
from quidit.problems import REMOVED, Edit, Finding, Repair, Severity
from quidit.records import LAYERS

ADJUDICATED = "adjudicated"


@rule("QD318")
def annotation_of_another_text(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An annotation's offsets hold for one text only, and its hash says for which."""
    article, got = annotation.article, annotation.document["text_sha256"]
    if article and got not in (article.text_sha256, article.document.get("text_sha256")):
        yield Finding(
            "this annotation was made on another text than the article's, so its spans cannot be checked",
            "/text_sha256",
            got=got,
            expected=article.text_sha256,
            fix="annotate the present text, or restore the text that was annotated",
        )


@rule("QD420")
def unknown_scheme_version(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An annotation is read by the scheme that it was made under, or by a later one that still knows it."""
    scheme, version = annotation.scheme, annotation.document["scheme"]
    if not scheme.accepts(version):
        yield Finding(
            f"made under scheme {version}, which scheme {scheme.version} does not know",
            "/scheme",
            got=version,
            expected=" or ".join((*scheme.earlier_versions, scheme.version)),
            fix=f'write "scheme": "{scheme.version}" once the annotation follows it',
        )


@rule("QD421")
def unknown_annotator(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Every annotator is listed with what they are, so that a model is never taken for a person."""
    annotator = annotation.document["annotator"]
    if annotation.annotators is not None and annotator not in (ADJUDICATED, *annotation.annotators):
        yield unlisted(annotator, annotation.annotators, "/annotator")


def unlisted(annotator: str, listed: Iterable[str], pointer: str) -> Finding:
    """Somebody whom annotators.json does not list, with the line that would."""
    listed = sorted(listed)
    return Finding(
        f"{annotator} is not in annotations/annotators.json",
        pointer,
        got=annotator,
        expected=f"one of {', '.join(listed)}" if listed else "an annotator listed there, which lists nobody",
        fix=nearest(annotator, listed) or f'add {{"id": "{annotator}", "kind": "human"}} there, or "model"',
    )


@rule("QD422")
def quality_untrue(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An adjudicated annotation is gold only where people ruled or their readings were ruled on, else silver."""
    got = annotation.document.get("quality")
    if annotation.annotators is None or (got is None and not annotation.lacks("", "quality")):
        return
    expected, why = None, "this is one annotator's own, and only the adjudicated annotation has a quality"
    if annotation.document["annotator"] == ADJUDICATED:
        is_gold = "human" in annotation.made_by
        expected = "gold" if is_gold else "silver"
        why = "a person ruled, or was ruled on" if is_gold else "no person ruled, or was ruled on"
    if got != expected:
        yield Finding(
            f"quality is {got or 'not given'}, and {why}",
            "/quality" if got else "",
            got=got or "",
            expected=expected or "no quality",
            fix=f'write "quality": "{expected}"' if expected else "remove it",
            # To claim less than is known is always safe; that people decided, somebody should look at.
            repair=Repair((Edit("/quality", expected or REMOVED),), is_safe=expected != "gold"),
        )


@rule("QD425", since="0.2.0")
def adjudicated_from_nothing(annotation: AnnotationSubject) -> Iterator[Finding]:
    """What was decided between annotations stands beside them: the finished ones, or the rulings on them."""
    if annotation.document["annotator"] == ADJUDICATED and not annotation.has_sources:
        yield Finding(
            "this is the adjudicated annotation, and nothing beside it says what it was made from",
            "/annotator",
            got=ADJUDICATED,
            expected="a complete annotation of some annotator, or rulings.json, in the same folder",
            fix="add the annotation that it was made from; where it is one annotator's own, name it and them so",
        )


@rule("QD426", since="0.2.0")
def skipped_and_annotated(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An article that was skipped has no annotation; what was annotated before that would be lost unseen."""
    if annotation.document["status"] != "skipped":
        return
    parts = [part for part in PARTS if cast("Mapping[str, object]", annotation.document).get(part)]
    if parts:
        yield Finding(
            f"it is skipped, and has {' and '.join(parts)}",
            "/status",
            got="skipped",
            expected='"draft" or "complete", or no annotation at all',
            fix='write "status": "draft", or remove what was annotated',
        )


@rule("QD427", severity=Severity.WARNING, since="0.2.0")
def adjudicated_unfinished(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A release takes the adjudicated annotation once it is complete; until then it takes nothing of the article."""
    status = annotation.document["status"]
    is_given = "status" in cast("Mapping[str, object]", annotation.sound.document)
    if annotation.document["annotator"] == ADJUDICATED and status != "complete" and is_given:
        yield Finding(
            f"the adjudicated annotation is {status}, so that no release takes it",
            "/status",
            got=status,
            expected="complete",
            fix='write "status": "complete" once everything is decided',
        )


@rule("QD428", severity=Severity.WARNING, since="0.2.0")
def nothing_annotated(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Who calls an article complete without annotating anything says that nobody speaks in it and nothing is named."""
    is_empty = not any(annotation.document.get(layer) for layer in LAYERS) and annotation.sound.holds("")
    if not annotation.is_complete or not is_empty:
        return
    for words in annotation.marks.pairs[:1]:
        yield Finding(
            "it is complete and holds nothing, and the article has words in quotation marks",
            "/status",
            got="complete",
            expected="mentions, cues and quotes",
            span=(words.start, words.end),
            fix='write "status": "draft" until it is annotated, or "skipped" where it will not be',
        )


@rule("QD429", since="0.2.0")
def flag_twice(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A flag stands or does not stand; it does not stand twice."""
    flags = [each for each in annotation.document.get("flags", []) if isinstance(each, str)]
    if len(set(flags)) < len(flags):
        number = next(n for n, each in enumerate(flags) if each in flags[:n])
        yield Finding(
            f"the flag {flags[number]} stands twice",
            f"/flags/{number}",
            got=flags[number],
            expected="each flag once",
            fix="remove it",
            repair=Repair((Edit("/flags", list(dict.fromkeys(flags))),)),
        )


@rule("QD508")
def split_cuts_an_annotation(annotation: AnnotationSubject) -> Iterator[Finding]:
    """The pilot's cut runs through no quote or stance with what it refers to, so that train never shows test."""
    cut, article = annotation.test_from, annotation.article
    if cut is None or article is None or not annotation.has_sentences or not 0 < cut < len(article.sentences):
        return
    edge = article.sentences[cut].start
    spans = {item["id"]: span for _, _, item, span in annotation.placed()}
    for layer, pointer, item, span in annotation.placed():
        if layer not in ("quotes", "stances"):
            continue
        bound = [span, *(spans[each] for _, _, each in references(pointer, item) if each in spans)]
        if min(each.start for each in bound) < edge < max(each.end for each in bound):
            yield Finding(
                f"{item['id']} of {layer} and what it refers to stand on both sides of the cut before sentence {cut}",
                pointer,
                expected=f"all of it before character {edge} of the text, or all of it after",
                span=(span.start, span.end),
                fix="correct the span or its references; where they are right, this cut cannot stand: say so in an issue",
            )
