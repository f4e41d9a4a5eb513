"""Repairs of annotations: damaged in every way that a program can undo, they come back byte for byte."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora import REPOSITORY
from labelstudio import strategies
from labelstudio.made import SCHEME, article_of
from quidit import canonical
from quidit.checks.reading import Judge
from quidit.checks.run import Bundle, judge_bundle
from quidit.checks.subjects import File, FileKind
from quidit.crossing import write_annotation, write_article
from quidit.fixing.fix import Files, Fixing, fix
from quidit.problems import Problem
from quidit.records import LAYERS, Annotator, Article
from quidit.splits.ledger import Ledger

PLACE = "annotations/parc/zoe.json"
JUDGE = Judge(SCHEME, {"zoe": Annotator("zoe", "human")}, Ledger())

Damage = Callable[[dict[str, Any], str], str]


def fixed(article: bytes, annotation: bytes, *, unsafe: bool = False) -> Fixing:
    """What a fix makes of an annotation and its article."""

    def judged(files: Files) -> tuple[Problem, ...]:
        of_article = File("corpus/parc.json", FileKind.ARTICLE, files["corpus/parc.json"], article="parc")
        of_zoe = File(PLACE, FileKind.ANNOTATION, files[PLACE], article="parc", annotator="zoe")
        return judge_bundle(Bundle(of_article, (of_zoe,)), JUDGE, lambda _: None).problems

    return fix(
        {"corpus/parc.json": article, PLACE: annotation},
        judged,
        wanted=lambda problem: bool(problem.repair and (unsafe or problem.repair.is_safe)),
    )


def spans(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for layer in LAYERS for item in document.get(layer, ())]


def converted(document: dict[str, Any], start: Callable[[int], int], end: Callable[[int], int] | None = None) -> str:
    for item in spans(document):
        item["start"], item["end"] = start(item["start"]), (end or start)(item["end"])
    return canonical.dumps(document)


def in_utf16(document: dict[str, Any], text: str) -> str:
    return converted(document, lambda place: len(text[:place].encode("utf-16-le")) // 2)


def in_bytes(document: dict[str, Any], text: str) -> str:
    return converted(document, lambda place: len(text[:place].encode()))


def with_carriage_returns(document: dict[str, Any], text: str) -> str:
    return converted(document, lambda place: place + text.count("\n", 0, place))


def in_nfd(document: dict[str, Any], text: str) -> str:
    return converted(document, lambda place: sum(len(unicodedata.normalize("NFD", char)) for char in text[:place]))


def shifted(document: dict[str, Any], _: str) -> str:
    return converted(document, lambda place: place + 7)


def inclusive(document: dict[str, Any], _: str) -> str:
    return converted(document, lambda place: place, lambda place: place - 1)


def from_one(document: dict[str, Any], _: str) -> str:
    return converted(document, lambda place: place + 1, lambda place: place)


def swapped(document: dict[str, Any], _: str) -> str:
    for item in spans(document)[::2]:
        item["start"], item["end"] = item["end"], item["start"]
    return canonical.dumps(document)


def with_blanks(document: dict[str, Any], text: str) -> str:
    for item in spans(document):
        if text[item["end"] : item["end"] + 1] == " ":
            item["end"], item["text"] = item["end"] + 1, item["text"] + " "
    return canonical.dumps(document)


def in_plain_letters(document: dict[str, Any], _: str) -> str:
    for item in spans(document):
        item["text"] = item["text"].translate(str.maketrans("’\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "'  "))
    return canonical.dumps(document)


def decomposed(document: dict[str, Any], _: str) -> str:
    for row in [*spans(document), *document.get("entities", ())]:
        for key in ("text", "name"):
            if key in row:
                row[key] = unicodedata.normalize("NFD", row[key])
    return json.dumps(document, ensure_ascii=False)


def squeezed(document: dict[str, Any], _: str) -> str:
    return json.dumps(document, separators=(",", ":"))


def in_windows(document: dict[str, Any], _: str) -> str:
    return "\ufeff" + json.dumps(document, indent=4, sort_keys=True).replace("\n", "\r\n")


MASS = (in_utf16, in_bytes, with_carriage_returns, in_nfd, shifted, inclusive, from_one)
SINGLE = (swapped, with_blanks, in_plain_letters)
SPELT = (decomposed, squeezed, in_windows)

TEXT = (
    "La maire Ana Ruiz 😀 a déclaré : « Le parc ouvrira en mai. » Selon elle, l’été sera 👩\u200d👧 gratuit.\n"
    "À Lyon, Marc Petit refuse «\N{NARROW NO-BREAK SPACE}ce projet\N{NARROW NO-BREAK SPACE}», dit le maire de Zürich."
)


def example() -> tuple[bytes, dict[str, Any]]:
    """An article and an annotation of it in which nothing is wrong."""
    words = {"m1": "Ana Ruiz", "m2": "Lyon", "m3": "Marc Petit", "m4": "Zürich"}
    article = article_of(TEXT)
    document = {
        "article": "parc",
        "annotator": "zoe",
        "scheme": SCHEME.version,
        "text_sha256": article.text_sha256,
        "status": "draft",
        "entities": [{"id": each, "name": name, "kind": "other"} for each, name in words.items()],
        "mentions": [mention(each, name) for each, name in words.items()],
        "quotes": [
            {**span("q1", "« Le parc ouvrira en mai. »"), "type": "direct", "speakers": ["m1"]},
            {**span("q2", "l’été sera 👩\u200d👧 gratuit"), "type": "indirect", "speakers": ["m1"]},
            {**span("q3", "«\N{NARROW NO-BREAK SPACE}ce projet\N{NARROW NO-BREAK SPACE}»"), "type": "direct"},
        ],
    }
    return canonical.dumps(write_article(article)).encode(), document


def span(each: str, words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"id": each, "start": start, "end": start + len(words), "text": words}


def mention(each: str, words: str) -> dict[str, Any]:
    return {**span(each, words), "label": "MISC", "entity": each}


@pytest.mark.parametrize("damage", [*MASS, *SINGLE, *SPELT], ids=lambda damage: damage.__name__)
def test_what_was_damaged_comes_back_byte_for_byte(damage: Damage) -> None:
    article, document = example()
    whole = canonical.dumps(document).encode()
    assert fixed(article, whole).files[PLACE] == whole
    broken = damage(json.loads(whole), TEXT).encode()
    assert broken != whole
    fixing = fixed(article, broken)
    assert fixing.files[PLACE] == whole
    assert fixing.taken_back == ()
    assert fixing.files["corpus/parc.json"] == article


@pytest.mark.parametrize("damage", MASS, ids=lambda damage: damage.__name__)
def test_one_way_of_counting_is_one_problem(damage: Damage) -> None:
    article, document = example()
    fixing = fixed(article, damage(document, TEXT).encode())
    assert [problem.code for problem in fixing.fixed] in (["QD316"], ["QD317"])


def test_a_span_with_a_fault_of_its_own_hides_behind_no_way_of_counting() -> None:
    article, document = example()
    del document["quotes"][2]
    document["mentions"][3]["text"] = "Zurich"
    broken = in_bytes(json.loads(canonical.dumps(document)), TEXT).encode()
    fixing = fixed(article, broken)
    assert [problem.code for problem in fixing.fixed] == ["QD317"]
    after = json.loads(fixing.files[PLACE])
    assert [item["start"] for item in spans(after)][:3] == [item["start"] for item in spans(document)][:3]
    assert after["mentions"][3]["text"] == "Zurich"


def test_several_faults_of_one_file_are_mended_one_after_the_other() -> None:
    article, document = example()
    whole = canonical.dumps(document).encode()
    broken = "\ufeff" + squeezed(json.loads(in_utf16(json.loads(whole), TEXT)), TEXT)
    fixing = fixed(article, broken.encode())
    assert fixing.files[PLACE] == whole
    assert {problem.code for problem in fixing.fixed} >= {"QD009", "QD317"}


@st.composite
def cases(draw: st.DrawFn) -> tuple[Article, dict[str, Any]]:
    article = draw(strategies.articles())
    annotation = draw(strategies.annotations(article))
    return article, json.loads(canonical.dumps(write_annotation(annotation, article.text)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases(), st.sampled_from([*MASS, *SINGLE]))
def test_a_repair_puts_a_span_where_it_was_or_leaves_it(case: tuple[Article, dict[str, Any]], damage: Damage) -> None:
    article, document = case
    source = canonical.dumps(write_article(article)).encode()
    original = json.loads(fixed(source, canonical.dumps(document).encode()).files[PLACE])
    broken = json.loads(damage(json.loads(json.dumps(original)), article.text))
    if any(item["start"] < 0 or item["end"] < 0 for item in spans(broken)):
        return
    after = json.loads(fixed(source, canonical.dumps(broken).encode()).files[PLACE])
    for was, is_broken, now in zip(spans(original), spans(broken), spans(after), strict=True):
        assert now in (was, is_broken)
    assert {**after, **dict.fromkeys(LAYERS)} == {**original, **dict.fromkeys(LAYERS)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases(), st.sampled_from(SPELT))
def test_how_a_file_is_spelt_is_mended_whatever_it_says(case: tuple[Article, dict[str, Any]], damage: Damage) -> None:
    article, document = case
    source = canonical.dumps(write_article(article)).encode()
    before = fixed(source, canonical.dumps(document).encode()).files[PLACE]
    fixing = fixed(source, damage(json.loads(before), article.text).encode("utf-8", "surrogatepass"))
    assert fixing.files[PLACE] == before
    assert fixed(source, before).files[PLACE] == before


def test_the_toy_and_the_repository_need_no_fix() -> None:
    from quidit import Corpus

    for folder in (REPOSITORY, REPOSITORY / "tests" / "toy", REPOSITORY / "tests" / "other"):
        repairs = Corpus.open(folder).fix(dry_run=True)
        assert (repairs.files, repairs.taken_back) == ((), ())


def test_every_break_of_json_that_can_be_mended_is_mended_in_turn() -> None:
    article, document = example()
    whole = canonical.dumps(document)
    broken = whole.replace("},\n    {", "},\n    {", 1).replace("}\n  ]", "},\n  ]").replace('"m1"]', '"m1",]')
    broken = broken.replace('"end": 17,', '"end": 17.0, "end": 17.0,').replace('"speakers": ["m1"]', '"speakers": "m1"')
    assert json.loads(whole)["mentions"][0]["end"] == 17
    fixing = fixed(article, broken.encode())
    assert fixing.files[PLACE].decode() == whole
    assert fixing.taken_back == ()


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ('"type": "direct"}', '"type": "direct", "cue": null}'),
        ('"type": "direct"}', '"type": "direct", "unsure": false}'),
        ('"type": "direct"}', '"type": "direct", "via": [], "cue": ""}'),
        ('"status": "draft"', '"status": "draft", "quality": "", "flags": []'),
        ('"name": "Zürich"', '"wikidata": "", "name": "Zürich"'),
        ('"status": "draft"', '"status": "Draft"'),
        ('"start": 9, "end": 17', '"start": "9", "end": 17.0'),
        ('"start": 9, "end": 17', '"start": 9, "end": 17, "end": 17'),
        ('"name": "Zürich"', '"name": " Zu\\u0308rich\\u00ad"'),
        ('"status": "draft"', '"status": "draft", "quality": "gold"'),
    ],
)
def test_what_says_nothing_or_the_same_is_taken_out(find: str, replace: str) -> None:
    article, document = example()
    whole = canonical.dumps(document)
    assert whole.count(find) == 1
    fixing = fixed(article, whole.replace(find, replace).encode())
    assert fixing.files[PLACE].decode() == whole


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ('"status": "draft"', '"status": null'),
        ('"entity": "m1"', '"entity": null'),
        ('"status": "draft"', '"status": ""'),
        ('"name": "Zürich"', '"name": ""'),
        ('"id": "m2", "start"', '"id": "m1", "start"'),
        ('"label": "MISC", "entity": "m2"', '"lable": "MISC", "entity": "m2"'),
        ('"type": "indirect"', '"type": "indirekt"'),
        ('"start": 9, "end": 17', '"start": 9, "end": 17, "end": 18'),
        ('"article": "parc"', '"article": "park"'),
    ],
)
def test_what_would_be_a_guess_is_left(find: str, replace: str) -> None:
    article, document = example()
    whole = canonical.dumps(document)
    assert whole.count(find) == 1
    broken = whole.replace(find, replace).encode()
    fixing = fixed(article, broken)
    assert (fixing.files[PLACE], fixing.taken_back) == (broken, ())


def test_of_two_equal_items_one_goes_and_of_two_others_one_gets_the_next_id_where_that_is_asked_for() -> None:
    article, document = example()
    whole = canonical.dumps(document).encode()
    document["mentions"].insert(2, document["mentions"][1])
    assert fixed(article, canonical.dumps(document).encode()).files[PLACE] == whole
    document["mentions"][2:4] = [document["mentions"][3], {**mention("m2", "Marc"), "entity": "m3", "label": "ACTOR"}]
    clash = canonical.dumps(document).encode()
    assert fixed(article, clash).files[PLACE] == clash
    after = json.loads(fixed(article, clash, unsafe=True).files[PLACE])
    assert sorted(item["id"] for item in after["mentions"]) == ["m1", "m2", "m3", "m4", "m5"]
