"""The baseline: a rule that comes later breaks no file that was released before it, and excuses nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import quidit
from quidit import Corpus, canonical
from quidit.baseline import Baseline
from quidit.checks.catalogue import LISTABLE
from quidit.checks.known import recognised, rows_of
from quidit.checks.reading import Judge
from quidit.checks.subjects import File, FileKind
from quidit.problems import Problem, Severity
from quidit.splits.ledger import Ledger
from quidit.starting import start
from repositories import commit, git, repository

ANNOTATION = "annotations/sample/sample.json"
LIST = "schema/known-problems.json"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "baseline"
    start(folder, "fr")
    return folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "baseline"))


def change(folder: Path, edit: Callable[[Any], object], name: str = ANNOTATION) -> None:
    document = json.loads((folder / name).read_text(encoding="utf-8"))
    edit(document)
    (folder / name).write_text(canonical.dumps(document), encoding="utf-8")


def speaker_twice(document: Any) -> None:
    """A fault that a rule finds which came after the first release."""
    document["quotes"][2]["speakers"] = ["m6", "m6"]


def told(folder: Path) -> list[tuple[str, str, str]]:
    found = Corpus.open(folder).validate().problems
    return sorted((problem.code, problem.severity.value, problem.known_since) for problem in found)


@pytest.fixture
def known(copy: Path) -> Path:
    """A corpus whose one error is listed."""
    change(copy, speaker_twice)
    assert told(copy) == [("QD405", "error", "")]
    assert Corpus.open(copy).write_baseline().is_clean
    return copy


def test_what_is_listed_is_a_warning_and_a_dataset_is_made(known: Path) -> None:
    assert told(known) == [("QD405", "warning", "0.1.0")]
    assert "sample" in str(Corpus.open(known).to_datasets("sentences")["train"][0])


def test_the_list_is_canonical_and_fits_its_schema(known: Path) -> None:
    written = (known / LIST).read_text(encoding="utf-8")
    assert written == canonical.dumps(json.loads(written))
    row = {"path": ANNOTATION, "code": "QD405", "at": "/quotes/q3/speakers/1", "since": "0.1.0", "got": "m6"}
    assert json.loads(written) == [row]


def test_a_problem_stays_known_wherever_it_goes_in_its_file(known: Path) -> None:
    def edit(document: Any) -> None:
        document["quotes"].insert(0, {**document["quotes"][0], "id": "q9"})

    change(known, edit)
    path = known / ANNOTATION
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=4), encoding="utf-8")
    assert ("QD405", "warning", "0.1.0") in told(known)


def test_another_fault_of_the_same_item_is_not_known(known: Path) -> None:
    change(known, lambda document: document["quotes"][2].update(speakers=["m6", "m5", "m5"]))
    assert told(known) == [("QD405", "error", ""), ("QD514", "warning", "")]
    change(known, lambda document: document["quotes"][2].update(speakers=["m6", "m77"]))
    assert told(known) == [("QD402", "error", ""), ("QD514", "warning", "")]


def test_the_same_fault_of_another_item_is_not_known(known: Path) -> None:
    change(known, lambda document: document["quotes"][1].update(speakers=["m4", "m4"]))
    assert told(known) == [("QD405", "error", ""), ("QD405", "warning", "0.1.0")]


def test_what_was_mended_is_named_and_leaves_the_list(known: Path) -> None:
    change(known, lambda document: document["quotes"][2].update(speakers=["m6"]))
    assert told(known) == [("QD514", "warning", "")]
    Corpus.open(known).write_baseline()
    assert told(known) == []
    assert not (known / LIST).exists()


def test_what_was_known_keeps_its_version(known: Path) -> None:
    settings = known / "pyproject.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"0.1.0"', '"0.2.0"'), encoding="utf-8")
    change(known, lambda document: document["quotes"][0].update(speakers=["m2", "m2"]))
    Corpus.open(known).write_baseline()
    assert {row["since"] for row in json.loads((known / LIST).read_text(encoding="utf-8"))} == {"0.1.0", "0.2.0"}


def test_an_article_without_a_split_was_never_released(copy: Path) -> None:
    change(copy, speaker_twice)
    (copy / "corpus/splits.jsonl").write_text("", encoding="utf-8")
    assert not Corpus.open(copy).write_baseline().is_clean
    assert not (copy / LIST).exists()


def test_what_every_release_was_held_against_is_never_listed(copy: Path) -> None:
    change(copy, lambda document: document["cues"][2].update(end=224, text="Selon "))
    assert not Corpus.open(copy).write_baseline().is_clean
    assert not (copy / LIST).exists()


@pytest.mark.parametrize("label", ["PERS", 7])
def test_what_departs_from_the_schema_is_never_listed(copy: Path, label: object) -> None:
    change(copy, lambda document: document["mentions"][1].update(label=label))
    assert not Corpus.open(copy).write_baseline().is_clean
    assert not (copy / LIST).exists()


@pytest.mark.parametrize("content", ["{", "{}", '[{"path": "a"}]', "[1]"])
def test_a_list_that_cannot_be_read_is_told_and_excuses_nothing(known: Path, content: str) -> None:
    (known / LIST).write_text(f"{content}\n", encoding="utf-8")
    found = Corpus.open(known).validate().problems
    assert {problem.path for problem in found} == {ANNOTATION, LIST}
    assert all(problem.severity is Severity.ERROR for problem in found if problem.code != "QD109")


def test_of_some_articles_nothing_is_said_to_be_gone(known: Path) -> None:
    change(known, lambda document: document["quotes"][2].update(speakers=["m6"]))
    assert Corpus.open(known).validate([known / ANNOTATION]).problems == ()


def test_a_contribution_cannot_excuse_itself(copy: Path) -> None:
    repository(copy)
    git(copy, "checkout", "--quiet", "-b", "contribution")
    change(copy, speaker_twice)
    Corpus.open(copy).write_baseline()
    commit(copy)
    found = Corpus.open(copy).validate_contribution("main").problems
    assert ("QD405", Severity.ERROR) in {(problem.code, problem.severity) for problem in found}


def test_what_the_base_lists_fails_no_contribution_to_the_file(known: Path) -> None:
    repository(known)
    git(known, "checkout", "--quiet", "-b", "contribution")
    change(known, lambda document: document["mentions"][0].update(unsure=True))
    commit(known)
    found = Corpus.open(known).validate_contribution("main").problems
    assert [(problem.code, problem.severity) for problem in found] == [("QD405", Severity.WARNING)]


def test_the_command_writes_the_list_and_tells_what_is_left(copy: Path) -> None:
    change(copy, speaker_twice)
    assert quidit("validate", cwd=copy).returncode == 1
    written = quidit("validate", "--write-baseline", cwd=copy)
    assert written.returncode == 0
    assert "[reference-twice, known since 0.1.0]" in written.stdout
    assert quidit("validate", cwd=copy).stdout == written.stdout
    for more in (["--base", "main"], [ANNOTATION], ["--select", "QD3"], ["--ignore", "QD3"]):
        assert quidit("validate", "--write-baseline", *more, cwd=copy).returncode == 2


# ── Whatever a problem says ─────────────────────────────────────────────────────────────────────────

TEXTS = st.text(st.characters(), min_size=1, max_size=300)
PROBLEMS = st.builds(
    Problem,
    code=st.sampled_from(["QD405", "QD308", "QD601"]),
    name=st.just("n"),
    severity=st.just(Severity.ERROR),
    path=TEXTS,
    message=st.just(""),
    at=TEXTS | st.just(""),
    got=TEXTS | st.just(""),
)


@given(st.lists(PROBLEMS, max_size=8), st.data())
def test_what_is_listed_is_recognised_and_only_as_often(found: list[Problem], data: st.DataObject) -> None:
    written = canonical.dumps(rows_of(found, "0.1.0"))
    rows = json.loads(written)
    assert canonical.dumps(rows) == written
    seen = recognised(data.draw(st.permutations(found)), rows, LISTABLE)
    assert all(problem.known_since == "0.1.0" and problem.severity is Severity.WARNING for problem in seen.problems)
    assert seen.gone == ()
    twice = recognised([*found, *found], rows, LISTABLE)
    assert sum(problem.severity is Severity.ERROR for problem in twice.problems) == len(found)
    assert recognised([], rows, LISTABLE).gone == tuple(range(len(rows)))
    warnings = [replace(problem, severity=Severity.WARNING) for problem in found]
    assert recognised(warnings, rows, LISTABLE).problems == tuple(warnings)


@pytest.fixture(scope="module")
def judge(sound: Path) -> Judge:
    return Judge(Corpus.open(sound).scheme, {}, Ledger())


def test_no_problem_makes_a_list_that_is_wrong_itself(judge: Judge) -> None:
    @given(st.lists(PROBLEMS, min_size=1, max_size=4))
    def check(found: list[Problem]) -> None:
        content = canonical.dumps(rows_of(found, "0.1.0")).encode()
        baseline = Baseline.of(File(LIST, FileKind.KNOWN, content), judge)
        assert baseline.problems() == []
        assert len(baseline.rows) == len(found)

    check()


@pytest.mark.parametrize(
    ("code", "may"), [("QD001", False), ("QD204", False), ("QD309", False), ("QD405", True), ("QD601", True)]
)
def test_only_what_builds_did_without_may_be_listed(code: str, *, may: bool) -> None:
    assert (code in LISTABLE) is may
