"""Choosing: which rules somebody wants to hear of, by their codes, the beginnings of codes, or their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from quidit.checks.rules import Rule, nearest
from quidit.problems import Problem, QuiditError

_EXACT = 5
"""How exactly a code or a name says which rule it means; the beginning of a code is as exact as it is long."""


class UnknownRuleError(QuiditError, KeyError):
    """A code, the beginning of one, or a name that no rule has."""

    def __str__(self) -> str:
        return str(self.args[0])


def _catalogue() -> Iterable[Rule[Any]]:
    from quidit.checks.catalogue import CATALOGUE

    return CATALOGUE


def unknown(word: str) -> UnknownRuleError:
    """The complaint about a word that names no rule, with advice."""
    advice = nearest(word.upper(), [rule.code for rule in _catalogue()])
    advice = advice or nearest(word.casefold(), [rule.name for rule in _catalogue()])
    return UnknownRuleError(f"{word!r} names no rule; {advice or '`quidit rules` lists them'}")


def meant(word: str) -> Mapping[str, int]:
    """The codes of the rules that a word means, with how exactly it does.

    Raises:
        UnknownRuleError: it means none.
    """
    sought = word.strip().upper()
    found = {
        rule.code: _EXACT if rule.name.upper() == sought else len(sought)
        for rule in _catalogue()
        if sought and (rule.code.startswith(sought) or rule.name.upper() == sought)
    }
    if not found:
        raise unknown(word)
    return found


@dataclass(frozen=True)
class Choice:
    """Words that name rules: those to hear of, all where there are none; and those not to, also by path.

    Of two words that name a rule the more exact one counts, and of two as exact the one that ignores it.

    Raises:
        UnknownRuleError: a word names no rule.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    ignore_at: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for word in (*self.select, *self.ignore, *(word for words in self.ignore_at.values() for word in words)):
            meant(word)

    def instead(self, *, select: Sequence[str], ignore: Sequence[str]) -> Choice:
        """This choice with other words in the place of those that they are given for."""
        return replace(self, select=select or self.select, ignore=ignore or self.ignore)

    def split(self, problems: Iterable[Problem]) -> tuple[list[Problem], int]:
        """The problems to tell, and how many others there are."""
        told = list(problems)
        kept = [problem for problem in told if self.keeps(problem)]
        return kept, len(told) - len(kept)

    def keeps(self, problem: Problem) -> bool:
        """Whether the problem is one to tell."""
        if problem.code in self._unwanted:
            return False
        return not any(
            fnmatchcase(problem.path, pattern) and problem.code in codes for pattern, codes in self._unwanted_at.items()
        )

    @cached_property
    def _unwanted(self) -> frozenset[str]:
        if not self.select and not self.ignore:
            return frozenset()
        wanted, ignored = _exactness(self.select), _exactness(self.ignore)
        return frozenset(
            rule.code
            for rule in _catalogue()
            if (self.select and rule.code not in wanted) or ignored.get(rule.code, 0) >= wanted.get(rule.code, 1)
        )

    @cached_property
    def _unwanted_at(self) -> Mapping[str, Mapping[str, int]]:
        return {pattern: _exactness(words) for pattern, words in self.ignore_at.items()}


def _exactness(words: Iterable[str]) -> Mapping[str, int]:
    """The codes that the words mean, with the exactness of the most exact one."""
    exact: dict[str, int] = {}
    for word in words:
        for code, how in meant(word).items():
            exact[code] = max(how, exact.get(code, 0))
    return exact
