"""The pool: the same results in the same order, whatever the processes do, and an error that says at what one died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quidit import Corpus
from quidit.pool import HANDFUL, DeadProcessError, spread
from quidit.report import as_text
from quidit.starting import start

NAMES = [f"n{number}" for number in range(5 * HANDFUL + 3)]


def shouted(name: str) -> str:
    return name.upper()


def shouted_late(name: str) -> str:
    """The first names take longest, so that the others are done before them."""
    time.sleep(0.02 if int(name[1:]) < HANDFUL else 0)
    return name.upper()


def refused(name: str) -> str:
    if name == "n77":
        raise ValueError(name)
    return name


def killed(name: str) -> str:
    if name == "n123":
        os.kill(os.getpid(), signal.SIGKILL)
    return name


@pytest.mark.parametrize("work", [shouted, shouted_late])
@pytest.mark.parametrize("jobs", [None, 1, 2, 3, 50])
def test_results_come_in_the_order_of_the_names(work, jobs):
    assert list(spread(work, NAMES, jobs=jobs)) == [(name, name.upper()) for name in NAMES]


def test_no_names_have_no_results():
    assert list(spread(shouted, [], jobs=3)) == []


def test_a_few_names_are_worked_on_here():
    assert {pid for _, pid in spread(process_of, NAMES[:HANDFUL], jobs=4)} == {os.getpid()}
    assert os.getpid() not in {pid for _, pid in spread(process_of, NAMES, jobs=2)}


def process_of(_: str) -> int:
    return os.getpid()


def noted(name: str) -> None:
    """A line in the file of this process: what was worked on here."""
    with Path(os.environ["QUIDIT_TEST_NOTES"], str(os.getpid())).open("a", encoding="utf-8") as file:
        file.write(f"{name}\n")


def test_nothing_is_a_result_too_and_is_not_worked_on_again(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIDIT_TEST_NOTES", str(tmp_path))
    assert list(spread(noted, NAMES, jobs=2)) == [(name, None) for name in NAMES]
    worked_on = [name for file in tmp_path.iterdir() for name in file.read_text(encoding="utf-8").split()]
    assert sorted(worked_on) == sorted(NAMES)
    assert str(os.getpid()) not in {file.name for file in tmp_path.iterdir()}


def test_what_is_raised_in_a_process_is_raised_here_after_the_results_before_it():
    results = spread(refused, NAMES, jobs=2)
    assert [next(results)[0] for _ in range(77)] == NAMES[:77]
    with pytest.raises(ValueError, match="n77"):
        next(results)


def test_a_process_that_is_killed_is_named_by_what_it_worked_on():
    with pytest.raises(DeadProcessError, match="n123 ended with -9"):
        list(spread(killed, NAMES, jobs=2))


def test_no_process_is_left_where_nobody_wants_the_rest():
    results = spread(process_of, NAMES, jobs=2)
    _, worker = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


# ── A corpus in several processes ───────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of many articles, of which every third has a fault of its own."""
    folder = tmp_path_factory.mktemp("pool") / "many"
    start(folder, "fr")
    article, annotation = folder / "corpus/sample.json", folder / "annotations/sample/sample.json"
    for number in range(3 * HANDFUL):
        name = f"copy-{number:03d}"
        source = article.read_text(encoding="utf-8").replace('"id": "sample"', f'"id": "{name}"')
        (folder / f"corpus/{name}.json").write_text(source, encoding="utf-8")
        (folder / "annotations" / name).mkdir()
        source = annotation.read_text(encoding="utf-8").replace('"article": "sample"', f'"article": "{name}"')
        broken = source.replace('"status": "complete"', f'"status": "{number}"') if number % 3 == 0 else source
        (folder / "annotations" / name / "sample.json").write_text(broken, encoding="utf-8")
    return folder


def test_several_processes_find_what_one_finds(faulty: Path) -> None:
    seen: list[str] = []
    one = Corpus.open(faulty).validate(jobs=1)
    several = Corpus.open(faulty).validate(jobs=3, progress=seen.append)
    assert len(one.problems) > 3 * HANDFUL
    assert several == one
    assert as_text(several.problems) == as_text(one.problems)
    assert seen == Corpus.open(faulty).store.article_ids()


SLOW = """
import signal
import time
from quidit.pool import spread

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts tests in the background ignores it

def slow(name):
    print(name, flush=True)
    time.sleep(0.1)
    return name

list(spread(slow, [str(number) for number in range(1000)], jobs=2))
"""


def test_an_interrupt_ends_every_process() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=20)
    assert process.returncode in (1, 130, -signal.SIGINT)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
