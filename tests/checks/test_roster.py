"""The roster: what has to be said of who annotates."""

from __future__ import annotations

from typing import Any

import pytest

from quidit.checks import ROSTER_RULES
from quidit.checks.rules import apply
from quidit.checks.subjects import Roster


@pytest.mark.parametrize(
    ("row", "is_whole", "expected"),
    [
        ({"id": "a1", "kind": "model"}, True, ["QD438"]),
        ({"id": "a1", "kind": "model", "note": "A model, version 3."}, True, []),
        ({"id": "a1", "kind": "human"}, True, []),
        ({"id": "a1", "kind": "model"}, False, []),
    ],
)
def test_of_a_model_one_wants_to_know_which_it_is(row: dict[str, Any], *, is_whole: bool, expected: list[str]) -> None:
    assert [rule.code for rule, _ in apply(ROSTER_RULES, Roster((row,), is_whole))] == expected
