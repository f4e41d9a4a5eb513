"""Decisions: both sides of what the lines of the ledger may say of groups, releases and policies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from quidit.checks import LEDGER_RULES
from quidit.checks.notes import CorpusSubject
from quidit.checks.rules import apply
from quidit.splits.ledger import Entry, Ledger, Policy

PILOT = Entry("0.1.0", policy="pilot")
GROUP = Entry("1.0.0", policy="group")


def to_train(article: str, group: str, release: str = "1.0.0") -> Entry:
    return Entry(release, article=article, group=group, split="train")


def found(*entries: Entry, version: str = "1.0.0", named: Iterable[str] = "abc") -> list[tuple[str, int | None, str]]:
    """Code, line and remedy of what the rules on the ledger find; no article can be read."""
    subject = CorpusSubject(
        articles={},
        named=frozenset(named),
        ledger=Ledger(entries),
        entries=tuple(enumerate(entries, 1)),
        version=version,
        settings="pyproject.toml",
    )
    return [(rule.code, finding.line, finding.fix) for rule, finding in apply(LEDGER_RULES, subject)]


def lines(*entries: Entry, version: str = "1.0.0", named: Iterable[str] = "abc") -> list[tuple[str, int | None]]:
    return [(code, line) for code, line, _ in found(*entries, version=version, named=named)]


def test_a_group_is_called_by_one_of_its_articles() -> None:
    assert lines(GROUP, to_train("b", "a"), to_train("a", "a")) == []
    assert lines(GROUP, to_train("a", "a"), to_train("b", "z"), to_train("c", "z")) == [("QD521", 3)]
    assert lines(GROUP, to_train("a", "a"), to_train("b", "a"), to_train("c", "b")) == [("QD521", 4)]


def test_a_group_outlives_the_article_that_it_is_called_by() -> None:
    gone = replace(to_train("a", "a"), split="withdrawn")
    assert lines(GROUP, to_train("a", "a"), to_train("b", "a"), gone, named="b") == []


def test_a_group_called_by_an_article_without_a_split_is_no_problem_of_its_own() -> None:
    assert lines(GROUP, to_train("b", "a"), named="ab") == []
    assert lines(GROUP, to_train("b", "a"), named="b") == [("QD521", 2)]


def test_a_misspelt_group_is_told_the_one_that_it_is_like() -> None:
    entries = (GROUP, to_train("pont", "pont"), to_train("rive", "pnt"))
    assert found(*entries, named=("pont", "rive")) == [("QD521", 3, "did you mean 'pont'?")]


@pytest.mark.parametrize(
    ("releases", "expected"),
    [
        (("1.0.0", "1.0.0", "1.9.0", "1.10.0"), []),
        (("1.0.0", "1.10.0", "1.9.0", "1.9.0"), [("QD522", 4)]),
        (("1.0.0", "1.1.0", "1.0.0", "1.2.0"), [("QD522", 4)]),
        (("1.2.0", "1.1.0", "1.0.0", "2.0.0"), [("QD522", 3), ("QD522", 4)]),
    ],
)
def test_releases_never_decrease(releases: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    entries = (to_train(article, article, release) for article, release in zip("abcd", releases, strict=True))
    assert lines(GROUP, *entries, version="2.0.0", named="abcd") == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0.0", ["QD523"]), ("1.1.0", []), ("1.2.0", []), ("2.0.0", []), ("0.9.0", ["QD510"])],
)
def test_nothing_is_decided_for_a_release_that_nobody_makes(version: str, expected: list[str]) -> None:
    decided = (GROUP, to_train("a", "a"), to_train("b", "b", "1.1.0"))
    assert [code for code, _, _ in found(*decided, version=version)] == expected


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        (("pilot",), []),
        (("group",), []),
        (("pilot", "group"), []),
        (("pilot", "pilot"), [("QD524", 2)]),
        (("group", "group"), [("QD524", 2)]),
        (("group", "pilot"), [("QD524", 2)]),
        (("pilot", "group", "pilot"), [("QD524", 3)]),
    ],
)
def test_a_policy_is_set_once_and_goes_from_pilot_to_group(
    policies: tuple[Policy, ...], expected: list[tuple[str, int]]
) -> None:
    version = "1.0.0" if "group" in policies else "0.1.0"
    assert lines(*(Entry("0.1.0", policy=policy) for policy in policies), version=version) == expected
