"""Nothing is lost: an annotation goes to Label Studio as a prediction and comes back the same."""

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelstudio.made import ARTICLE, SCHEME, pushed, submitted
from labelstudio.strategies import annotations, articles
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import RegionIds, read_region_ids, write_region_ids
from quidit.records import Annotation, Origin, Provenance

PAIRS = articles().flatmap(lambda article: st.tuples(st.just(article), annotations(article)))
SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)


def without_provenance(annotation):
    layers = ("mentions", "cues", "quotes", "stances")
    bare = {layer: tuple(replace(item, provenance=None) for item in getattr(annotation, layer)) for layer in layers}
    return replace(annotation, **bare)


def as_returned(results, seed):
    """The results as a server gives them: in any order, without words, with origins and an id for the flags."""
    returned = []
    for result in results:
        if result["type"] == "relation":
            returned.append(result)
        else:
            value = {key: each for key, each in result["value"].items() if key != "text"}
            returned.append({**result, "value": value, "origin": "prediction"})
    random.Random(seed).shuffle(returned)  # noqa: S311  (no secret)
    return returned


def answered(task, *, annotator, article, ids=None, seed=None):
    prediction = task["predictions"][0]
    results = prediction["result"] if seed is None else as_returned(prediction["result"], seed)
    answer = submitted(*results, parent_prediction=prediction["id"])
    return read(task, answer, article, SCHEME, annotator=annotator, ids=ids or RegionIds())


@SLOW
@given(PAIRS)
def test_an_annotation_submitted_as_it_was_pushed_comes_back_the_same(pair):
    article, annotation = pair
    task = pushed(article, annotation)
    assert answered(task, annotator=annotation.annotator, article=article).annotation == annotation


@SLOW
@given(PAIRS, st.integers())
def test_neither_order_nor_words_of_the_results_matter(pair, seed):
    article, annotation = pair
    reading = answered(pushed(article, annotation), annotator=annotation.annotator, article=article, seed=seed)
    assert reading.annotation == annotation
    assert reading.sentences is None
    assert {problem.name for problem in reading.problems} <= {"speakers-undecided", "stance-on-nothing"}


@SLOW
@given(PAIRS)
def test_another_annotator_s_items_are_the_producer_s_suggestions(pair):
    article, annotation = pair
    reading = answered(pushed(article, annotation, producer="bob", version="3"), annotator="lea", article=article)
    assert without_provenance(reading.annotation) == replace(without_provenance(annotation), annotator="lea")
    for item in reading.annotation.by_id.values():
        earlier = annotation.by_id[item.id].provenance
        own = Provenance(Origin.SUGGESTION, "bob", "3")
        assert item.provenance == (earlier if earlier and earlier.origin is Origin.SUGGESTION else own)


@SLOW
@given(PAIRS, st.integers())
def test_what_is_read_twice_has_the_same_ids(pair, seed):
    article, annotation = pair
    results = as_returned(pushed(article, annotation)["predictions"][0]["result"], seed)
    renamed = [
        {**result, **{key: f"z-{result[key]}" for key in ("id", "from_id", "to_id") if key in result}}
        for result in results
    ]
    task = pushed(article)
    first = read(task, submitted(*renamed), article, SCHEME, annotator="lea", ids=RegionIds())
    random.Random(seed + 1).shuffle(renamed)  # noqa: S311  (no secret)
    kept = read_region_ids(write_region_ids(first.ids, article=article.id, annotator="lea"))
    again = read(task, submitted(*renamed), article, SCHEME, annotator="lea", ids=kept)
    assert (again.annotation, again.ids) == (first.annotation, first.ids)


def test_an_article_without_annotation_comes_back_untouched():
    task = pushed()
    reading = read(
        task,
        submitted(*task["predictions"][0]["result"], parent_prediction=900),
        ARTICLE,
        SCHEME,
        annotator="lea",
        ids=RegionIds(),
    )
    assert reading.annotation == Annotation("parc", "lea", SCHEME.version, ARTICLE.text_sha256, "complete")
    assert (reading.problems, reading.sentences, reading.ids) == ((), None, RegionIds())
