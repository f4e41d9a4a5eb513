"""Names and entities: what a name leaves out, and that one thing is annotated in one way."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from checks.annotated import SCHEME, annotated, found, pointers
from quidit.checks import entities, names, spans
from quidit.problems import REMOVED, Edit, Repair


def named(text: str, *words: str, **members: object) -> Any:
    """The text with those words annotated as names of places."""
    return annotated(text, mentions={each: {"label": "LOC", "entity": "e", **members} for each in words})


@pytest.mark.parametrize(
    ("words", "entity", "rest"),
    [
        ("la Sorne", "Sorne", "Sorne"),
        ("l’Orme", "Orme", "Orme"),
        ("La Sorne", "Sorne", "Sorne"),
        ("La Sorne", "La Sorne", None),
        ("La Sorne", "la Sorne", None),
        ("la Sorne", "La Sorne", "Sorne"),
        ("Sorne", "Sorne", None),
        ("Orme-les-Pins", "Orme", None),
        ("Le Mans", None, None),
        ("le président Roux", "Roux", None),
    ],
)
def test_a_determiner_is_no_part_of_a_name_but_where_it_is(words: str, entity: str | None, rest: str | None) -> None:
    rows = {"e": {"name": entity}} if entity else {}
    annotation = annotated(f"Ici {words}.", entities=rows, mentions={words: {"label": "LOC", "entity": "e"}})
    findings = found(names.name_with_a_determiner, annotation)
    assert [each.expected for each in findings] == ([f'"{rest}"'] if rest else [])
    if rest:
        start = 4 + len(words) - len(rest)
        edits = (
            Edit("/mentions/0/start", start),
            Edit("/mentions/0/end", 4 + len(words)),
            Edit("/mentions/0/text", rest),
        )
        assert findings[0].repair == Repair(edits, is_safe=False)
        assert findings[0].span == (4, 4 + len(words))
        assert findings[0].fix == f'write "start": {start}, "end": {4 + len(words)}, "text": "{rest}"'


def test_a_title_is_no_part_of_a_name() -> None:
    annotation = named("Ici Mme Roux, le maire Roux, Roux et le maire.", "Mme Roux", "le maire Roux", "Roux#3")
    assert [each.expected for each in found(names.name_with_a_title, annotation)] == ['"Roux"', '"Roux"']
    assert found(names.name_with_a_determiner, annotation) == []


@pytest.mark.parametrize(
    "rule", [names.name_with_a_determiner, names.name_with_a_title, names.name_left_out, names.name_in_two_ways]
)
def test_who_is_unsure_of_a_name_may_be_right(rule: Any) -> None:
    assert found(rule, named("la Sorne, Mme Roux, la Sorne", "la Sorne", "Mme Roux", unsure=True)) == []


def test_other_phrases_keep_what_stands_before_them() -> None:
    annotation = annotated("la maire", mentions={"la maire": {"label": "ACTOR", "entity": "e"}})
    assert found(names.name_with_a_determiner, annotation) == []


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ("“Sorne”", "Sorne"),
        ("« Sorne »", "Sorne"),
        ("“Sorne", "Sorne"),
        ("Sorne”", "Sorne"),
        ("« Sorne", "Sorne"),
        ("Dwayne “Rock” Roux", None),
        ("“Rock” Roux", None),
        ("Roux “Rock”", None),
        ("Roux !", None),
        ("« “Sorne” »", "“Sorne”"),
        ("Roux “Rock!", None),
        ("“Roux “Rock", "Roux “Rock"),
        ("!Rock” Roux", None),
        ("Roux” Rock”", "Roux” Rock"),
        ("“”", None),
        ("O’", None),
    ],
)
def test_marks_around_a_name_are_left_out(words: str, bare: str | None) -> None:
    findings = found(names.name_in_marks, named(f"Ici {words} là", words))
    assert [each.repair.edits[2].value for each in findings if each.repair] == ([bare] if bare else [])
    for each in findings:
        assert each.repair
        start, end = each.repair.edits[0].value, each.repair.edits[1].value
        assert f"Ici {words} là"[start:end] == bare  # type: ignore[misc]  # offsets are numbers


def test_a_name_with_a_sign_of_its_own_hides_no_other() -> None:
    findings = found(names.name_in_marks, named("Ici Roux !, “Sorne”", "Roux !", "“Sorne”"))
    assert [each.pointer for each in findings] == ["/mentions/1/start"]


def test_a_name_without_a_determiner_is_not_said_to_have_one() -> None:
    findings = found(names.name_with_a_determiner, named("Ici la Sorne, eau-vive", "la Sorne", "eau-vive"))
    assert [each.pointer for each in findings] == ["/mentions/0/start"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("LOC", "a", ""), ("LOC", "a", "")], None),
        ([("LOC", "a", ""), ("PER", "a", "")], ("/mentions/1/label", "PER of a", "LOC of a")),
        ([("LOC", "a", ""), ("LOC", "b", "")], ("/mentions/1/entity", "LOC of b", "LOC of a")),
        ([("LOC", "a", "literal"), ("LOC", "b", "as-actor")], None),
        ([("LOC", "a", ""), ("LOC", "b", ""), ("LOC", "b", "")], ("/mentions/0/entity", "LOC of a", "LOC of b")),
        ([("LOC", "a", ""), ("ACTOR", "b", "")], None),
    ],
)
def test_one_name_is_annotated_in_one_way(rows: list[tuple[str, str, str]], told: tuple[str, ...] | None) -> None:
    mentions = {
        f"Sorne#{number}": {"label": label, "entity": entity, **({"use": use} if use else {})}
        for number, (label, entity, use) in enumerate(rows, 1)
    }
    findings = found(names.name_in_two_ways, annotated("Sorne Sorne Sorne", mentions=mentions))
    assert [(each.pointer, each.got, each.expected) for each in findings] == ([told] if told else [])


def test_of_several_names_that_is_told_which_means_two_things() -> None:
    rows = {
        "Orme": {"label": "LOC"},
        "Orme#2": {"label": "LOC", "entity": "o"},
        "Sorne": {"label": "LOC", "entity": "a"},
        "Sorne#2": {"label": "LOC", "entity": "a"},
        "Lyon": {"label": "LOC", "entity": "l"},
        "Lyon#2": {"label": "PER", "entity": "l"},
    }
    findings = found(names.name_in_two_ways, annotated("Orme Orme Sorne Sorne Lyon Lyon", mentions=rows))
    assert [each.pointer for each in findings] == ["/mentions/5/label"]


def test_two_names_may_be_two_things() -> None:
    annotation = annotated(
        "Sorne Orme", mentions={"Sorne": {"label": "LOC", "entity": "a"}, "Orme": {"label": "PER", "entity": "b"}}
    )
    assert found(names.name_in_two_ways, annotation) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Sorne et Sorne", (9, 14)),
        ("Sorne et Sorne.", (9, 14)),
        ("Sorne et Sornes", None),
        ("Sorne et aSorne", None),
        ("Sorne et Sorne-sur-Orme", None),
        ("Sorne et Orme-Sorne", None),
        ("Sorne, l’Sorne", (9, 14)),
        ("Sorne et Sornette, Sorne", (19, 24)),
        ("Sorne et sorne", None),
        ("Sorne", None),
    ],
)
def test_a_name_is_annotated_wherever_it_stands(text: str, place: tuple[int, int] | None) -> None:
    findings = found(names.name_left_out, named(text, "Sorne"))
    assert [each.span for each in findings] == ([place] if place else [])
    assert [each.pointer for each in findings] == (["/mentions/0/text"] if place else [])
    for each in findings:
        assert each.got == f"1 of {text.count('Sorne')} annotated"
        assert each.fix.endswith(f"from {each.span[0]} to {each.span[1]}" if each.span else "")


def test_a_name_before_the_first_annotated_one_is_found_too() -> None:
    assert [each.span for each in found(names.name_left_out, named("Sorne Sorne", "Sorne#2"))] == [(0, 5)]


def test_a_name_inside_another_is_that_other_ones() -> None:
    text = "Lyon, Gare de Lyon et Lyon-Gare Lyonnais"
    assert found(names.name_left_out, named(text, "Lyon", "Gare de Lyon")) == []
    assert [each.span for each in found(names.name_left_out, named(text + " Lyon", "Lyon", "Gare de Lyon"))] == [
        (41, 45)
    ]


def test_a_name_inside_one_that_holds_another_is_taken_too() -> None:
    annotation = named("Orme, Gare de Lyon Est, Est, Est", "Orme", "Gare de Lyon Est", "Lyon", "Est#2")
    assert [each.span for each in found(names.name_left_out, annotation)] == [(29, 32)]
    crossing = named("Orme, Gare de Lyon Est, Est, Est", "Orme", "Gare de Lyon", "Lyon Est", "Est#2")
    assert [each.span for each in found(names.name_left_out, crossing)] == [(29, 32)]
    beside = named("Sorne!Orme, Orme", "Sorne!", "Orme#2")
    assert [each.span for each in found(names.name_left_out, beside)] == [(6, 10)]
    assert found(names.name_left_out, named("aSorne, Sorne", "Sorne#2")) == []


def test_a_name_without_a_capital_is_annotated_wherever_it_stands() -> None:
    assert [each.span for each in found(names.name_left_out, named("eau, eau", "eau"))] == [(5, 8)]


def test_names_that_are_annotated_throughout_hide_none_that_is_left_out() -> None:
    annotation = named("Sorne Haute, Sorne, Orme, Orme, Orme", "Sorne Haute", "Orme", "Orme#2")
    assert [(each.pointer, each.span) for each in found(names.name_left_out, annotation)] == [
        ("/mentions/1/text", (32, 36))
    ]


def test_a_name_of_which_somebody_is_sure_once_is_one_elsewhere() -> None:
    rows = {"Orme": {"label": "LOC", "unsure": True}, "Orme#2": {"label": "LOC"}}
    assert [each.span for each in found(names.name_left_out, annotated("Orme Orme Orme", mentions=rows))] == [(10, 14)]


def test_a_name_annotated_twice_at_one_place_is_told_for_that() -> None:
    assert found(names.name_left_out, named("Orme, Orme", "Orme", "Orme#1")) == []


def test_a_name_that_touches_another_is_left_out_all_the_same() -> None:
    assert [each.span for each in found(names.name_left_out, named("Lyon/Orme/Lyon/Orme", "Lyon", "Orme#2"))] == [
        (10, 14),
        (5, 9),
    ]


def test_in_a_draft_names_may_be_left_out() -> None:
    annotation = annotated("Sorne, Sorne", status="draft", mentions={"Sorne": {"label": "LOC", "entity": "e"}})
    assert found(names.name_left_out, annotation) == []


def test_many_names_in_a_long_text_take_linear_time() -> None:
    words = [f"Nom{number}" for number in range(3000)]
    annotation = named(" ".join(words * 2), *words)
    started = time.perf_counter()
    assert len(found(names.name_left_out, annotation)) == 20_000_000 // len(annotation.text) > 300
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("V\u0430lmont", True),
        ("Sorne V\u0430lmont", True),
        ("\u03a1aris", True),
        ("Вальмон", False),
        ("Sorne Вальмон", False),
        ("Sorne", False),
        ("東京Tokyo", False),
        ("α3", False),
    ],
)
def test_a_word_of_a_name_has_one_script(name: str, *, is_told: bool) -> None:
    of_entity = annotated("x", entities={"e": {"name": name}})
    assert pointers(names.mixed_scripts, of_entity) == (["/entities/0/name"] if is_told else [])
    of_mention = named(f"x {name}", name)
    assert pointers(names.mixed_scripts, of_mention) == (["/mentions/0/text"] if is_told else [])
    both = annotated(f"x {name}", entities={"e": {"name": name}}, mentions={name: {"label": "LOC", "entity": "e"}})
    assert pointers(names.mixed_scripts, both) == (["/entities/0/name"] if is_told else [])


def test_one_word_of_two_entities_is_told_once() -> None:
    rows = {"a": {"name": "V\u0430lmont"}, "b": {"name": "V\u0430lmont Sud"}}
    assert pointers(names.mixed_scripts, annotated("x", entities=rows)) == ["/entities/0/name"]


def test_the_letters_of_the_rarer_script_are_named() -> None:
    (finding,) = found(names.mixed_scripts, named("x В\u0061льмон", "В\u0061льмон"))
    assert finding.fix == "write the letter that is meant in place of U+0061 LATIN SMALL LETTER A"
    (finding,) = found(names.mixed_scripts, named("x V\u0430lm\u043ent", "V\u0430lm\u043ent"))
    letters = "U+0430 CYRILLIC SMALL LETTER A, U+043E CYRILLIC SMALL LETTER O"
    assert finding.fix == f"write the letter that is meant in place of {letters}"
    assert finding.message == "the name m1 mixes Cyrillic and Latin letters in one word"
    assert finding.span == (2, 9)


# ── Entities ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "mention", "places"),
    [
        ("complete", {"entity": "a"}, ["/entities/1"]),
        ("draft", {"entity": "a"}, []),
        ("complete", {}, []),
        ("complete", {"entity": "z"}, []),
    ],
)
def test_an_entity_is_mentioned(status: str, mention: dict[str, str], places: list[str]) -> None:
    annotation = annotated("Sorne", status=status, entities={"a": {}, "b": {}}, mentions={"Sorne": mention})
    findings = found(entities.unused_entity, annotation)
    assert [each.pointer for each in findings] == places
    assert [each.repair for each in findings] == [Repair((Edit(each, REMOVED),), is_safe=False) for each in places]


@pytest.mark.parametrize(
    ("ids", "places"),
    [(("Q1", "Q1"), ["/entities/1/wikidata"]), (("Q1", "Q2"), []), (("Q1", None), []), ((None, None), [])],
)
def test_a_wikidata_id_is_one_entity_s(ids: tuple[str | None, ...], places: list[str]) -> None:
    rows = {name: {"wikidata": each} if each else {} for name, each in zip("ab", ids, strict=True)}
    assert pointers(entities.wikidata_of_two_entities, annotated("x", entities=rows)) == places


@pytest.mark.parametrize(
    ("second", "is_told"),
    [
        ({"name": "Sorne", "kind": "place"}, True),
        ({"name": "sorne", "kind": "place"}, True),
        ({"name": "Sorne", "kind": "place", "wikidata": "Q2"}, False),
        ({"name": "Sorne", "kind": "organisation"}, False),
        ({"name": "Orme", "kind": "place"}, False),
        ({"name": "Sorne"}, False),
        ({"kind": "place"}, False),
    ],
)
def test_two_entities_have_two_names(second: dict[str, str], *, is_told: bool) -> None:
    first = {"name": "Sorne", "kind": "place", "wikidata": "Q1"}
    rows = {"a": first, "b": second, "c": {"name": "SORNE", "kind": "group"}}
    told = ["/entities/1/name"] if is_told else []
    assert pointers(entities.entity_named_twice, annotated("x", entities=rows)) == told
    again = annotated("x", entities={**rows, "d": {"name": "Sorne", "kind": "place"}})
    assert pointers(entities.entity_named_twice, again) == [*told, "/entities/3/name"]


def test_one_wikidata_id_does_not_tell_two_entities_apart() -> None:
    rows = {"a": {"name": "Sorne", "kind": "place"}, "b": {"name": "Sorne", "kind": "place", "wikidata": "Q1"}}
    assert pointers(entities.entity_named_twice, annotated("x", entities=rows)) == ["/entities/1/name"]


def test_people_kept_unnamed_share_their_descriptions() -> None:
    rows = {"a": {"name": "une source", "kind": "anonymous"}, "b": {"name": "une source", "kind": "anonymous"}}
    assert found(entities.entity_named_twice, annotated("x", entities=rows)) == []


@pytest.mark.parametrize(
    ("parts", "is_told"),
    [
        ({}, True),
        ({"status": "draft"}, False),
        ({"quotes": {"x": {"speakers": ["m1"]}}}, False),
        ({"quotes": {"x": {"via": ["m1"]}}}, False),
        ({"stances": {"x": {"holders": ["m1"]}}}, False),
        ({"stances": {"x": {"holders": [], "target": "m1"}}}, False),
        ({"quotes": {"x": {"speakers": ["m9"]}}}, False),
    ],
)
def test_an_actor_takes_part(parts: dict[str, Any], *, is_told: bool) -> None:
    annotation = annotated(
        "elle : x", mentions={"elle": {"label": "ACTOR", "entity": "e"}}, entities={"e": {}}, **parts
    )
    assert pointers(entities.actor_without_a_part, annotation) == (["/mentions/0"] if is_told else [])


def test_where_no_quotes_are_annotated_an_actor_has_no_part_to_take() -> None:
    scheme = replace(SCHEME, layers=tuple(each for each in SCHEME.layers if each.layer != "quotes"))
    annotation = annotated("elle", mentions={"elle": {"label": "ACTOR", "entity": "e"}}, entities={"e": {}})
    assert found(entities.actor_without_a_part, replace(annotation, scheme=scheme)) == []


@pytest.mark.parametrize(
    "mention", [{"label": "LOC", "entity": "e"}, {"label": "ACTOR", "entity": "e", "unsure": True}]
)
def test_a_name_or_a_doubtful_actor_need_not(mention: dict[str, object]) -> None:
    assert (
        found(entities.actor_without_a_part, annotated("elle : x", mentions={"elle": mention}, entities={"e": {}}))
        == []
    )


@pytest.mark.parametrize(
    ("actor", "name", "is_told"),
    [
        (("la maire Roux", "ACTOR", "roux"), ("Roux", "PER", "roux"), True),
        (("la maire Roux", "ACTOR", "roux"), ("Roux", "PER", "autre"), False),
        (("la maire Roux", "ACTOR", "roux"), ("Roux", "ACTOR", "roux"), False),
        (("la maire Roux", "ACTOR", "roux"), ("Roux", "", "roux"), False),
        (("la maire Roux", "PER", "roux"), ("Roux", "PER", "roux"), False),
        (("la maire", "ACTOR", "roux"), ("Roux", "PER", "roux"), False),
        (("maire Roux et", "ACTOR", "roux"), ("la maire Roux", "PER", "roux"), False),
    ],
)
def test_an_actor_holds_no_name_of_its_own(
    actor: tuple[str, str, str], name: tuple[str, str, str], *, is_told: bool
) -> None:
    rows = {words: {"label": label, "entity": entity} for words, label, entity in (actor, name)}
    annotation = annotated("la maire Roux et Bo", mentions=rows)
    assert pointers(entities.actor_holds_its_name, annotation) == (["/mentions/0"] if is_told else [])
    turned = annotated("la maire Roux et Bo", mentions=dict(reversed(rows.items())))
    assert pointers(entities.actor_holds_its_name, turned) == (["/mentions/1"] if is_told else [])


# ── Characters ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("a M\u0300b", "M", "M\u0300"),
        ("a M\u0300b", "\u0300b", "M\u0300b"),
        ("a ☀\ufe0f", "☀", "☀\ufe0f"),
        ("a 🇫🇷 b", "a 🇫", "a 🇫🇷"),
        ("a M\u0300b", "M\u0300", None),
        ("a été", "ét", None),
        ("a 🇫🇷 b", "a 🇫🇷", None),
    ],
)
def test_no_span_cuts_a_character(text: str, words: str, whole: str | None) -> None:
    findings = found(spans.span_cuts_a_character, annotated(text, cues={words: {}}))
    assert [each.repair.edits[2].value for each in findings if each.repair] == ([whole] if whole else [])


def test_a_name_that_cuts_a_character_does_not_also_cut_a_word() -> None:
    text = "Odile M\u0300baye"
    annotation = annotated(text, mentions={"Odile M": {"label": "PER", "entity": "e"}})
    article = annotation.article
    assert article
    article.document["sentences"] = [[0, len(text)]]
    assert annotation.has_sentences
    assert found(spans.name_cuts_a_word, annotation) == []
