"""Columns and labels: what changed between two types, whatever stands in their rows."""

import pytest
from datasets import ClassLabel, Features, List, Value
from hypothesis import given
from hypothesis import strategies as st

from quidit.release.differences.columns import column_changes, columns, renames, shared, types
from quidit.release.differences.interface import label_changes

SPAN = {"id": Value("string"), "start": Value("int32"), "label": ClassLabel(names=["PER", "ORG"])}
FEATURES = {"id": Value("string"), "mentions": List(SPAN), "cue": {"id": Value("string")}, "unsure": Value("bool")}

labels = st.lists(st.sampled_from(["PER", "ORG", "LOC", "MISC", "ACTOR"]), unique=True, min_size=1)


def typed(features):
    return types(Features(features))


def told(second):
    """What a table with those columns changes of the one above."""
    found = column_changes("config", typed(FEATURES), typed(second))
    return [(change.how, change.id.removeprefix("config."), change.before, change.after) for change in found]


def test_what_is_inside_of_a_column_comes_after_it_by_its_path():
    assert list(columns(typed(FEATURES))) == [
        *("id", "mentions", "mentions[]", "mentions[].id", "mentions[].start", "mentions[].label"),
        *("cue", "cue.id", "unsure"),
    ]
    assert columns(typed(FEATURES))["mentions[].label"].labels == ("PER", "ORG")
    assert {path: column.parent for path, column in columns(typed(FEATURES)).items()} == {
        **dict.fromkeys(("id", "mentions", "cue", "unsure"), ""),
        "mentions[]": "mentions",
        **dict.fromkeys(("mentions[].id", "mentions[].start", "mentions[].label"), "mentions[]"),
        "cue.id": "cue",
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"note": Value("string")}, [("added", "note", "", "note")]),
        ({"mentions": List({**SPAN, "end": Value("int32")})}, [("added", "mentions[].end", "", "mentions[].end")]),
        ({"unsure": Value("int8")}, [("retyped", "unsure", "bool", "int8")]),
        ({"mentions": SPAN}, [("retyped", "mentions", "list", "struct")]),
        ({"mentions": List(SPAN, length=2)}, [("retyped", "mentions", "list", "list of 2")]),
        ({"cue": Value("string")}, [("retyped", "cue", "struct", "string")]),
        (
            {"mentions": List(dict(reversed(SPAN.items())))},
            [
                (
                    "reordered",
                    "mentions[].label",
                    "mentions[].id, mentions[].start, mentions[].label",
                    "mentions[].label, mentions[].start, mentions[].id",
                )
            ],
        ),
    ],
)
def test_a_change_of_a_column_is_told_where_it_is(change, expected):
    assert told({**FEATURES, **change}) == expected


def test_a_column_that_is_gone_goes_with_all_it_holds():
    assert told({name: each for name, each in FEATURES.items() if name != "mentions"}) == [
        ("removed", "mentions", "mentions", "")
    ]


def test_a_column_in_the_same_place_with_another_name_is_renamed_with_all_it_holds():
    second = {{"mentions": "names"}.get(name, name): each for name, each in FEATURES.items()}
    assert told(second) == [("renamed", "mentions", "mentions", "names")]
    before, after = typed(FEATURES), typed(second)
    read, read_other = shared(before, after, renamed=renames(before, after))
    row = {"id": "a", "mentions": [{"id": "m1", "start": 3, "label": 1}], "cue": None, "unsure": None}
    assert read(row) == read_other({"id": "a", "names": row["mentions"], "cue": None, "unsure": None})


def test_rows_are_read_by_what_both_have_and_labels_by_their_names():
    other = {"id": Value("string"), "mentions": List({"label": ClassLabel(names=["ORG", "PER"]), "new": Value("bool")})}
    read, read_other = shared(typed(FEATURES), typed(other))
    before = read({"id": "a", "mentions": [{"id": "m1", "start": 3, "label": 1}], "cue": None, "unsure": True})
    after = read_other({"id": "a", "mentions": [{"label": 0, "new": True}]})
    assert before == after == {"id": "a", "mentions": [{"label": "ORG"}]}


def test_a_renamed_label_reads_as_it_is_called_now():
    read, read_other = shared(
        typed({"label": ClassLabel(names=["PER"])}), typed({"label": ClassLabel(names=["PERSON"])})
    )
    assert read({"label": 0}) == read_other({"label": 0}) == {"label": "PERSON"}


def test_what_no_type_lets_compare_is_never_different():
    read, read_other = shared(typed({"cue": {"id": Value("string")}}), typed({"cue": Value("string")}))
    assert read({"cue": {"id": "c1"}}) == read_other({"cue": "c1"}) == {"cue": None}


@given(labels, labels)
def test_a_list_of_labels_grew_at_its_end_or_something_else_is_told(before, after):
    hows = {how for how, _, _ in label_changes(before, after)}
    if before == after:
        assert hows == set()
    elif after[: len(before)] == before:
        assert hows == {"added"}
    else:
        assert hows & {"removed", "renamed", "reordered"}


@given(labels, labels)
def test_whatever_label_is_gone_or_new_is_named(before, after):
    told = list(label_changes(before, after))
    assert {old for how, old, _ in told if how in ("removed", "renamed")} == set(before) - set(after)
    assert {new for how, _, new in told if how in ("added", "renamed")} == set(after) - set(before)
