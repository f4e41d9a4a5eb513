"""Rules on shape: how a document departs from its JSON Schema, said so that a person can act on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import cast

from quidit.checks.rules import nearest, rule
from quidit.checks.subjects import Departures
from quidit.json_source import escaped
from quidit.problems import Finding
from quidit.schema import Departure

_LONGEST = 80
_DIGITS = re.compile(r"0|[1-9][0-9]{0,14}")
_TYPES = {
    "object": "an object { … }",
    "array": "a list [ … ]",
    "string": "a text in quotes",
    "integer": "an integer",
    "boolean": "true or false",
    "null": "null",
}


def _of(subject: Departures, *keywords: str) -> Iterator[Departure]:
    """The departures by those keywords; none of a file that is wrong throughout, which is one problem."""
    return (departure for departure in subject.departures if departure.keyword in keywords and not subject.more)


@rule("QD201")
def missing_key(subject: Departures) -> Iterator[Finding]:
    """A key without which the file does not say what it must."""
    for departure in _of(subject, "required"):
        for key in departure.keys:
            yield Finding(
                f"the key {key!r} is missing",
                departure.pointer,
                got=_short(departure.got),
                expected=f"the keys {', '.join(cast('list[str]', departure.wanted))}",
                fix=f'add "{key}"',
            )


@rule("QD202")
def unknown_key(subject: Departures) -> Iterator[Finding]:
    """A key that nothing reads, often a misspelt one: what it says would be lost."""
    for departure in _of(subject, "additionalProperties"):
        known = cast("list[str]", departure.wanted)
        for key in departure.keys:
            yield Finding(
                f"the key {_short(key)} is not known here",
                f"{departure.pointer}/{escaped(key)}",
                on_key=True,
                got=_short(key),
                expected=f"one of {', '.join(known)}",
                fix=nearest(key, [each for each in known if each not in cast("dict[str, object]", departure.got)])
                or "remove it",
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
            fix=_retyped(departure.got, wanted) or f"write {expected}",
        )


def _retyped(got: object, wanted: list[object]) -> str:
    """The edit that gives a value its type, where it is plain."""
    if got is None:
        return "leave the key out where there is nothing to say"
    if wanted == ["integer"] and isinstance(got, str) and _DIGITS.fullmatch(got):
        return f"write {got}"
    return f"write [{_short(got)}]" if wanted == ["array"] and isinstance(got, str) else ""


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
            expected=departure.description or str(departure.wanted),
            fix=f"correct its form, which is {departure.wanted}",
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
            fix="write the text, or leave it out" if words else "correct the number",
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


@rule("QD209")
def wrong_throughout(subject: Departures) -> Iterator[Finding]:
    """A file that departs from its schema a thousand times is another kind of file, and is not checked further."""
    if subject.more:
        first = subject.departures[0]
        yield Finding(
            "nearly everything in it departs from the schema; here is the first place",
            first.pointer,
            got=_short(first.got),
            expected=first.description or f"{first.keyword}: {_short(first.wanted)}",
            fix="put the kind of file here that its place says, or make it anew",
        )


def _short(value: object) -> str:
    """The value as JSON, cut so that no file can flood a report."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
