"""Spans: that they lie where their words are, hold whole words, and keep to their sentences."""

from __future__ import annotations

from typing import Any

import pytest

from checks.annotated import annotated, found, pointers
from quidit.checks import offsets, spans
from quidit.checks.annotation import AnnotationSubject
from quidit.problems import Edit

LONG = "x" * 49


def in_sentences(text: str, sentences: list[list[int]], **parts: Any) -> AnnotationSubject:
    """An annotation of an article that is cut into those sentences."""
    annotation = annotated(text, **parts)
    assert annotation.article
    annotation.article.document["sentences"] = sentences
    return annotation


@pytest.mark.parametrize(
    ("cue", "differs", "is_empty", "ends_late"),
    [
        ({}, False, False, False),
        ({"text": "x"}, True, False, False),
        ({"start": 2, "end": 2}, False, True, False),
        ({"start": 3, "end": 2}, False, True, False),
        ({"start": 9, "end": 9}, False, True, False),
        ({"start": 2, "end": 4}, False, False, True),
        ({"start": 8, "end": 9}, False, False, True),
    ],
)
def test_a_misplaced_span_has_one_fault(cue: dict[str, Any], *, differs: bool, is_empty: bool, ends_late: bool) -> None:
    annotation = annotated("a b", cues={"b": cue})
    assert pointers(spans.text_differs, annotation) == (["/cues/0/text"] if differs else [])
    assert pointers(spans.empty_span, annotation) == (["/cues/0/end"] if is_empty else [])
    assert pointers(spans.span_past_the_end, annotation) == (["/cues/0/end"] if ends_late else [])


def test_each_of_several_misplaced_spans_is_told() -> None:
    annotation = annotated("a b c", cues={"a": {"end": 0}, "b": {"text": "x"}, "c": {"text": "y"}})
    assert pointers(spans.text_differs, annotation) == ["/cues/1/text", "/cues/2/text"]


@pytest.mark.parametrize(
    ("text", "words", "got", "expected"),
    [
        ("ab", "ac", '"ac"', '"ab"'),
        (f"{LONG}a", f"{LONG}b", f'"…{LONG[:30]}b"', f'"…{LONG[:30]}a"'),
        (f"{LONG}abc", LONG, f'"…{LONG[:30]}"', f'"…{LONG[:30]}abc"'),
        ("b" * 90, "a" * 90, f'"{"a" * 80}…"', f'"{"b" * 80}…"'),
        ("b" * 80, "a" * 80, f'"{"a" * 80}"', f'"{"b" * 80}"'),
    ],
)
def test_words_are_shown_from_where_they_differ(text: str, words: str, got: str, expected: str) -> None:
    (finding,) = found(spans.text_differs, annotated(text, cues={text: {"text": words}}))
    assert (finding.got, finding.expected) == (got, expected)


def test_only_quotes_run_over_several_sentences() -> None:
    parts: dict[str, Any] = {"cues": {"A. B": {}, "A": {}}, "quotes": {"A. B": {}}, "stances": {". B": {}}}
    annotation = in_sentences("A. B.", [[0, 2], [3, 5]], **parts)
    assert pointers(spans.span_crosses_a_sentence, annotation) == ["/cues/0/start", "/stances/0/start"]
    assert found(spans.span_crosses_a_sentence, annotated("A. B.", **parts)) == []
    assert found(spans.span_crosses_a_sentence, in_sentences("A. B.", [[0, 2], [2, 2]], **parts)) == []


@pytest.mark.parametrize(
    ("words", "fix"),
    [("b ", 'write "start": 2, "end": 3, "text": "b"'), (" b", 'write "start": 2, "end": 3, "text": "b"')],
)
def test_a_span_has_no_blank_edges(words: str, fix: str) -> None:
    (finding,) = found(spans.blank_edges, annotated("a b c", cues={words: {}}))
    assert (finding.fix, bool(finding.repair)) == (fix, True)


def test_a_span_of_blanks_is_removed() -> None:
    (finding,) = found(spans.blank_edges, annotated("a  b", cues={"  ": {}}))
    assert (finding.fix, finding.repair) == ("remove it", None)


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        (("a b", "b c"), ["the names m1 and m2 share characters"]),
        (("b", "a b"), ["the names m2 and m1 share characters"]),
        (("a b c", "b", "c"), ["the names m1 and m2 share characters", "the names m1 and m3 share characters"]),
        (("a b", "b", "b c"), ["the names m1 and m3 share characters", "the names m3 and m2 share characters"]),
        (("a b c", "b c", "c"), ["the names m1 and m2 share characters", "the names m1 and m3 share characters"]),
        (("a b", "a b#1", "b"), ["the names m1 and m3 share characters"]),
        (("a b", "c"), []),
    ],
)
def test_names_share_no_character(rows: tuple[str, ...], messages: list[str]) -> None:
    annotation = annotated("a b c", mentions={words: {"label": "LOC"} for words in rows})
    assert [each.message for each in found(spans.names_nest, annotation)] == messages


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("Sorne",), []),
        (("orne",), ["/mentions/0/start"]),
        (("Sorn",), ["/mentions/0/start"]),
        ((" S",), []),
        (("A. B",), []),
        (("B", "orne", "Sor"), ["/mentions/1/start", "/mentions/2/start"]),
        (("Sor ne", "orne"), ["/mentions/1/start"]),
        (("A. B", "orne"), ["/mentions/1/start"]),
    ],
)
def test_a_name_is_whole_words(words: tuple[str, ...], told: list[str]) -> None:
    text = "Sorne A. Bc Sor ne"
    mentions = {each: {"label": "LOC"} for each in words}
    annotation = in_sentences(text, [[0, 8], [9, len(text)]], mentions=mentions)
    assert pointers(spans.name_cuts_a_word, annotation) == (told if words[0] != "B" else ["/mentions/0/start", *told])
    for unsound in ([], [[0, 8], [8, 8]]):
        assert found(spans.name_cuts_a_word, in_sentences(text, unsound, mentions=mentions)) == []


def test_a_number_is_a_whole_word_too() -> None:
    for text, cut in (("Orme 1,5", "1"), ("Orme 1,5a", "5a")):
        mentions = {each: {"label": "LOC"} for each in ("Orme", cut)}
        annotation = in_sentences(text, [[0, len(text)]], mentions=mentions)
        (finding,) = found(spans.name_cuts_a_word, annotation)
        assert finding.pointer == "/mentions/1/start"
        assert finding.fix == f'write "start": 5, "end": {len(text)}, "text": "{text[5:]}"'


def test_a_name_that_cuts_the_first_word_is_grown_to_it() -> None:
    annotation = in_sentences("Sorne", [[0, 5]], mentions={"orne": {"label": "LOC"}})
    (finding,) = found(spans.name_cuts_a_word, annotation)
    assert finding.fix == 'write "start": 0, "end": 5, "text": "Sorne"'


def test_offsets_that_count_otherwise_are_told_once_and_mended_together() -> None:
    text = "a b \U0001f600 c d e f"
    cues: dict[str, Any] = {"a": {}, "b": {"text": "z"}}
    for words in "cdef":
        place = text.index(words) + 1
        cues[words] = {"start": place, "end": place + 1}
    (finding,) = found(offsets.offsets_in_other_units, annotated(text, cues=cues))
    assert finding.pointer == "/cues/2/start"
    assert finding.message == "the offsets count UTF-16 units: 4 spans stand at their words if that is undone"
    assert finding.fix == 'write "start": 6, "end": 7 for c3, and count the others alike'
    assert finding.span == (6, 7)
    assert finding.repair
    assert finding.repair.edits[:3] == (Edit("/cues/2/start", 6), Edit("/cues/2/end", 7), Edit("/cues/3/start", 8))


@pytest.mark.parametrize(("by", "said"), [(2, "2 too large"), (-1, "1 too small")])
def test_offsets_that_are_shifted_are_told_once(by: int, said: str) -> None:
    text = "xx mot clef"
    cues: dict[str, Any] = {each: {} for each in ("mot", "clef")}
    for words in cues:
        cues[words] = {"start": text.index(words) + by, "end": text.index(words) + len(words) + by}
    (finding,) = found(offsets.offsets_shifted, annotated(text, cues=cues))
    assert finding.message == f"the offsets are {said}: 2 spans stand at their words if that is undone"
