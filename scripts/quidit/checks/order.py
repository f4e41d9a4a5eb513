"""Rules on an annotation's lists: that nothing stands in them twice, and each in its order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import cast

from quidit.checks.annotation import AnnotationSubject
from quidit.checks.columns import Overview
from quidit.checks.referring import numbered, referred
from quidit.checks.rules import rule
from quidit.documents import MentionFile, SpanFile, StanceFile
from quidit.problems import REMOVED, Edit, Finding, Repair, Severity
from quidit.records import Layer

_LISTS: Mapping[str, Layer] = {"speakers": "quotes", "via": "quotes", "holders": "stances"}


@rule("QD404", since="0.2.0")
def annotated_twice(annotation: AnnotationSubject) -> Iterator[Finding]:
    """The same words are annotated once: as a mention of that label, a cue, a quote, or a stance on that matter."""
    columns = annotation.overview
    if all(
        each.are_apart or len(set(zip(each.starts, each.ends, strict=True))) == len(each.starts)
        for each in columns.all()
    ):
        return
    first: dict[tuple[object, ...], str] = {}
    for layer, pointer, item, _ in annotation.placed():
        place = (layer, item["start"], item["end"])
        other = first.setdefault((*place, *_identity(annotation, layer, item)), item["id"])
        if other != item["id"]:
            is_free = item["id"] not in annotation.referred_to
            yield Finding(
                f"{item['id']} of {layer} says what {other} says already",
                pointer,
                got=item["id"],
                expected=f"{other} alone",
                span=(item["start"], item["end"]),
                fix="remove it" if is_free else f"remove one of them, and let what refers to it refer to {other}",
                repair=Repair((Edit(pointer, REMOVED),), is_safe=False) if is_free else None,
            )


def _identity(annotation: AnnotationSubject, layer: Layer, item: SpanFile) -> tuple[object, ...]:
    """What two spans of a layer at one place must differ in: quotes and cues differ in their place alone."""
    if layer == "mentions":
        return (cast("MentionFile", item).get("label"),)
    if layer == "stances":
        stance = cast("StanceFile", item)
        holders = annotation.entities_of(referred(item, "holders"))
        return (stance.get("label"), holders or stance["id"], stance.get("issue"), stance.get("target"))
    return ()


@rule("QD405", since="0.2.0")
def reference_twice(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A list of speakers, channels or holders names each mention once."""
    for key, layer in _LISTS.items():
        if annotation.overview.is_whole and all(
            len(ids) == len(set(ids)) for ids in annotation.overview.layers[layer].listed(key)
        ):
            continue
        for pointer, item in annotation.items(layer):
            given = numbered(item, key)
            ids = [each for _, each in given]
            again = [number for place, (number, each) in enumerate(given) if each in ids[:place]]
            for number in again[:1]:
                repeated, is_whole = dict(given)[number], annotation.sound.holds(f"{pointer}/{key}")
                yield Finding(
                    f"{item['id']} names {repeated} twice in its {key}",
                    f"{pointer}/{key}/{number}",
                    got=repeated,
                    expected="each mention once",
                    span=annotation.place_of(item),
                    fix="remove it",
                    repair=Repair((Edit(f"{pointer}/{key}", list(dict.fromkeys(ids))),)) if is_whole else None,
                )


@rule("QD406", severity=Severity.WARNING, since="0.2.0")
def not_in_text_order(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A layer's spans stand in text order (start, then the longer one first), so that a diff shows only decisions."""
    if not annotation.are_all_placed:
        return
    for layer, columns in annotation.overview.layers.items():
        if columns.are_in_order:
            continue
        items = annotation.items(layer)
        keys = [(item["start"], -item["end"]) for _, item in items]
        late = next(n for n, (before, after) in enumerate(pairwise(keys), 1) if after < before)
        (_, above), (pointer, item) = items[late - 1 : late + 1]
        yield Finding(
            f"{item['id']} of {layer} begins before {above['id']}, which stands above it",
            pointer,
            got=f"{above['id']}, {item['id']}",
            expected="the span that begins first above the other, and of two that begin together the longer one",
            span=(item["start"], item["end"]),
            fix="move it up",
            repair=_reordered(annotation, layer, sorted(range(len(items)), key=keys.__getitem__)),
        )


@rule("QD407", severity=Severity.WARNING, since="0.2.0")
def entities_out_of_order(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Entities stand by their first mention in the text, those of no mention last."""
    if _follow_the_mentions(annotation.overview):
        return
    mentions = [cast("MentionFile", item) for _, item in annotation.items("mentions")]
    rows = [entity["id"] for _, entity in annotation.entities()]
    if len(set(rows)) < len(rows) or not all("entity" in each for each in mentions):
        return
    first: dict[str, tuple[int, int]] = {}
    for mention in mentions:
        key = (mention["start"], -mention["end"])
        first[mention["entity"]] = min(key, first.get(mention["entity"], key))
    last = (len(annotation.text), 0)
    keys = [first.get(each, last) for each in rows]
    late = next((n for n, (before, after) in enumerate(pairwise(keys), 1) if after < before), None)
    if late is not None and annotation.sound.holds("/mentions") and annotation.are_all_placed:
        yield Finding(
            f"{rows[late]} is mentioned before {rows[late - 1]}, which stands above it",
            annotation.entities()[late][0],
            got=f"{rows[late - 1]}, {rows[late]}",
            expected="the entity that is mentioned first above the other",
            fix="move it up",
            repair=_reordered(annotation, "entities", sorted(range(len(rows)), key=keys.__getitem__)),
        )


def _follow_the_mentions(overview: Overview) -> bool:
    """Whether the entities stand just as the mentions, which stand in text order, first mean them."""
    rows = [entity.get("id") for entity in overview.entities]
    return overview.layers["mentions"].are_in_order and list(dict.fromkeys(overview.meant)) == rows


def _reordered(annotation: AnnotationSubject, part: str, order: list[int]) -> Repair | None:
    """The list put in that order; None where some of it departed from the schema and would be lost."""
    members = cast("dict[str, list[object]]", annotation.document)[part]
    if len(members) != len(order) or not annotation.sound.holds(f"/{part}"):
        return None
    return Repair((Edit(f"/{part}", [members[number] for number in order]),))
