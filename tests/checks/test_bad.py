"""Every rule, by the corpus that it was made for: one folder a rule, one cause, one problem."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from edits import apply
from quidit import Corpus
from quidit.checks import LEDGER_RULES
from quidit.checks.catalogue import BASE_RULES, CATALOGUE
from quidit.checks.rules import Rule
from quidit.problems import Problem, Severity
from quidit.report import as_text
from quidit.starting import start
from repositories import commit, git, repository

BAD = Path(__file__).parents[1] / "bad"


def case_of(rule: Rule[object]) -> dict[str, Any]:
    """The rule's folder: ``about`` and ``edit`` break a corpus, ``fix`` mends it, ``good`` is just not wrong.

    Of a case that ``generates``, what follows from its scheme is written anew before it is looked at.
    """
    return tomllib.loads((BAD / rule.name / "case.toml").read_text(encoding="utf-8"))


each_rule = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.name)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "bad"
    start(folder, "fr")
    assert Corpus.open(folder).validate().problems == ()
    return folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "bad"))


def begin(case: dict[str, Any], folder: Path) -> None:
    """Where the rule compares with a base: that base, with what the case needs in it, committed."""
    if "base" in case:
        apply(folder, case.get("before", ()))
        repository(folder)
        git(folder, "checkout", "--quiet", "-b", "contribution")


def problems(case: dict[str, Any], folder: Path) -> tuple[Problem, ...]:
    """What is found in the corpus, or in the contribution that was made to it."""
    if "base" not in case:
        return Corpus.open(folder).validate().problems
    if case.get("generates"):
        Corpus.open(folder).store.generate()
    commit(folder)
    return Corpus.open(folder).validate_contribution("main").problems


@each_rule
def test_one_cause_is_one_problem_and_says_what_to_do(rule: Rule[object], copy: Path) -> None:
    case = case_of(rule)
    begin(case, copy)
    apply(copy, case["edit"])
    found = problems(case, copy)
    assert as_text(found) == (BAD / rule.name / "expected.txt").read_text(encoding="utf-8")
    assert [problem.code for problem in found] == [rule.code]
    assert [problem.name for problem in found] == [rule.name]
    (problem,) = found
    assert problem.fix
    assert problem.got or problem.expected or rule.severity is Severity.WARNING
    # Where there is a line there is a column, unless a whole line is meant: one of the ledger's.
    assert (problem.line is None) == (problem.column is None) or problem.path.endswith(".jsonl")
    assert problem.line or problem.path.endswith(".jsonl") or rule.name in WHOLE_FILES or rule in BASE_RULES


EDITED = {"generated-file-stale": "generated-file-edited"}
"""What is told of the change itself rather than of what comes of it."""
UNRECORDED = {"executable-file", "unreadable-file", "empty-folder"}
"""What git keeps no record of, or what its content says nothing of."""
WHOLE_FILES = {
    "not-a-regular-file",
    "too-large",
    "bad-file-name",
    "unknown-file",
    "left-over-file",
    "executable-file",
    "unreadable-file",
    "empty-folder",
    "names-clash",
    "raw-file-without-article",
    "same-text-twice",
    "shared-paragraphs",
    "article-without-split",
    "version-below-its-policy",
    "wikidata-of-two-kinds",
    "generated-file-stale",
    "annotations-without-licence",
}
"""Where the file itself is the matter, or another file would have to be read again to find the line."""


@each_rule
def test_doing_what_the_problem_says_mends_the_corpus(rule: Rule[object], copy: Path) -> None:
    case = case_of(rule)
    begin(case, copy)
    apply(copy, case["edit"])
    apply(copy, case["fix"])
    assert problems(case, copy) == ()


@each_rule
def test_what_is_just_not_wrong_is_no_problem(rule: Rule[object], copy: Path) -> None:
    case = case_of(rule)
    assert case["good"]["about"].endswith(".")
    begin(case, copy)
    apply(copy, case["good"]["edit"])
    assert rule.code not in {problem.code for problem in problems(case, copy)}


@pytest.mark.parametrize("rule", [each for each in CATALOGUE if each not in BASE_RULES], ids=lambda rule: rule.name)
def test_a_contribution_is_told_what_the_whole_corpus_would_be_told(rule: Rule[object], copy: Path) -> None:
    case = case_of(rule)
    git(repository(copy), "checkout", "--quiet", "-b", "contribution")
    apply(copy, case["edit"])
    told = problems({"base": True}, copy)
    if rule.name in UNRECORDED:
        assert told == ()
        return
    if rule.name in EDITED:
        assert [problem.name for problem in told] == [EDITED[rule.name]]
        return
    # The settings that count are the base's.
    settings = [edit for edit in case["edit"] if edit["file"] == "pyproject.toml"]
    # Only the whole corpus shows that something is nowhere.
    if rule.name == "known-problem-gone":
        settings = case["edit"]
    # A ledger that was rewritten is judged once it is restored.
    rewritten = rule in LEDGER_RULES and "ledger-rewritten" in {problem.name for problem in told}
    assert rewritten or all(each in told for each in problems(case, copy)) != bool(settings)


@each_rule
def test_an_edit_that_a_problem_spells_out_is_the_one_that_mends(rule: Rule[object]) -> None:
    case = case_of(rule)
    expected = (BAD / rule.name / "expected.txt").read_text(encoding="utf-8")
    fix = expected.partition("    fix       ")[2]
    members = re.findall(r'"\w+": (?:"[^"…]+"|[0-9]+)', fix)
    written = "".join(str(edit.get("replace", "")) for edit in case["fix"])
    assert not members or [member for member in members if member in written] == members or " or " in fix


def test_every_folder_is_a_rule() -> None:
    assert sorted(path.name for path in BAD.iterdir()) == sorted(rule.name for rule in CATALOGUE)


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in CATALOGUE}) == len(CATALOGUE) == len({rule.name for rule in CATALOGUE})


@each_rule
def test_every_rule_explains_itself(rule: Rule[object]) -> None:
    assert re.fullmatch(r"QD[0-9]{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert re.fullmatch(r"[A-Z`\"“].*\.", rule.explanation)
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", rule.since)
