"""The ledger: where decisions lead, and which of them contradict an earlier one."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit.splits.ledger import Entry, Ledger, broken_promises, major, read_entry, version_key, write_entry

PILOT = Entry("0.1.0", article="a", group="a", split="pilot", test_from=3)
TRAIN = Entry("1.0.0", article="a", group="a", split="train")
HELD = Entry("1.0.0", article="a", group="a", split="held", why="would bridge test and train")
WAITING = Entry("1.1.0", article="a", group="a", split="held", drawn="test", why="test is frozen within 1.x")


def to(split, release="2.0.0", **more):
    return Entry(release, **{"article": "a", "group": "a", "split": split, **more})


versions = st.builds("{}.{}.{}".format, *[st.integers(0, 30)] * 3)
entries = st.builds(
    Entry,
    versions,
    policy=st.none() | st.sampled_from(["pilot", "group"]),
    article=st.none() | st.sampled_from("abc"),
    group=st.none() | st.sampled_from("abc"),
    split=st.none() | st.sampled_from(["pilot", "train", "validation", "test", "held", "withdrawn"]),
    drawn=st.none() | st.just("test"),
    test_from=st.none() | st.integers(1, 9),
    why=st.none() | st.text(max_size=9),
    text_sha256=st.none() | st.just("0" * 64),
)


@given(entries)
def test_an_entry_survives_its_line(entry):
    assert read_entry(json.loads(json.dumps(write_entry(entry)))) == entry


@given(entries)
def test_a_line_says_only_what_is_there(entry):
    assert None not in write_entry(entry).values()


@given(versions, versions)
def test_versions_order_as_numbers_do(one, other):
    assert (version_key(one) < version_key(other)) == ([*map(int, one.split("."))] < [*map(int, other.split("."))])
    assert major(one) == int(one.split(".")[0])


def test_the_last_decision_about_an_article_holds():
    ledger = Ledger((Entry("0.1.0", policy="pilot"), PILOT, Entry("1.0.0", policy="group"), TRAIN))
    assert ledger.policy == "group"
    assert ledger.split("a") == "train"
    assert ledger.test_from("a") is None
    assert ledger.split("b") is None
    assert ledger.test_from("b") is None


def test_only_a_pilot_article_is_cut():
    assert Ledger((PILOT,)).test_from("a") == 3
    assert Ledger((TRAIN,)).test_from("a") is None
    assert Ledger().policy is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PILOT, to("train")),
        (PILOT, to("withdrawn")),
        (HELD, to("train")),
        (HELD, to("test")),
        (HELD, WAITING),
        (HELD, to("withdrawn")),
        (WAITING, to("test")),
        (WAITING, to("withdrawn")),
        (TRAIN, to("withdrawn")),
        (to("validation"), to("withdrawn")),
        (to("test"), to("withdrawn")),
    ],
)
def test_these_decisions_may_follow_each_other(before, after):
    assert list(broken_promises([before, after])) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PILOT, to("test")),
        (PILOT, to("pilot", test_from=4)),
        (PILOT, to("held")),
        (TRAIN, to("test")),
        (TRAIN, to("train")),
        (TRAIN, to("held")),
        (to("test"), to("train")),
        (to("validation"), to("train")),
        (WAITING, to("train")),
        (WAITING, to("held")),
        (to("withdrawn"), to("train")),
    ],
)
def test_these_decisions_contradict_each_other(before, after):
    number, why = list(broken_promises([before, after]))[-1]
    assert number == 1
    assert f"since release {before.release}" in why


def test_an_article_may_be_withdrawn_before_it_ever_had_a_split():
    gone = to("withdrawn")
    assert list(broken_promises([gone])) == []
    assert [number for number, _ in broken_promises([gone, to("train")])] == [1]


def test_what_was_withdrawn_is_known_by_the_hash_of_its_text():
    said = replace(to("withdrawn"), text_sha256="0" * 64)
    assert Ledger((TRAIN, said)).withdrawn_texts == {"0" * 64: "a"}
    assert Ledger((TRAIN, to("withdrawn"))).withdrawn_texts == {}


def test_an_article_never_changes_its_group():
    moved = to("withdrawn", group="b")
    assert list(broken_promises([Entry("1.0.0", policy="group"), TRAIN, moved])) == [(2, "a belongs to the group a")]


def test_what_is_held_or_withdrawn_puts_no_group_into_a_second_split():
    beside = {"article": "b", "group": "a"}
    for entry in (to("held", **beside), to("withdrawn", **beside)):
        assert Ledger((PILOT, entry)).splits_of_groups == {"a": {"train"}}
    waiting = Ledger((to("test"), to("held", drawn="test", **beside)))
    assert waiting.splits_of_groups == {"a": {"test"}}


def test_a_group_in_two_splits_is_seen():
    assert Ledger((TRAIN, to("test", article="b"))).splits_of_groups == {"a": {"train", "test"}}
