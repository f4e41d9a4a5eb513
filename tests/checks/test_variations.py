"""Variations of an article's files: what is found in each is what was found before, to the place in the text."""

from __future__ import annotations

import pytest

from checks.variations import ARTICLE, GOLDEN, VARIED, Family, told, variations
from corpora import REPOSITORY

KNOWN = {
    part.partition("\n")[0]: part.partition("\n")[2].splitlines()
    for part in GOLDEN.read_text(encoding="utf-8").removeprefix("# ").split("\n# ")
}


@pytest.fixture(scope="module")
def family() -> Family:
    return Family.of(REPOSITORY / "tests" / "toy", ARTICLE)


@pytest.mark.parametrize("part", KNOWN)
def test_what_is_found_in_a_variation_is_what_is_written_down(part: str, family: Family) -> None:
    name, _, member = part.partition(" ")
    before = family.problems(name, family.document(name))
    varied = (each for each in variations(family, name) if each[0].split()[0] == member)
    for known, (place, document) in zip(KNOWN[part], varied, strict=True):
        assert f"{place}: {told(family.problems(name, document), before, name)}" == known, (
            "`python tests/checks/variations.py` writes them anew: look at what changed like at code"
        )


def test_every_variation_is_written_down(family: Family) -> None:
    places = [(name, place.split()[0]) for name in VARIED for place, _ in variations(family, name)]
    assert {f"{name} {member}" for name, member in places} == set(KNOWN)
    assert sum(map(len, KNOWN.values())) == len(places)
