"""A release of a revision: what was committed, whatever stands in the working tree and whatever a branch brings along."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpora import REPOSITORY, copy_of
from quidit import Corpus
from quidit.git.checkout import Revision
from quidit.git.repository import RepositoryError
from quidit.release.revision import build_revision
from quidit.store import BrokenCorpusError
from releases import files_of, replace_in, toy_pilot
from repositories import commit, git, repository

ARTICLE = "corpus/conseil-valmont.json"
LIN = "annotations/conseil-valmont/lin.json"


def built(corpus: Path, revision: str, folder: Path) -> dict[str, bytes]:
    build_revision(Revision.of(corpus, revision), folder, lambda _: None)
    return files_of(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy pilot with a changelog, committed and tagged."""
    folder = toy_pilot(tmp_path_factory.mktemp("made") / "corpus")
    (folder / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    git(repository(folder), "tag", "v0.1.0")
    return folder


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "corpus", symlinks=True))


def test_a_tag_builds_the_bytes_that_its_working_tree_builds(corpus: Path, tmp_path: Path) -> None:
    Corpus.open(corpus).build(tmp_path / "tree" / "toy")
    assert built(corpus, "v0.1.0", tmp_path / "tag" / "toy") == files_of(tmp_path / "tree" / "toy")
    assert (tmp_path / "tag" / "toy" / "CHANGELOG.md").read_text(encoding="utf-8") == "# Changelog\n"


def test_nothing_of_the_working_tree_reaches_it(corpus: Path, tmp_path: Path) -> None:
    before = built(corpus, "v0.1.0", tmp_path / "before" / "toy")
    shutil.rmtree(corpus / "annotations")
    (corpus / ARTICLE).write_text("{", encoding="utf-8")
    (corpus / "pyproject.toml").write_text("", encoding="utf-8")
    commit(corpus)
    assert built(corpus, "v0.1.0", tmp_path / "after" / "toy") == before


def test_no_attribute_or_filter_that_a_branch_brings_changes_a_byte(corpus: Path, tmp_path: Path) -> None:
    before = built(corpus, "v0.1.0", tmp_path / "before" / "toy")
    ran = tmp_path / "ran"
    (corpus / ".gitattributes").write_text("* filter=trap ident eol=crlf export-ignore\n", encoding="utf-8")
    commit(corpus)
    git(corpus, "config", "filter.trap.smudge", f"touch {ran}; cat")
    git(corpus, "config", "core.hooksPath", str(tmp_path))
    (tmp_path / "post-checkout").write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
    (tmp_path / "post-checkout").chmod(0o755)
    assert built(corpus, "main", tmp_path / "after" / "toy") == before
    assert not ran.exists()


def test_a_corpus_in_a_subfolder_is_built_from_there(corpus: Path, tmp_path: Path) -> None:
    before = built(corpus, "v0.1.0", tmp_path / "before" / "toy")
    shutil.rmtree(corpus / ".git")
    whole = tmp_path / "whole"
    shutil.copytree(corpus, whole / "data" / "toy")
    (whole / "schema").mkdir()
    (whole / "schema" / "scheme.toml").write_text("no scheme", encoding="utf-8")
    git(repository(whole), "tag", "v0.1.0")
    assert built(whole / "data" / "toy", "v0.1.0", tmp_path / "after" / "toy") == before


@pytest.mark.parametrize("place", [ARTICLE, "CHANGELOG.md", "seeds/extra.txt"])
def test_a_link_is_refused_and_not_followed(corpus: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (corpus / place).unlink(missing_ok=True)
    (corpus / place).symlink_to(tmp_path / "secret")
    commit(corpus)
    with pytest.raises(RepositoryError, match=f"'{place}' of main is a link, and no file; commit the file itself"):
        built(corpus, "main", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_submodule_is_refused(corpus: Path, tmp_path: Path) -> None:
    git(corpus, "update-index", "--add", "--cacheinfo", f"160000,{git(corpus, 'rev-parse', 'HEAD')},seeds/more")
    git(corpus, "commit", "--quiet", "--message=A submodule")
    with pytest.raises(RepositoryError, match="'seeds/more' of main is a submodule, and no file"):
        built(corpus, "main", tmp_path / "out")


def test_what_does_not_validate_is_not_built(corpus: Path, tmp_path: Path) -> None:
    replace_in(corpus / LIN, '"start": 3, "end": 31', '"start": 4, "end": 31')
    commit(corpus)
    with pytest.raises(BrokenCorpusError, match="main holds a corpus that does not validate") as raised:
        built(corpus, "main", tmp_path / "out")
    assert {problem.path for problem in raised.value.problems} == {LIN}
    assert not (tmp_path / "out").exists()


def test_a_rule_that_came_later_does_not_keep_a_tag_from_being_built(corpus: Path, tmp_path: Path) -> None:
    replace_in(corpus / ARTICLE, '"CC0-1.0"', '"CC-ZERO"')
    commit(corpus)
    errors = {problem.name for problem in Corpus.open(corpus).validate().problems if problem.is_error}
    assert "unknown-licence" in errors
    assert "articles/full-00000-of-00001.parquet" in built(corpus, "main", tmp_path / "out")


def test_a_revision_without_the_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "early").mkdir()
    git(repository(tmp_path / "early"), "tag", "empty")
    copy_of(REPOSITORY, tmp_path / "early" / "corpus")
    with pytest.raises(RepositoryError, match=r"empty holds no corpus: there is no corpus/schema/scheme\.toml in it"):
        Revision.of(tmp_path / "early" / "corpus", "empty")
