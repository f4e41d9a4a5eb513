"""What holds of the package as a whole: levels, purity, light imports, and docs that name every verb."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpora import REPOSITORY, copy_of, quidit
from quidit.cli import JOBS

PACKAGE = REPOSITORY / "scripts" / "quidit"
HEAVY = {
    "datasets",
    "pyarrow",
    "numpy",
    "spacy",
    "huggingface_hub",
    "httpx2",
    "rich",
    "label_studio_sdk",
    "pandas",
    "jsonschema",
    "rensa",
    "jinja2",
}
IMPURE = {"open", "print", "input"}
IMPURE_MODULES = {"os", "io", "sys", "time", "datetime", "socket", "subprocess", "pathlib", "shutil", "urllib", "http"}
EDGES = {
    "__init__",
    "catalogue",
    "cli",
    "contribution",
    "corpus",
    "disk",
    "fixing",
    "formats",
    "generating",
    "git",
    "ingest",
    "lock",
    "pool",
    "proposals",
    "publisher",
    "release",
    "remote",
    "report",
    "runner",
    "settings",
    "splitting",
    "standing",
    "starter",
    "starting",
    "store",
    "validation",
    "withdrawal",
}
PURE = {"contribution/changes.py", "fixing/fix.py", "fixing/mending.py", "git/blob.py"}
"""Of the folders at the edges, what touches the world no more than the levels below them."""


def modules_below_the_edges():
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        if place.parts[0].removesuffix(".py") not in EDGES or place.as_posix() in PURE:
            yield path


@pytest.mark.parametrize("path", list(modules_below_the_edges()), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_below_the_edges_touches_the_world(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in IMPURE, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & IMPURE_MODULES, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module and node.module != "datetime":
            assert node.module.split(".")[0] not in IMPURE_MODULES, f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_what_it_holds_and_stays_short(path):
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree), "the first line of a module says what it holds"
    assert source.count("\n") <= 300
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{node.name} is too long"


def imported_by(code, cwd):
    """The top-level modules that a fresh interpreter has loaded after running the code."""
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint(*sorted(sys.modules), file=sys.stderr)"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, capture_output=True, text=True, check=True, timeout=60
    )
    return {name.split(".")[0] for name in result.stderr.split()}


def test_help_loads_nothing_heavy():
    loaded = imported_by("sys.argv[1:] = ['--help']; from quidit.cli import main; main()", REPOSITORY)
    assert "quidit" in loaded
    assert not loaded & HEAVY


def test_validating_a_sound_corpus_loads_nothing_heavy(tmp_path):
    folder = copy_of(REPOSITORY, tmp_path / "corpus")
    loaded = imported_by("sys.argv[1:] = ['validate']; from quidit.cli import main; main()", folder)
    assert "jsonschema_rs" in loaded
    assert not loaded & HEAVY


def test_the_readme_names_every_verb_and_no_other():
    named = set(re.findall(r"`quidit ([a-z]+)", (REPOSITORY / "README.md").read_text(encoding="utf-8")))
    assert named == {verb for verbs in JOBS.values() for verb in verbs}


def test_help_lists_every_verb_under_its_job():
    shown = quidit("--help", cwd=REPOSITORY).stdout
    for job, verbs in JOBS.items():
        section = shown.split(f"{job}:")[1]
        assert all(f"\n  {verb} " in section for verb in verbs)


def test_generated_files_are_what_the_scheme_makes_of_them():
    result = quidit("generate", "--check", cwd=REPOSITORY)
    assert result.returncode == 0, result.stdout


def test_every_release_file_of_the_repository_is_ignored_by_git():
    assert "build/" in Path(REPOSITORY / ".gitignore").read_text(encoding="utf-8").splitlines()
