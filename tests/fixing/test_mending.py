"""Mending: edits and patches in the content of one file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit import canonical
from quidit.fixing.mending import CannotMendError, edited, mended
from quidit.problems import REMOVED, Edit, Patch

DOCUMENT = {"id": "a", "source": {"file": "a.txt", "note": "x/y~z"}, "flags": ["one", "two", "three", "four"]}


def of(document: object) -> bytes:
    return canonical.dumps(document).encode()


def test_a_file_without_repairs_is_written_canonically() -> None:
    assert mended(b'{"flags":["e\xcc\x81"],"id":"a"}', (), ()) == of({"id": "a", "flags": ["é"]})


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit("/id", "b"), {**DOCUMENT, "id": "b"}),
        (Edit("/title", "new"), {**DOCUMENT, "title": "new"}),
        (Edit("/source/note", REMOVED), {**DOCUMENT, "source": {"file": "a.txt"}}),
        (Edit("/flags/1", "2"), {**DOCUMENT, "flags": ["one", "2", "three", "four"]}),
        (Edit("/flags/4", "five"), {**DOCUMENT, "flags": ["one", "two", "three", "four", "five"]}),
        (Edit("", {"id": "c"}), {"id": "c"}),
    ],
)
def test_an_edit_sets_adds_or_removes(edit: Edit, expected: object) -> None:
    assert mended(of(DOCUMENT), (edit,), ()) == of(expected)


def test_pointers_are_those_of_the_document_before_anything_was_removed() -> None:
    edits = (Edit("/flags/0", REMOVED), Edit("/flags/2", REMOVED), Edit("/flags/3", "4"))
    assert edited(json.loads(of(DOCUMENT)), edits) == {**DOCUMENT, "flags": ["two", "4"]}


def test_the_tenth_element_goes_before_the_second() -> None:
    numbers = [*range(12)]
    assert edited([*numbers], [Edit("/2", REMOVED), Edit("/10", REMOVED)]) == [0, 1, *range(3, 10), 11]


def test_steps_of_a_pointer_are_unescaped() -> None:
    assert edited({"a/b~c": 1}, [Edit("/a~1b~0c", 2)]) == {"a/b~c": 2}


@pytest.mark.parametrize("pointer", ["/flags/7", "/flags/one", "/source/none/x", "/id/x", "/flags/-1"])
def test_an_edit_that_leads_nowhere_is_refused(pointer: str) -> None:
    with pytest.raises(CannotMendError):
        mended(of(DOCUMENT), (Edit(pointer, "x"),), ())


@pytest.mark.parametrize("pointer", ["/none", "/flags/4"])
def test_what_is_not_there_cannot_be_removed(pointer: str) -> None:
    with pytest.raises(CannotMendError):
        mended(of(DOCUMENT), (Edit(pointer, REMOVED),), ())


def test_patches_are_code_points_of_the_source_as_it_was() -> None:
    source = '\ufeff{"id": "é", "start": 1.0, "end": 12.0}'
    patches = (Patch(0, 1, ""), Patch(source.index("1.0"), source.index("1.0") + 3, "1"))
    end = source.index("12.0")
    assert mended(source.encode(), (), (*patches, Patch(end, end + 4, "12"))) == of({"id": "é", "start": 1, "end": 12})


def test_a_source_that_is_still_no_json_is_only_patched() -> None:
    assert mended("\ufeff{'id': 1}".encode(), (), (Patch(0, 1, ""),)) == b"{'id': 1}"


def test_of_a_file_of_lines_the_others_are_only_written_canonically() -> None:
    content = b'{"a":1}\n{"why":"x","release":"0.1.0"}\n{"b":2'
    assert mended(content, (Edit("/why", "y"),), (), line=2) == (
        b'{"a": 1}\n{"release": "0.1.0", "why": "y"}\n{"b":2\n'
    )
    with pytest.raises(CannotMendError, match="no line 4"):
        mended(content, (), (), line=4)


def test_what_is_not_utf8_is_not_mended() -> None:
    with pytest.raises(CannotMendError, match="byte 0"):
        mended(b"\xff", (), ())


def test_the_words_of_an_article_are_never_written_anew() -> None:
    article = {"id": "a", "paragraphs": ["one", "two"]}
    for pointer, value in (("/paragraphs/0", "One"), ("/paragraphs/1", REMOVED), ("/paragraphs", ["x"])):
        with pytest.raises(CannotMendError, match="paragraphs"):
            mended(of(article), (Edit(pointer, value),), ())


def test_a_text_that_is_not_composed_stays_so() -> None:
    source = '{"paragraphs": ["e\u0301"], "id": "a"}'
    assert json.loads(mended(source.encode(), (), ())) == {"id": "a", "paragraphs": ["e\u0301"]}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.sampled_from(["é", "x", "\n\u0303", "…"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc~/"), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.integers(0, 3))
def test_mending_nothing_changes_no_value_and_twice_no_byte(document: object, indent: int) -> None:
    once = mended(json.dumps(document, indent=indent).encode(), (), ())
    assert json.loads(once) == document
    assert mended(once, (), ()) == once
