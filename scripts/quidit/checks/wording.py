"""Rules on what people write into a file themselves: its days, and texts in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from quidit.checks.rules import rule
from quidit.checks.subjects import Written
from quidit.generate.json_schema import DATE
from quidit.problems import Finding
from quidit.text import refusals

_DAY = re.compile(DATE.strip("^$"))


@rule("QD208")
def no_such_day(written: Written) -> Iterator[Finding]:
    """A date that the calendar does not have, such as 2025-02-31: somebody meant another day."""
    for pointer in ("/source/published", "/rights/date", "/date"):
        value = written.document
        for step in pointer[1:].split("/"):
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str) and _DAY.fullmatch(value) and not _is_day(value):
            yield Finding(
                f"{value} is no day of the calendar",
                pointer,
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
        for refusal in refusals(text.replace("\n", " ")):
            yield Finding(
                f"character {refusal.column} of the text: {refusal.message}",
                pointer,
                got=text[refusal.column - 1 : refusal.column],
                expected="text that shows all that it holds",
                fix=refusal.remedy,
            )
