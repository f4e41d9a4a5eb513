"""The texts of a release (card, changelog, schemas) compared with those that its tag makes, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from quidit.release.manifest import MANIFEST
from quidit.release.verify.discrepancy import Discrepancy, Kind, shown
from quidit.release.verify.sides import Agreement, Sides, split_of
from quidit.report import counted

COPIED = frozenset({"CHANGELOG.md", "CITATION.cff", "LICENSE"})
"""Texts that stand in the tag itself, whatever builds it."""
_OF_BYTES = {
    "README.md": re.compile(r"(num_bytes: |download_size: |dataset_size: )\d+"),
    "croissant.json": re.compile(r'("(?:sha256|contentSize)": ")[^"]*'),
}
"""What texts say of the bytes of Parquet files, which differ between versions of pyarrow."""
_MOST = 10_000
"""Lines that are compared, whose number a difference then tells."""


def left_alone(sides: Sides, agreement: Agreement) -> tuple[str, ...]:
    """The texts that cannot be compared, because another version of Quidit worded them."""
    if agreement.same_words:
        return ()
    return tuple(name for name in sides.belong if not split_of(name) and name not in COPIED | {MANIFEST})


def text_discrepancies(sides: Sides, agreement: Agreement) -> Iterator[Discrepancy]:
    """Where a text is not the one that the tag makes: its first line that differs, and how many do."""
    alone = {MANIFEST, *left_alone(sides, agreement)}
    for name in sorted(sides.differing - alone):
        if not split_of(name):
            expected, got = (_lines(side / name, by_bytes=agreement.by_bytes) for side in (sides.expected, sides.got))
            if expected != got:
                yield _told(name, expected, got)


def _lines(path: Path, *, by_bytes: bool) -> list[str]:
    text = path.read_bytes().decode("utf-8", errors="backslashreplace")
    pattern = None if by_bytes else _OF_BYTES.get(path.name)
    return (pattern.sub(r"\1…", text) if pattern else text).split("\n")


def _told(name: str, expected: list[str], got: list[str]) -> Discrepancy:
    first = _common(expected, got)
    belongs, stands = (lines[first] if first < len(lines) else "" for lines in (expected, got))
    others = _differing(expected[first:], got[first:])
    more = "" if others == 1 else f", and {counted(others - 1, 'more line') if others else 'more lines'}"
    message = f"line {first + 1} reads {shown(stands)} where {shown(belongs)} belongs{more}"
    return Discrepancy(name, Kind.TEXT, message, {"line": first + 1, "expected": belongs, "got": stands})


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _differing(expected: list[str], got: list[str]) -> int | None:
    """How many lines were replaced, added or left out; None of texts too long to be compared soon."""
    end = _common(expected[::-1], got[::-1])
    expected, got = expected[: len(expected) - end], got[: len(got) - end]
    if max(len(expected), len(got)) > _MOST:
        return None
    edits = SequenceMatcher(None, expected, got).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in edits if kind != "equal")
