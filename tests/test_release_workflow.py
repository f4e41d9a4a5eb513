"""The workflow that releases: what it may do, what it installs, and its own steps run on a tag."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from corpora import REPOSITORY
from quidit import Corpus
from repositories import git
from toy_history import begun

OURS = REPOSITORY / ".github" / "workflows" / "release.yml"
STARTER = REPOSITORY / "scripts" / "quidit" / "starter" / "release.yml"
PINS = REPOSITORY / ".github" / "release-requirements.txt"


def jobs(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"])


@pytest.mark.parametrize("path", [OURS, STARTER], ids=["ours", "starter"])
def test_only_the_step_that_publishes_knows_the_token_and_nothing_writes_to_the_repository(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow[True] == {"push": {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]}}  # YAML reads the key `on` as true
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert "permissions" not in job
        assert job.get("environment") == ("hub" if name == "publish" else None)
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert ("secrets." in str(step)) == (step.get("name") == "Publish")
            if "uses" in step:
                assert re.fullmatch(r"actions/(checkout|setup-python)@[0-9a-f]{40}", step["uses"])
            if step.get("uses", "").startswith("actions/checkout"):
                assert step["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert workflow["jobs"]["publish"]["needs"] == "verify"


def test_everything_that_a_release_is_made_with_is_pinned() -> None:
    document = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(each) for each in [*document["dependencies"], *document["optional-dependencies"]["release"]]]
    lines = PINS.read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if not line.startswith("#"))
    asked: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert requirement.specifier.contains(pinned[name], prereleases=True), requirement
        if str(requirement) not in asked:
            asked.add(str(requirement))
            waiting += [each for each in map(Requirement, metadata.requires(name) or []) if meant(each, requirement)]


def meant(requirement: Requirement, asked: Requirement) -> bool:
    """Whether a requirement holds on the workflow's machine, with the extras that were asked for."""
    runner = {"python_version": "3.11", "python_full_version": "3.11.9", "sys_platform": "linux"}
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**runner, "extra": extra}) for extra in ["", *asked.extras])


def test_the_steps_of_the_workflow_prove_a_tag(tmp_path: Path) -> None:
    origin = begun(tmp_path / "origin")
    Corpus.open(origin).release("auto")
    git(tmp_path, "clone", "--quiet", origin, "clone")
    git(tmp_path / "clone", "checkout", "--quiet", "v0.1.0")
    command = tmp_path / "bin" / "quidit"
    command.parent.mkdir()
    command.write_text(f"#!{sys.executable}\nfrom quidit.cli import main\nmain()\n", encoding="utf-8")
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{command.parent}:{os.environ['PATH']}",
        "GITHUB_REF_NAME": "v0.1.0",
        "GITHUB_SHA": git(tmp_path / "clone", "rev-parse", "HEAD"),
    }
    told = []
    for step in jobs(OURS)["verify"]["steps"]:
        if (script := step.get("run", "")) and "pip install" not in script:
            words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
            result = subprocess.run(
                words, cwd=tmp_path / "clone", env=environment, capture_output=True, text=True, check=False
            )
            assert result.returncode == 0, script + result.stdout + result.stderr
            told.append(result.stdout)
    assert told[1].startswith("a second build is what v0.1.0 (")
    assert "build/toy is what v0.1.0 (" in told[2]
