"""Tokens: what is cut, what stays whole, and what holds of any text."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quidit.language.tokens import is_inside_a_token, tokenise

PIECES = [
    *"aéLlsdmt’'-–_«»“”.,:1 \n!?°东カ",
    "\u00a0",
    "\u0301",
    "\u0e38",
    "\u200d",
    "\u200c",
    "\ufe0f",
    "\u20e3",
    "\u00ad",
    "...",
    "👩\u200d👧",
    "👍🏽",
    "🇫🇷",
    "qu’",
    "quelqu’un",
    "n’t",
]
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join) | st.text(st.characters(codec=None, exclude_categories=()))


def words(text: str) -> list[str]:
    return [token.of(text) for token in tokenise(text)]


# ── Properties ─────────────────────────────────────────────────────────────────────────────────────


@given(TEXTS)
def test_tokens_cover_every_character_but_blanks_in_order(text: str) -> None:
    reached = 0
    for token in tokenise(text):
        assert not text[reached : token.start].strip()
        assert token.start >= reached
        assert len(token) > 0
        reached = token.end
    assert not text[reached:].strip()
    assert "".join(words(text)) == "".join(text.split())


@given(TEXTS)
@example("e\u0301te\u0301’s \u0301!\u0301")
def test_a_mark_is_never_cut_from_the_character_before(text: str) -> None:
    for token in tokenise(text):
        first = text[token.start]
        if unicodedata.category(first)[0] == "M":
            assert token.start == 0 or text[token.start - 1].isspace()


@given(TEXTS)
def test_a_hyphen_is_a_token_of_its_own(text: str) -> None:
    for word in words(text):
        assert "-" not in word or not any(character.isalnum() for character in word)


@given(TEXTS, TEXTS)
def test_a_blank_separates_completely(first: str, second: str) -> None:
    assert words(f"{first} x {second}") == [*words(f"{first} "), "x", *words(f" {second}")]


# ── What is cut and what is not ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "marked",
    [
        "l’|Ukraine qu’|il L'|Oréal d’|“|experts|” l’|ONU j’|ai",
        "lorsqu’|il puisqu’|on jusqu’|à quoiqu’|elle presqu’|autant quelqu’|autre",
        "aujourd’hui prud’homme prud’homales quelqu’un Quelqu’une quelqu’uns presqu’île entr’ouvrir grand’mère p’tit",
        "O’Brien M’Bappé N’Djamena N’Golo M’Hamed T’Challa D’Souza Qur’an",
        "d’|Artagnan N’|est|-|ce D’|Haïti",
        "chef|-|d’|œuvre cessez|-|le|-|feu va|-|t’|en Saint|-|Denis a|-|t|-|il",
        "Macron|’s it|'s I|’m you|’re they|’ve we|’ll don’t can’t Valérie|’s",
        "1,1 14h30 3.14 18:30 1er 2,5|% 1 000 12|. 1|,|a 2024|-|2025",
        "M|. Dupont|, U|.|S|.|A|. n|° 5|…|...|!|?|!",
        "«|oui|» “|non|” '|d|' (|l’|un|)",
        "a|_|b |@|Macron |#|Ukraine",
        "jean|@|lemonde|.|fr",
        "東|京|タ|ワ|ー サ|ッ|カ|ー",
        "서울 \u0645\u06cc\u200c\u0631\u0648\u062f \u0e20\u0e32\u0e29\u0e32 हिन्दी",
        "👩\u200d👩\u200d👧|🇫🇷|🇺🇦|👍🏽|❤\ufe0f|1\ufe0f\u20e3|🏴\U000e0067\U000e0062\U000e007f|🙂",
        "x\u0301\u0302y e\u0301te\u0301|’s !\u0301",
    ],
)
def test_words_are_cut_where_the_bars_are(marked: str) -> None:
    expected = [word for part in marked.split() for word in part.split("|") if word]
    assert words(marked.replace("|", "")) == expected


@given(TEXTS, st.integers(-1, 40))
@example("l’Ukraine, 1.5 M. aujourd’hui", 2)
def test_a_place_is_inside_a_token_where_one_of_all_tokens_spans_it(text: str, place: int) -> None:
    tokens = tokenise(text)
    assert is_inside_a_token(text, place, lambda: tokens) == any(each.start < place < each.end for each in tokens)


@pytest.mark.parametrize("unit", ["a", "l’ami,", "1.5-", "日", "e\u0301", "👩\u200d👩"])
def test_also_where_no_blank_is_near(unit: str) -> None:
    text = unit * (300 // len(unit))
    tokens = tokenise(text)
    for place in range(len(text)):
        assert is_inside_a_token(text, place, lambda: tokens) == any(each.start < place < each.end for each in tokens)
