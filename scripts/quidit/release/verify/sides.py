"""The two sides of a verification: a release folder, and what its tag makes here and now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quidit.release.verify.claims import files_in, sha256

_PARQUET = re.compile(r"([^/]+)/([a-z]+)-\d{5}-of-\d{5}\.parquet")

Split = tuple[str, str]
"""A config and one of its splits."""


@dataclass(frozen=True)
class Agreement:
    """Which of the packages that made the two sides are the same: what can be compared depends on it."""

    made_with: Mapping[str, str]
    rebuilt_with: Mapping[str, str]

    @property
    def by_bytes(self) -> bool:
        """Whether every byte must be equal: all packages are the same."""
        return self.made_with == self.rebuilt_with

    @property
    def same_words(self) -> bool:
        """Whether the texts that Quidit writes must be equal, but for what they say of bytes."""
        return self.same("quidit")

    @property
    def keys(self) -> frozenset[str]:
        """What the manifests must say alike of each split."""
        content = {"content_sha256"} if self.same("quidit") and self.same("datasets") else set()
        return frozenset({"rows"} | content | ({"files"} if self.by_bytes else set()))

    def same(self, package: str) -> bool:
        """Whether a package had the same version."""
        return self.made_with.get(package) == self.rebuilt_with.get(package)


@dataclass(frozen=True)
class Sides:
    """The folder that a tag was built into, and the one that is verified."""

    expected: Path
    got: Path

    @cached_property
    def belong(self) -> list[str]:
        """The files that the tag makes."""
        return files_in(self.expected)

    @cached_property
    def stand(self) -> list[str]:
        """The files that are there."""
        return files_in(self.got)

    @cached_property
    def differing(self) -> frozenset[str]:
        """The files of both that are not equal byte by byte."""
        return frozenset(name for name in self.belong if name in set(self.stand) and self._differs(name))

    def _differs(self, name: str) -> bool:
        mine, theirs = self.expected / name, self.got / name
        return mine.stat().st_size != theirs.stat().st_size or sha256(mine) != sha256(theirs)


def split_of(name: str) -> Split | None:
    """The config and split whose rows a file holds; None of any other file."""
    match = _PARQUET.fullmatch(name)
    return (match[1], match[2]) if match else None


def files_by_split(names: Iterable[str]) -> dict[Split, Sequence[str]]:
    """The Parquet files of each split, in the order of their numbers."""
    files: dict[Split, list[str]] = {}
    for name in names:
        if split := split_of(name):
            files.setdefault(split, []).append(name)
    return {split: sorted(each) for split, each in files.items()}
