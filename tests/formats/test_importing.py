"""What an import takes, changes and leaves out, and that it says so of every task."""

import json

import pytest

from formats.made import HEAD, LABELS, MAP, TEXT, answer, chosen, corpus, imported, joined, marked, names, task
from quidit.corpus import Corpus
from quidit.formats.imported import Outcome
from quidit.text import sha256

FULL = (
    marked("a", "nom", "Personne", "Ana Ruiz"),
    marked("b", "parole", "Citation", "Le parc ouvrira en mai."),
    marked("c", "parole", "verbe", "a déclaré"),
    marked("d", "nom", "Personne", "Marc Petit"),
    marked("e", "avis", "contre", "refuse"),
    marked("f", "nom", "Lieu", "Lyon"),
    joined("a", "b", "dit par"),
    joined("b", "c", "annoncé par"),
    joined("e", "d", "tenu par", direction="left"),
)


@pytest.fixture
def store(tmp_path):
    return corpus(tmp_path / "corpus")


def only(store, annotator="ana"):
    """The only imported annotation of the annotator."""
    found = [
        each for article in store.article_ids() for each in store.annotations(article) if each.annotator == annotator
    ]
    assert len(found) == 1
    return found[0]


def words(store, annotation):
    text = store.article(annotation.article).text
    return {each: item.span.of(text) for each, item in annotation.by_id.items()}


def is_valid(store):
    return Corpus(store).validate().is_clean


def test_texts_become_articles_and_labels_ours(store):
    found = imported(store, task(answer(*FULL)))
    assert (found.problems, found.is_whole) == ((), True)
    annotation = only(store)
    assert words(store, annotation) == {
        "m1": "Ana Ruiz",
        "m2": "Lyon",
        "m3": "Marc Petit",
        "c1": "a déclaré",
        "q1": "Le parc ouvrira en mai.",
        "s1": "refuse",
    }
    assert (annotation.quotes[0].speakers, annotation.quotes[0].cue) == (("m1",), "c1")
    assert (annotation.stances[0].holders, annotation.stances[0].issue) == (("m3",), "new-bridge")
    assert [mention.use for mention in annotation.mentions] == [None, "literal", None]
    assert annotation.status == "complete"
    assert is_valid(store)


def test_the_raw_text_is_kept_and_says_where_it_is_from(store):
    found = imported(store, task(answer(*FULL)))
    article = store.article(found.tasks[0].article)
    assert article.id == "la-maire-ana-ruiz-a-declare-le-parc-ouvrira-en"
    assert article.source.note == "imported from export.json, project 3, task 7"
    assert (store.root / "seeds" / article.source.file).read_bytes() == TEXT.encode()


@pytest.mark.parametrize(
    ("raw", "span", "expected"),
    [
        ("\ufeffAna Ruiz est à Lyon.", (1, 9), "Ana Ruiz"),
        ("  \r\n Il pleut.\r\n\r\n\tAna\u00a0Ruiz est là.\r\n", (19, 27), "Ana\u00a0Ruiz"),
        ("Rene\u0301e Ruiz est là.", (0, 11), "Renée Ruiz"),
        ("😀 👩\u200d👩\u200d👧 🇫🇷 Zoé est là.", (11, 14), "Zoé"),
        ("A\u00adna Ruiz est là.", (0, 9), "Ana Ruiz"),
        ("Il dit à\tAna Ruiz : non.", (9, 17), "Ana Ruiz"),
        ("<p>Ana Ruiz &amp; fils</p>", (3, 11), "Ana Ruiz"),
        ("Il dit à Ana Ruiz : non.", (9.0, 17.0), "Ana Ruiz"),
        ("Il dit à Ana Ruiz : non.", (8, 18), "Ana Ruiz"),
        ("Un.\u2028Ana Ruiz est là.", (4, 12), "Ana Ruiz"),
    ],
)
def test_a_span_follows_the_text_through_its_normalisation(store, raw, span, expected):
    found = imported(store, task(answer(marked("a", "nom", "Personne", span)), text=raw))
    assert found.is_whole, found.problems
    assert list(words(store, only(store)).values()) == [expected]
    assert is_valid(store)


@pytest.mark.parametrize(
    ("span", "why"),
    [
        ((0, 4), "cuts 'é'"),
        ((16, 18), "nothing visible"),
        ((4, 99), "is no span of the text"),
        ((9, 4), "is no span of the text"),
        ((True, 4), "are no whole numbers"),
        ((0.5, 4), "are no whole numbers"),
        ((None, None), "are no whole numbers"),
    ],
)
def test_a_span_that_cannot_follow_is_said_to_be_left_out(store, span, why):
    text = "Rene\u0301e Ruiz est \r\nlà."
    found = imported(store, task(answer(marked("a", "nom", "Personne", span), joined("a", "a", "dit par")), text=text))
    assert why in found.problems[0].message
    assert (names(found)[0], found.is_whole) == ("span-not-carried-over", False)
    assert (only(store).mentions, only(store).status) == ((), "draft")


def test_what_is_not_in_the_map_is_left_out_with_the_line_to_add(store):
    results = (
        marked("a", "nom", "Pays", "Lyon"),
        marked("b", "nom", "Pays", "Ana Ruiz"),
        marked("c", "parole", "Citation", "Le parc ouvrira en mai."),
        joined("c", "b", "dit par"),
        joined("c", "a", "loin de"),
        chosen("c", "note libre", "à revoir", kind="textarea"),
        {**chosen("c", "étoiles"), "type": "rating", "value": {"rating": 4}},
    )
    found = imported(store, task(answer(*results)))
    fixes = [problem.fix for problem in found.problems if problem.name == "not-in-the-map"]
    assert fixes == [
        'write in MAP.toml, under [labels.nom]: "Pays" = { layer = "…", … }, or = "ignore"',
        'write in MAP.toml, under [labels]: "note libre" = "ignore", or = "entity" where it names whom a mention means',
        'write in MAP.toml, under [relations]: "loin de" = "…", or = "ignore"',
        'write in MAP.toml, under [labels]: "étoiles" = "ignore", or = "entity" where it names whom a mention means',
    ]
    assert "nom 'Pays' (2 ×)" in found.problems[0].message
    assert "relation-of-what-was-left-out" in names(found)
    assert found.tasks[0].left_out["not-in-the-map"] == 4


def test_what_the_map_ignores_is_counted_and_no_loss(store):
    text = MAP.replace('Lieu = { layer = "mentions", label = "LOC", use = "literal" }', 'Lieu = "ignore"')
    results = (*FULL, chosen("f", "doute", "oui"), joined("b", "f", "dit par"))
    found = imported(store, task(answer(*results)), map_text=text)
    assert found.is_whole
    assert found.tasks[0].ignored == {("nom", "Lieu"): 1, ("doute", "oui"): 1, ("relation", "dit par"): 1}


def test_choices_say_more_of_a_region_or_of_the_text(store):
    results = (*FULL, chosen("b", "doute", "oui"), chosen("x", "texte", "mal coupé"))
    assert imported(store, task(answer(*results))).is_whole
    annotation = only(store)
    assert [quote.unsure for quote in annotation.quotes] == [True]
    assert annotation.flags == ("bad-segmentation",)


def test_relations_without_a_label_say_what_they_join_where_the_map_wants_it(store):
    results = [each for each in FULL if each["type"] != "relation"]
    drawn = [joined("b", "a"), joined("c", "b"), joined("d", "e")]
    assert imported(store, task(answer(*results, *drawn))).is_whole
    annotation = only(store)
    assert (annotation.quotes[0].speakers, annotation.quotes[0].cue) == (("m1",), "c1")
    assert annotation.stances[0].holders == ("m3",)


def test_a_relation_drawn_the_other_way_is_turned(store):
    text = "« Non », dit Ana Ruiz, « jamais »."
    results = (
        marked("a", "parole", "Citation", "Non", text),
        marked("b", "parole", "Citation", "jamais", text),
        joined("a", "b", "continué par"),
    )
    imported(store, task(answer(*results), text=text))
    assert [quote.continues for quote in only(store).quotes] == [None, "q1"]


def test_no_cue_is_inferred_for_somebody_else_s_quote(store):
    imported(store, task(answer(*(each for each in FULL if each.get("labels") != ["annoncé par"]))))
    assert [quote.cue for quote in only(store).quotes] == [None]


def test_mentions_of_the_same_words_mean_one_entity_and_a_control_may_name_it(store):
    text = "Ana Ruiz parle. La maire sourit. Ana Ruiz part."
    results = (
        marked("a", "nom", "Personne", (0, 8)),
        marked("b", "nom", "Personne", (33, 41)),
        marked("c", "nom", "Groupe", "La maire", text),
        chosen("a", "qui", "Ana Ruiz Q42", kind="textarea"),
        chosen("c", "qui", "Ana Ruiz Q42", kind="textarea"),
    )
    map_text = HEAD + '[labels]\nqui = "entity"\n' + LABELS
    imported(store, task(answer(*results), text=text), map_text=map_text)
    annotation = only(store)
    assert {mention.entity for mention in annotation.mentions} == {"ana-ruiz"}
    assert [(each.name, each.wikidata, each.kind) for each in annotation.entities] == [("Ana Ruiz", "Q42", "person")]


def test_spans_that_the_rules_refuse_are_left_out_one_by_one(store):
    text = "La ville de Lyon parle. Ana Ruiz aussi."
    results = (
        marked("a", "nom", "Lieu", "ville de Lyon", text),
        marked("b", "nom", "Lieu", "Lyon", text),
        marked("c", "nom", "Personne", "na Rui", text),
        marked("d", "nom", "Groupe", "Lyon parle. Ana", text),
        marked("e", "parole", "Résumé", "Lyon parle. Ana Ruiz", text),
        joined("e", "b", "dit par"),
    )
    found = imported(store, task(answer(*results), text=text))
    refused = [each for each in found.problems if each.name == "against-the-rules"]
    assert [each.pointer for each in refused] == ["/region/b", "/region/d", "/region/c"]
    annotation = only(store)
    assert sorted(words(store, annotation).values()) == ["Lyon parle. Ana Ruiz", "ville de Lyon"]
    assert (annotation.quotes[0].speakers, annotation.status) == (None, "draft")
    assert is_valid(store)


def test_words_that_the_export_repeats_otherwise_are_worth_a_warning(store):
    tabbed = marked("a", "nom", "Personne", (0, 8))
    tabbed["value"]["text"] = "Ana\\nRuiz"
    shifted = marked("b", "nom", "Personne", (19, 29))
    shifted["value"]["text"] = "à, Marc Pe"
    found = imported(store, task(answer(tabbed, shifted), text="Ana\tRuiz est là. 😀 Marc Petit."))
    assert [each.pointer for each in found.problems if each.name == "other-words-repeated"] == ["/region/b"]


@pytest.mark.parametrize("kind", ["hypertextlabels", "paragraphlabels"])
def test_places_in_a_page_count_by_their_offsets_in_the_whole_text(store, kind):
    def region(each, start, end, said):
        offsets = {"globalOffsets": {"start": start, "end": end}} if start is not None else {}
        value = {"start": "/text()[1]", "end": "/text()[1]", kind: ["Personne"], "text": said, **offsets}
        return {"id": each, "type": kind, "from_name": "nom", "to_name": "text", "value": value}

    results = (region("a", 9, 17, "Ana Ruiz"), region("b", 10, 18, "Ana Ruiz"), region("c", None, None, "Ana Ruiz"))
    found = imported(store, task(answer(*results)))
    assert [(each.name, each.pointer) for each in found.problems[:2]] == [
        ("span-not-carried-over", "/region/b"),
        ("span-not-carried-over", "/region/c"),
    ]
    assert list(words(store, only(store)).values()) == ["Ana Ruiz"]


def test_a_page_with_tags_and_offsets_in_what_a_browser_shows_is_left_out(store):
    region = {"id": "a", "type": "hypertextlabels", "from_name": "nom", "value": {"hypertextlabels": ["Personne"]}}
    found = imported(store, task(answer(region), text="<p>Ana Ruiz &amp; fils</p>"))
    assert names(found) == ["offsets-in-markup"]
    assert found.written == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ([{"author": "Ana", "text": "Non."}], "task-without-text"),
        (None, "task-without-text"),
        ("", "text-refused"),
        ("un\u200bmot caché", "text-refused"),
        ("un\ud83dmot coupé", "text-refused"),
        ("a" * (4 * 1024 * 1024 + 1), "text-refused"),
    ],
)
def test_a_task_without_a_text_that_could_be_an_article_is_left_out_alone(store, text, name):
    found = imported(store, task(answer(), text=text), task(answer(*FULL), number=8))
    assert names(found) == [name]
    assert [each.article is None for each in found.tasks] == [True, False]
    assert is_valid(store)


@pytest.mark.parametrize(
    "member", [7, "task", None, [], {"id": 3}, {"data": {"corps": "Non."}}, {"data": [], "annotations": []}]
)
def test_what_is_no_task_is_said_and_the_rest_goes_on(store, member):
    found = imported(store, member, task(answer(*FULL)))
    assert (names(found), found.tasks[1].annotations[0].outcome) == (["unreadable-task"], Outcome.WRITTEN)


@pytest.mark.parametrize(
    "result",
    [
        7,
        None,
        {"type": "labels"},
        {"id": "a", "type": "labels", "from_name": "nom", "value": {"start": 0, "end": 3}},
        {"id": "a", "type": "labels", "from_name": "nom", "value": {"start": 0, "end": 3, "labels": [7]}},
        {"id": "a", "type": "rectanglelabels", "from_name": "nom", "value": {"x": 1, "rectanglelabels": ["Personne"]}},
        {"type": "relation", "from_id": "a"},
        {"type": "relation", "from_id": "a", "to_id": "b", "labels": [7]},
        {"type": "relation", "from_id": "a", "to_id": "nirgends", "labels": ["dit par"]},
        {"id": "z", "type": "choices", "from_name": "doute", "value": {"choices": ["oui"]}},
    ],
)
def test_a_result_that_cannot_be_read_is_a_loss_and_the_rest_is_taken(store, result):
    found = imported(store, task(answer(*FULL, result)))
    assert not found.is_whole
    assert len(words(store, only(store))) == 6
    assert is_valid(store)


def test_each_annotator_has_a_file_and_skipping_is_kept(store):
    given = (answer(*FULL), answer(by={"id": 9, "email": "bob@example.org"}, was_cancelled=True))
    imported(store, task(*given))
    assert (only(store).status, only(store, "bob").status) == ("complete", "skipped")
    listed = json.loads((store.root / "annotations/annotators.json").read_text())
    assert listed[1:] == [{"id": each, "kind": "human", "languages": ["fr"]} for each in ("ana", "bob")]


def test_whoever_is_not_in_the_map_is_left_out_unless_it_has_a_default(store):
    found = imported(store, task(answer(*FULL, by=12)))
    assert (names(found), found.problems[0].fix) == (
        ["annotator-not-in-the-map"],
        'write in MAP.toml, under [annotators]: 12 = "…"',
    )
    imported(store, task(answer(*FULL, by=12)), map_text='default_annotator = "eva"\n' + MAP)
    assert only(store, "eva").status == "complete"


def test_of_two_annotations_by_one_annotator_an_empty_one_displaces_nothing(store):
    early = answer(*FULL, id=1, updated_at="2026-01-01T00:00:00Z")
    late = answer(id=2, updated_at="2026-01-02T00:00:00Z")
    found = imported(store, task(early), task(late, number=8))
    assert (names(found), len(only(store).mentions), found.is_whole) == (["several-answers"], 3, True)
    assert "annotation 2, which holds 0 items, was passed over for 1 of task 7" in found.problems[0].message


def test_the_annotation_that_holds_most_is_taken_and_what_is_lost_with_the_others_said(store):
    full = answer(*FULL, id=1, updated_at="2026-01-01T00:00:00Z")
    part = answer(*FULL[:2], marked("x", "nom", "?", "Lyon"), id=2, updated_at="2026-01-02T00:00:00Z")
    found = imported(store, task(part), task(full, number=8))
    assert (names(found), len(only(store).mentions)) == (["annotation-passed-over", "not-in-the-map"], 3)
    assert (
        "annotation 2, which holds 2 items, was passed over for 1 of task 8, which holds 6" in found.problems[0].message
    )
    assert (found.is_whole, dict(found.tasks[0].left_out)["annotation-passed-over"]) == (False, 1)


def test_of_two_annotations_that_hold_as_much_the_later_is_taken(store):
    early = answer(FULL[0], id=1, updated_at="2026-01-01T00:00:00Z")
    late = answer(FULL[5], id=2, updated_at="2026-01-02T00:00:00Z")
    imported(store, task(late, early))
    assert words(store, only(store)) == {"m1": "Lyon"}


@pytest.mark.parametrize(
    ("text", "said"), [(None, "have nothing under 'corps'"), (["a"], "have a list, which is no text, under")]
)
def test_a_task_without_text_says_what_it_has_instead(store, text, said):
    found = imported(store, task(text=text, data={"titre": "Un parc"}))
    assert said in found.problems[0].message
    assert found.problems[0].message.endswith("texts are under: titre")


def test_a_region_of_two_layers_is_looked_at_before_all_is_well(store):
    twice = (marked("a", "nom", "Personne", "Ana Ruiz"), marked("a", "parole", "verbe", "Ana Ruiz"))
    found = imported(store, task(answer(*twice)), map_text='status = "complete"\n' + MAP)
    assert (found.tasks[0].changed["region-in-two-layers"], found.tasks[0].left_out, found.is_whole) == (1, {}, False)


def test_drafts_and_predictions_are_counted_and_no_annotation(store):
    extra = {"drafts": [{"result": []}], "predictions": [4, 5]}
    found = imported(store, task(**extra))
    assert [each.message for each in found.problems] == ["1 drafts were left out", "2 predictions were left out"]
    ignoring = 'drafts = "ignore"\npredictions = "ignore"\n' + MAP
    assert imported(store, task(**extra), map_text=ignoring).is_whole


def test_what_a_prediction_made_is_said_to_be_suggested(store):
    a, d = (marked("a", "nom", "Personne", "Ana Ruiz", origin="prediction"), FULL[3])
    made = answer(a, d, prediction={"model_version": "spacy 3.8"})
    imported(store, task(made))
    origins = [mention.provenance for mention in only(store).mentions]
    assert origins[1] is None
    assert (origins[0].origin, origins[0].producer, origins[0].version) == ("suggestion", "spacy", "3.8")


def test_an_annotation_of_some_layers_only_is_a_draft_unless_somebody_vouches_for_it(store, tmp_path):
    some = HEAD + '[labels.nom]\nPersonne = { layer = "mentions", label = "PER" }\n'
    one = task(answer(FULL[0]))
    found = imported(store, one, map_text=some)
    assert (only(store).status, names(found), found.is_whole) == ("draft", ["taken-as-a-draft"], True)
    other = corpus(tmp_path / "other")
    imported(other, one, map_text='status = "complete"\n' + some)
    assert only(other).status == "complete"


def test_a_text_that_the_corpus_has_is_not_added_again(store):
    imported(store, task(answer(*FULL)))
    region = marked("a", "nom", "Personne", (10, 18))
    again = task(answer(region, by="bob@example.org"), text="\ufeff" + TEXT.replace("\n", "\r\n"), number=9)
    found = imported(store, again)
    assert (found.tasks[0].is_new, len(store.article_ids())) == (False, 2)
    assert words(store, only(store, "bob")) == {"m1": "Ana Ruiz"}


def test_importing_twice_changes_no_byte_and_an_annotation_is_never_overwritten(store):
    imported(store, task(answer(*FULL)))
    before = {path: path.read_bytes() for path in store.root.rglob("*") if path.is_file()}
    again = imported(store, task(answer(*FULL)))
    assert (again.written, again.is_whole, again.tasks[0].annotations[0].outcome) == ((), True, Outcome.UNCHANGED)
    other = imported(store, task(answer(FULL[0])))
    assert names(other)[-1] == "annotated-already"
    assert {path: path.read_bytes() for path in store.root.rglob("*") if path.is_file()} == before


def test_ids_come_from_the_map_s_key_and_are_no_other_article_s(store):
    keyed = 'id = "nr"\ntitle = "titre"\nurl = "lien"\n' + MAP
    tasks = [
        task(text="Il pleut.", number=1, data={"nr": "meteo-1", "titre": "La  météo", "lien": "https://example.org/1"}),
        task(text="Il neige.", number=2, data={"nr": "meteo-1"}),
        task(text="Il vente.", number=3, data={"nr": "../../évasion"}),
        task(text="Il gèle.", number=4, data={"nr": 7, "lien": "javascript:alert(1)"}),
        task(text="Il tonne.", number=5, data={"nr": "nul"}),
    ]
    found = imported(store, *tasks, map_text=keyed)
    assert [each.article for each in found.tasks] == ["meteo-1", "meteo-1-2", "evasion", "task-4", "nul-2"]
    assert store.article("meteo-1").title == "La météo"
    assert store.article("meteo-1").source.url == "https://example.org/1"
    assert store.article("task-4").source.url is None
    assert names(found) == ["id-changed", "description-left-out"]
    assert is_valid(store)


def test_a_raw_file_of_the_same_name_is_never_overwritten(store):
    (store.root / "seeds/meteo.txt").write_text("autre chose")
    found = imported(store, task(text="Il pleut.", data={"nr": "meteo"}), map_text='id = "nr"\n' + MAP)
    assert found.tasks[0].article == "meteo-2"


def test_a_dry_run_says_the_same_and_writes_nothing(store):
    before = sorted(store.root.rglob("*"))
    dry = imported(store, task(answer(*FULL)), dry_run=True)
    assert sorted(store.root.rglob("*")) == before
    assert dry == imported(store, task(answer(*FULL)))


def test_tasks_of_one_number_are_told_apart(store):
    found = imported(store, task(text="Il pleut."), task(text="Il neige."))
    assert [each.task for each in found.tasks] == ["7", "7 (number 2)"]
    assert sha256("Il neige.") in {store.article(each).text_sha256 for each in store.article_ids()}
