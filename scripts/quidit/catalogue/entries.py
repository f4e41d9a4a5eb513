"""Entries: what the catalogue tells of each rule, whatever the form in which it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quidit.catalogue.examples import Example, example_of
from quidit.checks.catalogue import CATALOGUE
from quidit.checks.choosing import unknown
from quidit.checks.rules import Rule
from quidit.problems import Severity

LEVELS = {
    "0": "Files and bytes",
    "1": "JSON",
    "2": "Schema",
    "3": "Text and spans",
    "4": "Annotations",
    "5": "Corpus and contributions",
    "6": "Rights and privacy",
    "7": "Releases",
}
"""What the rules of a level are about, by the first digit of their codes."""


@dataclass(frozen=True)
class Entry:
    """A rule as the catalogue tells it."""

    rule: Rule[Any]

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name

    @property
    def severity(self) -> Severity:
        """How much a problem of this rule matters."""
        return self.rule.severity

    @property
    def level(self) -> str:
        """What the rules of its level are about."""
        return LEVELS[self.rule.code[2]]

    @cached_property
    def explanation(self) -> str:
        """Why the rule matters, with code between single backticks."""
        return self.rule.explanation.replace("``", "`")

    @property
    def sentence(self) -> str:
        """The explanation's first sentence."""
        return re.split(r"(?<=\.) (?=[A-Z`“\"])", self.explanation, maxsplit=1)[0]

    @cached_property
    def example(self) -> Example:
        """The rule's case among the tests."""
        return example_of(self.rule.name)


def entries() -> Iterator[Entry]:
    """Every rule, by code."""
    return (Entry(rule) for rule in CATALOGUE)


def entry_of(word: str) -> Entry:
    """The rule of that code or name.

    Raises:
        UnknownRuleError: no rule has it; the message names the one most like it.
    """
    sought = word.strip().casefold()
    for entry in entries():
        if sought in (entry.code.casefold(), entry.name):
            return entry
    raise unknown(word)
