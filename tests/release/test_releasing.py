"""Releasing: what is refused and why, what a release leaves behind, and what a killed one does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from corpora import quidit
from quidit import Corpus
from quidit.git.repository import RepositoryError
from quidit.release.tagging.plan import ReleaseRefusedError
from releases import PILOT, files_of, replace_in
from repositories import commit, git, repository
from toy_history import begun

DAY = {"SOURCE_DATE_EPOCH": "1795000000"}
"""2026-11-18."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return begun(tmp_path_factory.mktemp("made") / "corpus")


@pytest.fixture(scope="module")
def after(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with its first release."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("after") / "corpus", symlinks=True))
    result = quidit("release", "auto", cwd=folder, **DAY)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "corpus", symlinks=True))


@pytest.fixture
def released(after: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(after, tmp_path / "corpus", symlinks=True))


def refused(folder: Path, version: str = "auto") -> str:
    """Why a release is refused; nothing is changed by asking."""
    before = (files_of(folder), git(folder, "for-each-ref"))
    with pytest.raises((ReleaseRefusedError, RepositoryError)) as raised:
        Corpus.open(folder).release(version)
    assert (files_of(folder), git(folder, "for-each-ref")) == before
    return str(raised.value)


# ── What a release leaves ───────────────────────────────────────────────────────────────────────────


def test_a_release_is_a_commit_of_three_files_at_most_and_an_annotated_tag(after: Path) -> None:
    assert git(after, "log", "-1", "--format=%s") == "Release 0.1.0"
    assert git(after, "diff", "--name-only", "HEAD~1").splitlines() == ["CHANGELOG.md", "CITATION.cff"]
    assert git(after, "cat-file", "-t", "v0.1.0") == "tag"
    assert git(after, "rev-parse", "v0.1.0^{commit}") == git(after, "rev-parse", "main")
    assert git(after, "tag", "--list", "--format=%(contents)", "v0.1.0") == "v0.1.0\n\n- The first release."
    assert git(after, "status", "--porcelain") == ""
    assert "## 0.1.0 (2026-11-18)\n" in (after / "CHANGELOG.md").read_text(encoding="utf-8")
    assert 'version: 0.1.0\ndate-released: "2026-11-18"\n' in (after / "CITATION.cff").read_text(encoding="utf-8")


def test_a_tag_is_verified_on_another_day(released: Path) -> None:
    verified = quidit("verify", "v0.1.0", cwd=released, SOURCE_DATE_EPOCH="0")
    assert verified.returncode == 0, verified.stdout


def test_a_dry_run_shows_all_of_it_and_changes_nothing(corpus: Path) -> None:
    before = files_of(corpus)
    result = quidit("release", "auto", "--dry-run", cwd=corpus, **DAY)
    assert result.returncode == 0, result.stderr
    assert files_of(corpus) == before
    assert "v0.1.0, the first release\n" in result.stdout
    assert "+## 0.1.0 (2026-11-18)\n" in result.stdout
    assert "+++ b/CITATION.cff\n" in result.stdout
    assert "this would be committed and tagged on main; nothing was changed." in result.stdout


def test_the_version_that_is_wished_for_stands_in_the_settings_then(corpus: Path) -> None:
    text = (corpus / "pyproject.toml").read_text(encoding="utf-8")
    told = json.loads(quidit("release", "0.2.0", "--json", cwd=corpus).stdout)
    assert (told["tag"], told["previous"], told["commit"]) == ("v0.2.0", None, git(corpus, "rev-parse", "HEAD"))
    assert (corpus / "pyproject.toml").read_text(encoding="utf-8") == text.replace('"0.1.0"', '"0.2.0"')
    assert git(corpus, "status", "--porcelain") == ""


def test_a_corpus_in_a_folder_has_tags_of_its_own_and_leaves_the_rest_alone(corpus: Path, tmp_path: Path) -> None:
    shutil.rmtree(corpus / ".git")
    whole = tmp_path / "whole"
    shutil.copytree(corpus, whole / "data" / "toy")
    (whole / "notes.txt").write_text("one\n", encoding="utf-8")
    repository(whole)
    (whole / "notes.txt").write_text("two\n", encoding="utf-8")
    git(whole, "add", "notes.txt")
    result = quidit("release", "auto", cwd=whole / "data" / "toy", **AUTHOR)
    assert result.returncode == 0, result.stderr
    assert "git push --atomic origin main data/toy/v0.1.0" in result.stdout
    assert git(whole, "diff", "--name-only", "HEAD~1", "HEAD").splitlines() == [
        "data/toy/CHANGELOG.md",
        "data/toy/CITATION.cff",
    ]
    assert git(whole, "status", "--porcelain") == "M  notes.txt"


AUTHOR = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


def test_a_corpus_that_was_just_started_can_be_released(tmp_path: Path) -> None:
    quidit("init", "mine", cwd=tmp_path)
    repository(tmp_path / "mine")
    result = quidit("release", "auto", cwd=tmp_path / "mine", **AUTHOR)
    assert result.returncode == 0, result.stderr
    assert git(tmp_path / "mine", "tag") == "v0.1.0"
    assert quidit("build", cwd=tmp_path / "mine").returncode == 0
    assert quidit("verify", cwd=tmp_path / "mine").returncode == 0


# ── What is refused ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_committed_is_named(corpus: Path) -> None:
    (corpus / "notes.txt").write_text("nobody minds\n", encoding="utf-8")
    (corpus / "corpus/new.json").write_text("{}", encoding="utf-8")
    replace_in(corpus / "pyproject.toml", "Toy: made-up", "Toy: invented")
    assert refused(corpus).startswith("corpus/new.json, pyproject.toml is changed and not committed")


@pytest.mark.parametrize("ignored", ["", "CITATION.cff\n"])
def test_a_file_that_git_does_not_know_is_never_written_over(corpus: Path, ignored: str) -> None:
    (corpus / ".gitignore").write_text(ignored, encoding="utf-8")
    commit(corpus)
    (corpus / "CITATION.cff").write_text("mine\n", encoding="utf-8")
    assert refused(corpus).startswith("CITATION.cff is changed and not committed")


def test_a_corpus_that_does_not_validate_is_refused_with_its_problems(corpus: Path) -> None:
    replace_in(corpus / "annotations/conseil-valmont/lin.json", '"start": 3, "end": 31', '"start": 4, "end": 31')
    commit(corpus)
    result = quidit("release", "auto", cwd=corpus)
    assert result.returncode == 1
    assert "annotations/conseil-valmont/lin.json:" in result.stdout
    assert "the corpus does not validate, so it is not released" in result.stderr
    assert git(corpus, "tag") == ""


def test_a_version_must_be_valid_under_its_own_rules(corpus: Path) -> None:
    assert refused(corpus, "1.0.0") == (
        "1.0.0 cannot be the version (pyproject.toml: the version is 1.0.0 and the ledger's policy is pilot); "
        "run `quidit release auto`, or take one that fits"
    )


@pytest.mark.parametrize("version", ["1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "latest", ""])
def test_what_is_no_version_is_refused(corpus: Path, version: str) -> None:
    assert refused(corpus, version) == f"{version!r} is no version; write MAJOR.MINOR.PATCH as in 1.2.0, or auto"


def test_where_nothing_changed_there_is_nothing_to_release(released: Path) -> None:
    assert refused(released) == "nothing changed since 0.1.0, so there is nothing to release"


@pytest.mark.parametrize("version", ["0.1.0", "0.0.9"])
def test_versions_do_not_go_back(released: Path, version: str) -> None:
    assert refused(released, version) == f"{version} does not come after 0.1.0, the last release; nothing changed since"


def test_a_tag_that_is_taken_is_refused(released: Path) -> None:
    git(released, "tag", "v0.2.0", "HEAD~1")
    assert refused(released, "0.2.0").startswith("there is a tag v0.2.0 already, and tags never move")


def test_a_row_that_moves_into_test_is_refused_under_any_version(released: Path) -> None:
    replace_in(released / "corpus/splits.jsonl", '"test_from": 10', '"test_from": 9')
    commit(released)
    message = refused(released, "9.0.0")
    assert message.startswith("no version can have this:\n  a row moves into test or out of it: ")
    assert PILOT in message


def test_nobody_releases_from_no_branch_or_without_a_name(corpus: Path) -> None:
    git(corpus, "checkout", "--quiet", "--detach")
    assert "no branch is checked out" in refused(corpus)
    git(corpus, "checkout", "--quiet", "main")
    git(corpus, "config", "user.useConfigOnly", "true")
    git(corpus, "config", "--unset", "user.email")
    result = quidit("release", "auto", cwd=corpus, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1", EMAIL="")
    assert result.returncode == 2
    assert "git does not know who releases; run `git config user.name NAME`" in result.stderr


def test_an_earlier_release_whose_tag_is_not_here_is_missed(released: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--no-tags", released, "without")
    git(tmp_path / "without", "config", "user.name", "Ada")
    git(tmp_path / "without", "config", "user.email", "ada@example.org")
    assert refused(tmp_path / "without").startswith("the tag v0.1.0 of which CHANGELOG.md tells is not here")


def test_outside_of_a_repository_there_is_no_release(corpus: Path) -> None:
    shutil.rmtree(corpus / ".git")
    result = quidit("release", "auto", cwd=corpus)
    assert result.returncode == 2
    assert "lies in no git repository; run there `git init`, `git add --all` and `git commit`" in result.stderr


def test_a_corpus_must_be_committed_before_it_can_be_released(corpus: Path, tmp_path: Path) -> None:
    shutil.rmtree(corpus / ".git")
    git(tmp_path, "init", "--quiet")
    with pytest.raises(RepositoryError, match=r"nothing is committed in .* run there `git add --all` and `git commit`"):
        Corpus.open(corpus).release()
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message=Nothing")
    with pytest.raises(RepositoryError, match="/corpus is not committed; run there `git add --all` and `git commit`"):
        Corpus.open(corpus).release()


def test_without_git_there_is_no_release(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RepositoryError, match="this asks git, and there is none here; install it"):
        Corpus.open(corpus).release()


# ── Killed ──────────────────────────────────────────────────────────────────────────────────────────

KILLER = """#!/bin/sh
{git} "$@"
status=$?
case "$*" in *" {words} "*) kill -9 $PPID;; esac
exit $status
"""


def killed_after(folder: Path, words: str, bin_: Path) -> None:
    """A release that is killed as soon as a command of git has ended."""
    bin_.mkdir()
    program = bin_ / "git"
    program.write_text(KILLER.format(git=shutil.which("git"), words=words), encoding="utf-8")
    program.chmod(0o755)
    result = quidit("release", "auto", cwd=folder, PATH=f"{bin_}:/usr/bin:/bin")
    assert result.returncode == -9


@pytest.mark.parametrize("words", ["hash-object", "commit-tree", "tag --annotate", "update-ref", "update-index -z"])
def test_killed_anywhere_it_leaves_nothing_or_what_running_it_again_ends(
    corpus: Path, tmp_path: Path, words: str
) -> None:
    before = files_of(corpus)
    killed_after(corpus, words, tmp_path / "bin")
    if words in ("hash-object", "commit-tree", "update-index -z"):
        assert git(corpus, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
        assert git(corpus, "status", "--porcelain") == ""
    else:
        assert {name: content for name, content in files_of(corpus).items() if ".git/" not in name} == {
            name: content for name, content in before.items() if ".git/" not in name
        }
    again = quidit("release", "auto", cwd=corpus)
    assert again.returncode == 0, again.stderr
    assert again.stdout.count("git push --atomic origin main v0.1.0") == 1
    assert git(corpus, "rev-list", "--count", "main") == "2"
    assert git(corpus, "rev-parse", "v0.1.0^{commit}") == git(corpus, "rev-parse", "main")
    assert git(corpus, "status", "--porcelain") == ""
    assert (corpus / "CHANGELOG.md").exists()


def test_a_release_that_was_begun_is_ended_file_by_file_or_given_up(corpus: Path, tmp_path: Path) -> None:
    killed_after(corpus, "update-ref", tmp_path / "bin")
    assert "v0.1.0 was begun and not ended: end it with `quidit release 0.1.0`" in refused(corpus, "0.2.0")
    (corpus / "CHANGELOG.md").write_text(git(corpus, "show", "HEAD:CHANGELOG.md") + "\n", encoding="utf-8")
    shown = quidit("release", "0.1.0", "--dry-run", cwd=corpus)
    assert "the release that was begun would be ended on main; nothing was changed." in shown.stdout
    assert not (corpus / "CITATION.cff").exists()
    (corpus / "CITATION.cff").write_text("mine: now\n", encoding="utf-8")
    assert "CITATION.cff is changed and not committed" in refused(corpus, "0.1.0")
    (corpus / "CITATION.cff").unlink()
    ended = quidit("release", "0.1.0", cwd=corpus)
    assert ended.returncode == 0, ended.stderr
    assert "v0.1.0 had been begun, and is whole now" in ended.stdout
    assert git(corpus, "status", "--porcelain") == ""
