"""Rules on what an annotation claims of itself: its text, scheme, annotator, quality and split."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.rules import nearest, rule
from quidit.checks.subjects import AnnotationSubject
from quidit.crossing import read_annotation, read_article
from quidit.problems import Finding
from quidit.splits.pilot import cuts

ADJUDICATED = "adjudicated"


@rule("QD318")
def annotation_of_another_text(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An annotation's offsets hold for one text only, and its hash says for which."""
    expected = annotation.article.document["text_sha256"]
    got = annotation.document["text_sha256"]
    if got != expected:
        yield Finding(
            "this annotation was made on another text than the article's",
            "/text_sha256",
            got=got,
            expected=expected,
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
            expected=", ".join((*scheme.earlier_versions, scheme.version)),
            fix="use a version of Quidit's scheme that knows it, or annotate again",
        )


@rule("QD421")
def unknown_annotator(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Every annotator is listed with what they are, so that a model is never taken for a person."""
    annotator = annotation.document["annotator"]
    if annotator != ADJUDICATED and annotator not in annotation.annotators:
        yield Finding(
            f"{annotator} is not in annotations/annotators.json",
            "/annotator",
            got=annotator,
            expected=", ".join(sorted(annotation.annotators)),
            fix=nearest(annotator, annotation.annotators) or "add a line for this annotator there",
        )


@rule("QD422")
def quality_untrue(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An adjudicated annotation is gold only where people annotated or ruled, and silver where models did."""
    got = annotation.document.get("quality")
    expected = None
    if annotation.document["annotator"] == ADJUDICATED:
        expected = "gold" if "human" in annotation.made_by else "silver"
    if got != expected:
        yield Finding(
            f"quality is {got or 'not given'}, and {' and '.join(sorted(annotation.made_by)) or 'nobody'} made it",
            "/quality" if got else "",
            got=got or "",
            expected=expected or "no quality: only an adjudicated annotation has one",
            fix=f'write "quality": "{expected}"' if expected else "remove it",
        )


@rule("QD508")
def split_cuts_an_annotation(annotation: AnnotationSubject) -> Iterator[Finding]:
    """The pilot's cut runs through no quote or stance with what it refers to, so that train never shows test."""
    cut = annotation.test_from
    if cut is None or not annotation.is_sound:
        return
    article = read_article(annotation.article.document)
    allowed = cuts(article, read_annotation(annotation.document))
    if cut not in allowed:
        nearest_cut = min(allowed, key=lambda each: abs(each - cut), default=None)
        start = article.sentences[cut].start if cut < len(article.sentences) else len(article.text)
        yield Finding(
            f"the split before sentence {cut} cuts a quote or stance from what it refers to",
            expected=f"a cut before sentence {nearest_cut}" if nearest_cut else "another policy",
            span=(start, min(start + 40, len(article.text))),
            fix="correct the annotation; the ledger's promise stands",
        )
