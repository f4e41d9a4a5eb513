"""Rules on an article: its text, the raw file that it came from, and its sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from quidit import text as hygiene
from quidit.checks.rules import rule
from quidit.checks.subjects import ArticleSubject
from quidit.problems import Finding


@rule("QD305")
def sentence_leaves_its_paragraph(article: ArticleSubject) -> Iterator[Finding]:
    """A newline always ends a sentence."""
    for number, sentence in enumerate(article.sentences):
        if "\n" in sentence.of(article.text):
            yield Finding(
                f"sentence {number} runs over the end of its paragraph",
                f"/sentences/{number}",
                span=(sentence.start, sentence.end),
                fix="end it with the paragraph",
            )


@rule("QD306")
def sentences_out_of_order(article: ArticleSubject) -> Iterator[Finding]:
    """Sentences stand in reading order, hold at least one character, do not overlap and end with the text."""
    reached = 0
    for number, sentence in enumerate(article.sentences):
        fault = ""
        if sentence.start >= sentence.end:
            fault = "holds no character"
        elif sentence.end > len(article.text):
            fault = f"ends after the text, which has {len(article.text)} characters"
        elif sentence.start < reached:
            fault = f"begins at {sentence.start}, before {reached}, where an earlier one ends"
        if fault:
            got = f"[{sentence.start}, {sentence.end}]"
            yield Finding(f"sentence {number} {fault}", f"/sentences/{number}", got=got, fix="correct its offsets")
        reached = max(reached, sentence.end)


@rule("QD307")
def text_outside_sentences(article: ArticleSubject) -> Iterator[Finding]:
    """Every visible character belongs to a sentence; what lies outside would be missing from the dataset."""
    reached = 0
    for number, sentence in enumerate((*article.document["sentences"], [len(article.text)] * 2)):
        left_out = article.text[reached : sentence[0]]
        if left_out.strip():
            start = reached + len(left_out) - len(left_out.lstrip())
            end = start + len(left_out.strip())
            pointer = f"/sentences/{min(number, len(article.sentences) - 1)}"
            yield Finding(
                f"the text from {start} to {end} is in no sentence",
                pointer,
                span=(start, end),
                fix="let a sentence cover it",
            )
        reached = max(reached, sentence[1])


@rule("QD310")
def text_hash_differs(article: ArticleSubject) -> Iterator[Finding]:
    """The hash ties annotations to a text; a text that was changed is another text."""
    expected = hygiene.sha256(article.text)
    if article.document["text_sha256"] != expected:
        yield Finding(
            "the paragraphs are not the text that the hash was made of",
            "/text_sha256",
            got=article.document["text_sha256"],
            expected=expected,
            fix="undo the change of the text; a corrected article is added under a new id",
        )


@rule("QD311")
def refused_text(article: ArticleSubject) -> Iterator[Finding]:
    """Invisible, private and broken characters, and text that `quidit add` would have normalised."""
    for number, paragraph in enumerate(article.document["paragraphs"]):
        for refusal in hygiene.refusals(paragraph):
            yield Finding(
                f"character {refusal.column} of the paragraph: {refusal.message}",
                f"/paragraphs/{number}",
                fix=refusal.remedy,
            )


@rule("QD319")
def raw_file_missing(article: ArticleSubject) -> Iterator[Finding]:
    """The raw file is what the article is made of; without it nobody can tell what was received."""
    if article.raw is None:
        name = article.document["source"]["file"]
        yield Finding(f"seeds/{name} is not there", "/source/file", got=name, fix="add the raw file")


@rule("QD320")
def raw_file_differs(article: ArticleSubject) -> Iterator[Finding]:
    """Raw files are kept as received, never edited."""
    if article.raw is None:
        return
    got = hashlib.sha256(article.raw).hexdigest()
    expected = article.document["source"]["sha256"]
    if got != expected:
        name = article.document["source"]["file"]
        yield Finding(
            f"seeds/{name} is not the file that the article was made of",
            "/source/sha256",
            got=got,
            expected=expected,
            fix="restore the raw file as it was received",
        )


@rule("QD321")
def text_is_not_the_raw_files(article: ArticleSubject) -> Iterator[Finding]:
    """The text is the raw file's, normalised; nobody writes words into an article."""
    raw, document = article.raw, article.document
    if raw is None or hashlib.sha256(raw).hexdigest() != document["source"]["sha256"]:
        return
    if hygiene.sha256(article.text) != document["text_sha256"]:
        return
    try:
        received = hygiene.normalise(raw).text
    except hygiene.RefusedText as error:
        first = error.refusals[0]
        yield Finding(f"the raw file has no text that may be taken: {first.message}", "/source", fix=first.remedy)
        return
    if received == article.text:
        return
    place = next(
        (n for n, (a, b) in enumerate(zip(received, article.text, strict=False)) if a != b),
        min(len(received), len(article.text)),
    )
    yield Finding(
        f"the text departs from the raw file's at character {place}",
        "/paragraphs",
        got=article.text[place : place + 40],
        expected=received[place : place + 40],
        span=(place, min(place + 40, len(article.text))),
        fix="undo the change of the text",
    )
