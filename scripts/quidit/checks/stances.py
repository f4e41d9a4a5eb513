"""Rules on stances: that each is on something else than its holders, and none against another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from quidit.checks.annotation import AnnotationSubject
from quidit.checks.referring import referred
from quidit.checks.respan import shown
from quidit.checks.rules import rule
from quidit.documents import StanceFile
from quidit.problems import Finding, Severity
from quidit.records import Span


def _stances(annotation: AnnotationSubject) -> Iterator[tuple[str, StanceFile]]:
    return ((pointer, cast("StanceFile", item)) for pointer, item in annotation.items("stances"))


@rule("QD480", severity=Severity.WARNING, since="0.2.0")
def stance_on_its_holder(annotation: AnnotationSubject) -> Iterator[Finding]:
    """The target of a stance is hardly ever a mention that holds it, unless somebody blames themselves."""
    for pointer, stance in _stances(annotation):
        if stance.get("target") in referred(stance, "holders") and not stance.get("unsure"):
            yield Finding(
                f"{stance['id']} has {stance['target']} both as a holder and as its target",
                f"{pointer}/target",
                got=stance["target"],
                expected="what the attitude is about",
                span=annotation.place_of(stance),
                fix="correct the target or the holders; an issue alone is enough",
            )


@rule("QD481", severity=Severity.WARNING, since="0.2.0")
def stance_inside_its_target(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A stance on a quote is shown by words outside it; inside, it is on what the quote speaks of."""
    if not annotation.overview.layers["stances"].values("target"):
        return
    places = annotation.places
    for pointer, stance in _stances(annotation):
        target = stance.get("target", "")
        is_placed = target in places and stance["id"] in places
        if not is_placed or target in annotation.mentions or stance.get("unsure"):
            continue
        if places[target].contains(places[stance["id"]]):
            yield Finding(
                f"{stance['id']} lies inside {target}, its own target",
                f"{pointer}/target",
                got=target,
                expected="an issue, or another target",
                span=annotation.place_of(stance),
                fix="name what these words are for or against",
            )


@rule("QD482", severity=Severity.WARNING, since="0.2.0")
def stances_contradict(annotation: AnnotationSubject) -> Iterator[Finding]:
    """The same words do not show the same holders for and against the same thing."""
    if annotation.overview.layers["stances"].are_apart:
        return
    polarity_of, places = annotation.scheme.polarity_of, annotation.places
    last: dict[tuple[object, ...], dict[int, tuple[Span, StanceFile]]] = {}
    for pointer, stance in _in_text_order(annotation):
        polarity = polarity_of.get(stance.get("label", ""), 0)
        holders = annotation.entities_of(referred(stance, "holders"))
        if not polarity or not holders or stance.get("unsure"):
            continue
        span = places[stance["id"]]
        for matter in (stance.get("issue"), stance.get("target")):
            if matter is None:
                continue
            seen = last.setdefault((holders, matter), {})
            if -polarity in seen and seen[-polarity][0].overlaps(span):
                other = seen[-polarity][1]
                yield Finding(
                    f"{stance['id']} is {stance['label']} {matter}, and {other['id']} is {other['label']} it",
                    f"{pointer}/label",
                    got=stance["label"],
                    expected=other["label"],
                    span=(span.start, span.end),
                    fix=f"correct the label, the holders or what it is on, of {stance['id']} or {other['id']}: "
                    f"both are shown by {shown(stance['text'])}",
                )
                break
            if polarity not in seen or seen[polarity][0].end < span.end:
                seen[polarity] = (span, stance)


def _in_text_order(annotation: AnnotationSubject) -> list[tuple[str, StanceFile]]:
    """The placed stances, with their pointers."""
    placed = (each for each in _stances(annotation) if each[1]["id"] in annotation.places)
    return sorted(placed, key=lambda each: (each[1]["start"], -each[1]["end"]))
