"""Assignment: the entries that bring the ledger up to the corpus, under the policy that now holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from quidit.splits.groups import Plan, components, draw
from quidit.splits.ledger import Entry, Ledger, major

FIRST_BENCHMARK = "1.0.0"


@dataclass(frozen=True, slots=True)
class Assignment:
    """New entries for the ledger, and what a maintainer must know of them."""

    entries: tuple[Entry, ...]
    announcements: tuple[str, ...]


def assign(edges: Iterable[tuple[str, str]], ledger: Ledger, plan: Plan, cuts: Mapping[str, int | None]) -> Assignment:
    """What the ledger lacks, for the articles that ``cuts`` names.

    ``cuts`` gives each article the sentence before which the pilot would cut it, None where no
    annotation decides that yet; ``edges`` are pairs of articles that must stay together.
    """
    groups = components(cuts, edges)
    if ledger.policy != "group" and len(groups) <= 1:
        return _pilot(groups, ledger, plan, cuts)
    announcements = []
    entries = []
    if ledger.policy != "group":
        plan = plan if major(plan.release) else replace(plan, release=FIRST_BENCHMARK)
        entries.append(Entry(plan.release, policy="group", why=f"the corpus has {len(groups)} groups"))
        entries += _graduated(ledger, plan)
        announcements.append(
            f"The corpus now has {len(groups)} groups, so whole groups are split from here on and the pilot "
            f'article goes to train. Set version = "{plan.release}" in [tool.quidit] and announce the change.'
        )
    ledger = Ledger((*ledger.entries, *entries))
    entries += draw(groups, ledger, plan)
    announcements += [f"{entry.article} is held: {entry.why}." for entry in entries if entry.split == "held"]
    return Assignment(tuple(entries), tuple(announcements))


def _graduated(ledger: Ledger, plan: Plan) -> list[Entry]:
    """The pilot article, whole in train from now on."""
    return [
        Entry(plan.release, article=article, group=entry.group, split="train")
        for article, entry in sorted(ledger.by_article.items())
        if entry.split == "pilot"
    ]


def _pilot(groups: list[tuple[str, ...]], ledger: Ledger, plan: Plan, cuts: Mapping[str, int | None]) -> Assignment:
    """The single group's first article, its sentences cut in two; what resembles it is held."""
    entries = [] if ledger.policy else [Entry(plan.release, policy="pilot", why="the corpus has a single group")]
    announcements = []
    undecided = [article for group in groups for article in group if article not in ledger.by_article]
    has_pilot = any(entry.split == "pilot" for entry in ledger.by_article.values())
    for article in undecided:
        cut = cuts[article]
        if has_pilot:
            why = "belongs to the pilot article's group"
            entries.append(Entry(plan.release, article=article, group=groups[0][0], split="held", why=why))
            announcements.append(f"{article} is held: it {why}.")
        elif cut is None:
            announcements.append(
                f"{article} gets no split yet: it needs two sentences and an annotation that decides where it may "
                "be cut. Annotate it, then run `quidit split` again."
            )
        else:
            entries.append(Entry(plan.release, article=article, group=article, split="pilot", test_from=cut))
            has_pilot = True
    return Assignment(tuple(entries) if len(entries) > (not ledger.policy) else (), tuple(announcements))
