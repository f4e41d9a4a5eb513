"""The annotator's own hands: what is made with mouse and keys in a real browser is what the corpus gets."""

import json
from collections import Counter

import pytest

from quidit.ingest import Intake, add
from quidit.remote.push import push

FAMILY = "\U0001f468\N{ZERO WIDTH JOINER}\U0001f469\N{ZERO WIDTH JOINER}\U0001f467\N{ZERO WIDTH JOINER}\U0001f466"
NBSP = "\N{NO-BREAK SPACE}"
M, Q = "m\N{COMBINING TILDE}", "Q\N{COMBINING TILDE}"
"""Letters that are two code points each, in every normal form."""
QUOTE = f"«{NBSP}Le {M}ur tient. Il tiendra {FAMILY}{NBSP}»"
TEXT = (
    "À Kyiv \U0001f1fa\U0001f1e6, l’\N{EARTH GLOBE EUROPE-AFRICA}Ukraine attend.\n"
    f"{QUOTE}, a déclaré la cheffe Zoé {Q}uin, qui soutient l’Ukraine."
)
ARTICLE = "mur"

EXPECTED = {
    "article": ARTICLE,
    "annotator": "ana",
    "scheme": "1.2",
    "status": "complete",
    "entities": [
        {"id": "ukraine", "name": "Ukraine", "kind": "place"},
        {"id": "zoe-quin", "name": f"Zoé {Q}uin", "kind": "person", "wikidata": "Q42"},
    ],
    "mentions": [
        {"id": "m1", "start": 14, "end": 21, "text": "Ukraine", "label": "LOC", "use": "literal", "entity": "ukraine"},
        {"id": "m2", "start": 89, "end": 98, "text": f"Zoé {Q}uin", "label": "PER", "entity": "zoe-quin"},
        {"id": "m3", "start": 115, "end": 122, "text": "Ukraine", "label": "LOC", "use": "as-actor", "entity": "ukraine"},
    ],
    "cues": [{"id": "c1", "start": 69, "end": 78, "text": "a déclaré"}],
    "quotes": [
        {
            "id": "q1", "start": 30, "end": 67, "text": QUOTE, "type": "direct", "cue": "c1", "speakers": ["m2"],
            "unsure": True,
        }
    ],
    "stances": [
        {
            "id": "s1", "start": 104, "end": 112, "text": "soutient", "label": "favor", "holders": ["m2"],
            "issue": "support-for-ukraine",
        }
    ],
}  # fmt: skip


@pytest.fixture
def article(store, tmp_path):
    """The article of this module's text, in the repository's corpus."""
    raw = tmp_path / f"{ARTICLE}.txt"
    raw.write_text(TEXT)
    (added,) = add(store, [Intake(raw, ARTICLE, "fr")])
    assert added.text == TEXT
    assert [sentence.of(TEXT)[-6:] for sentence in added.sentences] == ["ttend.", "tient.", "raine."]
    return added


@pytest.fixture
def opened(studio, wish, screens):
    """The screen on which an annotator, logged in, has opened an article of their project."""

    def open_one(store, annotator="ana", article=ARTICLE):
        pushed = push(store, studio.connection, wish(store, annotator))
        screen = screens(annotator)
        screen.open_project(pushed.project.url)
        screen.open_article(article)
        return screen

    return open_one


@pytest.fixture
def pulled(studio, quidit):
    """What a person's pull writes, of which nothing was left out."""

    def pull(store, *options, annotator="ana", article=ARTICLE):
        run = quidit(store, "pull", "--annotator", annotator, *options, **studio.environment)
        assert (run.returncode, run.stderr) == (0, ""), run.stdout
        return json.loads((store.root / f"annotations/{article}/{annotator}.json").read_text())

    return pull


def files_of(store):
    return {path: path.read_bytes() for path in (store.root / "annotations").rglob("*.json")}


def test_what_is_annotated_by_mouse_and_keys_is_pulled_to_the_code_point(store, article, opened, pulled):
    screen = opened(store)
    assert screen.text == TEXT
    screen.select_what_is_drawn()
    screen.draw("3", "Ukraine")
    screen.tick("l")
    screen.leave()
    screen.draw("1", f"Zoé {Q}uin")
    screen.name_entity(f"Zoé {Q}uin Q42")
    screen.choose_kind("personne")
    screen.leave()
    screen.draw("3", "Ukraine", after="soutient")
    screen.tick("a")
    screen.leave()
    screen.draw("d", "a déclaré")
    screen.leave()
    screen.draw("q", QUOTE)
    screen.tick("z")
    screen.relate("Zoé")
    screen.draw("f", "soutient")
    screen.tick("shift+j")
    screen.relate("Zoé")
    screen.press("0")
    screen.submit()
    expected = {**EXPECTED, "text_sha256": article.text_sha256}
    assert pulled(store) == expected

    before = files_of(store)
    pulled(store)
    pulled(store, "--full")
    assert files_of(store) == before

    screen.select("soutient")
    screen.relabel("g")
    screen.leave()
    screen.update()
    assert pulled(store) == {**expected, "stances": [{**expected["stances"][0], "label": "against"}]}


@pytest.mark.usefixtures("article")
def test_a_quote_and_a_stance_take_as_few_actions_as_the_guide_says(store, opened):
    screen = opened(store)
    screen.select_what_is_drawn()
    screen.draw("1", f"Zoé {Q}uin")
    screen.leave()
    screen.done.clear()
    screen.draw("d", "a déclaré")
    screen.leave()
    screen.draw("q", QUOTE)
    screen.relate("Zoé")
    assert screen.done == Counter(keys=4, drags=2, clicks=1)
    screen.done.clear()
    screen.draw("f", "soutient")
    screen.tick("shift+j")
    screen.relate("Zoé")
    assert screen.done == Counter(keys=3, drags=1, clicks=1)


def test_the_first_article_submitted_untouched_comes_back_the_same_but_for_provenance(
    store, opened, pulled, same_but_for_provenance
):
    opened(store, article="garanties-ukraine").submit()
    pulled(store, article="garanties-ukraine")
    same_but_for_provenance(store, "garanties-ukraine", "ana")


def test_suggested_flags_and_absences_come_back_and_a_suggested_entity_can_be_changed(
    store, article, opened, pulled, same_but_for_provenance
):
    said = {**EXPECTED, "annotator": "adjudicated", "text_sha256": article.text_sha256, "quality": "silver"}
    said["flags"] = ["bad-segmentation", "bad-translation"]
    quote = {key: value for key, value in EXPECTED["quotes"][0].items() if key != "cue"}
    said["quotes"] = [{**quote, "speakers": []}]
    path = store.root / f"annotations/{ARTICLE}/adjudicated.json"
    path.parent.mkdir()
    path.write_text(json.dumps(said))
    screen = opened(store)
    screen.submit()
    pulled(store)
    same_but_for_provenance(store, ARTICLE, "ana")

    screen.select("Ukraine", after="soutient")
    screen.choose_entity(f"Zoé {Q}uin")
    screen.leave()
    screen.update()
    mentions = pulled(store)["mentions"]
    assert [each["entity"] for each in mentions] == ["ukraine", "zoe-quin", "zoe-quin"]
    assert [each["origin"]["from"] for each in mentions] == ["suggestion", "suggestion", "edited"]


@pytest.mark.usefixtures("article")
def test_two_annotators_see_nothing_of_each_other_in_their_projects(store, opened, pulled):
    marked = {"ana": "Ukraine", "lin": f"Zoé {Q}uin"}
    for annotator, words in marked.items():
        screen = opened(store, annotator)
        assert screen.labels == ["1:phrase", "2:phrase", "3:phrase"]
        assert screen.authors == [annotator, "quidit"]
        screen.select_what_is_drawn()
        screen.draw("3", words)
        screen.tick("l")
        screen.leave()
        screen.submit()
    for annotator, words in marked.items():
        assert [each["text"] for each in pulled(store, annotator=annotator)["mentions"]] == [words]
