"""What may be listed as known is no obstacle to a dataset: whatever a later rule finds, rows are still made of it."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpora import REPOSITORY
from edits import apply
from quidit import Corpus
from quidit.checks.catalogue import BASE_RULES, CATALOGUE, LISTABLE
from quidit.checks.rules import Rule
from quidit.problems import Severity
from quidit.starting import start

FAILING = [
    rule for rule in CATALOGUE if rule.code in LISTABLE and rule.severity is Severity.ERROR and rule not in BASE_RULES
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "known"
    start(folder, "fr")
    return folder


@pytest.mark.parametrize("rule", FAILING, ids=lambda rule: rule.name)
def test_a_corpus_whose_errors_are_known_still_makes_rows(rule: Rule[Any], sound: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(sound, tmp_path / "known"))
    case = tomllib.loads((REPOSITORY / "tests/bad" / rule.name / "case.toml").read_text(encoding="utf-8"))
    apply(copy, case["edit"])
    corpus = Corpus.open(copy)
    if not corpus.write_baseline().is_clean:
        # What concerns no released article, such as the list of annotators, is mended rather than listed.
        assert not (copy / "schema/known-problems.json").exists()
        return
    for config in ("sentences", "quotes", "stance"):
        assert all(split.num_rows for split in corpus.to_datasets(config).values())
