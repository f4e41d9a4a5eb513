"""Citations: what CITATION.cff says, as BibTeX that a bibliography can read."""

import pytest

from corpora import REPOSITORY
from quidit.release.card.bibliography import Author, Citation, UnusableCitationError, bibtex, read_citation
from quidit.release.card.plainly import contact
from quidit.store import Store
from releases import TOY

SETTINGS = Store(TOY).settings
NAMED = (SETTINGS.dataset, SETTINGS.version, SETTINGS.title)


def test_the_repositorys_own_is_read():
    citation = read_citation((REPOSITORY / "CITATION.cff").read_bytes())
    assert citation.authors == (Author("The Quidit authors"),)
    assert citation.licence == "CC-BY-4.0"


def test_people_and_bodies_are_told_apart():
    text = """
cff-version: 1.2.0
title: Marks & measures
date-released: 2031-03-10
doi: 10.5281/zenodo.1
repository-code: https://example.org/code
authors:
  - {given-names: Ada, name-particle: de, family-names: Finch, name-suffix: Jr.}
  - {name: Brill & Sons}
  - {orcid: "https://orcid.org/0000-0000-0000-0000"}
contact:
  - {name: Desk, website: "https://example.org/desk"}
"""
    citation = read_citation(text.encode())
    assert [author.full for author in citation.authors] == ["Ada de Finch Jr.", "Brill & Sons"]
    assert citation.contact == "https://example.org/desk"
    assert bibtex(*NAMED, citation) == (
        "@misc{toy-1.0.0,\n"
        "  author = {de Finch Jr., Ada and {Brill \\& Sons}},\n"
        "  title = {Marks \\& measures},\n"
        "  year = {2031},\n"
        "  version = {1.0.0},\n"
        "  doi = {10.5281/zenodo.1},\n"
        "  url = {https://example.org/code},\n"
        "}"
    )


def test_without_one_the_dataset_is_cited_by_its_title():
    assert bibtex(*NAMED, Citation()) == (
        "@misc{toy-1.0.0,\n  title = {Toy: made-up news, who says what},\n  version = {1.0.0},\n}"
    )


def test_braces_and_commands_stay_words():
    entry = bibtex(*NAMED, Citation(title="{\\input{x}} ~ 100 %\n}", url="https://example.org/{a}\\b"))
    assert r"title = {\{\textbackslash{}input\{x\}\} \textasciitilde{} 100 \%" in entry
    assert "url = {https://example.org/%7Ba%7D%5Cb}" in entry


@pytest.mark.parametrize("text", ["a: [", "- a\n- b", "", "just words"])
def test_what_is_no_citation_is_refused(text):
    with pytest.raises(UnusableCitationError, match=r"CITATION\.cff is no"):
        read_citation(text.encode())


def test_a_day_that_is_none_is_refused():
    with pytest.raises(UnusableCitationError, match="date-released is 'soon'; write a day"):
        read_citation(b"date-released: soon")


@pytest.mark.parametrize("text", ["authors: 3", "authors: [3]", "authors: {a: b}", "title: [1]\ncontact: x"])
def test_what_says_nothing_of_use_is_empty(text):
    assert read_citation(text.encode()) == Citation()


def test_who_can_be_reached_is_named():
    assert contact(Citation(contact="desk@example.org", url="https://example.org")).startswith(
        "Write to desk@example.org."
    )
    assert contact(Citation(url="https://example.org")).startswith("Write to https://example.org.")
    assert contact(Citation()).startswith("Open a discussion where you found this dataset.")
