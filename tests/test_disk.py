"""The disk: whole files or none, and no file that could harm the reader."""

from __future__ import annotations

import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quidit import disk

CHILD = """
import sys
from pathlib import Path
from quidit import disk
path, size = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
number = 0
while True:
    number += 1
    disk.write(path, f"{number % 10}" * size)
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "é.json"
    disk.write(path, "l’été")
    assert disk.read_capped(path, 100) == "l’été".encode()
    disk.write(path, b"\xff")
    assert disk.read_capped(path, 1) == b"\xff"
    assert list(path.parent.iterdir()) == [path]


def test_a_writer_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    path, size = tmp_path / "file.json", 300_000
    disk.write(path, "0" * size)
    torn = []
    for attempt in range(12):
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(path), str(size)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(random.Random(attempt).uniform(0, 0.05))  # noqa: S311  # any moment, the same in each run
        child.kill()
        child.communicate()
        assert child.returncode == -signal.SIGKILL
        content = path.read_bytes()
        if len(content) != size or len(set(content)) != 1:
            torn.append(content[:10])
    assert torn == []
    disk.write(path, "whole")
    assert path.read_text(encoding="utf-8") == "whole"


LIMITED = """
import resource, signal, sys
from pathlib import Path
from quidit import disk
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, most))
try:
    disk.write(Path(sys.argv[1]), "x" * 100_000)
except disk.WriteError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
"""


def test_a_write_that_the_disk_refuses_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    disk.write(path, "before")
    said = run(LIMITED, str(path))
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == (
        f"{path} could not be written (File too large); what stood there is unchanged. Free space and try again.\n"
    )
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    disk.write(path, "before")

    def fill() -> None:
        with disk.replacing(path) as file, Path("/dev/full").open("wb", buffering=0) as full:
            file.write(b"half")
            full.write(b"x")

    with pytest.raises(disk.WriteError, match=r"No space left on device.*Free space"):
        fill()
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(disk.WriteError, match="unchanged"):
        disk.write(tmp_path / "file" / "below.json", "x")


def test_an_error_of_the_writer_itself_goes_through_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file.json"

    def stop() -> None:
        with disk.replacing(path):
            raise KeyError("stopped")

    with pytest.raises(KeyError):
        stop()
    assert list(tmp_path.iterdir()) == []


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert disk.read_capped(path, 5) == b"12345"
    with pytest.raises(disk.TooLargeError, match="more than 4 bytes"):
        disk.read_capped(path, 4)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("secret", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        names = ["folder", "link", "loop", "pipe", "socket"]
        for path in [*(tmp_path / name for name in names), Path("/dev/zero"), Path("/proc/self/fd/0")]:
            with pytest.raises(disk.NotRegularError, match="put the file itself there"):
                disk.read_capped(path, 100)


def test_no_file_stays_open(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(50):
        with pytest.raises(disk.NotRegularError):
            disk.read_capped(tmp_path / "folder", 1)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert before < resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        disk.read_capped(tmp_path / "nothing", 1)


def test_folders_and_links_to_them_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "c").symlink_to(tmp_path / "nowhere")
    assert disk.inside(tmp_path) == [tmp_path / "a", tmp_path / "b", tmp_path / "c"]
    assert [disk.is_folder(path) for path in disk.inside(tmp_path)] == [False, True, False]
    assert [disk.stands(tmp_path / name) for name in "abcd"] == [True, True, True, False]
    assert disk.inside(tmp_path / "a") == []


def test_folders_and_programs_are_told_by_name_and_links_are_neither(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").write_bytes(b"")
    (tmp_path / "program").write_bytes(b"#!")
    (tmp_path / "program").chmod(0o755)
    (tmp_path / "to-folder").symlink_to("folder")
    (tmp_path / "to-program").symlink_to("program")
    assert disk.names(tmp_path) == ["folder", "plain", "program", "to-folder", "to-program"]
    assert disk.folders(tmp_path) == {"folder"}
    assert disk.executables(tmp_path) == {"program"}
    for nothing in (tmp_path / "plain", tmp_path / "to-folder", tmp_path / "missing"):
        assert (disk.names(nothing), disk.folders(nothing), disk.executables(nothing)) == ([], frozenset(), frozenset())
    assert disk.held(tmp_path / "program", 9) == disk.Held(b"#!", is_executable=True)
