"""Resolving: what to do about a conflict of git that stands in a file, and what a program can do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from quidit.canonical import spelt_out
from quidit.checks.uniting import CannotUniteError, United, unite
from quidit.conflicts import sides_of, stretches, together
from quidit.json_source import parse
from quidit.problems import Patch, Repair

_BY_HAND = "choose what holds, remove the lines that begin with <<<<<<<, ======= and >>>>>>>, and commit again"
_SHOW_BASE = "`git checkout --conflict=diff3 -- FILE` writes what both began from into it"
_RULING = "r"
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Resolution:
    """What to do about the conflicts of a file; ``repair`` does it, where that guesses nothing."""

    fix: str
    repair: Repair | None = None


def resolution(source: str, base: bytes | None = None) -> Resolution:
    """What to do about the conflicts in a JSON source: unite its sides where they changed different things.

    That is safe where git says what both began from, in its index (``base``; nothing where each side brought the file)
    or in the source, and no id is changed that another file may name.
    """
    found = stretches(source)
    if found is None:
        return Resolution(_BY_HAND)
    sides = sides_of(found)
    ours, theirs = parse(sides.ours).document, parse(sides.theirs).document
    if ours is None or theirs is None:
        return Resolution(_BY_HAND)
    began = type(ours)() if base == b"" else _first_document(base, sides.base)
    try:
        united = unite(ours, theirs, began)
    except CannotUniteError as error:
        more = "" if began is not None else f"; {_SHOW_BASE}, and `quidit fix` may unite them then"
        return Resolution(f"{error}: {_BY_HAND}{more}")
    renames = tuple(each for pair in united.renamed.items() for each in pair if not each.startswith(_RULING))
    patch = Patch(0, len(source), spelt_out(united.document))
    repair = Repair(patches=(patch,), is_safe=began is not None and not renames, renames=renames)
    return Resolution(_how(united, has_base=began is not None), repair)


def _first_document(held: bytes | None, written: str | None) -> object:
    """What git's index holds of the base, or else the source; None where neither is there and JSON."""
    sources = (None if held is None else held.decode("utf-8", "replace"), written)
    documents = (parse(source).document for source in sources if source is not None)
    return next((document for document in documents if document is not None), None)


def _how(united: United, *, has_base: bool) -> str:
    if not has_base:
        return f"keep all that either side has, unless one of them removed it; {_SHOW_BASE}"
    if not united.renamed:
        return "write down what both sides did, and commit again"
    names = ", ".join(f"{new} for their {old}" for old, new in islice(united.renamed.items(), _SHOWN))
    if len(united.renamed) > _SHOWN:
        names += f" and {len(united.renamed) - _SHOWN:,} more"
    return f"write down what both sides did, with {names}"


def resolution_of_lines(source: str, keeps: Callable[[Sequence[str]], bool]) -> Resolution:
    """What to do about the conflicts in a file of lines that only grows: keep both sides' lines, ours first.

    ``keeps`` says whether such lines keep what earlier ones promised.
    """
    found = stretches(source)
    if found is None:
        return Resolution(_BY_HAND)
    lines = together(found)
    if not keeps(lines):
        return Resolution(
            "keep the lines of the branch that was there first, remove the others, and run `quidit split`"
        )
    text = "".join(f"{line}\n" for line in lines)
    return Resolution(
        "keep the lines of both sides, and commit again", Repair(patches=(Patch(0, len(source), text),), of_file=True)
    )
