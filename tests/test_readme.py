"""The README is a test: its Python runs from top to bottom, as a reader would run it."""

import re

import pytest

from corpora import REPOSITORY, copy_of
from quidit import Corpus

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = copy_of(REPOSITORY, tmp_path_factory.mktemp("readme") / "quidit")
    Corpus.open(folder).build()
    return folder


def test_every_example_of_the_readme_runs(built, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(built)
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    for block in BLOCKS:
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102  # our own README
    shown = capsys.readouterr().out
    assert "garanties-ukraine 28 paragraphs, 34 sentences" in shown
    assert "['les médias d’État russes'] selon →" in shown
    assert "14 32 M. Dupont" not in shown
    assert "M. Dupont l’a dit à 14 h 30." in shown


def test_the_readme_says_how_many_rows_there_are(built):
    sentences = Corpus.open(built).to_datasets("sentences")
    train, test = re.search(r"`sentences` has (\d+) rows for train and (\d+) for test", README).groups()
    assert {split: len(rows) for split, rows in sentences.items()} == {"train": int(train), "test": int(test)}
