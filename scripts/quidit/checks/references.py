"""Rules on an annotation's references and attributes: that they lead somewhere and are all there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

from quidit.checks.rules import nearest, rule
from quidit.checks.subjects import AnnotationSubject, references
from quidit.documents import MentionFile, QuoteFile, SpanFile, StanceFile
from quidit.problems import Finding
from quidit.records import LAYERS


def _span_of(item: SpanFile, annotation: AnnotationSubject) -> tuple[int, int] | None:
    """The words to quote with a finding: none where the offsets themselves are wrong."""
    start, end = item["start"], item["end"]
    return (start, end) if 0 <= start < end <= len(annotation.text) else None


@rule("QD401")
def duplicate_id(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An id means one thing in a file; a second item of the same id could not be referred to."""
    members: list[tuple[str, str]] = [(pointer, item["id"]) for _, pointer, item in annotation.spans()]
    members += [(pointer, entity["id"]) for pointer, entity in annotation.entities()]
    count: Counter[tuple[str, str]] = Counter()
    for pointer, each in members:
        part = pointer.split("/")[1]
        count[part, each] += 1
        if count[part, each] == 2:  # noqa: PLR2004  # the second of them, once
            yield Finding(
                f"the id {each} stands twice in {part}", f"{pointer}/id", got=each, fix="give one of them a new id"
            )


@rule("QD402")
def unknown_reference(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A reference leads to an item of the same file; a dangling one loses who said it or whose stance it is."""
    known = {part: annotation.known_ids(part) for part in ("entities", *LAYERS)}
    for _, pointer, item in annotation.spans():
        for place, part, reference in references(pointer, item):
            if reference not in known[part]:
                yield Finding(
                    f"{item['id']} refers to {reference}, and {part} has no such id",
                    place,
                    got=reference,
                    expected=f"an id of {part}",
                    span=_span_of(item, annotation),
                    fix=nearest(reference, known[part]) or f"correct the id, or add it to {part}",
                )


@rule("QD408")
def use_not_allowed(annotation: AnnotationSubject) -> Iterator[Finding]:
    """``use`` stands on the labels that the scheme tells apart by it, and on no other."""
    allowed = annotation.scheme.with_uses
    for pointer, item in annotation.items("mentions"):
        mention = cast("MentionFile", item)
        if "use" in mention and mention["label"] not in allowed:
            yield Finding(
                f"{mention['id']} is {mention['label']} and has a use",
                f"{pointer}/use",
                got=mention["use"],
                expected=f"a use only on {', '.join(sorted(allowed)) or 'no label'}",
                span=_span_of(item, annotation),
                fix="remove the use, or correct the label",
            )


@rule("QD409")
def use_missing(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A complete annotation says of each such mention how it is used; silence would be read as an answer."""
    if annotation.document["status"] != "complete":
        return
    uses = " or ".join(use.id for use in annotation.scheme.uses)
    for pointer, item in annotation.items("mentions"):
        mention = cast("MentionFile", item)
        if "use" not in mention and mention["label"] in annotation.scheme.with_uses:
            yield Finding(
                f"{mention['id']} is {mention['label']} and has no use",
                pointer,
                expected=f"use: {uses}",
                span=_span_of(item, annotation),
                fix=f'add "use": {uses}',
            )


@rule("QD410")
def anonymous_with_wikidata(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Whom the article keeps unnamed, the corpus does not name either."""
    for pointer, entity in annotation.entities():
        if entity["kind"] in annotation.scheme.anonymous_kinds and "wikidata" in entity:
            yield Finding(
                f"{entity['id']} is {entity['kind']} and has a Wikidata id",
                f"{pointer}/wikidata",
                got=entity["wikidata"],
                fix="remove the Wikidata id, or correct the kind",
            )


@rule("QD411")
def speakers_undecided(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A complete annotation names each quote's speakers, or says with ``[]`` that the article does not."""
    if annotation.document["status"] != "complete":
        return
    for pointer, item in annotation.items("quotes"):
        if "speakers" not in cast("QuoteFile", item):
            yield Finding(
                f"{item['id']} does not say who speaks",
                pointer,
                expected="speakers",
                span=_span_of(item, annotation),
                fix='add "speakers": ["m…"], or "speakers": [] where the article names nobody',
            )


@rule("QD412")
def stance_on_nothing(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A stance is for or against something: an issue, a target, or both."""
    for pointer, item in annotation.items("stances"):
        stance = cast("StanceFile", item)
        if "issue" not in stance and "target" not in stance:
            yield Finding(
                f"{stance['id']} has neither issue nor target",
                pointer,
                expected="issue or target",
                span=_span_of(item, annotation),
                fix="add what it is for or against",
            )
