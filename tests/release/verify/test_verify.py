"""Verifying as a person does: a folder against its tag, a tag against itself, and what the command then says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from corpora import quidit
from quidit import Corpus
from quidit.cli import quidit as command
from quidit.git.repository import RepositoryError
from quidit.release.verify.origin import Origin
from releases import replace_in, toy_pilot
from repositories import commit, git, repository


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy pilot, built, in a repository with its tag."""
    folder = toy_pilot(tmp_path_factory.mktemp("made") / "corpus")
    git(repository(folder), "tag", "v0.1.0")
    Corpus.open(folder).build()
    return folder


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "corpus", symlinks=True))


def test_the_last_build_is_verified_against_the_tag_of_its_version(corpus: Path) -> None:
    replace_in(corpus / "pyproject.toml", 'title = "Toy', 'title = "Changed')
    commit(corpus)
    result = quidit("verify", cwd=corpus)
    assert result.returncode == 0, result.stdout + result.stderr
    tag = git(corpus, "rev-parse", "v0.1.0")[:12]
    files = sum(path.is_file() for path in (corpus / "build/toy").rglob("*"))
    equal = f"build/toy is what v0.1.0 ({tag}) makes: {files} files, equal byte by byte, both made with quidit"
    assert result.stdout.startswith(equal)


def test_what_differs_is_said_and_the_status_is_1(corpus: Path) -> None:
    (corpus / "build/toy/README.md").unlink()
    result = quidit("verify", "build/toy", cwd=corpus)
    assert result.returncode == 1
    assert "build/toy is not what v0.1.0" in result.stdout
    assert "\n  README.md: is missing; get the release anew\n" in result.stdout
    told = json.loads(quidit("verify", "build/toy", "--json", cwd=corpus).stdout)
    assert told["equal"] is False
    assert told["compared"] == "bytes"
    assert [each["file"] for each in told["discrepancies"]] == ["README.md"]


def test_a_folder_that_was_built_before_its_release_is_told_as_such(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = git(corpus, "rev-parse", "HEAD")
    (corpus / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 (2026-11-18)\n", encoding="utf-8")
    commit(corpus)
    git(corpus, "tag", "--force", "v0.1.0")
    monkeypatch.chdir(corpus)
    assert command.main(["verify"], standalone_mode=False) == 1
    said = capsys.readouterr().out
    assert said.endswith(
        f"makes, but what the commit {before[:12]} makes: it was built before the release; run `quidit build`.\n"
    )
    assert "CHANGELOG.md" not in said


def test_a_folder_that_was_built_after_the_release_is_told_as_such(corpus: Path) -> None:
    path = corpus / "CHANGELOG.md"
    path.write_text("# Changelog\n\n## 0.1.0 (2026-11-18)\n", encoding="utf-8")
    git(corpus, "checkout", "--quiet", "--orphan", "other")
    commit(corpus)
    git(corpus, "tag", "--force", "v0.1.0")
    path.unlink()
    head = commit(corpus)
    assert Corpus.open(corpus).verify().origin == Origin(head, "after the release", "`quidit release auto` releases it")


def test_a_release_can_be_held_against_any_revision(corpus: Path) -> None:
    replace_in(corpus / "pyproject.toml", 'title = "Toy', 'title = "Changed')
    commit(corpus)
    result = quidit("verify", "--from", "main", cwd=corpus)
    assert result.returncode == 1
    assert "README.md: line" in result.stdout


def test_a_tag_is_built_twice_and_comes_out_the_same(corpus: Path) -> None:
    result = quidit("verify", "v0.1.0", cwd=corpus, PYTHONHASHSEED="1", HF_ENDPOINT="")
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.startswith("a second build is what v0.1.0 (")


def test_a_tag_that_is_not_there_is_wrong_usage(corpus: Path) -> None:
    result = quidit("verify", "v9.9.9", cwd=corpus)
    assert result.returncode == 2
    assert "git has no revision 'v9.9.9'; its tags of versions are v0.1.0; `git tag` shows all tags" in result.stderr
    result = quidit("verify", "pyproject.toml", cwd=corpus)
    assert result.returncode == 2
    assert "pyproject.toml is a file; name the folder of a release, a tag" in result.stderr


def test_a_folder_of_a_version_that_has_no_tag_is_told_how_it_gets_one(corpus: Path) -> None:
    git(corpus, "tag", "--delete", "v0.1.0")
    with pytest.raises(RepositoryError, match=r"no tag v0\.1\.0, .*`quidit release 0\.1\.0` makes it, .*--from"):
        Corpus.open(corpus).verify()


def test_a_folder_that_is_no_release_is_refused(corpus: Path) -> None:
    result = quidit("verify", "corpus", cwd=corpus)
    assert result.returncode == 2
    assert "holds no MANIFEST.json, so it is no release" in result.stderr


def test_a_corpus_in_a_folder_of_a_repository_has_tags_of_its_own(corpus: Path, tmp_path: Path) -> None:
    shutil.rmtree(corpus / ".git")
    whole = tmp_path / "whole"
    shutil.copytree(corpus, whole / "data" / "toy")
    git(repository(whole), "tag", "data/toy/v0.1.0")
    result = quidit("verify", cwd=whole / "data" / "toy")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "is what data/toy/v0.1.0 (" in result.stdout
