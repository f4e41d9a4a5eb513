"""Rules on quotes against the quotation marks of the text: their type, their edges, and how they lie in each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from quidit.checks.annotation import AnnotationSubject
from quidit.checks.referring import referred
from quidit.checks.respan import advice, moved, shown
from quidit.checks.rules import rule
from quidit.documents import QuoteFile
from quidit.language.abbreviations import BY_LANGUAGE, NEUTRAL
from quidit.marks import MARK, pair
from quidit.problems import Edit, Finding, Repair, Severity
from quidit.records import Span

Share = Literal["all", "some", "none"]
"""How much of some words stands in quotation marks."""
_IN_WORDS = {"all": "all of it", "some": "some of it", "none": "none of it"}
_LETTER = re.compile("[^\\W_]")
_STOPS = ".,:;"
_BLANKS = " \u00a0\u202f"
_BLANKS_AND_STOPS = f"{_BLANKS}.,:;!?…"
_NEAR = 8
"""Characters between a quote and its marks, at most."""
_ETC = frozenset({"etc"})


@rule("QD450", severity=Severity.WARNING, since="0.2.0")
def type_against_the_marks(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Whether a quote is wholly, in part or not at all in quotation marks follows from the marks in its words."""
    marks_of = annotation.scheme.marks_of
    for pointer, quote, span in annotation.quotes():
        said = marks_of.get(quote.get("type", ""))
        if said is None or quote.get("unsure"):
            continue
        if said == _share_by_the_text(annotation, span):
            continue
        if said == "all" and _are_held(annotation, span):
            continue
        shares = _shares(annotation, span)
        if said not in shares:
            yield _wrong_type(annotation, pointer, quote, span, shares)


def _share_by_the_text(annotation: AnnotationSubject, span: Span) -> Share | None:
    """How much of the span stands in marks as its paragraphs pair them; None where a mark is not paired inside it."""
    inside = annotation.marks.inside(span)
    return None if inside is None else _share(annotation.text, inside, span)


def _are_held(annotation: AnnotationSubject, span: Span) -> bool:
    """Whether marks outside the span hold it, far away or right beside it."""
    return annotation.marks.hold(span) or _left_outside(annotation, span) is not None


def _shares(annotation: AnnotationSubject, span: Span) -> frozenset[Share]:
    """How much of the span may be said to stand in marks; more than one where a mark is missing or holds a name."""
    words = span.of(annotation.text)
    marks = pair(words)
    shares = {_share(words, marks.outermost)}
    names = {name.seen_from(span.start) for _, _, name in annotation.names() if span.contains(name)}
    if names:
        shares.add(_share(words, (each for each in marks.outermost if Span(each.start + 1, each.end - 1) not in names)))
    if marks.unclosed or marks.stray:
        shares.add(_share(words, (*marks.pairs, *marks.unclosed, *marks.stray)))
    return frozenset(shares)


def _share(words: str, in_marks: Iterable[Span], part: Span | None = None) -> Share:
    """How much of the words, or of a part of them, those stretches hold."""
    inside = outside = False
    reached, end = (part.start, part.end) if part else (0, len(words))
    marked = sorted(in_marks)
    if not marked:
        return "none"
    for each in marked:
        outside = outside or _LETTER.search(words, reached, each.start) is not None
        inside = inside or _LETTER.search(words, each.start, each.end) is not None
        reached = max(reached, each.end)
    outside = outside or _LETTER.search(words, reached, end) is not None
    return "none" if not inside else "some" if outside else "all"


def _wrong_type(
    annotation: AnnotationSubject, pointer: str, quote: QuoteFile, span: Span, shares: frozenset[Share]
) -> Finding:
    fitting = [each.label for each in annotation.scheme.quote_types if each.marks in shares]
    there = " or ".join(_IN_WORDS[each] for each in sorted(shares))
    written = " or ".join(f'"type": "{label}"' for label in fitting)
    return Finding(
        f"{quote['id']} is {quote['type']}, and {there} stands in quotation marks",
        f"{pointer}/type",
        got=quote["type"],
        expected=" or ".join(fitting) or f"a type of which {there} stands in marks",
        span=(span.start, span.end),
        fix=f'{f"write {written}, " if fitting else ""}correct the span, or write "unsure": true where marks are missing',
        repair=Repair((Edit(f"{pointer}/type", fitting[0]),), is_safe=False) if len(fitting) == 1 else None,
    )


@rule("QD451", severity=Severity.WARNING, since="0.2.0")
def marks_left_outside(annotation: AnnotationSubject) -> Iterator[Finding]:
    """The span of a quote takes in the quotation marks that stand around its words."""
    text = annotation.text
    for pointer, quote, span in annotation.quotes():
        outside = _left_outside(annotation, span)
        if outside is None or outside in annotation.places.values():
            continue
        whole = Span(min(span.start, outside.start), max(span.end, outside.end))
        yield Finding(
            f"{quote['id']} leaves out a quotation mark that stands around its words",
            f"{pointer}/start",
            got=shown(quote["text"]),
            expected=shown(whole.of(text)),
            span=(span.start, span.end),
            fix=advice(whole, text),
            repair=moved(pointer, whole, text, is_safe=False),
        )


def _left_outside(annotation: AnnotationSubject, span: Span) -> Span | None:
    """The pair of marks that begins right before the span or ends right after it, and holds nothing else."""
    text, start, end = annotation.text, span.start, span.end
    beside = text[max(0, start - _NEAR) : start].rstrip(_BLANKS)
    behind = text[end : end + _NEAR + 1].lstrip(_BLANKS_AND_STOPS)
    if not (MARK.match(beside[-1:]) or MARK.match(behind[:1])):
        return None
    before = start - 1 - (min(start, _NEAR) - len(beside)) if beside else -1
    after = end + len(text[end : end + _NEAR + 1]) - len(behind)
    pair_at = annotation.marks.pair_at
    begun, ended = pair_at.get(before), pair_at.get(after)
    if begun and (begun is ended or span.start < begun.end <= span.end):
        return begun
    if ended and span.start <= ended.start < span.end:
        return ended
    return None


@rule("QD452", severity=Severity.WARNING, since="0.2.0")
def stop_after_the_quote(annotation: AnnotationSubject) -> Iterator[Finding]:
    """The span of a quote leaves out the full stop, comma or colon that stands outside the marks."""
    text = annotation.text
    if annotation.overview.layers["quotes"].lasts.isdisjoint(_STOPS):
        return
    for pointer, quote, span in annotation.quotes():
        words = quote["text"]
        if words[-1] not in _STOPS or words.endswith("..") or quote.get("unsure"):
            continue
        stop = Span(span.end - 1, span.end)
        if annotation.marks.hold(stop) or _is_abbreviated(annotation, words):
            continue
        shorter = Span(span.start, span.start + len(words.rstrip(_STOPS + " \u00a0\u202f")))
        yield Finding(
            f"{quote['id']} ends with a {'colon' if words[-1] == ':' else 'stop'} outside quotation marks",
            f"{pointer}/end",
            got=shown(words[-20:]),
            expected=shown(shorter.of(text)[-20:]),
            span=(span.start, span.end),
            fix=advice(shorter, text),
            repair=moved(pointer, shorter, text, is_safe=False),
        )


def _is_abbreviated(annotation: AnnotationSubject, words: str) -> bool:
    """Whether the words end with an abbreviation, whose full stop is its own: `etc.`, `S. A.`."""
    if words[-1] != "." or annotation.article is None:
        return False
    known = BY_LANGUAGE.get(annotation.article.document.get("language", "").partition("-")[0], NEUTRAL)
    last = words[:-1].rpartition(" ")[2].lower()
    return (len(last) == 1 and last.isalpha()) or any(
        last in each for each in (known.titles, known.shortened, known.numbered, _ETC)
    )


@rule("QD460", since="0.2.0")
def quotes_cross(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Quotes lie apart or one inside the other; each is one contiguous stretch of somebody's words."""
    if annotation.overview.layers["quotes"].are_apart:
        return
    around: list[tuple[Span, str]] = []
    for pointer, quote, span in sorted(annotation.quotes(), key=lambda each: each[2].text_order):
        while around and around[-1][0].end <= span.start:
            around.pop()
        if around and around[-1][0].end < span.end:
            outer, other = around[-1]
            yield Finding(
                f"{other} and {quote['id']} share words, and neither holds the other",
                f"{pointer}/start",
                got=f"[{span.start}, {span.end}) beside [{outer.start}, {outer.end})",
                expected="quotes that lie apart, or one inside the other",
                span=(span.start, span.end),
                fix=f"end {other} before {quote['id']} begins, or where it ends",
            )
        around.append((span, quote["id"]))


@rule("QD461", severity=Severity.WARNING, since="0.2.0")
def quote_of_oneself(annotation: AnnotationSubject) -> Iterator[Finding]:
    """What speakers say of their own saying (“Je pense que …”) is no quote inside theirs."""
    if annotation.overview.layers["quotes"].are_apart:
        return
    around: list[tuple[Span, QuoteFile]] = []
    for pointer, quote, span in sorted(annotation.quotes(), key=lambda each: each[2].text_order):
        while around and around[-1][0].end <= span.start:
            around.pop()
        outer = around[-1][1] if around and around[-1][0] != span and around[-1][0].contains(span) else None
        around.append((span, quote))
        if outer is None or quote.get("unsure"):
            continue
        speakers = annotation.entities_of(referred(quote, "speakers"))
        if speakers and speakers == annotation.entities_of(referred(outer, "speakers")):
            yield Finding(
                f"{quote['id']} lies inside {outer['id']}, and both have the same speaker",
                pointer,
                got=", ".join(sorted(speakers)),
                expected="another speaker inside, or one quote",
                span=(span.start, span.end),
                fix=f"remove {quote['id']}, or correct the speakers of one of them",
            )
