"""Rules on an annotation's spans: that they lie in the text, repeat its words and respect its sentences."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.rules import rule
from quidit.checks.subjects import AnnotationSubject
from quidit.problems import Finding
from quidit.records import Span
from quidit.tokens import tokenise


@rule("QD301")
def text_differs(annotation: AnnotationSubject) -> Iterator[Finding]:
    """``text`` repeats the article's words from start to end, so that shifted offsets are seen."""
    text = annotation.text
    for layer, pointer, item in annotation.spans():
        start, end = item["start"], item["end"]
        if not 0 <= start < end <= len(text) or text[start:end] == item["text"]:
            continue
        yield Finding(
            f"{item['id']} of {layer} says {item['text'][:60]!r}, and the article reads otherwise",
            f"{pointer}/text",
            got=item["text"],
            expected=text[start:end],
            span=(start, end),
            fix=_where_it_is(item["text"], text, start),
        )


def _where_it_is(words: str, text: str, start: int) -> str:
    """Where the words of a misplaced span stand nearest, as an edit."""
    places = [place for place in (text.rfind(words, 0, start + len(words)), text.find(words, start)) if place >= 0]
    if not words or not places:
        return "correct the words, or the offsets, which count Unicode code points"
    nearest = min(places, key=lambda place: abs(place - start))
    return f'write "start": {nearest}, "end": {nearest + len(words)} (these words stand there)'


@rule("QD302")
def empty_span(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A span holds at least one character and ends after it starts."""
    for layer, pointer, item in annotation.spans():
        if item["start"] >= item["end"]:
            yield Finding(
                f"{item['id']} of {layer} starts at {item['start']} and ends at {item['end']}",
                f"{pointer}/end",
                got=str(item["end"]),
                expected=f"more than {item['start']}",
                fix="correct its offsets",
            )


@rule("QD303")
def span_past_the_end(annotation: AnnotationSubject) -> Iterator[Finding]:
    """No span ends after the text."""
    length = len(annotation.text)
    for layer, pointer, item in annotation.spans():
        if item["start"] < item["end"] and item["end"] > length:
            yield Finding(
                f"{item['id']} of {layer} ends at {item['end']}, after the text, which has {length} characters",
                f"{pointer}/end",
                got=str(item["end"]),
                expected=f"at most {length}",
                fix=_where_it_is(item["text"], annotation.text, length),
            )


@rule("QD304")
def span_crosses_a_sentence(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Only quotes run over several sentences; a mention, cue or stance lies inside one."""
    sentences = annotation.article.sentences
    for layer, pointer, item, span in annotation.placed():
        if layer != "quotes" and not any(sentence.contains(span) for sentence in sentences):
            yield Finding(
                f"{item['id']} of {layer} does not lie inside one sentence",
                f"{pointer}/start",
                span=(span.start, span.end),
                fix="shorten it; if the sentence is cut wrongly, set the flag bad-segmentation",
            )


@rule("QD309")
def blank_edges(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A span begins and ends with a visible character."""
    for layer, pointer, item, span in annotation.placed():
        words = item["text"]
        if words != words.strip():
            start = span.start + len(words) - len(words.lstrip())
            end = start + len(words.strip())
            yield Finding(
                f"{item['id']} of {layer} begins or ends with a blank",
                f"{pointer}/start",
                got=repr(words),
                span=(span.start, span.end),
                fix=f'write "start": {start}, "end": {end}' if start < end else "remove it",
            )


@rule("QD403")
def names_nest(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Names are flat: of names that share characters, only the longest is one."""
    names = [
        (span, pointer, item)
        for layer, pointer, item, span in annotation.placed()
        if layer == "mentions" and item["label"] in annotation.scheme.names  # type: ignore[typeddict-item]
    ]
    longest: tuple[Span, str] | None = None
    for span, pointer, item in sorted(names, key=lambda name: name[0].text_order):
        if longest and longest[0].overlaps(span):
            yield Finding(
                f"the name {item['id']} lies over the name {longest[1]}",
                f"{pointer}/start",
                span=(span.start, span.end),
                fix="keep the longest name and remove the other",
            )
        if longest is None or span.end > longest[0].end:
            longest = (span, item["id"])


@rule("QD413")
def name_cuts_a_word(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A name begins and ends where a token does, so that BIO tags decode to exactly that name."""
    tokens: dict[Span, tuple[Span, ...]] = {}
    for layer, pointer, item, span in annotation.placed():
        if layer != "mentions" or item["label"] not in annotation.scheme.names:  # type: ignore[typeddict-item]
            continue
        sentence = next((each for each in annotation.article.sentences if each.contains(span)), None)
        if sentence is None or item["text"] != item["text"].strip():
            continue
        if sentence not in tokens:
            tokens[sentence] = tokenise(sentence.of(annotation.text))
        inside = span.seen_from(sentence.start)
        starts = {token.start for token in tokens[sentence]}
        ends = {token.end for token in tokens[sentence]}
        if inside.start not in starts or inside.end not in ends:
            yield Finding(
                f"the name {item['id']} begins or ends inside a word",
                f"{pointer}/start",
                got=item["text"],
                span=(span.start, span.end),
                fix="take the whole word, or only what stands between blanks, apostrophes and hyphens",
            )
