"""Placing: from a finding to a line, a column and some words."""

from __future__ import annotations

from quidit.checks.placing import Sheet
from quidit.problems import REMOVED, Edit, Finding, Patch, Place, Repair, Replacement

SOURCE = '{\n  "é": [1,\n    {"b": 2}]\n}\n'
TEXT = "Un deux trois.\nQuatre."


def test_a_finding_stands_where_its_pointer_leads() -> None:
    sheet = Sheet("a.json", SOURCE)
    assert sheet.place(Finding("", "")) == (1, 1)
    assert sheet.place(Finding("", "/é/1/b")) == (3, 11)
    assert sheet.place(Finding("", "/é/1/b", on_key=True)) == (3, 6)


def test_where_it_leads_nowhere_the_value_around_it_is_meant() -> None:
    assert Sheet("a.json", SOURCE).place(Finding("", "/é/1/c/d")) == (3, 5)
    assert Sheet("a.json", SOURCE).place(Finding("", "/x")) == (1, 1)


def test_a_rule_may_say_the_place_itself() -> None:
    assert Sheet("a.json", SOURCE).place(Finding("", line=7)) == (7, None)
    assert Sheet("a.json", SOURCE).place(Finding("", line=7, column=2)) == (7, 2)
    assert Sheet("a.json", SOURCE).place(Finding("", start=4)) == (2, 3)
    assert Sheet("a.json", "").place(Finding("", "/é")) == (None, None)


def test_words_are_quoted_with_what_stands_around_them_on_the_line() -> None:
    sheet = Sheet("a.json", SOURCE, TEXT)
    assert sheet.words((3, 7)) == Place(1, 4, "Un ", "deux", " trois.")
    assert sheet.words((15, 21)) == Place(2, 1, "", "Quatre", ".")
    assert sheet.words((99, 120)) == Place(2, 8, "Quatre.", "", "")
    assert sheet.words(None) is None
    assert Sheet("a.json", SOURCE).words((0, 1)) is None


def test_many_words_are_cut() -> None:
    place = Sheet("a.json", "", "a" * 1000).words((0, 1000))
    assert place
    assert len(place.words) == 200


def test_the_end_of_a_value_or_key_is_told_and_none_of_what_holds_others() -> None:
    sheet = Sheet("a.json", SOURCE)
    assert sheet.end(Finding("", "/é/0")) == (2, 10)
    assert sheet.end(Finding("", "/é/1/b")) == (3, 12)
    assert sheet.end(Finding("", "/é/1/b", on_key=True)) == (3, 9)
    for nowhere in (Finding("", "/é"), Finding("", "/é/7"), Finding("", start=4), Finding("", "/é/0", path="b.json")):
        assert sheet.end(nowhere) == (None, None)


def test_a_repair_of_single_values_is_told_as_changes_of_the_source() -> None:
    sheet = Sheet("a.json", SOURCE)
    values = Repair((Edit("/é/0", "z"), Edit("/é/1/b", [1, 2])))
    assert sheet.replacements(values) == (Replacement(2, 9, 2, 10, '"z"'), Replacement(3, 11, 3, 12, "[1, 2]"))
    assert sheet.replacements(Repair(patches=(Patch(4, 7, '"e"'),))) == (Replacement(2, 3, 2, 6, '"e"'),)
    for more in (Edit("/é/0", REMOVED), Edit("/é", []), Edit("/x", 1)):
        assert sheet.replacements(Repair((Edit("/é/0", 2), more))) == ()
