"""Readers: a version stays what it was when the next one is out, on our Hub and on one that others wrote."""

import json
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from hub.faults import Cut
from hub.releasing import NAME, run
from quidit.release.edition import BrokenEditionError, Edition
from quidit.remote.hub.address import Address
from quidit.remote.hub.download import download
from quidit.remote.hub.failures import UnknownRepositoryError
from releases import files_of

LOAD = """
import json
from datasets import load_dataset
found = {}
for revision in ("v1.0.0", "v1.1.0"):
    for streaming in (False, True):
        rows = load_dataset("ada/toy", "sentences", revision=revision, streaming=streaming)["train"]
        found[f"{revision} {streaming}"] = list(rows)
print(json.dumps(found))
"""
CONFIG = """
[basic]
host = "127.0.0.1"
port = {port}
repos-path = "{folder}/cache"
mirrors-path = ["{folder}/mirrors"]

[accessibility]
offline = true
"""


@pytest.fixture
def repository(hub, begin, toy, toy_grown):
    """A repository in which 1.0.0 and then 1.1.0 were published."""
    made = hub.make(NAME)
    run(begin(toy))
    run(begin(toy_grown))
    return made


@pytest.fixture
def olah(repository, tmp_path):
    """The URL of a mirror of the repository that serves what git and git-lfs keep: olah, which is not ours."""
    folder = tmp_path / "olah"
    repository.clone(folder / "mirrors" / "datasets" / NAME)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "olah.toml").write_text(CONFIG.format(port=port, folder=folder), encoding="utf-8")
    words = [Path(sys.executable).parent / "olah-cli", "--config", folder / "olah.toml", "--log-path", folder / "logs"]
    with (folder / "said.txt").open("w") as said:
        process = subprocess.Popen(words, cwd=folder, stdout=said, stderr=said)
    try:
        while not answers(port):
            assert process.poll() is None, (folder / "said.txt").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def test_a_download_is_the_release_and_nothing_beside_it(hub, repository, begin, toy, tmp_path):
    repository.push({"notes/mine.txt": b"mine"})
    faults = [
        hub.fail("GET /revision/", 503),
        hub.fail("GET /tree/", Cut.BEFORE),
        hub.fail("HEAD README.md", 502),
        hub.fail("GET train-00000", Cut.IN_THE_ANSWER),
        hub.fail("GET test-00000", 500),
        hub.fail("GET LICENSE", Cut.SHORT),
        hub.fail("GET issues/full", Cut.SHORT),
    ]
    edition = download(Address.of(f"{NAME}@v1.0.0"), tmp_path / "old", begin(toy).repository)
    assert all(fault.happened for fault in faults)
    assert files_of(edition.folder) == files_of(toy)
    assert download(Address.of(NAME), tmp_path / "new", begin(toy).repository).version == "1.1.0"
    assert not (tmp_path / "new" / "notes").exists()


def test_a_damaged_download_is_refused_and_leaves_no_folder(repository, begin, toy, tmp_path):
    file = repository.file("v1.0.0", "quotes/test-00000-of-00001.parquet")
    damaged = bytearray(repository.content(file))
    damaged[-1] ^= 1
    repository.object(file.sha256).write_bytes(damaged)
    with pytest.raises(BrokenEditionError, match=r"quotes/test-00000-of-00001\.parquet is not the file"):
        download(Address.of(f"{NAME}@v1.0.0"), tmp_path / "old", begin(toy).repository)
    assert not list(tmp_path.glob("*old*"))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"{NAME}@v9.0.0", r": there is no such tag, branch or commit; its tags are v1\.0\.0, v1\.1\.0$"),
        ("ada/nothing@v1.0.0", ": .*correct the address"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_what_is_not_there_is_told(begin, toy, tmp_path, address, told):
    named = replace(begin(toy).repository, name=address.partition("@")[0])
    with pytest.raises(UnknownRepositoryError, match=f"^{address}{told}"):
        download(Address.of(address), tmp_path / "old", named)


@pytest.fixture(params=["our Hub", "olah"])
def url(request, hub):
    return hub.url if request.param == "our Hub" else request.getfixturevalue("olah")


@pytest.mark.usefixtures("repository")
def test_a_version_is_what_it_was_after_the_next_is_out(publisher, url, toy, toy_grown):
    old, new = (
        json.loads(json.dumps(list(Edition.open(folder).rows("sentences", "train")))) for folder in (toy, toy_grown)
    )
    assert old != new
    read = publisher.python(LOAD, token=None, url=url)
    assert read == {"v1.0.0 False": old, "v1.0.0 True": old, "v1.1.0 False": new, "v1.1.0 True": new}
