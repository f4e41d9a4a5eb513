"""Leakage: what is tested on stands in nothing that is trained on."""

from collections import defaultdict

import pytest

from releases import PILOT, article_of, strings_in

SPLITS = ("train", "validation", "test")


def strings_by_split(each):
    """Every string of every row of every config, by split; ``full`` is told apart by its name."""
    strings = defaultdict(set)
    for _, split, row in each.rows():
        strings[split].update(strings_in(row))
    return strings


def sentences_of(each, split):
    """The sentences that are in a split: its rows, and those of its articles that nobody annotated."""
    found = set(each.loaded["sentences"][split]["text"])
    for article in each.loaded["articles"][split]["id"] if split in each.loaded["articles"] else ():
        text, sentences = article_of(each.corpus, article)
        found |= {text[start:end] for start, end in sentences}
    return found


def test_no_sentence_of_a_split_stands_in_any_string_of_another(each):
    strings = strings_by_split(each)
    present = [split for split in SPLITS if split in strings]
    assert "test" in present
    for split in present:
        for sentence in sentences_of(each, split):
            for other in present:
                if other != split:
                    assert [string for string in strings[other] if sentence in string] == []


def test_splits_share_no_row(each):
    for splits in each.loaded.values():
        ids = [row["id"] for rows in splits.values() for row in rows]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("release", ["main", "pilot"])
def test_of_a_pilot_what_holds_whole_articles_is_in_full_and_nowhere_else(request, release):
    loaded = request.getfixturevalue(release).loaded
    for config, splits in loaded.items():
        whole = config in ("articles", "annotations", "entities", "issues")
        assert set(splits) == ({"full"} if whole else {"train", "test"})


@pytest.mark.parametrize(("release", "cut"), [("main", 27), ("pilot", 10)])
def test_a_pilots_test_is_a_suffix_of_its_sentences(request, release, cut):
    loaded = request.getfixturevalue(release).loaded["sentences"]
    assert max(loaded["train"]["sentence"]) == cut - 1
    assert min(loaded["test"]["sentence"]) == cut


@pytest.mark.parametrize("release", ["main", "pilot"])
@pytest.mark.parametrize("config", ["quotes", "stance"])
def test_a_pilots_contexts_end_at_the_cut(request, release, config):
    each = request.getfixturevalue(release)
    (article,) = each.loaded["articles"]["full"]["id"]
    text, sentences = article_of(each.corpus, article)
    first = min(each.loaded["sentences"]["test"]["sentence"])
    border = sentences[first][0]
    assert all(row["text"] in text[:border] for row in each.loaded[config]["train"])
    assert all(row["text"] in text[border:] for row in each.loaded[config]["test"])


def test_of_groups_every_config_is_in_the_splits_of_its_articles(toy):
    splits = {row["id"]: split for split, rows in toy.loaded["articles"].items() for row in rows}
    assert splits[PILOT] == "train"
    for config, split, row in toy.rows():
        if config not in ("articles", "issues"):
            assert splits[row["article"]] == split


def test_what_is_held_or_undecided_is_in_no_row(toy):
    assert [left.article for left in toy.release.left_out] == ["gare-en-direct", "marathon-results"]
    assert "held" in toy.release.left_out[0].reason
    held, _ = article_of(toy.corpus, "gare-en-direct")
    for _, _, row in toy.rows():
        assert not any(line in string for string in strings_in(row) for line in held.split("\n"))
