"""The JSON source: what is refused, and where each value stands."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import tree_sitter
import tree_sitter_json
from hypothesis import example, given
from hypothesis import strategies as st

from quidit.json_source import MAX_DEPTH, MAX_DIGITS, MAX_FAULTS, Lines, escaped, members, parse

JSON = tree_sitter.Parser(tree_sitter.Language(tree_sitter_json.language()))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**MAX_DIGITS) + 1, 10**MAX_DIGITS - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
LAYOUTS = st.fixed_dictionaries(
    {
        "ensure_ascii": st.booleans(),
        "indent": st.sampled_from([None, 0, 2, "\t"]),
        "separators": st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\n:\r\n ")]),
    }
)


def oracle(source: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Pointer, line and column of every value, as tree-sitter sees the source."""
    encoded = source.encode()
    lines = encoded.split(b"\n")

    def walk(node: tree_sitter.Node, pointer: str) -> Iterator[tuple[str, tuple[int, int]]]:
        row, column = node.start_point
        yield pointer, (row + 1, len(lines[row][:column].decode()) + 1)
        for number, child in enumerate(node.named_children):
            if node.type == "array":
                yield from walk(child, f"{pointer}/{number}")
            elif node.type == "object":
                key, value = child.named_children
                yield from walk(value, f"{pointer}/{escaped(json.loads(key.text or b''))}")

    yield from walk(JSON.parse(encoded).root_node.named_children[0], "")


@given(document=DOCUMENTS, layout=LAYOUTS)
@example(document={"a/b": {"~1": []}, "": [{}, ""]}, layout={"indent": 2})
def test_every_value_stands_where_another_parser_finds_it(document: object, layout: dict[str, object]) -> None:
    source = json.dumps(document, **layout)
    lines = Lines(source)
    ours = [(member.pointer, lines.line_and_column(member.start)) for member in members(source)]
    assert ours == list(oracle(source))


@given(document=DOCUMENTS, layout=LAYOUTS)
def test_what_every_parser_reads_alike_is_read(document: object, layout: dict[str, object]) -> None:
    parsed = parse(json.dumps(document, **layout))
    assert parsed.document == document
    assert parsed.faults == ()


@given(st.text('[]{}",:\\u18dNaInfity.-e+0 \n\té') | st.text())
@example("")
@example("[1 2]")
@example('{"a": 1 "b": 2}')
@example('["\x00')
def test_any_text_is_a_document_or_has_faults_inside_it(source: str) -> None:
    parsed = parse(source)
    assert (parsed.document is None) or not parsed.faults
    if not parsed.faults:
        assert parsed.document == json.loads(source)
    assert all(0 <= fault.start <= len(source) for fault in parsed.faults)


@pytest.mark.parametrize(
    ("source", "kind", "start"),
    [
        ('{"a": 1, "a": 2}', "duplicate", 9),
        ('{"a": {"b": 1, "b": 2}}', "duplicate", 15),
        ('{"a": NaN}', "constant", 6),
        ("[-Infinity]", "constant", 1),
        ('{"start": 12.0}', "integer", 10),
        ("[1e3]", "integer", 1),
        ("[-0]", "integer", 1),
        ("[1234567890123456]", "integer", 1),
        (f"[{'9' * 5000}]", "integer", 1),
        ('{"a": "\\ud800"}', "surrogate", 6),
        ('{"\\udfff": 1}', "surrogate", 1),
        ("[" * 33 + "]" * 33, "depth", 32),
        ("[" * 100_000, "depth", 32),
        ("[1 2]", "syntax", 3),
        ('{"a": 1 "b": 2}', "syntax", 8),
        ('{"a": 1,}', "syntax", 8),
        ("[1,]", "syntax", 3),
        ("{} {}", "syntax", 3),
        ("", "syntax", 0),
        ('["a\nb"]', "syntax", 3),
        ('{"a\n": 1}', "syntax", 3),
        ('["a', "syntax", 1),
        ('["\\x"]', "syntax", 2),
    ],
)
def test_each_fault_is_found_where_it_is(source: str, kind: str, start: int) -> None:
    (fault,) = parse(source).faults
    assert (fault.kind, fault.start) == (kind, start)


def test_no_fault_hides_another() -> None:
    source = '{"a": 1.5, "a": NaN, "b": "\\ud800", "c": 1 "d": 2.5}'
    assert [fault.kind for fault in parse(source).faults] == ["integer", "duplicate", "constant", "surrogate", "syntax"]


def test_a_key_three_times_is_two_faults_at_two_places() -> None:
    assert [fault.start for fault in parse('{"a":1,"a":2,"a":3}').faults] == [7, 13]


def test_depth_is_counted_in_lists_and_objects() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH).faults == ()
    assert parse('{"a":' * MAX_DEPTH + "1" + "}" * MAX_DEPTH).faults == ()
    assert parse('{"a":' * (MAX_DEPTH + 1) + "1" + "}" * (MAX_DEPTH + 1)).faults[0].kind == "depth"


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse('"\\ud83d\\ude00"').document == "😀"


def test_a_source_full_of_faults_is_read_no_further() -> None:
    assert len(parse(f"[{', '.join(['1.5'] * 5000)}]").faults) == MAX_FAULTS


@given(st.text("a\n\ré😀", max_size=30), st.integers(0, 30))
def test_lines_are_counted_as_a_person_counts_them(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    before = text[:offset].split("\n")
    assert Lines(text).line_and_column(offset) == (len(before), len(before[-1]) + 1)


def test_what_lies_in_a_member_that_is_said_twice_is_not_said_twice_itself():
    faults = parse('{"a": [["b"], 1], "a": [["b"], 1.5], "b": 1, "b": 2}').faults
    assert [(fault.kind, fault.pointer) for fault in faults] == [
        ("duplicate", "/a"),
        ("integer", "/a/1"),
        ("duplicate", "/b"),
    ]
