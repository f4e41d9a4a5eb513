"""The crossing: what files say and what we believe are the same thing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quidit import canonical
from quidit.crossing import read_annotation, read_annotator, read_article, write_annotation, write_article
from quidit.generate.json_schema import json_schemas
from quidit.records import (
    Annotation,
    Annotator,
    Article,
    Cue,
    Entity,
    Mention,
    Origin,
    Provenance,
    Quote,
    Rights,
    Source,
    Span,
    Stance,
)
from quidit.schema import Gate
from quidit.scheme_file import read_scheme

REPOSITORY = Path(__file__).parents[1]
SCHEME = read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8"))
GATES = {name: Gate(schema) for name, schema in json_schemas(SCHEME).items()}
ARTICLE = REPOSITORY / "corpus/garanties-ukraine.json"
TEXT = "L’été, « Ève » a dit 😀 que oui.\nNon."
SHA = "0" * 64


def test_reading_and_writing_the_article_changes_no_byte() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    assert canonical.dumps(write_article(read_article(json.loads(text)))) == text


@pytest.mark.parametrize("name", ["a1", "a2", "adjudicated"])
def test_reading_and_writing_an_annotation_changes_no_byte(name: str) -> None:
    article = read_article(json.loads(ARTICLE.read_text(encoding="utf-8")))
    text = (REPOSITORY / f"annotations/garanties-ukraine/{name}.json").read_text(encoding="utf-8")
    assert canonical.dumps(write_annotation(read_annotation(json.loads(text)), article.text)) == text


spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted).map(lambda ends: Span(*ends))
spans = spans.filter(lambda span: len(span) > 0)
words = st.text("abc é", min_size=1, max_size=8)
origins = st.none() | st.builds(Provenance, st.sampled_from(Origin), words, words)
entity_ids = st.sampled_from(["a", "b-1", "c", "d"])
shared = {"span": spans, "unsure": st.booleans(), "provenance": origins}


def ids(prefix: str) -> st.SearchStrategy[str]:
    return st.integers(1, 12).map(lambda number: f"{prefix}{number}")


def layer(of: Any, **fields: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.builds(of, **shared, **fields), max_size=5, unique_by=lambda item: item.id).map(tuple)


def maybe_list(prefix: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(ids(prefix), max_size=2).map(tuple)


annotations = st.builds(
    Annotation,
    article=st.just("sample"),
    annotator=st.just("b"),
    scheme=st.just("1.2"),
    text_sha256=st.just(SHA),
    status=st.sampled_from(["complete", "draft", "skipped"]),
    quality=st.sampled_from([None, "silver", "gold"]),
    flags=st.lists(st.sampled_from([flag.id for flag in SCHEME.article_flags]), max_size=2).map(tuple),
    entities=st.lists(
        st.builds(
            Entity,
            id=entity_ids,
            name=words,
            kind=st.sampled_from([kind.id for kind in SCHEME.entity_kinds]),
            wikidata=st.sampled_from([None, "Q1"]),
        ),
        max_size=4,
        unique_by=lambda entity: entity.id,
    ).map(tuple),
    mentions=layer(
        Mention,
        id=ids("m"),
        label=st.sampled_from([label.label for label in SCHEME.mentions]),
        entity=entity_ids,
        use=st.sampled_from([None, *(use.id for use in SCHEME.uses)]),
    ),
    cues=layer(Cue, id=ids("c")),
    quotes=layer(
        Quote,
        id=ids("q"),
        type=st.sampled_from([quote_type.label for quote_type in SCHEME.quote_types]),
        speakers=st.none() | maybe_list("m"),
        via=maybe_list("m"),
        cue=st.none() | ids("c"),
        continues=st.none() | ids("q"),
    ),
    stances=layer(
        Stance,
        id=ids("s"),
        label=st.sampled_from([label.label for label in SCHEME.stances]),
        holders=st.lists(ids("m"), min_size=1, max_size=2).map(tuple),
        issue=st.sampled_from([None, *(issue.id for issue in SCHEME.issues)]),
        target=st.none() | ids("m") | ids("q"),
    ),
)


@settings(deadline=None)
@given(annotations)
def test_an_annotation_comes_back_as_it_was_in_text_order(annotation: Annotation) -> None:
    written = canonical.dumps(write_annotation(annotation, TEXT))
    back = read_annotation(json.loads(written))
    assert canonical.dumps(write_annotation(back, TEXT)) == written
    assert list(GATES["annotation"].departures(json.loads(written))) == []
    for layer_name in ("mentions", "cues", "quotes", "stances"):
        ours, theirs = getattr(annotation, layer_name), getattr(back, layer_name)
        assert {item.id: item for item in ours} == {item.id: item for item in theirs}
        assert [item.span.text_order for item in theirs] == sorted(item.span.text_order for item in theirs)
    assert set(back.entities) == set(annotation.entities)
    assert (back.status, back.quality, back.flags) == (annotation.status, annotation.quality, annotation.flags)


@settings(deadline=None)
@given(annotations)
def test_what_is_absent_is_not_written(annotation: Annotation) -> None:
    def empty(value: object) -> bool:
        return value is None or value is False or value == []

    document = cast("dict[str, Any]", json.loads(json.dumps(write_annotation(annotation, TEXT))))
    for key, value in document.items():
        assert not empty(value)
        for item in value if isinstance(value, list) and key != "flags" else ():
            assert not any(empty(member) for name, member in item.items() if name != "speakers")


def test_nobody_named_and_nobody_decided_are_two_things() -> None:
    quotes = (Quote("q1", Span(0, 2), "direct", speakers=()), Quote("q2", Span(3, 5), "direct", speakers=None))
    annotation = Annotation("sample", "b", "1.2", SHA, "draft", quotes=quotes)
    first, second = json.loads(json.dumps(write_annotation(annotation, TEXT)))["quotes"]
    assert first["speakers"] == []
    assert "speakers" not in second
    assert read_annotation(json.loads(json.dumps(write_annotation(annotation, TEXT)))).quotes == quotes


def test_entities_stand_in_the_order_of_their_first_mention() -> None:
    entities = tuple(Entity(each, each, "person") for each in ("never", "late", "early"))
    mentions = (Mention("m1", Span(9, 12), "PER", "late"), Mention("m2", Span(0, 2), "PER", "early"))
    annotation = Annotation("sample", "b", "1.2", SHA, "draft", entities=entities, mentions=mentions)
    back = read_annotation(json.loads(json.dumps(write_annotation(annotation, TEXT))))
    assert [entity.id for entity in back.entities] == ["early", "late", "never"]
    assert [mention.id for mention in back.mentions] == ["m2", "m1"]


def test_of_two_spans_that_begin_together_the_longer_comes_first() -> None:
    cues = (Cue("c1", Span(0, 2)), Cue("c12", Span(0, 5)), Cue("c3", Span(0, 5)))
    annotation = Annotation("sample", "b", "1.2", SHA, "draft", cues=cues)
    back = read_annotation(json.loads(json.dumps(write_annotation(annotation, TEXT))))
    assert [cue.id for cue in back.cues] == ["c3", "c12", "c1"]


@given(
    st.builds(
        Article,
        id=st.just("sample"),
        language=st.just("fr"),
        text=st.lists(st.text("aé ", min_size=1), min_size=1, max_size=3).map("\n".join),
        sentences=st.lists(spans, min_size=1, max_size=3).map(tuple),
        source=st.builds(
            Source,
            file=words,
            sha256=st.just(SHA),
            publisher=st.none() | words,
            url=st.none() | st.just("https://example.org/é"),
            published=st.sampled_from([None, "2025-01-31"]),
            note=st.none() | words,
        ),
        rights=st.builds(
            Rights,
            text=words,
            redistribution=st.sampled_from(["allowed", "stand-off-only", "unknown"]),
            decided_by=st.none() | words,
            date=st.sampled_from([None, "2025-01-31"]),
            basis=st.none() | words,
        ),
        text_sha256=st.just(SHA),
        title=st.none() | words,
        event=st.sampled_from([None, "summit"]),
    )
)
def test_an_article_comes_back_as_it_was(article: Article) -> None:
    document = json.loads(canonical.dumps(write_article(article)))
    assert read_article(document) == article
    assert list(GATES["article"].departures(document)) == []


def test_an_annotator_is_read() -> None:
    assert read_annotator({"id": "b", "kind": "human"}) == Annotator("b", "human")
    row = {"id": "b", "kind": "model", "languages": ["fr"], "note": "large"}
    assert read_annotator(cast("Any", row)) == Annotator("b", "model", ("fr",), "large")
