"""What the real server exported, recorded from Label Studio 1.23.2 and driven in Chromium.

``submitted_untouched`` is the first article's adjudicated annotation as it was submitted without a change;
``browser_made`` was made on it with mouse and keys; ``offsets`` and ``answers`` were recorded under an older
configuration, and the names of controls and labels are ours here.
"""

import json
from dataclasses import replace

import pytest

from labelstudio.made import EXPORTS, REPOSITORY, SCHEME, article_of, names, submitted
from quidit.crossing import read_annotation, read_article
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import RegionIds
from quidit.labelstudio.task import task
from quidit.records import Cue, Mention, Origin, Provenance, Quote, Span, Stance

FIRST = REPOSITORY / "corpus" / "garanties-ukraine.json"
ADJUDICATED = REPOSITORY / "annotations" / "garanties-ukraine" / "adjudicated.json"


def document(path):
    return json.loads(path.read_text(encoding="utf-8"))


ARTICLE = read_article(document(FIRST))
ANNOTATION = read_annotation(document(ADJUDICATED))
UNTOUCHED = document(EXPORTS / "submitted_untouched.json")
BROWSER_MADE = document(EXPORTS / "browser_made.json")
OFFSETS = document(EXPORTS / "offsets.json")


@pytest.fixture(scope="module")
def first_task():
    made = task(ARTICLE, SCHEME, annotation=ANNOTATION)
    return {"id": 1, "data": made["data"], "predictions": [{**made["predictions"][0], "id": 5}]}


def read_first(made, *results, annotator="lea"):
    answer = submitted(*results, parent_prediction=5)
    return read(made, answer, ARTICLE, SCHEME, annotator=annotator, ids=RegionIds())


def of_our_time(made):
    """The results that the recording lacks: flags, and ``without``, which the screen did not have then."""
    return [each for each in made["predictions"][0]["result"] if each.get("from_name") in ("article_flag", "without")]


def test_the_first_article_submitted_untouched_is_the_adjudicated_annotation(first_task):
    read_as = read_first(first_task, *UNTOUCHED, *of_our_time(first_task), annotator="adjudicated")
    assert read_as.annotation == replace(ANNOTATION, quality=None)
    assert (read_as.problems, read_as.sentences) == ((), None)
    assert set(read_as.ids.regions) == set(ANNOTATION.by_id)


def test_another_annotator_s_untouched_copy_is_the_same_but_for_provenance(first_task):
    read_as = read_first(first_task, *UNTOUCHED, *of_our_time(first_task))
    by_id = read_as.annotation.by_id
    suggestion = Provenance(Origin.SUGGESTION, "adjudicated", ANNOTATION.scheme)
    assert by_id == {each: replace(item, provenance=suggestion) for each, item in ANNOTATION.by_id.items()}


def test_without_the_mark_for_no_cue_one_quote_takes_a_cue_that_is_not_its_own(first_task):
    annotation = read_first(first_task, *UNTOUCHED, annotator="adjudicated").annotation
    changed = {each: item for each, item in annotation.by_id.items() if item != ANNOTATION.by_id[each]}
    assert {each: (item.cue, ANNOTATION.by_id[each].cue) for each, item in changed.items()} == {"q19": ("c19", None)}
    assert annotation.flags == ()


def test_cues_are_inferred_rightly_for_28_of_31_quotes(first_task):
    results = [each for each in UNTOUCHED if each.get("labels") != ["cue"]]
    quotes = read_first(first_task, *results).annotation.quotes
    assert sum(quote.cue == ANNOTATION.by_id[quote.id].cue for quote in quotes) == 28


def test_what_was_made_in_the_browser_is_read_as_it_was_meant(first_task):
    read_as = read_first(first_task, *UNTOUCHED, *of_our_time(first_task), *BROWSER_MADE)
    added = [item for item in read_as.annotation.by_id.values() if item.id not in ANNOTATION.by_id]
    assert added == [
        Mention("m102", Span(470, 479), "LOC", "etats-unis", use="as-actor", unsure=True),
        Cue("c30", Span(445, 454)),
        Quote("q32", Span(455, 520), "indirect", ("m8",), cue="c30"),
        Stance("s31", Span(1665, 1675), "against", ("m26",), "western-troops"),
    ]
    assert read_as.problems == ()


@pytest.mark.parametrize("recorded", OFFSETS, ids=lambda recorded: recorded["data"]["case"])
def test_offsets_from_the_browser_are_code_points(recorded):
    text = recorded["data"]["text"]
    article = replace(article_of("…"), text=text)
    data = {"doc_id": article.id, "text_sha256": article.text_sha256, "text": text}
    for answer in recorded["annotations"]:
        read_as = read({**recorded, "data": data}, answer, article, SCHEME, annotator="lea", ids=RegionIds())
        words = [mention.span.of(text) for mention in read_as.annotation.mentions]
        shown = [result["value"]["text"].replace("\\n", "\n") for result in answer["result"]]
        assert [each.split() for each in words] == [each.split() for each in shown]
        assert read_as.sentences is None


def test_several_labels_and_controls_on_a_region_are_read_as_they_were_recorded():
    recorded = next(each for each in document(EXPORTS / "answers.json") if each["id"] == 121)
    article = article_of(recorded["data"]["text"])
    data = {"doc_id": article.id, "text_sha256": article.text_sha256, "text": article.text}
    answer = recorded["annotations"][0]
    read_as = read({**recorded, "data": data}, answer, article, SCHEME, annotator="lea", ids=RegionIds())
    words = [(mention.label, mention.span.of(article.text)) for mention in read_as.annotation.mentions]
    assert words == [("ORG", "Kremlin de Moscou"), ("MISC", "in de Mosc"), ("LOC", "Moscou"), ("ORG", "Moscou")]
    assert {"unknown-label-or-choice", "more-than-one-value"} <= set(names(read_as))
