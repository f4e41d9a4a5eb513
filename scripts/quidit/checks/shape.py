"""Rules on shape: how a document departs from its JSON Schema, said so that a person can act on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

from quidit.checks.rules import nearest, rule
from quidit.checks.subjects import Departures
from quidit.problems import Finding
from quidit.schema import Departure

_LONGEST = 80
_TYPES = {
    "object": "an object { … }",
    "array": "a list [ … ]",
    "string": "a text in quotes",
    "integer": "an integer",
    "boolean": "true or false",
    "null": "null",
}


def _of(subject: Departures, *keywords: str) -> Iterator[Departure]:
    return (departure for departure in subject.departures if departure.keyword in keywords)


@rule("QD201")
def missing_key(subject: Departures) -> Iterator[Finding]:
    """A key without which the file does not say what it must."""
    for departure in _of(subject, "required"):
        for key in cast("list[str]", departure.wanted):
            if key not in cast("dict[str, object]", departure.got):
                yield Finding(f"the key {key!r} is missing", departure.pointer, expected=key, fix=f"add {key!r}")


@rule("QD202")
def unknown_key(subject: Departures) -> Iterator[Finding]:
    """A key that nothing reads, often a misspelt one: what it says would be lost."""
    for departure in _of(subject, "additionalProperties"):
        known = cast("list[str]", departure.wanted)
        for key in cast("dict[str, object]", departure.got):
            if key not in known:
                pointer = f"{departure.pointer}/{key.replace('~', '~0').replace('/', '~1')}"
                yield Finding(
                    f"the key {_short(key)} is not known here",
                    pointer,
                    on_key=True,
                    got=_short(key),
                    expected=f"one of {', '.join(known)}" if known else "no key at all",
                    fix=nearest(key, known) or "remove it",
                )


@rule("QD203")
def wrong_type(subject: Departures) -> Iterator[Finding]:
    """A value of another type than the one that stands here."""
    for departure in _of(subject, "type"):
        wanted = departure.wanted if isinstance(departure.wanted, list) else [departure.wanted]
        expected = " or ".join(_TYPES[str(each)] for each in wanted)
        yield Finding(
            f"{_short(departure.got)} stands where {expected} belongs",
            departure.pointer,
            got=_short(departure.got),
            expected=expected,
            fix=f"write {expected}",
        )


@rule("QD204")
def unlisted_value(subject: Departures) -> Iterator[Finding]:
    """A label, issue or status that the scheme does not list."""
    for departure in _of(subject, "enum", "const"):
        listed = departure.wanted if isinstance(departure.wanted, list) else [departure.wanted]
        words = [value if isinstance(value, str) else json.dumps(value) for value in listed]
        advice = nearest(departure.got, words) if isinstance(departure.got, str) else ""
        yield Finding(
            f"{_short(departure.got)} is not a value that may stand here",
            departure.pointer,
            got=_short(departure.got),
            expected=f"one of {', '.join(words)}" if len(words) > 1 else "".join(words),
            fix=advice or ("choose one of the listed values" if len(words) > 1 else "leave the key out"),
        )


@rule("QD205")
def wrong_form(subject: Departures) -> Iterator[Finding]:
    """An id, date, hash or address that does not have its form."""
    for departure in _of(subject, "pattern"):
        yield Finding(
            f"{_short(departure.got)} does not have the form of this value",
            departure.pointer,
            got=_short(departure.got),
            expected=f"{departure.description}: {departure.wanted}" if departure.description else str(departure.wanted),
            fix="correct its form",
        )


@rule("QD206")
def out_of_range(subject: Departures) -> Iterator[Finding]:
    """A number or text that is too small: offsets count from 0, and no text is empty."""
    for departure in _of(subject, "minimum", "minLength"):
        words = departure.keyword == "minLength"
        yield Finding(
            "the text is empty" if words else f"{departure.got} is below {departure.wanted}",
            departure.pointer,
            got=_short(departure.got),
            expected="at least one character" if words else f"at least {departure.wanted}",
            fix="write the text, or leave the key out" if words else "correct the number",
        )


@rule("QD207")
def wrong_count(subject: Departures) -> Iterator[Finding]:
    """A list with too few or too many elements, such as a sentence that is not ``[start, end]``."""
    for departure in _of(subject, "minItems", "maxItems", "minProperties"):
        count = len(cast("list[object]", departure.got))
        bound = "at least" if departure.keyword.startswith("min") else "at most"
        yield Finding(
            f"{count} elements stand where {bound} {departure.wanted} belong",
            departure.pointer,
            got=str(count),
            expected=f"{bound} {departure.wanted}",
            fix="add what is missing" if bound == "at least" else "remove what is too much",
        )


def _short(value: object) -> str:
    """The value as JSON, cut so that no file can flood a report."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
