"""Sentences that an annotator edited are proposed, never applied."""

import pytest

from labelstudio.made import ARTICLE, TEXT, marked, names, place, pushed, reading
from quidit.records import Span

END, NEXT = place("\n")[0], place("À Lyon")[0]
FIRST_CUT = place(" Selon")[0]


def proposal(*spans, **more):
    regions = [marked(f"S{number}", "sentence", "S", span) for number, span in enumerate(spans)]
    read_as = reading(*regions, **more)
    return read_as.sentences, names(read_as)


def test_sentences_left_as_they_were_are_no_proposal():
    assert proposal(*((each.start, each.end) for each in ARTICLE.sentences)) == (None, [])


def test_an_answer_without_sentences_proposes_none():
    assert proposal() == (None, [])


def test_a_sentence_cut_in_two_is_proposed_in_reading_order_without_the_blanks_at_its_edges():
    found = proposal((NEXT, len(TEXT)), (FIRST_CUT, END), (0, FIRST_CUT + 1))
    assert found == ((Span(0, FIRST_CUT), Span(FIRST_CUT + 1, END), Span(NEXT, len(TEXT))), [])


def test_a_sentence_drawn_twice_counts_once():
    assert proposal((0, END), (NEXT, len(TEXT)), (0, END)) == (None, [])


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        (((0, FIRST_CUT), (NEXT, len(TEXT))), "Selon elle, le parc restera gratuit."),
        (((0, END),), TEXT[NEXT:]),
        (((0, FIRST_CUT), (FIRST_CUT - 3, END), (NEXT, len(TEXT))), TEXT[FIRST_CUT - 3 : END].strip()),
        (((0, len(TEXT)),), TEXT),
    ],
    ids=["a gap", "the end missing", "an overlap", "over the end of a paragraph"],
)
def test_sentences_that_no_article_could_have_are_a_problem_and_not_proposed(spans, words):
    read_as = reading(*(marked(f"S{n}", "sentence", "S", span) for n, span in enumerate(spans)))
    assert (read_as.sentences, names(read_as)) == (None, ["segmentation-unsound"])
    assert read_as.problems[0].article.words == words


def test_every_sentence_inside_another_is_named():
    inside = [(0, END), (3, 8), (9, 12), (NEXT, len(TEXT))]
    read_as = reading(*(marked(f"S{n}", "sentence", "S", span) for n, span in enumerate(inside)))
    assert [problem.article.words for problem in read_as.problems] == [TEXT[3:8], TEXT[9:12]]


def test_the_annotation_is_the_same_whatever_is_proposed():
    cue = marked("c", "cue", "cue", "dit")
    cut = [marked("S1", "sentence", "S", (0, FIRST_CUT)), marked("S2", "sentence", "S", (FIRST_CUT, END))]
    edited = reading(cue, *cut, marked("S3", "sentence", "S", (NEXT, len(TEXT))), on=pushed())
    assert edited.annotation == reading(cue).annotation
    assert edited.sentences
