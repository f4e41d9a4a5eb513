"""Canonical JSON: one way to write each document."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit import canonical

REPOSITORY = Path(__file__).parents[1]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(
    lambda text: unicodedata.normalize("NFC", text)
)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(DOCUMENTS)
def test_writing_what_was_read_changes_no_byte(document: object) -> None:
    written = canonical.dumps(document)
    assert canonical.dumps(json.loads(written)) == written


@given(DOCUMENTS)
def test_a_document_is_what_it_was_and_one_final_newline(document: object) -> None:
    written = canonical.dumps(document)
    assert json.loads(written) == document
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    assert written.isascii() or unicodedata.is_normalized("NFC", written)


def test_the_two_outer_levels_are_opened_and_the_others_stay_on_a_line() -> None:
    document = {"id": "é", "flags": [], "source": {"file": "a.txt"}, "mentions": [{"id": "m1", "of": [1, {"x": {}}]}]}
    assert canonical.dumps(document) == (
        '{\n  "id": "é",\n  "flags": [],\n  "source": {\n    "file": "a.txt"\n  },\n'
        '  "mentions": [\n    {"id": "m1", "of": [1, {"x": {}}]}\n  ]\n}\n'
    )


def test_text_is_composed() -> None:
    assert canonical.inline("e\u0301") == '"é"'


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical.dumps({"start": float("nan")})


def test_records_are_lines() -> None:
    assert canonical.lines([{"a": 1}, {"b": [2, 3]}]) == '{"a": 1}\n{"b": [2, 3]}\n'
    assert canonical.lines([]) == ""


def test_a_schema_is_indented_throughout() -> None:
    assert canonical.schema_text({"é": [1]}) == '{\n  "é": [\n    1\n  ]\n}\n'


def test_a_hash_is_that_of_the_bytes() -> None:
    assert canonical.sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    "path",
    [
        "corpus/garanties-ukraine.json",
        "annotations/annotators.json",
        "annotations/garanties-ukraine/a1.json",
        "annotations/garanties-ukraine/a2.json",
        "annotations/garanties-ukraine/adjudicated.json",
        "annotations/garanties-ukraine/rulings.json",
    ],
)
def test_the_corpus_is_written_so(path: str) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    assert canonical.dumps(json.loads(text)) == text
