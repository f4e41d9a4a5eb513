"""Rules on an annotation's spans: that they lie in the text, repeat its words and respect its sentences."""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from quidit.checks.annotation import AnnotationSubject
from quidit.checks.columns import Columns
from quidit.checks.misplaced import remedy
from quidit.checks.respan import advice, moved, shown
from quidit.checks.rules import rule
from quidit.documents import MentionFile
from quidit.language.graphemes import PLAIN
from quidit.language.tokens import is_inside_a_token, parts_from_letters, stands_apart, tokenise
from quidit.once import once
from quidit.problems import Finding
from quidit.records import Layer, Span

_OF_ONE_SENTENCE: tuple[Layer, ...] = ("mentions", "cues", "stances")
_BEFORE = 30
_SHOWN = 80


@rule("QD301")
def text_differs(annotation: AnnotationSubject) -> Iterator[Finding]:
    """``text`` repeats the article's words from start to end, so that shifted offsets are seen."""
    text = annotation.text
    for layer, pointer, item in annotation.misplaced():
        start, end = item["start"], item["end"]
        if not start < end <= len(text):
            continue
        mended = remedy(pointer, item, text)
        yield Finding(
            f"the words of {item['id']} in {layer} are not the article's from {start} to {end}",
            f"{pointer}/text",
            got=_window(item["text"], text[start:end]),
            expected=_window(text[start:end], item["text"]),
            span=(start, end),
            fix=mended.fix,
            repair=mended.repair,
        )


def _window(words: str, other: str) -> str:
    """The words around the first place where they depart from the others; a long quote is not shown whole."""
    same = next((n for n, (a, b) in enumerate(zip(words, other, strict=False)) if a != b), min(len(words), len(other)))
    start = max(0, same - _BEFORE)
    return f'"{"…" if start else ""}{words[start : start + _SHOWN]}{"…" if start + _SHOWN < len(words) else ""}"'


@rule("QD302")
def empty_span(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A span holds at least one character and ends after it starts."""
    for layer, pointer, item in annotation.misplaced():
        if item["start"] >= item["end"]:
            mended = remedy(pointer, item, annotation.text)
            yield Finding(
                f"{item['id']} of {layer} starts at {item['start']} and ends at {item['end']}",
                f"{pointer}/end",
                got=str(item["end"]),
                expected=f"more than {item['start']}",
                fix=mended.fix,
                repair=mended.repair,
            )


@rule("QD303")
def span_past_the_end(annotation: AnnotationSubject) -> Iterator[Finding]:
    """No span ends after the text."""
    length = len(annotation.text)
    for layer, pointer, item in annotation.misplaced():
        if item["start"] < item["end"] and item["end"] > length:
            mended = remedy(pointer, item, annotation.text)
            yield Finding(
                f"{item['id']} of {layer} ends at {item['end']}, after the text, which has {length} characters",
                f"{pointer}/end",
                got=str(item["end"]),
                expected=f"at most {length}",
                fix=mended.fix,
                repair=mended.repair,
            )


@rule("QD304")
def span_crosses_a_sentence(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Only quotes run over several sentences; a mention, cue or stance lies inside one."""
    article = annotation.article
    if article is None or not annotation.has_sentences:
        return
    layers = annotation.overview.layers
    if all(article.are_in_sentences(layers[each].starts, layers[each].ends) for each in _OF_ONE_SENTENCE):
        return
    for layer, pointer, item, span in annotation.placed():
        if layer not in _OF_ONE_SENTENCE or article.are_in_one_sentence(span.start, span.end):
            continue
        if item["text"].strip():
            yield Finding(
                f"{item['id']} of {layer} does not lie inside one sentence",
                f"{pointer}/start",
                got=_window(item["text"], ""),
                expected="words of one sentence",
                span=(span.start, span.end),
                fix="shorten it to the words of one sentence; where the sentence is cut wrongly, flag the article too",
            )


@rule("QD308", since="0.2.0")
def span_cuts_a_character(annotation: AnnotationSubject) -> Iterator[Finding]:
    """No span begins or ends inside what is seen as one character: a letter with its marks, an emoji, a flag."""
    text, graphemes = annotation.text, annotation.graphemes
    if all(each.firsts <= PLAIN and each.behind(text) <= PLAIN for each in annotation.overview.all()):
        return
    for layer, pointer, item, span in annotation.placed():
        if text[item["start"]] in PLAIN and text[item["end"] : item["end"] + 1] in PLAIN:
            continue
        if graphemes.cuts(span.start, span.end):
            whole = graphemes.around(span)
            yield Finding(
                f"{item['id']} of {layer} begins or ends inside a character",
                f"{pointer}/start",
                got=shown(item["text"]),
                expected="whole characters: a letter with its marks, an emoji with all that it is made of",
                span=(span.start, span.end),
                fix=advice(whole, text),
                repair=moved(pointer, whole, text, is_safe=False),
            )


@rule("QD309")
def blank_edges(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A span begins and ends with a visible character."""
    if not any(any(map(str.isspace, each.firsts | each.lasts)) for each in annotation.overview.all()):
        return
    for layer, pointer, item, span in annotation.placed():
        words = item["text"]
        if words != words.strip():
            start = span.start + len(words) - len(words.lstrip())
            end = start + len(words.strip())
            bare = _window(words.strip(), "")
            yield Finding(
                f"{item['id']} of {layer} begins or ends with a blank",
                f"{pointer}/start",
                got=_window(words, ""),
                span=(span.start, span.end),
                fix=f'write "start": {start}, "end": {end}, "text": {bare}' if start < end else "remove it",
                repair=moved(pointer, Span(start, end), annotation.text, is_safe=True) if start < end else None,
            )


@rule("QD403")
def names_nest(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Names are flat: of names that share characters, only the longest is one."""
    if annotation.name_columns.are_apart:
        return
    longest: tuple[Span, str] | None = None
    seen: set[tuple[Span, str]] = set()
    for pointer, item, span in sorted(annotation.names(), key=lambda name: name[2].text_order):
        name = (span, cast("MentionFile", item)["label"])
        if name in seen:  # QD404 says so
            continue
        seen.add(name)
        if longest and longest[0].overlaps(span):
            yield Finding(
                f"the names {longest[1]} and {item['id']} share characters",
                f"{pointer}/start",
                got=f"[{span.start}, {span.end}) beside [{longest[0].start}, {longest[0].end})",
                expected="names that share none",
                span=(span.start, span.end),
                fix=f"keep the longest of {longest[1]} and {item['id']}, and remove the other",
            )
        if longest is None or span.end > longest[0].end:
            longest = (span, item["id"])


@rule("QD413")
def name_cuts_a_word(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A name begins and ends where a token does, so that BIO tags decode to exactly that name."""
    article = annotation.article
    if article is None or not annotation.has_sentences or _all_stand_apart(annotation.name_columns, annotation.text):
        return
    sentences: dict[Span, _Sentence] = {}
    for pointer, item, span in annotation.names():
        if stands_apart(annotation.text, span):
            continue
        place = article.sentence_of(span)
        if place is None or item["text"] != item["text"].strip() or annotation.graphemes.cuts(span.start, span.end):
            continue
        if place not in sentences:
            sentences[place] = _Sentence(place.of(annotation.text))
        sentence, bare = sentences[place], span.seen_from(place.start)
        if sentence.cuts_a_token(bare.start) or sentence.cuts_a_token(bare.end):
            whole = sentence.grown(bare)
            start, end = place.start + whole.start, place.start + whole.end
            yield Finding(
                f"the name {item['id']} begins or ends inside a word",
                f"{pointer}/start",
                got=_window(item["text"], ""),
                expected="whole words: all that stands between blanks, apostrophes and punctuation",
                span=(span.start, span.end),
                fix=f'write "start": {start}, "end": {end}, "text": {_window(whole.of(sentence.words), "")}',
            )


def _all_stand_apart(names: Columns, text: str) -> bool:
    """Whether each name is made of whole tokens for certain."""
    return all(map(str.isalpha, names.firsts | names.lasts)) and all(
        map(parts_from_letters, names.before(text) | names.behind(text))
    )


@dataclass(frozen=True)
class _Sentence:
    """A sentence in which names may cut words; its tokens are found once, and only where they are asked for."""

    words: str

    @once
    def tokens(self) -> tuple[Span, ...]:
        """The tokens in the sentence's own offsets."""
        return tokenise(self.words)

    def cuts_a_token(self, place: int) -> bool:
        """Whether a place lies inside a token."""
        return is_inside_a_token(self.words, place, lambda: self.tokens)

    def grown(self, span: Span) -> Span:
        """The span, grown to the tokens that it cuts."""
        first = bisect(self.tokens, span.start, key=lambda token: token.start) - 1
        last = bisect_left(self.tokens, span.end, key=lambda token: token.end)
        start = self.tokens[first].start if first >= 0 else span.start
        return Span(start, self.tokens[last].end if last < len(self.tokens) else span.end)
