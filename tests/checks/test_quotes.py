"""Quotes: their type and edges against the marks of the text, who speaks, and which one goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.annotated import SCHEME, annotated, found, pointers
from quidit.checks import chains, quotes
from quidit.problems import Edit, Repair

TYPES = [
    # text, words of the quote, type, the types that the rule would have taken (None: it says nothing)
    ("dit que « A b » est c", "que « A b » est c", "mixed", None),
    ("dit que « A b » est c", "que « A b » est c", "direct", "mixed"),
    ("dit que « A b » est c", "que « A b » est c", "indirect", "mixed"),
    ("dit « A b ».", "« A b »", "direct", None),
    ("dit « A b ».", "« A b »", "indirect", "direct"),
    ("dit « A b ».", "« A b »", "mixed", "direct"),
    ("dit que A b.", "que A b", "indirect", None),
    ("dit que A b.", "que A b", "direct", "indirect"),
    ("dit que A b.", "que A b", "mixed", "indirect"),
    ("dit que l’A b.", "que l’A b", "mixed", "indirect"),
    # Several pairs with nothing but stops and blanks between them are all of it.
    ("dit « A », « B ! ».", "« A », « B ! »", "direct", None),
    ("dit « A » et « B ».", "« A » et « B »", "direct", "mixed"),
    ("dit « A » et « B ».", "« A » et « B »", "mixed", None),
    ("dit que a « B », « C »", "que a « B », « C »", "direct", "mixed"),
    ("dit « A » b", "« A » b", "direct", "mixed"),
    ("dit « A » « ! »", "« A » « ! »", "direct", None),
    ("dit que A b.", "que A b", "odd", None),
    # One mark is missing: as good as all, and as good as none.
    ("dit « A b.", "« A b", "direct", None),
    ("dit « A b.", "« A b", "indirect", None),
    ("dit « A b.", "« A b", "mixed", "direct or indirect"),
    ("A b », dit-il", "A b »", "direct", None),
    ("dit que x « A b.", "que x « A b", "mixed", None),
    ("dit que x « A b.", "que x « A b", "direct", "mixed or indirect"),
    ("dit à « A b.", "à « A b", "direct", "mixed or indirect"),
    ("dit “A b” et c", "A b” et c", "direct", None),
    # The marks stand outside: a piece of a longer speech, or a mark left alone before or after it.
    ("« A, dit-il, b, dit-elle, c »", "b", "direct", None),
    ("« A, dit-il, b, dit-elle, c »", "b", "indirect", None),
    ("« A, dit-il, b, dit-elle, c »", "b", "mixed", "indirect"),
    ("« A, dit-il, b", "b", "direct", None),
    ("« A, dit-il,\nb", "b", "direct", "indirect"),
    ("b, dit-il, a »", "b", "direct", None),
    ("b, dit-il\na »", "b", "direct", "indirect"),
    ("dit « A b ».", "A b", "direct", None),
    ("« A » dit b", "b", "direct", "indirect"),
    ("« A\nb »", "« A\nb »", "direct", None),
    ("« menacé : “A b” »", "“A b”", "direct", None),
    ("dit “5 %”", "“5 %”", "indirect", "direct"),
    ("dit « ! » et", "« ! »", "indirect", None),
]


@pytest.mark.parametrize(("text", "words", "kind", "wanted"), TYPES)
def test_the_type_follows_from_the_marks(text: str, words: str, kind: str, wanted: str | None) -> None:
    annotation = annotated(text, quotes={words: {"type": kind}})
    findings = found(quotes.type_against_the_marks, annotation)
    assert [(each.pointer, each.got, each.expected) for each in findings] == (
        [("/quotes/0/type", kind, wanted)] if wanted else []
    )


def test_of_several_quotes_those_are_told_whose_type_is_wrong() -> None:
    rows = {
        "A": {"type": "direct", "unsure": True},
        "« B »": {"type": "direct"},
        "C": {"type": "direct"},
        "D": {"type": "direct"},
    }
    annotation = annotated("que A, dit « B », et « C », que D", quotes=rows)
    assert pointers(quotes.type_against_the_marks, annotation) == ["/quotes/3/type"]


def test_a_scheme_may_have_no_type_for_what_stands_there() -> None:
    scheme = replace(SCHEME, quote_types=tuple(each for each in SCHEME.quote_types if each.marks != "none"))
    annotation = replace(annotated("dit que A.", quotes={"que A": {"type": "direct"}}), scheme=scheme)
    (finding,) = found(quotes.type_against_the_marks, annotation)
    assert finding.expected == "a type of which none of it stands in marks"


def test_who_is_unsure_of_a_type_may_be_right() -> None:
    annotation = annotated("dit que A b.", quotes={"que A b": {"type": "direct", "unsure": True}})
    assert found(quotes.type_against_the_marks, annotation) == []


def test_marks_around_a_name_make_no_quote() -> None:
    text = "dit que la « Sorne » monte"
    with_name: dict[str, Any] = {"mentions": {"Sorne": {"label": "LOC", "entity": "sorne"}}}
    for kind, silent in (("indirect", False), ("mixed", True)):
        annotation = annotated(text, quotes={"que la « Sorne » monte": {"type": kind}})
        assert (found(quotes.type_against_the_marks, annotation) == []) is silent
    tight = annotated(
        text.replace("« ", "«").replace(" »", "»"), quotes={"que la «Sorne» monte": {"type": "indirect"}}, **with_name
    )
    assert found(quotes.type_against_the_marks, tight) == []


def test_a_type_is_repaired_where_one_fits() -> None:
    (finding,) = found(quotes.type_against_the_marks, annotated("dit que A.", quotes={"que A": {"type": "direct"}}))
    assert finding.repair == Repair((Edit("/quotes/0/type", "indirect"),), is_safe=False)
    assert finding.message == "q1 is direct, and none of it stands in quotation marks"
    assert finding.fix == 'write "type": "indirect", correct the span, or write "unsure": true where marks are missing'
    assert finding.span == (4, 9)
    (finding,) = found(quotes.type_against_the_marks, annotated("dit « A.", quotes={"« A": {"type": "mixed"}}))
    assert finding.repair is None
    assert finding.message == "q1 is mixed, and all of it or none of it stands in quotation marks"


EDGES = [
    ("dit « A b ».", "A b", (4, 11)),
    ("dit «\u00a0A b\u202f».", "A b", (4, 11)),
    ("dit “A b.” Et", "A b", (4, 10)),
    ("dit “A b.” Et", "A b.", (4, 10)),
    ("dit “A b”", "A b”", (4, 9)),
    ("dit “A b”", "“A b", (4, 9)),
    ("dit “A b” et c", "A b” et c", (4, 14)),
    ("dit c et “A b”", "c et “A b", (4, 14)),
    ("“A b” dit", "A b", (0, 5)),
    ("dit “A b”", "“A b”", None),
    ("dit “A, b”", "A", None),
    ("dit “A, b”", "b", None),
    ("dit “A” b", "b", None),
    ("dit b “A”", "b", None),
    ("dit “A b", "A b", None),
    ("dit A b”", "A b", None),
    ("dit “A\nb”", "A", None),
    ("l’A b’", "A b", None),
    ("“A” b” c", "“A” b", None),
    ("dit “A”b", "b", None),
    ("dit b“A”", "b", None),
]


@pytest.mark.parametrize(("text", "words", "whole"), EDGES)
def test_a_quote_takes_in_the_marks_around_it(text: str, words: str, whole: tuple[int, int] | None) -> None:
    findings = found(quotes.marks_left_outside, annotated(text, quotes={words: {"type": "direct"}}))
    assert [each.repair for each in findings] == (
        [
            Repair(
                (
                    Edit("/quotes/0/start", whole[0]),
                    Edit("/quotes/0/end", whole[1]),
                    Edit("/quotes/0/text", text[slice(*whole)]),
                ),
                is_safe=False,
            )
        ]
        if whole
        else []
    )


def test_the_marks_of_another_quote_are_its_own() -> None:
    annotation = annotated("dit « A b ».", quotes={"« A b »": {"type": "direct"}, "A b": {"type": "indirect"}})
    assert found(quotes.marks_left_outside, annotation) == []


STOPS = [
    ("que Ab.", 6),
    ("que A.", None),
    ("que A,", 5),
    ("que A :", 5),
    ("que A;", 5),
    ("que A !", None),
    ("que A ?", None),
    ("que A…", None),
    ("que A...", None),
    ("que A etc.", None),
    ("que A S.A.", None),
    ("que A M.", None),
    ("que A av.", None),
    ("que A p.", None),
    ("que A mot.", 9),
    ("que A etc,", 9),
    ("« A b.", None),
    ("« A. »", None),
    ("« A ».", 5),
    ("que « A ».", 9),
]


@pytest.mark.parametrize(("words", "end"), STOPS)
def test_a_quote_leaves_out_the_stop_outside_the_marks(words: str, end: int | None) -> None:
    findings = found(quotes.stop_after_the_quote, annotated(f"{words} Fin", quotes={words: {"type": "indirect"}}))
    assert [each.repair.edits[1].value for each in findings if each.repair] == ([] if end is None else [end])
    assert [each.pointer for each in findings] == ([] if end is None else ["/quotes/0/end"])


def test_a_stop_belongs_to_the_marks_that_hold_it() -> None:
    for text, words, count in (
        ("dit « A bc. » Fin", "A bc.", 0),
        ("dit A „. b“ c", "A „.", 0),
        ("dit que Ab.“b”", "que Ab.", 1),
    ):
        assert len(found(quotes.stop_after_the_quote, annotated(text, quotes={words: {}}))) == count
    both = annotated("dit que A etc. dit que Bc. Fin", quotes={"que A etc.": {}, "que Bc.": {}})
    assert pointers(quotes.stop_after_the_quote, both) == ["/quotes/1/end"]


def test_in_another_language_only_one_letter_is_an_abbreviation() -> None:
    for words, count in (("dass A.", 0), ("dass Ab.", 1)):
        annotation = annotated(words, language="de", quotes={words: {"type": "indirect"}})
        assert len(found(quotes.stop_after_the_quote, annotation)) == count


def test_who_is_unsure_of_a_stop_may_be_right() -> None:
    annotation = annotated("que Ab.", quotes={"que Ab.": {"type": "indirect", "unsure": True}})
    assert found(quotes.stop_after_the_quote, annotation) == []


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (("a b", "b c"), ["/quotes/1/start"]),
        (("b c", "a b"), ["/quotes/0/start"]),
        (("a b c", "b c"), []),
        (("a b c", "a b"), []),
        (("a b", "c d"), []),
        (("a ", "b"), []),
        (("a b c d", "b c", "c d"), ["/quotes/2/start"]),
        (("a b", "b c", "c d"), ["/quotes/1/start", "/quotes/2/start"]),
        (("a b", "c d", "d e"), ["/quotes/2/start"]),
        (("a ", "b c", "b"), []),
    ],
)
def test_quotes_lie_apart_or_in_each_other(words: tuple[str, ...], places: list[str]) -> None:
    annotation = annotated("a b c d e", quotes={each: {"type": "indirect"} for each in words})
    assert pointers(quotes.quotes_cross, annotation) == places


def test_of_quotes_that_cross_the_inner_ones_are_named() -> None:
    annotation = annotated("a b c d e", quotes={each: {"type": "indirect"} for each in ("a b c d", "b c", "c d")})
    (finding,) = found(quotes.quotes_cross, annotation)
    assert finding.message == "q2 and q3 share words, and neither holds the other"


ANA_AND_BO = {
    "Ana": {"label": "PER", "entity": "ana"},
    "elle": {"label": "ACTOR", "entity": "ana"},
    "Bo": {"label": "PER", "entity": "bo"},
}


@pytest.mark.parametrize(
    ("outer", "inner", "members", "is_told"),
    [
        (["m1"], ["m2"], {}, True),
        (["m1"], ["m1"], {}, True),
        (["m1"], ["m3"], {}, False),
        (["m1"], ["m1", "m3"], {}, False),
        (["m1"], [], {}, False),
        ([], [], {}, False),
        (["m9"], ["m9"], {}, False),
        (["m1"], ["m2"], {"unsure": True}, False),
    ],
)
def test_nobody_is_quoted_in_their_own_words(
    outer: list[str], inner: list[str], members: dict[str, object], *, is_told: bool
) -> None:
    annotation = annotated(
        "Ana, elle, Bo : a b c d",
        mentions=ANA_AND_BO,
        quotes={"a b c": {"speakers": outer}, "b": {"speakers": inner, **members}, "d": {"speakers": outer}},
    )
    assert pointers(quotes.quote_of_oneself, annotation) == (["/quotes/1"] if is_told else [])


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ({"b": "m1", "a b c": "m1"}, ["/quotes/0"]),
        ({"a b c d": "m1", "a ": "m3", "b": "m1"}, ["/quotes/2"]),
        ({"a b c d": "m1", "a#2": "m3", "c": "m1"}, ["/quotes/2"]),
        ({"a b c d": "m3", "a b c": "m1", "b": "m1"}, ["/quotes/2"]),
        ({"a b c d": "m3", "a b": "m1", "a b#1": "m1"}, []),
        ({"a b c d": "m3", "a b": "m1", "b c": "m1"}, []),
    ],
)
def test_of_the_quotes_around_one_the_innermost_counts(rows: dict[str, str], places: list[str]) -> None:
    annotation = annotated(
        "Ana, elle, Bo : a b c d",
        mentions=ANA_AND_BO,
        quotes={words: {"speakers": [speaker]} for words, speaker in rows.items()},
    )
    assert pointers(quotes.quote_of_oneself, annotation) == places


def test_a_quote_at_the_place_of_another_is_not_inside_it() -> None:
    annotation = annotated(
        "Ana : a b",
        mentions={"Ana": {"entity": "ana"}},
        quotes={"a b": {"speakers": ["m1"]}, "a b#1": {"speakers": ["m1"]}},
    )
    assert found(quotes.quote_of_oneself, annotation) == []


# ── Who speaks, and by which words ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "is_told"), [("b c dit", True), ("dit d", True), ("c dit d", True), ("b c ", False), (" d#2", False)]
)
def test_a_quote_leaves_out_its_own_cue(words: str, *, is_told: bool) -> None:
    annotation = annotated("a b c dit d", cues={"dit": {}}, quotes={words: {"cue": "c1"}, "a b c dit d": {}})
    assert pointers(chains.cue_inside_its_quote, annotation) == (["/quotes/0/cue"] if is_told else [])


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Ana : a", ["/quotes/0/speakers/0"]),
        ("a Bo", ["/quotes/0/via/1"]),
        (": a ", []),
        ("Ana : a dit Bo", []),
    ],
)
def test_speakers_stand_outside_their_quote(words: str, places: list[str]) -> None:
    text = "Ana : a Bo; elle" if "dit" not in words else "Ana : a dit Bo; elle"
    annotation = annotated(
        text,
        mentions=ANA_AND_BO | {"Ana": {"entity": "ana"}},
        cues={"dit": {}} if "dit" in words else {},
        quotes={words: {"cue": "c1", "speakers": ["m1"], "via": ["m2", "m3", "m8"]}},
    )
    assert pointers(chains.speaker_inside_their_quote, annotation) == places


@pytest.mark.parametrize(
    ("speakers", "via", "places"),
    [
        (["m1"], ["m1"], ["/quotes/0/via/0"]),
        (["m1"], ["m3", "m2"], ["/quotes/0/via/1"]),
        (["m1"], ["m3"], []),
        (["m1"], ["m9"], []),
        (["m9"], ["m1"], []),
        ([], ["m1"], []),
        (["m1"], None, []),
    ],
)
def test_a_speaker_does_not_pass_on_their_own_words(
    speakers: list[str], via: list[str] | None, places: list[str]
) -> None:
    quote = {"speakers": speakers, **({"via": via} if via else {})}
    annotation = annotated("Ana, elle, Bo : a", mentions=ANA_AND_BO, quotes={": a": quote})
    assert pointers(chains.speaker_passes_on, annotation) == places


@pytest.mark.parametrize(
    ("quote", "is_told"),
    [
        ({"speakers": [], "via": ["m1"]}, True),
        ({"speakers": [], "via": ["m1"], "unsure": True}, False),
        ({"speakers": ["m1"], "via": ["m1"]}, False),
        ({"speakers": []}, False),
        ({"via": ["m1"]}, False),
    ],
)
def test_who_passes_on_what_nobody_said_is_the_speaker(quote: dict[str, object], *, is_told: bool) -> None:
    annotation = annotated("Ana : x", mentions={"Ana": {"entity": "ana"}}, quotes={"x": quote})
    assert pointers(chains.via_without_a_speaker, annotation) == (["/quotes/0/via"] if is_told else [])


@pytest.mark.parametrize(
    ("status", "cue", "places"),
    [
        ("complete", {}, ["/cues/1"]),
        ("complete", {"unsure": True}, []),
        ("draft", {}, []),
    ],
)
def test_a_cue_announces_something(status: str, cue: dict[str, object], places: list[str]) -> None:
    annotation = annotated(
        "dit a. note b", status=status, cues={"dit": {}, "note": cue}, quotes={"a": {"cue": "c1"}, "b": {}}
    )
    assert pointers(chains.unused_cue, annotation) == places


def test_a_quote_that_is_misplaced_hides_no_other_s_cue_or_speaker() -> None:
    rows: dict[str, dict[str, object]] = {
        words: {"cue": "c1", "speakers": ["m1"]} for words in (": a", "Ana :", "elle dit")
    }
    rows[": a"]["text"] = "x"
    annotation = annotated("Ana : a, elle dit b, Bo", mentions=ANA_AND_BO, cues={"dit": {}}, quotes=rows)
    assert pointers(chains.cue_inside_its_quote, annotation) == ["/quotes/2/cue"]
    assert pointers(chains.speaker_inside_their_quote, annotation) == ["/quotes/1/speakers/0"]


def test_a_cue_is_not_unused_where_some_reference_is_lost() -> None:
    annotation = annotated(
        "dit a. note b", cues={"dit": {}, "note": {}}, quotes={"a": {"cue": "c1"}, "b": {"cue": "c7"}}
    )
    assert found(chains.unused_cue, annotation) == []


def test_where_no_quotes_are_annotated_a_cue_announces_none() -> None:
    scheme = replace(SCHEME, layers=tuple(each for each in SCHEME.layers if each.layer != "quotes"))
    annotation = replace(annotated("dit a", cues={"dit": {}}), scheme=scheme)
    assert found(chains.unused_cue, annotation) == []


def test_a_cue_at_the_place_of_one_in_use_is_only_its_twin() -> None:
    annotation = annotated("dit a", cues={"dit": {}, "dit#1": {}}, quotes={"a": {"cue": "c1"}})
    assert found(chains.unused_cue, annotation) == []


# ── Which one goes on ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "second", "third", "places"),
    [
        (None, "q1", "q2", []),
        (None, "q1", "q1", []),
        ("q2", None, None, ["/quotes/0/continues"]),
        ("q3", None, "q2", ["/quotes/0/continues"]),
        ("q2", "q1", None, []),
        ("q2", "q1", "q1", []),
        ("q3", "q1", "q2", []),
        ("q1", None, None, []),
        ("q9", None, None, []),
        ("q9", "q3", None, ["/quotes/1/continues"]),
    ],
)
def test_what_goes_on_stands_later(first: str | None, second: str | None, third: str | None, places: list[str]) -> None:
    rows = {"a": first, "b": second, "c": third}
    annotation = annotated("a b c", quotes={words: {"continues": each} if each else {} for words, each in rows.items()})
    assert pointers(chains.continues_a_later_quote, annotation) == places


def test_a_piece_does_not_go_on_with_what_holds_it_and_may_follow_at_once() -> None:
    inside = annotated("a b c", quotes={"a b c": {}, "b": {"continues": "q1"}})
    assert pointers(chains.continues_a_later_quote, inside) == ["/quotes/1/continues"]
    rows: dict[str, Any] = {"a ": {}, "b": {"continues": "q1"}}
    assert found(chains.continues_a_later_quote, annotated("a b c", quotes=rows)) == []
    rows["c"] = {"continues": "q3", "id": "q4"}
    assert found(chains.continues_a_later_quote, annotated("a b c", quotes=rows)) == []


def test_what_leads_into_a_loop_or_stands_nowhere_has_no_order() -> None:
    loop = {"b": {"continues": "q2"}, "c": {"continues": "q1"}, "a": {"continues": "q1"}}
    assert found(chains.continues_a_later_quote, annotated("a b c", quotes=loop)) == []
    misplaced = {"a": {"continues": "q2", "text": "x"}, "b": {}}
    assert found(chains.continues_a_later_quote, annotated("a b c", quotes=misplaced)) == []


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        (["m1"], ["m2"], False),
        (["m1"], ["m3"], True),
        (["m1"], ["m1", "m3"], True),
        (["m1"], [], True),
        ([], [], False),
        (None, ["m1"], False),
        (["m1"], None, False),
        (["m1"], ["m9"], False),
        (["m9"], ["m1"], False),
        (["m1"], ["m1", {}], False),
    ],
)
def test_what_goes_on_has_the_same_speakers(
    first: list[object] | None, second: list[object] | None, *, is_told: bool
) -> None:
    given = [{} if each is None else {"speakers": each} for each in (first, second)]
    annotation = annotated(
        "Ana, elle, Bo : x y", mentions=ANA_AND_BO, quotes={"x": given[0], "y": {**given[1], "continues": "q1"}}
    )
    findings = found(chains.chain_changes_its_speaker, annotation)
    assert [each.pointer for each in findings] == (["/quotes/1/speakers"] if is_told else [])
    for each in findings:
        assert each.got == {("m3",): "bo", ("m1", "m3"): "ana, bo", (): "nobody"}[tuple(map(str, second or ()))]
        assert each.expected == "ana"


def test_the_speakers_of_a_loop_are_not_compared() -> None:
    annotation = annotated(
        "Ana, elle, Bo : x y",
        mentions=ANA_AND_BO,
        quotes={"x": {"speakers": ["m1"], "continues": "q2"}, "y": {"speakers": ["m3"], "continues": "q1"}},
    )
    assert found(chains.chain_changes_its_speaker, annotation) == []
