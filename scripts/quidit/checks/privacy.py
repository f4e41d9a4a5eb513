"""Rules on privacy: what a published corpus must not tell of people, and what opens doors."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quidit.checks.rules import rule
from quidit.checks.subjects import ArticleSubject, Written
from quidit.private import Detail, personal_details, secrets
from quidit.problems import Finding, Severity

_SHOWN = 4


@rule("QD610", since="0.2.0")
def personal_detail_in_a_note(written: Written) -> Iterator[Finding]:
    """Notes, names and reasons are published: people are named there as a byline would, and not made reachable."""
    yield from _in_words(written, personal_details, "remove it; a pseudonym or a page's address is enough")


@rule("QD611", since="0.2.0")
def secret_in_a_note(written: Written) -> Iterator[Finding]:
    """A key or token that stands in a file stands in git's history for ever, and opens its door to every reader."""
    yield from _in_words(written, secrets, "remove it, and have it withdrawn where it was issued")


def _in_words(written: Written, look: Callable[[str], Iterator[Detail]], fix: str) -> Iterator[Finding]:
    """What is private in the texts that people write freely; they are looked at one by one only where there is any."""
    if not any(look(written.words)):
        return
    for pointer, text in written.texts():
        for detail in look(text):
            yield Finding(
                f"the text holds {detail.what}",
                pointer,
                got=_masked(text[detail.start : detail.end]),
                expected="nothing by which somebody can be reached, or a door opened",
                fix=fix,
            )


@rule("QD612", severity=Severity.WARNING, since="0.2.0")
def personal_detail_in_the_text(article: ArticleSubject) -> Iterator[Finding]:
    """An article that prints how to reach somebody may do so rightly, but somebody should have looked at it."""
    yield from _printed(article, personal_details)


@rule("QD613", severity=Severity.WARNING, since="0.2.0")
def secret_in_the_text(article: ArticleSubject) -> Iterator[Finding]:
    """What looks like a key or token came with the page rather than with the article, and may still open a door."""
    yield from _printed(article, secrets)


def _printed(article: ArticleSubject, look: Callable[[str, bytes], Iterator[Detail]]) -> Iterator[Finding]:
    for detail in look(article.text, article.content):
        yield Finding(
            f"the article prints {detail.what}",
            f"/paragraphs/{article.text.count(chr(10), 0, detail.start)}",
            got=_masked(article.text[detail.start : detail.end]),
            span=(detail.start, min(detail.end, detail.start + _SHOWN)),
            fix="keep it where readers were meant to have it; else add the article anew, from a raw file without it",
        )


def _masked(words: str) -> str:
    """The beginning of what is private: enough to find it, too little to use it."""
    return f"{words[:_SHOWN]}… ({len(words)} characters)"
