"""The action and its workflow, run as a runner runs them: their own steps, in a real clone, with files for events and answers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sysconfig
import tomllib
import venv
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpora import PARTS, REPOSITORY, copy_of
from quidit.starting import start
from repositories import commit, git, repository

ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
WORKFLOW = REPOSITORY / ".github" / "workflows" / "validate.yml"
STARTER = REPOSITORY / "scripts" / "quidit" / "starter" / "workflow.yml"
CODE = ("action.yml", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".github", "scripts", "tests/bad")
ANNOTATION = "annotations/conseil-valmont/lin.json"
REQUIREMENTS = ".github/requirements.txt"


@dataclass(frozen=True)
class Ran:
    """What a job came to: its status, its log, what it wrote on the pull request, and what it answered."""

    status: int
    log: str
    summary: str
    outputs: dict[str, str]

    @property
    def annotations(self) -> list[str]:
        """The lines of the log that GitHub shows beside a file."""
        return [line for line in self.log.splitlines() if line.startswith(("::error", "::warning"))]


@dataclass(frozen=True)
class Runner:
    """A machine that runs jobs: a workspace, a Python of its own, and the event of a pull request."""

    folder: Path
    python: Path
    base: str

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def run(self, steps: list[dict[str, Any]], *, inputs: dict[str, str] | None = None, action: str = "") -> Ran:
        """Steps that run commands, one after the other, until one fails."""
        event, summary, output = (self.folder / name for name in ("event.json", "summary.md", "output"))
        event.write_text(json.dumps({"pull_request": {"number": 7, "base": {"ref": "main", "sha": self.base}}}))
        summary.touch()
        output.touch()
        values = {f"inputs.{name}": value for name, value in (inputs or {}).items()} | {"github.action_path": action}
        logs, status = [], 0
        for step in (each for each in steps if "run" in each):
            script = self.folder / "script.sh"
            script.write_text(step["run"])
            given = {name: filled(str(value), values) for name, value in step.get("env", {}).items()}
            environment = {
                "PATH": f"{self.python}:/usr/bin:/bin", "HOME": str(self.folder), "CI": "true", "PIP_NO_INDEX": "1",
                "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(self.workspace), "GITHUB_EVENT_PATH": str(event),
                "GITHUB_EVENT_NAME": "pull_request", "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output),
                **given,
            }  # fmt: skip
            ran = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", script], cwd=self.workspace, env=environment,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=300,
            )  # fmt: skip
            logs.append(ran.stdout)
            if status := ran.returncode:
                break
        answers = dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
        return Ran(status, "".join(logs), summary.read_text(encoding="utf-8"), answers)

    def run_workflow(self, head: Path) -> Ran:
        """The job that a pull request gets: base and head side by side, and the base's action on the head."""
        base, theirs = (step["with"]["path"] for step in job()["steps"] if step["uses"].startswith("actions/checkout"))
        git(self.folder, "clone", "--quiet", head, self.workspace / base)
        git(self.workspace / base, "checkout", "--quiet", self.base)
        git(self.folder, "clone", "--quiet", head, self.workspace / theirs)
        call = job()["steps"][-1]
        action = self.workspace / call["uses"]
        described = yaml.safe_load((action / "action.yml").read_text(encoding="utf-8"))
        inputs = {name: given["default"] for name, given in described["inputs"].items()} | call["with"]
        return self.run(described["runs"]["steps"], inputs=inputs, action=str(action))


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its expressions filled in, each of which must have a value."""
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], text)


def job() -> dict[str, Any]:
    return dict(yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["contribution"])


def pinned() -> set[str]:
    """The packages that the action installs."""
    lines = (REPOSITORY / REQUIREMENTS).read_text(encoding="utf-8").splitlines()
    return {line.split("==")[0] for line in lines if re.fullmatch(r"[a-z0-9-]+==[0-9.]+", line)}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the package, its action, and the toy corpus."""
    folder = copy_of(REPOSITORY / "tests" / "toy", tmp_path_factory.mktemp("origin") / "corpus")
    shutil.copyfile(folder / "pyproject.toml", folder / "settings.toml")
    for name in CODE:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, folder / name)
    # One file holds the settings of the package and those of the corpus.
    settings = (folder / "settings.toml").read_text(encoding="utf-8").partition("[tool.quidit]")[2]
    package = (folder / "pyproject.toml").read_text(encoding="utf-8")
    ours = re.sub(r"(?s)\[tool\.quidit\].*?(?=\n# ──)", lambda _: f"[tool.quidit]{settings}", package)
    (folder / "pyproject.toml").write_text(ours, encoding="utf-8")
    (folder / "settings.toml").unlink()
    # What is installed here already, so that no network is needed.
    installed = "".join(f"{name}=={metadata.version(name)}\n" for name in sorted(pinned()))
    (folder / REQUIREMENTS).write_text(installed, encoding="utf-8")
    return repository(folder)


@pytest.fixture
def head(origin: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(origin, tmp_path / "head", symlinks=True))
    git(folder, "checkout", "--quiet", "-b", "contribution")
    return folder


@pytest.fixture
def runner(origin: Path, tmp_path: Path) -> Runner:
    venv.create(tmp_path / "python", symlinks=True)
    packages = next((tmp_path / "python" / "lib").glob("python*")) / "site-packages"
    (packages / "tests.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
    (tmp_path / "workspace").mkdir()
    return Runner(tmp_path, tmp_path / "python" / "bin", git(origin, "rev-parse", "HEAD"))


def break_span(folder: Path) -> None:
    """The words of a mention that are not the article's."""
    text = (folder / ANNOTATION).read_text(encoding="utf-8")
    (folder / ANNOTATION).write_text(text.replace('"text": "', '"text": "99999', 1), encoding="utf-8")


# ── What a contributor is told ──────────────────────────────────────────────────────────────────────


def test_a_sound_contribution_passes_and_says_so(head: Path, runner: Runner) -> None:
    text = (head / ANNOTATION).read_text(encoding="utf-8")
    (head / ANNOTATION).write_text(text.replace('"status": "complete"', '"status": "draft"'), encoding="utf-8")
    commit(head)
    ran = runner.run_workflow(head)
    assert ran.status == 0, ran.log
    assert ran.annotations == []
    assert ran.outputs == {"errors": "0", "warnings": "0"}
    assert "No problems" in ran.summary
    assert "1 article and 3 annotations checked" in ran.summary


def test_a_broken_one_fails_with_its_problems_beside_their_lines_and_in_the_summary(head: Path, runner: Runner) -> None:
    break_span(head)
    commit(head)
    ran = runner.run_workflow(head)
    assert ran.status == 1, ran.log
    (annotation,) = (line for line in ran.annotations if line.startswith("::error"))
    assert re.match(rf"::error file={ANNOTATION},line=\d+,col=\d+,(endColumn=\d+,)?title=QD\d+", annotation)
    assert ran.outputs["errors"] == "1"
    assert "1 error" in ran.summary
    assert ANNOTATION in ran.summary
    assert "99999" in ran.summary


def test_a_hostile_branch_changes_neither_what_is_run_nor_what_is_found(head: Path, runner: Runner) -> None:
    break_span(head)
    trap = runner.folder / "sprung"
    spring = f"open({str(trap)!r}, 'w').close()\n"
    for place in (
        "sitecustomize.py", "usercustomize.py", "conftest.py", "setup.py", "quidit/__init__.py", "quidit/runner.py",
        "quidit.py", "pip/__main__.py", "json.py", "click/__init__.py", "scripts/quidit/__init__.py",
        "scripts/quidit/runner.py",
    ):  # fmt: skip
        (head / place).parent.mkdir(exist_ok=True)
        (head / place).write_text(spring, encoding="utf-8")
    (head / "pyproject.toml").write_text('[tool.quidit]\nignore = ["ALL"]\n', encoding="utf-8")
    (head / "pip.conf").write_text("[global]\nindex-url = http://127.0.0.1:9/\n", encoding="utf-8")
    (head / "action.yml").write_text(f"runs: {{using: composite, steps: [{{run: 'touch {trap}'}}]}}", encoding="utf-8")
    scheme = (head / "schema" / "scheme.toml").read_text(encoding="utf-8")
    (head / "schema" / "scheme.toml").write_text(scheme.replace('"LOC"', '"PLACE"'), encoding="utf-8")
    (head / ".gitattributes").write_text("*.json filter=evil diff=evil ident -text\n", encoding="utf-8")
    (head / ".lfsconfig").write_text("[lfs]\nurl = http://127.0.0.1:9/\n", encoding="utf-8")
    for name in ("a\n::error::b.json", "::set-output name=x::y.json", "%0A::add-mask::b.json", "##[command]c.json"):
        shutil.copy(head / "corpus" / "bus-lanes.json", head / "corpus" / name)
    commit(head)
    ran = runner.run_workflow(head)
    assert not trap.exists()
    assert ran.status == 1
    names = set(re.findall(r"title=QD\d+ ([a-z0-9-]+)", "\n".join(ran.annotations)))
    assert {"scheme-changed-with-data", "code-changed-with-data", "git-settings-changed", "bad-file-name"} <= names
    assert any(f"file={ANNOTATION}" in line for line in ran.annotations)
    assert all(
        line.startswith(("::error file=", "::warning file=")) for line in ran.log.splitlines() if "::" in line[:2]
    )
    assert "##[" not in ran.log
    assert set(ran.outputs) == {"errors", "warnings"}
    assert "unlisted-value" not in names  # its labels are those of the base, and the data still uses them


def test_what_cannot_be_checked_says_why_where_a_contributor_looks(head: Path, runner: Runner) -> None:
    commit(head)
    lost = Runner(runner.folder, runner.python, "0" * 40)
    shutil.copytree(head, runner.workspace, dirs_exist_ok=True, symlinks=True)
    steps = ACTION["runs"]["steps"]
    ran = lost.run(steps, inputs={"path": ".", "base": "", "format": "github"}, action=str(head))
    assert ran.status == 2
    assert ran.log.startswith("::error")
    assert "git has no revision" in ran.log
    assert "Nothing was checked" in ran.summary
    ran = lost.run(steps[1:], inputs={"path": ".", "base": "main\n::warning::x", "format": "github"})
    assert ran.status == 2
    assert not [line for line in ran.log.splitlines() if line.startswith("::warning")]
    ran = lost.run(steps[1:], inputs={"path": ".", "base": "", "format": "yaml"})
    assert ran.status == 2
    assert "there is no format 'yaml'" in ran.log


def test_the_job_of_a_started_corpus_checks_a_contribution_to_it(runner: Runner, origin: Path) -> None:
    start(runner.folder / "mine", "fr")
    mine = repository(runner.folder / "mine")
    base = git(mine, "rev-parse", "HEAD")
    path = mine / "annotations" / "sample" / "sample.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"end": 19', '"end": 20'), encoding="utf-8")
    (mine / "quidit").mkdir()
    (mine / "quidit" / "__init__.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    commit(mine)
    shutil.copytree(mine, runner.workspace, dirs_exist_ok=True, symlinks=True)
    steps = yaml.safe_load((mine / ".github" / "workflows" / "validate.yml").read_text(encoding="utf-8"))["jobs"][
        "contribution"
    ]["steps"]
    install, check = (step for step in steps if "run" in step)
    # What stands in no index yet is installed from its folder.
    install = {
        "run": install["run"].replace("quidit", '--no-deps --no-build-isolation "$SOURCE"'),
        "env": {"SOURCE": str(origin)},
    }
    ran = Runner(runner.folder, runner.python, base).run([install, check])
    assert ran.status == 1, ran.log
    assert any("file=annotations/sample/sample.json" in line for line in ran.annotations)


# ── What workflows may do ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [WORKFLOW, STARTER], ids=["ours", "starter"])
def test_a_workflow_reads_only_and_runs_nothing_that_was_contributed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert set(workflow[True]) == {"pull_request", "push"}  # YAML reads the key `on` as true
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets" not in text.replace("no secrets", "")
    for name, each in workflow["jobs"].items():
        assert each["timeout-minutes"] <= 60
        assert "permissions" not in each
        for step in each["steps"]:
            assert "${{" not in step.get("run", "")
            if not step.get("uses", "./").startswith("./"):
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
            if step.get("uses", "").startswith("actions/checkout"):
                assert step["with"]["persist-credentials"] is False
            if name == "contribution" and "python" in step.get("run", ""):
                assert step["run"].startswith("python -I ")


def test_the_action_writes_no_value_into_a_script_and_isolates_python() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert all(line.startswith("python -I ") for line in step["run"].splitlines())
        assert step["shell"] == "bash"


def test_everything_that_the_action_installs_is_pinned() -> None:
    document = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    waiting = [*document["project"]["dependencies"], *document["build-system"]["requires"]]
    needed: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-")
        if "extra ==" not in requirement and name not in needed and _is_meant(requirement):
            needed.add(name)
            waiting += metadata.requires(name) or []
    assert needed <= pinned(), sorted(needed - pinned())


def _is_meant(requirement: str) -> bool:
    """Whether a requirement holds for this Python: those for older ones and other systems are left out."""
    marker = requirement.partition(";")[2]
    return not re.search(r"python_version\s*<|platform_system|sys_platform|os_name", marker) or "3.13" in marker


def test_the_parts_of_a_corpus_are_what_a_contribution_may_hold() -> None:
    from quidit.layout import FOLDERS

    assert set(FOLDERS) == {part for part in PARTS if "." not in part}
