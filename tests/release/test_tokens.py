"""Tokens: what a reader of the BIO tags decodes is exactly what was annotated."""

import pytest

from releases import article_of, deciding_of

NAMES = {"PER", "ORG", "LOC", "MISC"}


def decoded(tags, starts, ends):
    """The names that a reader makes of BIO tags: begun by B, carried on by I of the same label."""
    names, begun = [], None
    for tag, start, end in [*zip(tags, starts, ends, strict=True), ("O", None, None)]:
        prefix, _, label = tag.partition("-")
        if prefix == "I":
            assert begun
            assert begun[2] == label
            begun = (begun[0], end, label)
            continue
        if begun:
            names.append(begun)
        begun = (start, end, label) if prefix == "B" else None
    return names


def token_rows(each):
    for rows in each.loaded["tokens"].values():
        names = rows.features["ner_tags"].feature.names
        for row in rows:
            yield row, [names[tag] for tag in row["ner_tags"]]


def test_the_names_decoded_from_the_tags_are_exactly_the_annotations(each):
    found = 0
    for row, tags in token_rows(each):
        _, sentences = article_of(each.corpus, row["article"])
        start, end = sentences[int(row["id"].partition("#")[2])]
        expected = [
            (mention["start"] - start, mention["end"] - start, mention["label"])
            for mention in deciding_of(each.corpus, row["article"]).get("mentions", [])
            if mention["label"] in NAMES and start <= mention["start"] and mention["end"] <= end
        ]
        assert decoded(tags, row["starts"], row["ends"]) == expected
        found += len(expected)
    assert found


def test_every_flat_name_is_in_the_tags_of_some_row(each):
    counted = sum(tag.startswith("B-") for _, tags in token_rows(each) for tag in tags)
    articles = {row["article"] for row, _ in token_rows(each)}
    expected = [
        mention
        for article in articles
        for mention in deciding_of(each.corpus, article).get("mentions", [])
        if mention["label"] in NAMES
    ]
    assert counted == len(expected)


def test_tokens_are_the_text_at_their_offsets(each):
    for row, _ in token_rows(each):
        assert row["tokens"] == [row["text"][a:b] for a, b in zip(row["starts"], row["ends"], strict=True)]
        assert len(row["tokens"]) == len(row["ner_tags"])


def test_tokens_cover_all_that_is_not_blank_in_order_and_hold_no_blank(each):
    for row, _ in token_rows(each):
        places = [place for a, b in zip(row["starts"], row["ends"], strict=True) for place in range(a, b)]
        assert places == [place for place, character in enumerate(row["text"]) if not character.isspace()]


def test_tokens_and_sentences_are_the_same_rows(each):
    for split, rows in each.loaded["tokens"].items():
        assert rows["id"] == each.loaded["sentences"][split]["id"]
        assert rows["text"] == each.loaded["sentences"][split]["text"]


@pytest.mark.parametrize(
    ("release", "tokens"),
    [
        ("main", ["l’", "Ukraine"]),
        ("toy", ["L’", "Ardèche"]),
        ("toy", ["Paris", "-", "Lyon"]),
        ("toy", ["de", "l’", "Orme"]),
        ("toy", ["Aïcha", "N’Diaye"]),
        ("toy", ["Inès", "O’Brien"]),
        ("toy", ["Odile", "M\u0300baye"]),
        ("toy", ["Aujourd’hui", ","]),
        ("toy", ["\u0633\u0644\u064a\u0645", "\u062d\u062f\u0627\u062f"]),
        ("toy", ["\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "!"]),
        ("toy", ["\U0001f1ef\U0001f1f5", "\U0001f1eb\U0001f1f7"]),
        ("toy", ["level", "1\ufe0f\u20e3"]),
    ],
)
def test_tokens_follow_elision_hyphens_names_and_emoji(request, release, tokens):
    rows = [row["tokens"] for row, _ in token_rows(request.getfixturevalue(release))]
    assert any(row[n : n + len(tokens)] == tokens for row in rows for n in range(len(row)))


def test_tags_are_o_then_b_and_i_of_each_name_in_the_schemes_order(each):
    expected = ["O", *(f"{prefix}-{label}" for label in ("PER", "ORG", "LOC", "MISC") for prefix in "BI")]
    for rows in each.loaded["tokens"].values():
        assert rows.features["ner_tags"].feature.names == expected
