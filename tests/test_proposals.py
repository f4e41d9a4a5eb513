"""Proposals of sentences: applied where nothing breaks, refused with the reason where something would."""

import json

import pytest

from corpora import REPOSITORY, copy_of, quidit
from quidit.proposals import ProposalError, apply_proposal, apply_segmentation
from quidit.records import Span
from quidit.store import BrokenCorpusError, Store

ARTICLE = "garanties-ukraine"


@pytest.fixture
def store(tmp_path):
    return Store(copy_of(REPOSITORY, tmp_path / "corpus"))


def test_sentences_that_would_break_an_annotation_are_not_applied(store):
    article = store.article(ARTICLE)
    mention = store.annotations(ARTICLE)[0].mentions[0].span
    first = article.sentences[0]
    middle = mention.start + 2
    torn = [Span(first.start, middle), Span(middle, first.end), *article.sentences[1:]]
    before = (store.root / f"corpus/{ARTICLE}.json").read_bytes()
    with pytest.raises(BrokenCorpusError) as refused:
        apply_segmentation(store, ARTICLE, torn)
    assert "QD304" in {each.code for each in refused.value.problems}
    assert (store.root / f"corpus/{ARTICLE}.json").read_bytes() == before


def test_sentences_that_would_move_to_another_split_are_not_applied(store):
    article = store.article(ARTICLE)
    first = article.sentences[0]
    end = first.start + article.text[first.start :].index(" situation")
    divided = [Span(first.start, end), Span(end + 1, first.end), *article.sentences[1:]]
    with pytest.raises(BrokenCorpusError, match="the ledger counts its test from sentence"):
        apply_segmentation(store, ARTICLE, divided)


def proposal(store, **changes):
    article = store.article(ARTICLE)
    sentences = [[each.start, each.end] for each in article.sentences]
    said = {"article": ARTICLE, "annotator": "ana", "text_sha256": article.text_sha256, "sentences": sentences}
    path = store.root / "proposal.json"
    path.write_text(json.dumps({**said, **changes}))
    return path


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sentences": "none"}, "proposes no sentences"),
        ({"article": "../corpus/garanties-ukraine"}, "which is no article of this corpus"),
        ({"text_sha256": "0" * 64}, "made of another text"),
    ],
)
def test_a_file_that_proposes_nothing_for_this_corpus_is_refused(store, changes, why):
    with pytest.raises(ProposalError, match=why):
        apply_proposal(store, proposal(store, **changes))


def test_articles_to_cut_anew_and_a_proposal_do_not_go_together(store):
    both = quidit("segment", ARTICLE, "--proposal", proposal(store), cwd=store.root)
    neither = quidit("segment", cwd=store.root)
    assert both.returncode == neither.returncode == 2
    assert "name articles to cut anew, or a --proposal to apply" in both.stderr
