"""Where an annotator has each item from."""

from dataclasses import replace

import pytest

from labelstudio.made import ARTICLE, SCHEME, annotated, joined, marked, names, pushed, said, submitted
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import RegionIds
from quidit.records import Origin, Provenance

BASE = annotated(
    marked("ana", "mention", "PER", "Ana Ruiz"),
    marked("lyon", "mention", "LOC", "Lyon"),
    said("lyon", "use", "literal"),
    marked("q", "quote", "indirect", "le parc restera gratuit"),
    joined("q", "ana"),
)
SUGGESTED = Provenance(Origin.SUGGESTION, "le chat", "2.1-beta")
EDITED = Provenance(Origin.EDITED, "le chat", "2.1-beta")


def task_of(annotation=BASE):
    return pushed(ARTICLE, annotation, producer="le chat", version="2.1 beta")


def read_back(*changes, on=None, annotator="lea", origin="prediction", **more):
    """The pushed annotation read back after some of its results were replaced or others added."""
    task = on or task_of()
    of_change = {(change.get("id"), change.get("from_name")) for change in changes}
    results = [
        result if result["type"] == "relation" else {**result, "origin": origin}
        for result in task["predictions"][0]["result"]
        if (result.get("id"), result.get("from_name")) not in of_change
    ]
    answer = submitted(*results, *changes, **{"parent_prediction": 900, **more})
    return read(task, answer, ARTICLE, SCHEME, annotator=annotator, ids=RegionIds())


def provenances(read_as):
    return {each.id: each.provenance for each in read_as.annotation.by_id.values()}


def test_what_was_left_as_it_was_is_a_suggestion_what_was_changed_edited_and_what_was_added_one_s_own():
    moved = marked("m1", "mention", "PER", "maire Ana Ruiz")
    added = marked("new", "cue", "cue", "Selon")
    assert provenances(read_back(moved, added)) == {"m1": EDITED, "m2": SUGGESTED, "q1": SUGGESTED, "c1": None}


@pytest.mark.parametrize("origin", ["manual", "prediction-changed", "prediction"])
def test_contents_decide_and_not_what_the_server_claims(origin):
    assert provenances(read_back(origin=origin)) == dict.fromkeys(["m1", "m2", "q1"], SUGGESTED)


def test_a_changed_attribute_or_relation_is_an_edit():
    assert provenances(read_back(said("m2", "use", "as-actor")))["m2"] == EDITED
    assert provenances(read_back(said("m1", "unsure", "unsure")))["m1"] == EDITED
    assert provenances(read_back(joined("q1", "m2", "via")))["q1"] == EDITED


def test_a_suggestion_relabelled_into_another_layer_is_edited():
    results = [marked("m2", "cue", "cue", "Lyon")]
    read_as = read(
        task_of(), submitted(*results, parent_prediction=900), ARTICLE, SCHEME, annotator="l", ids=RegionIds()
    )
    assert provenances(read_as) == {"c1": EDITED}


def test_an_annotator_s_own_annotation_taken_up_again_stays_their_own():
    own = pushed(ARTICLE, BASE)
    assert set(provenances(read_back(said("m2", "use", "as-actor"), on=own)).values()) == {None}


def test_what_an_annotator_had_from_elsewhere_stays_from_there():
    spacy = Provenance(Origin.SUGGESTION, "spacy", "3")
    base = replace(BASE, mentions=tuple(replace(mention, provenance=spacy) for mention in BASE.mentions))
    found = provenances(read_back(said("m2", "use", "as-actor"), on=pushed(ARTICLE, base)))
    assert found == {"m1": spacy, "m2": Provenance(Origin.EDITED, "spacy", "3"), "q1": None}


def test_a_suggestion_that_the_producer_took_over_unchanged_is_its_first_producer_s():
    spacy = Provenance(Origin.SUGGESTION, "spacy", "3")
    (ana, lyon) = BASE.mentions
    edited = replace(lyon, provenance=Provenance(Origin.EDITED, "spacy", "3"))
    base = replace(BASE, mentions=(replace(ana, provenance=spacy), edited))
    assert provenances(read_back(on=task_of(base))) == {"m1": spacy, "m2": SUGGESTED, "q1": SUGGESTED}


def test_an_answer_that_came_from_nothing_is_one_s_own_whatever_was_suggested():
    read_as = read_back(origin="manual", parent_prediction=None)
    assert (set(provenances(read_as).values()), read_as.problems) == ({None}, ())


def test_a_missing_origin_is_no_claim():
    results = task_of()["predictions"][0]["result"]
    read_as = read(task_of(), submitted(*results), ARTICLE, SCHEME, annotator="lea", ids=RegionIds())
    assert (set(provenances(read_as).values()), read_as.problems) == ({None}, ())


def test_of_several_predictions_it_is_the_one_that_the_answer_names():
    task = task_of()
    other = {**task["predictions"][0], "id": 901, "model_version": "spacy 3"}
    task["predictions"] = [other, *task["predictions"]]
    answer = submitted(*other["result"], parent_prediction=901)
    read_as = read(task, answer, ARTICLE, SCHEME, annotator="lea", ids=RegionIds())
    assert set(provenances(read_as).values()) == {Provenance(Origin.SUGGESTION, "spacy", "3")}


def test_an_answer_that_names_no_prediction_but_came_from_one_came_from_the_only_one():
    assert provenances(read_back(parent_prediction=None)) == dict.fromkeys(["m1", "m2", "q1"], SUGGESTED)


def test_where_nobody_can_say_which_prediction_it_was_the_items_are_read_without_and_that_is_said():
    task = task_of()
    task["predictions"] = [*task["predictions"], {**task["predictions"][0], "id": 901}]
    read_as = read_back(on=task, parent_prediction=None)
    assert (set(provenances(read_as).values()), names(read_as)) == ({None}, ["prediction-not-given"])


@pytest.mark.parametrize("predictions", [[900], [], None, [{"id": 900}]])
def test_an_answer_whose_prediction_was_not_pulled_is_refused(predictions):
    answer = submitted(*task_of()["predictions"][0]["result"], parent_prediction=900)
    ids = RegionIds({"x": ("m1",)})
    read_as = read({**task_of(), "predictions": predictions}, answer, ARTICLE, SCHEME, annotator="lea", ids=ids)
    assert (read_as.annotation, read_as.ids, names(read_as)) == (None, ids, ["prediction-not-given"])
    assert "pull the predictions" in read_as.problems[0].fix


@pytest.mark.parametrize(
    ("model_version", "producer", "version"),
    [("yolo", "yolo", "unknown"), (None, "unknown", "unknown"), ("a b 3", "a b", "3")],
)
def test_a_prediction_of_another_system_says_who_made_it_as_well_as_it_can(model_version, producer, version):
    task = task_of()
    task["predictions"][0]["model_version"] = model_version
    found = provenances(read_back(on=task))
    assert set(found.values()) == {Provenance(Origin.SUGGESTION, producer, version)}


@pytest.mark.parametrize(
    "origins", [None, [], {"m1": None}, {"m1": {"from": "thin air", "producer": "x", "version": "1"}}]
)
def test_origins_that_were_broken_on_the_server_are_none(origins):
    task = task_of()
    task["data"] = {**task["data"], "origins": origins}
    assert set(provenances(read_back(on=task)).values()) == {SUGGESTED}


def test_problems_of_the_prediction_are_not_the_annotator_s():
    task = task_of()
    task["predictions"][0]["result"].append(marked("w", "mention", "GPE", "Lyon"))
    assert read(task, submitted(parent_prediction=900), ARTICLE, SCHEME, annotator="l", ids=RegionIds()).problems == ()


def test_a_draft_is_read_with_the_prediction_it_began_from():
    task = task_of()
    results = [{**each, "origin": "prediction"} for each in task["predictions"][0]["result"]]
    read_as = read(task, {"id": 3, "result": results}, ARTICLE, SCHEME, annotator="lea", ids=RegionIds())
    assert read_as.annotation.status == "draft"
    assert provenances(read_as)["m1"] == SUGGESTED
