"""Rulings: that each decides something, and that the adjudicated annotation holds what was decided."""

from __future__ import annotations

from typing import Any, cast

import pytest

from checks.annotated import SCHEME
from quidit.checks import rulings
from quidit.checks.ruled import RulingsSubject
from quidit.checks.rules import Rule
from quidit.checks.settable import settable
from quidit.documents import RulingsFile
from quidit.problems import Edit, Finding, Repair

ANA = {
    "entities": [{"id": "e", "name": "E", "kind": "place"}],
    "mentions": [
        {"id": "m1", "start": 0, "end": 5, "text": "Sorne", "label": "LOC", "use": "literal", "entity": "e"},
        {"id": "m2", "start": 6, "end": 10, "text": "Orme", "label": "LOC", "use": "literal", "entity": "e"},
        {"id": "m3", "start": 0, "end": 4, "text": "Sorne", "label": "LOC", "use": "literal", "entity": "e"},
    ],
}
BO = {"mentions": [{"id": "m7", "start": 0, "end": 5, "text": "Sorne", "label": "PER", "entity": "e"}]}


def ruling(**members: object) -> dict[str, object]:
    return {"id": "r1", "layer": "mentions", "readings": {"ana": ["m1"]}, "take": "ana", "why": "", **members}


def places(rule: Rule[RulingsSubject], *rows: dict[str, object], adjudicated: object = None) -> list[tuple[str, str]]:
    """Where the rule finds something in those rulings on the readings of Ana and Bo, and what it expects there."""
    return [(each.pointer, each.expected) for each in findings(rule, *rows, adjudicated=adjudicated)]


def findings(rule: Rule[RulingsSubject], *rows: dict[str, object], adjudicated: object = None) -> list[Finding]:
    """What the rule finds in those rulings on the readings of Ana and Bo."""
    subject = RulingsSubject(
        document=cast("RulingsFile", {"rulings": list(rows)}),
        scheme=SCHEME,
        annotators=None,
        ids={},
        readings={"ana": ANA, "bo": BO, "cy": {"mentions": [{"id": "m4", "label": "LOC"}]}},
        adjudicated=cast("Any", adjudicated),
        settable=settable(SCHEME),
    )
    return list(rule.check(subject))


def subject_of(**members: Any) -> RulingsSubject:
    """A ruling, beside what annotations have and who is listed."""
    known = {"document": {"rulings": [ruling()]}, "annotators": None, "ids": {}, **members}
    return RulingsSubject(scheme=SCHEME, readings={}, **known)


MENTIONS = {"ana": {"mentions": frozenset({"m1", "m2"})}}


@pytest.mark.parametrize(
    ("readings", "ids", "told"),
    [
        ({"ana": ["m1"]}, MENTIONS, []),
        ({"ana": ["m1", {}, "m9"]}, MENTIONS, [("ana/2", "m9", "an id of mentions in ana's annotation")]),
        (
            {"cy": ["m1"], "ana": ["m9"]},
            MENTIONS,
            [("cy", "cy", "one of ana"), ("ana/0", "m9", "an id of mentions in ana's annotation")],
        ),
        ({"ana": ["m1"]}, {}, [("ana", "ana", "an annotator of it")]),
        ({"ana": ["m9"]}, {"ana": None}, []),
        ({"ana": ["m9"]}, {"ana": {"mentions": None}}, []),
        ({"ana": ["m9"]}, {"ana": {}}, [("ana/0", "m9", "an id of mentions in ana's annotation")]),
    ],
)
def test_a_ruling_reads_what_is_there(
    readings: dict[str, list[object]], ids: dict[str, Any], told: list[tuple[str, str, str]]
) -> None:
    subject = subject_of(document={"rulings": [ruling(readings=readings)]}, ids=ids)
    found = list(rulings.unknown_reading.check(subject))
    assert [(each.pointer, each.got, each.expected) for each in found] == [
        (f"/rulings/0/readings/{place}", got, expected) for place, got, expected in told
    ]
    for each in found:
        assert each.on_key == ("has no annotation" in each.message)
        by_key = "correct the annotator's id"
        assert each.fix == (
            by_key if each.on_key else 'correct the id; a reading that is missing is an empty list: "ana": []'
        )


def test_an_annotator_who_is_misspelt_in_a_reading_is_named() -> None:
    subject = subject_of(document={"rulings": [ruling(readings={"anna": []})]}, ids=MENTIONS)
    (finding,) = rulings.unknown_reading.check(subject)
    assert finding.fix == "did you mean 'ana'?"


@pytest.mark.parametrize(
    ("adjudicator", "annotators", "is_told"),
    [("ana", {}, True), ("ana", {"ana": None}, False), ("ana", None, False), (None, {}, False)],
)
def test_who_rules_is_listed(adjudicator: str | None, annotators: object, *, is_told: bool) -> None:
    subject = subject_of(document={"adjudicator": adjudicator} if adjudicator else {}, annotators=annotators)
    found = [each.pointer for each in rulings.unknown_adjudicator.check(subject)]
    assert found == (["/adjudicator"] if is_told else [])


@pytest.mark.parametrize(
    ("take", "fix"),
    [
        ("ana", None),
        (None, None),
        ("anna", "did you mean 'ana'?"),
        ("zoe", "name one of its readings, or write null to drop them all"),
    ],
)
def test_a_ruling_takes_one_of_its_readings(take: str | None, fix: str | None) -> None:
    found = findings(rulings.ruling_takes_no_reading, ruling(take=take, readings={"cy": [], "ana": ["m1"]}))
    assert [(each.pointer, each.got, each.expected, each.fix) for each in found] == (
        [("/rulings/0/take", take, "ana, cy, or null", fix)] if fix else []
    )


def test_each_of_several_rulings_of_one_id_gets_one_of_its_own() -> None:
    found = findings(rulings.ruling_id_twice, *(ruling(id=each) for each in ("r1", "r7", "r1", "r1")))
    assert [each.pointer for each in found] == ["/rulings/2/id", "/rulings/3/id"]
    assert [each.repair for each in found] == [
        Repair((Edit("/rulings/2/id", "r8"),)),
        Repair((Edit("/rulings/3/id", "r9"),)),
    ]
    assert [each.fix for each in found] == ['write "id": "r8"', 'write "id": "r9"']


def test_rulings_are_read_by_a_scheme_that_knows_theirs() -> None:
    for version, is_told in (("0.0", True), (SCHEME.version, False), (None, False)):
        subject = subject_of(document={"scheme": version} if version else {})
        found = list(rulings.ruling_under_an_unknown_scheme.check(subject))
        assert [(each.pointer, each.got) for each in found] == ([("/scheme", "0.0")] if is_told else [])
        for each in found:
            assert each.expected == " or ".join((*SCHEME.earlier_versions, SCHEME.version))
            assert each.fix == f'write "scheme": "{SCHEME.version}" once the rulings follow it'


@pytest.mark.parametrize("missing", ["id", "layer", "readings", "take"])
def test_a_ruling_that_lacks_something_is_left_to_its_shape(missing: str) -> None:
    row = ruling(take=None, readings={"ana": []}, set={"use": None})
    del row[missing]
    for rule in (rulings.ruling_on_nothing, rulings.ruling_changes_what_it_drops, rulings.ruling_takes_no_reading):
        assert [each.pointer.split("/")[2] for each in findings(rule, row, ruling(take="zoe"))] in ([], ["1"])


@pytest.mark.parametrize(
    ("readings", "is_told"),
    [({"ana": []}, True), ({"ana": [], "bo": []}, True), ({"ana": [], "bo": ["m7"]}, False), ({"ana": ["m1"]}, False)],
)
def test_a_ruling_is_on_something(readings: dict[str, list[str]], *, is_told: bool) -> None:
    found = places(rulings.ruling_on_nothing, ruling(readings=readings))
    assert [pointer for pointer, _ in found] == (["/rulings/0/readings"] if is_told else [])


@pytest.mark.parametrize(
    ("layer", "changes", "expected"),
    [
        ("mentions", {"label": "LOC", "use": "literal", "unsure": True, "start": 0, "end": 5, "text": "Sorne"}, {}),
        ("mentions", {"use": None, "unsure": None}, {}),
        ("mentions", {"label": None}, {"label": "one of PER, ORG, LOC, MISC, ACTOR"}),
        ("mentions", {"label": "LOK"}, {"label": "one of PER, ORG, LOC, MISC, ACTOR"}),
        ("quotes", {"type": "direct", "cue": "c1", "speakers": []}, {}),
        ("quotes", {"label": "LOC"}, {"label": "one of start"}),
        ("stances", {"label": "against", "issue": "western-troops", "target": "q1"}, {}),
        ("stances", {"issue": "western-troop", "holders": []}, {"issue": "western-troops", "holders": "at least 1"}),
        ("stances", {"id": "s2"}, {"id": "one of start"}),
        ("entities", {"id": "sorne", "name": "Sorne", "kind": "place", "wikidata": "Q1"}, {}),
        ("entities", {"kind": "river"}, {"kind": "one of person"}),
        ("cues", {"type": "direct"}, {"type": "one of start"}),
    ],
)
def test_a_ruling_sets_what_an_item_of_its_layer_may_hold(
    layer: str, changes: dict[str, object], expected: dict[str, str]
) -> None:
    found = dict(places(rulings.ruling_sets_what_is_unknown, ruling(layer=layer, set=changes)))
    assert found.keys() == {f"/rulings/0/set/{key}" for key in expected}
    assert all(words in found[f"/rulings/0/set/{key}"] for key, words in expected.items())


def test_a_misspelt_change_is_told_once_with_what_was_meant_and_how_to_write_it() -> None:
    subject_of = ruling(set={"use": "Literal"})
    adjudicated = {"mentions": [{**ANA["mentions"][0], "use": "as-actor"}]}
    assert places(rulings.ruling_not_followed, ruling(set={"use": "literal"}), adjudicated=adjudicated)
    assert places(rulings.ruling_not_followed, subject_of, adjudicated=adjudicated) == []
    (finding,) = findings(rulings.ruling_sets_what_is_unknown, subject_of)
    assert (finding.fix, finding.pointer) == ("did you mean 'literal'?", "/rulings/0/set/use")
    assert finding.repair == Repair((Edit("/rulings/0/set/use", "literal"),))


@pytest.mark.parametrize(
    ("members", "is_told"),
    [
        ({"take": None, "set": {"use": "literal"}}, True),
        ({"take": None, "set": {}}, False),
        ({"take": None}, False),
        ({"take": "ana", "set": {"use": "literal"}}, False),
    ],
)
def test_what_is_dropped_is_not_changed(members: dict[str, object], *, is_told: bool) -> None:
    found = places(rulings.ruling_changes_what_it_drops, ruling(), ruling(**members))
    assert [pointer for pointer, _ in found] == (["/rulings/1/set"] if is_told else [])


def test_what_was_ruled_on_twice_is_left_to_people() -> None:
    twice = (ruling(), ruling(id="r2", readings={"ana": ["m1", "m2"]}), ruling(id="r3", readings={"ana": ["m3"]}))
    adjudicated = {"status": "complete", "flags": ["x"], "mentions": []}
    assert places(rulings.ruling_not_followed, *twice, adjudicated=adjudicated) == [
        ("/rulings/2/take", "in mentions of adjudicated.json: [0, 4) LOC literal")
    ]
    assert findings(rulings.ruling_id_twice) == []


def test_of_a_reading_that_lost_its_place_the_rest_is_looked_for() -> None:
    rows = ruling(readings={"cy": ["m4"]}, take="cy", set={"text": "Sor"})
    assert [pointer for pointer, _ in places(rulings.ruling_not_followed, rows, adjudicated={"mentions": []})] == [
        "/rulings/0/take"
    ]


def mention(**members: object) -> dict[str, object]:
    return {"id": "m3", "start": 0, "end": 5, "label": "LOC", "use": "literal", "entity": "e", **members}


@pytest.mark.parametrize(
    ("decided", "held", "expected"),
    [
        ({}, [mention()], []),
        ({}, [mention(entity="f", unsure=True)], []),
        ({}, [], ["[0, 5) LOC literal"]),
        ({}, [mention(end=6)], ["[0, 5) LOC literal"]),
        ({}, [mention(start=1)], ["[0, 5) LOC literal"]),
        ({}, [mention(label="PER")], ["[0, 5) LOC literal"]),
        ({}, [mention(use="as-actor")], ["[0, 5) LOC literal"]),
        ({"set": {"use": "as-actor"}}, [mention(use="as-actor")], []),
        ({"set": {"use": "as-actor"}}, [mention()], ["[0, 5) LOC as-actor"]),
        ({"set": {"text": "Sor"}}, [mention(end=3)], []),
        ({"set": {"text": "Sor"}}, [mention()], ["[0, 3) LOC literal"]),
        ({"set": {"start": 1, "end": 5, "text": "orne"}}, [mention(start=1)], []),
        ({"take": None}, [], []),
        ({"take": "cy"}, [], []),
        ({"readings": {"ana": ["m9"]}}, [], []),
        ({"readings": {"ana": ["m1"], "bo": ["m7"]}, "take": "bo"}, [mention()], ["[0, 5) PER"]),
        ({"readings": {"ana": ["m1", "m2"]}}, [mention()], ["[6, 10) LOC literal"]),
        ({"readings": {"ana": ["m1", "m2"]}, "set": {"use": "as-actor"}}, [mention(), mention(start=6, end=10)], []),
        ({"layer": "entities", "readings": {"ana": ["e"]}}, [], []),
        ({"layer": "entities", "readings": {"ana": ["e"]}, "set": {"kind": "other"}}, [], ["e other"]),
        ({"layer": "cues", "readings": {"ana": ["c1"]}}, [], []),
    ],
)
def test_what_was_decided_is_held(decided: dict[str, object], held: list[object], expected: list[str]) -> None:
    adjudicated = {"status": "complete", "entities": ANA["entities"], "mentions": held}
    found = places(rulings.ruling_not_followed, ruling(**decided), adjudicated=adjudicated)
    part = decided.get("layer", "mentions")
    assert found == [("/rulings/0/take", f"in {part} of adjudicated.json: {each}") for each in expected]


def test_without_an_adjudicated_annotation_nothing_is_missing_from_it() -> None:
    assert places(rulings.ruling_not_followed, ruling()) == []


def test_a_layer_that_it_does_not_have_lacks_what_was_decided() -> None:
    assert len(places(rulings.ruling_not_followed, ruling(), adjudicated={"mentions": []})) == 1
    assert len(places(rulings.ruling_not_followed, ruling(), adjudicated={"article": "a"})) == 1


def test_a_reading_that_was_ruled_on_twice_is_left_to_people() -> None:
    twice = (ruling(), ruling(id="r2", take=None))
    assert places(rulings.ruling_not_followed, *twice, adjudicated={"mentions": []}) == []


@pytest.mark.parametrize(
    "members",
    [
        {"set": {"start": [], "text": {}, "use": None, "label": [1]}},
        {"set": {"start": "0", "text": "Sorne"}},
        {"layer": "entities", "readings": {"ana": ["e"]}, "set": {"text": "x", "kind": {}}},
        {"readings": {"ana": [{}, "m1"]}},
        {"readings": {"ana": [{}]}, "take": None, "set": {}},
    ],
)
def test_whatever_a_ruling_sets_is_held_against_what_came_of_it(members: dict[str, object]) -> None:
    for rule in (rulings.ruling_on_nothing, rulings.ruling_changes_what_it_drops, rulings.ruling_not_followed):
        assert len(places(rule, ruling(**members), adjudicated={"mentions": [], "entities": []})) <= 1
