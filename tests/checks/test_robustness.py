"""Robustness: whatever a file holds, validation answers with problems and never with an exception."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quidit import Corpus, canonical
from quidit.checks.files import MAX_BYTES
from quidit.checks.reading import MAX_DEPARTURES
from quidit.report import as_json, as_text
from quidit.starting import start

FILES = (
    "corpus/sample.json",
    "corpus/splits.jsonl",
    "annotations/annotators.json",
    "annotations/sample/sample.json",
    "annotations/sample/rulings.json",
)
RULING = {
    "id": "r1",
    "layer": "mentions",
    "readings": {"sample": ["m1"], "b": []},
    "take": "sample",
    "set": {"use": "literal"},
    "why": "a place",
}
RULINGS = {"article": "sample", "adjudicator": "sample", "date": "2026-11-23", "scheme": "1.2", "rulings": [RULING]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound corpus with a file of every kind."""
    folder = tmp_path_factory.mktemp("hostile") / "hostile"
    start(folder, "fr")
    second = json.loads((folder / FILES[3]).read_text(encoding="utf-8"))
    (folder / "annotations/sample/b.json").write_text(canonical.dumps({**second, "annotator": "b"}), encoding="utf-8")
    annotators = [
        {"id": "sample", "kind": "model", "note": "Made up."},
        {"id": "b", "kind": "human", "languages": ["fr"]},
    ]
    (folder / FILES[2]).write_text(canonical.dumps(annotators), encoding="utf-8")
    (folder / FILES[4]).write_text(canonical.dumps(RULINGS), encoding="utf-8")
    assert Corpus.open(folder).validate().problems == ()
    return folder


def with_content(folder: Path, name: str, content: bytes) -> bool:
    """Whether the corpus is clean with that in the file, asked in every way; the file is put back."""
    path = folder / name
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        validation = Corpus.open(folder).validate()
        as_text(validation.problems).encode()
        json.loads(as_json(validation.problems))
        assert all(problem.fix for problem in validation.problems)
        assert all(len(as_text([problem])) < 4000 for problem in validation.problems[:50])
    finally:
        path.write_bytes(before)
    return validation.is_clean


# ── Any change of any value ─────────────────────────────────────────────────────────────────────────

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 400),
    st.integers(),
    st.sampled_from([10**15, 10**16, 2**63, 2**64, 10**400, -0.0, 1.0, 1e400, float("nan"), float("-inf")]),
    st.text(max_size=12),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Zs"]), max_size=5),
    st.sampled_from(["m1", "m99", "q1", "q3", "c1", "s1", "LOC", "literal", "sample", "complete", "../x", "\0", ""]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value of a document, the document's own first."""
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in members:
        yield from places(member, (*path, step))


def changed(document: Any, path: tuple[Any, ...], how: str, value: object) -> Any:
    """The document with one value replaced, removed, doubled, renamed, or moved elsewhere."""
    if not path:
        return value
    document = copy.deepcopy(document)
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    step = path[-1]
    if how == "replace":
        parent[step] = value
    elif how == "remove":
        del parent[step]
    elif how == "add" and isinstance(parent, dict):
        parent[value if isinstance(value, str) else "target"] = value
    elif how == "rename" and isinstance(parent, dict):
        parent[f"{step}s"] = parent.pop(step)
    elif isinstance(parent, list):
        parent.insert(step, parent[step])
    else:
        parent[step] = [parent[step]]
    return document


def source_of(document: object, name: str) -> bytes:
    if name.endswith(".jsonl") and isinstance(document, list):
        return "".join(json.dumps(line) + "\n" for line in document).encode()
    return json.dumps(document).encode()


def read(folder: Path, name: str) -> Any:
    text = (folder / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()] if name.endswith(".jsonl") else json.loads(text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(FILES),
    edits=st.lists(
        st.tuples(st.integers(0), st.sampled_from(["replace", "remove", "add", "rename", "double"]), VALUES),
        min_size=1,
        max_size=3,
    ),
)
def test_no_change_of_values_stops_validation(folder: Path, name: str, edits: list[tuple[int, str, object]]) -> None:
    document = read(folder, name)
    for number, how, value in edits:
        paths = list(places(document))
        document = changed(document, paths[number % len(paths)], how, value)
    with_content(folder, name, source_of(document, name))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("value", [None, True, -1, 5, "x", [], {}, [[]], [{}], {"id": 3}], ids=repr)
def test_each_value_may_be_of_any_type(folder: Path, name: str, value: object) -> None:
    document = read(folder, name)
    paths = list(places(document))
    for path in paths[:: max(1, len(paths) // 20)]:
        with_content(folder, name, source_of(changed(document, path, "replace", value), name))


# ── Any bytes ───────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FILES), edits=st.lists(st.tuples(st.integers(0), st.binary(max_size=3)), max_size=4))
def test_no_change_of_bytes_stops_validation(folder: Path, name: str, edits: list[tuple[int, bytes]]) -> None:
    content = bytearray((folder / name).read_bytes())
    for number, bytes_ in edits:
        place = number % (len(content) + 1)
        content[place : place + max(1, len(bytes_))] = bytes_
    with_content(folder, name, bytes(content))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FILES), content=st.one_of(st.binary(max_size=60), st.text('[]{}",:\\u18dNaN.-e \n')))
@example(name=FILES[0], content=b"\xef\xbb\xbf")
def test_no_bytes_stop_validation(folder: Path, name: str, content: bytes | str) -> None:
    with_content(folder, name, content if isinstance(content, bytes) else content.encode())


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "blank": lambda: b" \n\t\r\n",
    "deep lists": lambda: b"[" * 200_000,
    "deep lists that end": lambda: b"[" * 50_000 + b"]" * 50_000,
    "deep objects": lambda: b'{"a":' * 100_000,
    "a hundred levels": lambda: b"[" * 100 + b"]" * 100,
    "many quotation marks": lambda: b'"\\"' * 500_000,
    "many escapes": lambda: b'"' + b"\\" * 999_999,
    "a long text": lambda: b'"' + b"a" * 3_000_000 + b'"',
    "a long key": lambda: b'{"' + b"a" * 1_000_000 + b'": 1}',
    "a long number": lambda: b"9" * 1_000_000,
    "a long fraction": lambda: b"0." + b"9" * 1_000_000,
    "many numbers": lambda: b"[" + b"1," * 300_000 + b"1]",
    "many objects": lambda: b'{"mentions": [' + b"{}," * 100_000 + b"{}]}",
    "many unknown keys": lambda: b"{" + b",".join(b'"k%d": 1' % n for n in range(60_000)) + b"}",
    "many duplicates": lambda: b"{" + b'"a": 1,' * 20_000 + b'"a": 1}',
    "many lines": lambda: b"{}\n" * 20_000,
    "half a character": lambda: b'{"\\ud800": "\\udfff", "a": "\\ud83d\\ude00"}',
    "NUL": lambda: b"\0" * 1000,
    "UTF-16": lambda: "{}".encode("utf-16"),
    "the largest that is read": lambda: b" " * MAX_BYTES,
    "one byte more": lambda: b" " * (MAX_BYTES + 1),
    "constants": lambda: b"[NaN, Infinity, -Infinity, -0, 1.0, 1e9, 00, +1, .5]",
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_files_are_refused(folder: Path, hostile: str) -> None:
    assert not with_content(folder, "annotations/sample/sample.json", HOSTILE[hostile]())


def test_a_file_wrong_throughout_is_one_problem_and_soon_left(folder: Path) -> None:
    name = FILES[3]
    document = read(folder, name)
    document["mentions"] *= MAX_DEPARTURES
    for mention in document["mentions"]:
        mention["label"] = "NOBODY"
    before = (folder / name).read_bytes()
    (folder / name).write_text(canonical.dumps(document), encoding="utf-8")
    try:
        found = Corpus.open(folder).validate().problems
    finally:
        (folder / name).write_bytes(before)
    assert [problem.code for problem in found] == ["QD209"]


@pytest.mark.parametrize("name", ["\udce9.json", "a\nb.json", "\x1b[2J.json", "::error::.json", "##[error].json"])
def test_no_file_name_stops_validation_or_reaches_the_terminal(folder: Path, tmp_path: Path, name: str) -> None:
    copied = Path(shutil.copytree(folder, tmp_path / "copied"))
    (copied / "corpus" / name).write_text("{}", encoding="utf-8")
    validation = Corpus.open(copied).validate()
    assert not validation.is_clean
    text = as_text(validation.problems)
    text.encode()
    assert "\x1b" not in text
    assert "##[" not in text
    assert all(line.startswith(("    ", "corpus/")) for line in text.splitlines())
