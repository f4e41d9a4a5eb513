"""Releases that several tests look at, each built once."""

import pytest

from corpora import REPOSITORY, copy_of
from quidit.release.standoff.form import standoff
from releases import TOY, built, toy_pilot


@pytest.fixture(scope="session")
def main(tmp_path_factory):
    folder = tmp_path_factory.mktemp("main")
    return built(copy_of(REPOSITORY, folder / "corpus"), folder / "build" / "quidit-fr", folder / "cache")


@pytest.fixture(scope="session")
def toy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("toy")
    return built(copy_of(TOY, folder / "corpus"), folder / "build" / "toy", folder / "cache")


@pytest.fixture(scope="session")
def pilot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pilot")
    return built(toy_pilot(folder / "corpus"), folder / "build" / "toy", folder / "cache")


@pytest.fixture(scope="session")
def bare_main(main, tmp_path_factory):
    return standoff(main.folder, tmp_path_factory.mktemp("bare") / "main")


@pytest.fixture(scope="session")
def bare_toy(toy, tmp_path_factory):
    return standoff(toy.folder, tmp_path_factory.mktemp("bare") / "toy", shortest=60)


@pytest.fixture(params=["main", "toy", "pilot"])
def each(request):
    """The repository's own release, the toy's, and that of the toy while it had one article."""
    return request.getfixturevalue(request.param)
