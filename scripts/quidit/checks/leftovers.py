"""Rules on what a text brings along: signs of a wrong encoding or of a page, and stretches that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quidit.checks.rules import rule
from quidit.checks.subjects import ArticleSubject
from quidit.language.graphemes import PLAIN, Graphemes
from quidit.problems import Finding, Severity

# What the bytes of a character in UTF-8 after its first are in Windows-1252.
_LATER = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MOJIBAKE = re.compile(f"(?:[\u00c2\u00c3\u00c5][{_LATER}]|\u00e2[{_LATER}]{{2}})+")
_MARKUP = re.compile(
    r"&(?:[A-Za-z]{2,8}[0-9]{0,2}|#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,6});"
    r"|</?(?:p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|img|script|style|iframe|blockquote|figure|table|tr|td)"
    r"(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")
_BLANKS_AND_PUNCTUATION = re.compile("[\\s!-/:-@\\[-`{-~\u00a1-\u00bf\u2010-\u2027\u2030-\u205e]+")
_LONG = 40
_SHOWN = 60


def _more(found: Sequence[object]) -> str:
    """How many more there are of what has one cause, and is one problem."""
    return f", and {len(found) - 1} more like it" if len(found) > 1 else ""


def _pointer(article: ArticleSubject, place: int) -> str:
    return f"/paragraphs/{article.text.count(chr(10), 0, place)}"


@rule("QD330", severity=Severity.WARNING, since="0.2.0")
def wrongly_decoded(article: ArticleSubject) -> Iterator[Finding]:
    """Letters such as Ã© are one character that was read in the wrong encoding before the raw file was saved."""
    text = article.text
    has_three = "\u00e2" in text and ("\u20ac" in text or "\u201a" in text)
    if not has_three and "\u00c3" not in text and "\u00c2" not in text and "\u00c5" not in text:
        return
    spoilt = [(found, meant) for found in _MOJIBAKE.finditer(text) if (meant := _meant(found[0]))]
    for found, meant in spoilt[:1]:
        yield Finding(
            f"{found[0]!r} looks like {meant!r}, read in the wrong encoding{_more(spoilt)}",
            _pointer(article, found.start()),
            got=found[0],
            expected=meant,
            span=found.span(),
            fix="get the article anew in UTF-8, and add it under a new id",
        )


def _meant(words: str) -> str:
    """What stood there before UTF-8 was read as Windows-1252; empty where that cannot have been."""
    try:
        return b"".join(_byte(each) for each in words).decode("utf-8")
    except UnicodeError:
        return ""


def _byte(character: str) -> bytes:
    """The byte that shows as the character; five bytes of Windows-1252 show as control characters."""
    return character.encode("latin-1" if "\u0080" <= character <= "\u009f" else "cp1252")


@rule("QD331", severity=Severity.WARNING, since="0.2.0")
def markup_in_the_text(article: ArticleSubject) -> Iterator[Finding]:
    """What a browser would have turned into a character or a line end was copied out of a page's source."""
    text = article.text
    if "&" not in text and "<" not in text:
        return
    from html import unescape

    marks = [found for found in _MARKUP.finditer(text) if found[0][0] == "<" or unescape(found[0]) != found[0]]
    for found in marks[:1]:
        yield Finding(
            f"{found[0][:_SHOWN]} is markup of a page{_more(marks)}",
            _pointer(article, found.start()),
            got=found[0][:_SHOWN],
            expected="what a browser shows in its place",
            span=found.span(),
            fix="take the words as a browser shows them, and add the article under a new id",
        )


@rule("QD332", severity=Severity.WARNING, since="0.2.0")
def paragraph_twice(article: ArticleSubject) -> Iterator[Finding]:
    """A paragraph that stands there twice was copied twice, or is a page's own; its sentences would count twice."""
    paragraphs = article.document["paragraphs"]
    if len(set(paragraphs)) == len(paragraphs):
        return
    first: dict[str, int] = {}
    start = 0
    for number, paragraph in enumerate(paragraphs):
        earlier = first.setdefault(paragraph, number)
        if earlier != number and len(paragraph) >= _LONG:
            yield Finding(
                f"paragraph {number + 1} is paragraph {earlier + 1} once more",
                f"/paragraphs/{number}",
                got=paragraph[:_SHOWN],
                span=(start, start + len(paragraph)),
                fix="keep it where the article does say it twice; else add the article anew, without it",
            )
        start += len(paragraph) + 1


@rule("QD333", severity=Severity.WARNING, since="0.2.0")
def sentence_without_words(article: ArticleSubject) -> Iterator[Finding]:
    """A sentence of nothing but punctuation belongs to a neighbour, or to the page rather than the article."""
    text = article.text
    if all(map(str.isalnum, article.edges[0])):
        return
    for number, (start, end) in enumerate(article.document.get("sentences", ())):
        if _BLANKS_AND_PUNCTUATION.fullmatch(text, start, end) and not _WORD.search(text, start, end):
            yield Finding(
                f"sentence {number} has no word",
                f"/sentences/{number}",
                got=text[start:end][:_SHOWN],
                span=(start, end),
                fix="join it to the sentence that it belongs to, if that is not yet annotated",
            )


@rule("QD334", since="0.2.0")
def sentence_cuts_a_character(article: ArticleSubject) -> Iterator[Finding]:
    """An accent or the rest of an emoji belongs to what stands before it; the cut would show as broken characters."""
    if all(edges <= PLAIN for edges in article.edges):
        return
    graphemes = Graphemes(article.text)
    reached = 0
    for number, sentence in enumerate(article.sentences):
        # Where two sentences meet inside a character, the first of them says it.
        edges = (sentence.end,) if sentence.start == reached else (sentence.start, sentence.end)
        reached = sentence.end
        if graphemes.cuts(*edges):
            whole = graphemes.around(sentence)
            yield Finding(
                f"an edge of sentence {number} cuts a character",
                f"/sentences/{number}",
                got=f"[{sentence.start}, {sentence.end}]",
                expected=f"[{whole.start}, {whole.end}]",
                span=(sentence.start, sentence.end),
                fix="correct its offsets; `quidit segment` finds all of them anew where nothing is annotated",
            )
