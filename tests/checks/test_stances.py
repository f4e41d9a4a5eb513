"""Stances, lists in their order, and what an annotation claims of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.annotated import annotated, found, pointers
from quidit.checks import chains, claims, order, stances
from quidit.checks.sound import Sound
from quidit.problems import REMOVED, Edit, Repair

MENTIONS = {
    "Rui": {"label": "PER", "entity": "ana"},
    "elle": {"label": "ACTOR", "entity": "ana"},
    "Bo": {"label": "PER", "entity": "bo"},
}
TEXT = "Rui, elle, Bo : a b c d"


@pytest.mark.parametrize(
    ("stance", "is_told"),
    [
        ({"holders": ["m1"], "target": "m1"}, True),
        ({"holders": ["m1", "m3"], "target": "m3"}, True),
        ({"holders": ["m1"], "target": "m2"}, False),
        ({"holders": ["m1"], "target": "m1", "unsure": True}, False),
        ({"holders": ["m1"]}, False),
    ],
)
def test_a_stance_is_on_somebody_else(stance: dict[str, Any], *, is_told: bool) -> None:
    annotation = annotated(TEXT, mentions=MENTIONS, stances={"a": stance})
    assert pointers(stances.stance_on_its_holder, annotation) == (["/stances/0/target"] if is_told else [])


@pytest.mark.parametrize(
    ("words", "members", "is_told"),
    [
        ("b", {"target": "q1"}, True),
        ("a b c", {"target": "q1"}, True),
        ("b c d", {"target": "q1"}, False),
        ("d", {"target": "q1"}, False),
        ("b", {"target": "q1", "unsure": True}, False),
        ("b", {"target": "q2"}, False),
        ("b", {}, False),
        ("Rui", {"target": "m1"}, False),
    ],
)
def test_a_stance_on_a_quote_stands_outside_it(words: str, members: dict[str, Any], *, is_told: bool) -> None:
    annotation = annotated(
        TEXT, mentions=MENTIONS, quotes={"a b c": {}}, stances={words: {"holders": ["m1"], **members}}
    )
    assert pointers(stances.stance_inside_its_target, annotation) == (["/stances/0/target"] if is_told else [])


def test_a_stance_that_is_misplaced_hides_no_other() -> None:
    rows: dict[str, dict[str, object]] = {words: {"holders": ["m1"], "target": "q1"} for words in ("b", "c")}
    rows["b"]["text"] = "x"
    annotation = annotated(TEXT, mentions=MENTIONS, quotes={"a b c": {}}, stances=rows)
    assert pointers(stances.stance_inside_its_target, annotation) == ["/stances/1/target"]


def stance(label: str, issue: str | None = "i", holder: str = "m1", **members: object) -> dict[str, object]:
    return {"label": label, "holders": [holder], **({"issue": issue} if issue else {}), **members}


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ({"a b": stance("favor"), "b c": stance("against")}, ["/stances/1/label"]),
        ({"a b": stance("favor"), "a b#1": stance("against", holder="m2")}, ["/stances/1/label"]),
        ({"b": stance("favor"), "a b c": stance("against")}, ["/stances/0/label"]),
        ({"a b c": stance("favor"), "a": stance("favor"), "c": stance("against")}, ["/stances/2/label"]),
        ({"a": stance("favor", None, target="m3"), "a#1": stance("against", None, target="m3")}, ["/stances/1/label"]),
        ({"a": stance("favor", target="m3"), "a#1": stance("against", target="m3")}, ["/stances/1/label"]),
        ({"a": stance("favor", "i", target="m3"), "a#1": stance("against", "j", target="m3")}, ["/stances/1/label"]),
        ({"a ": stance("favor"), "b": stance("against")}, []),
        ({"a": stance("favor"), "c": stance("against")}, []),
        ({"a": stance("favor"), "a#1": stance("against", holder="m3")}, []),
        ({"a": stance("favor"), "a#1": stance("against", "j")}, []),
        ({"a": stance("favor"), "a#1": stance("favor")}, []),
        ({"a": stance("favor"), "a#1": stance("against", unsure=True)}, []),
        ({"a": stance("favor", unsure=True), "a#1": stance("against")}, []),
        ({"a": stance("favor", holder="m9"), "a#1": stance("against", holder="m9")}, []),
        ({"a": stance("favor"), "a#1": stance("neutral")}, []),
        ({"a b": stance("favor"), "b c": stance("favor", "j"), "c d": stance("against")}, []),
        ({"a b": stance("favor"), "b c d": stance("favor"), "d": stance("against")}, ["/stances/2/label"]),
        ({"a b": stance("favor", unsure=True), "a": stance("favor"), "a#1": stance("against")}, ["/stances/2/label"]),
        ({"a": stance("neutral"), "a#1": stance("neutral")}, []),
        ({"a": stance("against"), "a#1": stance("neutral")}, []),
        ({"a": {"holders": ["m1"], "issue": "i"}, "a#1": stance("against")}, []),
        ({"a": stance("favor")}, []),
        ({}, []),
    ],
)
def test_the_same_words_do_not_show_both(rows: dict[str, Any], places: list[str]) -> None:
    annotation = annotated(TEXT, mentions=MENTIONS, stances=rows)
    assert pointers(stances.stances_contradict, annotation) == places


def test_both_stances_are_named() -> None:
    annotation = annotated(TEXT, mentions=MENTIONS, stances={"a b": stance("favor"), "b c": stance("against")})
    (finding,) = found(stances.stances_contradict, annotation)
    assert finding.message == "s2 is against i, and s1 is favor it"
    assert (finding.got, finding.expected, finding.span) == ("against", "favor", (18, 21))


def test_the_first_of_several_is_named_that_reaches_so_far() -> None:
    rows = {"a b": stance("favor"), "b": stance("favor"), "b#1": stance("against")}
    (finding,) = found(stances.stances_contradict, annotated(TEXT, mentions=MENTIONS, stances=rows))
    assert finding.message == "s3 is against i, and s1 is favor it"


# ── Lists ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("parts", "places"),
    [
        ({"cues": {"a": {}, "a#1": {}}}, ["/cues/1"]),
        ({"cues": {"a": {}, "a b": {}}}, []),
        ({"cues": {"a": {}}, "quotes": {"a": {}}}, []),
        ({"quotes": {"a": {"type": "direct"}, "a#1": {"type": "mixed"}}}, ["/quotes/1"]),
        ({"mentions": {"a": {"label": "PER"}, "a#1": {"label": "PER", "entity": "x"}}}, ["/mentions/1"]),
        ({"mentions": {"a": {"label": "PER"}, "a#1": {"label": "ORG"}}}, []),
        ({"stances": {"a": stance("favor"), "a#1": stance("favor")}}, ["/stances/1"]),
        ({"stances": {"a": stance("favor"), "a#1": stance("favor", holder="m2")}}, ["/stances/1"]),
        ({"stances": {"a": stance("favor"), "a#1": stance("favor", "j")}}, []),
        ({"stances": {"a": stance("favor"), "a#1": stance("against")}}, []),
        ({"stances": {"a": stance("favor"), "a#1": stance("favor", holder="m3")}}, []),
        ({"stances": {"a": stance("favor", target="m3"), "a#1": stance("favor")}}, []),
        ({"stances": {"a": stance("favor", holder="m9"), "a#1": stance("favor", holder="m9")}}, []),
    ],
)
def test_the_same_is_not_annotated_twice(parts: dict[str, Any], places: list[str]) -> None:
    annotation = annotated(TEXT, **({"mentions": MENTIONS} | parts))
    findings = found(order.annotated_twice, annotation)
    assert [each.pointer for each in findings] == places
    assert [each.repair for each in findings] == [Repair((Edit(each, REMOVED),), is_safe=False) for each in places]


def test_what_is_referred_to_is_not_removed() -> None:
    annotation = annotated(TEXT, cues={"a": {}, "a#1": {}}, quotes={"b": {"cue": "c2"}})
    (finding,) = found(order.annotated_twice, annotation)
    assert finding.repair is None
    assert finding.fix == "remove one of them, and let what refers to it refer to c1"


def test_one_id_at_one_place_is_a_matter_of_ids() -> None:
    annotation = annotated(TEXT, cues={"a": {}, "a#1": {"id": "c1"}})
    assert found(order.annotated_twice, annotation) == []


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"quotes": {"a": {"speakers": ["m1", "m1"]}}}, [("/quotes/0/speakers/1", "/quotes/0/speakers", ["m1"])]),
        ({"quotes": {"a": {"via": ["m1", "m2", "m1"]}}}, [("/quotes/0/via/2", "/quotes/0/via", ["m1", "m2"])]),
        ({"stances": {"a": {"holders": ["m2", "m2"]}}}, [("/stances/0/holders/1", "/stances/0/holders", ["m2"])]),
        ({"quotes": {"a": {"speakers": ["m1", "m2"], "via": ["m1"]}}}, []),
        ({"quotes": {"a": {"speakers": []}}}, []),
        ({"quotes": {"a": {"speakers": ["m1"] * 3}}}, [("/quotes/0/speakers/1", "/quotes/0/speakers", ["m1"])]),
        (
            {"quotes": {"a": {"speakers": ["m2"]}, "b": {"speakers": ["m1", "m1"]}}},
            [("/quotes/1/speakers/1", "/quotes/1/speakers", ["m1"])],
        ),
    ],
)
def test_a_list_names_nobody_twice(parts: dict[str, Any], told: list[tuple[str, str, list[str]]]) -> None:
    findings = found(order.reference_twice, annotated(TEXT, mentions=MENTIONS, **parts))
    assert [each.pointer for each in findings] == [place for place, _, _ in told]
    assert [each.repair for each in findings] == [Repair((Edit(place, ids),)) for _, place, ids in told]


@pytest.mark.parametrize(
    ("words", "place", "ordered"),
    [
        (("a", "b"), None, []),
        (("b", "a"), "/cues/1", ["a", "b"]),
        (("a", "a b"), "/cues/1", ["a b", "a"]),
        (("a b", "a"), None, []),
        (("c", "a", "b"), "/cues/1", ["a", "b", "c"]),
        (("a", "c", "b"), "/cues/2", ["a", "b", "c"]),
        (("a", "a#1"), None, []),
        (("b", "b#1", "a"), "/cues/2", ["a", "b", "b"]),
    ],
)
def test_spans_stand_in_text_order(words: tuple[str, ...], place: str | None, ordered: list[str]) -> None:
    annotation = annotated("a b c", cues={each: {} for each in words})
    findings = found(order.not_in_text_order, annotation)
    assert [each.pointer for each in findings] == ([place] if place else [])
    for each in findings:
        assert each.repair
        assert each.repair.is_safe
        (edit,) = each.repair.edits
        assert (edit.pointer, [row["text"] for row in edit.value]) == ("/cues", ordered)  # type: ignore[attr-defined]  # a list


@pytest.mark.parametrize(
    ("mentions", "place", "ordered"),
    [
        ({"a": "x", "b": "y"}, None, ""),
        ({"a": "y", "b": "x"}, "/entities/1", "yxz"),
        ({"a": "z", "b": "x", "c": "y"}, "/entities/2", "zxy"),
        ({"b": "x", "c": "y", "a": "y"}, "/entities/1", "yxz"),
        ({"a": "y", "a b": "x"}, None, ""),
        ({"a": "x", "a b": "y"}, "/entities/1", "yxz"),
        ({"a": "y"}, "/entities/1", "yxz"),
        ({}, None, ""),
    ],
)
def test_entities_stand_by_their_first_mention(mentions: dict[str, str], place: str | None, ordered: str) -> None:
    annotation = annotated(
        "a b c",
        entities={"x": {}, "y": {}, "z": {}},
        mentions={words: {"entity": each} for words, each in mentions.items()},
    )
    findings = found(order.entities_out_of_order, annotation)
    assert [each.pointer for each in findings] == ([place] if place else [])
    for each in findings:
        assert each.repair
        assert "".join(row["id"] for row in each.repair.edits[0].value) == ordered  # type: ignore[attr-defined]  # a list


def test_numbers_count_what_departed() -> None:
    annotation = annotated(
        TEXT, mentions=MENTIONS, quotes={"Rui, elle": {"speakers": [{}, "m1", "m1"], "via": [{}, "m1"]}}
    )
    annotation = replace(annotation, sound=Sound({}, frozenset({"/quotes/0/speakers/0"}), is_whole=False))
    (twice,) = found(order.reference_twice, annotation)
    assert (twice.pointer, twice.repair) == ("/quotes/0/speakers/2", None)
    inside = pointers(chains.speaker_inside_their_quote, annotation)
    assert inside == ["/quotes/0/speakers/1", "/quotes/0/speakers/2", "/quotes/0/via/1"]
    assert pointers(chains.speaker_passes_on, annotation) == ["/quotes/0/via/1"]
    annotation = annotated("a b", cues={"a": {}, "b": {}, "a#1": {}}, entities={"x": {}, "y": {}, "z": {}})
    del annotation.document["cues"][0]["text"]
    (late,) = found(order.not_in_text_order, replace(annotation, sound=Sound({}, is_whole=False)))
    assert (late.pointer, late.got, late.repair) == ("/cues/2", "c2, c3", None)


def test_nothing_is_out_of_order_where_a_place_is_wrong() -> None:
    annotation = annotated(
        "a b", entities={"x": {}, "y": {}}, mentions={"b": {"entity": "y"}, "a": {"entity": "x", "text": "c"}}
    )
    assert found(order.not_in_text_order, annotation) == found(order.entities_out_of_order, annotation) == []
    rows = {"a": {"entity": "y"}, "b": {"entity": "x"}}
    annotation = annotated("a b", entities={"x": {}, "y": {}}, mentions=rows)
    assert pointers(order.entities_out_of_order, annotation) == ["/entities/1"]
    departed = replace(annotation, sound=Sound({}, frozenset({"/mentions/0/unsure"}), is_whole=False))
    assert found(order.entities_out_of_order, departed) == []
    misplaced = annotated("a b", entities={"x": {}, "y": {}}, mentions={**rows, "b": {"entity": "x", "text": "c"}})
    assert found(order.entities_out_of_order, misplaced) == []


def test_nor_are_entities_where_one_stands_twice_or_a_mention_means_none() -> None:
    rows = {"b": {"entity": "x"}, "a": {"entity": "y"}}
    twice = annotated("a b", entities={"x": {}, "y": {}}, mentions=rows)
    assert pointers(order.entities_out_of_order, twice) == ["/entities/1"]
    twice = annotated("a b", entities={"x": {}, "y": {}, "z": {"id": "x"}}, mentions=rows)
    assert found(order.entities_out_of_order, twice) == []
    none = annotated("a b c", entities={"x": {}, "y": {}}, mentions={**rows, "c": {}})
    assert found(order.entities_out_of_order, none) == []


def test_a_list_of_which_some_departed_is_left_to_people() -> None:
    annotation = annotated("a b", cues={"b": {}, "a": {}})
    departed = replace(annotation, sound=Sound(annotation.document, frozenset({"/cues/0/unsure"})))
    (finding,) = found(order.not_in_text_order, departed)
    assert finding.repair is None


# ── Claims ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("annotator", "has_sources", "is_told"),
    [("adjudicated", False, True), ("adjudicated", True, False), ("ana", False, False)],
)
def test_what_was_decided_stands_beside_it(annotator: str, *, has_sources: bool, is_told: bool) -> None:
    annotation = replace(annotated("a", annotator=annotator), has_sources=has_sources)
    assert pointers(claims.adjudicated_from_nothing, annotation) == (["/annotator"] if is_told else [])


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"status": "skipped", "cues": {"a": {}}}, "it is skipped, and has cues"),
        ({"status": "skipped", "entities": {"x": {}}, "cues": {"a": {}}}, "it is skipped, and has entities and cues"),
        ({"status": "skipped", "cues": {}}, None),
        ({"status": "draft", "cues": {"a": {}}}, None),
    ],
)
def test_what_is_skipped_holds_nothing(parts: dict[str, Any], message: str | None) -> None:
    findings = found(claims.skipped_and_annotated, annotated("a", **parts))
    assert [each.message for each in findings] == ([message] if message else [])


@pytest.mark.parametrize(
    ("annotator", "status", "is_told"),
    [
        ("adjudicated", "draft", True),
        ("adjudicated", "skipped", True),
        ("adjudicated", "complete", False),
        ("ana", "draft", False),
    ],
)
def test_what_was_adjudicated_is_finished(annotator: str, status: str, *, is_told: bool) -> None:
    annotation = annotated("a", annotator=annotator, status=status)
    assert pointers(claims.adjudicated_unfinished, annotation) == (["/status"] if is_told else [])
    departed = replace(annotation, sound=Sound({}, frozenset({"/status"}), is_whole=False))
    assert found(claims.adjudicated_unfinished, departed) == []


def test_nothing_is_claimed_of_an_article_or_of_annotators_that_nobody_knows() -> None:
    annotation = replace(annotated("a", text_sha256="0", quality="gold"), article=None, test_from=1)
    for rule in (claims.annotation_of_another_text, claims.unknown_annotator, claims.split_cuts_an_annotation):
        assert found(rule, annotation) == []
    assert found(claims.quality_untrue, annotation) == []


@pytest.mark.parametrize(
    ("listed", "fix"),
    [
        (["lin"], 'add {"id": "ana", "kind": "human"} there, or "model"'),
        (["lin", "anna"], "did you mean 'anna'?"),
        (["ana"], None),
    ],
)
def test_an_annotator_is_listed(listed: list[str], fix: str | None) -> None:
    annotation = replace(annotated("a"), annotators=dict.fromkeys(listed))  # type: ignore[arg-type]  # only who
    assert [each.fix for each in found(claims.unknown_annotator, annotation)] == ([fix] if fix else [])


@pytest.mark.parametrize(
    ("annotator", "made_by", "quality", "told"),
    [
        ("ana", "human", None, None),
        ("ana", "human", "gold", ("gold", "no quality", REMOVED, True)),
        ("adjudicated", "human", "gold", None),
        ("adjudicated", "human", None, ("", "gold", "gold", False)),
        ("adjudicated", "human", "silver", ("silver", "gold", "gold", False)),
        ("adjudicated", "model", "silver", None),
        ("adjudicated", "model", "gold", ("gold", "silver", "silver", True)),
    ],
)
def test_quality_says_whether_people_ruled(
    annotator: str, made_by: str, quality: str | None, told: tuple[str, str, object, bool] | None
) -> None:
    annotation = annotated("a", annotator=annotator, **({"quality": quality} if quality else {}))
    annotation = replace(annotation, annotators={}, made_by=frozenset({made_by}))
    findings = found(claims.quality_untrue, annotation)
    repairs = [each.repair for each in findings if each.repair]
    assert [
        (each.got, each.expected, repair.edits[0].value, repair.is_safe)
        for each, repair in zip(findings, repairs, strict=True)
    ] == ([told] if told else [])
    for each in findings:
        ruled = "a person ruled" if made_by == "human" else "no person ruled"
        why = f"{ruled}, or was ruled on" if annotator == "adjudicated" else "this is one annotator's own"
        assert why in each.message
        assert each.pointer == ("/quality" if quality else "")
    if not quality:
        departed = replace(annotation, sound=Sound({}, frozenset({"/quality"}), is_whole=False))
        assert found(claims.quality_untrue, departed) == []


@pytest.mark.parametrize(
    ("cut", "words", "is_told"),
    [
        (1, "B. C.", False),
        (1, "A. B.", True),
        (1, "A.", False),
        (1, "A. ", False),
        (2, "B. C.", True),
        (0, "A. B.", False),
        (3, "B. C.", False),
        (None, "A. B.", False),
    ],
)
def test_the_cut_runs_through_no_quote(cut: int | None, words: str, *, is_told: bool) -> None:
    annotation = replace(annotated("A. B. C.", quotes={words: {}}), test_from=cut)
    assert annotation.article
    annotation.article.document["sentences"] = [[0, 2], [3, 5], [6, 8]]
    assert pointers(claims.split_cuts_an_annotation, annotation) == (["/quotes/0"] if is_told else [])


def test_nothing_is_cut_where_the_sentences_are_not_sound() -> None:
    annotation = replace(annotated("A. B.", quotes={"A. B.": {}}), test_from=1)
    assert annotation.article
    annotation.article.document["sentences"] = [[0, 2], [2, 2]]
    assert found(claims.split_cuts_an_annotation, annotation) == []


@pytest.mark.parametrize(
    ("text", "parts", "span"),
    [
        ("dit « A » et « B »", {}, (4, 9)),
        ("dit que A", {}, None),
        ("dit « A", {}, None),
        ("dit « A »", {"status": "draft"}, None),
        ("dit « A »", {"cues": {"dit": {}}}, None),
        ("dit « A »", {"mentions": {}}, (4, 9)),
    ],
)
def test_complete_is_what_holds_something(text: str, parts: dict[str, Any], span: tuple[int, int] | None) -> None:
    findings = found(claims.nothing_annotated, annotated(text, **parts))
    assert [each.span for each in findings] == ([span] if span else [])


def test_an_annotation_of_which_something_departed_is_not_empty() -> None:
    annotation = annotated("dit « A »")
    departed = replace(annotation, sound=Sound(annotation.document, frozenset({"/quotes"})))
    assert found(claims.nothing_annotated, departed) == []


@pytest.mark.parametrize(
    ("flags", "place"), [(["x", "y"], None), (["x", "y", "x"], "/flags/2"), (["x", "x"], "/flags/1"), ([], None)]
)
def test_a_flag_stands_once(flags: list[str], place: str | None) -> None:
    findings = found(claims.flag_twice, annotated("a", flags=flags))
    assert [each.pointer for each in findings] == ([place] if place else [])
    for each in findings:
        assert each.repair == Repair((Edit("/flags", list(dict.fromkeys(flags))),))


def test_where_a_layer_departed_nothing_is_called_unused() -> None:
    annotation = annotated("dit a", cues={"dit": {}}, quotes={"a": {}})
    assert pointers(chains.unused_cue, annotation) == ["/cues/0"]
    for sound in (
        Sound(annotation.document, frozenset({"/quotes/0/cue"})),
        Sound(annotation.document, frozenset({"/cues/0/start"})),
        Sound(annotation.document, frozenset({"/quote"}), frozenset({""})),
    ):
        assert found(chains.unused_cue, replace(annotation, sound=sound)) == []
