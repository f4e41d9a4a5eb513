"""Rules on the entity table and on unnamed actors: one row for each real thing, and each for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from quidit.checks.annotation import AnnotationSubject
from quidit.checks.referring import referred
from quidit.checks.respan import shown
from quidit.checks.rules import rule
from quidit.documents import MentionFile, StanceFile
from quidit.problems import REMOVED, Edit, Finding, Repair, Severity
from quidit.records import Span


@rule("QD470", severity=Severity.WARNING, since="0.2.0")
def unused_entity(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An entity of a complete annotation is meant by some mention; another row is a left-over or a lost mention."""
    if annotation.overview.entity_ids.issubset(annotation.overview.meant):
        return
    if not annotation.is_complete or not annotation.knows_all_about("entities"):
        return
    meant = {cast("MentionFile", item).get("entity") for _, item in annotation.items("mentions")}
    if None in meant:
        return
    for pointer, entity in annotation.entities():
        if entity["id"] not in meant:
            yield Finding(
                f"no mention means {entity['id']}",
                pointer,
                got=entity["id"],
                expected="an entity that some mention means",
                fix="remove it, or annotate where it is mentioned",
                repair=Repair((Edit(pointer, REMOVED),), is_safe=False),
            )


@rule("QD471", since="0.2.0")
def wikidata_of_two_entities(annotation: AnnotationSubject) -> Iterator[Finding]:
    """One entity a real thing, whatever it is called: two of one Wikidata id are one."""
    wikidata = [entity["wikidata"] for entity in annotation.overview.entities if "wikidata" in entity]
    if len(set(wikidata)) == len(wikidata):
        return
    first: dict[str, str] = {}
    for pointer, entity in annotation.entities():
        if "wikidata" in entity and (other := first.setdefault(entity["wikidata"], entity["id"])) != entity["id"]:
            yield Finding(
                f"{entity['id']} has the Wikidata id of {other}",
                f"{pointer}/wikidata",
                got=entity["wikidata"],
                expected="a Wikidata id that no other entity has",
                fix=f"let its mentions mean {other} and remove it, or correct one of the two Wikidata ids",
            )


@rule("QD472", severity=Severity.WARNING, since="0.2.0")
def entity_named_twice(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Two rows of one name and kind are mostly one entity; only people kept unnamed share their descriptions."""
    names = [entity["name"].casefold() for entity in annotation.overview.entities if "name" in entity]
    if len(set(names)) == len(names):
        return
    first: dict[tuple[str, str], str] = {}
    wikidata = {entity["id"]: entity.get("wikidata") for _, entity in annotation.entities()}
    for pointer, entity in annotation.entities():
        if "name" not in entity or "kind" not in entity or entity["kind"] in annotation.scheme.anonymous_kinds:
            continue
        other = first.setdefault((entity["name"].casefold(), entity["kind"]), entity["id"])
        if other != entity["id"] and not (wikidata[other] and wikidata[entity["id"]]):
            yield Finding(
                f"{entity['id']} and {other} are both {entity['kind']} {shown(entity['name'])}",
                f"{pointer}/name",
                got=entity["name"],
                expected="one entity a real thing, or a name that tells the two apart",
                fix=f"let its mentions mean {other} and remove it, or name them so that one can tell them apart",
            )


@rule("QD473", severity=Severity.WARNING, since="0.2.0")
def actor_without_a_part(annotation: AnnotationSubject) -> Iterator[Finding]:
    """An unnamed actor is annotated only where it speaks, passes on, holds or is the target of something."""
    if not annotation.scheme.has("quotes") or not annotation.is_complete or not annotation.knows_all_about("mentions"):
        return
    actors, mentions = annotation.scheme.actors, annotation.overview.layers["mentions"].items
    if annotation.overview.taking_part.issuperset(
        [item["id"] for item in mentions if cast("MentionFile", item).get("label") in actors]
    ):
        return
    taking_part: set[str] = set()
    for _, quote in annotation.items("quotes"):
        taking_part |= {*referred(quote, "speakers"), *referred(quote, "via")}
    for _, item in annotation.items("stances"):
        taking_part |= {*referred(item, "holders"), cast("StanceFile", item).get("target", "")}
    for pointer, item in annotation.items("mentions"):
        mention = cast("MentionFile", item)
        if mention.get("label") in actors and mention["id"] not in taking_part and not mention.get("unsure"):
            yield Finding(
                f"{mention['id']} is {mention['label']} and takes part in no quote or stance",
                pointer,
                got=shown(mention["text"]),
                expected="a speaker, a channel, a holder or a target",
                span=annotation.place_of(item),
                fix="remove it, or name it where it takes part",
            )


@rule("QD474", since="0.2.0")
def actor_holds_its_name(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Where a phrase holds the actor's own name, the name is the mention, and the phrase is none."""
    scheme = annotation.scheme
    if annotation.overview.layers["mentions"].are_apart:
        return
    innermost: dict[str, tuple[Span, str, MentionFile]] = {}
    mentions = (each for each in annotation.placed() if each[0] == "mentions")
    for _, pointer, item, span in sorted(mentions, key=lambda each: each[3].text_order):
        mention = cast("MentionFile", item)
        entity, label = mention.get("entity", ""), mention.get("label")
        if label in scheme.actors:
            innermost[entity] = (span, pointer, mention)
        elif label in scheme.names and entity in innermost and innermost[entity][0].contains(span):
            around, place, actor = innermost[entity]
            yield Finding(
                f"{actor['id']} is {actor['label']} and holds {mention['id']}, the name of {entity}",
                place,
                got=shown(actor["text"]),
                expected=shown(mention["text"]),
                span=(around.start, around.end),
                fix=f"remove {actor['id']}, and let what refers to it refer to {mention['id']}",
            )
