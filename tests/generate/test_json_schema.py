"""The JSON Schemas: sound by their own standard, and filled by the scheme alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from quidit.canonical import schema_text
from quidit.generate.json_schema import json_schemas
from quidit.scheme_file import read_scheme

SCHEMA = Path(__file__).parents[2] / "schema"
SCHEME = read_scheme((SCHEMA / "scheme.toml").read_text(encoding="utf-8"))
SCHEMAS = json_schemas(SCHEME)


def below(schema: object) -> Iterator[dict[str, object]]:
    """The schema and every one inside it."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from below(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from below(value)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_one_by_the_standard(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_says_shape_and_enumerations_and_no_conditions(name: str) -> None:
    used = {key for schema in below(SCHEMAS[name]) for key in schema}
    assert not used & {"anyOf", "oneOf", "allOf", "not", "if", "then", "else", "$ref", "uniqueItems", "format"}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_pattern_is_anchored_described_and_needs_no_backtracking(name: str) -> None:
    for schema in below(SCHEMAS[name]):
        if isinstance(pattern := schema.get("pattern"), str):
            assert pattern.startswith("^")
            assert pattern.endswith("$")
            assert schema["type"] == "string"
            assert "such as" in schema["description"]
            assert not {"\\S", "\\s", "\\w", "\\d", "\\b"} & {pattern[n : n + 2] for n in range(len(pattern))}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_nothing_unknown_is_let_in(name: str) -> None:
    for schema in below(SCHEMAS[name]):
        if "properties" in schema and schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert set(schema["required"]) <= set(schema["properties"])


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_what_lies_in_the_repository_is_what_is_generated(name: str) -> None:
    assert (SCHEMA / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(SCHEMAS[name])


def test_the_enumerations_are_the_schemes() -> None:
    properties = SCHEMAS["annotation"]["properties"]
    of = {layer: properties[layer]["items"]["properties"] for layer in ("mentions", "quotes", "stances", "entities")}
    assert of["mentions"]["label"]["enum"] == [label.label for label in SCHEME.mentions]
    assert of["mentions"]["use"]["enum"] == [use.id for use in SCHEME.uses]
    assert of["quotes"]["type"]["enum"] == [quote_type.label for quote_type in SCHEME.quote_types]
    assert of["stances"]["label"]["enum"] == [stance.label for stance in SCHEME.stances]
    assert of["stances"]["issue"]["enum"] == [issue.id for issue in SCHEME.issues]
    assert of["entities"]["kind"]["enum"] == [kind.id for kind in SCHEME.entity_kinds]
    assert properties["flags"]["items"]["enum"] == [flag.id for flag in SCHEME.article_flags]


@pytest.mark.parametrize("layer", ["cues", "quotes", "stances"])
def test_a_layer_that_is_off_is_not_there(layer: str) -> None:
    off = replace(SCHEME, layers=tuple(text for text in SCHEME.layers if text.layer != layer))
    schemas = json_schemas(off)
    annotation = schemas["annotation"]["properties"]
    assert layer not in annotation
    assert layer not in json.dumps(schemas["rulings"]["properties"]["rulings"]["items"]["properties"]["layer"])
    if layer == "cues":
        assert "cue" not in annotation["quotes"]["items"]["properties"]
    if layer == "quotes":
        assert annotation["stances"]["items"]["properties"]["target"]["pattern"] == "^m[1-9][0-9]{0,8}$"


def test_lists_that_the_scheme_leaves_empty_are_no_empty_enumerations() -> None:
    bare = replace(
        SCHEME,
        uses=(),
        issues=(),
        article_flags=(),
        mentions=tuple(replace(label, uses=False) for label in SCHEME.mentions),
    )
    schemas = json_schemas(bare)
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert all(each["enum"] for each in below(schema) if "enum" in each)
