"""The pilot policy: one article cut in two without cutting anything that was annotated."""

from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

import quidit
from corpora import REPOSITORY
from quidit.records import Annotation, Article, Cue, Mention, Quote, Rights, Source, Span, Stance
from quidit.splits.pilot import atoms, best_cut, cuts, sentences_touched

WIDTH = 10


@cache
def article(count):
    text = "\n".join(f"{n:04d} four."[:WIDTH] for n in range(count))
    sentences = tuple(Span(n * (WIDTH + 1), n * (WIDTH + 1) + WIDTH) for n in range(count))
    return Article("a", "en", text, sentences, Source("a.txt", "0"), Rights(), "0")


def in_sentence(number, start=0, end=WIDTH):
    return Span(number * (WIDTH + 1) + start, number * (WIDTH + 1) + end)


def annotation(mentions=(), cues=(), quotes=(), stances=()):
    return Annotation("a", "x", "1.2", "0", "complete", mentions=mentions, cues=cues, quotes=quotes, stances=stances)


@st.composite
def annotated(draw):
    count = draw(st.integers(1, 12))
    numbers = st.integers(0, count - 1)
    mentions = tuple(Mention(f"m{n}", in_sentence(draw(numbers), 0, 3), "PER", "e") for n in range(4))
    cues = tuple(Cue(f"c{n}", in_sentence(draw(numbers), 4, 6)) for n in range(2))
    quotes = []
    for n in range(draw(st.integers(0, 4))):
        first = draw(numbers)
        last = draw(st.integers(first, min(first + 2, count - 1)))
        quotes.append(
            Quote(
                f"q{n}",
                Span(in_sentence(first).start + 2, in_sentence(last).end),
                "direct",
                tuple(draw(st.lists(st.sampled_from(["m0", "m1", "m2", "m3"]), max_size=2))),
                via=tuple(draw(st.lists(st.sampled_from(["m0", "m1"]), max_size=1))),
                cue=draw(st.none() | st.sampled_from(["c0", "c1"])),
                continues=draw(st.none() | st.sampled_from([quote.id for quote in quotes])) if quotes else None,
            )
        )
    targets = ["m3", *(quote.id for quote in quotes)]
    stances = tuple(
        Stance(
            f"s{n}",
            in_sentence(draw(numbers), 3, 5),
            "favor",
            tuple(draw(st.lists(st.sampled_from(["m0", "m1", "m2"]), min_size=1, max_size=2))),
            target=draw(st.none() | st.sampled_from(targets)),
        )
        for n in range(draw(st.integers(0, 3)))
    )
    return article(count), annotation(mentions, cues, tuple(quotes), stances)


def referred(item):
    if isinstance(item, Quote):
        return [*(item.speakers or ()), *item.via, item.cue, item.continues]
    return [*item.holders, item.target]


@given(annotated())
def test_no_cut_parts_a_quote_or_stance_from_what_it_refers_to(given_article):
    text, made = given_article
    for cut in cuts(text, made):
        border = text.sentences[cut].start
        for item in (*made.quotes, *made.stances):
            spans = [item.span, *(made.by_id[each].span for each in referred(item) if each)]
            assert len({span.start < border for span in spans}) == 1
            assert not any(span.start < border < span.end for span in spans)


@given(annotated())
def test_every_cut_that_is_refused_would_part_something(given_article):
    text, made = given_article
    for cut in set(range(1, len(text.sentences))) - set(cuts(text, made)):
        assert any(run.start < cut < run.end for run in atoms(text, made))


@given(annotated())
def test_atoms_stand_in_order_and_share_no_sentence(given_article):
    runs = atoms(*given_article)
    assert all(run.start < run.end for run in runs)
    assert all(one.end <= other.start for one, other in pairwise(runs))


@given(annotated(), st.floats(0.01, 0.99))
def test_the_best_cut_is_the_nearest_to_the_test_share(given_article, share):
    text, made = given_article
    allowed, count = cuts(text, made), len(text.sentences)
    best = best_cut(text, made, test_share=share)
    if not allowed:
        assert best is None
        return
    assert best in allowed
    assert all(abs((count - best) / count - share) <= abs((count - cut) / count - share) for cut in allowed)


def test_on_a_tie_the_test_is_the_shorter():
    assert best_cut(article(4), annotation(), test_share=0.375) == 3


def test_an_article_of_one_sentence_has_no_cut():
    assert best_cut(article(1), annotation(), test_share=0.2) is None


def test_an_article_that_one_quote_holds_together_has_no_cut():
    quote = Quote("q1", Span(0, in_sentence(4).end), "direct", ())
    assert atoms(article(5), annotation(quotes=(quote,))) == (Span(0, 5),)
    assert best_cut(article(5), annotation(quotes=(quote,)), test_share=0.2) is None


def test_atoms_that_only_touch_stay_apart():
    quotes = tuple(Quote(f"q{n}", Span(in_sentence(n).start, in_sentence(n + 1).end), "direct", ()) for n in (0, 2))
    assert atoms(article(4), annotation(quotes=quotes)) == (Span(0, 2), Span(2, 4))
    assert cuts(article(4), annotation(quotes=quotes)) == (2,)


@given(annotated(), st.data())
def test_the_sentences_touched_are_those_that_share_a_character(given_article, data):
    text, _ = given_article
    start = data.draw(st.integers(0, len(text.text) - 1))
    stretch = Span(start, data.draw(st.integers(start + 1, len(text.text))))
    expected = [n for n, sentence in enumerate(text.sentences) if sentence.overlaps(stretch)]
    assert list(sentences_touched(text, stretch)) == expected


def test_the_first_article_is_cut_before_sentence_27_of_34():
    corpus = quidit.Corpus.open(REPOSITORY)
    (first,) = (each for each in corpus.articles() if each.id == "garanties-ukraine")
    (adjudicated,) = (each for each in corpus.annotations(first.id) if each.annotator == "adjudicated")
    assert len(first.sentences) == 34
    assert best_cut(first, adjudicated, test_share=0.2) == 27
