"""Graphemes: no edge inside what is seen as one character."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit.language.graphemes import Graphemes
from quidit.records import Span


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Odile Mbaye", set()),
        ("été – l’“Ukraine”…", set()),
        ("M\u0300baye", {1}),
        ("a\u0300\u0301b", {1, 2}),
        (" \u0300a", set()),
        ("\u0300a", set()),
        ("☀\ufe0f!", {1}),
        ("1\ufe0f\u20e3.", {1, 2}),
        ("👍\U0001f3fd!", {1}),
        ("👨\u200d👩\u200d👧x", {1, 2, 3, 4}),
        ("\u0645\u200c\u0646", {1}),
        ("👨👩", set()),
        ("\u200dx", set()),
        ("a\u200db", {1}),
        ("🇯🇵🇫🇷", {1, 3}),
        ("a🇯🇵🇫", {2}),
        ("日本", set()),
        ("का", {1}),
    ],
)
def test_edges_inside_a_character_are_known(text: str, inside: set[int]) -> None:
    graphemes = Graphemes(text)
    assert {at for at in range(-1, len(text) + 2) if graphemes.cuts(at)} == inside


def test_one_edge_inside_is_enough() -> None:
    graphemes = Graphemes("M\u0300baye")
    assert graphemes.cuts(0, 1)
    assert graphemes.cuts(1, 6)
    assert not graphemes.cuts(0, 2)


@pytest.mark.parametrize(
    ("span", "whole"),
    [(Span(0, 2), Span(0, 5)), (Span(3, 6), Span(0, 6)), (Span(1, 4), Span(0, 5)), (Span(5, 6), Span(5, 6))],
)
def test_a_span_grows_to_whole_characters(span: Span, whole: Span) -> None:
    assert Graphemes("👨\u200d👩\u200d👧x").around(span) == whole


def test_a_hostile_heap_is_followed_only_so_far() -> None:
    heap = Graphemes("a" + "\u0300" * 1000)
    assert heap.around(Span(500, 600)) == Span(460, 640)


@given(st.text(alphabet=st.sampled_from(list("aé’ \u0300\u200d☀\ufe0f👨👩🇫🇷日")), max_size=30))
def test_a_combining_mark_stays_with_its_letter_and_a_letter_begins_anew(text: str) -> None:
    graphemes = Graphemes(text)
    for at in range(1, len(text)):
        if text[at] in "aé’ 日":
            assert not graphemes.cuts(at)
        if unicodedata.category(text[at]) == "Mn" and not text[at - 1].isspace():
            assert graphemes.cuts(at)


def test_a_row_of_flags_takes_linear_time() -> None:
    flags = Graphemes("🇫🇷" * 200_000)
    started = time.perf_counter()
    assert sum(flags.cuts(at) for at in range(0, 400_000, 7)) == 28572 - 1
    assert time.perf_counter() - started < 10
