"""Rules on the corpus as a whole: what no single file can show."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.rules import rule
from quidit.checks.subjects import CorpusSubject
from quidit.problems import Finding, Severity
from quidit.splits.ledger import broken_promises, major


@rule("QD502")
def same_text_twice(corpus: CorpusSubject) -> Iterator[Finding]:
    """One text under two ids would be counted twice, and could stand on both sides of a split."""
    for earlier, later in corpus.twins:
        yield Finding(
            f"{later.id} has the same text as {earlier.id}",
            path=later.path,
            fix=f"remove {later.path}",
        )


@rule("QD506")
def ledger_breaks_a_promise(corpus: CorpusSubject) -> Iterator[Finding]:
    """The ledger only grows: an article that was released in one split never appears in another."""
    lines, entries = zip(*corpus.entries, strict=True) if corpus.entries else ((), ())
    for number, promise in broken_promises(entries):
        entry = entries[number]
        yield Finding(
            f"{entry.article} goes to {entry.split} in group {entry.group}, but {promise}",
            line=lines[number],
            got=str(entry.split),
            fix="remove this line; `quidit split` decides",
        )


@rule("QD507")
def group_in_two_splits(corpus: CorpusSubject) -> Iterator[Finding]:
    """Articles of one group tell the same story; on two sides of a split they would leak it."""
    for group, splits in sorted(corpus.ledger.splits_of_groups.items()):
        if len(splits) > 1:
            yield Finding(
                f"the group {group} stands in {' and '.join(sorted(splits))}",
                fix="undo the last line that was written by hand; `quidit split` decides",
            )


@rule("QD509", severity=Severity.WARNING)
def article_without_split(corpus: CorpusSubject) -> Iterator[Finding]:
    """An article that no line of the ledger names is left out of releases."""
    for article, note in sorted(corpus.articles.items()):
        if article not in corpus.ledger.by_article:
            yield Finding(
                f"{article} has no split yet, so releases leave it out", path=note.path, fix="run `quidit split`"
            )


@rule("QD510")
def version_below_its_policy(corpus: CorpusSubject) -> Iterator[Finding]:
    """A corpus split by groups is a benchmark from 1.0.0 on; a pilot's releases are 0.x and are none."""
    policy = corpus.ledger.policy
    if policy and (major(corpus.version) > 0) != (policy == "group"):
        yield Finding(
            f"the version is {corpus.version} and the ledger's policy is {policy}",
            path=corpus.settings,
            got=corpus.version,
            expected="1.0.0 or later" if policy == "group" else "0.x",
            fix="set version in [tool.quidit]",
        )


@rule("QD511")
def ledger_of_an_unknown_article(corpus: CorpusSubject) -> Iterator[Finding]:
    """An article that was released does not vanish; one that must go is withdrawn in the ledger."""
    for article, entry in sorted(corpus.ledger.by_article.items()):
        if article not in corpus.named and entry.split != "withdrawn":
            yield Finding(
                f"the ledger names {article}, and there is no such article",
                got=article,
                fix="restore the article, or correct the id",
            )


@rule("QD512")
def pilot_cut_outside(corpus: CorpusSubject) -> Iterator[Finding]:
    """A pilot article is cut inside: both train and test get sentences."""
    for article, entry in sorted(corpus.ledger.by_article.items()):
        note = corpus.articles.get(article)
        if entry.split == "pilot" and note and not 0 < (entry.test_from or 0) < note.sentences:
            yield Finding(
                f"{article} is cut before sentence {entry.test_from}, and has {note.sentences}",
                got=str(entry.test_from),
                expected=f"1 to {note.sentences - 1}",
                fix="correct test_from",
            )
