"""Choosing: which rules somebody hears of, and what they are told of the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpora import quidit
from quidit import Corpus
from quidit.checks.choosing import Choice, UnknownRuleError, meant
from quidit.problems import Problem, Severity
from quidit.settings import SettingsError, read_settings
from quidit.starting import start
from quidit.store import BrokenCorpusError

SETTINGS = '[tool.quidit]\ndataset = "x"\nversion = "0.1.0"\n'


def problem(code: str, path: str = "annotations/a/b.json") -> Problem:
    return Problem(code, "", Severity.ERROR, path, "")


def kept(choice: Choice, *codes: str) -> list[str]:
    return [each.code for each in choice.split(problem(code) for code in codes)[0]]


ALL = ("QD301", "QD309", "QD401", "QD509")


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        (Choice(), ALL),
        (Choice(["QD3"]), ("QD301", "QD309")),
        (Choice(["QD3", "duplicate-id"]), ("QD301", "QD309", "QD401")),
        (Choice(ignore=["QD3"]), ("QD401", "QD509")),
        (Choice(ignore=["text-differs", "qd509"]), ("QD309", "QD401")),
        (Choice(["QD3"], ["QD301"]), ("QD309",)),
        (Choice(["QD301", "QD4"], ["QD3"]), ("QD301", "QD401")),
        (Choice(["QD301"], ["text-differs"]), ()),
        (Choice(["QD"], ["QD"]), ()),
        (Choice(ignore_at={"annotations/a/*": ["QD3"]}), ("QD401", "QD509")),
        (Choice(["QD301"], ignore_at={"annotations/*": ["QD"]}), ()),
        (Choice(ignore_at={"corpus/*": ["QD3"]}), ALL),
    ],
)
def test_the_more_exact_word_counts_and_of_two_the_one_that_ignores(choice: Choice, codes: tuple[str, ...]) -> None:
    assert kept(choice, *ALL) == list(codes)
    assert choice.split(map(problem, ALL))[1] == len(ALL) - len(codes)


def test_what_is_given_counts_instead_of_what_was_there() -> None:
    choice = Choice(["QD3"], ["QD301"], {"annotations/*": ["QD309"]})
    assert choice.instead(select=["QD4"], ignore=[]) == Choice(["QD4"], ["QD301"], choice.ignore_at)
    assert choice.instead(select=[], ignore=["QD4"]) == Choice(["QD3"], ["QD4"], choice.ignore_at)
    assert choice.instead(select=[], ignore=[]) == choice


@pytest.mark.parametrize("word", ["QD399", "QD0000", "", " ", "text", "D301"])
def test_a_word_that_names_no_rule_is_refused(word: str) -> None:
    with pytest.raises(UnknownRuleError, match="names no rule"):
        meant(word)
    with pytest.raises(UnknownRuleError):
        Choice(ignore_at={"*": [word]})


def test_settings_may_choose() -> None:
    text = f'{SETTINGS}ignore = ["QD509"]\n[tool.quidit.per-path-ignores]\n"corpus/*" = ["QD6"]\n'
    assert read_settings(text).choice == Choice((), ("QD509",), {"corpus/*": ("QD6",)})
    assert read_settings(SETTINGS).choice == Choice((), ())


@pytest.mark.parametrize(
    "line",
    [
        'ignore = "QD509"',
        "select = [5]",
        'select = ["QD59"]',
        "per-path-ignores = 3",
        'per-path-ignores = { "*" = "QD509" }',
        'per-path-ignores = { "*" = ["quote-differs"] }',
    ],
)
def test_settings_that_name_no_rule_are_refused(line: str) -> None:
    with pytest.raises(SettingsError, match=r"\[tool.quidit\]"):
        read_settings(SETTINGS + line)


# ── The command ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A corpus with a misspelt label and a blank edge."""
    folder = tmp_path / "chosen"
    start(folder, "fr")
    path = folder / "annotations/sample/sample.json"
    text = path.read_text(encoding="utf-8").replace('"label": "ORG"', '"label": "ORGA"')
    path.write_text(text.replace('"end": 223, "text": "Selon"', '"end": 224, "text": "Selon "'), encoding="utf-8")
    return folder


def told(folder: Path, *options: str) -> tuple[int, list[str], int]:
    result = quidit("validate", "--json", *options, cwd=folder)
    document = json.loads(result.stdout)
    return result.returncode, [each["code"] for each in document["problems"]], document["counts"]["ignored"]


def test_what_is_ignored_is_counted_and_fails_no_run_but_stops_a_build(broken: Path) -> None:
    assert told(broken) == (1, ["QD204", "QD309"], 0)
    assert told(broken, "--ignore", "QD204") == (1, ["QD309"], 1)
    assert told(broken, "--select", "unlisted-value") == (1, ["QD204"], 1)
    assert told(broken, "--ignore", "QD2, blank-edges") == (0, [], 2)
    shown = quidit("validate", "--ignore", "QD2", "--ignore", "QD3", cwd=broken).stdout
    assert shown.endswith("2 problems of ignored rules left out; a build wants all errors mended.\n")
    with pytest.raises(BrokenCorpusError):
        Corpus.open(broken).to_datasets()


def test_the_command_counts_instead_of_the_settings(broken: Path) -> None:
    settings = (broken / "pyproject.toml").read_text(encoding="utf-8")
    chosen = settings.replace("[tool.quidit]\n", '[tool.quidit]\nignore = ["QD2"]\n')
    (broken / "pyproject.toml").write_text(chosen, encoding="utf-8")
    assert told(broken) == (1, ["QD309"], 1)
    assert told(broken, "--ignore", "QD3") == (1, ["QD204"], 1)
    with pytest.raises(BrokenCorpusError):
        Corpus.open(broken).to_datasets()


def test_a_misspelt_rule_is_wrong_usage(broken: Path) -> None:
    result = quidit("validate", "--ignore", "blank-edge", cwd=broken)
    assert result.returncode == 2
    assert "'blank-edge' names no rule; did you mean 'blank-edges'?" in result.stderr
