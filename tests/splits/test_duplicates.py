"""Near-duplicates: what MinHash brings together and the exact similarity settles."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from quidit.splits.duplicates import SIMILARITY, near_duplicates, shingles

WORDS = [f"word{n}" for n in range(60)]


def similarity(one, other):
    ours, theirs = shingles(one), shingles(other)
    return len(ours & theirs) / len(ours | theirs)


def pairs_in(texts):
    return list(near_duplicates(texts, texts.__getitem__))


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join)


@given(texts, st.data())
@settings(max_examples=60, deadline=None)
def test_pairs_are_those_whose_similarity_reaches_the_threshold(first, data):
    words = first.split()
    corpus = {"a": first}
    for name in "bcde":
        changed = [*words]
        for _ in range(data.draw(st.integers(0, 4))):
            changed[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.sampled_from(WORDS))
        corpus[name] = " ".join(changed)
    expected = {
        (one, other)
        for one in corpus
        for other in corpus
        if one < other and similarity(corpus[one], corpus[other]) >= SIMILARITY
    }
    found = pairs_in(corpus)
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_one_changed_word_in_sixty_makes_a_near_duplicate():
    changed = [*WORDS]
    changed[30] = "another"
    assert pairs_in({"b": " ".join(WORDS), "a": " ".join(changed)}) == [("a", "b")]


def test_texts_on_one_subject_are_no_near_duplicates():
    assert pairs_in({"a": " ".join(WORDS[:40]), "b": " ".join(WORDS[20:])}) == []


def test_capitals_and_punctuation_make_no_difference():
    assert shingles("Le maire a dit : « Non ! »") == shingles("le maire a dit non")


def test_a_text_of_two_words_is_one_run_of_both():
    assert shingles("Bonjour, Valmont.") == {"bonjour valmont"}


def test_texts_without_a_word_are_alike_only_where_they_are_the_same():
    assert pairs_in({"a": "🌧️", "b": "☀️", "c": "☀️"}) == [("b", "c")]


def test_the_order_in_which_articles_come_makes_no_difference():
    corpus = {name: " ".join(WORDS) for name in "dacb"}
    assert pairs_in(corpus) == pairs_in(dict(sorted(corpus.items())))
    assert len(pairs_in(corpus)) == 6


def test_no_articles_have_no_near_duplicates():
    assert pairs_in({}) == []


def test_another_process_finds_the_same():
    script = (
        "from quidit.splits.duplicates import near_duplicates\n"
        f"texts = {{'a': {' '.join(WORDS)!r}, 'b': {' '.join(WORDS[1:])!r}, 'c': {' '.join(WORDS[30:])!r}}}\n"
        "print(list(near_duplicates(texts, texts.get)))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {"[('a', 'b')]\n"}
