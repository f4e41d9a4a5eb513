"""Free texts: found along the schema's paths in a sound document, and by looking everywhere in any other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quidit.checks.free_texts import branch, free_texts
from quidit.generate.json_schema import json_schemas
from quidit.scheme_file import read_scheme

REPOSITORY = Path(__file__).parents[2]
SCHEMAS = json_schemas(read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8")))
SPAN = {"start": 0, "end": 1, "text": "a", "origin": {"from": "edited", "producer": "p", "version": "v"}}
SOUND = {
    "article": {"title": "t", "source": {"file": "f", "publisher": "é", "note": "n"}, "rights": {"basis": "b"}},
    "annotation": {
        "entities": [{"id": "e", "name": "E"}, {"id": "f", "name": "F"}],
        "mentions": [{"id": "m1", **SPAN}, {"id": "m2"}],
        "quotes": [{"id": "q1", **SPAN}],
        "stances": [],
    },
    "annotators": [{"id": "a", "kind": "human"}, {"id": "b", "note": "n"}],
    "split": {"release": "1.0.0", "why": "w"},
    "regions": {"article": "a", "regions": {"name": ["m1"]}},
}


@pytest.mark.parametrize("kind", sorted(SOUND))
def test_the_schemas_branches_lead_to_every_free_text(kind: str) -> None:
    where, document = branch(SCHEMAS[kind]), SOUND[kind]
    assert where is not None or kind == "regions"
    found = where.texts_of(document if isinstance(document, list) else [document]) if where else []
    assert sorted(found) == sorted(text for _, text in free_texts(SOUND[kind]))
    assert found or kind == "regions"


def test_nothing_is_foretold_of_a_file_in_which_anything_may_stand() -> None:
    assert branch(SCHEMAS["rulings"]) is None


def test_pointers_lead_to_the_texts() -> None:
    rulings = json.loads((REPOSITORY / "annotations/garanties-ukraine/rulings.json").read_text(encoding="utf-8"))
    found = dict(free_texts(rulings))
    assert found["/rulings/0/why"] == rulings["rulings"][0]["why"]
    assert found["/rulings/1/set/name"] == rulings["rulings"][1]["set"]["name"]
