"""The discrepancy: one thing in which a release is not what its tag makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong with a file of a release."""

    MISSING = "missing"
    EXTRA = "extra"
    DAMAGED = "damaged"
    BYTES = "bytes"
    ROWS = "rows"
    FEATURES = "features"
    METADATA = "metadata"
    TEXT = "text"
    MANIFEST = "manifest"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A file that is not as it should be: what is wrong with it, and what to do.

    ``place`` says where in the file, by what it consists of: ``offset``, ``line``, or ``config``, ``split``, ``row``
    and ``field`` with what was ``expected`` there and ``got``.
    """

    file: str
    kind: Kind
    message: str
    place: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


SHOWN = 10
"""Discrepancies of one kind that a file is told with; the rest are counted."""
_LONGEST = 80


def shown(value: object) -> str:
    """A value in a message, with what does not fit left out."""
    text = repr(value) if not isinstance(value, str) else f"“{value}”"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
