"""Files: what lies in a corpus, how it is named, and whether it can be read at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from quidit import Corpus
from quidit.checks.seeds import is_sound_name
from quidit.checks.subjects import Obstacle
from quidit.problems import Problem
from quidit.starting import start
from quidit.store import Store

ANNOTATION = "annotations/sample/sample.json"
ARTICLE = "corpus/sample.json"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "files"
    start(folder, "fr")
    return folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "files"))


def problems(folder: Path) -> tuple[Problem, ...]:
    return Corpus.open(folder).validate().problems


def found(folder: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in problems(folder)]


@pytest.mark.parametrize(
    "name",
    ["000_5243.txt", "AFP-2026.11.23_a.txt", "a", "x" * 128, "console.txt", "com.txt", "com10.txt", "nullen"],
)
def test_a_raw_file_is_named_as_every_system_can_hold_it(name: str) -> None:
    assert is_sound_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../a.txt", "a/b.txt", "a\\b.txt", "/etc/passwd", "a\0.txt", "a\n.txt", "a b.txt"),
        *(
            "é.txt",
            "e\u0301.txt",
            "con",
            "CON.txt",
            "nul.tar.gz",
            "Lpt1.txt",
            "a.",
            "-a",
            ".a",
            "x" * 129,
            "a:b",
            "a\u202e",
        ),
    ],
)
def test_any_other_name_is_refused(name: str, copy: Path) -> None:
    assert not is_sound_name(name)
    document = json.loads((copy / ARTICLE).read_text(encoding="utf-8"))
    document["source"]["file"] = name
    (copy / ARTICLE).write_text(json.dumps(document), encoding="utf-8")
    codes = {code for code, path in found(copy) if path == ARTICLE} - {"QD109"}
    assert codes == ({"QD017"} if name else {"QD206"})


@pytest.mark.parametrize(
    ("name", "is_left_over"),
    [
        (".sample.json.5f0c12ab.partial", True),
        ("sample.json~", True),
        ("sample.json.orig", True),
        ("#sample.json#", True),
        (".sample.json.swp", True),
        (".DS_Store", True),
        ("Thumbs.db", True),
        ("sample.partial", False),
        (".sample.json.5F0C12AB.partial", False),
        ("notes.txt", False),
        ("sample.jso", False),
    ],
)
@pytest.mark.parametrize("folder", ["corpus", "annotations", "annotations/sample", "seeds"])
def test_what_programs_leave_behind_is_told_from_what_people_put_there(
    copy: Path, folder: str, name: str, *, is_left_over: bool
) -> None:
    (copy / folder / name).write_text("x", encoding="utf-8")
    expected = "QD011" if is_left_over else "QD015" if folder == "seeds" else "QD010"
    assert found(copy) == [(expected, f"{folder}/{name}")]


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o444, 0o666])
def test_a_file_that_is_only_read_is_sound(copy: Path, mode: int) -> None:
    for name in (ANNOTATION, ARTICLE, "corpus/splits.jsonl", "seeds/sample.txt"):
        (copy / name).chmod(mode)
    assert found(copy) == []


@pytest.mark.parametrize("name", [ANNOTATION, ARTICLE, "corpus/splits.jsonl", "seeds/sample.txt"])
@pytest.mark.parametrize("mode", [0o755, 0o654, 0o645, 0o744])
def test_a_file_that_may_be_run_is_told_once_and_read_all_the_same(copy: Path, name: str, mode: int) -> None:
    (copy / name).chmod(mode)
    assert found(copy) == [("QD012", name)]


def test_an_executable_list_of_annotators_still_lists_them(copy: Path) -> None:
    (copy / "annotations/annotators.json").chmod(0o755)
    annotation = json.loads((copy / ANNOTATION).read_text(encoding="utf-8"))
    (copy / "annotations/sample/nobody.json").write_text(json.dumps({**annotation, "annotator": "nobody"}))
    assert {code for code, _ in found(copy)} - {"QD109"} == {"QD012", "QD421"}


@pytest.mark.parametrize("name", [ANNOTATION, ARTICLE, "corpus/splits.jsonl", "annotations/annotators.json"])
def test_a_file_that_nobody_may_read_is_a_problem_and_no_crash(copy: Path, name: str) -> None:
    (copy / name).chmod(0)
    assert ("QD013", name) in found(copy)


def test_a_file_that_is_gone_when_it_is_read_is_one_that_cannot_be_read(copy: Path) -> None:
    assert Store(copy).file(copy / "corpus/gone.json").obstacle is Obstacle.UNREADABLE


@pytest.mark.parametrize("folder", ["annotations/sample", "corpus", "annotations", "seeds"])
def test_a_folder_that_nobody_may_list_is_said_to_be(copy: Path, folder: str) -> None:
    (copy / folder).chmod(0o300)
    try:
        codes = found(copy)
    finally:
        (copy / folder).chmod(0o755)
    assert ("QD013", folder) in codes


def test_a_folder_holds_an_annotation_or_is_said_to_be_empty(copy: Path) -> None:
    (copy / "annotations/exemple").mkdir()
    (copy / "annotations/exemple/.gitkeep").touch()
    assert found(copy) == [("QD014", "annotations/exemple")]
    (copy / "annotations/exemple/notes.txt").touch()
    assert found(copy) == [("QD010", "annotations/exemple/notes.txt")]


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("a.txt", "A.txt", True),
        ("\u00e9.txt", "e\u0301.txt", True),
        ("stra\u00dfe.txt", "STRASSE.txt", True),
        ("a.txt", "a-.txt", False),
        ("e.txt", "\u00e9.txt", False),
    ],
)
def test_names_that_are_one_on_many_a_disk_clash(copy: Path, one: str, other: str, *, clash: bool) -> None:
    for name in (one, other):
        (copy / "seeds" / name).write_text("x", encoding="utf-8")
    assert [code for code, _ in found(copy)] == (["QD005"] if clash else ["QD015", "QD015"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", "QD016"),
        (b"PK\x03\x04", "QD016"),
        (b"\x89PNG\r\n", "QD016"),
        (b"PAR1", "QD016"),
        ("Un été".encode("utf-16"), "QD016"),
        ("Un été".encode("cp1252"), "QD016"),
        (bytes(range(32)) * 4, "QD016"),
        ("Un été".encode(), "QD015"),
        (b"\xef\xbb\xbfUn pont", "QD015"),
        (b"", "QD015"),
    ],
    ids=lambda value: repr(value[:8]),
)
def test_a_raw_file_that_is_no_text_is_told_from_one_that_was_forgotten(copy: Path, content: bytes, code: str) -> None:
    (copy / "seeds/depeche.txt").write_bytes(content)
    assert found(copy) == [(code, "seeds/depeche.txt")]


def test_a_link_among_the_raw_files_is_not_followed(copy: Path) -> None:
    (copy / "seeds/depeche.txt").symlink_to("/etc/passwd")
    os.mkfifo(copy / "seeds/tube.txt")
    assert found(copy) == [("QD001", "seeds/depeche.txt"), ("QD001", "seeds/tube.txt")]


@pytest.mark.parametrize("content", ["{", '{"id": "sample"}', "[]"])
def test_where_an_article_cannot_be_read_no_raw_file_is_said_to_be_nobodys(copy: Path, content: str) -> None:
    (copy / ARTICLE).write_text(content, encoding="utf-8")
    (copy / "seeds/depeche.txt").write_text("x", encoding="utf-8")
    assert {path for _, path in found(copy)} == {ARTICLE}


def test_a_raw_file_of_an_article_that_is_no_text_says_what_it_is(copy: Path) -> None:
    raw = copy / "seeds/sample.txt"
    raw.write_bytes(b"%PDF-1.7")
    document = json.loads((copy / ARTICLE).read_text(encoding="utf-8"))
    document["source"]["sha256"] = hashlib.sha256(b"%PDF-1.7").hexdigest()
    (copy / ARTICLE).write_text(json.dumps(document), encoding="utf-8")
    told = {problem.code: problem.message for problem in problems(copy)}
    assert "this is a PDF" in told["QD321"]
