"""The toy corpus's life: a corpus in a repository that grows, is corrected and loses articles, release by release."""

from __future__ import annotations

import shutil
from pathlib import Path

from quidit import Corpus
from quidit.release.tagging.plan import Plan
from releases import PILOT, TOY, replace_in, toy_pilot
from repositories import commit, git, repository

SECOND = "petanque-coupe"
"""Drawn for test as the second group."""


def begun(folder: Path) -> Path:
    """The toy as it began, in a repository of its own, with the shares of train and test that it then had."""
    toy_pilot(folder)
    for raw in (folder / "seeds").iterdir():
        if raw.stem != PILOT:
            raw.unlink()
    replace_in(folder / "pyproject.toml", "validation = 0.2\n", "")
    replace_in(folder / "pyproject.toml", "test = 0.2\n", "test = 0.4\n")
    repository(folder)
    git(folder, "config", "user.name", "Ada")
    git(folder, "config", "user.email", "ada@example.org")
    return folder


def take_in(folder: Path, article: str) -> None:
    """An article of the toy with its annotations, not yet split."""
    shutil.copy(TOY / "corpus" / f"{article}.json", folder / "corpus")
    shutil.copy(TOY / "seeds" / f"{article}.txt", folder / "seeds")
    shutil.copytree(TOY / "annotations" / article, folder / "annotations" / article)


def set_version(folder: Path, before: str, after: str) -> None:
    replace_in(folder / "pyproject.toml", f'version = "{before}"', f'version = "{after}"')


def released(folder: Path, version: str = "auto") -> Plan:
    """All that was changed, committed and released."""
    commit(folder)
    plan = Corpus.open(folder).release(version).plan
    assert plan is not None
    return plan
