"""The verb `validate`: every format on standard output, paths from where the reader stands, and honest exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpora import quidit
from quidit.report import FORMATS
from quidit.starting import start
from report.reading import junit_cases, runner_commands, sarif_results

ANNOTATION = "annotations/sample/sample.json"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout") / "corpus"
    start(folder, "fr")
    path = folder / ANNOTATION
    path.write_text(path.read_text(encoding="utf-8").replace('"label": "ORG"', '"label": "ORGA"'), encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_comes_out_alone_and_an_error_is_status_1(form: str, broken: Path) -> None:
    result = quidit("validate", "--format", form, cwd=broken)
    assert result.returncode == 1
    assert result.stderr == ""
    assert "QD204" in result.stdout
    assert result.stdout.endswith("\n")


def test_json_is_short_for_its_format(broken: Path) -> None:
    short = quidit("validate", "--json", cwd=broken).stdout
    assert short == quidit("validate", "--format", "json", cwd=broken).stdout
    assert json.loads(short)["counts"]["error"] == 1


def test_paths_are_those_of_the_folder_that_one_is_in(broken: Path) -> None:
    for folder, way in ((broken, ""), (broken / "corpus", "../"), (broken.parent, "corpus/")):
        shown = quidit("validate", broken / ANNOTATION, cwd=folder).stdout
        assert shown.startswith(f"{way}{ANNOTATION}:19:")
        assert (folder / shown.partition(":")[0]).is_file()
    suites = quidit("validate", "--format", "junit", cwd=broken / "corpus").stdout
    assert junit_cases(suites)[0].get("classname") == f"../{ANNOTATION}"


def test_what_github_reads_has_the_paths_of_the_checkout(broken: Path) -> None:
    here = {"cwd": broken, "GITHUB_WORKSPACE": str(broken.parent)}
    ((_, properties, _),) = runner_commands(quidit("validate", "--format", "github", **here).stdout)
    assert properties["file"] == f"corpus/{ANNOTATION}"
    (result,) = sarif_results(quidit("validate", "--format", "sarif", **here).stdout)
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == f"corpus/{ANNOTATION}"
    assert quidit("validate", **here).stdout.startswith(f"{ANNOTATION}:19:")


@pytest.mark.parametrize(
    "words",
    [["--format", "xml"], ["nowhere.json"], ["--base", "main", ANNOTATION], ["--select", "QD9"], ["--jobs", "0"]],
)
def test_wrong_usage_is_status_2_and_nothing_on_standard_output(words: list[str], broken: Path) -> None:
    result = quidit("validate", *words, cwd=broken)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_warnings_alone_are_status_0(tmp_path: Path) -> None:
    start(tmp_path / "warned", "fr")
    (tmp_path / "warned/corpus/splits.jsonl").write_text("", encoding="utf-8")
    result = quidit("validate", cwd=tmp_path / "warned")
    assert result.returncode == 0
    assert "warning QD509" in result.stdout
