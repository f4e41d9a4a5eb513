"""The task that is pushed."""

from dataclasses import replace

import pytest

from labelstudio.made import ARTICLE, SCHEME, TEXT, edited_scheme, place, pushed, submitted
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import RegionIds
from quidit.labelstudio.task import UnsendableError, task
from quidit.records import Annotation, Cue, Entity, Mention, Origin, Provenance, Quote, Span, Stance

ANA = Mention("m3", Span(*place("Ana Ruiz")), "PER", "ana", unsure=True)
LYON = Mention("m1", Span(*place("Lyon")), "LOC", "lyon", use="literal")
SELON = Cue("c1", Span(*place("Selon")))
GRATUIT = Quote("q2", Span(*place("le parc restera gratuit")), "indirect", ("m3",), ("m1",), "c1")
OUVRIRA = Quote("q1", Span(*place("« Le parc ouvrira en mai. »")), "direct", (), continues="q2")
REFUSE = Stance("s1", Span(*place("refuse")), "against", ("m1",), "peace-deal", "q2")
WHOLE = Annotation(
    article="parc",
    annotator="bob",
    scheme=SCHEME.version,
    text_sha256=ARTICLE.text_sha256,
    status="complete",
    flags=("bad-translation",),
    entities=(
        Entity("ana", "Ana Ruiz", "person", "Q1"),
        Entity("lyon", "lyon", "place"),
        Entity("x", "Bel Air", "place"),
    ),
    mentions=(ANA, LYON),
    cues=(SELON,),
    quotes=(OUVRIRA, GRATUIT),
    stances=(replace(REFUSE, provenance=Provenance(Origin.EDITED, "spacy", "3")),),
)


def test_a_task_says_what_the_screen_and_the_pull_need():
    data = task(ARTICLE, SCHEME, annotation=WHOLE)["data"]
    assert data == {
        "doc_id": "parc",
        "text_sha256": ARTICLE.text_sha256,
        "text": TEXT,
        "title": "Le parc",
        "language": "fr",
        "entities": [
            {"value": "Ana Ruiz", "alias": "ana"},
            {"value": "Bel Air", "alias": "x"},
            {"value": "lyon", "alias": "lyon"},
        ],
        "entity_table": [
            {"id": "ana", "name": "Ana Ruiz", "kind": "person", "wikidata": "Q1"},
            {"id": "lyon", "name": "lyon", "kind": "place"},
            {"id": "x", "name": "Bel Air", "kind": "place"},
        ],
        "origins": {"s1": {"from": "edited", "producer": "spacy", "version": "3"}},
    }


def test_an_article_without_annotation_shows_its_sentences_and_offers_no_entities():
    made = task(replace(ARTICLE, title=None), SCHEME)
    assert (made["data"]["entities"], made["data"]["title"]) == ([], "parc")
    (prediction,) = made["predictions"]
    assert [(result["id"], result["value"]["labels"]) for result in prediction["result"]] == [
        ("S1", ["S"]),
        ("S2", ["S"]),
    ]
    assert prediction["model_version"] == "quidit sentences"


def test_every_attribute_and_relation_is_a_result_under_our_ids():
    (prediction,) = task(ARTICLE, SCHEME, annotation=WHOLE, producer="le chat", version="2 b")["predictions"]
    assert prediction["model_version"] == "le chat 2-b"
    said = [
        (result["id"], result["from_name"], result["value"].get("labels") or result["value"].get("choices") or "-")
        for result in prediction["result"]
        if result["type"] != "relation" and result["from_name"] != "sentence"
    ]
    assert said == [
        ("q1", "quote", ["direct"]),
        ("q1", "without", ["speaker", "cue"]),
        ("q2", "quote", ["indirect"]),
        ("c1", "cue", ["cue"]),
        ("s1", "stance", ["against"]),
        ("s1", "issue", ["peace-deal"]),
        ("m3", "mention", ["PER"]),
        ("m3", "entity", "-"),
        ("m3", "unsure", ["unsure"]),
        ("m1", "mention", ["LOC"]),
        ("m1", "use", ["literal"]),
        ("m1", "entity", "-"),
        ("flags", "article_flag", ["bad-translation"]),
    ]
    joined = [
        (each["from_id"], *each["labels"], each["to_id"]) for each in prediction["result"] if each["type"] == "relation"
    ]
    assert joined == [
        ("q1", "continues", "q2"),
        ("q2", "speaker", "m3"),
        ("q2", "via", "m1"),
        ("q2", "cue", "c1"),
        ("s1", "holder", "m1"),
        ("s1", "target", "q2"),
    ]


def test_the_same_task_is_made_twice():
    assert task(ARTICLE, SCHEME, annotation=WHOLE) == task(ARTICLE, SCHEME, annotation=WHOLE)


@pytest.mark.parametrize("layer", ["cues", "stances"])
def test_a_scheme_without_a_layer_asks_for_nothing_of_it_and_loses_nothing(layer):
    scheme = edited_scheme((f"[layers.{layer}]\non = true", f"[layers.{layer}]\non = false"))
    bare = replace(WHOLE, **{layer: ()}, quotes=tuple(replace(quote, cue=None) for quote in WHOLE.quotes))
    made = {"id": 7, **task(ARTICLE, scheme, annotation=bare)}
    answer = submitted(*made["predictions"][0]["result"])
    read_as = read(made, answer, ARTICLE, scheme, annotator="bob", ids=RegionIds())
    stances = tuple(replace(stance, provenance=None) for stance in bare.stances)
    assert replace(read_as.annotation, entities=bare.entities) == replace(bare, stances=stances)
    without = [r["value"]["choices"] for r in made["predictions"][0]["result"] if r.get("from_name") == "without"]
    assert without == ([["speaker"]] if layer == "cues" else [["speaker", "cue"], ["cue"]])


def far(item):
    return replace(item, span=Span(item.span.start, len(TEXT) + 1))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"text_sha256": "0" * 64}, "another text"),
        ({"article": "other"}, "other"),
        ({"mentions": (far(ANA),)}, "m3"),
        ({"mentions": (replace(ANA, span=Span(4, 4)),)}, "m3"),
        ({"mentions": (replace(ANA, span=Span(9, 4)),)}, "m3"),
        ({"mentions": (replace(ANA, span=Span(ANA.span.start - 1, ANA.span.end)),)}, "m3"),
        ({"mentions": (replace(ANA, id="x1"),)}, "x1"),
        ({"mentions": (replace(ANA, id="q2"),)}, "q2"),
        ({"mentions": (ANA, replace(LYON, id="m3"))}, "m3"),
        ({"mentions": (replace(ANA, entity="gone"), LYON)}, "gone"),
        ({"mentions": (replace(ANA, label="GPE"), LYON)}, "GPE"),
        ({"mentions": (replace(ANA, use="literal"), LYON)}, "m3"),
        ({"entities": (replace(WHOLE.entities[0], kind="deity"), *WHOLE.entities[1:])}, "ana"),
        ({"cues": ()}, "c1"),
        ({"stances": (replace(REFUSE, holders=()),)}, "s1"),
        ({"stances": (replace(REFUSE, issue="weather"),)}, "weather"),
        ({"quotes": (replace(GRATUIT, continues="q2"),)}, "q2"),
        ({"flags": ("boring",)}, "boring"),
    ],
)
def test_what_would_not_come_back_is_not_sent(change, named):
    with pytest.raises(UnsendableError, match=named):
        task(ARTICLE, SCHEME, annotation=replace(WHOLE, **change))


def test_a_version_older_than_the_scheme_is_sent():
    assert (
        task(ARTICLE, SCHEME, annotation=replace(WHOLE, scheme="1.0"))["predictions"][0]["model_version"] == "bob 1.0"
    )


@pytest.mark.parametrize(
    "article",
    [
        replace(ARTICLE, text_sha256="0" * 64),
        replace(ARTICLE, sentences=(Span(0, len(TEXT) + 1),)),
        replace(ARTICLE, sentences=ARTICLE.sentences[::-1]),
    ],
    ids=["hash", "range", "order"],
)
def test_an_article_that_does_not_validate_is_not_sent(article):
    with pytest.raises(UnsendableError, match="validate the corpus first"):
        task(article, SCHEME)


def test_the_order_of_relations_is_not_sent():
    speakers = replace(GRATUIT, speakers=("m1", "m3"))
    made = pushed(ARTICLE, replace(WHOLE, quotes=(OUVRIRA, speakers)))
    read_as = read(
        made, submitted(*made["predictions"][0]["result"]), ARTICLE, SCHEME, annotator="bob", ids=RegionIds()
    )
    assert read_as.annotation.quotes[1].speakers == ("m3", "m1")
