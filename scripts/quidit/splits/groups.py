"""The group policy: articles that belong together are drawn together, and never drawn again."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from quidit.splits.ledger import DRAWN, Entry, Ledger, Split, major, version_key

FEW_GROUPS = 50
"""Below this many groups a hash alone strays far from the shares, so the largest deficit is filled."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How groups are drawn: the release being prepared, the share of each split, and the hash's key."""

    release: str
    shares: Mapping[str, float]
    salt: str


def components(articles: Iterable[str], edges: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The articles that edges connect, each component sorted, ordered by their least ids."""
    parent = {article: article for article in articles}

    def root(article: str) -> str:
        while parent[article] != article:
            parent[article] = parent[parent[article]]
            article = parent[article]
        return article

    for left, right in edges:
        low, high = sorted((root(left), root(right)))
        parent[high] = low
    members: dict[str, list[str]] = {}
    for article in sorted(parent):
        members.setdefault(root(article), []).append(article)
    return [tuple(group) for _, group in sorted(members.items())]


def draw(groups: Iterable[tuple[str, ...]], ledger: Ledger, plan: Plan, torn: Collection[str] = ()) -> list[Entry]:
    """The entries that give every undecided article its split, in the order in which they were drawn.

    A component that stands in one split takes its other articles there; one that stands in several holds
    them back; a new one is drawn, and waits if it was drawn for a frozen test. ``torn`` are articles that
    came to belong to one of another split: of those none goes on to test.
    """
    groups = list(groups)
    entries: list[Entry] = []
    fresh = []
    for members in groups:
        known = [entry for each in members if (entry := ledger.by_article.get(each))]
        if known:
            entries += _joined(members, known, ledger, plan)
        else:
            fresh.append(members)
    entries += _released(ledger, plan, torn)
    counts = _counts(ledger, entries)
    for members in sorted(fresh, key=lambda members: _fraction(members[0], plan)):
        split = _drawn(members, counts, plan, few=len(groups) < FEW_GROUPS)
        counts[split] += len(members)
        entries += _assigned(dict.fromkeys(members, members[0]), split, ledger, plan)
    return entries


def _joined(members: Iterable[str], known: list[Entry], ledger: Ledger, plan: Plan) -> list[Entry]:
    """The members of a component that stand nowhere yet, where the others stand; else new ones are held."""
    splits = {split for entry in known if (split := entry.stands_for)}
    new = [each for each in members if each not in ledger.by_article]
    if len(splits) == 1:
        group = min(entry.group or "" for entry in known if entry.stands_for)
        groups = {
            each: (entry.group or "") if (entry := ledger.by_article.get(each)) else group
            for each in members
            if each in new or _waits_for_nothing(ledger.by_article[each])
        }
        return _assigned(groups, splits.pop(), ledger, plan)
    why = f"would bridge {' and '.join(sorted(splits))}" if splits else "nothing of its group is left in a split"
    return [Entry(plan.release, article=each, group=each, split="held", why=why) for each in new]


def _waits_for_nothing(entry: Entry) -> bool:
    """Whether an article is held for what it resembles, so that it may go wherever that now stands."""
    return entry.split == "held" and not entry.drawn


def _assigned(groups: Mapping[str, str], split: str, ledger: Ledger, plan: Plan) -> list[Entry]:
    """An entry for each article of ``groups``, which gives the group of each; for a frozen test they wait."""
    if split == "test" and test_is_frozen(ledger, plan.release):
        why = f"test is frozen within {major(plan.release)}.x"
        return [
            Entry(plan.release, article=each, group=group, split="held", drawn="test", why=why)
            for each, group in groups.items()
        ]
    decided: Split = split  # type: ignore[assignment]  # a key of the shares or a split of the ledger
    return [Entry(plan.release, article=each, group=group, split=decided) for each, group in groups.items()]


def _released(ledger: Ledger, plan: Plan, torn: Collection[str]) -> list[Entry]:
    """Held articles whose wait for test is over, because a new major is being prepared."""
    if test_is_frozen(ledger, plan.release):
        return []
    return [
        Entry(plan.release, article=article, group=entry.group, split="test")
        for article, entry in sorted(ledger.by_article.items())
        if entry.split == "held" and entry.drawn == "test" and article not in torn
    ]


def test_is_frozen(ledger: Ledger, release: str) -> bool:
    """Whether a release before this one, of the same major, went out with a test split in it.

    Any release but the first of a major comes after that one, which has all that was in test before.
    """
    begins_a_major = version_key(release)[1:] == (0, 0)
    return not begins_a_major and any(
        entry.split == "test" and version_key(entry.release) < version_key(release) for entry in ledger.entries
    )


def _counts(ledger: Ledger, entries: Iterable[Entry]) -> dict[str, int]:
    counts = dict.fromkeys(DRAWN, 0)
    latest = {**ledger.by_article, **{entry.article or "": entry for entry in entries}}
    for entry in latest.values():
        if split := entry.stands_for:
            counts[split] += 1
    return counts


def _drawn(members: tuple[str, ...], counts: Mapping[str, int], plan: Plan, *, few: bool) -> str:
    shares = {split: plan.shares[split] for split in DRAWN if plan.shares.get(split)}
    if few:
        total = sum(counts.values()) + len(members)
        return max(shares, key=lambda split: shares[split] * total - counts[split])
    borders = list(accumulate(shares.values()))
    return list(shares)[bisect_right(borders[:-1], _fraction(members[0], plan) * borders[-1])]


def _fraction(article: str, plan: Plan) -> float:
    """A number in [0, 1) that only the salt and the group's least id decide."""
    digest = hashlib.sha256(f"{plan.salt}\n{article}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
