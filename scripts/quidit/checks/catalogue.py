"""The catalogue: every rule, those that a contribution needs its base for among them."""

from __future__ import annotations

from typing import Any

from quidit.checks import (
    ABSENCE_RULES,
    CORPUS_RULES,
    FILE_RULES,
    ITEM_RULES,
    KNOWN_RULES,
    LEDGER_RULES,
    LINE_RULES,
    NAMED_RULES,
    ORPHAN_RULES,
    RAW_RULES,
    REGION_RULES,
    ROSTER_RULES,
    RULINGS_RULES,
    SEEDS_RULES,
    SENTENCE_RULES,
    SHAPE_RULES,
    SOURCE_RULES,
    SPAN_RULES,
    SPELLING_RULES,
    SURROUNDING_RULES,
    TEXT_RULES,
    WORDING_RULES,
    known,
)
from quidit.checks.comparing import BASE_RULES
from quidit.checks.rules import Rule

CATALOGUE: tuple[Rule[Any], ...] = tuple(
    sorted(
        (
            *NAMED_RULES,
            *FILE_RULES,
            *RAW_RULES,
            *SEEDS_RULES,
            *SOURCE_RULES,
            *SHAPE_RULES,
            *WORDING_RULES,
            *ABSENCE_RULES,
            *SPELLING_RULES,
            *ORPHAN_RULES,
            *TEXT_RULES,
            *SENTENCE_RULES,
            *SPAN_RULES,
            *ITEM_RULES,
            *RULINGS_RULES,
            *REGION_RULES,
            *ROSTER_RULES,
            *LINE_RULES,
            *LEDGER_RULES,
            *CORPUS_RULES,
            *SURROUNDING_RULES,
            *KNOWN_RULES,
            *BASE_RULES,
        ),
        key=lambda each: each.code,
    )
)
"""Every rule, by code."""

LISTABLE: frozenset[str] = frozenset(each.code for each in CATALOGUE if known.may_be_listed(each))
"""The codes whose problems may be listed as known."""
