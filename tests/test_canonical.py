"""Canonical JSON: one way to write each document."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit import canonical
from quidit.documents import KEYS
from quidit.generate.json_schema import json_schemas
from quidit.scheme_file import read_scheme

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
        '{\n  "id": "é",\n  "source": {\n    "file": "a.txt"\n  },\n  "flags": [],\n'
        '  "mentions": [\n    {"id": "m1", "of": [1, {"x": {}}]}\n  ]\n}\n'
    )


def test_text_is_composed() -> None:
    assert canonical.inline("e\u0301") == '"é"'
    assert canonical.inline({"e\u0301": ["e\u0301"]}) == '{"e\u0301": ["é"]}'


def test_a_mark_behind_an_escaped_newline_leaves_the_escape_whole() -> None:
    assert json.loads(canonical.dumps({"text": "a\n\u0303b"})) == {"text": "a\n\u0303b"}


@given(st.permutations(["id", "start", "end", "text", "label", "use", "entity", "unsure", "origin"]))
def test_keys_stand_in_the_order_of_the_schema(keys: list[str]) -> None:
    written = canonical.dumps({"mentions": [{key: {"version": 1, "from": 2} for key in keys}]})
    assert list(json.loads(written)["mentions"][0]) == sorted(keys, key=KEYS.index)
    assert '{"from": 2, "version": 1}' in written


def test_a_key_that_nobody_knows_stays_behind_the_one_before_it() -> None:
    written = json.loads(canonical.dumps({"x": 0, "text": 1, "lable": 2, "end": 3, "id": 4}))
    assert list(written) == ["x", "id", "end", "text", "lable"]


def test_names_among_the_keys_keep_their_order() -> None:
    document = {"take": "zoe", "readings": {"zoe": ["m1"], "id": ["m2"], "article": []}}
    assert list(json.loads(canonical.dumps(document))["readings"]) == ["zoe", "id", "article"]


@given(DOCUMENTS, st.integers(0, 3))
def test_a_source_is_canonical_where_it_is_what_would_be_written(document: object, indent: int) -> None:
    written = canonical.dumps(document)
    for source in (written, unicodedata.normalize("NFD", written), json.dumps(document, indent=indent) + "\n"):
        parsed = json.loads(source)
        assert canonical.is_canonical(source, parsed) == (canonical.dumps(parsed) == source)


def test_every_key_of_every_file_has_its_place_in_the_order() -> None:
    scheme = read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8"))
    assert set(keys_of(list(json_schemas(scheme).values()))) == set(KEYS)
    assert len(set(KEYS)) == len(KEYS)


def keys_of(schema: object) -> Iterator[str]:
    """The keys that a schema gives properties to, anywhere in it."""
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        for member in schema.values():
            yield from keys_of(member)
    elif isinstance(schema, list):
        for element in schema:
            yield from keys_of(element)


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
