"""Rules on an article: its text, the raw file that it came from, and its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from quidit import text as hygiene
from quidit.checks.rules import rule
from quidit.checks.seeds import is_sound_name
from quidit.checks.subjects import ArticleSubject
from quidit.documents import SourceFile
from quidit.problems import Finding
from quidit.records import Span

_SHOWN = 40
_FIX = "correct its offsets; `quidit segment` finds all of them anew where nothing is annotated"


def _source(article: ArticleSubject) -> SourceFile:
    """What the article says of its raw file, as far as it fits the schema."""
    return article.document.get("source", cast("SourceFile", {}))


@rule("QD305")
def sentence_leaves_its_paragraph(article: ArticleSubject) -> Iterator[Finding]:
    """A newline always ends a sentence."""
    if article.has_sound_sentences:
        return
    for number, sentence in enumerate(article.sentences):
        if "\n" in sentence.of(article.text):
            end = article.text.index("\n", sentence.start)
            yield Finding(
                f"sentence {number} runs over the end of its paragraph",
                f"/sentences/{number}",
                got=f"[{sentence.start}, {sentence.end}]",
                expected=f"an end of at most {end}",
                span=(sentence.start, sentence.end),
                fix=f"write [{sentence.start}, {end}]" if end > sentence.start else "begin it after the newline",
            )


@rule("QD306")
def sentences_out_of_order(article: ArticleSubject) -> Iterator[Finding]:
    """Sentences stand in reading order, hold at least one character, do not overlap and end with the text."""
    if article.has_sound_sentences:
        return
    reached = 0
    for number, sentence in enumerate(article.sentences):
        fault = expected = ""
        if sentence.start >= sentence.end:
            fault, expected = "holds no character", "an end after its start"
        elif sentence.end > len(article.text):
            fault = f"ends after the text, which has {len(article.text)} characters"
            expected = f"an end of at most {len(article.text)}"
        elif sentence.start < reached:
            fault = f"begins at {sentence.start}, before {reached}, where an earlier one ends"
            expected = f"a start of {reached} or more"
        if fault:
            yield Finding(
                f"sentence {number} {fault}",
                f"/sentences/{number}",
                got=f"[{sentence.start}, {sentence.end}]",
                expected=expected,
                span=(sentence.start, sentence.end) if sentence.start < min(sentence.end, len(article.text)) else None,
                fix=_FIX,
            )
        if "\n" not in sentence.of(article.text):
            reached = max(reached, sentence.end)


@rule("QD307")
def text_outside_sentences(article: ArticleSubject) -> Iterator[Finding]:
    """Every visible character belongs to a sentence; what lies outside would be missing from the dataset."""
    if not article.gives_sentences or article.has_sound_sentences:
        return
    reached: int | None = 0
    for number, sentence in enumerate((*article.sentences, Span(len(article.text), len(article.text) + 1))):
        begun = sentence.start if reached is None else reached
        left_out = article.text[begun : sentence.start]
        if left_out.strip() and sentence.start < sentence.end:
            start = begun + len(left_out) - len(left_out.lstrip())
            end = start + len(left_out.strip())
            yield Finding(
                f"the text from {start} to {end} is in no sentence",
                f"/sentences/{min(number, len(article.sentences) - 1)}",
                got=f"nothing between {begun} and {sentence.start}",
                expected=f"[{start}, {end}], or a neighbour that holds it",
                span=(start, end),
                fix=_FIX,
            )
        # An empty sentence was meant to hold something: what lies around it is no problem of its own.
        reached = max(begun, sentence.end) if sentence.start < sentence.end else None


@rule("QD310")
def text_hash_differs(article: ArticleSubject) -> Iterator[Finding]:
    """The hash ties annotations to a text; a text that was changed is another text."""
    got = article.document.get("text_sha256")
    if not got or got == article.text_sha256:
        return
    received = _received(article)
    if received and hygiene.sha256(received) == got:
        yield _departure(article.text, received, "the paragraphs are not the text that the hash was made of")
        return
    yield Finding(
        "the paragraphs are not the text that the hash was made of",
        "/text_sha256",
        got=got,
        expected=article.text_sha256,
        fix="undo the change; a corrected article is added under a new id",
    )


def _received(article: ArticleSubject) -> str | None:
    """The text of the raw file that the article was made of; None where it is not there or not to be taken."""
    return article.received if article.raw_sha256 == _source(article).get("sha256") else None


def _departure(text: str, received: str, message: str) -> Finding:
    """The first place where a text departs from the one that it should be."""
    pairs = zip(text, received, strict=False)
    place = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(text), len(received)))
    return Finding(
        f"{message}; they depart from it at character {place}",
        f"/paragraphs/{text.count(chr(10), 0, place)}",
        got=text[place : place + _SHOWN],
        expected=received[place : place + _SHOWN],
        span=(place, min(place + _SHOWN, len(text))),
        fix="undo the change of the text; a corrected article is added under a new id",
    )


@rule("QD311")
def refused_text(article: ArticleSubject) -> Iterator[Finding]:
    """Invisible, private and broken characters, and text that `quidit add` would have normalised."""
    if article.is_clean and article.text.count("\n") == len(article.document["paragraphs"]) - 1:
        return
    start = 0
    for number, paragraph in enumerate(article.document["paragraphs"]):
        pointer = f"/paragraphs/{number}"
        if "\n" in paragraph:
            place = start + paragraph.index("\n")
            yield Finding(
                f"the paragraph has a line end at character {place - start + 1}",
                pointer,
                expected="one paragraph on one line",
                span=(place, place),
                fix="make two paragraphs of it",
            )
        else:
            for refusal in hygiene.refusals(paragraph):
                place = start + refusal.column - 1
                yield Finding(
                    f"character {refusal.column} of the paragraph: {refusal.message}",
                    pointer,
                    got=paragraph[refusal.column - 1 : refusal.column],
                    expected="text as `quidit add` leaves it",
                    span=(place, place + 1),
                    fix=refusal.remedy,
                )
        start += len(paragraph) + 1


@rule("QD319")
def raw_file_missing(article: ArticleSubject) -> Iterator[Finding]:
    """The raw file is what the article is made of; without it nobody can tell what was received."""
    name = _source(article).get("file")
    if article.raw is None and name and is_sound_name(name):
        yield Finding(
            f"seeds/{name} is not there, or is no file that can be read",
            "/source/file",
            got=name,
            expected="the name of a file in seeds/",
            fix="put the raw file into seeds/, or correct its name here",
        )


@rule("QD320")
def raw_file_differs(article: ArticleSubject) -> Iterator[Finding]:
    """Raw files are kept as received, never edited."""
    got, expected = article.raw_sha256, _source(article).get("sha256")
    if got and expected and got != expected:
        yield Finding(
            f"seeds/{_source(article)['file']} is not the file that the article was made of",
            "/source/sha256",
            got=got,
            expected=expected,
            fix="restore the raw file as it was received",
        )


@rule("QD321")
def text_is_not_the_raw_files(article: ArticleSubject) -> Iterator[Finding]:
    """The text is the raw file's, normalised; nobody writes words into an article."""
    if article.raw is None or article.raw_sha256 != _source(article).get("sha256"):
        return
    if article.text_sha256 != article.document.get("text_sha256") or not article.is_clean:
        return
    if article.received == article.text:
        return
    try:
        received = hygiene.normalise(article.raw).text
    except hygiene.RefusedText as error:
        first = error.refusals[0]
        yield Finding(
            f"seeds/{_source(article)['file']} has no text that may be taken: in line {first.line}, {first.message}",
            "/source/file",
            got=_source(article)["file"],
            expected="the raw file that the paragraphs are the text of",
            fix="restore the raw file as it was received",
        )
    else:
        yield _departure(article.text, received, "the paragraphs are not the raw file's text")
