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
    edges = sorted(edges)
    groups = components(cuts, edges)
    if ledger.policy != "group" and len(groups) <= 1:
        return _pilot(groups, ledger, plan, cuts)
    torn = {edge: splits for edge in edges if len(splits := _stand_for(edge, ledger)) > 1}
    announcements = [_tear(edge, splits) for edge, splits in torn.items()]
    entries = []
    if not major(plan.release):
        plan = replace(plan, release=FIRST_BENCHMARK)
        announcements.append(f'Set version = "{plan.release}" in [tool.quidit]: whole groups are split from there on.')
    if ledger.policy != "group":
        entries.append(Entry(plan.release, policy="group", why=f"the corpus has {len(groups)} groups"))
        entries += _graduated(ledger, plan)
        announcements.append(_change(len(groups), [each for each in entries if each.article]))
    ledger = Ledger((*ledger.entries, *entries))
    entries += draw(groups, ledger, plan, {article for edge in torn for article in edge})
    announcements += [f"{entry.article} is held: {entry.why}." for entry in entries if entry.split == "held"]
    return Assignment(tuple(entries), tuple(announcements))


def _change(groups: int, graduated: list[Entry]) -> str:
    """What the change to the group policy means."""
    pilots = "".join(f" {entry.article}, the pilot article, goes whole to train." for entry in graduated)
    return f"The corpus has {groups} groups, so whole groups are split from here on.{pilots} Announce the change."


def _stand_for(edge: tuple[str, str], ledger: Ledger) -> list[str]:
    """The splits that the two articles of an edge stand for: two of them where something tore the edge."""
    entries = [ledger.by_article[article] for article in edge if article in ledger.by_article]
    return sorted({split for entry in entries if (split := entry.stands_for)})


def _tear(edge: tuple[str, str], splits: list[str]) -> str:
    """What to do about articles that came to belong together after they had gone to different splits."""
    return (
        f"{edge[0]} and {edge[1]} belong together, and the ledger has them in {' and '.join(splits)}: correct what "
        "connects them (event, url, raw file or nearly one text), or withdraw one of them."
    )


def _graduated(ledger: Ledger, plan: Plan) -> list[Entry]:
    """The pilot article, whole in train from now on."""
    return [
        Entry(plan.release, article=article, group=entry.group, split="train")
        for article, entry in sorted(ledger.by_article.items())
        if entry.split == "pilot"
    ]


def _pilot(groups: list[tuple[str, ...]], ledger: Ledger, plan: Plan, cuts: Mapping[str, int | None]) -> Assignment:
    """The single group's first article, its sentences cut in two; what resembles it is held."""
    undecided = [each for group in groups for each in group if each not in ledger.by_article]
    entries: list[Entry] = []
    pilot = next((entry for entry in ledger.by_article.values() if entry.split == "pilot"), None)
    if pilot is None:
        first = next((each for each in undecided if cuts[each]), None)
        if first is None:
            return Assignment((), tuple(map(_waiting, undecided)))
        pilot = Entry(plan.release, article=first, group=first, split="pilot", test_from=cuts[first])
        entries.append(pilot)
    if not ledger.policy:
        entries.insert(0, Entry(plan.release, policy="pilot", why="the corpus has a single group"))
    why = "belongs to the pilot article's group"
    held = [each for each in undecided if each != pilot.article]
    entries += [Entry(plan.release, article=each, group=pilot.group, split="held", why=why) for each in held]
    return Assignment(tuple(entries), tuple(f"{each} is held: it {why}." for each in held))


def _waiting(article: str) -> str:
    return (
        f"{article} gets no split yet: it needs two sentences and an annotation that decides where it may "
        "be cut. Annotate it, then run `quidit split` again."
    )
