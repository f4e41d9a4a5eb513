"""What arrows between regions say."""

import pytest

from labelstudio.made import annotated, joined, marked, names, reading, said

REGIONS = [
    marked("ana", "mention", "PER", "Ana Ruiz"),
    marked("marc", "mention", "PER", "Marc Petit"),
    marked("said", "cue", "cue", "a déclaré"),
    marked("first", "quote", "direct", "« Le parc ouvrira en mai. »"),
    marked("second", "quote", "indirect", "le parc restera gratuit"),
    marked("refuses", "stance", "against", "refuse"),
    said("first", "without", "cue"),
    said("second", "without", "cue"),
]
SPEAKERS = [joined("first", "ana"), joined("second", "ana"), joined("refuses", "marc")]
ISSUE = said("refuses", "issue", "peace-deal")
DECIDED = [*REGIONS, *SPEAKERS, ISSUE]
BOTH_DIRECTIONS = ["right", "left", "bi"]


def quotes(*results):
    return annotated(*DECIDED, *results).quotes


@pytest.mark.parametrize("direction", BOTH_DIRECTIONS)
@pytest.mark.parametrize("flip", [False, True])
def test_an_unlabelled_relation_follows_from_its_ends_in_either_direction(direction, flip):
    ends = [("first", "said"), ("first", "ana"), ("second", "ana"), ("refuses", "marc"), ("refuses", "first")]
    ends = [end[::-1] for end in ends] if flip else ends
    read_as = reading(*REGIONS, *(joined(*end, direction=direction) for end in ends))
    first, second = read_as.annotation.quotes
    (stance,) = read_as.annotation.stances
    assert (first.cue, first.speakers, second.speakers) == ("c1", ("m1",), ("m1",))
    assert (stance.holders, stance.target) == (("m2",), "q1")


@pytest.mark.parametrize("direction", BOTH_DIRECTIONS)
def test_a_labelled_relation_between_layers_is_the_same_in_either_direction(direction):
    assert quotes(joined("marc", "first", "via", direction=direction))[0].via == ("m2",)


def test_a_target_that_is_a_mention_needs_its_label():
    assert annotated(*DECIDED, joined("refuses", "ana", "target")).stances[0].target == "m1"
    assert annotated(*DECIDED, joined("refuses", "ana")).stances[0].holders == ("m1", "m2")


def test_a_quote_continues_the_one_that_the_arrow_leads_to():
    assert quotes(joined("second", "first", "continues"))[1].continues == "q1"
    assert quotes(joined("first", "second", "continues", direction="left"))[1].continues == "q1"


def test_a_continuation_drawn_both_ways_is_unclear():
    read_as = reading(*DECIDED, joined("first", "second", "continues", direction="bi"))
    assert names(read_as) == ["relation-unclear"]
    assert [quote.continues for quote in read_as.annotation.quotes] == [None, None]


def test_an_unlabelled_relation_between_two_quotes_is_unclear():
    read_as = reading(*DECIDED, joined("second", "first"))
    assert names(read_as) == ["relation-unclear"]
    assert "label" in read_as.problems[0].fix


@pytest.mark.parametrize("ends", [("ana", "marc"), ("said", "ana"), ("refuses", "said"), ("refuses", "refuses-2")])
def test_an_unlabelled_relation_that_nothing_can_be_is_unclear(ends):
    more = marked("refuses-2", "stance", "favor", "gratuit"), joined("refuses-2", "ana")
    read_as = reading(*DECIDED, *more, said("refuses-2", "issue", "peace-deal"), joined(*ends))
    assert names(read_as) == ["relation-unclear"]


def test_a_labelled_relation_between_the_wrong_layers_is_a_problem():
    read_as = reading(*DECIDED, joined("refuses", "ana", "speaker"), joined("first", "ana", "cue"))
    assert [problem.name for problem in read_as.problems] == ["relation-does-not-fit"] * 2
    assert read_as.annotation.quotes == annotated(*DECIDED).quotes


def test_a_relation_to_a_sentence_is_a_problem():
    sentences = [marked("S1", "sentence", "S", (0, 94)), marked("S2", "sentence", "S", (95, 145))]
    assert names(reading(*DECIDED, *sentences, joined("first", "S1", "speaker"))) == ["relation-does-not-fit"]


def test_a_relation_that_the_scheme_does_not_know_is_a_problem():
    read_as = reading(*DECIDED, joined("first", "marc", "said_by", "via"))
    assert names(read_as) == ["unknown-label-or-choice"]
    assert read_as.annotation.quotes[0].via == ("m2",)


def test_a_dangling_relation_is_a_problem_of_the_end_that_is_there():
    read_as = reading(*DECIDED, joined("first", "gone"), joined("gone", "second", "via"))
    assert [problem.name for problem in read_as.problems] == ["dangling-relation"] * 2
    assert [problem.pointer for problem in read_as.problems] == ["/region/first", "/region/second"]


def test_a_relation_to_a_region_that_was_left_out_is_no_problem_of_its_own():
    read_as = reading(*DECIDED, marked("bad", "mention", "PER", (9, 3)), joined("first", "bad", "via"))
    assert names(read_as) == ["unusable-offsets"]


def test_a_relation_to_itself_is_a_problem():
    assert names(reading(*DECIDED, joined("first", "first", "continues"))) == ["relation-to-itself"]


def test_a_relation_drawn_twice_counts_once():
    twice = [joined("first", "ana"), joined("ana", "first", "speaker"), joined("first", "ana", "speaker")]
    read_as = reading(*DECIDED, *twice)
    assert (read_as.annotation.quotes[0].speakers, read_as.problems) == (("m1",), ())


def test_two_labels_on_one_relation_are_two_relations():
    first = quotes(joined("first", "ana", "speaker", "via"))[0]
    assert (first.speakers, first.via) == (("m1",), ("m1",))


def test_several_speakers_stand_in_the_order_of_the_text():
    assert quotes(joined("second", "marc"))[1].speakers == ("m1", "m2")
    assert annotated(*REGIONS, joined("second", "marc"), joined("second", "ana")).quotes[1].speakers == ("m1", "m2")


def test_of_several_relations_where_one_belongs_the_first_in_the_text_is_taken():
    later = marked("dit", "cue", "cue", "dit")
    read_as = reading(*DECIDED, later, joined("first", "dit"), joined("first", "said"))
    assert set(names(read_as)) == {"contradiction", "more-than-one-value"}
    assert read_as.annotation.quotes[0].cue == "c1"


def test_a_relation_of_a_region_in_two_layers_is_that_of_the_layer_that_fits():
    both = marked("ana", "quote", "indirect", "Ana Ruiz"), said("ana", "without", "speaker", "cue")
    read_as = reading(*DECIDED, *both, joined("first", "ana", "continues"))
    assert names(read_as) == ["region-in-two-layers"]
    first = next(quote for quote in read_as.annotation.quotes if quote.type == "direct")
    assert (first.continues, first.speakers) == ("q1", ("m1",))
