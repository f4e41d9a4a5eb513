"""The schema gate: two engines, one verdict."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quidit.generate.json_schema import json_schemas
from quidit.schema import Departure, EnginesDisagreeError, Gate
from quidit.scheme_file import read_scheme

REPOSITORY = Path(__file__).parents[1]
SCHEMAS = json_schemas(read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8")))
GATES = {name: Gate(schema) for name, schema in SCHEMAS.items()}
ARTICLE = json.loads((REPOSITORY / "corpus/garanties-ukraine.json").read_text(encoding="utf-8"))
FOLDER = REPOSITORY / "annotations/garanties-ukraine"


def short(name: str) -> Any:
    """A file of the corpus with a few items of each list."""
    document = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return {key: value[:3] if isinstance(value, list) else value for key, value in document.items()}


SOUND: dict[str, Any] = {
    "article": {**ARTICLE, "paragraphs": ARTICLE["paragraphs"][:2], "sentences": ARTICLE["sentences"][:3]},
    "annotation": short("adjudicated.json"),
    "rulings": short("rulings.json"),
    "annotators": json.loads((REPOSITORY / "annotations/annotators.json").read_text(encoding="utf-8")),
    "split": {"release": "0.1.0", "article": "sample", "group": "sample", "split": "held", "drawn": "test"},
}
# No line ends at the end: there Python's own `$` matches, and the engine that is the oracle here uses it.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10).filter(lambda text: not text.endswith("\n"))
HINTS = st.sampled_from(["m1", "q2", "Q1", "2025-01-01", "0" * 64, "1.2", "0.1.0", "fr", "https://a/\ufeff", "x\x1cy"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2**50) | TEXTS | HINTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.just("text"), inner, max_size=3),
    max_leaves=5,
)


def paths(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(below for step, member in members for below in paths(member, (*path, step)))]


@settings(max_examples=400, deadline=None)
@given(kind=st.sampled_from(sorted(SOUND)), number=st.integers(0), value=VALUES, key=st.none() | TEXTS)
@example(kind="article", number=3, value={"file": "a", "sha256": "0" * 64, "url": "https://a/\ufeff"}, key=None)
@example(kind="article", number=3, value={"file": "a", "sha256": "0" * 64, "url": "https://a/\x1c"}, key=None)
@example(kind="annotation", number=0, value=True, key="unsure")
def test_both_engines_give_one_verdict(kind: str, number: int, value: object, key: str | None) -> None:
    document = copy.deepcopy(SOUND[kind])
    every = paths(document)
    path = every[number % len(every)]
    parent: Any = {"": document}
    for step in ("", *path[:-1]) if path else ():
        parent = parent[step]
    last = path[-1] if path else ""
    if key is not None and isinstance(parent[last], dict):
        parent[last][key] = value
    else:
        parent[last] = value
    if not path:
        document = parent[""]
    departures = list(GATES[kind].departures(document))
    assert (not departures) == jsonschema.Draft202012Validator(SCHEMAS[kind]).is_valid(document)
    assert all(departure.pointer in pointers(document) for departure in departures)


def pointers(document: object) -> set[str]:
    return {"".join(f"/{str(s).replace('~', '~0').replace('/', '~1')}" for s in path) for path in paths(document)}


@pytest.mark.parametrize("kind", sorted(SOUND))
def test_sound_documents_depart_in_nothing(kind: str) -> None:
    assert list(GATES[kind].departures(SOUND[kind])) == []


def test_each_missing_key_is_said_once() -> None:
    (departure,) = GATES["split"].departures({})
    assert (departure.keyword, departure.keys) == ("required", ("release",))
    departures = list(GATES["annotators"].departures([{}]))
    assert [departure.keys for departure in departures] == [("id", "kind")]


def test_unknown_keys_are_named_beside_those_that_are_known() -> None:
    (departure,) = GATES["annotators"].departures([{"id": "a", "kind": "human", "kid": 1, "nota": 2}])
    assert departure == Departure(
        "additionalProperties",
        "/0",
        {"id": "a", "kind": "human", "kid": 1, "nota": 2},
        ["id", "kind", "languages", "note"],
        keys=("kid", "nota"),
    )


@pytest.mark.parametrize("value", ["m1\n", "m01", "m", "M1", "m1234567890", " m1", "m１"])  # a full-width digit
def test_an_id_is_its_form_and_nothing_else(value: str) -> None:
    document = copy.deepcopy(SOUND["annotation"])
    document["mentions"][0]["id"] = value
    (departure,) = GATES["annotation"].departures(document)
    assert (departure.keyword, departure.pointer) == ("pattern", "/mentions/0/id")
    assert departure.description == "an id such as m1"


def test_truth_is_no_number() -> None:
    document = copy.deepcopy(SOUND["annotation"])
    document["mentions"][0] |= {"start": True, "unsure": 1}
    assert [(d.keyword, d.pointer) for d in GATES["annotation"].departures(document)] == [
        ("type", "/mentions/0/start"),
        ("const", "/mentions/0/unsure"),
    ]


def test_the_first_departures_of_a_flood_come_without_the_rest() -> None:
    document = {**SOUND["annotation"], "flags": [0] * 1_000_000}
    departure = next(GATES["annotation"].departures(document))
    assert departure.pointer == "/flags/0"


def test_a_document_that_only_one_engine_refuses_is_never_accepted() -> None:
    gate = Gate({"type": "string", "pattern": "^\\S+$"})  # a blank to ECMA-262, none to Python
    with pytest.raises(EnginesDisagreeError, match="report"):
        list(gate.departures("\ufeff"))


def test_schemas_stand_alone() -> None:
    with pytest.raises(ValueError, match="example"):
        list(Gate({"$ref": "https://example.org/schema.json"}).departures({}))
