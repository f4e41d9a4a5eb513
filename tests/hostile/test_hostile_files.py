"""Hostile files: whatever a contribution holds, validation says that it is wrong, soon, and does nothing else."""

from __future__ import annotations

import json
import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hostile.families import FAMILIES, PUT
from hostile.guarded import LIMIT
from hostile.json_text import ALLOWED
from hostile.sound import PLACES, Sound, build
from quidit import Corpus

TESTS = Path(__file__).parents[1]
SECONDS = 20
"""Of a processor for one file of at most four megabytes: what is quadratic takes minutes."""


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """A server that nobody may call; ``calls`` are those who did."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            calls.append(self.client_address)

    calls: list[object] = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening.server_address[1], calls
        listening.shutdown()


@pytest.mark.parametrize("family", [*FAMILIES, *PUT])
def test_hostile_files_are_refused_soon_and_do_nothing(family: str, server: Any, tmp_path: Path) -> None:
    port, calls = server
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}  # time is measured
    ended = subprocess.run(
        [sys.executable, "-m", "hostile.guarded", family, str(tmp_path / "corpus"), f"http://127.0.0.1:{port}/"],
        env={**kept, "PYTHONPATH": os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])},
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    endings = [json.loads(line) for line in ended.stdout.splitlines()]
    assert endings
    wrong = [each for each in endings if each["status"] != 1 or each["tried"] or each["unsafe"]]
    assert wrong == []
    assert [each["name"] for each in endings if each["seconds"] > SECONDS] == []
    assert max(each["peak"] for each in endings) < LIMIT
    assert calls == []


@pytest.mark.parametrize("text", ALLOWED)
def test_what_only_looks_hostile_is_taken(text: str, tmp_path: Path) -> None:
    build(tmp_path / "corpus")
    content = Sound(tmp_path / "corpus").with_literal("annotators", "/0/note", f'"{text}"'.encode())
    (tmp_path / "corpus" / PLACES["annotators"]).write_bytes(content)
    assert Corpus.open(tmp_path / "corpus").validate().is_clean


def test_there_are_many_and_no_two_alike(tmp_path: Path) -> None:
    build(tmp_path / "corpus")
    sound = Sound(tmp_path / "corpus")
    light = [
        name
        for name in FAMILIES
        if name not in {"sizes", "long texts", "in one place", "out of place", "chains", "lists"}
    ]
    files = [(case.kind, case.content) for name in light for case in FAMILIES[name](sound, "http://127.0.0.1:9/")]
    assert len(files) >= 500
    assert len(set(files)) > len(files) * 0.95
