"""What an answer marks: spans, labels and attributes, and what cannot be any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelstudio.made import (
    ARTICLE,
    SCHEME,
    TEXT,
    annotated,
    article_of,
    edited_scheme,
    entity,
    joined,
    marked,
    names,
    place,
    pushed,
    reading,
    said,
    submitted,
    typed,
)
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import RegionIds
from quidit.problems import Place
from quidit.records import Cue, Span


def span(words, nth=1):
    return Span(*place(words, nth=nth))


def test_words_are_the_article_s_at_the_offsets_whatever_the_answer_repeats():
    assert annotated(marked("a", "cue", "cue", "a déclaré")).cues == (Cue("c1", span("a déclaré")),)


@pytest.mark.parametrize(
    "offsets", [(5, 5), (9, 4), (-1, 4), (0, len(TEXT) + 1), (0.5, 4), ("0", 4), (None, None), (True, 4), (0, 1e300)]
)
def test_offsets_that_are_no_span_of_the_text_are_a_problem_and_the_rest_is_read(offsets):
    read_as = reading(marked("a", "cue", "cue", offsets), marked("b", "cue", "cue", "dit"))
    assert names(read_as) == ["unusable-offsets"]
    assert "a" in read_as.problems[0].message
    assert read_as.annotation.cues == (Cue("c1", span("dit")),)


def test_whole_numbers_written_with_a_point_are_offsets():
    start, end = place("dit")
    assert annotated(marked("a", "cue", "cue", (float(start), float(end)))).cues[0].span == span("dit")


def test_blanks_at_the_edges_are_trimmed():
    start, end = place(" dit ")
    assert annotated(marked("a", "cue", "cue", (start, end))).cues[0].span == span("dit")


def test_a_region_of_blanks_is_a_problem():
    article = article_of("un \N{NO-BREAK SPACE}deux")
    read_as = reading(marked("a", "cue", "cue", (2, 4)), article=article)
    assert (names(read_as), read_as.annotation.cues) == (["region-of-blanks"], ())


def test_nested_crossing_and_equal_spans_are_all_kept():
    crossing, inner = ("maire Ana", "Ana Ruiz"), "Ana"
    annotation = annotated(
        *(marked(words, "mention", "PER", words) for words in crossing),
        marked("inner", "mention", "PER", inner),
        marked("again", "mention", "PER", inner),
        marked("like", "stance", "favor", "gratuit"),
        marked("dislike", "stance", "against", "gratuit"),
        joined("like", "inner"),
        joined("dislike", "inner"),
    )
    assert [m.span for m in annotation.mentions] == [span("maire Ana"), span("Ana Ruiz"), span("Ana"), span("Ana")]
    assert [(s.span, s.label) for s in annotation.stances] == [(span("gratuit"), "against"), (span("gratuit"), "favor")]


def test_a_span_across_sentences_is_kept():
    across = (place("gratuit")[0], place("À Lyon")[1])
    assert annotated(marked("a", "mention", "LOC", across)).mentions[0].span == Span(*across)


def test_results_of_one_region_are_one_item():
    annotation = annotated(
        said("a", "unsure", "unsure"),
        said("a", "use", "as-actor"),
        marked("a", "mention", "LOC", "Lyon"),
        typed("a", "lyon Q456"),
        said("a", "entity_kind", "place"),
    )
    (mention,) = annotation.mentions
    assert (mention.label, mention.use, mention.unsure, mention.entity) == ("LOC", "as-actor", True, "lyon")


def test_a_repeated_result_counts_once():
    twice = [marked("a", "cue", "cue", "dit"), said("a", "unsure", "unsure")] * 2
    read_as = reading(*twice)
    assert (len(read_as.annotation.cues), read_as.problems) == (1, ())


def test_of_several_labels_on_a_region_the_first_in_the_scheme_is_taken_and_the_others_reported():
    read_as = reading(marked("a", "mention", ["ORG", "PER"], "Ana Ruiz"), entity("a"))
    assert [mention.label for mention in read_as.annotation.mentions] == ["PER"]
    assert "more-than-one-value" in names(read_as)


def test_of_several_places_of_a_region_the_first_is_taken_and_the_others_reported():
    read_as = reading(marked("a", "cue", "cue", "dit"), marked("a", "cue", "cue", "a déclaré"))
    assert [cue.span for cue in read_as.annotation.cues] == [span("a déclaré")]
    assert names(read_as) == ["more-than-one-value"]


def test_a_region_labelled_in_two_layers_is_two_items_with_the_attributes_of_each():
    read_as = reading(
        marked("a", "quote", "indirect", "Le parc ouvrira en mai."),
        marked("a", "stance", "favor", "Le parc ouvrira en mai."),
        said("a", "without", "speaker"),
        said("a", "issue", "peace-deal"),
        said("a", "unsure", "unsure"),
        marked("m", "mention", "PER", "Ana Ruiz"),
        joined("a", "m", "holder"),
    )
    (quote,), (stance,) = read_as.annotation.quotes, read_as.annotation.stances
    assert (quote.id, quote.speakers, quote.unsure) == ("q1", (), True)
    assert (stance.id, stance.holders, stance.issue, stance.unsure) == ("s1", ("m1",), "peace-deal", True)
    (problem,) = [each for each in read_as.problems if each.name == "region-in-two-layers"]
    assert (problem.severity, problem.article.words) == ("error", "Le parc ouvrira en mai.")
    assert problem.got == "quote indirect, stance favor"


def test_a_region_without_label_is_a_problem():
    empty = marked("b", "cue", [], "dit")
    read_as = reading(said("a", "unsure", "unsure"), empty)
    assert [problem.name for problem in read_as.problems] == ["region-without-label"] * 2


def test_a_label_that_the_scheme_no_longer_has_is_one_problem_and_its_region_left_out():
    read_as = reading(
        marked("a", "mention", "GPE", "Lyon"),
        entity("a", "lyon"),
        said("a", "unsure", "unsure"),
        marked("q", "quote", "indirect", "le parc restera gratuit"),
        said("q", "without", "speaker"),
        joined("q", "a"),
    )
    assert names(read_as) == ["unknown-label-or-choice"]
    assert read_as.annotation.mentions == ()
    assert read_as.annotation.quotes[0].speakers == ()


def test_a_choice_that_the_scheme_no_longer_has_is_a_problem_and_its_region_kept():
    read_as = reading(marked("a", "cue", "cue", "dit"), said("a", "unsure", "perhaps"))
    assert names(read_as) == ["unknown-label-or-choice"]
    assert read_as.annotation.cues == (Cue("c1", span("dit")),)


def test_a_control_that_the_configuration_no_longer_has_is_a_problem_and_its_region_kept():
    read_as = reading(marked("a", "cue", "cue", "dit"), said("a", "mood", "ironic"), marked("b", "event", "WAR", "dit"))
    assert [(problem.name, problem.got) for problem in read_as.problems] == [
        ("unknown-control", "mood"),
        ("unknown-control", "event"),
    ]
    assert len(read_as.annotation.cues) == 1


def test_a_control_of_another_object_is_unknown():
    read_as = reading(marked("a", "cue", "cue", "dit") | {"to_name": "audio"})
    assert names(read_as) == ["unknown-control"]


def test_a_layer_that_is_off_has_no_control():
    scheme = edited_scheme(("[layers.stances]\non = true", "[layers.stances]\non = false"))
    read_as = reading(marked("a", "stance", "favor", "gratuit"), scheme=scheme, on=pushed())
    assert (names(read_as), read_as.annotation.stances) == (["unknown-control"], ())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_label_shown_in_an_interface_language_is_the_scheme_s(language):
    shown = {"fr": "acteur sans nom", "en": "unnamed actor"}[language]
    assert annotated(marked("a", "mention", shown, "elle")).mentions[0].label == "ACTOR"


def test_a_text_that_two_labels_show_is_neither():
    scheme = edited_scheme(
        ('title = { fr = "pour", en = "in favour" }', 'title = { fr = "avis", en = "in favour" }'),
        ('title = { fr = "contre", en = "against" }', 'title = { fr = "avis", en = "against" }'),
    )
    assert "unknown-label-or-choice" in names(reading(marked("a", "stance", "avis", "gratuit"), scheme=scheme))


def test_flags_are_the_article_s_in_the_order_of_the_scheme_and_views_are_dropped():
    flags = [said("x", "article_flag", each) for each in ("bad-translation", "bad-segmentation")]
    assert annotated(*flags, said("y", "view", "names")).flags == ("bad-segmentation", "bad-translation")


def test_an_attribute_left_from_before_a_region_was_relabelled_is_left_out_and_said():
    read_as = reading(
        marked("a", "cue", "cue", "dit"),
        said("a", "use", "literal"),
        marked("s", "sentence", "S", TEXT.split("\n")[1]),
        said("s", "unsure", "unsure"),
        marked("m", "mention", "PER", "Ana Ruiz"),
        said("m", "use", "as-actor"),
    )
    assert [problem.name for problem in read_as.problems].count("attribute-out-of-place") == 3
    assert read_as.annotation.mentions[0].use is None


def test_an_attribute_that_was_emptied_again_is_none():
    read_as = reading(marked("a", "cue", "cue", "dit"), said("a", "unsure"), said("a", "use"))
    assert (read_as.problems, read_as.annotation.cues[0].unsure) == ((), False)


@pytest.mark.parametrize(
    "result",
    [
        "not an object",
        {"id": "a", "type": "labels", "from_name": "cue", "to_name": "text"},
        {"id": "a", "type": "choices", "from_name": "unsure", "to_name": "text", "value": {"labels": ["unsure"]}},
        {"id": "a", "type": "taxonomy", "from_name": "entity", "to_name": "text", "value": {"taxonomy": "zoe"}},
        {"id": "a", "type": "taxonomy", "from_name": "entity", "to_name": "text", "value": {"taxonomy": [[]]}},
        {"id": "a", "type": "textarea", "from_name": "new_entity", "to_name": "text", "value": {"text": [3]}},
        {"id": 4, "type": "labels", "from_name": "cue", "to_name": "text", "value": {"labels": ["cue"]}},
        {"type": "relation", "from_id": "b"},
        {"type": "relation", "from_id": "b", "to_id": "b", "labels": [1]},
        "x" * 200,
    ],
)
def test_a_result_of_another_form_is_a_problem_and_the_rest_is_read(result):
    read_as = reading(result, marked("b", "cue", "cue", "dit"))
    assert names(read_as) == ["unreadable-answer"]
    assert len(read_as.annotation.cues) == 1


@pytest.mark.parametrize("result", [None, "[]", {}])
def test_an_answer_without_a_list_of_results_is_a_problem(result):
    read_as = read(pushed(), submitted() | {"result": result}, ARTICLE, SCHEME, annotator="lea", ids=RegionIds())
    assert names(read_as) == ["unreadable-answer"]


def test_a_problem_names_task_region_and_words():
    (problem,) = reading(marked("xY-9", "cue", ["cue"], "dit"), marked("xY-9", "cue", "cue", "a déclaré")).problems
    assert problem.path == "label-studio/task/7"
    assert problem.message.startswith("region xY-9: ")
    assert problem.article == Place(1, 19, "La maire Ana Ruiz ", "a déclaré", " : « Le parc ouvrira en ")


def test_problems_stand_in_the_order_of_the_text():
    spots = ["dit", "a déclaré", "gratuit"]
    regions = [marked(words, "quote", "indirect", words) for words in spots]
    assert [problem.article.words for problem in reading(*regions).problems] == ["a déclaré", "gratuit", "dit"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "type",
                        "from_name",
                        "to_name",
                        "value",
                        "labels",
                        "choices",
                        "start",
                        "end",
                        "from_id",
                        "to_id",
                        "direction",
                        "cue",
                        "result",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_answer_is_too_strange_to_be_read(anything):
    results = anything if isinstance(anything, list) else [anything]
    answer = {"result": results, "was_cancelled": False}
    assert read(pushed(), answer, ARTICLE, SCHEME, annotator="lea", ids=RegionIds()).annotation
