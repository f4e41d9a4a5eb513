"""The ledger and the corpus as a whole: what each line decides, and what no single file shows."""

from __future__ import annotations

from typing import Any, cast

import pytest

from quidit.checks import corpus as corpus_rules
from quidit.checks import ledger
from quidit.checks.notes import ArticleNote, CorpusSubject, LedgerLine
from quidit.checks.rules import Rule
from quidit.problems import Finding
from quidit.splits.ledger import Entry, EntryFile, Ledger
from quidit.splits.overlap import sketch


def entry(article: str, split: str | None = "train", group: str = "", release: str = "1.0.0", **more: Any) -> Entry:
    return Entry(release, article=article, group=group or article, split=cast("Any", split), **more)


def policy(name: str, release: str = "1.0.0") -> Entry:
    return Entry(release, policy=cast("Any", name))


def note(article: str, **members: Any) -> ArticleNote:
    return ArticleNote(article, f"corpus/{article}.json", **{"text_sha256": article, "sentences": 4, **members})


def subject(
    *entries: Entry, notes: tuple[ArticleNote, ...] = (), named: str = "", version: str = "1.0.0"
) -> CorpusSubject:
    """A corpus of those articles, whose ledger has those decisions from line 11 on."""
    return CorpusSubject(
        articles={each.id: each for each in notes},
        named=frozenset([*named.split(), *(each.id for each in notes)]),
        ledger=Ledger(entries),
        entries=tuple(enumerate(entries, 11)),
        version=version,
        settings="pyproject.toml",
    )


def found(rule: Rule[CorpusSubject], corpus: CorpusSubject) -> list[Finding]:
    return list(rule.check(corpus))


def lines(rule: Rule[CorpusSubject], corpus: CorpusSubject) -> list[int | None]:
    return [each.line for each in found(rule, corpus)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"policy": "group"}, None),
        ({"policy": "group", "split": "test", "article": "a"}, "sets a policy and also has article, split"),
        ({}, "has neither policy nor article, group, split"),
        ({"article": "a", "split": "train"}, "lacks group"),
        ({"drawn": "test"}, "lacks article, group, split"),
        ({"article": "a", "group": "a", "split": "train"}, None),
        ({"article": "a", "group": "a", "split": "pilot", "test_from": 1}, None),
        ({"article": "a", "group": "a", "split": "pilot"}, "is a pilot without test_from"),
        ({"article": "a", "group": "a", "split": "train", "test_from": 1}, "has test_from and is no pilot"),
        ({"article": "a", "group": "a", "split": "train", "drawn": "test"}, "has drawn and is not held"),
        ({"article": "a", "group": "a", "split": "held", "drawn": "test"}, None),
    ],
)
def test_a_line_decides_one_thing(line: dict[str, Any], fault: str | None) -> None:
    findings = list(ledger.not_a_decision.check(LedgerLine(cast("EntryFile", {"release": "1.0.0", **line}))))
    assert [each.message for each in findings] == ([f"the line {fault}"] if fault else [])


def test_a_promise_is_told_on_the_line_that_breaks_it() -> None:
    (finding,) = found(ledger.ledger_breaks_a_promise, subject(policy("group"), entry("a"), entry("a", "test")))
    assert (finding.line, finding.got) == (13, "test")
    assert found(ledger.ledger_breaks_a_promise, subject()) == []


def test_a_group_stands_in_one_split() -> None:
    (finding,) = found(
        ledger.group_in_two_splits,
        subject(entry("a"), entry("b", "test", "a"), entry("c", "test"), entry("d", "withdrawn", "c")),
    )
    assert (finding.line, finding.got, finding.message) == (12, "test, train", "the group a stands in test and train")


def test_an_article_that_no_line_names_has_no_split() -> None:
    corpus = subject(entry("a"), notes=(note("c"), note("a"), note("b")))
    assert [each.path for each in found(ledger.article_without_split, corpus)] == ["corpus/b.json", "corpus/c.json"]


@pytest.mark.parametrize(
    ("entries", "version", "expected", "wanted"),
    [
        ([policy("group")], "1.0.0", None, ""),
        ([policy("group")], "2.0.0", None, ""),
        ([policy("group")], "0.9.0", "1.0.0 or later", "1.0.0"),
        ([policy("pilot")], "0.9.0", None, ""),
        ([policy("pilot")], "1.0.0", "0.x", "0.1.0"),
        ([], "0.1.0", None, ""),
        ([], "1.0.0", None, ""),
    ],
)
def test_a_version_is_one_of_its_policy(entries: list[Entry], version: str, expected: str | None, wanted: str) -> None:
    findings = found(ledger.version_below_its_policy, subject(*entries, version=version))
    assert [(each.path, each.got, each.expected) for each in findings] == (
        [("pyproject.toml", version, expected)] if expected else []
    )
    for each in findings:
        assert each.fix == f'write version = "{wanted}", or a later one that fits, in [tool.quidit]'


def test_what_was_withdrawn_comes_back_under_no_id() -> None:
    gone = entry("a", "withdrawn", text_sha256="x")
    again = found(ledger.withdrawn_and_there, subject(entry("a"), gone, notes=(note("a", text_sha256="y"),)))
    assert [(each.line, each.got) for each in again] == [(12, "corpus/a.json or annotations/a/")]
    assert again[0].fix.startswith("run `quidit withdraw a`, which ends")
    (finding,) = found(ledger.withdrawn_and_there, subject(gone, notes=(note("b", text_sha256="x"), note("c"))))
    assert (finding.line, finding.got, finding.expected) == (11, "corpus/b.json", "no article of that text")
    assert finding.fix == "run `quidit withdraw b`, or ask those who decided that it goes"
    assert found(ledger.withdrawn_and_there, subject(entry("b"), notes=(note("b"),), named="d")) == []


def test_what_the_ledger_names_is_there_or_withdrawn() -> None:
    corpus = subject(entry("aaaa"), entry("b", "withdrawn"), entry("c"), entry("zzzz"), named="c aaaab")
    findings = found(ledger.ledger_of_an_unknown_article, corpus)
    assert [(each.line, each.got, each.fix) for each in findings] == [
        (11, "aaaa", "did you mean 'aaaab'?"),
        (14, "zzzz", "restore the article, or correct the id"),
    ]


@pytest.mark.parametrize(
    ("cut", "sentences", "is_told"),
    [(1, 4, False), (3, 4, False), (0, 4, True), (None, 4, True), (4, 4, True), (9, None, False)],
)
def test_a_pilot_is_cut_inside(cut: int | None, sentences: int | None, *, is_told: bool) -> None:
    corpus = subject(
        entry("0"),
        entry("1", "pilot", test_from=9),
        entry("a", "pilot", test_from=cut),
        notes=(note("0", sentences=1), note("a", sentences=sentences)),
    )
    findings = found(ledger.pilot_cut_outside, corpus)
    assert [(each.line, each.got, each.expected) for each in findings] == (
        [(13, str(cut), "1 to 3")] if is_told else []
    )


PARAGRAPHS = sketch([number * 200 for number in (b"1", b"2", b"3")])


@pytest.mark.parametrize(
    ("mine", "theirs", "members", "told"),
    [
        ("train", "test", {"event": "e"}, "have one event (e)"),
        ("train", "test", {"url": "u"}, "have one address (u)"),
        ("train", "test", {"event": "e", "url": "u"}, "have one event (e)"),
        ("train", "test", {"paragraphs": PARAGRAPHS}, "share most of their paragraphs"),
        ("train", "test", {}, None),
        ("train", "train", {"event": "e"}, None),
        ("train", "withdrawn", {"event": "e"}, None),
        ("train", None, {"event": "e"}, None),
    ],
)
def test_one_story_stands_in_one_split(
    mine: str, theirs: str | None, members: dict[str, Any], told: str | None
) -> None:
    notes = (note("a", **members), note("b", **members))
    entries = [entry("b", theirs)] if theirs else []
    findings = found(ledger.one_story_in_two_splits, subject(*entries, entry("a", mine), notes=notes))
    assert [each.message for each in findings] == ([f"a and b {told}, and stand in test and train"] if told else [])
    for each in findings:
        assert (each.line, each.got) == (12, "test, train")
    one_group = subject(entry("b", theirs, "g"), entry("a", mine, "g"), notes=notes)
    assert found(ledger.one_story_in_two_splits, one_group) == []


def test_of_many_articles_of_one_story_each_is_told_once_with_the_first_of_the_other_split() -> None:
    splits = {"a": "train", "b": "train", "c": "test", "d": "test", "e": "train"}
    corpus = subject(
        *(entry(article, split) for article, split in splits.items()),
        notes=tuple(note(article, event="e") for article in splits),
    )
    assert [each.message.partition(" have")[0] for each in found(ledger.one_story_in_two_splits, corpus)] == [
        "a and c",
        "a and d",
        "c and e",
    ]


@pytest.mark.parametrize(
    ("entries", "named", "told"),
    [
        ([entry("a"), entry("b", group="a")], "", []),
        ([policy("group"), entry("b", group="a")], "a", []),
        (
            [policy("group"), entry("b", group="a"), entry("c", group="a")],
            "",
            [(12, "a", "there is no article of that id")],
        ),
        ([entry("a", group="b"), entry("b")], "", []),
        ([entry("b", group="a"), entry("a", group="c"), entry("c")], "a b c", [(11, "a", "a is in the group c")]),
        ([entry("b", group="aaaa"), entry("aaab"), entry("d", group="e")], "", [(11, "aaaa", ""), (13, "e", "")]),
    ],
)
def test_a_group_is_called_by_one_of_its_articles(
    entries: list[Entry], named: str, told: list[tuple[int, str, str]]
) -> None:
    findings = found(ledger.group_of_no_member, subject(*entries, named=named))
    assert [(each.line, each.got) for each in findings] == [(line, got) for line, got, _ in told]
    assert all(words in each.message for each, (_, _, words) in zip(findings, told, strict=True))
    for each in findings:
        meant = "did you mean 'aaab'?" if each.got == "aaaa" else "remove this line; `quidit split` decides"
        assert each.fix == meant


def test_decisions_stand_in_the_order_of_their_releases() -> None:
    releases = ("0.9.0", "0.10.0", "0.10.0", "0.9.0", "1.0.0")
    (finding,) = found(ledger.releases_out_of_order, subject(*(entry("a", release=each) for each in releases)))
    assert (finding.line, finding.got, finding.expected) == (14, "0.9.0", "0.10.0 or later")
    assert "of line 13 or 14:" in finding.fix


@pytest.mark.parametrize(
    ("entries", "version", "told"),
    [
        ([entry("a", release="0.2.0")], "0.2.0", []),
        ([entry("a", release="0.10.0")], "0.9.0", [11]),
        ([entry("a", release="0.10.0"), entry("b", release="0.1.0")], "0.9.0", []),
        ([policy("group"), entry("a", release="1.1.0")], "1.0.0", [12]),
        ([policy("group"), entry("a", release="1.1.0")], "0.1.0", []),
        ([], "0.1.0", []),
    ],
)
def test_the_last_decision_is_for_the_release_that_is_made(entries: list[Entry], version: str, told: list[int]) -> None:
    assert lines(ledger.decided_for_a_later_release, subject(*entries, version=version)) == told


@pytest.mark.parametrize(
    ("policies", "told"),
    [
        ((), []),
        (("pilot", "group"), []),
        (("pilot", "pilot"), ["the policy is set to pilot, and is pilot already"]),
        (("group", "pilot"), ["the policy goes back from group to pilot"]),
        (
            ("pilot", "group", "group", "pilot"),
            ["the policy is set to group, and is group already", "the policy goes back from group to pilot"],
        ),
    ],
)
def test_the_policy_is_set_once(policies: tuple[str, ...], told: list[str]) -> None:
    between = [each for name in policies for each in (policy(name), entry("a"))]
    findings = found(ledger.policy_set_again, subject(*between))
    assert [each.message for each in findings] == told
    # A policy stands on every second line from 11 on; the last ones are those that are told.
    assert [each.line for each in findings] == [11 + 2 * n for n in range(len(policies))][len(policies) - len(told) :]


@pytest.mark.parametrize(
    ("entries", "events", "is_told"),
    [
        ([], ("", ""), True),
        ([], ("e", "e"), False),
        ([], ("e", "f"), True),
        ([], ("e", ""), True),
        ([entry("a")], ("", ""), True),
        ([entry("b")], ("", ""), True),
        ([entry("a", group="g"), entry("b", group="g")], ("", ""), False),
        ([entry("a"), entry("b", "test")], ("", ""), False),
        ([entry("a"), entry("b", "held")], ("", ""), True),
        ([entry("a", "held"), entry("b")], ("", ""), True),
        ([entry("a", "held", "g"), entry("b", "held", "g")], ("", ""), False),
    ],
)
def test_articles_of_the_same_paragraphs_are_one_event(
    entries: list[Entry], events: tuple[str, str], *, is_told: bool
) -> None:
    notes = tuple(note(each, paragraphs=PARAGRAPHS, event=event) for each, event in zip("ab", events, strict=True))
    findings = found(corpus_rules.shared_paragraphs, subject(*entries, notes=notes))
    assert [each.path for each in findings] == (["corpus/b.json"] if is_told else [])
