"""References and attributes: ids that mean one thing, and what refers to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.annotated import annotated, found, pointers
from quidit.checks import references
from quidit.checks.sound import Sound
from quidit.problems import REMOVED, Edit, Repair


@pytest.mark.parametrize(
    ("parts", "place", "edit", "fix"),
    [
        ({"cues": {"a": {}, "a#1": {"id": "c1"}}}, "/cues/1", Edit("/cues/1", REMOVED), "c2"),
        ({"cues": {"a": {}, "b": {"id": "c1"}}}, "/cues/1", Edit("/cues/1/id", "c2"), "c2"),
        (
            {"cues": {"a": {"id": "c9"}, "b": {"id": "c9"}, "c": {"id": "c10"}}},
            "/cues/1",
            Edit("/cues/1/id", "c11"),
            "c11",
        ),
        ({"cues": {"a": {}, "b": {"id": "c1"}}, "quotes": {"c": {"cue": "c1"}}}, "/cues/1", None, "c2"),
        ({"entities": {"x": {"name": "A"}, "y": {"id": "x"}}}, "/entities/1", None, ""),
        ({"cues": {"a": {}}, "quotes": {"b": {}}}, "", None, ""),
    ],
)
def test_an_id_means_one_thing(parts: dict[str, Any], place: str, edit: Edit | None, fix: str) -> None:
    findings = found(references.duplicate_id, annotated("a b c", **parts))
    assert [each.pointer for each in findings] == ([f"{place}/id"] if place else [])
    for each in findings:
        is_removal = edit is not None and edit.value is REMOVED
        renames = () if is_removal else (each.got, fix)
        assert each.repair == (Repair((edit,), is_safe=is_removal, renames=renames) if edit else None)
        assert each.fix == (f'remove it, or write "id": "{fix}"' if fix else "remove it, or give it an id of its own")


def test_each_of_several_items_of_one_id_gets_one_of_its_own() -> None:
    findings = found(references.duplicate_id, annotated("a b c", cues={each: {"id": "c1"} for each in "abc"}))
    assert [each.repair.edits[0].value for each in findings if each.repair] == ["c2", "c3"]


def test_where_something_departed_no_item_is_taken_out_and_no_id_is_free() -> None:
    annotation = annotated("a b", cues={"a": {}, "a#1": {"id": "c1"}, "b": {}})
    del annotation.document["cues"][2]["id"]
    (finding,) = found(references.duplicate_id, replace(annotation, sound=Sound({}, is_whole=False)))
    assert finding.repair is None
    assert finding.fix == "remove it, or give it an id of its own"


def ids(letter: str, *numbers: int) -> dict[str, dict[str, str]]:
    """Items on one and the same letter, with those ids."""
    return {f"a#{number}": {"id": f"{letter}{number}"} for number in numbers}


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ((), "an id of cues; there is none"),
        ((10, 2), "one of c2, c10"),
        (tuple(range(1, 13)), f"one of {', '.join(f'c{number}' for number in range(1, 13))}"),
        (tuple(range(1, 14)), "one of 13, from c1 to c13"),
    ],
)
def test_what_a_reference_may_lead_to_is_said(cues: tuple[int, ...], expected: str) -> None:
    annotation = annotated("a" * 20, cues=ids("c", *cues), quotes={"a#20": {"cue": "c99"}})
    (finding,) = found(references.unknown_reference, annotation)
    assert (finding.pointer, finding.got, finding.expected) == ("/quotes/0/cue", "c99", expected)
    assert finding.fix == "correct the id, or add c99 to cues"


def test_an_entity_is_looked_for_among_those_that_are_spelt_alike() -> None:
    rows = {f"e{number}": {} for number in range(13)} | {"rousse": {}}
    (finding,) = found(references.unknown_reference, annotated("a", entities=rows, mentions={"a": {"entity": "rouse"}}))
    assert (finding.expected, finding.fix) == ("an id of entities", "did you mean 'rousse'?")


@pytest.mark.parametrize(
    ("mentions", "not_allowed", "missing"),
    [
        ({"a": {"label": "LOC", "use": "literal"}}, [], []),
        ({"a": {"label": "PER", "use": "literal"}}, ["/mentions/0/use"], []),
        ({"a": {"use": "literal"}, "b": {"label": "PER", "use": "literal"}}, ["/mentions/1/use"], []),
        ({"a": {"label": "LOC"}}, [], ["/mentions/0"]),
        ({"a": {"label": "PER"}}, [], []),
        ({"a": {}}, [], []),
        ({"a": {"label": "LOC", "use": "literal"}, "b": {"label": "LOC"}}, [], ["/mentions/1"]),
    ],
)
def test_a_use_stands_where_the_scheme_has_one(
    mentions: dict[str, Any], not_allowed: list[str], missing: list[str]
) -> None:
    annotation = annotated("a b", mentions=mentions)
    assert pointers(references.use_not_allowed, annotation) == not_allowed
    assert pointers(references.use_missing, annotation) == missing
    assert found(references.use_missing, annotated("a b", status="draft", mentions=mentions)) == []


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ({"x": {"kind": "anonymous", "wikidata": "Q1"}}, ["/entities/0/wikidata"]),
        ({"x": {"kind": "anonymous"}, "y": {"kind": "place", "wikidata": "Q1"}}, []),
        ({"x": {"wikidata": "Q1"}}, []),
    ],
)
def test_whom_the_article_keeps_unnamed_nobody_names(rows: dict[str, Any], places: list[str]) -> None:
    assert pointers(references.anonymous_with_wikidata, annotated("a", entities=rows)) == places


@pytest.mark.parametrize(
    ("quotes", "told"),
    [
        ((None, "q1", "q2", None), []),
        ((None, "q1", "q4", "q3"), [("/quotes/3/continues", "q3 continues q4 continues q3")]),
        (("q2", "q1", "q1", None), [("/quotes/1/continues", "q1 continues q2 continues q1")]),
        (("q2", "q3", "q2", None), [("/quotes/2/continues", "q2 continues q3 continues q2")]),
        (
            ("q1", "q2", None, None),
            [("/quotes/0/continues", "q1 continues q1"), ("/quotes/1/continues", "q2 continues q2")],
        ),
        (("q9", "q2", None, None), [("/quotes/1/continues", "q2 continues q2")]),
    ],
)
def test_a_chain_has_a_first_piece(quotes: tuple[str | None, ...], told: list[tuple[str, str]]) -> None:
    rows = {words: {"continues": each} if each else {} for words, each in zip("abcd", quotes, strict=True)}
    findings = found(references.continues_itself, annotated("a b c d", quotes=rows))
    assert [(each.pointer, each.message) for each in findings] == told


@pytest.mark.parametrize(
    ("quote", "sound", "is_told"),
    [
        ({}, Sound({}), True),
        ({"speakers": []}, Sound({}), False),
        ({}, Sound({}, frozenset({"/quotes/0/speakers"}), is_whole=False), False),
        ({}, Sound({}, frozenset({"/quotes/0/speaker"}), frozenset({"/quotes/0"}), is_whole=False), False),
    ],
)
def test_a_quote_says_who_speaks_unless_it_says_so_wrongly(
    quote: dict[str, Any], sound: Sound, *, is_told: bool
) -> None:
    annotation = replace(annotated("a", quotes={"a": quote}), sound=sound)
    assert pointers(references.speakers_undecided, annotation) == (["/quotes/0"] if is_told else [])
    draft = replace(annotated("a", status="draft", quotes={"a": quote}), sound=sound)
    assert found(references.speakers_undecided, draft) == []


@pytest.mark.parametrize(
    ("stances", "removed", "places"),
    [
        (({},), (), ["/stances/0"]),
        (({"issue": "i"}, {}), (), ["/stances/1"]),
        (({"issue": "i"}, {"target": "m1"}), (), []),
        (({},), ("/stances/0/issue",), []),
        (({},), ("/stances/0/target",), []),
    ],
)
def test_a_stance_is_on_something(
    stances: tuple[dict[str, str], ...], removed: tuple[str, ...], places: list[str]
) -> None:
    annotation = annotated("a b", stances=dict(zip("ab", stances, strict=False)))
    sound = Sound({}, frozenset(removed), is_whole=not removed)
    assert pointers(references.stance_on_nothing, replace(annotation, sound=sound)) == places
