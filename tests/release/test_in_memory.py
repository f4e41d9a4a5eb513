"""A release in memory: the same as the one on disk."""

import pytest

import quidit
from corpora import copy_of
from quidit.store import BrokenCorpusError
from releases import edit

CONFIGS = ("sentences", "tokens", "quotes", "stance", "issues", "entities", "articles", "annotations")


@pytest.mark.parametrize("config", CONFIGS)
def test_a_config_in_memory_is_what_load_dataset_gives_of_the_build(each, config):
    here, there = quidit.Corpus.open(each.corpus).to_datasets(config), each.loaded[config]
    assert list(here) == list(there)
    for split, rows in there.items():
        assert here[split].features == rows.features
        assert here[split].split == rows.split
        assert here[split].to_list() == rows.to_list()


def test_sentences_come_where_no_config_is_named(toy):
    assert list(quidit.Corpus.open(toy.corpus).to_datasets()) == ["train", "validation", "test"]
    assert "mentions" in quidit.Corpus.open(toy.corpus).to_datasets()["train"].features


def test_an_unknown_config_is_answered_with_those_that_there_are(toy):
    with pytest.raises(KeyError, match=f"'sentence' is no config .* {', '.join(CONFIGS)}"):
        quidit.Corpus.open(toy.corpus).to_datasets("sentence")


def test_a_corpus_that_does_not_validate_gives_nothing(toy, tmp_path):
    corpus = copy_of(toy.corpus, tmp_path / "corpus")
    edit(corpus / "corpus/bus-lanes.json", lambda article: article.update(text_sha256="0" * 64))
    with pytest.raises(BrokenCorpusError) as caught:
        quidit.Corpus.open(corpus).to_datasets()
    assert caught.value.problems
