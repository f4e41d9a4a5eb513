"""Rows: that each stands alone, and says of its text what the deciding annotation says of the article."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from releases import LAYERS, annotations_of, article_of, deciding_of, items_of, spans_in

IN_ARTICLE = ("sentences", "quotes", "stance", "annotations")
ANNOTATED = ("sentences", "tokens", "quotes", "stance", "entities")


def names_of(loaded, config, column, *, inside=None):
    features = next(iter(loaded[config].values())).features[column]
    return (features.feature[inside] if inside else features).names


def frame_of(corpus, config, row):
    """Where the row's text stands in its article."""
    text, _ = article_of(corpus, row["article"])
    if config == "annotations":
        return 0, len(text)
    if config == "sentences":
        return row["start"], row["end"]
    item = row["quote" if config == "quotes" else "stance"]
    start = items_of(deciding_of(corpus, row["article"]))[item["id"]]["start"] - item["start"]
    return start, start + len(row["text"])


def test_every_span_of_every_row_holds_its_words(each):
    seen = Counter()
    for config, _, row in each.rows():
        for span in spans_in(row):
            if span["start"] is not None:
                seen[config] += 1
                assert 0 <= span["start"] < span["end"] <= len(row["text"])
                assert row["text"][span["start"] : span["end"]] == span["text"]
    assert set(seen) == set(IN_ARTICLE)


def test_offsets_are_null_only_where_the_end_lies_outside_the_rows_text(each):
    outside = 0
    for config, _, row in each.rows():
        if config not in IN_ARTICLE:
            continue
        text, _ = article_of(each.corpus, row["article"])
        start, end = frame_of(each.corpus, config, row)
        files = annotations_of(each.corpus, row["article"])
        made = files[row["annotator"]] if config == "annotations" else deciding_of(each.corpus, row["article"])
        items = items_of(made)
        for span in spans_in(row):
            item = items[span["id"]]
            clipped = "part" in span
            expected = (
                max(item["start"], start) if clipped else item["start"],
                min(item["end"], end) if clipped else item["end"],
            )
            if start <= expected[0] and expected[1] <= end:
                assert (span["start"], span["end"]) == (expected[0] - start, expected[1] - start)
            else:
                outside += 1
                assert (span["start"], span["end"]) == (None, None)
            assert span["text"] == text[slice(*expected)]
    assert outside


def test_a_rows_text_is_the_articles_at_its_place(each):
    for config, _, row in each.rows():
        if config in IN_ARTICLE:
            text, _ = article_of(each.corpus, row["article"])
            assert row["text"] == text[slice(*frame_of(each.corpus, config, row))]


def test_rows_are_sorted_by_id_and_no_id_stands_twice(each):
    for config, splits in each.loaded.items():
        ids = [row["id"] for rows in splits.values() for row in rows]
        assert len(ids) == len(set(ids))
        numbered = config in ("quotes", "stance")
        for rows in splits.values():
            parts = [row["id"].partition("#") for row in rows]
            keys = [(article, int(part[1:]) if numbered else part) for article, _, part in parts]
            assert keys == sorted(keys)


def test_annotated_sentences_are_rows_with_their_place(each):
    rows = defaultdict(list)
    for present in each.loaded["sentences"].values():
        for row in present:
            rows[row["article"]].append((row["sentence"], row["start"], row["end"], row["paragraph"]))
    for article in each.loaded["articles"]["full"]["id"] if "full" in each.loaded["articles"] else rows:
        text, sentences = article_of(each.corpus, article)
        assert sorted(rows[article]) == [
            (number, start, end, text.count("\n", 0, start)) for number, (start, end) in enumerate(sentences)
        ]


def test_sentences_hold_every_item_of_the_deciding_annotation(each):
    found = defaultdict(set)
    for rows in each.loaded["sentences"].values():
        for row in rows:
            found[row["article"]] |= {item["id"] for layer in ("mentions", "cues", "stances") for item in row[layer]}
            found[row["article"]] |= {quote["id"] for quote in row["quotes"]}
    assert {article: set(items_of(deciding_of(each.corpus, article))) for article in found} == dict(found)


def test_quotes_and_stances_are_all_rows_and_whole(each):
    for config, layer in (("quotes", "quotes"), ("stance", "stances")):
        found = {row["id"]: row for rows in each.loaded[config].values() for row in rows}
        expected = {}
        for article in {row["article"] for rows in each.loaded["sentences"].values() for row in rows}:
            for item in deciding_of(each.corpus, article).get(layer, []):
                expected[f"{article}#{item['id']}"] = item
        assert set(found) == set(expected)
        place = "quote" if config == "quotes" else "stance"
        assert all(found[key][place]["text"] == item["text"] for key, item in expected.items())
        assert all(found[key]["unsure"] == item.get("unsure", False) for key, item in expected.items())


def test_labels_are_those_of_the_deciding_annotation(each):
    types = names_of(each.loaded, "quotes", "type")
    labels = names_of(each.loaded, "stance", "label")
    for rows in each.loaded["quotes"].values():
        for row in rows:
            item = items_of(deciding_of(each.corpus, row["article"]))[row["quote"]["id"]]
            assert types[row["type"]] == item["type"]
            assert [speaker["id"] for speaker in row["speakers"]] == item["speakers"]
            assert [channel["id"] for channel in row["via"]] == item.get("via", [])
            assert (row["cue"] or {}).get("id") == item.get("cue")
            assert row["continues"] == item.get("continues")
    for rows in each.loaded["stance"].values():
        for row in rows:
            item = items_of(deciding_of(each.corpus, row["article"]))[row["stance"]["id"]]
            assert labels[row["label"]] == item["label"]
            assert [holder["id"] for holder in row["holders"]] == item["holders"]
            assert row["issue"] == item.get("issue")
            assert (row["target"] or {}).get("id") == item.get("target")


def test_a_mention_names_its_entity_and_use(each):
    features = next(iter(each.loaded["sentences"].values())).features["mentions"].feature
    for rows in each.loaded["sentences"].values():
        for row in rows:
            annotation = deciding_of(each.corpus, row["article"])
            entities = {entity["id"]: entity for entity in annotation.get("entities", [])}
            for mention in row["mentions"]:
                item = items_of(annotation)[mention["id"]]
                entity = entities[item["entity"]]
                assert features["label"].int2str(mention["label"]) == item["label"]
                assert features["kind"].int2str(mention["kind"]) == entity["kind"]
                assert (mention["name"], mention["wikidata"]) == (entity["name"], entity.get("wikidata"))
                use = mention["use"]
                assert (None if use is None else features["use"].int2str(use)) == item.get("use")


def test_the_parts_of_a_clipped_quote_join_to_the_whole(each):
    parts = names_of(each.loaded, "sentences", "quotes", inside="part")
    pieces = defaultdict(list)
    for rows in each.loaded["sentences"].values():
        for row in rows:
            for quote in row["quotes"]:
                start = row["start"] + quote["start"]
                pieces[row["article"], quote["id"]].append((start, quote["text"], parts[quote["part"]]))
    several = 0
    for (article, quote_id), found in pieces.items():
        item = items_of(deciding_of(each.corpus, article))[quote_id]
        found.sort()
        kinds = [kind for _, _, kind in found]
        several += len(found) > 1
        assert kinds == (["whole"] if len(kinds) == 1 else ["begin", *["inside"] * (len(kinds) - 2), "end"])
        assert "".join(text for _, text, _ in found) == "".join(
            item["text"][start - item["start"] :][: len(text)] for start, text, _ in found
        )
        assert found[0][0] == item["start"]
        assert found[-1][0] + len(found[-1][1]) == item["end"]
    assert several or each.release.dataset == "quidit-fr"


def test_a_quote_over_three_sentences_begins_goes_on_and_ends(toy):
    parts = names_of(toy.loaded, "sentences", "quotes", inside="part")
    found = [
        parts[quote["part"]]
        for row in toy.loaded["sentences"]["train"]
        if row["article"] == "conseil-valmont"
        for quote in row["quotes"]
        if quote["id"] == "q4"
    ]
    assert found == ["begin", "inside", "end"]


def test_a_stance_says_in_whose_innermost_quote_it_stands(each):
    inside = 0
    for rows in each.loaded["stance"].values():
        for row in rows:
            annotation = deciding_of(each.corpus, row["article"])
            stance = items_of(annotation)[row["stance"]["id"]]
            holding = [
                quote
                for quote in annotation.get("quotes", [])
                if quote["start"] <= stance["start"] and stance["end"] <= quote["end"]
            ]
            if not holding:
                assert row["in_quote"] is None
                assert row["according_to"] == []
                continue
            inside += 1
            innermost = min(holding, key=lambda quote: quote["end"] - quote["start"])
            assert row["in_quote"]["id"] == innermost["id"]
            assert [actor["id"] for actor in row["according_to"]] == innermost["speakers"]
    assert inside


def test_a_reported_attitude_is_laid_to_the_nearest_speaker(toy):
    (row,) = (row for row in toy.loaded["stance"]["train"] if row["stance"]["text"] == "partirai sans")
    assert row["in_quote"]["text"] == "“Je partirai sans cette piscine.”"
    assert [(actor["text"], actor["entity"]) for actor in row["according_to"]] == [
        ("la maire", "jeanne-roussel-d-argent")
    ]


def test_two_stances_on_one_span_are_two_rows(toy):
    rows = [row for row in toy.loaded["stance"]["train"] if row["stance"]["text"] == "a préféré"]
    assert [(row["label"], row["issue"]) for row in rows] == [(0, "new-gym"), (1, "pool-reopening")]


def test_a_stance_may_have_a_target_alone(toy):
    (row,) = (row for row in toy.loaded["stance"]["test"] if row["stance"]["text"] == "praised")
    assert row["issue"] is None
    assert row["target"]["text"] == "them"


@pytest.mark.parametrize("config", ["quotes", "stance"])
def test_contexts_are_whole_paragraphs_unless_the_pilots_cut_runs_through(each, config):
    for split, rows in each.loaded[config].items():
        for row in rows:
            text, sentences = article_of(each.corpus, row["article"])
            start, end = frame_of(each.corpus, config, row)
            item = items_of(deciding_of(each.corpus, row["article"]))[row["id"].partition("#")[2]]
            first = text.rfind("\n", 0, item["start"]) + 1
            last = text.find("\n", item["end"]) if "\n" in text[item["end"] :] else len(text)
            splits = {row["sentence"]: each_split for each_split, row in split_rows(each, row["article"])}
            whole = [n for n, (a, b) in enumerate(sentences) if first <= a and b <= last and splits[n] == split]
            assert (start, end) == (sentences[whole[0]][0], sentences[whole[-1]][1])


def split_rows(each, article):
    for split, rows in each.loaded["sentences"].items():
        for row in rows:
            if row["article"] == article:
                yield split, row


def test_entities_are_those_of_the_deciding_annotation_with_their_forms(each):
    labels = names_of(each.loaded, "entities", "forms", inside="label")
    kinds = names_of(each.loaded, "entities", "kind")
    found = defaultdict(dict)
    for rows in each.loaded["entities"].values():
        for row in rows:
            forms = {(form["text"], labels[form["label"]]): form["count"] for form in row["forms"]}
            assert sum(forms.values()) == row["mentions"]
            found[row["article"]][row["entity"]] = (row["name"], kinds[row["kind"]], row["wikidata"], forms)
    for article, entities in found.items():
        annotation = deciding_of(each.corpus, article)
        expected = {}
        for entity in annotation["entities"]:
            mentions = [m for m in annotation["mentions"] if m["entity"] == entity["id"]]
            forms = Counter((mention["text"], mention["label"]) for mention in mentions)
            expected[entity["id"]] = (entity["name"], entity["kind"], entity.get("wikidata"), forms)
        assert entities == expected


def test_articles_are_whole_and_their_sentences_cover_them(each):
    for rows in each.loaded["articles"].values():
        for row in rows:
            text, sentences = article_of(each.corpus, row["id"])
            assert row["text"] == text
            assert [(span["start"], span["end"]) for span in row["sentences"]] == sentences
            covered = {place for start, end in sentences for place in range(start, end)}
            assert all(text[place].isspace() for place in range(len(text)) if place not in covered)


def test_days_are_dates(toy):
    rows = {row["id"]: row for rows in toy.loaded["articles"].values() for row in rows}
    assert rows["storm-warning"]["published"] == date(2031, 2, 28)
    assert rows["library-hours"]["published"] is None


def test_annotations_are_every_finished_annotation_as_it_was_made(each):
    found = {(row["article"], row["annotator"]): row for rows in each.loaded["annotations"].values() for row in rows}
    expected = {
        (article, annotator): annotation
        for article in {row["id"] for rows in each.loaded["articles"].values() for row in rows}
        for annotator, annotation in annotations_of(each.corpus, article).items()
        if annotator != "adjudicated" and annotation["status"] != "draft"
    }
    assert set(found) == set(expected)
    for key, annotation in expected.items():
        row = found[key]
        for layer in LAYERS:
            assert [item["id"] for item in row[layer]] == [item["id"] for item in annotation.get(layer, [])]
            assert [item["unsure"] for item in row[layer]] == [
                item.get("unsure", False) for item in annotation.get(layer, [])
            ]
        assert row["flags"] == annotation.get("flags", [])
        assert [entity["id"] for entity in row["entities"]] == [e["id"] for e in annotation.get("entities", [])]
        assert [quote["speakers"] for quote in row["quotes"]] == [q["speakers"] for q in annotation.get("quotes", [])]
        assert [stance["holders"] for stance in row["stances"]] == [
            stance["holders"] for stance in annotation.get("stances", [])
        ]


def test_an_item_that_was_suggested_says_so_where_annotations_are_told_apart(toy):
    (row,) = (row for row in toy.loaded["annotations"]["validation"] if row["id"] == "gare-paris-lyon#lin")
    names = toy.loaded["annotations"]["validation"].features["mentions"].feature["origin"]["from"].names
    origins = {mention["text"]: mention["origin"] for mention in row["mentions"]}
    assert names[origins["Paris"]["from"]] == "suggestion"
    assert names[origins["Rails d’Ardèche"]["from"]] == "edited"
    assert origins["Paris"]["producer"] == "toy-suggest"
    assert origins["Inès O’Brien"] is None


def test_quality_says_who_decided(toy):
    names = names_of(toy.loaded, "articles", "quality")
    quality = {row["id"]: names[row["quality"]] for rows in toy.loaded["articles"].values() for row in rows}
    assert quality == {
        "apiculteurs-orme": "silver",  # a model alone
        "brouillard-du-matin": "gold",  # a person, who found nothing
        "bus-lanes": "gold",
        "bus-lanes-corrected": "unannotated",  # a draft
        "conseil-valmont": "gold",  # two people and rulings
        "gare-paris-lyon": "gold",  # a person; the model's is a draft
        "library-hours": "unannotated",
        "marathon-annonce": "gold",
        "marathon-results": "unannotated",  # two annotations wait for adjudication
        "museum-night": "silver",
        "petanque-coupe": "gold",
        "storm-warning": "gold",
        "tram-delays": "gold",
    }
    for config in ANNOTATED:
        for rows in toy.loaded[config].values():
            assert all(names[row["quality"]] == quality[row["article"]] for row in rows)


def test_an_annotation_that_was_skipped_decides_nothing(toy):
    names = names_of(toy.loaded, "annotations", "quality")
    rows = {row["id"]: row for row in toy.loaded["annotations"]["train"]}
    assert names[rows["storm-warning#sol"]["quality"]] == "unannotated"
    assert names[rows["storm-warning#lin"]["quality"]] == "gold"
    assert rows["storm-warning#sol"]["flags"] == ["bad-segmentation"]


def test_an_empty_annotation_gives_a_sentence_without_anything(toy):
    (row,) = (row for row in toy.loaded["sentences"]["validation"] if row["article"] == "brouillard-du-matin")
    assert [row[layer] for layer in LAYERS] == [[], [], [], []]


def test_issues_are_the_schemes(toy):
    rows = {
        row["id"]: {each["language"]: each["text"] for each in row["reads"]} for row in toy.loaded["issues"]["full"]
    }
    assert len(rows) == 10
    assert rows["new-gym"] == {"fr": "construire un gymnase à Valmont", "en": "building a gymnasium in Valmont"}
