"""Renaming: an id is given anew only where no file beside the annotation may mean the item that bore it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quidit import Corpus, canonical
from quidit.starting import start

FOLDER = "annotations/sample"
ANNOTATION = f"{FOLDER}/sample.json"


def write(corpus: Path, place: str, document: object) -> None:
    (corpus / place).write_text(canonical.dumps(document), encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The sample with two mentions of one id, to which no item of the annotation refers."""
    start(tmp_path, "en")
    document = json.loads((tmp_path / ANNOTATION).read_text(encoding="utf-8"))
    assert [row["id"] for row in document["mentions"]] == ["m1", "m2", "m3", "m4", "m5", "m6"]
    document["mentions"][2]["id"] = "m1"
    write(tmp_path, ANNOTATION, document)
    return tmp_path


def regions(annotator: str = "sample", **ids: object) -> tuple[str, dict[str, object]]:
    return f"{FOLDER}/{annotator}.regions.json", {"article": "sample", "annotator": annotator, "regions": ids}


def ruling(**more: Any) -> tuple[str, dict[str, object]]:
    row = {"id": "r1", "layer": "mentions", "readings": {"sample": ["m2"]}, "take": "sample", "why": "so it is", **more}
    head = {"article": "sample", "adjudicator": "sample", "date": "2026-11-23", "scheme": "1.2"}
    return f"{FOLDER}/rulings.json", {**head, "rulings": [row]}


def clash(corpus: Path) -> str:
    """What validation says to do about the id of two mentions."""
    return next(each.fix for each in Corpus.open(corpus).validate().problems if each.code == "QD401")


def mentions(corpus: Path) -> list[str]:
    """The ids of the mentions once all is fixed that a program can."""
    Corpus.open(corpus).fix(unsafe=True)
    return [row["id"] for row in json.loads((corpus / ANNOTATION).read_text(encoding="utf-8"))["mentions"]]


@pytest.mark.parametrize(
    "beside",
    [
        None,
        regions(x=["m2"], y=["c1", "m8"]),
        regions("other", x=["m1"]),
        ruling(),
        ruling(readings={"sample": ["m2"], "other": ["m1"]}, take="other", set={"text": "m1"}),
    ],
)
def test_an_id_that_nothing_beside_names_is_given_anew(corpus: Path, beside: tuple[str, object] | None) -> None:
    if beside:
        write(corpus, *beside)
    assert clash(corpus) == 'remove it, or write "id": "m7"'
    assert mentions(corpus) == ["m1", "m2", "m7", "m4", "m5", "m6"]


@pytest.mark.parametrize(
    ("beside", "named"),
    [
        (regions(x=["c1", "m1"]), "m1"),
        (regions(gone=["m7"]), "m7"),
        (ruling(readings={"sample": ["m1"]}), "m1"),
        (ruling(set={"continues": "m1"}), "m1"),
        (ruling(set={"unsure": None, "speakers": ["m2", "m1"]}), "m1"),
    ],
)
def test_an_id_that_a_file_beside_names_is_left_with_the_place_that_names_it(
    corpus: Path, beside: tuple[str, object], named: str
) -> None:
    write(corpus, *beside)
    place = beside[0]
    assert clash(corpus) == (
        f'remove it, or write "id": "m7", by hand, since {place} names {named} and may mean another item by it'
    )
    assert mentions(corpus) == ["m1", "m2", "m1", "m4", "m5", "m6"]


@pytest.mark.parametrize("content", ["[", "[]"])
def test_a_file_beside_that_cannot_be_read_may_name_any_id(corpus: Path, content: str) -> None:
    place, _ = regions()
    (corpus / place).write_text(content, encoding="utf-8")
    assert clash(corpus) == f'remove it, or write "id": "m7", once {place} can be read, which may name the id'
    assert mentions(corpus) == ["m1", "m2", "m1", "m4", "m5", "m6"]
