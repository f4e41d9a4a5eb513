"""Rows of articles that nobody wrote: whatever is annotated validly, every row stands alone and none leaks."""

from hypothesis import given, settings

from drawn_sources import SCHEME, sources
from quidit.release.features import bio_tags
from quidit.release.rows import rows
from releases import spans_in, strings_in


@given(sources())
@settings(max_examples=60, deadline=None)
def test_every_span_of_every_row_holds_its_words(source):
    for config, _, row in rows(source):
        for span in spans_in(row):
            if config not in ("articles", "entities") and span["start"] is not None:
                assert row["text"][span["start"] : span["end"]] == span["text"]


@given(sources())
@settings(max_examples=60, deadline=None)
def test_a_rows_own_span_always_lies_in_its_text(source):
    for config, _, row in rows(source):
        if config in ("quotes", "stance"):
            assert row["quote" if config == "quotes" else "stance"]["start"] is not None
        if config == "sentences":
            own = [*row["mentions"], *row["cues"], *row["quotes"], *row["stances"]]
            assert all(span["start"] is not None for span in own)


@given(sources(pilot=True))
@settings(max_examples=100, deadline=None)
def test_no_test_sentence_stands_in_what_is_trained_on(source):
    text, sentences = source.article.text, source.article.sentences
    split = {number: source.split_of(number) for number in range(len(sentences))}
    for _, where, row in rows(source):
        if where != "full":
            strings = list(strings_in(row))
            for number, sentence in enumerate(sentences):
                if split[number] != where:
                    assert not any(sentence.of(text) in string for string in strings)


@given(sources())
@settings(max_examples=60, deadline=None)
def test_names_decode_from_the_tags(source):
    tags = bio_tags(SCHEME)
    found = []
    for config, _, row in rows(source):
        if config != "tokens":
            continue
        origin = source.article.sentences[int(row["id"][-5:])].start
        for start, end, tag in zip(row["starts"], row["ends"], map(tags.__getitem__, row["ner_tags"]), strict=True):
            if tag.startswith("B-"):
                found.append([origin + start, origin + end, tag[2:]])
            elif tag.startswith("I-"):
                assert found[-1][2] == tag[2:]
                found[-1][1] = origin + end
    expected = [m for m in source.deciding.mentions if m.label in SCHEME.names]
    assert found == [[mention.span.start, mention.span.end, mention.label] for mention in expected]


@given(sources())
@settings(max_examples=60, deadline=None)
def test_a_quotes_pieces_are_the_sentences_that_it_touches(source):
    pieces = {}
    for config, _, row in rows(source):
        if config == "sentences":
            for quote in row["quotes"]:
                pieces.setdefault(quote["id"], []).append((row["start"] + quote["start"], row["start"] + quote["end"]))
    for quote in source.deciding.quotes:
        touched = [s for s in source.article.sentences if s.overlaps(quote.span)]
        assert pieces[quote.id] == [(c.start, c.end) for s in touched if (c := quote.span.clipped_to(s))]


@given(sources())
@settings(max_examples=60, deadline=None)
def test_a_stance_in_quotes_is_according_to_the_innermost_ones_speakers(source):
    for config, _, row in rows(source):
        if config != "stance":
            continue
        stance = source.deciding.by_id[row["stance"]["id"]]
        holding = [quote for quote in source.deciding.quotes if quote.span.contains(stance.span)]
        if not holding:
            assert (row["in_quote"], row["according_to"]) == (None, [])
            continue
        least = min(len(quote.span) for quote in holding)
        (quote,) = (quote for quote in holding if quote.id == row["in_quote"]["id"])
        assert len(quote.span) == least
        assert [actor["id"] for actor in row["according_to"]] == list(quote.speakers)
