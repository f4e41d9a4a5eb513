"""A contribution against its base: what it touches is judged, by the base's rules, and nothing that was there before."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from corpora import REPOSITORY, copy_of, quidit
from quidit import Corpus, canonical
from quidit.contribution.base import Base
from quidit.contribution.changes import articles_touched, with_folders
from quidit.contribution.survey import survey_of
from quidit.git.repository import RepositoryError
from quidit.lists import Lists
from quidit.problems import Problem
from quidit.records import Annotator
from quidit.splits.ledger import Entry
from repositories import commit, git, repository

TOY = REPOSITORY / "tests" / "toy"
LIN = "annotations/conseil-valmont/lin.json"


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(copy_of(TOY, tmp_path_factory.mktemp("toy") / "corpus"))


@pytest.fixture
def corpus(toy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(toy, tmp_path / "corpus", symlinks=True))


def problems(folder: Path, base: str = "main") -> tuple[Problem, ...]:
    return Corpus.open(folder).validate_contribution(base).problems


def codes(folder: Path, base: str = "main") -> list[str]:
    return [problem.code for problem in problems(folder, base)]


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def break_span(folder: Path, place: str = LIN) -> None:
    """A span that ends where nothing ends."""
    document = json.loads((folder / place).read_text(encoding="utf-8"))
    document["mentions"][0]["end"] = 99999
    (folder / place).write_text(canonical.dumps(document), encoding="utf-8")


# ── What is judged ──────────────────────────────────────────────────────────────────────────────────


def test_nothing_changed_is_nothing_checked(corpus: Path) -> None:
    validation = Corpus.open(corpus).validate_contribution("main")
    assert (validation.problems, validation.articles, validation.annotations) == ((), 0, 0)


def test_only_the_articles_that_a_contribution_touches_are_judged(corpus: Path) -> None:
    break_span(corpus)
    seen: list[str] = []
    validation = Corpus.open(corpus).validate_contribution("main", progress=seen.append)
    assert seen == ["conseil-valmont"]
    assert (validation.articles, validation.annotations) == (1, 3)
    assert {problem.path for problem in validation.problems} == {LIN}
    assert validation.problems == Corpus.open(corpus).validate([corpus / LIN]).problems


@pytest.mark.parametrize("committed", [True, False])
def test_what_is_committed_and_what_is_not_yet_are_judged_alike(corpus: Path, committed: bool) -> None:  # noqa: FBT001  # a case
    git(corpus, "checkout", "--quiet", "-b", "mine")
    break_span(corpus)
    if committed:
        commit(corpus)
    assert {problem.path for problem in problems(corpus)} == {LIN}


def test_what_the_base_did_meanwhile_is_no_part_of_the_contribution(corpus: Path) -> None:
    git(corpus, "checkout", "--quiet", "-b", "mine")
    break_span(corpus)
    commit(corpus)
    git(corpus, "checkout", "--quiet", "main")
    break_span(corpus, "annotations/bus-lanes/lin.json")
    commit(corpus)
    git(corpus, "checkout", "--quiet", "mine")
    assert {problem.path for problem in problems(corpus)} == {LIN}


def test_a_problem_that_the_base_had_is_not_shown_in_a_file_left_alone(corpus: Path) -> None:
    break_span(corpus)
    commit(corpus)
    path = corpus / "annotations/conseil-valmont/sol.json"
    rewrite(path, '"label": ', '"label":  ')
    assert LIN not in {problem.path for problem in problems(corpus, "HEAD")}
    assert LIN in {problem.path for problem in Corpus.open(corpus).validate().problems}


def test_a_problem_that_the_base_had_is_shown_in_a_file_that_is_changed(corpus: Path) -> None:
    break_span(corpus)
    commit(corpus)
    rewrite(corpus / LIN, '"status": "complete"', '"status": "draft"')
    assert LIN in {problem.path for problem in problems(corpus, "HEAD")}


def test_a_changed_article_touches_its_annotations(corpus: Path) -> None:
    rewrite(corpus / "corpus/bus-lanes.json", '"text_sha256": "', '"text_sha256": "0')
    assert {problem.path for problem in problems(corpus)} == {"corpus/bus-lanes.json"}
    document = json.loads((TOY / "corpus/bus-lanes.json").read_text(encoding="utf-8"))
    document["sentences"] = [[0, len("\n".join(document["paragraphs"]))]]
    (corpus / "corpus/bus-lanes.json").write_text(canonical.dumps(document), encoding="utf-8")
    assert {problem.code for problem in problems(corpus)} >= {"QD305"}


def test_a_changed_raw_file_touches_its_article(corpus: Path) -> None:
    (corpus / "seeds" / "bus-lanes.txt").write_text("Other words.\n", encoding="utf-8")
    assert [(problem.path, problem.name) for problem in problems(corpus)] == [
        ("corpus/bus-lanes.json", "raw-file-differs")
    ]
    (corpus / "seeds" / "bus-lanes.txt").unlink()
    assert [(problem.path, problem.name) for problem in problems(corpus)] == [
        ("corpus/bus-lanes.json", "raw-file-missing")
    ]


def test_an_annotator_who_is_no_longer_listed_is_missing_in_all_they_did(corpus: Path) -> None:
    roster = corpus / "annotations" / "annotators.json"
    rows = [row for row in json.loads(roster.read_text(encoding="utf-8")) if row["id"] != "lin"]
    roster.write_text(canonical.dumps(rows), encoding="utf-8")
    theirs = {path.relative_to(corpus).as_posix() for path in corpus.glob("annotations/*/lin.json")}
    found = {problem.path for problem in problems(corpus) if problem.name == "unknown-annotator"}
    assert found == theirs
    assert len(theirs) > 1


def test_an_adjudicator_who_is_no_longer_listed_is_missing_in_the_rulings(corpus: Path) -> None:
    roster = corpus / "annotations" / "annotators.json"
    place = "annotations/museum-night/rulings.json"
    adjudicator = json.loads((corpus / place).read_text(encoding="utf-8"))["adjudicator"]
    rows = [row for row in json.loads(roster.read_text(encoding="utf-8")) if row["id"] != adjudicator]
    roster.write_text(canonical.dumps(rows), encoding="utf-8")
    assert place in {problem.path for problem in problems(corpus)}


# ── The corpus as a whole ───────────────────────────────────────────────────────────────────────────


def test_a_text_that_another_article_has_is_found_without_judging_that_article(corpus: Path) -> None:
    document = json.loads((corpus / "corpus/bus-lanes.json").read_text(encoding="utf-8"))
    document["id"] = "zz-twin"
    (corpus / "corpus/zz-twin.json").write_text(canonical.dumps(document), encoding="utf-8")
    seen: list[str] = []
    found = Corpus.open(corpus).validate_contribution("main", progress=seen.append).problems
    assert seen == ["zz-twin"]
    assert ("same-text-twice", "corpus/zz-twin.json") in {(problem.name, problem.path) for problem in found}


def test_a_removed_article_that_the_ledger_names_is_missed(corpus: Path) -> None:
    (corpus / "corpus/library-hours.json").unlink()
    assert "ledger-of-an-unknown-article" in {problem.name for problem in problems(corpus)}


def test_what_was_wrong_with_the_whole_before_is_not_shown(corpus: Path) -> None:
    ledger = corpus / "corpus" / "splits.jsonl"
    lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    ledger.write_text("".join(line for line in lines if "library-hours" not in line), encoding="utf-8")
    commit(corpus)
    rewrite(corpus / LIN, '"status": "complete"', '"status": "draft"')
    assert "article-without-split" in {problem.name for problem in Corpus.open(corpus).validate().problems}
    assert "article-without-split" not in {problem.name for problem in problems(corpus, "HEAD")}


def test_a_pilot_that_becomes_a_benchmark_is_not_held_against_its_bases_version(tmp_path: Path) -> None:
    corpus = repository(copy_of(REPOSITORY, tmp_path / "corpus"))
    with (corpus / "corpus" / "splits.jsonl").open("a", encoding="utf-8") as ledger:
        ledger.write('{"release": "1.0.0", "policy": "group"}\n')
    assert "version-below-its-policy" in {problem.name for problem in Corpus.open(corpus).validate().problems}
    rewrite(
        corpus / "pyproject.toml",
        '[tool.quidit]\ndataset = "quidit-fr"\nversion = "0.1.0"',
        '[tool.quidit]\ndataset = "quidit-fr"\nversion = "1.0.0"',
    )
    assert "version-below-its-policy" not in {problem.name for problem in problems(corpus)}


def test_a_note_read_off_a_file_is_the_note_that_judging_it_gives(corpus: Path) -> None:
    store = Corpus.open(corpus).store
    survey = survey_of(store, Base.of(corpus, "main"))
    assert survey.unread == frozenset()
    for article in store.article_ids():
        found = store.article(article)
        note = survey.notes[article]
        assert (note.text_sha256, note.sentences) == (found.text_sha256, len(found.sentences))


def test_an_article_that_is_written_otherwise_is_judged_since_no_note_can_be_read_off(corpus: Path) -> None:
    path = corpus / "corpus/bus-lanes.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    commit(corpus)
    break_span(corpus)
    seen: list[str] = []
    Corpus.open(corpus).validate_contribution("HEAD", progress=seen.append)
    assert seen == ["bus-lanes", "conseil-valmont"]


# ── Whose rules ─────────────────────────────────────────────────────────────────────────────────────


def test_a_scheme_of_its_own_changes_nothing_of_what_a_contribution_is_judged_by(corpus: Path) -> None:
    git(corpus, "checkout", "--quiet", "-b", "mine")
    scheme = (corpus / "schema/scheme.toml").read_text(encoding="utf-8")
    rewrite(corpus / "annotations/bus-lanes/lin.json", '"label": "LOC"', '"label": "PLACE"')
    (corpus / "schema/scheme.toml").write_text(scheme.replace('"LOC"', '"PLACE"'), encoding="utf-8")
    commit(corpus)
    assert "unlisted-value" in {problem.name for problem in problems(corpus)}
    (corpus / "schema/scheme.toml").unlink()
    (corpus / "schema/scheme.toml").write_text("this is no scheme", encoding="utf-8")
    assert "unlisted-value" in {problem.name for problem in problems(corpus)}


def test_a_scheme_that_changes_without_what_is_generated_from_it_is_told_once(corpus: Path) -> None:
    git(corpus, "checkout", "--quiet", "-b", "mine")
    rewrite(corpus / "schema/scheme.toml", "Named person, without title or role.", "A person by name.")
    commit(corpus)
    (stale,) = [problem for problem in problems(corpus) if problem.name == "generated-file-stale"]
    assert (stale.path, stale.fix.partition(";")[0]) == ("schema/label-studio.en.xml", "run `quidit generate`")
    assert quidit("generate", cwd=corpus).returncode == 0
    assert "generated-file-stale" not in {problem.name for problem in problems(corpus)}


def test_the_rules_are_those_of_the_bases_last_commit(corpus: Path) -> None:
    git(corpus, "checkout", "--quiet", "-b", "mine")
    rewrite(corpus / LIN, '"status": "complete"', '"status": "draft"')
    commit(corpus)
    git(corpus, "checkout", "--quiet", "main")
    rewrite(corpus / "pyproject.toml", 'version = "', 'verzion = "')
    commit(corpus)
    git(corpus, "checkout", "--quiet", "mine")
    result = quidit("validate", "--base", "main", cwd=corpus)
    assert result.returncode == 1
    assert "verzion is not a setting" in result.stderr


def test_the_rules_that_nobody_hears_of_are_those_that_the_base_ignores(corpus: Path) -> None:
    break_span(corpus)
    names = sorted({problem.name for problem in problems(corpus)})
    settings = (corpus / "pyproject.toml").read_text(encoding="utf-8")
    silent = settings.replace("[tool.quidit]", f"[tool.quidit]\nignore = {names}")
    (corpus / "pyproject.toml").write_text(silent, encoding="utf-8")
    assert names[0] in quidit("validate", "--base", "main", cwd=corpus).stdout
    git(corpus, "add", "pyproject.toml")
    git(corpus, "commit", "--quiet", "--message=Hear less")
    result = quidit("validate", "--base", "main", cwd=corpus)
    assert result.returncode == 0, result.stdout
    assert LIN not in result.stdout


# ── Hostile branches ────────────────────────────────────────────────────────────────────────────────


def test_nothing_that_a_repository_configures_is_run(corpus: Path, tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    script = tmp_path / "trap.sh"
    script.write_text(f"#!/bin/sh\ntouch {trap}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    (corpus / ".gitattributes").write_text("*.json filter=trap diff=trap merge=trap\n", encoding="utf-8")
    commit(corpus)
    for key in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "diff.external", "filter.trap.clean",
        "filter.trap.smudge", "filter.trap.process", "diff.trap.textconv", "diff.trap.command", "alias.ls-tree",
        "credential.helper",
    ):  # fmt: skip
        git(corpus, "config", key, str(script))
    hooks = corpus / ".git" / "hooks"
    git(corpus, "config", "core.hooksPath", str(hooks))
    for name in ("reference-transaction", "post-index-change", "fsmonitor-watchman", "post-checkout"):
        shutil.copy(script, hooks / name)
    break_span(corpus)
    result = quidit(
        "validate", "--base", "main", cwd=corpus,
        GIT_DIR="/nowhere", GIT_EXTERNAL_DIFF=str(script), GIT_PAGER=str(script), GIT_WORK_TREE="/",
        GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="core.fsmonitor", GIT_CONFIG_VALUE_0=str(script),
    )  # fmt: skip
    assert result.returncode == 1
    assert LIN in result.stdout
    assert not trap.exists()


def test_a_folder_that_looks_like_a_repository_is_none(corpus: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    shutil.copytree(corpus, outer / "data", ignore=shutil.ignore_patterns(".git"))
    repository(outer)
    git(tmp_path, "init", "--quiet", "--bare", tmp_path / "bare")
    for path in (tmp_path / "bare").iterdir():
        target = outer / "data" / path.name
        shutil.copytree(path, target) if path.is_dir() else shutil.copy(path, target)
    break_span(outer / "data")
    assert {problem.path for problem in problems(outer / "data", "main")} == {LIN}


def test_a_program_called_git_in_the_contribution_is_not_run(corpus: Path, tmp_path: Path) -> None:
    (corpus / "git").write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\n", encoding="utf-8")
    (corpus / "git").chmod(0o755)
    result = quidit("validate", "--base", "main", cwd=corpus, PATH=f".:{corpus.name}::{os.environ['PATH']}")
    assert result.returncode == 0, result.stderr
    assert not (tmp_path / "sprung").exists()


def test_names_of_files_are_nothing_but_names(corpus: Path) -> None:
    names = [
        "--help.json",
        "a\nb.json",
        "::error::x.json",
        "%0A::set-output name=x::y.json",
        "$(touch x).json",
        "é.json",
    ]
    for name in names:
        shutil.copy(corpus / "corpus/bus-lanes.json", corpus / "corpus" / name)
    (corpus / "annotations" / "$(id)\n").mkdir()
    shutil.copy(corpus / LIN, corpus / "annotations" / "$(id)\n" / "-x.json")
    commit(corpus)
    result = quidit("validate", "--base", "HEAD~1", cwd=corpus)
    assert result.returncode == 1
    assert not [line for line in result.stdout.splitlines() if line.startswith("::")]
    found = {problem.path for problem in problems(corpus, "HEAD~1")}
    assert {f"corpus/{name}" for name in names} <= found


def test_a_name_that_is_no_utf8_is_shown_and_not_stumbled_over(corpus: Path) -> None:
    shutil.copy(corpus / "corpus/bus-lanes.json", os.fsencode(corpus) + b"/corpus/caf\xe9.json")
    commit(corpus)
    result = quidit("validate", "--base", "HEAD~1", cwd=corpus)
    assert result.returncode == 1
    assert r"caf\udce9.json" in result.stdout


def test_links_lead_nowhere(corpus: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"id": "the secret"}', encoding="utf-8")
    (corpus / LIN).unlink()
    (corpus / LIN).symlink_to(secret)
    shutil.rmtree(corpus / "annotations" / "bus-lanes")
    (corpus / "annotations" / "bus-lanes").symlink_to(tmp_path)
    commit(corpus)
    result = quidit("validate", "--base", "HEAD~1", cwd=corpus)
    assert result.returncode == 1
    assert "not-a-regular-file" in result.stdout
    assert "the secret" not in result.stdout + result.stderr


def test_a_submodule_among_the_data_is_a_change(corpus: Path, tmp_path: Path) -> None:
    other = repository(copy_of(TOY, tmp_path / "other"))
    git(corpus, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other, "corpus/more")
    git(corpus, "commit", "--quiet", "--message=More")
    shutil.rmtree(corpus / "corpus" / "more")
    base = Base.of(corpus, "HEAD~1")
    changed = {change.path for change in survey_of(Corpus.open(corpus).store, base).changes}
    assert changed == {".gitmodules", "corpus/more"}


# ── What cannot be compared ─────────────────────────────────────────────────────────────────────────


def test_an_unknown_revision_is_named_with_the_one_most_like_it(corpus: Path) -> None:
    with pytest.raises(RepositoryError, match="no revision 'mian'; did you mean 'main'"):
        problems(corpus, "mian")
    for revision in ("--help", "-x", "", "HEAD:corpus", "main\0", "main..main", "x\ny"):
        with pytest.raises(RepositoryError, match="has no revision"):
            problems(corpus, revision)


def test_a_shallow_clone_without_the_base_says_how_to_deepen_it(corpus: Path, tmp_path: Path) -> None:
    first = git(corpus, "rev-parse", "HEAD")
    git(corpus, "checkout", "--quiet", "-b", "mine")
    break_span(corpus)
    commit(corpus)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{corpus}", "shallow")
    with pytest.raises(RepositoryError, match="`fetch-depth: 0`"):
        problems(tmp_path / "shallow", first)
    git(tmp_path / "shallow", "fetch", "--quiet", "--depth=1", "origin", first)
    with pytest.raises(RepositoryError, match=r"left its base .*`fetch-depth: 0`"):
        problems(tmp_path / "shallow", first)


def test_a_base_that_holds_no_corpus_says_so(corpus: Path) -> None:
    git(corpus, "checkout", "--quiet", "--orphan", "empty")
    git(corpus, "rm", "--quiet", "-r", "--cached", ".")
    git(corpus, "commit", "--quiet", "--allow-empty", "--message=Nothing")
    with pytest.raises(RepositoryError, match=r"empty holds no corpus: there is no schema/scheme\.toml"):
        problems(corpus, "empty")
    with pytest.raises(RepositoryError, match="no commit in common"):
        problems(corpus, "main")


def test_without_a_repository_there_is_no_base(tmp_path: Path) -> None:
    folder = copy_of(TOY, tmp_path / "corpus")
    with pytest.raises(RepositoryError, match="lies in no git repository"):
        problems(folder)


def test_without_git_there_is_no_base(corpus: Path) -> None:
    result = quidit("validate", "--base", "main", cwd=corpus, PATH=str(corpus))
    assert result.returncode == 2
    assert "this asks git, and there is none here; install it" in result.stderr


def test_paths_and_a_base_are_not_given_together(corpus: Path) -> None:
    result = quidit("validate", "--base", "main", "corpus", cwd=corpus)
    assert result.returncode == 2
    assert "leave out the PATHS" in result.stderr
    assert quidit("validate", "--base", "mian", cwd=corpus).returncode == 2


def test_a_worktree_and_a_corpus_in_a_folder_are_found_like_any_other(corpus: Path, tmp_path: Path) -> None:
    git(corpus, "worktree", "add", "--quiet", tmp_path / "beside")
    break_span(tmp_path / "beside")
    assert {problem.path for problem in problems(tmp_path / "beside")} == {LIN}
    outer = tmp_path / "outer"
    shutil.copytree(corpus, outer / "a" / "b", ignore=shutil.ignore_patterns(".git"))
    repository(outer)
    break_span(outer / "a" / "b")
    assert {problem.path for problem in problems(outer / "a" / "b")} == {LIN}


# ── What changed, without git ───────────────────────────────────────────────────────────────────────


def test_rows_and_decisions_touch_articles_whose_files_are_left_alone() -> None:
    before = Lists({"lin": Annotator("lin", "human")}, ((1, Entry("0.1.0", article="a", group="a", split="held")),))
    after = Lists({"lin": Annotator("lin", "model")}, ((1, Entry("0.1.0", article="a", group="a", split="train")),))
    places = ["annotations/b/lin.json", "annotations/c/sol.json"]
    assert articles_touched((), before, after, places) == {"a", "b"}
    assert articles_touched((), before, before, places) == set()


def test_nothing_changed_is_no_folder() -> None:
    assert with_folders(()) == frozenset()
