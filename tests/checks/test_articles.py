"""Articles: their sentences, and the text that was received."""

from __future__ import annotations

import hashlib
from typing import Any, cast

import pytest

from quidit.checks import articles
from quidit.checks.rules import Rule
from quidit.checks.sound import Sound
from quidit.checks.subjects import ArticleSubject
from quidit.documents import ArticleFile
from quidit.problems import Finding
from quidit.text import sha256


def article(text: str, *, raw: bytes | None = None, **members: Any) -> ArticleSubject:
    """An article of that text, with what else its file says."""
    document = {"paragraphs": text.split("\n"), "text_sha256": sha256(text), **members}
    return ArticleSubject(cast("ArticleFile", document), raw, Sound(document))


def made_of(raw: bytes, text: str, **members: Any) -> ArticleSubject:
    """An article of that text that says it was made of the raw file."""
    return article(text, raw=raw, source={"file": "x.txt", "sha256": hashlib.sha256(raw).hexdigest()}, **members)


def found(rule: Rule[ArticleSubject], subject: ArticleSubject) -> list[Finding]:
    return list(rule.check(subject))


@pytest.mark.parametrize(
    ("sentence", "fix"), [([0, 3], "write [0, 1]"), ([1, 3], "begin it after the newline"), ([0, 1], None)]
)
def test_a_sentence_ends_with_its_paragraph(sentence: list[int], fix: str | None) -> None:
    findings = found(articles.sentence_leaves_its_paragraph, article("a\nb", sentences=[sentence]))
    assert [each.fix for each in findings] == ([fix] if fix else [])


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        ([[0, 2], [2, 4]], []),
        ([[0, 2], [1, 4]], [("/sentences/1", "a start of 2 or more", (1, 4))]),
        ([[0, 0], [0, 4]], [("/sentences/0", "an end after its start", None)]),
        ([[2, 1], [2, 4]], [("/sentences/0", "an end after its start", None)]),
        ([[0, 4], [3, 5]], [("/sentences/1", "an end of at most 4", (3, 5))]),
        ([[0, 4], [4, 5]], [("/sentences/1", "an end of at most 4", None)]),
    ],
)
def test_sentences_stand_in_order(sentences: list[list[int]], told: list[tuple[str, str, object]]) -> None:
    findings = found(articles.sentences_out_of_order, article("a b.", sentences=sentences))
    assert [(each.pointer, each.expected, each.span) for each in findings] == told


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        ([[0, 2], [3, 6]], []),
        ([[3, 6]], [("/sentences/0", (0, 2), "nothing between 0 and 3")]),
        ([[0, 2]], [("/sentences/0", (3, 6), "nothing between 2 and 6")]),
        ([[0, 2], [4, 6]], [("/sentences/1", (3, 4), "nothing between 2 and 4")]),
        ([[0, 2], [4, 4]], []),
        ([[4, 4], [5, 6]], []),
        ([[0, 6], [0, 2]], []),
    ],
)
def test_every_word_is_in_a_sentence(sentences: list[list[int]], told: list[tuple[str, object, str]]) -> None:
    findings = found(articles.text_outside_sentences, article("a. b c", sentences=sentences))
    assert [(each.pointer, each.span, each.got) for each in findings] == told


def test_a_text_that_was_changed_is_told_without_its_raw_file() -> None:
    (finding,) = found(articles.text_hash_differs, article("a", text_sha256="0"))
    assert (finding.pointer, finding.got, finding.expected) == ("/text_sha256", "0", sha256("a"))
    assert finding.fix == "undo the change; a corrected article is added under a new id"


def test_an_article_that_lost_its_hash_is_only_short_of_it() -> None:
    subject = article("a")
    del subject.document["text_sha256"]
    assert found(articles.text_hash_differs, subject) == []


def test_a_text_that_was_cut_departs_where_it_ends() -> None:
    (finding,) = found(articles.text_hash_differs, made_of(b"ab", "a", text_sha256=sha256("ab")))
    assert (finding.pointer, finding.got, finding.expected, finding.span) == ("/paragraphs/0", "", "b", (1, 1))


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        (["a", "b"], []),
        (["a", "b\nc"], [("/paragraphs/1", "the paragraph has a line end at character 2", (3, 3))]),
        (["a\nb\nc"], [("/paragraphs/0", "the paragraph has a line end at character 2", (1, 1))]),
    ],
)
def test_a_paragraph_is_one_line(paragraphs: list[str], told: list[tuple[str, str, object]]) -> None:
    findings = found(articles.refused_text, article("", paragraphs=paragraphs))
    assert [(each.pointer, each.message, each.span) for each in findings] == told
    for each in findings:
        assert (each.expected, each.fix) == ("one paragraph on one line", "make two paragraphs of it")


def test_nothing_is_said_of_a_raw_file_without_what_it_is_held_against() -> None:
    for raw in (b"a", None):
        without = article("b", raw=raw, source={"file": "x.txt"})
        assert found(articles.raw_file_differs, without) == found(articles.text_is_not_the_raw_files, without) == []


def test_a_raw_file_that_may_not_be_taken_is_told_by_its_first_fault() -> None:
    (finding,) = found(articles.text_is_not_the_raw_files, made_of("a\nb\ue000\nc\ue001".encode(), "a"))
    assert finding.message.startswith("seeds/x.txt has no text that may be taken: in line 2, ")
    assert (finding.pointer, finding.got) == ("/source/file", "x.txt")
    assert finding.expected == "the raw file that the paragraphs are the text of"
    assert finding.fix == "restore the raw file as it was received"


def test_sentences_that_departed_leave_nothing_out() -> None:
    assert found(articles.text_outside_sentences, article("a")) == []


def test_a_raw_file_is_believed_where_the_hash_is_that_of_its_text() -> None:
    (finding,) = found(articles.text_hash_differs, made_of(b"b", "a", text_sha256="0"))
    assert finding.pointer == "/text_sha256"


@pytest.mark.parametrize(("source", "is_told"), [({"file": "x.txt"}, True), ({}, False), ({"file": "../x.txt"}, False)])
def test_a_raw_file_that_is_named_is_there(source: dict[str, str], *, is_told: bool) -> None:
    assert bool(found(articles.raw_file_missing, article("a", source=source))) == is_told
    assert found(articles.raw_file_missing, article("a", raw=b"a", source=source)) == []
