"""Rules on the corpus as a whole: what no single file can show."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.kinds import unusual_kinds
from quidit.checks.notes import ArticleNote, CorpusSubject
from quidit.checks.rules import rule
from quidit.problems import Finding, Severity


@rule("QD502")
def same_text_twice(corpus: CorpusSubject) -> Iterator[Finding]:
    """One text under two ids would be counted twice, and could stand on both sides of a split."""
    for earlier, later in corpus.twins:
        yield Finding(
            f"{later.id} has the same text as {earlier.id}",
            path=later.path,
            got=later.text_sha256,
            expected="a text that no other article has",
            fix=f"remove {later.path} and annotations/{later.id}, if there is any",
        )


@rule("QD503", severity=Severity.WARNING, since="0.2.0")
def shared_paragraphs(corpus: CorpusSubject) -> Iterator[Finding]:
    """Articles that share most of their paragraphs tell one story: as one event they stay in one split.

    Where the words differ more, `quidit split` finds near-duplicates; what it put into one group is no matter here.
    """
    for one, other in corpus.overlaps:
        if _is_undecided(corpus, one, other) and not (one.event and one.event == other.event):
            yield Finding(
                f"{one.id} and {other.id} share at least half of the paragraphs of one of them",
                path=other.path,
                fix='write the same "event" into both articles, or remove the one that adds nothing',
            )


@rule("QD504", severity=Severity.WARNING, since="0.2.0")
def wikidata_of_two_kinds(corpus: CorpusSubject) -> Iterator[Finding]:
    """Only a Wikidata id links articles: what is a place in one of them is no organisation in another."""
    for unusual in unusual_kinds(corpus.articles.values()):
        yield Finding(
            f"{unusual.wikidata} is of the kind {unusual.kind} here, and {unusual.usual} elsewhere",
            path=unusual.note.annotation,
            got=unusual.kind,
            expected=f"{unusual.usual}, as in {unusual.as_in}",
            fix=f"correct the kind or the Wikidata id here, or in {unusual.as_in} where this one is right",
        )


def _is_undecided(corpus: CorpusSubject, one: ArticleNote, other: ArticleNote) -> bool:
    """Whether the ledger has neither put both into one group nor each into a split."""
    mine, theirs = corpus.ledger.by_article.get(one.id), corpus.ledger.by_article.get(other.id)
    if mine is None or theirs is None:
        return True
    return mine.group != theirs.group and not (mine.stands_for and theirs.stands_for)
