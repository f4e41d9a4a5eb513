"""The hooks for pre-commit: verbs that exist, run by a runner of hooks on what somebody commits."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import click
import pytest
import yaml

from corpora import REPOSITORY
from quidit.cli import quidit as commands
from quidit.starting import start
from repositories import git, repository

HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ANNOTATION = Path("annotations/sample/sample.json")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_is_a_verb_that_takes_files_of_a_corpus(hook: dict[str, object]) -> None:
    program, verb, *_ = str(hook["entry"]).split()
    assert program == "quidit"
    command = commands.get_command(click.Context(commands), verb)
    assert command, f"there is no verb {verb}"
    assert "paths" in {parameter.name for parameter in command.params}
    assert hook["id"] == f"quidit-{verb}"
    assert hook["language"] == "python"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A started corpus with the hooks, as they are but for where the command comes from."""
    start(tmp_path / "mine", "fr")
    entry = f"{sys.executable} -c 'from quidit.cli import main; main()'"
    hooks = [{**hook, "language": "system", "entry": str(hook["entry"]).replace("quidit", entry, 1)} for hook in HOOKS]
    configuration = {"repos": [{"repo": "local", "hooks": hooks}]}
    (tmp_path / "mine" / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    return repository(tmp_path / "mine")


def run(corpus: Path, hook: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    git(corpus, "add", "--all")
    return subprocess.run(
        [Path(sysconfig.get_path("scripts")) / "prek", "run", hook], cwd=corpus, capture_output=True, text=True,
        check=False, timeout=120, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PREK_HOME": str(tmp_path / "prek"),
                                       "PYTHONPATH": str(REPOSITORY / "scripts")},
    )  # fmt: skip


def test_what_is_wrong_stops_a_commit_and_is_told(corpus: Path, tmp_path: Path) -> None:
    text = (corpus / ANNOTATION).read_text(encoding="utf-8")
    (corpus / ANNOTATION).write_text(text.replace('"end": 19,', '"end": 999,'), encoding="utf-8")
    ran = run(corpus, "quidit-validate", tmp_path)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"{ANNOTATION}:" in ran.stdout
    (corpus / ANNOTATION).write_text(text.replace('"status": "complete"', '"status": "draft"'), encoding="utf-8")
    ran = run(corpus, "quidit-validate", tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Passed" in ran.stdout


def test_files_of_no_article_are_none_of_its_business(corpus: Path, tmp_path: Path) -> None:
    (corpus / "package.json").write_text("{}", encoding="utf-8")
    ran = run(corpus, "quidit-validate", tmp_path)
    assert ran.returncode == 0
    assert "no files to check" in ran.stdout
