"""The fixes that SARIF offers: done by a viewer, they mend what they are offered for."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpora import REPOSITORY
from edits import apply
from quidit import Corpus
from quidit.catalogue.entries import Entry, entries
from quidit.report import FORMATS, Report
from quidit.starting import start
from report.reading import sarif_results


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "sarif"
    start(folder, "fr")
    return folder


def case_of(entry: Entry) -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "tests/bad" / entry.name / "case.toml").read_text(encoding="utf-8"))


def replaced(source: str, replacements: list[dict[str, Any]]) -> str:
    """What a viewer makes of a file: the last replacement first, so that the places of the others stay."""
    lines = source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    places = []
    for each in replacements:
        region = each["deletedRegion"]
        start_at = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end_at = starts[region["endLine"] - 1] + region["endColumn"] - 1
        places.append((start_at, end_at, each["insertedContent"]["text"]))
    for start_at, end_at, text in sorted(places, reverse=True):
        source = source[:start_at] + text + source[end_at:]
    return source


FIXABLE = [each for each in entries() if each.example.repair and "base" not in case_of(each)]


def test_several_rules_offer_fixes() -> None:
    assert len(FIXABLE) > 5


@pytest.mark.parametrize("entry", FIXABLE, ids=lambda entry: entry.name)
def test_a_fix_that_is_offered_mends_its_problem(entry: Entry, sound: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(sound, tmp_path / "sarif"))
    apply(copy, case_of(entry)["edit"])
    (result,) = sarif_results(FORMATS["sarif"](Report(Corpus.open(copy).validate().problems)))
    for fix in result.get("fixes", ()):
        for change in fix["artifactChanges"]:
            path = copy / change["artifactLocation"]["uri"]
            path.write_text(replaced(path.read_text(encoding="utf-8"), change["replacements"]), encoding="utf-8")
        assert Corpus.open(copy).validate().problems == ()
