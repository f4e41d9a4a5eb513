"""Rules on an annotation's references and attributes: that they lead somewhere and are all there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from quidit.checks.annotation import AnnotationSubject
from quidit.checks.referring import references
from quidit.checks.rules import nearest, rule
from quidit.documents import MentionFile, QuoteFile, StanceFile
from quidit.problems import REMOVED, Edit, Finding, Repair
from quidit.records import LAYERS

_FEW = 12


@rule("QD401")
def duplicate_id(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An id means one thing in a file; a second item of the same id could not be referred to."""
    columns = annotation.overview
    if len(columns.entity_ids) == len(columns.entities) and all(each.have_ids_of_their_own for each in columns.all()):
        return
    members = {"entities": [(pointer, entity["id"]) for pointer, entity in annotation.entities()]}
    members |= {layer: [(pointer, item["id"]) for pointer, item in annotation.items(layer)] for layer in LAYERS}
    for part, given in members.items():
        if len({each for _, each in given}) == len(given):
            continue
        known = annotation.known_ids(part)
        referred_to = {
            each
            for _, place, item in annotation.spans()
            for _, of_part, each in references(place, item)
            if of_part == part
        }
        seen: dict[str, str] = {}
        for pointer, each in given:
            if each in seen:
                free = _next_id(part, known)
                known = known and known | {free}
                yield Finding(
                    f"the id {each} stands in {part} already",
                    f"{pointer}/id",
                    got=each,
                    expected=f"an id that nothing else in {part} has",
                    fix=f'remove it, or write "id": "{free}"' if free else "remove it, or give it an id of its own",
                    repair=_told_apart(annotation, pointer, seen[each], "" if each in referred_to else free),
                )
            seen.setdefault(each, pointer)


def _told_apart(annotation: AnnotationSubject, pointer: str, first: str, free: str) -> Repair | None:
    """One of two rows that say the same taken out; else the free id for the second, where there is one.

    Somebody should look at a new id: what the two rows are is not known.
    """
    part, number, other = pointer.split("/")[1], int(pointer.split("/")[2]), int(first.split("/")[2])
    rows = cast("dict[str, list[dict[str, object]]]", annotation.document)[part]
    if rows[number] == rows[other] and annotation.sound.is_whole:
        return Repair((Edit(pointer, REMOVED),))
    renames = (str(rows[number]["id"]), free)
    return Repair((Edit(f"{pointer}/id", free),), is_safe=False, renames=renames) if free else None


def _next_id(part: str, ids: frozenset[str] | None) -> str:
    """The id that comes next in a layer; empty where there is none."""
    if part == "entities" or not ids:
        return ""
    last = max(ids, key=_by_number)
    return f"{last[0]}{int(last[1:]) + 1}"


@rule("QD402")
def unknown_reference(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A reference leads to an item of the same file; a dangling one loses who said it or whose stance it is."""
    for each in annotation.dangling:
        ids = annotation.known_ids(each.part) or frozenset()
        advice = nearest(each.reference, ids) if each.part == "entities" else ""
        yield Finding(
            f"{each.item['id']} refers to {each.reference}, and {each.part} has no such id",
            each.place,
            got=each.reference,
            expected=_listed(ids, each.part),
            span=annotation.place_of(each.item),
            fix=advice or f"correct the id, or add {each.reference} to {each.part}",
        )


def _listed(ids: frozenset[str], part: str) -> str:
    """The ids of a part in words: all where they are few, the first and last where they are many."""
    ordered = sorted(ids, key=_by_number)
    if not ordered:
        return f"an id of {part}; there is none"
    if len(ordered) <= _FEW:
        return f"one of {', '.join(ordered)}"
    return f"one of {len(ordered)}, from {ordered[0]} to {ordered[-1]}" if part != "entities" else f"an id of {part}"


def _by_number(each: str) -> tuple[int, str]:
    return len(each), each


@rule("QD408")
def use_not_allowed(annotation: AnnotationSubject) -> Iterator[Finding]:
    """``use`` stands on the labels that the scheme tells apart by it, and on no other."""
    allowed, names = annotation.scheme.with_uses, annotation.overview.mention_shapes
    if all(label in allowed for label, has_use in names if has_use):
        return
    for pointer, item in annotation.items("mentions"):
        mention = cast("MentionFile", item)
        if "use" in mention and "label" in mention and mention["label"] not in allowed:
            yield Finding(
                f"{mention['id']} is {mention['label']} and has a use",
                f"{pointer}/use",
                got=mention["use"],
                expected=f"a use only on {', '.join(sorted(allowed)) or 'no label'}",
                span=annotation.place_of(item),
                fix="remove the use, or correct the label",
            )


@rule("QD409")
def use_missing(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A complete annotation says of each such mention how it is used; silence would be read as an answer."""
    shapes, with_uses = annotation.overview.mention_shapes, annotation.scheme.with_uses
    if annotation.document["status"] != "complete" or all(has or label not in with_uses for label, has in shapes):
        return
    uses = " or ".join(f'"use": "{use.id}"' for use in annotation.scheme.uses)
    for pointer, item in annotation.items("mentions"):
        label = cast("MentionFile", item).get("label")
        if label in annotation.scheme.with_uses and annotation.lacks(pointer, "use"):
            yield Finding(
                f"{item['id']} is {label} and has no use",
                pointer,
                expected=uses,
                span=annotation.place_of(item),
                fix=f"add {uses}",
            )


@rule("QD410")
def anonymous_with_wikidata(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Whom the article keeps unnamed, the corpus does not name either."""
    if not any("wikidata" in entity for entity in annotation.overview.entities):
        return
    for pointer, entity in annotation.entities():
        if entity.get("kind") in annotation.scheme.anonymous_kinds and "wikidata" in entity:
            yield Finding(
                f"{entity['id']} is {entity['kind']} and has a Wikidata id",
                f"{pointer}/wikidata",
                got=entity["wikidata"],
                expected="no Wikidata id",
                fix="remove the Wikidata id, or correct the kind",
            )


@rule("QD411")
def speakers_undecided(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A complete annotation names each quote's speakers, or says with ``[]`` that the article does not."""
    if annotation.document["status"] != "complete":
        return
    for pointer, item in annotation.items("quotes"):
        if "speakers" not in item and annotation.lacks(pointer, "speakers"):
            yield Finding(
                f"{item['id']} does not say who speaks",
                pointer,
                expected='"speakers": the ids of mentions',
                span=annotation.place_of(item),
                fix='add "speakers": ["m…"], or "speakers": [] where the article names nobody',
            )


@rule("QD412")
def stance_on_nothing(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A stance is for or against something: an issue, a target, or both."""
    issues = ", ".join(issue.id for issue in annotation.scheme.issues[:_FEW])
    for pointer, item in annotation.items("stances"):
        stance = cast("StanceFile", item)
        if "issue" in stance or "target" in stance:
            continue
        if annotation.lacks(pointer, "issue") and annotation.lacks(pointer, "target"):
            yield Finding(
                f"{stance['id']} has neither issue nor target",
                pointer,
                expected=f"an issue ({issues}), a target, or both" if issues else "a target",
                span=annotation.place_of(item),
                fix='add "issue": "…" or "target": the id of the mention or quote that it is about',
            )


@rule("QD414")
def continues_itself(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A quote continues an earlier one; a chain that comes back to where it began has no first piece."""
    if annotation.overview.quotes_go_on:
        return
    quotes = {item["id"]: (pointer, item) for pointer, item in annotation.items("quotes") if "continues" in item}
    earlier = {each: cast("QuoteFile", item)["continues"] for each, (_, item) in quotes.items()}
    followed: set[str] = set()
    for first in earlier:
        chain: list[str] = []
        step: str | None = first
        while step in earlier and step not in followed:
            followed.add(step)
            chain.append(step)
            step = earlier[step]
        if step in chain:
            loop = [*chain[chain.index(step) :], step]
            pointer, item = quotes[chain[-1]]
            yield Finding(
                " continues ".join(loop),
                f"{pointer}/continues",
                got=step,
                span=annotation.place_of(item),
                expected="a quote that does not itself continue this one",
                fix='remove "continues" from the piece that comes first',
            )
