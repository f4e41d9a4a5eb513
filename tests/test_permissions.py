"""Permissions: a place that may not be written is named with the remedy, before anything is half done."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpora import bound, command, copy_of
from releases import TOY, files_of
from repositories import ENVIRONMENT, git, repository


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(copy_of(TOY, tmp_path_factory.mktemp("made") / "corpus"))


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "corpus", symlinks=True))


@contextmanager
def closed(folder: Path, mode: int = 0o555) -> Iterator[None]:
    folder.chmod(mode)
    try:
        yield
    finally:
        folder.chmod(0o755)


def said(folder: Path, *words: str) -> str:
    """What a command says that may not do its work: a sentence, the status of wrong usage, and nothing else."""
    result = subprocess.run(
        bound(command(*words)),
        cwd=folder,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, ""), result.stderr
    (line,) = result.stderr.splitlines()
    return line


@pytest.mark.parametrize("place", ["", ".git", ".git/objects", ".git/refs/tags", ".git/refs/heads"])
def test_no_release_is_begun_that_could_not_be_written(corpus: Path, place: str) -> None:
    before = (files_of(corpus), git(corpus, "for-each-ref"))
    with closed(corpus / place):
        assert said(corpus, "release", "auto") == (
            f"Error: {corpus / place} may not be written; give yourself permission to write there and try again"
        )
    assert (files_of(corpus), git(corpus, "for-each-ref")) == before


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("", ["build"]),
        ("build", ["build"]),
        ("corpus", ["withdraw", "storm-warning", "--why", "its publisher asked for it"]),
        ("annotations/storm-warning", ["withdraw", "storm-warning", "--why", "its publisher asked for it"]),
        ("schema", ["generate"]),
        ("seeds", ["add", "../neu.txt", "--id", "neu", "--language", "fr"]),
    ],
)
def test_every_command_that_writes_says_where_it_may_not(corpus: Path, place: str, words: list[str]) -> None:
    (corpus.parent / "neu.txt").write_text("Il pleut sur le lac depuis hier.\n", encoding="utf-8")
    (corpus / "build").mkdir(exist_ok=place == "build")
    if not place:
        (corpus / "build").rmdir()
    (corpus / "schema/article.schema.json").unlink()
    with closed(corpus / place):
        assert said(corpus, *words) == (
            f"Error: {corpus / place} may not be written; give yourself permission to write there and try again"
        )


def test_what_may_not_be_read_is_told_as_such(corpus: Path) -> None:
    with closed(corpus / "schema/scheme.toml", 0o000):
        assert said(corpus, "build").endswith(
            "schema/scheme.toml may not be read; give yourself permission to read it and try again"
        )
