"""One annotation broken in seven ways: seven problems, each at its line and column, in all six formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from oracle import end, place
from quidit import Corpus, canonical
from quidit.problems import Problem
from quidit.report import FORMATS, Report
from quidit.report.json_object import schema
from quidit.starting import start
from report.reading import junit_cases, report_of, runner_commands, sarif_results

ANNOTATION = "annotations/sample/sample.json"


def break_in_seven_ways(document: Any) -> None:
    """A shifted span, a label of another scheme, a missing key, a dangling reference, and three more."""
    document["mentions"][4] |= {"start": 184, "end": 196}
    document["mentions"][1]["label"] = "PERS"
    del document["mentions"][5]["entity"]
    document["quotes"][1]["speakers"] = ["m4", "m44"]
    del document["quotes"][2]["speakers"]
    document["mentions"][0]["start"] = "12"
    document["cues"][2] |= {"end": 224, "text": "Selon "}


FAULTS = {
    ("QD203", "/mentions/0/start"),
    ("QD204", "/mentions/1/label"),
    ("QD301", "/mentions/4/text"),
    ("QD201", "/mentions/5"),
    ("QD309", "/cues/2/start"),
    ("QD402", "/quotes/1/speakers/1"),
    ("QD411", "/quotes/2"),
}
Told = list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seven") / "seven"
    start(folder, "fr")
    path = folder / ANNOTATION
    document = json.loads(path.read_text(encoding="utf-8"))
    break_in_seven_ways(document)
    path.write_text(canonical.dumps(document), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def source(folder: Path) -> str:
    return (folder / ANNOTATION).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def found(folder: Path) -> tuple[Problem, ...]:
    return Corpus.open(folder).validate().problems


@pytest.fixture(scope="module")
def expected(source: str) -> Told:
    """Each fault's code with the place where the oracle sees it, in the order of the file."""
    return sorted(((code, *place(source, pointer)) for code, pointer in FAULTS), key=lambda fault: fault[1:])


def test_seven_faults_are_seven_problems(found: tuple[Problem, ...]) -> None:
    assert {(problem.code, problem.pointer) for problem in found} == FAULTS
    assert len(found) == len(FAULTS)


def test_a_single_value_is_told_to_its_end(found: tuple[Problem, ...], source: str) -> None:
    single = [problem for problem in found if problem.end_column]
    assert len(single) == 5
    for problem in single:
        assert (problem.end_line, problem.end_column) == end(source, problem.pointer)


def of_text(written: str) -> Told:
    heads = [each.split(" ", 3) for each in written.splitlines() if each.startswith(ANNOTATION)]
    places = [(head[2], *head[0].rstrip(":").split(":")[-2:]) for head in heads]
    return [(code, int(row), int(column)) for code, row, column in places]


def of_json(written: str) -> Told:
    return [(each["code"], each["line"], each["column"]) for each in report_of(written, schema())["problems"]]


def of_github(written: str) -> Told:
    commands = [properties for _, properties, _ in runner_commands(written)]
    return [(each["title"].split()[0], int(each["line"]), int(each["col"])) for each in commands]


def of_sarif(written: str) -> Told:
    regions = [(each["ruleId"], each["locations"][0]["physicalLocation"]["region"]) for each in sarif_results(written)]
    return [(code, region["startLine"], region["startColumn"]) for code, region in regions]


def of_junit(written: str) -> Told:
    names = [str(case.get("name")).split() for case in junit_cases(written)]
    return [(name[0], *map(int, name[2].split(":"))) for name in names]  # type: ignore[misc]  # two numbers


def of_markdown(written: str) -> Told:
    heads = [line.split("**")[1] for line in written.splitlines() if line.startswith("❌")]
    parts = [head.replace(",", "").split() for head in heads]
    return [(part[5], int(part[1]), int(part[3])) for part in parts]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("text", of_text),
        ("json", of_json),
        ("github", of_github),
        ("sarif", of_sarif),
        ("junit", of_junit),
        ("markdown", of_markdown),
    ],
)
def test_every_format_tells_all_seven_at_their_places(name, read, found, expected: Told) -> None:
    written = FORMATS[name](Report(found, 1, 1))
    assert read(written) == expected
    assert "Rives verte" in written
    assert "7 errors, 0 warnings" in written or name == "json"
