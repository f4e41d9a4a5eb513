"""Growth: two hundred corpora over twelve releases each, in which no article moves and nothing leaks."""

import random
from dataclasses import dataclass, field

import pytest

from quidit.splits.assign import assign
from quidit.splits.duplicates import SIMILARITY, near_duplicates, shingles
from quidit.splits.groups import Plan
from quidit.splits.ledger import DRAWN, Entry, Ledger, broken_promises, major

CORPORA = 200
RELEASES = 12
WORDS = [first + second for first in ("ba", "cé", "dou", "fran", "gui", "lo") for second in ("ti", "lle", "ron", "s’a")]
SHARES = ({"train": 0.8, "test": 0.2}, {"train": 0.6, "validation": 0.2, "test": 0.2})


@dataclass
class Archive:
    """Articles that agencies and papers send: new ones, copies with some words changed, and reports of one event."""

    chance: random.Random
    texts: dict[str, list[str]] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    leaks: set[tuple[str, str]] = field(default_factory=set)
    """Every pair that must not stand in two splits, found by looking at every pair."""

    def grow(self):
        for _ in range(self.chance.randint(0, 4)):
            name = f"{self.chance.randrange(16**4):04x}"
            if name not in self.texts:
                self.texts[name] = self.text()
                if self.chance.random() < 0.3:
                    self.events[name] = f"event-{self.chance.randrange(12)}"
                self.leaks |= {(min(name, each), max(name, each)) for each in self.texts if self.belong(name, each)}

    def text(self):
        if self.texts and self.chance.random() < 0.3:
            words = [*self.texts[self.chance.choice(sorted(self.texts))]]
            for _ in range(self.chance.randint(0, 6)):
                words[self.chance.randrange(len(words))] = self.chance.choice(WORDS)
            return words
        return self.chance.choices(WORDS, k=self.chance.randint(30, 90))

    def belong(self, one, other):
        if one == other:
            return False
        if self.events.get(one, one) == self.events.get(other, other):
            return True
        ours, theirs = (shingles(" ".join(self.texts[each])) for each in (one, other))
        return len(ours & theirs) >= SIMILARITY * len(ours | theirs)

    @property
    def standing(self):
        return sorted(set(self.texts) - self.gone)

    def edges(self):
        """Pairs as a corpus finds them: by event, and by MinHash."""
        first = {}
        for name in self.standing:
            if event := self.events.get(name):
                if event in first:
                    yield first[event], name
                first.setdefault(event, name)
        yield from near_duplicates(self.standing, lambda name: " ".join(self.texts[name]))

    def withdraw(self, ledger, release):
        """Now and then an owner asks for an article to go."""
        released = [each for each in self.standing if ledger.split(each) in DRAWN]
        if not released or self.chance.random() < 0.6:
            return []
        name = self.chance.choice(released)
        self.gone.add(name)
        group = ledger.by_article[name].group
        return [Entry(release, article=name, group=group, split="withdrawn", why="asked for by its owner")]


def next_version(version, chance):
    first, second, _ = map(int, version.split("."))
    return f"{first + 1}.0.0" if first and chance.random() < 0.2 else f"{first}.{second + 1}.0"


@pytest.mark.parametrize("tenth", range(10))
def test_nothing_moves_and_nothing_leaks_while_corpora_grow(tenth):
    released = together = held = 0
    for seed in range(tenth, CORPORA, 10):
        chance = random.Random(seed)  # noqa: S311  # made-up texts need no secret
        archive, ledger, version, before, frozen = Archive(chance), Ledger(), "0.1.0", {}, {}
        shares = chance.choice(SHARES)
        for _ in range(RELEASES):
            archive.grow()
            ledger = Ledger((*ledger.entries, *archive.withdraw(ledger, version)))
            cuts = dict.fromkeys(archive.standing, 3)
            ledger = Ledger(
                (*ledger.entries, *assign(archive.edges(), ledger, Plan(version, shares, "salt"), cuts).entries)
            )
            if ledger.policy == "group" and not major(version):
                version = "1.0.0"
            now = {each: split for each in archive.standing if (split := ledger.split(each)) in DRAWN}
            assert set(archive.standing) <= set(ledger.by_article)
            moved = {each: (before[each], split) for each, split in now.items() if before.get(each, split) != split}
            assert not moved, (seed, version, moved)
            leaking = {pair for pair in archive.leaks if len({now[each] for each in pair if each in now}) > 1}
            assert not leaking, (seed, version, leaking)
            assert list(broken_promises(ledger.entries)) == []
            test = {each for each, split in now.items() if split == "test"}
            if test:
                assert test <= frozen.setdefault(major(version), test), (seed, version, test)
            before, released = {**before, **now}, released + len(now)
            version = next_version(version, chance)
        together += len(archive.leaks)
        held += sum(entry.split == "held" for entry in ledger.entries)
    assert released > CORPORA / 10 * RELEASES * 5
    assert min(together, held) > CORPORA / 10
