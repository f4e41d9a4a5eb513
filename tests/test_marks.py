"""Marks: which quotation marks of a text belong together, in any language."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit.marks import MARK, Pairing, pair
from quidit.records import Span


def shown(text: str) -> list[str]:
    """The pairs in text order, as their words."""
    return [each.of(text) for each in pair(text).pairs]


PAIRED = {
    "« Ce pont changera », dit-il.": ["« Ce pont changera »"],
    "«\u00a0Ce pont\u202f», dit-il.": ["«\u00a0Ce pont\u202f»"],
    "comme des «garants» – une idée": ["«garants»"],
    "»So«, sagte er. »Nein.«": ["»So«", "»Nein.«"],
    "›So‹ und ‹so›": ["›So‹", "‹so›"],
    "„So“, sagte er, „und so”.": ["„So“", "„und so”"],
    "‚So‘ und ‚so’.": ["‚So‘", "‚so’"],
    "”Så”, sade han. ”Nej.”": ["”Så”", "”Nej.”"],
    "“Yes,” she said. “No.”": ["“Yes,”", "“No.”"],
    "“ Oui ”, dit-elle": ["“ Oui ”"],
    '"Yes," she said. "No."': ['"Yes,"', '"No."'],
    '" Oui ", dit-elle.': ['" Oui "'],
    'l’"homme" et d’«ici»': ['"homme"', "«ici»"],
    'Il a dit:"Oui". Et ("non")': ['"Oui"', '"non"'],
    'ce–"oui"—"non"/"si"': ['"oui"', '"non"', '"si"'],
    "‘Yes,’ she said, ‘it’s fine.’": ["‘Yes,’", "‘it’s fine.’"],
    "'Yes,' she said, 'it's fine.'": ["'Yes,'", "'it's fine.'"],
    "「はい」と『いいえ』": ["「はい」", "『いいえ』"],
    "« Il a dit “oui”, dit-elle »": ["« Il a dit “oui”, dit-elle »", "“oui”"],
    "“People told me, ‘Museums are dead,’ and”": ["“People told me, ‘Museums are dead,’ and”", "‘Museums are dead,’"],
    "« menacé\u202f: “Je partirai.” »": ["« menacé\u202f: “Je partirai.” »", "“Je partirai.”"],
    "“a “b” c”": ["“a “b” c”", "“b”"],
    "“[Il] vient” et “… non” ou “-”": ["“[Il] vient”", "“… non”", "“-”"],
    'vers "$5" et "€6" ("#7")': ['"$5"', '"€6"', '"#7"'],
}


@pytest.mark.parametrize(("text", "pairs"), PAIRED.items(), ids=PAIRED)
def test_marks_pair_in_every_language(text: str, pairs: list[str]) -> None:
    assert shown(text) == pairs
    assert pair(text).unclosed == pair(text).stray == ()


ALONE = {
    # From the first article: a pair, and a mark that should have closed one.
    "il y avait “une lumière” et se termine “.": (["“une lumière”"], [], ["il y avait “une lumière” et se termine “"]),
    "a déclaré: “Les garanties?": ([], ["“Les garanties?"], []),
    'train. "Personne ne le prendra, dit-elle.': ([], ['"Personne ne le prendra, dit-elle.'], []),
    "Oui », dit-il. « Non »": (["« Non »"], [], ["Oui »"]),
    "Oui”, dit-il.": ([], [], ["Oui”"]),
    'Oui", dit-il.': ([], [], ['Oui"']),
    '"A, dit-il. "B", dit-elle.': (['"B"'], ['"A, dit-il. "B", dit-elle.'], []),
    "« a “b »": (["« a “b »"], ["“b »"], []),
    "“a\nb”": ([], ["“a"], ["b”"]),
    "« a\n« b »": (["« b »"], ["« a"], []),
    "a »\nb": ([], [], ["a »"]),
    "‘So and so": ([], ["‘So and so"], []),
    "a「b\nc」": ([], ["「b"], ["c」"]),
    "fin «": ([], [], ["fin «"]),
    'fin "': ([], [], ['fin "']),
    "mot« a": ([], [], ["mot«"]),
}


@pytest.mark.parametrize(("text", "parts"), ALONE.items(), ids=ALONE)
def test_a_mark_without_a_partner_reaches_to_the_edge_of_its_paragraph(
    text: str, parts: tuple[list[str], list[str], list[str]]
) -> None:
    marks = pair(text)
    assert ([e.of(text) for e in marks.pairs], [e.of(text) for e in marks.unclosed]) == parts[:2]
    assert [e.of(text) for e in marks.stray] == parts[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rien ici.",
        "l’Ukraine, l'Ukraine, l‘Ukraine, aujourd’hui et O'Brien",
        "the boys’ house, the boys' house",
        "the ’90s, the '90s and the ‘90s",
        "rock 'n roll",
        'a screen of 5" and one of 12"',
        "’tis",
        "fin ’ de",
    ],
)
def test_apostrophes_and_inches_are_no_marks(text: str) -> None:
    assert pair(text) == Pairing()


def test_an_apostrophe_closes_no_mark_through_another() -> None:
    assert shown("‘a “b’ c” d’") == ["‘a “b’ c” d’", "“b’ c”"]


def test_outermost_pairs_leave_out_what_lies_in_them() -> None:
    text = "« a “b” c » et “d”"
    assert [each.of(text) for each in pair(text).outermost] == ["« a “b” c »", "“d”"]
    assert pair("“a”“b”").outermost == (Span(0, 3), Span(3, 6))


def test_a_pair_is_found_by_either_of_its_marks() -> None:
    marks = pair("x “a” y")
    assert marks.pair_at == {2: Span(2, 5), 4: Span(2, 5)}


@pytest.mark.parametrize(
    ("text", "words", "is_held"),
    [
        ("dit « a b » et c", "b", True),
        ("dit « a b » et c", "« a b »", False),
        ("dit « a b » et c", "b » et", False),
        ("dit « a b » et c", "c", False),
        ("dit « a b » et c", "dit", False),
        ("« a “b” c »", "c", True),
        ("“a b c", "b", True),
        ("“a b\nc", "c", False),
        ("“a\n“b\nc d", "b", True),
        ("x “a b", "x", False),
        ("a b”", "b", True),
        ("a\nb c”", "a", False),
        ("a\nb c” d", "d", False),
        ("a” b” c", "b", True),
        ("a” b c”\nd e”", "b", True),
    ],
)
def test_what_stands_in_marks_is_held_by_them(text: str, words: str, *, is_held: bool) -> None:
    start = text.index(words)
    assert pair(text).hold(Span(start, start + len(words))) is is_held


@given(st.text(alphabet="«»‹›“”„\"‘’‚'「」『』 ab.\n5", max_size=40))
def test_pairs_nest_stay_in_their_paragraph_and_share_no_mark(text: str) -> None:
    marks = pair(text)
    used = [place for each in marks.pairs for place in (each.start, each.end - 1)]
    used += [each.start for each in marks.unclosed] + [each.end - 1 for each in marks.stray]
    assert len(used) == len(set(used))
    assert all(MARK.match(text[place]) for place in used)
    assert list(marks.pairs) == sorted(marks.pairs)
    assert not any(one.crosses(other) for one in marks.pairs for other in marks.pairs)
    for each in (*marks.pairs, *marks.unclosed, *marks.stray):
        assert "\n" not in each.of(text)
    for each in marks.unclosed:
        assert each.end == len(text) or text[each.end] == "\n"
    for each in marks.stray:
        assert each.start == 0 or text[each.start - 1] == "\n"


@pytest.mark.parametrize("unit", ["«", "»", "“ ", "a” ", '"', "'a", "«”", "‘ “", "« “a» "])
def test_hostile_marks_take_linear_time(unit: str) -> None:
    started = time.perf_counter()
    pair(unit * 50_000).hold(Span(5, 6))
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("text", "words", "pairs"),
    [
        ("dit « a b » et “c”", "« a b » et “c”", ["« a b »", "“c”"]),
        ("dit « a b » et “c”", "« a b »", ["« a b »"]),
        ("dit « a b » et “c”", "et “c”", ["“c”"]),
        ("dit « a b » et “c”", "dit", []),
        ("dit « a b » et “c”", " et ", []),
        ("dit « a b » et “c”", "a b", None),
        ("dit « a b » et “c”", "« a b", None),
        ("dit « a b » et “c”", "b » et", None),
        ("dit « a b » et “c”", "» et", None),
        ("dit « a b » et “c”", "et “", None),
        ("dit « a b » et “c”", "« a b » et “c", None),
        ("« a “b” c » d", "“b”", None),
        ("« a », b “c", "« a »", ["« a »"]),
        ("« a », b “c", "b “c", None),
        ("« a », b c”", "« a »", None),
    ],
)
def test_the_pairs_inside_some_words_are_told_where_no_mark_is_cut_or_alone(
    text: str, words: str, pairs: list[str] | None
) -> None:
    start = text.index(words)
    inside = pair(text).inside(Span(start, start + len(words)))
    assert (None if inside is None else [each.of(text) for each in inside]) == pairs
