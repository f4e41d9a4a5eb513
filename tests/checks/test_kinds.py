"""Kinds: one Wikidata id, one kind, in every article."""

from __future__ import annotations

from quidit.checks.kinds import kinds_of, unusual_kinds
from quidit.checks.notes import ArticleNote


def told(**kinds: str) -> list[tuple[str, str, str, str, str]]:
    """What is unusual in articles of those kinds: article, id, kind, the usual one and where that stands."""
    notes = [ArticleNote(article, "", article, 1, kinds="\n".join(rows.split(", "))) for article, rows in kinds.items()]
    return [(found.note.id, found.wikidata, found.kind, found.usual, found.as_in) for found in unusual_kinds(notes)]


def test_articles_that_agree_are_told_of_nothing() -> None:
    assert told(a="Q1 place, Q2 person", b="Q1 place", c="Q2 person", d="") == []
    assert told() == []


def test_the_kind_of_most_articles_is_the_usual_one() -> None:
    assert told(a="Q1 organisation", b="Q1 place", c="Q1 place, Q2 person") == [
        ("a", "Q1", "organisation", "place", "b")
    ]


def test_of_kinds_as_common_the_first_articles_is_the_usual_one() -> None:
    assert told(b="Q1 place", a="Q1 organisation", c="Q1 person") == [
        ("b", "Q1", "place", "organisation", "a"),
        ("c", "Q1", "person", "organisation", "a"),
    ]


def test_each_article_is_told_of_each_id() -> None:
    assert [(article, wikidata) for article, wikidata, *_ in told(a="Q1 x, Q2 y", b="Q1 x, Q2 y", c="Q1 y, Q2 x")] == [
        ("c", "Q1"),
        ("c", "Q2"),
    ]


def test_an_id_of_two_entities_of_one_article_says_nothing_of_others() -> None:
    assert kinds_of([("Q2", "place"), ("Q1", "person"), ("Q1", "place")]) == "Q2 place"
    assert kinds_of([]) == ""
