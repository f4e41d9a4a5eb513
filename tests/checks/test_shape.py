"""Shape: what a contributor is told who has never read a schema, about each way to depart from one."""

from __future__ import annotations

from typing import Any

import pytest

from corpora import REPOSITORY
from quidit.checks import SHAPE_RULES
from quidit.checks.placing import Sheet, problems_of
from quidit.checks.subjects import Departures
from quidit.generate.json_schema import json_schemas
from quidit.generate.shapes import LONGEST
from quidit.problems import Problem
from quidit.schema import Gate
from quidit.scheme_file import read_scheme

SCHEME = read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8"))
GATES = {name: Gate(schema) for name, schema in json_schemas(SCHEME).items()}
ARTICLE: dict[str, Any] = {
    "id": "pont",
    "language": "fr",
    "source": {"file": "pont.txt", "sha256": "0" * 64},
    "rights": {"text": "CC0-1.0", "redistribution": "allowed"},
    "text_sha256": "0" * 64,
    "paragraphs": ["Le pont est ouvert."],
    "sentences": [[0, 19]],
}


def problems(kind: str, document: object) -> list[Problem]:
    subject = Departures(document, tuple(GATES[kind].departures(document)))
    return list(problems_of(SHAPE_RULES, subject, Sheet("a.json", "")))


def told(**members: Any) -> tuple[str, str, str, str]:
    """Code, message, what is expected and the remedy of the one problem of an article with those members."""
    (problem,) = problems("article", {**ARTICLE, **members})
    return problem.code, problem.message, problem.expected, problem.fix


@pytest.mark.parametrize(
    ("key", "fix"),
    [
        ("id", 'add "id": lower-case letters, digits and hyphens, as the file\'s name, such as new-bridge'),
        ("language", 'add "language": BCP 47 language tag, such as fr'),
        ("rights", 'add "rights": an object { … }'),
        ("paragraphs", 'add "paragraphs": a list [ … ]'),
    ],
)
def test_a_missing_key_is_told_with_what_it_holds(key: str, fix: str) -> None:
    (problem,) = problems("article", {each: value for each, value in ARTICLE.items() if each != key})
    assert (problem.code, problem.message, problem.fix) == ("QD201", f'the key "{key}" is missing', fix)


def test_where_values_are_listed_the_missing_one_is_one_of_them() -> None:
    (problem,) = problems("annotators", [{"id": "a1"}])
    assert problem.fix == 'add "kind": one of human, model'


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"title": 3}, ("QD203", '"title" is 3, and a text in quotes belongs there')),
        ({"sentences": [["0", 19]]}, ("QD203", 'an element of "sentences" is "0", and an integer belongs there')),
        ({"paragraphs": [None]}, ("QD203", 'an element of "paragraphs" is null, and a text in quotes belongs there')),
        ({"rights": {"text": "unknown", "redistribution": "no"}}, ("QD204", '"no" is not a value of "redistribution"')),
        ({"title": ""}, ("QD206", '"title" is empty')),
        ({"sentences": [[-1, 19]]}, ("QD206", 'an element of "sentences" is -1, which is below 0')),
        ({"paragraphs": []}, ("QD207", '"paragraphs" has 0 elements, and at least 1 belong there')),
        ({"id": "p"}, ("QD205", '"p" does not have the form of "id"')),
    ],
)
def test_a_problem_names_the_key_and_what_stands_there(members: dict[str, Any], expected: tuple[str, str]) -> None:
    assert told(**members)[:2] == expected


def test_a_file_that_is_no_object_is_told_as_a_file() -> None:
    (problem,) = problems("annotators", {"id": "a1", "kind": "model"})
    assert problem.message == 'the file is {"id": "a1", "kind": "model"}, and a list [ … ] belongs there'


def test_a_pair_of_offsets_is_shown_by_an_example() -> None:
    code, _, expected, _ = told(sentences=[[0]])
    assert (code, expected) == ("QD207", "at least 2: the first code point and the one after the last, such as [0, 21]")


@pytest.mark.parametrize(
    ("kind", "key", "value", "meant"),
    [
        ("article", "id", "Pont de Valmont", "pont-de-valmont"),
        ("article", "id", "élection", "election"),
        ("article", "language", " fr", "fr"),
        ("article", "text_sha256", "A" * 64, "a" * 64),
        ("source", "published", "2026/11/23", "2026-11-23"),
        ("source", "url", "www.example.org/pont", "https://www.example.org/pont"),
        ("source", "published", "23/11/2026", ""),
        ("source", "url", "pont", ""),
        ("article", "id", "p" * 200, ""),
    ],
)
def test_what_was_probably_meant_has_the_form(kind: str, key: str, value: str, meant: str) -> None:
    members = {key: value} if kind == "article" else {"source": {**ARTICLE["source"], key: value}}
    code, _, expected, fix = told(**members)
    assert code == "QD205"
    assert "such as" in expected
    assert fix == f"did you mean {meant!r}?" if meant else fix.startswith("correct it; to programs its form is ^")


@pytest.mark.parametrize("key", ["title", "publisher", "note", "basis"])
def test_no_title_is_a_book(key: str) -> None:
    parts = {"title": "", "publisher": "source", "note": "source", "basis": "rights"}

    def members(text: str) -> dict[str, Any]:
        return {parts[key]: {**ARTICLE[parts[key]], key: text}} if parts[key] else {key: text}

    assert problems("article", {**ARTICLE, **members("é" * LONGEST)}) == []
    assert told(**members("é" * 1_000_000))[:3] == (
        "QD206",
        f'"{key}" has 1,000,000 characters',
        "at most 1,000 characters",
    )


def test_the_articles_own_words_are_as_long_as_they_are() -> None:
    assert problems("article", {**ARTICLE, "paragraphs": ["é" * 1_000_000]}) == []
    span = {"id": "m1", "start": 0, "end": 2000, "text": "é" * 2000, "label": "PER", "entity": "a"}
    head = {"article": "pont", "annotator": "a1", "scheme": "1.2", "text_sha256": "0" * 64, "status": "draft"}
    assert problems("annotation", {**head, "mentions": [span]}) == []


def test_of_a_file_that_is_wrong_throughout_the_first_fault_is_told_as_any_other() -> None:
    document = [{"id": "a1", "kind": "robot"}]
    subject = Departures(document, tuple(GATES["annotators"].departures(document)), more=True)
    (problem,) = problems_of(SHAPE_RULES, subject, Sheet("annotators.json", ""))
    assert problem.code == "QD209"
    assert problem.message == 'nearly everything in it is wrong; at the first place "robot" is not a value of "kind"'
    assert problem.expected == "one of human, model"
