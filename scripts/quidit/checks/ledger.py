"""Rules on the ledger of splits: what each line decides, and what it promised."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quidit.checks.notes import CorpusSubject, LedgerLine
from quidit.checks.rules import nearest, rule
from quidit.problems import Finding, Severity
from quidit.splits.ledger import broken_promises, major, version_key

_POLICY = '"policy"'
_ASSIGNMENT = '"article", "group" and "split"'


@rule("QD513")
def not_a_decision(line: LedgerLine) -> Iterator[Finding]:
    """A line of the ledger sets the policy, or puts one article with its group into a split; nothing else counts."""
    entry = line.document
    assigns = {"article", "group", "split", "drawn", "test_from", "text_sha256"} & set(entry)
    if "policy" in entry:
        fault = f"sets a policy and also has {', '.join(sorted(assigns))}" if assigns else ""
    elif missing := [key for key in ("article", "group", "split") if key not in entry]:
        fault = f"has neither policy nor {', '.join(missing)}" if not assigns else f"lacks {', '.join(missing)}"
    elif ("test_from" in entry) != (entry["split"] == "pilot"):
        fault = "is a pilot without test_from" if entry["split"] == "pilot" else "has test_from and is no pilot"
    else:
        owners = {"drawn": "held", "text_sha256": "withdrawn"}
        strange = [key for key, split in owners.items() if key in entry and entry["split"] != split]
        fault = f"has {strange[0]} and is not {owners[strange[0]]}" if strange else ""
    if fault:
        yield Finding(
            f"the line {fault}",
            expected=f'{_POLICY}; or {_ASSIGNMENT}, with "test_from" for a pilot, "drawn" only where it is held '
            'and "text_sha256" only where it is withdrawn',
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
    if not _version_fits(corpus):
        wanted = "1.0.0" if policy == "group" else "0.1.0"
        yield Finding(
            f"the version is {corpus.version} and the ledger's policy is {policy}",
            path=corpus.settings,
            got=corpus.version,
            expected="1.0.0 or later" if policy == "group" else "0.x",
            fix=f'write version = "{wanted}", or a later one that fits, in [tool.quidit]',
        )


def _version_fits(corpus: CorpusSubject) -> bool:
    """Whether the version is one of its policy: 0.x of a pilot, 1.0.0 or later of a corpus split by groups."""
    return not corpus.ledger.policy or (major(corpus.version) > 0) == (corpus.ledger.policy == "group")


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


@rule("QD521", since="0.2.0")
def group_of_no_member(corpus: CorpusSubject) -> Iterator[Finding]:
    """A group is called by the id of one of its articles; under another name its articles would be drawn apart."""
    known = corpus.ledger.by_article
    seen: set[str] = set()
    for line, entry in corpus.entries:
        group = entry.group
        if group is None or group in seen:
            continue
        seen.add(group)
        first = known.get(group)
        # An article of that id that no line names yet has another problem already.
        if (first is None and group in corpus.named) or (first and first.group == group):
            continue
        yield Finding(
            f"{entry.article} is put into the group {group}, and "
            + (f"{group} is in the group {first.group}" if first else "there is no article of that id"),
            line=line,
            got=group,
            expected="the id of the article that was the first of its group",
            fix=nearest(group, (each for each in known if each != group)) or "remove this line; `quidit split` decides",
        )


@rule("QD522", since="0.2.0")
def releases_out_of_order(corpus: CorpusSubject) -> Iterator[Finding]:
    """Decisions stand in the order of the releases that they were made for; a test is frozen by that order."""
    for (number, before), (line, entry) in pairwise(corpus.entries):
        if version_key(entry.release) < version_key(before.release):
            yield Finding(
                f"the line is of release {entry.release}, and the one before it of {before.release}",
                line=line,
                got=entry.release,
                expected=f"{before.release} or later",
                fix=f"correct the release of line {number} or {line}: that of the one that was written by hand",
            )


@rule("QD523", since="0.2.0")
def decided_for_a_later_release(corpus: CorpusSubject) -> Iterator[Finding]:
    """What is decided is decided for the release that is being made, and stands in no earlier one."""
    # Only the last line: one before it that is of a later release is out of order, and one cause is one problem.
    for line, entry in corpus.entries[-1:]:
        if version_key(entry.release) > version_key(corpus.version) and _version_fits(corpus):
            yield Finding(
                f"the line is of release {entry.release}, and the version is {corpus.version}",
                line=line,
                got=entry.release,
                expected=f"{corpus.version} or earlier",
                fix=f'write version = "{entry.release}" in [tool.quidit] of {corpus.settings}, '
                "or undo the edit of this line",
            )


@rule("QD524", since="0.2.0")
def policy_set_again(corpus: CorpusSubject) -> Iterator[Finding]:
    """A corpus begins as a pilot or is split by groups; it goes from one to the other once, and never back."""
    policies = [(line, entry.policy) for line, entry in corpus.entries if entry.policy]
    for (_, before), (line, policy) in pairwise(policies):
        if (before, policy) != ("pilot", "group"):
            yield Finding(
                f"the policy is set to {policy}, and is {before} already"
                if policy == before
                else f"the policy goes back from {before} to {policy}",
                line=line,
                got=str(policy),
                expected="one line that sets the policy, and one more where it goes from pilot to group",
                fix="remove this line; `quidit split` sets the policy",
            )


@rule("QD525", since="0.2.0")
def withdrawn_and_there(corpus: CorpusSubject) -> Iterator[Finding]:
    """What was withdrawn leaves the corpus, and comes back neither under its own id nor under another one."""
    texts, lines = corpus.ledger.withdrawn_texts, {entry.article: line for line, entry in corpus.entries}
    for article in sorted(corpus.named):
        if corpus.ledger.split(article) == "withdrawn":
            yield Finding(
                f"the ledger withdraws {article}, and files of it are there",
                line=lines[article],
                got=f"corpus/{article}.json or annotations/{article}/",
                expected="neither; an id is never used again",
                fix=f"run `quidit withdraw {article}`, which ends what was begun; another article gets another id",
            )
        elif (note := corpus.articles.get(article)) and (gone := texts.get(note.text_sha256)):
            yield Finding(
                f"{article} says what {gone} said, which was withdrawn",
                line=lines[gone],
                got=note.path,
                expected="no article of that text",
                fix=f"run `quidit withdraw {article}`, or ask those who decided that it goes",
            )
