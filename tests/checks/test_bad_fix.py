"""Every rule whose problem carries a repair, by the corpus that it was made for: the repair mends, and does what it says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from checks.test_bad import case_of
from edits import apply
from quidit import Corpus, canonical
from quidit.checks.catalogue import CATALOGUE
from quidit.checks.rules import Rule
from quidit.report import as_text
from quidit.starting import start

BAD = Path(__file__).parents[1] / "bad"
MENDED = [
    rule for rule in CATALOGUE if "\n    or run " in (BAD / rule.name / "expected.txt").read_text(encoding="utf-8")
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "bad"
    start(folder, "fr")
    return folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "bad"))


def contents(folder: Path) -> dict[str, bytes]:
    """The data of a corpus by path, and its raw files."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for part in ("corpus", "annotations", "seeds")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.name)
def test_a_repair_mends_its_problem_and_is_the_edit_that_was_told(rule: Rule[object], copy: Path) -> None:
    case = case_of(rule)
    assert "base" not in case, "a fix knows no base"
    apply(copy, case["edit"])
    before = contents(copy)
    (problem,) = Corpus.open(copy).validate().problems
    assert problem.repair is not None
    if not problem.repair.is_safe:
        assert Corpus.open(copy).fix().files == ()
        assert contents(copy) == before
    repairs = Corpus.open(copy).fix(unsafe=not problem.repair.is_safe)
    assert [found.code for file in repairs.files for found in file.fixed] == [rule.code]
    assert repairs.taken_back == ()
    assert as_text(Corpus.open(copy).validate().problems) == ""
    mended = contents(copy)
    for path, content in mended.items():
        if path.endswith(".json") and content != before.get(path):
            assert content.decode() == canonical.dumps(json.loads(content))
    assert Corpus.open(copy).fix(unsafe=True).files == ()
    assert contents(copy) == mended
    assert {path: content for path, content in mended.items() if path.startswith("seeds/")} == {
        path: content for path, content in before.items() if path.startswith("seeds/")
    }


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.name)
def test_what_a_repair_does_is_what_mends_the_example(rule: Rule[object], copy: Path, tmp_path: Path) -> None:
    case = case_of(rule)
    apply(copy, case["edit"])
    by_hand = Path(shutil.copytree(copy, tmp_path / "by-hand"))
    apply(by_hand, case["fix"])
    Corpus.open(copy).fix(unsafe=True)
    assert contents(copy) == contents(by_hand)
