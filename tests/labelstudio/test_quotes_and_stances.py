"""What is inferred for quotes and stances, and what is missing from them."""

import pytest

from labelstudio.made import annotated, article_of, joined, marked, names, place, reading, said

ANA = marked("ana", "mention", "PER", "Ana Ruiz")
QUOTE = marked("q", "quote", "indirect", "le parc restera gratuit")
SPEAKER = joined("q", "ana")
SELON = marked("selon", "cue", "cue", "Selon")


def cue_of(*results):
    return annotated(ANA, QUOTE, SPEAKER, *results).quotes[0].cue


def test_a_quote_without_cue_takes_the_nearest_of_its_paragraph():
    far = marked("far", "cue", "cue", "a déclaré")
    assert cue_of(far, SELON) == "c2"
    assert cue_of(marked("below", "cue", "cue", "dit")) is None


@pytest.mark.parametrize(("gap", "cue"), [(60, "c1"), (61, None)])
def test_a_cue_is_near_within_sixty_characters(gap, cue):
    article = article_of(f"selon{' ' * (gap - 1)}😀le parc")
    results = [marked("c", "cue", "cue", (0, 5)), marked("q", "quote", "indirect", (5 + gap, 5 + gap + 7))]
    assert annotated(*results, article=article).quotes[0].cue == cue


def test_of_two_cues_equally_near_the_first_is_taken():
    article = article_of("dit oui dit")
    cues = [marked("b", "cue", "cue", (8, 11)), marked("a", "cue", "cue", (0, 3))]
    annotation = annotated(*cues, marked("q", "quote", "indirect", (4, 7)), article=article)
    assert annotation.by_id[annotation.quotes[0].cue].span.start == 0


def test_a_cue_inside_a_quote_belongs_to_a_quote_inside_it():
    assert cue_of(marked("inside", "cue", "cue", "restera")) is None


def test_one_cue_may_serve_two_quotes():
    second = marked("q2", "quote", "direct", "« Le parc ouvrira en mai. »"), joined("q2", "ana")
    assert [quote.cue for quote in annotated(ANA, QUOTE, SPEAKER, *second, SELON).quotes] == ["c1", "c1"]


def test_an_explicit_cue_wins_over_a_nearer_one():
    dit = marked("dit", "cue", "cue", "dit")
    assert cue_of(SELON, dit, joined("q", "dit")) == "c2"


def test_a_quote_said_to_have_no_cue_has_none():
    assert cue_of(SELON, said("q", "without", "cue")) is None


def test_a_quote_that_names_nobody_has_no_speakers():
    read_as = reading(QUOTE, said("q", "without", "speaker"))
    assert (read_as.annotation.quotes[0].speakers, read_as.problems) == ((), ())


def test_a_quote_whose_speaker_is_missing_is_undecided_and_said_to_be():
    read_as = reading(QUOTE)
    assert (read_as.annotation.quotes[0].speakers, names(read_as)) == (None, ["speakers-undecided"])
    assert read_as.problems[0].severity == "warning"


def test_what_is_missing_from_a_skipped_answer_is_no_problem():
    assert reading(QUOTE, was_cancelled=True).problems == ()


def test_a_speaker_wins_over_the_claim_that_there_is_none():
    read_as = reading(ANA, QUOTE, SPEAKER, said("q", "without", "speaker"))
    assert (read_as.annotation.quotes[0].speakers, "contradiction" in names(read_as)) == (("m1",), True)


def test_a_cue_wins_over_the_claim_that_there_is_none():
    read_as = reading(ANA, QUOTE, SPEAKER, SELON, joined("q", "selon"), said("q", "without", "cue"))
    assert (read_as.annotation.quotes[0].cue, "contradiction" in names(read_as)) == ("c1", True)


def test_a_stance_without_holder_is_left_out_and_said_to_be_and_keeps_its_id():
    stance = marked("s", "stance", "against", "refuse"), said("s", "issue", "peace-deal")
    first = reading(ANA, *stance)
    assert (first.annotation.stances, names(first)) == ((), ["stance-without-holder"])
    other = marked("t", "stance", "favor", "gratuit"), said("t", "issue", "peace-deal"), joined("t", "ana")
    second = reading(ANA, *stance, *other, joined("s", "ana"), ids=first.ids)
    assert [(stance.id, stance.label) for stance in second.annotation.stances] == [("s2", "favor"), ("s1", "against")]


def test_a_stance_on_nothing_is_kept_and_said_to_be():
    read_as = reading(ANA, marked("s", "stance", "against", "refuse"), joined("s", "ana"))
    assert (len(read_as.annotation.stances), names(read_as)) == (1, ["stance-on-nothing"])


def test_of_two_issues_the_first_in_the_scheme_is_taken():
    stance = marked("s", "stance", "against", "refuse"), joined("s", "ana")
    read_as = reading(ANA, *stance, said("s", "issue", "peace-deal", "western-troops"))
    assert read_as.annotation.stances[0].issue == "western-troops"
    assert names(read_as) == ["more-than-one-value"]


def test_a_quote_over_paragraphs_takes_a_cue_of_any_of_them():
    over = (place("restera")[0], place("refuse")[1])
    quote = marked("q", "quote", "indirect", over), said("q", "without", "speaker")
    assert annotated(*quote, marked("dit", "cue", "cue", "dit")).quotes[0].cue == "c1"
