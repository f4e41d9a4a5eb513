"""Rules on the ledger of splits: what each line decides, and what it promised."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.notes import CorpusSubject, LedgerLine
from quidit.checks.rules import nearest, rule
from quidit.problems import Finding, Severity
from quidit.splits.ledger import broken_promises, major

_POLICY = '"policy"'
_ASSIGNMENT = '"article", "group" and "split"'


@rule("QD513")
def not_a_decision(line: LedgerLine) -> Iterator[Finding]:
    """A line of the ledger sets the policy, or puts one article with its group into a split; nothing else counts."""
    entry = line.document
    assigns = {"article", "group", "split", "drawn", "test_from"} & set(entry)
    if "policy" in entry:
        fault = f"sets a policy and also has {', '.join(sorted(assigns))}" if assigns else ""
    elif missing := [key for key in ("article", "group", "split") if key not in entry]:
        fault = f"has neither policy nor {', '.join(missing)}" if not assigns else f"lacks {', '.join(missing)}"
    elif ("test_from" in entry) != (entry["split"] == "pilot"):
        fault = "is a pilot without test_from" if entry["split"] == "pilot" else "has test_from and is no pilot"
    else:
        fault = "has drawn and is not held" if "drawn" in entry and entry["split"] != "held" else ""
    if fault:
        yield Finding(
            f"the line {fault}",
            expected=f'{_POLICY}; or {_ASSIGNMENT}, with "test_from" for a pilot and "drawn" only where it is held',
            fix="undo the edit; `quidit split` writes the ledger",
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
            expected="what earlier lines promised",
            fix="remove this line; `quidit split` decides",
        )


@rule("QD507")
def group_in_two_splits(corpus: CorpusSubject) -> Iterator[Finding]:
    """Articles of one group tell the same story; on two sides of a split they would leak it."""
    last = {entry.group: number for number, entry in corpus.entries}
    for group, splits in sorted(corpus.ledger.splits_of_groups.items()):
        if len(splits) > 1:
            yield Finding(
                f"the group {group} stands in {' and '.join(sorted(splits))}",
                line=last[group],
                got=", ".join(sorted(splits)),
                expected="one split",
                fix="remove the last line of this group that was written by hand; `quidit split` decides",
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
        wanted = "1.0.0" if policy == "group" else "0.1.0"
        yield Finding(
            f"the version is {corpus.version} and the ledger's policy is {policy}",
            path=corpus.settings,
            got=corpus.version,
            expected="1.0.0 or later" if policy == "group" else "0.x",
            fix=f'write version = "{wanted}", or a later one that fits, in [tool.quidit]',
        )


@rule("QD511")
def ledger_of_an_unknown_article(corpus: CorpusSubject) -> Iterator[Finding]:
    """An article that was released does not vanish; one that must go is withdrawn in the ledger."""
    lines = {entry.article: number for number, entry in corpus.entries}
    for article, entry in sorted(corpus.ledger.by_article.items()):
        if article not in corpus.named and entry.split != "withdrawn":
            yield Finding(
                f"the ledger names {article}, and there is no such article",
                line=lines[article],
                got=article,
                expected=f"corpus/{article}.json, or a later line that withdraws it",
                fix=nearest(article, corpus.named) or "restore the article, or correct the id",
            )


@rule("QD512")
def pilot_cut_outside(corpus: CorpusSubject) -> Iterator[Finding]:
    """A pilot article is cut inside: both train and test get sentences."""
    lines = {entry.article: number for number, entry in corpus.entries}
    for article, entry in sorted(corpus.ledger.by_article.items()):
        note = corpus.articles.get(article)
        if entry.split != "pilot" or note is None or note.sentences is None:
            continue
        if not 0 < (entry.test_from or 0) < note.sentences:
            yield Finding(
                f"{article} is cut before sentence {entry.test_from}, and has {note.sentences}",
                line=lines[article],
                got=str(entry.test_from),
                expected=f"1 to {note.sentences - 1}",
                fix="undo the edit; `quidit split` finds the cut",
            )


@rule("QD520", since="0.2.0")
def one_story_in_two_splits(corpus: CorpusSubject) -> Iterator[Finding]:
    """Articles of one event or address, or of the same paragraphs, would show in test what was learnt in training."""
    lines = {entry.article: number for number, entry in corpus.entries}
    seen: set[tuple[str, str]] = set()
    for one, other, reason in _stories(corpus):
        entries = [corpus.ledger.by_article.get(each) for each in (one, other)]
        splits = sorted({split for entry in entries if entry and (split := entry.stands_for)})
        groups = {entry.group for entry in entries if entry}
        if len(splits) > 1 and len(groups) > 1 and (one, other) not in seen:
            seen.add((one, other))
            yield Finding(
                f"{one} and {other} {reason}, and stand in {' and '.join(splits)}",
                line=max(lines[one], lines[other]),
                got=", ".join(splits),
                expected="one split",
                fix="withdraw one of them, or correct what connects them",
            )


def _stories(corpus: CorpusSubject) -> Iterator[tuple[str, str, str]]:
    """Pairs of articles that tell one story, and why; of many, each with the first in every split."""
    first: dict[tuple[str, str], dict[str | None, str]] = {}
    for article, note in sorted(corpus.articles.items()):
        entry = corpus.ledger.by_article.get(article)
        for kind, name in (("event", note.event), ("address", note.url)):
            others = first.setdefault((kind, name), {}) if name else {}
            yield from ((other, article, f"have one {kind} ({name})") for other in others.values())
            others.setdefault(entry.stands_for if entry else None, article)
    yield from ((one.id, other.id, "share most of their paragraphs") for one, other in corpus.overlaps)
