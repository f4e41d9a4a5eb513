"""The ledger: every decision about splits in the order in which it was made, and where they lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypedDict

Policy = Literal["pilot", "group"]
Split = Literal["pilot", "train", "validation", "test", "held", "withdrawn"]
DRAWN = ("train", "validation", "test")

_MAY_BECOME: Mapping[str | None, frozenset[str]] = {
    None: frozenset({"pilot", "train", "validation", "test", "held", "withdrawn"}),
    "pilot": frozenset({"train", "withdrawn"}),
    "held": frozenset({"train", "validation", "test", "held", "withdrawn"}),
    "train": frozenset({"withdrawn"}),
    "validation": frozenset({"withdrawn"}),
    "test": frozenset({"withdrawn"}),
    "withdrawn": frozenset(),
}


class EntryFile(TypedDict, total=False):
    """A line of ``corpus/splits.jsonl``."""

    release: str
    policy: Policy
    article: str
    group: str
    split: Split
    drawn: str
    test_from: int
    why: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: a policy, or where an article goes.

    ``release`` is the release it was made for; ``drawn`` what a held article waits to become;
    ``test_from`` the first sentence of test under the pilot policy, counted from 0; ``text_sha256`` of what a
    withdrawn article said, which keeps it out.
    """

    release: str
    policy: Policy | None = None
    article: str | None = None
    group: str | None = None
    split: Split | None = None
    drawn: str | None = None
    test_from: int | None = None
    why: str | None = None
    text_sha256: str | None = None

    @property
    def stands_for(self) -> str | None:
        """The split that keeps the article's group together: its own, or the one it waits for.

        A pilot article stands for train, where it goes; one that is withdrawn, or held with nothing to wait
        for, stands for none.
        """
        if self.split == "pilot":
            return "train"
        if self.split == "held":
            return self.drawn
        return self.split if self.split in DRAWN else None

    @property
    def may_become(self) -> frozenset[str]:
        """Where a later entry may send the article; what waits for a split goes there or nowhere."""
        if self.split == "held" and self.drawn:
            return frozenset({self.drawn, "withdrawn"})
        return _MAY_BECOME[self.split]


def major(version: str) -> int:
    """The first number of a version."""
    return int(version.partition(".")[0])


def version_key(version: str) -> tuple[int, ...]:
    """A key that orders versions ``MAJOR.MINOR.PATCH``."""
    return tuple(int(number) for number in version.split("."))


def read_entry(line: EntryFile) -> Entry:
    """The entry that a line of the ledger says."""
    return Entry(**line)


def write_entry(entry: Entry) -> dict[str, object]:
    """What the entry's line says, keys in canonical order."""
    members = (
        ("release", entry.release),
        ("policy", entry.policy),
        ("article", entry.article),
        ("group", entry.group),
        ("split", entry.split),
        ("drawn", entry.drawn),
        ("test_from", entry.test_from),
        ("why", entry.why),
        ("text_sha256", entry.text_sha256),
    )
    return {key: value for key, value in members if value is not None}


@dataclass(frozen=True)
class Ledger:
    """Where every article stands after all decisions; later entries override earlier ones."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def policy(self) -> Policy | None:
        """The policy in force, None before the first decision; once it is by groups, no line takes it back."""
        policies = {entry.policy for entry in self.entries if entry.policy}
        return "group" if "group" in policies else "pilot" if policies else None

    @cached_property
    def by_article(self) -> Mapping[str, Entry]:
        """The last decision about each article."""
        return {entry.article: entry for entry in self.entries if entry.article and entry.split}

    @cached_property
    def withdrawn_texts(self) -> Mapping[str, str]:
        """The articles that were withdrawn, by the hashes of what they said."""
        told = (entry for entry in self.by_article.values() if entry.split == "withdrawn")
        return {entry.text_sha256: entry.article or "" for entry in told if entry.text_sha256}

    @cached_property
    def splits_of_groups(self) -> Mapping[str, frozenset[str]]:
        """The splits that each group stands for; articles that stand for none are left out."""
        splits: dict[str, set[str]] = {}
        for entry in self.by_article.values():
            if split := entry.stands_for:
                splits.setdefault(entry.group or "", set()).add(split)
        return {group: frozenset(found) for group, found in splits.items()}

    def split(self, article: str) -> Split | None:
        """The article's split, None where none was decided."""
        entry = self.by_article.get(article)
        return entry.split if entry else None

    def test_from(self, article: str) -> int | None:
        """The pilot article's first test sentence, None for any other article."""
        entry = self.by_article.get(article)
        return entry.test_from if entry and entry.split == "pilot" else None


def broken_promises(entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    """The entries that contradict an earlier one, by index, with what they contradict."""
    last: dict[str, Entry] = {}
    for number, entry in enumerate(entries):
        if not entry.article:
            continue
        before = last.get(entry.article)
        allowed = before.may_become if before else _MAY_BECOME[None]
        if entry.split not in allowed:
            yield number, _standing(before) if before else f"no article begins as {entry.split}"
        elif before and entry.group != before.group:
            yield number, f"{entry.article} belongs to the group {before.group}"
        last[entry.article] = entry


def keeps_promises(entries: Sequence[Entry]) -> bool:
    """Whether the decisions, in their order, break no promise, part no group and go from policy to policy and release."""
    ledger = Ledger(tuple(entries))
    policies = [entry.policy for entry in entries if entry.policy]
    releases = [version_key(entry.release) for entry in entries]
    return (
        not any(broken_promises(entries))
        and all(len(splits) == 1 for splits in ledger.splits_of_groups.values())
        and policies in ([], ["pilot"], ["group"], ["pilot", "group"])
        and releases == sorted(releases)
    )


def _standing(entry: Entry) -> str:
    """Where an entry leaves its article, as the reason why it cannot go elsewhere."""
    waits = f", waiting for {entry.drawn}," if entry.drawn else ""
    return f"{entry.article} is in {entry.split}{waits} since release {entry.release}"
