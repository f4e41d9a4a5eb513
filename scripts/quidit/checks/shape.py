"""Rules on shape: how a document departs from its JSON Schema, said so that a person can act on it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from quidit.checks.rules import did_you_mean, most_like, rule
from quidit.checks.subjects import Departures
from quidit.json_source import escaped
from quidit.problems import REMOVED, Edit, Finding, Repair
from quidit.schema import Departure

_LONGEST = 80
_LEAVE_OUT = "leave the key out where there is nothing to say"
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
        for key, form in zip(departure.keys, departure.forms, strict=True):
            yield Finding(
                f'the key "{key}" is missing',
                departure.pointer,
                got=_short(departure.got),
                expected=f"the keys {', '.join(cast('list[str]', departure.wanted))}",
                fix=f'add "{key}": {form}',
            )


@rule("QD202")
def unknown_key(subject: Departures) -> Iterator[Finding]:
    """A key that nothing reads, often a misspelt one: what it says would be lost."""
    for departure in _of(subject, "additionalProperties"):
        known = cast("list[str]", departure.wanted)
        for key in departure.keys:
            free = [each for each in known if each not in cast("dict[str, object]", departure.got)]
            meant = most_like(key, free)
            yield Finding(
                f"the key {_short(key)} is not known here",
                f"{departure.pointer}/{escaped(key)}",
                on_key=True,
                got=_short(key),
                expected=f"one of {', '.join(known)}",
                fix=did_you_mean(meant) if meant else "remove it",
                repair=_renamed(departure, key, meant) if meant else None,
            )


def _renamed(departure: Departure, key: str, meant: str) -> Repair:
    """What stands under a misspelt key put under the one that is most like it, which is a guess."""
    value = cast("dict[str, object]", departure.got)[key]
    pointer = departure.pointer
    return Repair(
        (Edit(f"{pointer}/{escaped(key)}", REMOVED), Edit(f"{pointer}/{escaped(meant)}", value)), is_safe=False
    )


@rule("QD203")
def wrong_type(subject: Departures) -> Iterator[Finding]:
    """A value of another type than the one that stands here."""
    for departure in _of(subject, "type"):
        wanted = departure.wanted if isinstance(departure.wanted, list) else [departure.wanted]
        expected = " or ".join(_TYPES[str(each)] for each in wanted)
        meant = _meant(departure.got, cast("list[object]", wanted))
        yield Finding(
            f"{_place(departure)} is {_short(departure.got)}, and {expected} belongs there",
            departure.pointer,
            got=_short(departure.got),
            expected=expected,
            fix=_advice(departure.got, meant) or f"write {expected}",
            repair=_retyped(departure, meant),
        )


def _meant(got: object, wanted: list[object]) -> object:
    """The value of the right type that is plainly meant; None where none is."""
    if wanted == ["integer"] and isinstance(got, str) and _DIGITS.fullmatch(got):
        return int(got)
    return [got] if wanted == ["array"] and isinstance(got, str) else None


def _advice(got: object, meant: object) -> str:
    if got is None:
        return _LEAVE_OUT
    return "" if meant is None else f"write {_short(meant)}"


def _retyped(departure: Departure, meant: object) -> Repair | None:
    """What is plainly meant put there, or what says nothing taken out."""
    return _left_out(departure) or (None if meant is None else Repair((Edit(departure.pointer, meant),)))


def _left_out(departure: Departure) -> Repair | None:
    """A null or an empty text taken out where its key may be absent, which says the same."""
    says_nothing = departure.got is None or departure.got == ""
    return Repair((Edit(departure.pointer, REMOVED),)) if says_nothing and departure.is_optional else None


@rule("QD204")
def unlisted_value(subject: Departures) -> Iterator[Finding]:
    """A label, issue or status that the scheme does not list."""
    for departure in _of(subject, "enum", "const"):
        listed = departure.wanted if isinstance(departure.wanted, list) else [departure.wanted]
        words = [value if isinstance(value, str) else json.dumps(value) for value in listed]
        meant = most_like(departure.got, words) if isinstance(departure.got, str) else ""
        yield Finding(
            f"{_short(departure.got)} is not a value of {_key(departure)}",
            departure.pointer,
            got=_short(departure.got),
            expected=f"one of {', '.join(words)}" if len(words) > 1 else "".join(words),
            fix=did_you_mean(meant) if meant else _choice(departure, words),
            repair=_listed(departure, meant),
        )


def _choice(departure: Departure, words: Sequence[str]) -> str:
    """What to do about a value that is like none of the listed ones."""
    if _left_out(departure):
        return _LEAVE_OUT
    return "choose one of the listed values" if len(words) > 1 else "leave the key out"


def _listed(departure: Departure, meant: str) -> Repair | None:
    """The listed value that is most like a misspelt one, beyond doubt where only capitals differ; no false at all."""
    if left_out := _left_out(departure):
        return left_out
    if departure.got is False and departure.wanted is True and departure.is_optional:
        return Repair((Edit(departure.pointer, REMOVED),))
    if not meant:
        return None
    return Repair((Edit(departure.pointer, meant),), is_safe=meant.lower() == str(departure.got).lower())


@rule("QD205")
def wrong_form(subject: Departures) -> Iterator[Finding]:
    """An id, date, hash or address that does not have its form."""
    for departure in _of(subject, "pattern"):
        got, pattern = str(departure.got), str(departure.wanted)
        meant = next((each for each in _guesses(got) if re.fullmatch(pattern, each)), "")
        yield Finding(
            f"{_short(got)} does not have the form of {_place(departure)}",
            departure.pointer,
            got=_short(got),
            expected=departure.description,
            fix=_correction(departure, meant),
            repair=_left_out(departure),
        )


def _correction(departure: Departure, meant: str) -> str:
    """What to do about a text of another form."""
    if _left_out(departure):
        return _LEAVE_OUT
    return did_you_mean(meant) if meant else f"correct it; to programs its form is {departure.wanted}"


def _guesses(got: str) -> Iterator[str]:
    """What may have been meant: the text without blanks, in small letters, with hyphens, or the end of an address."""
    if len(got) > _LONGEST:
        return
    bare = got.strip()
    yield from (bare, bare.lower(), bare.rpartition("/")[2])
    plain = unicodedata.normalize("NFKD", bare.lower()).encode("ascii", "ignore").decode()
    yield re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if "." in bare and "/" in bare:
        yield f"https://{bare}"


@rule("QD206")
def out_of_range(subject: Departures) -> Iterator[Finding]:
    """A number or text that is too small or too long: offsets count from 0, no text is empty, and no title a book."""
    for departure in _of(subject, "minimum", "minLength", "maxLength"):
        place, wanted = _place(departure), departure.wanted
        if departure.keyword == "maxLength":
            length = len(str(departure.got))
            message, expected = f"{place} has {length:,} characters", f"at most {cast('int', wanted):,} characters"
            fix = "shorten it; the article's own words belong in paragraphs"
        elif departure.keyword == "minLength":
            message, expected, fix = f"{place} is empty", "at least one character", "write the text, or leave it out"
        else:
            message, expected = f"{place} is {departure.got}, which is below {wanted}", f"at least {wanted}"
            fix = "correct the number"
        repair = _left_out(departure)
        yield Finding(message, departure.pointer, got=_short(departure.got), expected=expected, fix=fix, repair=repair)


@rule("QD207")
def wrong_count(subject: Departures) -> Iterator[Finding]:
    """A list with too few or too many elements, such as a sentence that is not ``[start, end]``."""
    for departure in _of(subject, "minItems", "maxItems", "minProperties"):
        count = len(cast("list[object]", departure.got))
        bound = "at least" if departure.keyword.startswith("min") else "at most"
        form = f": {departure.description}" if departure.description else ""
        yield Finding(
            f"{_place(departure)} has {count} elements, and {bound} {departure.wanted} belong there",
            departure.pointer,
            got=_short(departure.got),
            expected=f"{bound} {departure.wanted}{form}",
            fix="add what is missing" if bound == "at least" else "remove what is too much",
        )


@rule("QD209")
def wrong_throughout(subject: Departures) -> Iterator[Finding]:
    """A file that departs from its schema a thousand times is another kind of file, and is not checked further."""
    if subject.more:
        first = Departures(subject.document, subject.departures[:1])
        finding = next(told(first))
        yield replace(
            finding,
            message=f"nearly everything in it is wrong; at the first place {finding.message}",
            fix="put the kind of file here that its place says, or make it anew",
        )


_OF_ONE = (missing_key, unknown_key, wrong_type, unlisted_value, wrong_form, out_of_range, wrong_count)
"""The rules of which one says what is wrong at one place."""


def told(subject: Departures) -> Iterator[Finding]:
    """What is wrong at each place, whichever rule it is that says so."""
    return (finding for each in _OF_ONE for finding in each.check(subject))


def below(pointer: str, finding: Finding) -> Finding:
    """The finding about a document as one about the value at a pointer of another document."""
    repair = finding.repair
    if repair:
        edits = tuple(replace(edit, pointer=f"{pointer}{edit.pointer}") for edit in repair.edits)
        repair = replace(repair, edits=edits)
    return replace(finding, pointer=f"{pointer}{finding.pointer}", repair=repair)


def _place(departure: Departure) -> str:
    """The value that departs, by its key."""
    is_element = departure.pointer.rpartition("/")[2].isdecimal()
    return f"an element of {_key(departure)}" if is_element else _key(departure)


def _key(departure: Departure) -> str:
    """The key that the value stands under, or that of the list that it stands in."""
    keys = [each for each in departure.pointer.split("/") if each and not each.isdecimal()]
    return f'"{_cut(keys[-1])}"' if keys else "the file"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _short(value: object) -> str:
    """The value as JSON, cut so that no file can flood a report."""
    return _cut(json.dumps(value, ensure_ascii=False))
