"""Rules on how an annotation's offsets are counted: from 0, in code points, in this very text."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.annotation import AnnotationSubject
from quidit.checks.recount import Recount
from quidit.checks.rules import rule
from quidit.problems import Edit, Finding, Repair


@rule("QD316", since="0.2.0")
def offsets_shifted(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Offsets count from the text's first character; where all are shifted alike, that is one fault and not fifty."""
    recount = annotation.recount
    if recount and not recount.unit:
        by = f"{abs(recount.shift)} too {'large' if recount.shift > 0 else 'small'}"
        yield _finding(annotation, recount, f"the offsets are {by}", f"offsets that are {by}")


@rule("QD317", since="0.2.0")
def offsets_in_other_units(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Offsets count Unicode code points, as Python does: JavaScript counts UTF-16 units, and other programs bytes."""
    recount = annotation.recount
    if recount and recount.unit:
        yield _finding(annotation, recount, f"the offsets count {recount.unit}", recount.unit)


def _finding(annotation: AnnotationSubject, recount: Recount, message: str, got: str) -> Finding:
    """The fault, told at the first span that does not stand at its words, with all of them put there."""
    edits: list[Edit] = []
    first, words, advice = "", None, ""
    for _, pointer, item in annotation.spans():
        span = recount.spans.get(pointer)
        if span is None or (span.start, span.end) == (item["start"], item["end"]):
            continue
        if not edits:
            first, words = pointer, (span.start, span.end)
            advice = f'write "start": {span.start}, "end": {span.end} for {item["id"]}, and count the others alike'
        edits += [Edit(f"{pointer}/start", span.start), Edit(f"{pointer}/end", span.end)]
    return Finding(
        f"{message}: {len(edits) // 2} spans stand at their words if that is undone",
        f"{first}/start",
        got=got,
        expected="code points from the start of the text, the end behind the last one",
        span=words,
        fix=advice,
        repair=Repair(tuple(edits)),
    )
