"""The address of a dataset on a Hub: its owner, its name and perhaps a revision."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quidit.remote.hub.failures import AddressError

_PART = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}(?<![.-])"
_ADDRESS = re.compile(rf"(?![^@]*(?:--|\.\.))(?P<name>{_PART}/{_PART})(?:@(?P<revision>[^\s@]+))?")


@dataclass(frozen=True, slots=True)
class Address:
    """``ORG/NAME`` or ``ORG/NAME@REVISION``; a revision is a tag, a branch or the id of a commit."""

    name: str
    revision: str | None = None

    def __str__(self) -> str:
        """As one writes it."""
        return f"{self.name}@{self.revision}" if self.revision else self.name

    @classmethod
    def is_meant(cls, words: str) -> bool:
        """Whether the words have the form of an address with a revision, which no path on this machine should have."""
        found = _ADDRESS.fullmatch(words)
        return bool(found and found["revision"])

    @classmethod
    def of(cls, words: str) -> Address:
        """The address that the words name.

        Raises:
            AddressError: they name none.
        """
        found = _ADDRESS.fullmatch(words)
        if not found or found["name"].endswith(".git"):
            raise AddressError(f"{words!r} names no dataset on a Hub; write ORG/NAME, or ORG/NAME@REVISION to read one")
        return cls(found["name"], found["revision"])
