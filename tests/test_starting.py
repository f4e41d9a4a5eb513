"""A corpus of one's own: what `quidit init` writes, and that `make dataset` there builds it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpora import REPOSITORY
from quidit import Corpus
from quidit.starting import LANGUAGES, StartError, start


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_started_corpus_is_clean_whole_and_annotated(tmp_path, language):
    folder = tmp_path / "my-corpus"
    written = {path.as_posix() for path in start(folder, language)}
    assert {
        "README.md", "Makefile", "pyproject.toml", ".gitignore", ".github/workflows/release.yml", ".github/workflows/validate.yml", "schema/scheme.toml",
        "schema/annotation.schema.json", "corpus/sample.json", "corpus/splits.jsonl", "seeds/sample.txt",
        "annotations/annotators.json", "annotations/sample/sample.json",
    } <= written  # fmt: skip
    corpus = Corpus.open(folder)
    assert corpus.validate().problems == ()
    assert corpus.store.stale() == []
    assert corpus.split().entries == ()
    (article,) = corpus.articles()
    assert article.language == language
    assert corpus.scheme.languages[0] == language
    for layer in ("mentions", "cues", "quotes", "stances"):
        assert getattr(corpus.annotations("sample")[0], layer)
    assert "git init && git add --all && git commit" in (folder / "README.md").read_text(encoding="utf-8")
    for place in folder.rglob("*"):
        assert not place.is_file() or "{dataset}" not in place.read_text(encoding="utf-8")


def test_make_dataset_builds_a_started_corpus(tmp_path):
    folder = tmp_path / "my-corpus"
    start(folder, "fr")
    binaries = tmp_path / "bin"
    binaries.mkdir()
    command = binaries / "quidit"
    command.write_text(f"#!{sys.executable}\nfrom quidit.cli import main\nmain()\n")
    command.chmod(0o755)
    make = Path(shutil.which("make") or "make")
    result = subprocess.run(
        [make, "dataset"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{binaries}:/usr/bin:/bin"},
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert 'load_dataset("build/my-corpus", "sentences")' in result.stdout


def test_without_the_command_make_says_what_to_install(tmp_path):
    folder = tmp_path / "my-corpus"
    start(folder, "fr")
    result = subprocess.run(
        ["make", "dataset"], cwd=folder, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"}
    )
    assert result.returncode != 0
    assert "pip install 'quidit[release]'" in result.stdout


def test_the_scheme_of_a_started_corpus_is_quidits_with_a_sample_issue(tmp_path):
    start(tmp_path / "mine", "fr")
    ours, theirs = Corpus.open(REPOSITORY).scheme, Corpus.open(tmp_path / "mine").scheme
    assert [issue.id for issue in theirs.issues] == ["new-bridge"]
    assert theirs.mentions == ours.mentions
    assert theirs.quote_types == ours.quote_types


def test_nothing_is_started_in_a_folder_that_holds_something(tmp_path):
    (tmp_path / "mine.txt").write_text("Keep me.")
    with pytest.raises(StartError, match="not empty"):
        start(tmp_path, "fr")
    with pytest.raises(StartError, match="not empty"):
        start(tmp_path / "mine.txt", "fr")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_name_or_language_that_cannot_be_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(StartError, match="cannot name a dataset"):
        start(tmp_path / "mon corpus", "fr")
    with pytest.raises(StartError, match="choose fr or en"):
        start(tmp_path / "mine", "de")
    assert list(tmp_path.iterdir()) == []
