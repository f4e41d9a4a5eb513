"""Proposals: sentences that an annotator would cut otherwise, applied only where nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from quidit import canonical
from quidit.checks.reading import Judge
from quidit.checks.run import judge_bundle
from quidit.crossing import write_article
from quidit.problems import Problem, QuiditError, Severity
from quidit.records import Article, Span
from quidit.store import BrokenCorpusError, Store


class ProposalError(QuiditError, ValueError):
    """A proposal that is none, or of another text than the article has now."""


def apply_proposal(store: Store, path: Path) -> Article:
    """The article with the sentences that the file proposes, as ``apply_segmentation`` makes it.

    Raises:
        ProposalError: the file says none, or was made of another text.
        BrokenCorpusError: as ``apply_segmentation``.
    """
    try:
        said: Any = json.loads(path.read_text(encoding="utf-8"))
        article_id, text = str(said["article"]), str(said["text_sha256"])
        sentences = [Span(int(start), int(end)) for start, end in said["sentences"]]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ProposalError(f"{path} proposes no sentences; `quidit pull` writes such files and names them") from error
    if article_id not in store.article_ids():
        raise ProposalError(f"{path} is about {article_id}, which is no article of this corpus")
    if text != store.article(article_id).text_sha256:
        raise ProposalError(f"{path} was made of another text than {article_id} has now; pull again")
    return apply_segmentation(store, article_id, sentences)


def apply_segmentation(store: Store, article: str, sentences: Sequence[Span]) -> Article:
    """The article with those sentences in its file.

    Raises:
        BrokenCorpusError: they are no sentences of its text, an annotation would break by them (a mention, cue or
            stance would no longer lie inside one), or a sentence would change its split; ``problems`` say where.
    """
    before = store.article(article)
    after = replace(before, sentences=tuple(sorted(sentences)))
    lists = store.lists()
    judge = Judge(store.scheme, lists.known_annotators, lists.ledger)
    bundle = store.bundle(article)
    if bundle.article is None:
        raise BrokenCorpusError(f"the corpus has no article {article}; `ls corpus` shows which it has")
    renewed = replace(bundle.article, content=canonical.dumps(write_article(after)).encode())
    old = {_matter(each) for each in judge_bundle(bundle, judge, store.read_raw).problems}
    verdict = judge_bundle(replace(bundle, article=renewed), judge, store.read_raw)
    new = [each for each in verdict.problems if each.severity is Severity.ERROR and _matter(each) not in old]
    moved = list(_moved(before, after, lists.ledger.test_from(article)))
    if new or moved:
        raise BrokenCorpusError("; ".join([f"the sentences of {article} stay as they are", *moved]), new)
    store.write_article(after)
    return after


def _matter(problem: Problem) -> tuple[str, ...]:
    return (problem.code, problem.path, problem.pointer, problem.message)


def _moved(before: Article, after: Article, test_from: int | None) -> Iterator[str]:
    """What keeps the first sentence of test, which the ledger counts, from being where it was."""
    if test_from is None or test_from >= len(before.sentences):
        return
    start = before.sentences[test_from].start
    if test_from >= len(after.sentences) or after.sentences[test_from].start != start:
        yield (
            f"the ledger counts its test from sentence {test_from}, which would no longer begin at {start}: only "
            "sentences after it may be joined or divided"
        )
