"""Overlap: articles that share whole paragraphs, told from a few bytes of each."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from corpora import REPOSITORY, copy_of
from quidit import Corpus, canonical
from quidit.checks.glances import note_of
from quidit.checks.reading import Judge
from quidit.checks.run import judge_bundle
from quidit.contribution.base import Base
from quidit.contribution.survey import survey_of
from quidit.splits.overlap import overlapping, sketch
from quidit.starting import start
from quidit.text import sha256
from repositories import repository

LONG = [f"{number} ".encode() * 30 for number in range(40)]


def pairs(**paragraphs: list[bytes]) -> list[tuple[str, str]]:
    return list(overlapping({article: sketch(each) for article, each in paragraphs.items()}))


def test_half_of_the_paragraphs_of_one_are_enough_and_less_is_not() -> None:
    assert pairs(a=LONG[:4], b=[*LONG[2:4], *LONG[10:12]]) == [("a", "b")]
    assert pairs(a=LONG[:5], b=[*LONG[3:5], *LONG[10:13]]) == []


def test_a_short_article_inside_a_long_one_is_found() -> None:
    assert pairs(a=LONG[:12], b=LONG[3:5]) == [("a", "b")]


def test_short_paragraphs_are_anybodys() -> None:
    assert pairs(a=[b"x" * 59], b=[b"x" * 59]) == []
    assert pairs(a=[b"x" * 60], b=[b"x" * 60]) == [("a", "b")]


def test_a_line_that_every_page_repeats_makes_no_pairs() -> None:
    articles = {f"a{number:02}": [LONG[39], *LONG[number * 3 : number * 3 + 3]] for number in range(12)}
    assert pairs(**articles) == []


def test_the_order_of_paragraphs_is_nothing_to_it_and_a_sketch_stays_small() -> None:
    assert sketch(LONG) == sketch(reversed(LONG))
    assert len(sketch(LONG)) == 64
    assert pairs(a=LONG, b=LONG[::-1]) == [("a", "b")]


def test_ten_thousand_copies_of_a_line_are_told_in_linear_time() -> None:
    before = time.perf_counter()
    assert len(pairs(**{f"a{number:05}": LONG[:1] for number in range(10_000)})) == 9_999
    assert time.perf_counter() - before < 2


@pytest.mark.parametrize(
    "folder", [REPOSITORY, REPOSITORY / "tests/toy", REPOSITORY / "tests/other"], ids=lambda f: f.name
)
def test_a_glance_at_a_file_remembers_what_its_reading_does(folder, tmp_path) -> None:
    store = Corpus.open(repository(copy_of(folder, tmp_path / "corpus"))).store
    survey = survey_of(store, Base.of(store.root, "main"))
    assert survey.notes == {article: note(store, article) for article in store.article_ids()}
    assert survey.unread == frozenset()


def test_a_glance_at_what_is_changed_remembers_what_the_base_had(tmp_path) -> None:
    store = Corpus.open(repository(copy_of(REPOSITORY / "tests/toy", tmp_path / "corpus"))).store
    before = {article: note(store, article) for article in store.article_ids()}
    path = store.root / "annotations/tram-delays/lin.json"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace('"status": "complete"', '"status": "draft"'), encoding="utf-8")
    assert note(store, "tram-delays").annotation == ""
    assert survey_of(store, Base.of(store.root, "main")).notes == before


def note(store, article):
    """What the reading of an article's files remembers of it."""
    lists = store.lists()
    judge = Judge(store.scheme, lists.known_annotators, lists.ledger)
    return judge_bundle(store.bundle(article), judge, store.read_raw).note


def test_so_it_does_where_quotation_marks_and_addresses_are_escaped(tmp_path) -> None:
    start(tmp_path / "c", "fr")
    path = tmp_path / "c/corpus/sample.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["source"] |= {"url": 'https://example.org/"a"\\b'}
    document["event"] = "pont"
    document["paragraphs"][0] = 'La maire a dit "oui", dans C:\\textes, ' + document["paragraphs"][0]
    document["text_sha256"] = sha256("\n".join(document["paragraphs"]))
    document = {key: document[key] for key in ("id", "language", "event", *list(document)[2:]) if key in document}
    path.write_text(canonical.dumps(document), encoding="utf-8")
    store = Corpus.open(tmp_path / "c").store
    read = note(store, "sample")
    glanced = note_of(path.read_bytes(), "sample", read.path)
    assert glanced == replace(read, annotation="", kinds="")
    assert (read.event, read.url) == ("pont", 'https://example.org/"a"\\b')
