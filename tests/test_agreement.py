"""Agreement: how much two annotations of one article say the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quidit
from corpora import REPOSITORY
from quidit.agreement import Overlap, exact
from quidit.records import LAYERS, Annotation, Cue, Mention, Quote, Span, Stance

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 4), st.integers(1, 3))
annotations = st.builds(
    Annotation,
    *map(st.just, ("a", "x", "1.2", "0", "complete")),
    mentions=st.lists(st.builds(Mention, st.just("m1"), spans, st.sampled_from(["PER", "ORG"]), st.text(max_size=1))),
    cues=st.lists(st.builds(Cue, st.just("c1"), spans)),
    quotes=st.lists(st.builds(Quote, st.just("q1"), spans, st.sampled_from(["direct", "mixed"]))),
    stances=st.lists(st.builds(Stance, st.just("s1"), spans, st.sampled_from(["favor", "against"]), st.just(("m1",)))),
)
layers = st.sampled_from(LAYERS)


@given(annotations, layers)
def test_an_annotation_agrees_with_itself_wholly(annotation, layer):
    overlap = exact(annotation, annotation, layer)
    assert overlap.f1 == (1.0 if getattr(annotation, layer) else None)


@given(annotations, annotations, layers)
def test_agreement_is_the_same_from_either_side(left, right, layer):
    there, back = exact(left, right, layer), exact(right, left, layer)
    assert (there.shared, there.left, there.right) == (back.shared, back.right, back.left)
    assert there.f1 == back.f1


@given(annotations, annotations, layers)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(left, right, layer):
    overlap = exact(left, right, layer)
    assert 0 <= overlap.shared <= min(overlap.left, overlap.right)
    if overlap.shared:
        precision, recall = overlap.shared / overlap.right, overlap.shared / overlap.left
        assert overlap.f1 == pytest.approx(2 * precision * recall / (precision + recall))


@given(annotations, annotations, layers)
def test_sums_over_articles_are_overlaps_too(left, right, layer):
    overlap = exact(left, right, layer)
    assert overlap + Overlap() == overlap
    assert (overlap + overlap).f1 == overlap.f1


def test_two_items_at_one_place_are_met_by_two_only():
    once = Annotation("a", "x", "1.2", "0", "complete", stances=(Stance("s1", Span(0, 3), "favor", ("m1",)),))
    twice = replace(once, stances=once.stances * 2)
    assert exact(once, twice, "stances") == Overlap(1, 1, 2)


def test_what_an_item_refers_to_makes_no_difference_and_its_label_does():
    quote = Quote("q1", Span(0, 9), "direct", ("m1",))
    annotation = Annotation("a", "x", "1.2", "0", "complete", quotes=(quote,))
    elsewhere = replace(annotation, quotes=(replace(quote, speakers=("m2",), cue="c1"),))
    otherwise = replace(annotation, quotes=(replace(quote, type="mixed"),))
    assert exact(annotation, elsewhere, "quotes").shared == 1
    assert exact(annotation, otherwise, "quotes").shared == 0


def test_the_first_articles_two_annotations_agree_as_its_readme_says():
    found = {each.annotator: each for each in quidit.Corpus.open(REPOSITORY).annotations("garanties-ukraine")}
    f1 = {layer: round(exact(found["a1"], found["a2"], layer).f1, 2) for layer in LAYERS}
    assert f1 == {"mentions": 0.99, "cues": 0.93, "quotes": 0.97, "stances": 0.82}
