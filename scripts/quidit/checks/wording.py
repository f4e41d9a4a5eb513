"""Rules on what people write into a file themselves: its days, and texts in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from quidit.checks.rules import rule
from quidit.checks.subjects import Written
from quidit.generate.json_schema import DATE
from quidit.problems import Edit, Finding, Repair
from quidit.text import RefusedText, normalise, refusals

_DAY = re.compile(DATE.strip("^$"))
_DAYS = (("source", "published"), ("rights", "date"), ("date",))
"""The keys that lead to days."""


@rule("QD208")
def no_such_day(written: Written) -> Iterator[Finding]:
    """A date that the calendar does not have, such as 2025-02-31: somebody meant another day."""
    for steps in _DAYS:
        value = written.document
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str) and _DAY.fullmatch(value) and not _is_day(value):
            yield Finding(
                f"{value} is no day of the calendar",
                f"/{'/'.join(steps)}",
                got=value,
                expected="a day, as YYYY-MM-DD",
                fix="correct it, or leave the key out where the day is not known",
            )


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@rule("QD312")
def hidden_character(written: Written) -> Iterator[Finding]:
    """Names, notes and reasons are published too: what nobody can see in them could make them say something else.

    The article's own text, and the words that spans repeat of it, have rules of their own.
    """
    if not any(refusals(written.words)):
        return
    for pointer, text in written.texts():
        cleaned = _cleaned(pointer, text)
        for refusal in refusals(text.replace("\n", " ")):
            yield Finding(
                f"character {refusal.column} of the text: {refusal.message}",
                pointer,
                got=text[refusal.column - 1 : refusal.column],
                expected="text that shows all that it holds",
                fix=refusal.remedy,
                repair=cleaned,
            )


def _cleaned(pointer: str, text: str) -> Repair | None:
    """The text as `quidit add` would leave it, line by line; None where that would still not be taken."""
    lines = [line and _normalised(line) for line in text.split("\n")]
    if None in lines or not any(lines):
        return None
    return Repair((Edit(pointer, "\n".join(line or "" for line in lines)),))


def _normalised(line: str) -> str | None:
    try:
        return normalise(line).text
    except RefusedText:
        return None
