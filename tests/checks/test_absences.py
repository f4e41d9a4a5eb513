"""Absences: what holds nothing is left out of a file, unless it states something."""

from __future__ import annotations

from typing import Any

import pytest

from corpora import REPOSITORY
from quidit.checks.absences import Emptiable, empty_list_or_object, optional_holders
from quidit.generate.json_schema import json_schemas
from quidit.problems import REMOVED, Edit, Repair
from quidit.scheme_file import read_scheme

SCHEMAS = json_schemas(read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8")))
RULING = {"id": "r1", "layer": "mentions", "readings": {"ana": []}, "take": "ana", "why": "so"}


def told(kind: str, document: object, *, fits: bool) -> list[tuple[str, str, str, str]]:
    """Where the rule tells something, with what it says, got and expected."""
    findings = list(empty_list_or_object.check(Emptiable(document, optional_holders(SCHEMAS[kind]), fits)))
    assert all(each.repair == Repair((Edit(each.pointer, REMOVED),)) for each in findings)
    return [(each.pointer, each.message, each.got, each.expected) for each in findings]


@pytest.mark.parametrize("fits", [True, False])
def test_an_empty_list_or_object_that_may_be_absent_is_told(*, fits: bool) -> None:
    quote = {"speakers": [], "via": ["m1"]}
    document = {"flags": [], "quotes": [quote, {**quote, "via": []}]}
    list_ = ("[]", "at least one element, or no such key")
    assert told("annotation", document, fits=fits) == [
        ("/flags", '"flags" is empty', *list_),
        ("/quotes/1/via", '"via" is empty', *list_),
    ]
    rulings = [{**RULING, "set": {"use": None}}, {**RULING, "set": {}}, RULING]
    assert told("rulings", {"rulings": rulings}, fits=fits) == [
        ("/rulings/1/set", '"set" is empty', "{}", "at least one member, or no such key")
    ]


@pytest.mark.parametrize("set_", [{"use": "as-actor"}, {"unsure": None}])
def test_what_holds_something_is_no_matter_of_absence(set_: dict[str, Any]) -> None:
    assert told("rulings", {"rulings": [{**RULING, "set": set_}]}, fits=True) == []


@pytest.mark.parametrize(
    "document", [[], 1, {"rulings": 1}, {"rulings": {"set": {}}}, {"rulings": [[], "x", {"set": 0}]}]
)
def test_a_document_of_another_shape_is_looked_into_as_far_as_it_goes(document: object) -> None:
    assert told("rulings", document, fits=False) == []
