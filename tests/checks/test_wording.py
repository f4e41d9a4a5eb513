"""Wording: days, free texts, and the one way in which a file is written."""

from __future__ import annotations

import pytest

from quidit.checks import regions, spelling, wording
from quidit.checks.spelling import Spelling
from quidit.checks.subjects import RegionIdsSubject, Written
from quidit.problems import Edit, Repair


@pytest.mark.parametrize(
    ("document", "pointers"),
    [
        ({"date": "2025-02-31"}, ["/date"]),
        (
            {"source": {"published": "2025-09-31"}, "rights": {"date": "2025-06-31"}},
            ["/source/published", "/rights/date"],
        ),
        ({"date": "2025-02-28", "source": {"published": "2024-02-29"}}, []),
        ({"date": "31 février", "source": ["published"], "rights": {}}, []),
        ({"date": 20250231}, []),
    ],
)
def test_a_day_is_one_of_the_calendar(document: object, pointers: list[str]) -> None:
    assert [each.pointer for each in wording.no_such_day.check(Written(document))] == pointers


@pytest.mark.parametrize(
    ("text", "column", "cleaned"),
    [
        ("a\u00adb", 2, "ab"),
        ("a\n\nb\u00ad", 5, "a\n\nb"),
        ("a\ue000", 2, None),
        ("a\u00ad\n\ue000", 2, None),
        ("\u00ad", 1, None),
        ("ab\ncd", 0, None),
    ],
)
def test_what_nobody_sees_is_taken_out_where_something_is_left(text: str, column: int, cleaned: str | None) -> None:
    findings = list(wording.hidden_character.check(Written({"note": text, "why": "plain"})))
    assert bool(findings) == bool(column)
    for each in findings[:1]:
        assert each.message.startswith(f"character {column} of the text: ")
        assert (each.pointer, each.got) == ("/note", text[column - 1])
        assert each.repair == (Repair((Edit("/note", cleaned),)) if cleaned else None)
        assert each.fix


WRITTEN = '{\n  "a": 1\n}\n'


@pytest.mark.parametrize(
    ("source", "start", "got", "expected"),
    [
        ('{\n "a": 1\n}\n', 3, ' "a": 1', '  "a": 1'),
        ('{\n  "a": 1\n}', 11, "}, and no newline", "}, and a newline"),
        ('{\n  "a": 1\n}\n\n', 13, ", and a newline", ", and no newline"),
        ('{\n  "a": 1 \n}\n', 10, '  "a": 1 ', '  "a": 1, and a newline'),
    ],
)
def test_a_file_departs_in_one_place_from_how_it_is_written(source: str, start: int, got: str, expected: str) -> None:
    (finding,) = spelling.not_canonical.check(Spelling(source, WRITTEN))
    assert (finding.start, finding.got, finding.expected) == (start, got, expected)


def test_of_a_long_line_that_is_shown_which_differs() -> None:
    line = "x" * 40
    (finding,) = spelling.not_canonical.check(Spelling(f"{line}a{line}{line}", f"{line}b{line}{line}"))
    assert finding.got == f"{'x' * 30}a{'x' * 49}"
    assert list(spelling.not_canonical.check(Spelling(line, line))) == []


@pytest.mark.parametrize(
    ("ids", "of_one_layer", "of_two_regions"),
    [
        ({"a": ["m1", "q1"], "b": ["m2"]}, [], []),
        ({"a": ["q1", "m1", "m2"]}, ["/regions/a/2"], []),
        ({"a": [{}, "m1", "m2"]}, ["/regions/a/2"], []),
        ({"a": ["m1", "m2", "m3"]}, ["/regions/a/1", "/regions/a/2"], []),
        ({"a/b": ["m1"], "c": ["m2"], "d/e": ["q1", "m1"]}, [], ["/regions/d~1e/1"]),
    ],
)
def test_a_region_is_one_item_a_layer(
    ids: dict[str, list[object]], of_one_layer: list[str], of_two_regions: list[str]
) -> None:
    subject = RegionIdsSubject({"article": "x", "annotator": "ana", "regions": ids})  # type: ignore[typeddict-item]  # as it may depart
    assert [each.pointer for each in regions.region_with_two_ids.check(subject)] == of_one_layer
    assert [each.pointer for each in regions.id_of_two_regions.check(subject)] == of_two_regions
