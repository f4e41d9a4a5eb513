"""Dialects: what is nearly JSON is told for what it is, once, and put right where it is beyond doubt."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit.checks import SOURCE_RULES
from quidit.checks.rules import apply
from quidit.checks.subjects import Faults
from quidit.json_source import MAX_FAULTS, Fault, parse
from quidit.problems import Finding


def findings(source: str) -> list[tuple[str, Finding]]:
    faults = Faults(source, parse(source).faults)
    return [(rule.code, finding) for rule, finding in apply(SOURCE_RULES, faults)]


@pytest.mark.parametrize(
    ("source", "code", "start"),
    [
        ("{} {}", "QD107", 3),
        ("[1]]", "QD107", 3),
        ("1\nTrue", "QD107", 2),
        ("// a\n{}", "QD111", 0),
        ("{} // a", "QD111", 3),
        ("[1, /* a */ 2]", "QD111", 4),
        ('{"a": 1 # a\n}', "QD111", 8),
        ("[True]", "QD112", 1),
        ('{"a": None}', "QD112", 6),
        ('{"a": undefined}', "QD112", 6),
        ("{'a': 1}", "QD112", 1),
        ("['a']", "QD112", 1),
        ("[1,]", "QD113", 2),
        ('{"a": 1,\n}', "QD113", 7),
        ('{"a": [1, 2 , ]}', "QD113", 12),
        ("<<<<<<< HEAD\n{}\n=======\n[]\n>>>>>>> b\n", "QD114", 0),
        ("{}\n=======\n[]\n>>>>>>> b\n", "QD114", 3),
        ("[1\n||||||| base\n]", "QD114", 3),
    ],
)
def test_what_is_nearly_json_is_told_for_what_it_is(source: str, code: str, start: int) -> None:
    assert [(code_, finding.start) for code_, finding in findings(source)] == [(code, start)]


@pytest.mark.parametrize(
    "source", ["[,]", "{,}", "[1 2]", '{"a" 1}', "[Truely]", "[Nonesuch]", "[<]", "[", '["a]', "", " "]
)
def test_what_is_none_of_them_is_simply_not_json(source: str) -> None:
    assert [code for code, _ in findings(source)] == ["QD101"]


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("[True, 1]", [True, 1]),
        ("[FALSE]", [False]),
        ("[1,]", [1]),
        ('{"a": [1, 2 , ]}', {"a": [1, 2]}),
        ("{1: 2}", None),
    ],
)
def test_what_is_beyond_doubt_is_put_right(source: str, mended: object) -> None:
    ((_, finding),) = findings(source)
    patches = finding.repair.patches if finding.repair else ()
    assert [json.loads(source[: each.start] + each.text + source[each.end :]) for each in patches] == (
        [] if mended is None else [mended]
    )


@pytest.mark.parametrize(
    ("source", "message", "expected", "fix"),
    [
        ("[TRUE]", "TRUE is not JSON", "true", "write true"),
        ("[nil]", "nil is not JSON", "a value, or no key", "leave the key out where there is nothing to say"),
        (
            "['a']",
            "' is not JSON",
            "text in double quotes",
            "use double quotes; in Python, write the file with json.dump",
        ),
    ],
)
def test_words_of_another_language_are_told_with_json_s(source: str, message: str, expected: str, fix: str) -> None:
    ((_, finding),) = findings(source)
    assert (finding.message, finding.expected, finding.fix) == (message, expected, fix)


def test_a_later_parser_says_of_a_trailing_comma_where_it_stands() -> None:
    fault = Fault("syntax", 2, "", "Illegal trailing comma before end of array")
    ((_, finding),) = apply(SOURCE_RULES, Faults("[1, ]", (fault,)))
    assert (finding.start, finding.message) == (2, "nothing comes after this comma")


def test_of_a_source_full_of_faults_and_of_other_faults_no_dialect_is_told() -> None:
    fault = Fault("syntax", 0, "", "Expecting value")
    for faults in (MAX_FAULTS * (fault,), (replace(fault, kind="surrogate"),)):
        rules = [each for each in SOURCE_RULES if each.code in {"QD107", "QD111", "QD112", "QD113", "QD114"}]
        assert list(apply(rules, Faults("True", faults))) == []


@given(st.text(alphabet="[]{},:\"'TruefalsNon#/*<=> 1\n", max_size=30))
def test_a_source_breaks_in_one_place_and_that_is_one_problem(source: str) -> None:
    faults = parse(source).faults
    told = [code for code, _ in findings(source)]
    assert len([code for code in told if code in {"QD101", "QD107", "QD111", "QD112", "QD113", "QD114"}]) == sum(
        fault.kind == "syntax" for fault in faults
    )


@pytest.mark.parametrize(
    "source", ["[" + " " * 1_000_000 + ",]", "[1," + " " * 1_000_000 + "]", "<" * 1_000_000, "'" * 1_000_000]
)
def test_hostile_sources_are_read_in_linear_time(source: str) -> None:
    before = time.perf_counter()
    findings(source)
    assert time.perf_counter() - before < 2
