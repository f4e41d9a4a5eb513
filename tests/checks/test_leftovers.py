"""Leftovers: what a wrong encoding or a page leaves in a text, told from what people do write."""

from __future__ import annotations

import time
from typing import cast

import pytest

from quidit.checks import SENTENCE_RULES, TEXT_RULES
from quidit.checks.rules import apply
from quidit.checks.sound import Sound
from quidit.checks.subjects import ArticleSubject
from quidit.documents import ArticleFile
from quidit.problems import Finding

LEFTOVERS = [rule for rule in (*TEXT_RULES, *SENTENCE_RULES) if "QD330" <= rule.code <= "QD339"]


def findings(*paragraphs: str, sentences: list[list[int]] | None = None) -> list[tuple[str, Finding]]:
    document = {"paragraphs": list(paragraphs), "sentences": sentences or []}
    subject = ArticleSubject(cast("ArticleFile", document), None, Sound(None))
    return [(rule.code, finding) for rule, finding in apply(LEFTOVERS, subject)]


@pytest.mark.parametrize("meant", ["é", "à", "É", "œ", "’", "“", "€", "…", "«\u00a0", "ô", "Œ", "–", "ü", "\u00a0"])
def test_what_was_read_in_the_wrong_encoding_says_what_it_was(meant: str) -> None:
    raw = "".join(bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
                  for byte in meant.encode())  # fmt: skip
    ((code, finding),) = findings(f"Le maire{raw}dit.")
    assert (code, finding.expected.rstrip("\u00ab"), finding.span) == ("QD330", meant, (8, 8 + len(raw)))


@pytest.mark.parametrize(
    "text",
    ["L’ÂGE et la pâte, São Paulo, SÃO PAULO.", "10 € et 3 â", "Â\u2009: la lettre", "ÃO", "« Â »", "Ã", "pâ€", ""],
)
def test_letters_that_people_write_are_no_wrong_encoding(text: str) -> None:
    assert findings(text) == []


def test_a_text_that_is_wrong_throughout_is_told_once() -> None:
    ((code, finding),) = findings("Ã©tÃ©", "prÃ©s")
    assert code == "QD330"
    assert finding.message.endswith(", and 2 more like it")


@pytest.mark.parametrize(
    "markup",
    ["&nbsp;", "&eacute;", "&#233;", "&#xE9;", "&amp;", "<br/>", "<br />", "</p>", '<a href="x">', "<STRONG>", "<h2>"],
)
def test_markup_of_a_page_is_found(markup: str) -> None:
    ((code, finding),) = findings("Un pont.", f"Le maire {markup} dit.")
    assert (code, finding.got, finding.pointer, finding.span) == (
        "QD331", markup, "/paragraphs/1", (18, 18 + len(markup)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["AT&T; R&D;", "Rives & Co", "a < b > c", "<3", "p<0,05 et q>1", "&inconnu;", "<pont>", "&;", "<>", "x <- y"],
)
def test_signs_that_people_write_are_no_markup(text: str) -> None:
    assert findings(text) == []


def test_only_a_long_paragraph_is_told_to_stand_there_twice() -> None:
    long, short = "x" * 40, "x" * 39
    assert findings(short, "a", short) == []
    assert [finding.pointer for _, finding in findings(long, "a", long, long)] == ["/paragraphs/2", "/paragraphs/3"]


@pytest.mark.parametrize(("text", "has_words"), [("* * *", False), ("—", False), ("…", False), ("?", False), ("« »", False),
                                                 ("5", True), ("☀️", True), ("é", True), ("↑", True), ("$ 3", True)])  # fmt: skip
def test_a_sentence_holds_a_word_or_shows_something(text: str, *, has_words: bool) -> None:
    assert [code for code, _ in findings(text, sentences=[[0, len(text)]])] == ([] if has_words else ["QD333"])


@pytest.mark.parametrize(
    ("text", "cut", "expected"),
    [
        ("ab", 1, []),
        ("☀️b", 1, ["QD334"]),
        ("☀️b", 2, []),
        ("\U0001f1eb\U0001f1f7b", 1, ["QD334"]),
        ("\U0001f468\u200d\U0001f469b", 2, ["QD334"]),
        ("n\u0303b", 1, ["QD334"]),
    ],
)
def test_two_sentences_do_not_meet_inside_a_character(text: str, cut: int, expected: list[str]) -> None:
    assert [code for code, _ in findings(text, sentences=[[0, cut], [cut, len(text)]])] == expected


@pytest.mark.parametrize("text", ["Ã" * 200_000, "<a " * 70_000, "&a" * 100_000, "â€" * 100_000])
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    before = time.perf_counter()
    findings(text)
    assert time.perf_counter() - before < 2
