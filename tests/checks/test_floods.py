"""Floods: of a file that is wrong a thousand times over, so much is told that a person sees why, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quidit import Corpus, canonical
from quidit.checks.rules import MOST, nearest
from quidit.problems import Problem
from quidit.starting import start

ANNOTATION = "annotations/sample/sample.json"
LEDGER = "corpus/splits.jsonl"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    start(tmp_path / "flood", "fr")
    return tmp_path / "flood"


def of(folder: Path, code: str) -> list[Problem]:
    return [problem for problem in Corpus.open(folder).validate().problems if problem.code == code]


def with_dangling_speakers(folder: Path, number: int) -> None:
    document = json.loads((folder / ANNOTATION).read_text(encoding="utf-8"))
    document["quotes"][0]["speakers"] = [f"m{each + 100}" for each in range(number)]
    (folder / ANNOTATION).write_text(canonical.dumps(document), encoding="utf-8")


def test_of_one_rule_in_one_file_a_thousand_problems_are_told(corpus: Path) -> None:
    with_dangling_speakers(corpus, MOST)
    found = of(corpus, "QD402")
    assert len(found) == MOST
    assert "not told" not in found[-1].message


def test_and_one_more_that_says_that_there_are_others(corpus: Path) -> None:
    with_dangling_speakers(corpus, 2 * MOST)
    found = of(corpus, "QD402")
    assert len(found) == MOST + 1
    assert [problem.message.endswith("after 1,000 of its kind the others are not told") for problem in found] == [
        *[False] * MOST,
        True,
    ]
    assert {problem.code for problem in Corpus.open(corpus).validate().problems} == {"QD402"}


def test_problems_of_other_files_are_all_told(corpus: Path) -> None:
    article = json.loads((corpus / "corpus/sample.json").read_text(encoding="utf-8"))
    for number in range(MOST + 5):
        twin = {
            **article,
            "id": f"a-{number}",
            "paragraphs": [f"A {number}."],
            "sentences": [[0, 3 + len(str(number))]],
        }
        (corpus / f"corpus/a-{number}.json").write_text(json.dumps(twin), encoding="utf-8")
    assert len(of(corpus, "QD509")) == MOST + 5


def test_a_ledger_full_of_broken_lines_is_read_no_further(corpus: Path) -> None:
    (corpus / LEDGER).write_text("{\n" * (MOST + 1), encoding="utf-8")
    assert len(of(corpus, "QD101")) == MOST + 1
    (corpus / LEDGER).write_text("{\n" * (3 * MOST), encoding="utf-8")
    found = of(corpus, "QD101")
    assert [problem.line for problem in found] == [*range(1, MOST + 2)]
    assert found[-1].message.endswith("after 1,000 lines with errors those behind are not read")


def test_of_thousands_of_words_one_that_begins_alike_is_found() -> None:
    words = [f"{letter}{number}" for letter in "abcdefgh" for number in range(1000)]
    assert nearest("c512x", words) == "did you mean 'c512'?"
    assert nearest("valmnt", [*words, "valmont"]) == "did you mean 'valmont'?"
    assert nearest("zzzzzz", words) == ""
