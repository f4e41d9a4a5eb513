"""Reports: what a person and what a program reads, whatever the data held."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quidit.problems import Place, Problem, Severity, in_order
from quidit.report import as_json, as_text, summary

PROBLEM = Problem(
    code="QD301",
    name="text-differs",
    severity=Severity.ERROR,
    path="annotations/sample/b.json",
    message="the words of m1 in mentions are not the article's from 3 to 5",
    pointer="/mentions/0/text",
    line=3,
    column=14,
    got='"Valmon"',
    expected='"Valmont"',
    fix='write "start": 12',
    article=Place(1, 13, "La maire de ", "Valmon", "t, Claire"),
)
WARNING = Problem("QD509", "article-without-split", Severity.WARNING, "corpus/sample.json", "sample has no split yet")
ANYTHING = st.text(st.characters(), max_size=300)


def hostile(text: str) -> Problem:
    """A problem that says that text wherever it can say anything."""
    place = Place(1, 1, text, text, text)
    return Problem("QD1", "n", Severity.ERROR, text, text, text, 1, 1, got=text, expected=text, fix=text, article=place)


def test_a_problem_is_read_by_a_person() -> None:
    assert as_text([PROBLEM, WARNING]) == (
        "annotations/sample/b.json:3:14: error QD301 the words of m1 in mentions are not the article's from 3 to 5 "
        "[text-differs]\n"
        "    article   1:13 …La maire de ⟦Valmon⟧t, Claire…\n"
        '    got       "Valmon"\n'
        '    expected  "Valmont"\n'
        '    fix       write "start": 12\n'
        "corpus/sample.json: warning QD509 sample has no split yet [article-without-split]\n"
    )


def test_a_problem_is_read_by_a_program() -> None:
    document = json.loads(as_json([PROBLEM, WARNING], articles=1))
    assert document["counts"] == {
        "articles": 1, "error": 1, "warning": 1, "fixable": 0, "fixable_unsafe": 0, "known": 0,
    }  # fmt: skip
    assert document["problems"][0]["article"]["words"] == "Valmon"
    assert document["problems"][0]["article"]["text"] == "La maire de Valmont, Claire"
    assert document["problems"][1]["line"] is None
    assert "’" in as_json([hostile("l’été")])


@pytest.mark.parametrize(
    ("problems", "words"),
    [([], "0 errors, 0 warnings"), ([PROBLEM], "1 error, 0 warnings"), ([WARNING] * 2, "0 errors, 2 warnings")],
)
def test_the_summary_counts_in_words(problems: list[Problem], words: str) -> None:
    assert summary(problems) == words


@given(ANYTHING)
@example("\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066\u200b\r\n::error::x")
@example("##[error]x ###[group] ##[ ##vso[task]")
@example(" ::error::x")
@example("\ud800\udc00\ud800")
def test_no_text_acts_on_the_terminal_or_on_the_runner(text: str) -> None:
    problem = hostile(text)
    for report in (as_text([problem]), as_json([problem])):
        report.encode()
        assert "##[" not in report
        assert "##vso[" not in report
        assert all(char == "\n" or unicodedata.category(char)[0] not in "CZ" or char == " " for char in report)
    assert len(as_text([problem]).splitlines()) == (5 if text else 2)
    assert all(not line.lstrip().startswith("::") for line in as_text([problem]).splitlines())


@given(ANYTHING)
def test_a_program_reads_exactly_what_the_data_held(text: str) -> None:
    problem = json.loads(as_json([hostile(text)]))["problems"][0]
    # A pair of surrogates is what JSON calls the character that they make.
    assert problem["message"] == text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def test_a_long_text_is_cut() -> None:
    line = as_text([hostile("a" * 10_000)]).splitlines()[2]
    assert line == f"    got       {'a' * 199}…"


def test_problems_stand_in_the_order_of_files_and_places() -> None:
    assert in_order([WARNING, PROBLEM]) == [PROBLEM, WARNING]
