"""A Hub of each test's own, releases to publish there, and the command in a process that knows no other Hub."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from corpora import REPOSITORY, command, copy_of
from hub.releasing import delivery
from hub.server import TOKEN, Hub
from quidit import Corpus
from releases import TOY, edit, replace_in


@dataclass(frozen=True)
class Publisher:
    """The command, run against a Hub by somebody with a home of their own."""

    hub: Hub
    home: Path

    def __call__(self, *arguments, token=TOKEN, cwd=None, **environment):
        return subprocess.run(
            command(*arguments), cwd=cwd or self.home, env=self.environment(token) | environment, capture_output=True, text=True, check=False, timeout=300
        )  # fmt: skip

    def environment(self, token=TOKEN, url=None):
        """The environment of somebody who knows no other Hub than ours, or the one at the URL."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "HUGGING"))}
        ours = {"HF_ENDPOINT": url or self.hub.url, "HF_HUB_DISABLE_XET": "1", "HF_HOME": str(self.home / "hf")}
        return {**kept, **ours, **({"HF_TOKEN": token} if token else {})}

    def publish(self, name, folder, *options, **more):
        """What `quidit publish` says as JSON; it must succeed."""
        result = self("publish", name, folder, *options, "--json", **more)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    def python(self, code, *, token=TOKEN, url=None):
        """What a reader's program prints as JSON; it has never loaded anything before."""
        environment = {**self.environment(token, url), "HF_HOME": tempfile.mkdtemp(dir=self.home)}
        result = subprocess.run(
            [*command()[:2], code], cwd=self.home, env=self.environment(token) | environment, capture_output=True, text=True, check=False, timeout=300
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)


@pytest.fixture
def hub(tmp_path):
    made = Hub(tmp_path / "hub")
    yield made
    made.close()


@pytest.fixture
def publisher(hub, tmp_path):
    (tmp_path / "home").mkdir()
    return Publisher(hub, tmp_path / "home")


@pytest.fixture
def begin(hub, monkeypatch):
    """A delivery of a release to this test's Hub, without the protocol of Xet, which that does not speak."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    return partial(delivery, hub)


@pytest.fixture(scope="session")
def corpora(tmp_path_factory):
    """The folders of corpora: the repository's own, and the toy, whose every text may be passed on."""
    folder = tmp_path_factory.mktemp("corpora")
    copy_of(REPOSITORY, folder / "fr")
    copy_of(TOY, folder / "toy")
    for path in sorted((folder / "toy/corpus").glob("*.json")):
        edit(path, lambda article: article.update(rights=CLEARED))
    (folder / "toy/CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def first(corpora):
    """The release of the repository's own article, whose rights are unknown."""
    return Corpus.open(corpora / "fr").build(corpora / "builds/0.1.0/quidit-fr").folder


@pytest.fixture(scope="session")
def toy(corpora):
    """A release that everybody may have."""
    return Corpus.open(corpora / "toy").build(corpora / "builds/1.0.0/toy").folder


@pytest.fixture(scope="session")
def toy_grown(corpora, toy):
    """The next one: a mention of which somebody is no longer sure, one file less, and another version."""
    grown = copy_of(corpora / "toy", corpora / "grown")
    replace_in(grown / "pyproject.toml", '"1.0.0"', '"1.1.0"')
    edit(grown / "annotations/tram-delays/lin.json", lambda said: said["mentions"][0].update(unsure=True))
    assert toy.is_dir()
    return Corpus.open(grown).build(corpora / "builds/1.1.0/toy").folder


CLEARED = {
    "text": "CC0-1.0",
    "redistribution": "allowed",
    "decided_by": "ada",
    "date": "2026-01-01",
    "basis": "made up",
}
