"""Rules on names: what a name leaves out, and that one name is annotated in one way and everywhere."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from quidit.checks.annotation import AnnotationSubject
from quidit.checks.columns import Columns
from quidit.checks.respan import advice, moved, shown
from quidit.checks.rules import rule
from quidit.documents import MentionFile
from quidit.language.prefixes import Leading
from quidit.marks import pair
from quidit.problems import Finding, Severity
from quidit.records import Span

_LOOK_ALIKES = frozenset({"LATIN", "GREEK", "CYRILLIC"})
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u052f]")
_WORDS = re.compile("[^\\W\\d_]+")
_CAPITALISED = re.compile("[A-ZÀ-ÖØ-Þ][^\\W_]*")
_SEARCHED = 20_000_000
"""Code points read at most for names that were left out: more than 3,000 names of an article of six thousand."""


@rule("QD315", severity=Severity.WARNING, since="0.2.0")
def mixed_scripts(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A word of a name has letters of one script; a Cyrillic а in a Latin name looks right and is never found."""
    entities = annotation.document.get("entities", [])
    names = "\n".join([*annotation.name_columns.words, *(entity.get("name", "") for entity in entities)])
    if not _GREEK_OR_CYRILLIC.search(names):
        return
    told: set[str] = set()
    for number, entity in enumerate(entities):
        name = entity.get("name", "")
        if (word := _mixed_word(name)) and word not in told:
            told.add(word)
            yield _mixed(word, f"the entity {entity.get('id', name)}", f"/entities/{number}/name")
    for pointer, item, span in annotation.names():
        if (word := _mixed_word(item["text"])) and word not in told:
            told.add(word)
            yield _mixed(word, f"the name {item['id']}", f"{pointer}/text", span)


def _mixed_word(name: str) -> str:
    """The first word of a name that mixes scripts whose letters look alike; empty where none does."""
    if not _GREEK_OR_CYRILLIC.search(name):
        return ""
    return next((word for word in _WORDS.findall(name) if len(_scripts(word)) > 1), "")


def _scripts(word: str) -> frozenset[str]:
    return frozenset(unicodedata.name(letter, "").partition(" ")[0] for letter in word) & _LOOK_ALIKES


def _mixed(word: str, where: str, pointer: str, span: Span | None = None) -> Finding:
    scripts = sorted(_scripts(word))
    least = min(scripts, key=lambda script: sum(script in unicodedata.name(letter, "") for letter in word))
    odd = [
        f"U+{ord(letter):04X} {unicodedata.name(letter)}" for letter in word if least in unicodedata.name(letter, "")
    ]
    return Finding(
        f"{where} mixes {' and '.join(script.capitalize() for script in scripts)} letters in one word",
        pointer,
        got=shown(word),
        expected="letters of one script",
        span=(span.start, span.end) if span else None,
        fix=f"write the letter that is meant in place of {', '.join(dict.fromkeys(odd))}",
    )


@rule("QD415", severity=Severity.WARNING, since="0.2.0")
def name_with_a_determiner(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A name is its shortest span: no determiner or elided article before it, unless that is part of the name."""
    for pointer, item, span, leading in annotation.prefixed:
        if leading.determiner and not leading.title and not _has_article(annotation, item, leading):
            shorter = Span(span.start + leading.determiner, span.end)
            yield _too_long(annotation, pointer, item, shorter, "begins with a determiner")


@rule("QD416", severity=Severity.WARNING, since="0.2.0")
def name_with_a_title(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A name is its shortest span: no title or role before it."""
    for pointer, item, span, leading in annotation.prefixed:
        if leading.title:
            shorter = Span(span.start + leading.title, span.end)
            yield _too_long(annotation, pointer, item, shorter, "begins with a title or role")


def _has_article(annotation: AnnotationSubject, mention: MentionFile, leading: Leading) -> bool:
    """Whether the determiner is the name's own: it has a capital, and the entity's name begins with it too."""
    if mention["text"][0].islower():
        return False
    article = mention["text"][: leading.determiner].casefold()
    return annotation.entity_names.get(mention.get("entity", ""), article).casefold().startswith(article)


def _too_long(annotation: AnnotationSubject, pointer: str, item: MentionFile, shorter: Span, how: str) -> Finding:
    return Finding(
        f"the name {item['id']} {how}",
        f"{pointer}/start",
        got=shown(item["text"]),
        expected=shown(shorter.of(annotation.text)),
        span=(item["start"], item["end"]),
        fix=advice(shorter, annotation.text),
        repair=moved(pointer, shorter, annotation.text, is_safe=False),
    )


@rule("QD417", severity=Severity.WARNING, since="0.2.0")
def name_in_marks(annotation: AnnotationSubject) -> Iterator[Finding]:
    """Quotation marks around a name are no part of it."""
    if all(map(str.isalnum, annotation.name_columns.firsts | annotation.name_columns.lasts)):
        return
    for pointer, item, span in annotation.names():
        words = item["text"]
        if words[0].isalnum() and words[-1].isalnum():
            continue
        marks = pair(words)
        whole = marks.pairs and marks.pairs[0] == Span(0, len(words))
        start = 1 if whole or (marks.unclosed and marks.unclosed[0].start == 0) else 0
        end = len(words) - (1 if whole or (marks.stray and marks.stray[-1].end == len(words)) else 0)
        inner = words[start:end]
        if len(inner) == len(words) or not any(map(str.isalnum, inner)):
            continue
        start += span.start + len(inner) - len(inner.lstrip())
        shorter = Span(start, start + len(inner.strip()))
        mention = cast("MentionFile", item)
        yield _too_long(annotation, pointer, mention, shorter, "takes in a quotation mark that stands around it")


@rule("QD418", severity=Severity.WARNING, since="0.2.0")
def name_in_two_ways(annotation: AnnotationSubject) -> Iterator[Finding]:
    """The same name in one article is mostly the same thing: one label, and one entity in one use."""
    names = cast("Sequence[Mapping[str, object]]", annotation.name_columns.items)
    seen_ways = {(name["text"], name.get("use"), name.get("label"), name.get("entity")) for name in names}
    if len({way[:2] for way in seen_ways}) == len(seen_ways):
        return
    ways: dict[tuple[str, str], list[tuple[str, MentionFile]]] = {}
    for pointer, item, _ in annotation.names():
        mention = cast("MentionFile", item)
        if "entity" in mention and not mention.get("unsure"):
            ways.setdefault((mention["text"], mention.get("use", "")), []).append((pointer, mention))
    for (name, _), seen in ways.items():
        often = Counter(_way(mention) for _, mention in seen)
        if len(often) == 1:
            continue
        [(usual, _)] = often.most_common(1)
        pattern = next(mention for _, mention in seen if _way(mention) == usual)
        pointer, other = next((place, mention) for place, mention in seen if _way(mention) != usual)
        yield Finding(
            f"{shown(name)} is {_in_words(other)} in {other['id']}, and {_in_words(pattern)} in {pattern['id']}",
            f"{pointer}/label" if other["label"] != pattern["label"] else f"{pointer}/entity",
            got=_in_words(other),
            expected=_in_words(pattern),
            span=(other["start"], other["end"]),
            fix='make them alike, or write "unsure": true where two things do have this name',
        )


def _way(mention: MentionFile) -> tuple[str, str]:
    """How a name is annotated; a place that acts and the place itself may be two entities."""
    return mention["label"], mention["entity"]


def _in_words(mention: MentionFile) -> str:
    return f"{mention['label']} of {mention['entity']}"


@rule("QD419", severity=Severity.WARNING, since="0.2.0")
def name_left_out(annotation: AnnotationSubject) -> Iterator[Finding]:
    """A complete annotation marks a name wherever it stands, inside quotations too."""
    if not annotation.is_complete:
        return
    text, names = annotation.text, annotation.name_columns
    beginnings = _beginnings_outside(text, names)
    if not any(begun is None or begun[0] in beginnings for begun in map(_CAPITALISED.match, set(names.words))):
        return
    marked: dict[str, list[tuple[str, MentionFile]]] = {}
    for pointer, item, _ in annotation.names():
        marked.setdefault(item["text"], []).append((pointer, cast("MentionFile", item)))
    taken: _Taken | None = None
    for name, mentions in islice(marked.items(), _SEARCHED // len(text)):
        begun = _CAPITALISED.match(name)
        if begun and begun[0] not in beginnings:
            continue
        if text.count(name) <= len(mentions) or all(mention.get("unsure") for _, mention in mentions):
            continue
        taken = taken or _Taken.by(span for _, _, span in annotation.names())
        start = _left_out(text, name, taken)
        if start is not None:
            pointer, mention = mentions[0]
            place = Span(start, start + len(name))
            yield Finding(
                f"{shown(name)} is {mention['label']} in {mention['id']} and stands elsewhere without an annotation",
                f"{pointer}/text",
                got=f"{len(mentions)} of {text.count(name)} annotated",
                expected="every name, everywhere",
                span=(place.start, place.end),
                fix=f"annotate it there too, from {place.start} to {place.end}",
            )


def _beginnings_outside(text: str, names: Columns) -> frozenset[str]:
    """The words with a capital outside all names: where a name was left out that has one, its first is among them."""
    outside, reached = [], 0
    for start, end in sorted(zip(names.starts, names.ends, strict=True)):
        outside.append(text[reached : max(reached, start)])
        reached = max(reached, end)
    outside.append(text[reached:])
    return frozenset(_CAPITALISED.findall("\n".join(outside)))


@dataclass(frozen=True, slots=True)
class _Taken:
    """The stretches of a text that are names, apart from each other and in text order."""

    starts: list[int]
    ends: list[int]

    @classmethod
    def by(cls, spans: Iterable[Span]) -> _Taken:
        taken = cls([], [])
        for span in sorted(spans):
            if taken.ends and span.start < taken.ends[-1]:
                taken.ends[-1] = max(taken.ends[-1], span.end)
            else:
                taken.starts.append(span.start)
                taken.ends.append(span.end)
        return taken

    def touch(self, place: Span) -> bool:
        """Whether some name has a character of that place."""
        number = bisect_left(self.starts, place.end)
        return number > 0 and self.ends[number - 1] > place.start


def _left_out(text: str, name: str, taken: _Taken) -> int | None:
    """Where the name first stands as whole words in no name; a part of a hyphenated word is another name's."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        is_whole = not (before.isalnum() or after.isalnum() or before == "-" or after == "-")
        if is_whole and not taken.touch(Span(start, end)):
            return start
        start = text.find(name, end)
    return None
