"""Tiny annotated texts: what a rule finds in a sentence that a test writes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from corpora import REPOSITORY
from quidit.checks.annotation import AnnotationSubject
from quidit.checks.rules import Rule
from quidit.checks.sound import Sound
from quidit.checks.subjects import ArticleSubject
from quidit.documents import AnnotationFile, ArticleFile
from quidit.problems import Finding
from quidit.scheme_file import read_scheme
from quidit.text import sha256

SCHEME = read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8"))
_OCCURRENCE = re.compile(r"(.*)#(\d+)", re.DOTALL)


def spans(text: str, letter: str, rows: Mapping[str, Mapping[str, object]]) -> Iterator[dict[str, object]]:
    """Items on words of the text, with ids that count up from 1; ``words#2`` are the words' second occurrence."""
    for number, (words, members) in enumerate(rows.items(), 1):
        found = _OCCURRENCE.fullmatch(words)
        bare, nth = (found[1], int(found[2])) if found else (words, 1)
        start = -1
        for _ in range(nth):
            start = text.index(bare, start + 1)
        yield {"id": f"{letter}{number}", "start": start, "end": start + len(bare), "text": bare, **members}


def annotated(text: str, *, language: str = "fr", **parts: Any) -> AnnotationSubject:
    """An annotation of the text: its layers by the words that they mark, its entities as ``{id: (name, kind)}``."""
    letters = {"mentions": "m", "cues": "c", "quotes": "q", "stances": "s"}
    document: dict[str, object] = {"status": "complete", "text_sha256": sha256(text), "annotator": "ana"}
    for part, value in parts.items():
        if part in letters:
            document[part] = list(spans(text, letters[part], value))
        elif part == "entities":
            document[part] = [{"id": each, **members} for each, members in value.items()]
        else:
            document[part] = value
    article = {"paragraphs": text.split("\n"), "language": language, "text_sha256": sha256(text)}
    return AnnotationSubject(
        document=cast("AnnotationFile", document),
        article=ArticleSubject(cast("ArticleFile", article), None, Sound(article)),
        scheme=SCHEME,
        annotators=None,
        sound=Sound(document),
    )


def found(rule: Rule[AnnotationSubject], annotation: AnnotationSubject) -> list[Finding]:
    """What the rule finds."""
    return list(rule.check(annotation))


def pointers(rule: Rule[AnnotationSubject], annotation: AnnotationSubject) -> list[str]:
    """Where it finds something."""
    return [each.pointer for each in found(rule, annotation)]
