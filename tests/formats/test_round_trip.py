"""Nothing is lost or moved: an annotation leaves as a foreign export with labels of its own, and comes back the same."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from labelstudio.made import SCHEME, article_of
from labelstudio.strategies import annotations, articles
from quidit.labelstudio.controls import Vocabulary
from quidit.labelstudio.foreign.carrying import NotCarriedError, carry
from quidit.labelstudio.foreign.map_file import read_map
from quidit.labelstudio.foreign.mapping import toml_key, toml_text
from quidit.labelstudio.foreign.translating import Received, translate
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.predicted import annotation_results, sentence_results
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import RegionIds
from quidit.records import Cue, Mention, Quote, Span
from quidit.text import RefusedText, normalise

SLOW = settings(suppress_health_check=list(HealthCheck))
THEIRS = {"mention": "nom", "quote": "parole", "cue": "verbe", "stance": "avis", "entity": "qui"}


def theirs(label):
    return f"{label} “là-bas”\\"


def own_map():
    """The map from labels that are all renamed to the scheme's."""
    values = Vocabulary(SCHEME).values
    layers = {"mention": ("mentions", "label"), "quote": ("quotes", "type"), "stance": ("stances", "label")}
    lines = ['language = "fr"', 'text = "corps"', "[labels]", 'qui = "entity"', 'sentence = "ignore"']
    for control, (layer, key) in layers.items():
        lines.append(f"[labels.{THEIRS[control]}]")
        lines += [
            f'{toml_key(theirs(each))} = {{ layer = "{layer}", {key} = "{each}" }}'
            for each in set(values[control].values())
        ]
    lines += ["[labels.verbe]", f'{toml_key(theirs("cue"))} = {{ layer = "cues" }}']
    for control, key in {"use": "use", "without": "without", "issue": "issue", "article_flag": "flag"}.items():
        lines.append(f"[labels.{control}]")
        lines += [
            f"{toml_key(theirs(each))} = {{ {key} = {toml_text(each)} }}" for each in set(values[control].values())
        ]
    lines += ["[labels.unsure]", f"{toml_key(theirs('unsure'))} = {{ unsure = true }}", "[relations]"]
    lines += [f"{toml_key(theirs(each))} = {toml_text(each)}" for each in Vocabulary(SCHEME).relations]
    return read_map("\n".join(lines), SCHEME)


MAP = own_map()


def is_taken(article):
    try:
        return normalise(article.text).text == article.text
    except RefusedText:
        return False


def cuts_a_letter(span, text):
    """Whether an edge stands between a letter and its marks, which some raw texts have in another order."""
    return any(unicodedata.category(text[edge])[0] == "M" for edge in (span.start, span.end) if edge < len(text))


ARTICLES = articles().filter(is_taken)
PAIRS = ARTICLES.flatmap(lambda article: st.tuples(st.just(article), annotations(article)))


@st.composite
def raws(draw, text):
    """A text as it may have been received, as the raw characters of each of its own."""
    raw = []
    for character in text:
        if character == "\n":
            raw.append(draw(st.sampled_from(["\n", "\r\n", "\r", " \t\n", "\n\n \r\n", "\u2028"])))
        else:
            forms = [character, unicodedata.normalize("NFD", character)]
            raw.append(draw(st.sampled_from(forms)) + draw(st.sampled_from(["", "", "", "\N{SOFT HYPHEN}"])))
    return [draw(st.sampled_from(["", "\ufeff", "\ufeff \n", "\t"])), *raw]


def as_foreign(result, raw):
    """A result of ours under other names, with offsets in the text as it was received."""
    if result["type"] == "relation":
        return {**result, "labels": [theirs(each) for each in result["labels"]]}
    value = {key: each for key, each in result["value"].items() if key != "text"}
    for kind in ("labels", "choices"):
        if kind in value:
            value[kind] = [theirs(each) for each in value[kind]]
    for edge in {"start", "end"} & set(value):
        value[edge] = len("".join(raw[: result["value"][edge] + 1]))
    return {**result, "from_name": THEIRS.get(result["from_name"], result["from_name"]), "value": value}


def without_order(item, entities):
    """An item with what it leads to in no order, and the entity that it means by all mentions of it."""
    item = replace(item, id="", provenance=None)
    match item:
        case Mention():
            return replace(item, entity=entities[item.entity])
        case Cue():
            return item
        case Quote():
            speakers = None if item.speakers is None else frozenset(item.speakers)
            return replace(item, speakers=(), via=()), speakers, frozenset(item.via)
    return replace(item, holders=()), frozenset(item.holders)


def by_region(annotation, region_of):
    """The annotation's items by region, with references to regions."""
    entities = {
        entity.id: frozenset(region_of[each.id] for each in annotation.mentions if each.entity == entity.id)
        for entity in annotation.entities
    }
    found = {}
    for each, item in annotation.by_id.items():
        moved = item
        for key in ("cue", "continues", "target"):
            if getattr(item, key, None):
                moved = replace(moved, **{key: region_of[getattr(item, key)]})
        for key in ("speakers", "via", "holders"):
            if getattr(item, key, None):
                moved = replace(moved, **{key: tuple(region_of[end] for end in getattr(item, key))})
        found[region_of[each]] = without_order(moved, entities)
    return found


@SLOW
@given(st.data())
def test_an_annotation_under_other_labels_and_on_a_raw_text_comes_back_the_same(data):
    article, annotation = data.draw(PAIRS)
    assume(not any(cuts_a_letter(item.span, article.text) for item in annotation.by_id.values()))
    raw = data.draw(raws(article.text))
    received = Received("".join(raw), normalise("".join(raw)))
    assert received.normalised.text == article.text
    ours = [*sentence_results(article), *annotation_results(annotation, article.text, Vocabulary(SCHEME))]
    notes = Notes("7", article.text)
    translation = translate(
        {"result": [as_foreign(each, raw) for each in ours]}, MAP, received, Vocabulary(SCHEME), notes
    )
    assert {problem.name for problem in notes.problems} <= {"blanks-trimmed"}
    assert sum(translation.ignored.values()) == len(article.sentences)
    table = {"entity_table": list(translation.entities)}
    task = {"data": {"doc_id": article.id, "text_sha256": article.text_sha256, "text": article.text, **table}}
    answer = {"result": list(translation.results), "was_cancelled": False}
    reading = read(task, answer, article, SCHEME, annotator="zoe", ids=RegionIds())
    region_of = {each: region.removesuffix(" (theirs)") for region, ids in reading.ids.regions.items() for each in ids}
    assert reading.annotation.flags == annotation.flags
    expected = by_region(annotation, {each: each for each in annotation.by_id})
    assert by_region(reading.annotation, region_of) == expected


@SLOW
@given(st.data())
def test_a_span_is_carried_over_exactly_or_refused(data):
    article = data.draw(ARTICLES)
    raw = "".join(data.draw(raws(article.text)))
    normalised = normalise(raw)
    first, last = sorted((data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, len(raw)))))
    try:
        span = carry(Span(first, last), normalised)
    except NotCarriedError:
        return
    visible = "".join(unicodedata.normalize("NFD", raw[first:last]).split())
    for deleted in ("\N{SOFT HYPHEN}", "\ufeff"):
        visible = visible.replace(deleted, "")
    assert "".join(unicodedata.normalize("NFD", span.of(normalised.text)).split()) == visible
    assert span.of(normalised.text) == span.of(normalised.text).strip()


def test_a_span_that_cuts_a_letter_from_its_accent_is_refused():
    normalised = normalise("Le cafe\N{COMBINING ACUTE ACCENT} ouvre.")
    assert carry(Span(3, 8), normalised).of(normalised.text) == "café"
    for cut in (Span(3, 7), Span(7, 14)):
        with pytest.raises(NotCarriedError, match="'é'"):
            carry(cut, normalised)


def test_the_articles_of_the_property_are_articles():
    assert is_taken(article_of("L’été\nà Paris"))
