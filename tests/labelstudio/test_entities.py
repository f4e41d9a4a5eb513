"""Who or what mentions mean: chosen, typed, or by the same name."""

import pytest

from labelstudio.made import (
    ARTICLE,
    SCHEME,
    annotated,
    article_of,
    edited_scheme,
    entity,
    marked,
    names,
    place,
    pushed,
    reading,
    said,
    typed,
)
from quidit.labelstudio.naming import kebab, read_typed, unused
from quidit.records import Annotation, Entity, Mention, Span

KNOWN = (
    Entity("ana-ruiz", "Ana Ruiz", "person", "Q1"),
    Entity("lyon", "Lyon", "place"),
    Entity("ville", "Lyon", "organisation"),
)


def task_of(*entities, article=ARTICLE):
    return pushed(
        article, Annotation("parc", "bob", SCHEME.version, article.text_sha256, "complete", entities=entities)
    )


TASK = task_of(*KNOWN[:2])


def one(*results, on=TASK, **more):
    """The only mention's entity, and what was noted."""
    read_as = reading(*results, on=on, **more)
    (mention,) = read_as.annotation.mentions
    return read_as.annotation.entity_by_id[mention.entity], names(read_as)


def test_the_entity_chosen_is_the_one_of_the_table_with_all_that_it_says():
    assert one(marked("a", "mention", "PER", "Marc Petit"), entity("a", "ana-ruiz")) == (KNOWN[0], [])


def test_only_entities_that_are_mentioned_stand_in_the_annotation_of_one_who_began_from_nothing():
    assert annotated(marked("a", "mention", "LOC", "Lyon"), entity("a", "lyon"), on=TASK).entities == KNOWN[1:2]


def test_the_last_step_of_a_path_is_what_was_chosen():
    path = {"start": 0, "end": 1, "taxonomy": [["personnes", "ana-ruiz"]]}
    result = {"id": "a", "type": "taxonomy", "from_name": "entity", "to_name": "text", "value": path}
    assert one(marked("a", "mention", "PER", "Marc Petit"), result)[0] == KNOWN[0]


def test_a_name_chosen_where_the_id_was_meant_is_the_entity_of_that_name():
    assert one(marked("a", "mention", "PER", "Marc Petit"), entity("a", "Ana Ruiz")) == (KNOWN[0], [])


def test_an_entity_that_the_task_does_not_offer_is_a_problem_and_the_name_decides():
    assert one(marked("a", "mention", "LOC", "Lyon"), entity("a", "gone")) == (KNOWN[1], ["unknown-entity"])


def test_of_two_entities_the_first_is_taken():
    found, noted = one(marked("a", "mention", "LOC", "parc"), entity("a", "lyon", "ana-ruiz"))
    assert (found, noted) == (KNOWN[0], ["more-than-one-value"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("marc-petit", Entity("marc-petit", "Marc Petit", "person")),
        ("marc-petit q42", Entity("marc-petit", "Marc Petit", "person", "Q42")),
        ("Marc Élie Petit Q42", Entity("marc-elie-petit", "Marc Élie Petit", "person", "Q42")),
        ("Q42", Entity("marc-petit", "Marc Petit", "person", "Q42")),
        ("לוי", Entity("entity-m1", "לוי", "person")),
        ("ana-ruiz", KNOWN[0]),
        ("ANA RUIZ", KNOWN[0]),
        ("lyon Q456", Entity("lyon", "Lyon", "place", "Q456")),
    ],
)
def test_a_new_entity_is_typed_as_an_id_or_a_name_with_or_without_its_wikidata_item(text, expected):
    assert one(marked("a", "mention", "PER", "Marc Petit"), typed("a", text)) == (expected, [])


def test_what_was_typed_may_be_a_text_instead_of_a_list():
    result = typed("a")
    result["value"]["text"] = " marc-petit "
    assert one(marked("a", "mention", "PER", "Marc Petit"), result)[0].id == "marc-petit"


def test_blanks_that_were_typed_are_nothing():
    assert one(marked("a", "mention", "LOC", "Lyon"), typed("a", "  "), on=TASK) == (KNOWN[1], [])


def test_of_two_texts_that_were_typed_the_first_is_taken():
    found, noted = one(marked("a", "mention", "PER", "Marc Petit"), typed("a", "b", "a"))
    assert (found.id, noted) == ("a", ["more-than-one-value"])


def test_the_chosen_entity_wins_over_the_typed_one():
    found, noted = one(marked("a", "mention", "PER", "Marc Petit"), entity("a", "ana-ruiz"), typed("a", "marc"))
    assert (found, noted) == (KNOWN[0], ["contradiction"])


def test_another_wikidata_item_than_the_known_one_is_not_taken():
    found, noted = one(marked("a", "mention", "PER", "Marc Petit"), typed("a", "ana-ruiz Q2"))
    assert (found, noted) == (KNOWN[0], ["contradiction"])


def test_two_mentions_of_one_typed_entity_share_it():
    ana = marked("a", "mention", "PER", "Ana Ruiz"), typed("a", "ana Q5")
    elle = marked("b", "mention", "ACTOR", "elle"), typed("b", "ana")
    assert annotated(*ana, *elle).entities == (Entity("ana", "Ana Ruiz", "person", "Q5"),)


def test_a_mention_left_empty_means_what_another_of_the_same_words_means():
    annotation = annotated(
        marked("a", "mention", "PER", "Ana Ruiz"),
        marked("b", "mention", "PER", place("Ana Ruiz", nth=2)),
        typed("b", "la-maire"),
    )
    assert [mention.entity for mention in annotation.mentions] == ["la-maire", "la-maire"]


TWICE = "Lyon a dit non. LYON est loin. Lyon a dit oui."


def test_mentions_of_the_same_use_count_before_others_of_the_same_words():
    text = article_of(TWICE)
    ends = [place(words, nth=nth, text=TWICE) for words, nth in (("Lyon", 1), ("LYON", 1), ("Lyon", 2))]
    results = [marked(f"r{n}", "mention", "LOC", end) for n, end in enumerate(ends)]
    uses = [said("r0", "use", "as-actor"), said("r1", "use", "literal"), said("r2", "use", "as-actor")]
    chosen = [entity("r0", "ville"), entity("r1", "lyon")]
    read_as = reading(*results, *uses, *chosen, article=text, on=task_of(*KNOWN, article=text))
    assert [mention.entity for mention in read_as.annotation.mentions] == ["ville", "lyon", "ville"]
    assert read_as.problems == ()


def test_a_name_that_means_two_entities_is_taken_for_the_first_and_said_to_be_a_guess():
    assert one(marked("a", "mention", "LOC", "Lyon"), on=task_of(*KNOWN)) == (KNOWN[1], ["entity-guessed"])


def test_a_mention_of_another_label_is_taken_and_said_to_be_a_guess():
    text = article_of(TWICE)
    first, last = (place("Lyon", nth=nth, text=TWICE) for nth in (1, 2))
    results = [marked("a", "mention", "LOC", first), typed("a", "ville-lyon"), marked("b", "mention", "ORG", last)]
    read_as = reading(*results, article=text)
    assert ([m.entity for m in read_as.annotation.mentions], names(read_as)) == (["ville-lyon"] * 2, ["entity-guessed"])


def test_an_unnamed_actor_left_empty_is_said_to_be_a_guess():
    assert "entity-guessed" in one(marked("a", "mention", "ACTOR", "elle"))[1]
    first, again = (marked(region, "mention", "ACTOR", "elle") for region in "ab")
    assert "entity-guessed" in names(reading(first, typed("a", "ana"), again))


def test_a_place_that_takes_the_entity_of_another_use_is_said_to_be_a_guess():
    first, last = (place("Lyon", nth=nth, text=TWICE) for nth in (1, 2))
    results = [marked("a", "mention", "LOC", first), typed("a", "mairie"), marked("b", "mention", "LOC", last)]
    uses = [said("a", "use", "as-actor"), said("b", "use", "literal")]
    assert "entity-guessed" in names(reading(*results, *uses, article=article_of(TWICE)))
    alike = [said("a", "use", "literal"), said("b", "use", "literal")]
    assert "entity-guessed" not in names(reading(*results, *alike, article=article_of(TWICE)))


def test_an_id_that_was_typed_is_also_that_of_the_words_that_it_is_made_of():
    article = article_of("Claire Besson parle. Besson rit.")
    read_as = reading(
        marked("a", "mention", "PER", (0, 13)),
        marked("b", "mention", "PER", (21, 27)),
        typed("b", "claire-besson"),
        on=task_of(article=article),
        article=article,
    )
    assert [each.entity for each in read_as.annotation.mentions] == ["claire-besson"] * 2
    assert "entity-guessed" in names(read_as)


def test_a_name_of_nobody_known_makes_an_entity_of_its_own_for_all_its_mentions():
    text = article_of("Zoé\N{NO-BREAK SPACE}Œuf et ZOÉ Œuf et Zoe Oeuf")
    ends = [(0, 7), (11, 18), (22, 30)]
    annotation = annotated(*(marked(f"r{n}", "mention", "PER", end) for n, end in enumerate(ends)), article=text)
    assert annotation.entities == (Entity("zoe-oeuf", "Zoé Œuf", "person"), Entity("zoe-oeuf-2", "Zoe Oeuf", "person"))
    assert [mention.entity for mention in annotation.mentions] == ["zoe-oeuf", "zoe-oeuf", "zoe-oeuf-2"]


def test_a_name_without_latin_letters_makes_an_entity_called_by_its_mention():
    text = article_of("אורי לוי 🎉")
    assert annotated(marked("a", "mention", "PER", (0, 8)), article=text).entities[0].id == "entity-m1"


def test_the_kind_of_a_new_entity_is_the_one_that_was_chosen():
    found, _ = one(marked("a", "mention", "PER", "Marc Petit"), typed("a", "x"), said("a", "entity_kind", "group"))
    assert found.kind == "group"


def test_the_kind_may_be_chosen_at_each_mention_and_the_first_in_the_text_holds():
    ana = [marked(region, "mention", "PER", place("Ana Ruiz", nth=nth)) for region, nth in (("a", 1), ("b", 2))]
    kind = said("a", "entity_kind", "group")
    assert reading(*ana, kind, said("b", "entity_kind", "group")).problems == ()
    other = reading(*ana, kind, said("b", "entity_kind", "place"))
    assert (other.annotation.entities[0].kind, names(other)) == ("group", ["contradiction"])


def test_the_kind_of_a_known_entity_stays():
    found, noted = one(marked("a", "mention", "LOC", "Lyon"), said("a", "entity_kind", "person"))
    assert (found, noted) == (KNOWN[1], ["contradiction"])


def test_a_new_entity_is_of_the_commonest_kind_of_its_label():
    odd = Entity("ana-ruiz", "Ana Ruiz", "group")
    results = marked("a", "mention", "PER", "Ana Ruiz"), marked("b", "mention", "PER", "Marc Petit")
    assert {each.kind for each in annotated(*results, on=task_of(odd)).entities} == {"group"}


def test_of_equally_common_kinds_it_is_the_first_in_the_scheme():
    task = task_of(Entity("x", "Marc Petit", "group"), Entity("y", "parc", "organisation"))
    names_of_people = [marked(words, "mention", "PER", words) for words in ("Ana Ruiz", "Marc Petit", "parc")]
    assert annotated(*names_of_people, on=task).entities[0].kind == "organisation"


def test_a_new_entity_of_a_label_without_others_is_of_the_kind_called_like_the_label():
    assert one(marked("a", "mention", "PER", "Marc Petit"))[0].kind == "person"


def test_a_new_entity_of_which_nothing_says_the_kind_is_of_the_last_one_and_said_to_be():
    found, noted = one(marked("a", "mention", "MISC", "parc"))
    assert (found.kind, noted) == (SCHEME.entity_kinds[-1].id, ["entity-kind-guessed"])


def test_no_label_is_named_in_the_code():
    renamed = edited_scheme(('label = "PER"', 'label = "HUMAN"'), ('id = "person"', 'id = "someone"'))
    annotation = annotated(marked("a", "mention", "HUMAN", "Ana Ruiz"), scheme=renamed)
    assert annotation.entities == (Entity("ana-ruiz", "Ana Ruiz", "someone"),)


def test_a_task_that_gives_only_choices_offers_them_without_their_kind():
    task = pushed()
    task["data"] = {**task["data"], "entities": [{"value": "Lyon", "alias": "lugdunum"}, {"value": "Ruiz"}, 3, {}]}
    del task["data"]["entity_table"]
    assert one(marked("a", "mention", "LOC", "Lyon"), on=task)[0] == Entity("lugdunum", "Lyon", "place")


@pytest.mark.parametrize("table", [None, 3, [3], [{"id": 3, "name": "x"}], [{"id": "x", "name": "x", "kind": "y"}]])
def test_a_table_that_was_broken_on_the_server_offers_what_can_be_read(table):
    task = pushed()
    task["data"] = {**task["data"], "entity_table": table, "entities": None}
    assert one(marked("a", "mention", "LOC", "Lyon"), on=task)[0] == Entity("lyon", "Lyon", "place")


def test_an_entity_that_nothing_mentioned_before_either_is_kept_and_one_that_lost_its_last_mention_is_not():
    mention = Mention("m1", Span(*place("Lyon")), "LOC", "lyon", use="literal")
    head = Annotation("parc", "bob", SCHEME.version, ARTICLE.text_sha256, "complete")
    annotation = Annotation(**{**vars(head), "entities": KNOWN[:2], "mentions": (mention,)})
    assert annotated(on=pushed(ARTICLE, annotation), parent_prediction=900).entities == KNOWN[:1]


def test_ids_are_lower_case_latin_without_accents():
    assert kebab("L’Œuvre d’Éléonore (n° 3)") == "l-oeuvre-d-eleonore-n-3"
    assert kebab("Łódź, Straße, Ærø") == "lodz-strasse-aero"
    assert kebab("日本") == ""
    assert unused("x", {"x", "x-2"}) == "x-3"
    assert read_typed("x-y", "Z").name == "Z"
