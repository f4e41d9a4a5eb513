"""Rules on rulings: that each decides between readings that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from quidit.checks.annotation import PARTS
from quidit.checks.claims import unlisted
from quidit.checks.ruled import RulingsSubject
from quidit.checks.rules import nearest, rule
from quidit.checks.shape import below, told
from quidit.checks.subjects import Departures
from quidit.documents import RulingFile
from quidit.json_source import escaped
from quidit.problems import Edit, Finding, Repair, Severity


def _rulings(rulings: RulingsSubject) -> Iterator[tuple[str, RulingFile]]:
    """The rulings that lack nothing, with their pointers."""
    for number, ruling in enumerate(rulings.document.get("rulings", ())):
        if all(key in ruling for key in ("id", "layer", "readings", "take")):
            yield f"/rulings/{number}", ruling


@rule("QD430")
def unknown_reading(rulings: RulingsSubject) -> Iterator[Finding]:
    """A ruling names the readings that it decides between, by annotator and id; others cannot be followed."""
    for pointer, ruling in _rulings(rulings):
        for annotator, ids in ruling["readings"].items():
            place = f"{pointer}/readings/{escaped(annotator)}"
            if annotator not in rulings.ids:
                yield Finding(
                    f"{ruling['id']} reads {annotator}, who has no annotation of this article",
                    place,
                    on_key=True,
                    got=annotator,
                    expected=f"one of {', '.join(sorted(rulings.ids))}" if rulings.ids else "an annotator of it",
                    fix=nearest(annotator, rulings.ids) or "correct the annotator's id",
                )
                continue
            parts = rulings.ids[annotator]
            known = None if parts is None else parts.get(ruling["layer"], frozenset())
            for number, each in enumerate(ids):
                if known is not None and isinstance(each, str) and each not in known:
                    yield Finding(
                        f"{ruling['id']} reads {each}, which {annotator} does not have in {ruling['layer']}",
                        f"{place}/{number}",
                        got=each,
                        expected=f"an id of {ruling['layer']} in {annotator}'s annotation",
                        fix=f'correct the id; a reading that is missing is an empty list: "{annotator}": []',
                    )


@rule("QD431")
def unknown_adjudicator(rulings: RulingsSubject) -> Iterator[Finding]:
    """Whoever rules is listed with what they are, so that a model's ruling is never taken for a person's."""
    adjudicator = rulings.document.get("adjudicator")
    if adjudicator and rulings.annotators is not None and adjudicator not in rulings.annotators:
        yield unlisted(adjudicator, rulings.annotators, "/adjudicator")


@rule("QD432")
def ruling_takes_no_reading(rulings: RulingsSubject) -> Iterator[Finding]:
    """What a ruling takes is one of its readings."""
    for pointer, ruling in _rulings(rulings):
        take, readings = ruling["take"], sorted(ruling["readings"])
        if take is not None and take not in readings:
            yield Finding(
                f"{ruling['id']} takes {take}, which is none of its readings",
                f"{pointer}/take",
                got=take,
                expected=f"{', '.join(readings)}, or null",
                fix=nearest(take, readings) or "name one of its readings, or write null to drop them all",
            )


@rule("QD433")
def ruling_id_twice(rulings: RulingsSubject) -> Iterator[Finding]:
    """A ruling's id means one decision, so that one can speak about it."""
    seen: set[str] = set()
    last = max((int(ruling["id"][1:]) for _, ruling in _rulings(rulings)), default=0)
    for pointer, ruling in _rulings(rulings):
        each = ruling["id"]
        if each in seen:
            last += 1
            yield Finding(
                f"the id {each} stands in an earlier ruling",
                f"{pointer}/id",
                got=each,
                expected="an id that no other ruling has",
                fix=f'write "id": "r{last}"',
                repair=Repair((Edit(f"{pointer}/id", f"r{last}"),)),
            )
        seen.add(each)


@rule("QD434")
def ruling_under_an_unknown_scheme(rulings: RulingsSubject) -> Iterator[Finding]:
    """Rulings are read by the scheme that they were made under, or by a later one that still knows it."""
    version = rulings.document.get("scheme")
    if version and not rulings.scheme.accepts(version):
        yield Finding(
            f"ruled under scheme {version}, which scheme {rulings.scheme.version} does not know",
            "/scheme",
            got=version,
            expected=" or ".join((*rulings.scheme.earlier_versions, rulings.scheme.version)),
            fix=f'write "scheme": "{rulings.scheme.version}" once the rulings follow it',
        )


@rule("QD435", severity=Severity.WARNING, since="0.2.0")
def ruling_on_nothing(rulings: RulingsSubject) -> Iterator[Finding]:
    """A ruling decides between readings of something; where nobody reads anything, nothing is decided."""
    for pointer, ruling in _rulings(rulings):
        if not any(ruling["readings"].values()):
            yield Finding(
                f"{ruling['id']} has readings, and no item in them",
                f"{pointer}/readings",
                got=", ".join(f'"{each}": []' for each in sorted(ruling["readings"])),
                expected="an id in at least one of them",
                fix="name what was read, or remove the ruling",
            )


@rule("QD436", severity=Severity.WARNING, since="0.2.0")
def ruling_changes_what_it_drops(rulings: RulingsSubject) -> Iterator[Finding]:
    """A ruling changes the reading that it takes; one that drops them all has nothing to change."""
    for pointer, ruling in _rulings(rulings):
        if ruling["take"] is None and ruling.get("set"):
            yield Finding(
                f"{ruling['id']} drops its readings, and sets {', '.join(ruling['set'])}",
                f"{pointer}/set",
                got=", ".join(ruling["set"]),
                expected="a reading that is taken, or no changes",
                fix='name the reading in "take", or remove "set"',
            )


@rule("QD439", since="0.2.0")
def ruling_sets_what_is_unknown(rulings: RulingsSubject) -> Iterator[Finding]:
    """A ruling sets what an item of its layer may hold, as the scheme knows it; null takes an optional member away."""
    for pointer, ruling in _rulings(rulings):
        departures = rulings.departures(ruling)
        for finding in told(Departures(ruling.get("set"), departures)) if departures else ():
            yield below(f"{pointer}/set", replace(finding, message=f"{ruling['id']} sets it so: {finding.message}"))


def _ids(ruling: RulingFile, annotator: str) -> list[str]:
    """The ids of somebody's reading that fit the schema."""
    return [each for each in ruling["readings"].get(annotator, []) if isinstance(each, str)]


def _taken(rulings: RulingsSubject, ruling: RulingFile) -> list[Mapping[str, object]]:
    """The items of the reading that a ruling takes, as far as they can be read."""
    annotator = ruling["take"] or ""
    ids = _ids(ruling, annotator)
    items = (rulings.reading(annotator, ruling["layer"], each) for each in ids)
    return [item for item in items if item is not None]


@rule("QD437", since="0.2.0")
def ruling_not_followed(rulings: RulingsSubject) -> Iterator[Finding]:
    """The adjudicated annotation holds what the rulings decided, at its place and with its label."""
    if rulings.adjudicated is None:
        return
    times = Counter(read for _, ruling in _rulings(rulings) for read in _read(ruling))
    held = {
        part: {_key(part, item) for item in items}
        for part, items in rulings.adjudicated.items()
        if part in PARTS and isinstance(items, list)
    }
    for pointer, ruling in _rulings(rulings):
        part, taken = ruling["layer"], _taken(rulings, ruling)
        changes = ruling.get("set", {}) if len(taken) == 1 else {}
        if any(times[read] > 1 for read in _read(ruling)) or rulings.departures(ruling):
            continue
        for item in ({**each, **changes} for each in taken):
            start = item.get("start")
            if "text" in changes and isinstance(start, int):
                item["end"] = start + len(str(item["text"]))
            if _key(part, item) not in held.get(part, {}):
                yield Finding(
                    f"{ruling['id']} takes {item['id']} of {ruling['take']}, which the adjudicated annotation does not hold",
                    f"{pointer}/take",
                    got=str(ruling["take"]),
                    expected=f"in {part} of adjudicated.json: {_in_words(part, item)}",
                    fix="correct the adjudicated annotation, or the ruling",
                )


def _read(ruling: RulingFile) -> list[tuple[str, str, str]]:
    """What a ruling was on: part, annotator and id of each item."""
    return [(ruling["layer"], each, read) for each in ruling["readings"] for read in _ids(ruling, each)]


def _key(part: str, item: Mapping[str, object]) -> tuple[object, ...]:
    """What makes an item of a part the same in another annotation, whose ids are others."""
    if part == "entities":
        return (str(item.get("id")), str(item.get("kind")))
    keys = ("start", "end", "label", "type", "use", "issue")
    return tuple(str(item[key]) if item.get(key) is not None else None for key in keys)


def _in_words(part: str, item: Mapping[str, object]) -> str:
    if part == "entities":
        return " ".join(map(str, _key(part, item)))
    start, end, *labels = _key(part, item)
    return f"[{start}, {end}) {' '.join(str(each) for each in labels if each)}".rstrip()
