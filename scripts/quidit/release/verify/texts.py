"""The texts of a release (card, changelog, schemas) compared with those that its tag makes, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from quidit.release.manifest import MANIFEST
from quidit.release.verify.discrepancy import Discrepancy, Kind, shown
from quidit.release.verify.sides import Agreement, Sides, split_of

COPIED = frozenset({"CHANGELOG.md", "CITATION.cff", "LICENSE"})
"""Texts that stand in the tag itself, whatever builds it."""
_OF_BYTES = {
    "README.md": re.compile(r"(num_bytes: |download_size: |dataset_size: )\d+"),
    "croissant.json": re.compile(r'("(?:sha256|contentSize)": ")[^"]*'),
}
"""What texts say of the bytes of Parquet files, which differ between versions of pyarrow."""


def left_alone(sides: Sides, agreement: Agreement) -> tuple[str, ...]:
    """The texts that cannot be compared, because another version of Quidit worded them."""
    if agreement.same_words:
        return ()
    return tuple(name for name in sides.belong if not split_of(name) and name not in COPIED | {MANIFEST})


def text_discrepancies(sides: Sides, agreement: Agreement) -> Iterator[Discrepancy]:
    """Where a text is not the one that the tag makes: its first line that differs, and how many there are."""
    alone = {MANIFEST, *left_alone(sides, agreement)}
    for name in sorted(sides.differing - alone):
        if not split_of(name):
            expected, got = (_lines(side / name, by_bytes=agreement.by_bytes) for side in (sides.expected, sides.got))
            different = [n for n, (one, other) in enumerate(zip_longest(expected, got)) if one != other]
            if different:
                yield _told(name, different[0], len(different), expected, got)


def _lines(path: Path, *, by_bytes: bool) -> list[str]:
    text = path.read_bytes().decode("utf-8", errors="backslashreplace")
    pattern = None if by_bytes else _OF_BYTES.get(path.name)
    return (pattern.sub(r"\1…", text) if pattern else text).split("\n")


def _told(name: str, first: int, number: int, expected: list[str], got: list[str]) -> Discrepancy:
    belongs, stands = (lines[first] if first < len(lines) else "" for lines in (expected, got))
    more = f", and {number - 1:,} more lines differ" if number > 1 else ""
    message = f"line {first + 1} reads {shown(stands)} where {shown(belongs)} belongs{more}"
    return Discrepancy(name, Kind.TEXT, message, {"line": first + 1, "expected": belongs, "got": stands})
