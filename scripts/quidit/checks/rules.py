"""Rules: what a rule is, and the catalogue's vocabulary of codes, names and remedies."""

from __future__ import annotations

import difflib
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, Generic, TypeVar

from quidit.problems import Finding, Severity

Subject = TypeVar("Subject")

_COMPARED = 100

MOST = 1000
"""Findings of one rule in one file that are told, with one more that says so; a file with more was made wrongly."""
_UNTOLD = "the others are not told"


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One way in which a corpus can be wrong: a code never reused and the function that finds it.

    ``since`` is the version of Quidit that first had it; ``explanation`` says why it matters.
    """

    code: str
    name: str
    severity: Severity
    since: str
    explanation: str
    check: Callable[[Subject], Iterator[Finding]]


def rule(
    code: str, *, severity: Severity = Severity.ERROR, since: str = "0.1.0"
) -> Callable[[Callable[[Subject], Iterator[Finding]]], Rule[Subject]]:
    """The decorated function as a rule; its name and docstring are the rule's."""

    def made(check: Callable[[Subject], Iterator[Finding]]) -> Rule[Subject]:
        name = check.__name__.replace("_", "-")
        explanation = " ".join((check.__doc__ or "").split())
        return Rule(code, name, severity, since, explanation, check)

    return made


def rules_of(module: ModuleType, *, but: Rule[Any] | None = None) -> tuple[Rule[Any], ...]:
    """The rules that a module holds, by code; ``but`` one that is held against another subject."""
    rules = (each for each in vars(module).values() if isinstance(each, Rule) and each is not but)
    return tuple(sorted(rules, key=lambda each: each.code))


def apply(rules: Iterable[Rule[Subject]], subject: Subject) -> Iterator[tuple[Rule[Subject], Finding]]:
    """What the rules find in the subject: in its own file ``MOST`` times each, and once more to say so."""
    for each in rules:
        own = 0
        for finding in each.check(subject):
            own += not finding.path
            if own > MOST:
                yield each, replace(finding, message=f"{finding.message}; after {MOST:,} of its kind {_UNTOLD}")
                break
            yield each, finding


def nearest(word: str, words: Iterable[str]) -> str:
    """Advice that names the word most like a misspelt one; empty where none is like it."""
    match = most_like(word, words)
    return did_you_mean(match) if match else ""


def did_you_mean(word: str) -> str:
    """Advice that names a word."""
    return f"did you mean {word!r}?"


def most_like(word: str, words: Iterable[str]) -> str:
    """The word most like a misspelt one, capitals apart; empty where none is like it.

    Of very many words those are looked at that begin like it, since a file may hold thousands of either.
    """
    known = list(words)
    same = [each for each in known if each.lower() == word.lower()]
    if len(same) == 1:
        return same[0]
    if len(known) > _COMPARED:
        known.sort()
        place = bisect(known, word)
        known = known[max(0, place - _COMPARED // 2) : place + _COMPARED // 2]
    match = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return match[0] if match else ""
