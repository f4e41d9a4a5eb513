"""Rules on who annotates: that everybody is listed once, under a name that is free."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.claims import ADJUDICATED
from quidit.checks.rules import rule
from quidit.checks.subjects import Roster
from quidit.problems import REMOVED, Edit, Finding, Repair, Severity

_TAKEN = (ADJUDICATED, "rulings")


@rule("QD423")
def annotator_listed_twice(roster: Roster) -> Iterator[Finding]:
    """Two lines for one annotator can say two things of them: that they are a person and that they are a model."""
    seen: dict[str, int] = {}
    for number, each in roster.ids():
        if each in seen:
            is_same = roster.rows[number] == roster.rows[seen[each]]
            yield Finding(
                f"{each} is listed already",
                f"/{number}/id",
                got=each,
                expected="one line for each annotator",
                fix="remove one of the lines, or correct the id",
                repair=Repair((Edit(f"/{number}", REMOVED),)) if is_same else None,
            )
        seen.setdefault(each, number)


@rule("QD424")
def annotator_named_like_a_file(roster: Roster) -> Iterator[Finding]:
    """An annotator's id names a file, and these names are those of other files."""
    for number, each in roster.ids():
        if each in _TAKEN:
            yield Finding(
                f"no annotator can be called {each}: {each}.json is a file of its own",
                f"/{number}/id",
                got=each,
                expected=f"another id than {' or '.join(_TAKEN)}",
                fix="give the annotator another id",
            )


@rule("QD438", severity=Severity.WARNING, since="0.2.0")
def model_without_a_note(roster: Roster) -> Iterator[Finding]:
    """What a model annotated can be weighed, or made again, only where one knows which model it was, and its version."""
    # A note that departs from its schema, or whose key is misspelt, is missing from what is seen here.
    for number, row in enumerate(roster.rows if roster.is_whole else ()):
        if row["kind"] == "model" and "note" not in row:
            yield Finding(
                f"nothing says which model {row['id']} is",
                f"/{number}",
                expected="the model's name and version, and how it was asked",
                fix='add "note": the model, its version, and how it worked',
            )
