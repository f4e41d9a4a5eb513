"""`quidit fix`, as a person runs it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from corpora import command, copy_of, quidit
from quidit import Corpus
from quidit.starting import start

ANNOTATION = "annotations/sample/sample.json"
TRIMMED = '"start": 218, "end": 223, "text": "Selon"'
CLEAN = "1 article and 1 annotation checked: 0 errors, 0 warnings.\n"
BLANK = '"start": 218, "end": 224, "text": "Selon "'


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "corpus"
    start(folder, "fr")
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return copy_of(sound, tmp_path / "corpus")


def replace(folder: Path, find: str, by: str, *, file: str = ANNOTATION) -> Path:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(find) == 1
    path.write_text(text.replace(find, by), encoding="utf-8")
    return path


def test_what_is_sound_stays_as_it_is(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.json*")}
    said = quidit("fix", cwd=folder)
    assert (said.returncode, said.stdout, said.stderr) == (
        0,
        f"0 problems fixed in 0 files.\n{CLEAN}",
        "",
    )
    assert {path: path.read_bytes() for path in before} == before


def test_a_repair_is_made_and_said(folder: Path) -> None:
    path = folder / ANNOTATION
    before = path.read_bytes()
    replace(folder, TRIMMED, BLANK)
    said = quidit("fix", cwd=folder)
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == (
        f"annotations/sample/sample.json: 1 problem fixed (QD309)\n1 problem fixed in 1 file.\n{CLEAN}"
    )
    assert path.read_bytes() == before


def test_a_diff_is_a_patch_and_writes_nothing(folder: Path) -> None:
    path = replace(folder, TRIMMED, BLANK)
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    broken = path.read_bytes()
    said = quidit("fix", "--diff", cwd=folder, **NO_CI)
    assert said.returncode == 1
    assert said.stderr.endswith("would be fixed in 1 file.\n")
    assert f'-    {{"id": "c3", {BLANK}}}' in said.stdout
    assert f'+    {{"id": "c3", {TRIMMED}}}' in said.stdout
    assert path.read_bytes() == broken
    assert not (folder / ".cache").exists()
    subprocess.run(["git", "apply", "-"], cwd=folder, input=said.stdout, text=True, check=True, env=OUTSIDE_GIT)
    assert quidit("validate", cwd=folder).returncode == 0
    assert quidit("fix", "--diff", cwd=folder, **NO_CI).returncode == 0


NO_CI = {"CI": ""} if "CI" in os.environ else {}
OUTSIDE_GIT = {**os.environ, "GIT_CEILING_DIRECTORIES": "/", "GIT_DIR": "/nonexistent"}


def test_what_remains_is_shown_as_validate_shows_it(folder: Path) -> None:
    replace(folder, TRIMMED, BLANK)
    replace(folder, '"kind": "organisation"', '"kind": "organization"')
    said = quidit("fix", cwd=folder)
    assert said.returncode == 1
    shown = quidit("validate", cwd=folder).stdout
    fixed = "annotations/sample/sample.json: 1 problem fixed (QD309)\n1 problem fixed in 1 file.\n"
    assert said.stdout == fixed + shown


def test_what_wants_a_second_look_waits_for_unsafe(folder: Path) -> None:
    path = replace(folder, '"start": 218, "end": 223, "text": "Selon"', '"start": 210, "end": 212, "text": "le"')
    before = path.read_bytes()
    said = quidit("fix", cwd=folder)
    assert said.returncode == 1
    assert said.stdout.endswith("1 error, 0 warnings. 1 fixable with `quidit fix --unsafe`.\n")
    assert path.read_bytes() == before
    said = quidit("fix", "--unsafe", cwd=folder)
    assert (said.returncode, path.read_bytes() != before) == (0, True)
    assert quidit("validate", cwd=folder).returncode == 0


def test_only_the_files_that_are_named_are_written(folder: Path) -> None:
    path = replace(folder, TRIMMED, BLANK)
    article = folder / "corpus" / "sample.json"
    article.write_bytes(b"\xef\xbb\xbf" + article.read_bytes())
    said = quidit("fix", "corpus", cwd=folder)
    assert said.stdout.startswith("corpus/sample.json: 1 problem fixed (QD009)\n")
    assert said.returncode == 1
    assert BLANK in path.read_text(encoding="utf-8")
    assert quidit("fix", ANNOTATION, cwd=folder).returncode == 0
    assert TRIMMED in path.read_text(encoding="utf-8")


def test_json_says_what_was_mended_and_what_is_left(folder: Path) -> None:
    replace(folder, TRIMMED, BLANK)
    replace(folder, '"kind": "organisation"', '"kind": "organization"')
    said = quidit("fix", "--json", cwd=folder)
    result = json.loads(said.stdout)
    assert said.returncode == 1
    assert [(file["path"], [each["code"] for each in file["fixed"]]) for file in result["files"]] == [
        (ANNOTATION, ["QD309"])
    ]
    assert [each["code"] for each in result["problems"]] == ["QD204"]
    assert result["taken_back"] == []
    assert result["counts"]["error"] == 1


def test_rules_are_chosen(folder: Path) -> None:
    path = replace(folder, TRIMMED, BLANK)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert "(QD009)" in quidit("fix", "--select", "QD0", cwd=folder).stdout
    assert quidit("fix", "--ignore", "blank-edges", cwd=folder).stdout.startswith("0 problems fixed")
    assert BLANK in path.read_text(encoding="utf-8")
    assert "(QD309)" in quidit("fix", "--select", "QD309", cwd=folder).stdout
    assert quidit("fix", "--select", "QD99", cwd=folder).returncode == 2


def test_wrong_usage_is_said(folder: Path) -> None:
    for arguments in (["no/such/file"], ["--diff", "--json"], ["/"]):
        assert quidit("fix", *arguments, cwd=folder).returncode == 2


def test_a_fix_waits_for_no_pull_and_says_so(folder: Path) -> None:
    replace(folder, TRIMMED, BLANK)
    from quidit.lock import WRITING, alone

    with alone(folder, WRITING):
        said = quidit("fix", cwd=folder)
        assert said.returncode == 1
        assert "another pull, fix, split or withdrawal of this corpus is under way" in said.stderr
    assert quidit("fix", cwd=folder).returncode == 0


def test_a_fix_killed_at_any_moment_leaves_whole_files(folder: Path) -> None:
    path = folder / ANNOTATION
    before = path.read_bytes()
    replace(folder, TRIMMED, BLANK)
    broken = path.read_bytes()
    for attempt in range(8):
        path.write_bytes(broken)
        child = subprocess.Popen(command("fix", "-q"), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.Random(attempt).uniform(0.05, 0.4))  # noqa: S311  # any moment, the same in each run
        child.kill()
        assert child.wait() in (0, -signal.SIGKILL)
        assert path.read_bytes() in (before, broken)
    assert quidit("fix", cwd=folder).returncode == 0
    assert path.read_bytes() == before


def test_a_fix_in_a_folder_that_cannot_be_written_says_so_and_changes_nothing(folder: Path) -> None:
    path = replace(folder, TRIMMED, BLANK)
    broken = path.read_bytes()
    limited = ["prlimit", "--fsize=100", *command("fix")]
    said = subprocess.run(limited, cwd=folder, capture_output=True, text=True, check=False)
    assert said.returncode in (3, -signal.SIGXFSZ)
    assert path.read_bytes() == broken


def test_from_python(folder: Path) -> None:
    replace(folder, TRIMMED, BLANK)
    corpus = Corpus.open(folder)
    assert [file.path for file in corpus.fix(dry_run=True).files] == [ANNOTATION]
    assert not corpus.validate().is_clean
    (file,) = corpus.fix([folder / "annotations"]).files
    assert [problem.code for problem in file.fixed] == ["QD309"]
    assert (folder / ANNOTATION).read_bytes() == file.after
    assert corpus.validate().is_clean
