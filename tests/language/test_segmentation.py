"""Segmentation: the boundary policy, on hand-made cases, the first article and any text at all."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit.language.abbreviations import BY_LANGUAGE
from quidit.language.segmentation import segment, sentences
from quidit.records import Span

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "adversarial.jsonl").read_text().splitlines()]
FIRST_ARTICLE = (HERE.parents[1] / "seeds" / "000_5243618dd5fd8989.txt").read_text(encoding="utf-8")

PIECES = [
    *".!?…«»“”’'\"()[] \n\t-–—1aAéÉ。؟",
    "\u00a0",
    "\u202f",
    "\r",
    "...",
    "[…] ",
    "M. ",
    "etc. ",
    "J.-C. ",
    "sur X. ",
    "Le ",
    "Ukraine.Il ",
    "eBay ",
    "www.a.fr?B=C",
]
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join) | st.text(st.characters(codec=None, exclude_categories=()))
LANGUAGES = st.sampled_from(["fr", "en", "de", ""])


def cut(text: str, language: str = "fr") -> str:
    """The text with a bar at each boundary; blanks before a sentence stay behind the bar."""
    starts = {span.start for span in segment(text, language)[1:]}
    return "".join("|" + character if at in starts else character for at, character in enumerate(text))


# ── Properties ─────────────────────────────────────────────────────────────────────────────────────


@given(TEXTS, LANGUAGES)
def test_sentences_and_the_blanks_between_them_rebuild_the_text(text: str, language: str) -> None:
    reached = 0
    for span in segment(text, language):
        assert span.start >= reached
        assert not text[reached : span.start].strip()
        reached = span.end
    assert not text[reached:].strip()


@given(TEXTS, LANGUAGES)
def test_no_sentence_is_empty_or_has_blanks_at_its_edges_or_a_newline_inside(text: str, language: str) -> None:
    for sentence in sentences(text, language):
        assert sentence
        assert sentence == sentence.strip()
        assert "\n" not in sentence


@given(TEXTS, TEXTS, LANGUAGES)
def test_a_newline_separates_completely(first: str, second: str, language: str) -> None:
    shift = len(first) + 1
    moved = tuple(Span(span.start + shift, span.end + shift) for span in segment(second, language))
    assert segment(f"{first}\n{second}", language) == segment(first, language) + moved


@given(st.text(), st.text(alphabet="abcdefghijklmnopqrstuvwxyz"))
def test_a_language_without_abbreviations_is_cut_by_the_rules_that_hold_everywhere(text: str, language: str) -> None:
    if language not in BY_LANGUAGE:
        assert segment(text, language) == segment(text, "")


@pytest.mark.parametrize(
    "unit",
    [".", ". ", "M. ", "A.", "“", ". “", "?A", "(… A ", "1. ", " \n", ". . ", "“. ", "J.-C. ", "。", "@a.B "],
)
def test_a_long_monotonous_text_is_cut_like_any_other(unit: str) -> None:
    text = unit * 5_000
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


# ── The policy ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['cat']}")
def test_a_hand_made_case_is_cut_as_the_policy_says(case: dict) -> None:
    assert [[span.start, span.end] for span in segment(case["text"])] == case["spans"]


def test_the_first_article_has_34_sentences() -> None:
    found = sentences(FIRST_ARTICLE)
    assert len(found) == 34
    assert sum(1 for sentence in found if sentence[-1] not in ".?”") == 0
    assert found[22].endswith("ce que la Russie pense aux troupes en Ukraine?")
    assert found[23:25] == ("C’est un pays souverain.", "Ce n’est pas pour eux de décider.”")
    assert found[26] == "“Je pense que nous allons tout comprendre”, a-t-il déclaré."


def test_an_unclosed_quote_ends_with_its_paragraph() -> None:
    found = sentences("Il a déclaré: “Qui décidera?\nNul ne le sait.")
    assert found == ("Il a déclaré: “Qui décidera?", "Nul ne le sait.")


@pytest.mark.parametrize(
    "marked",
    [
        # A closing mark belongs to the sentence before; each sentence inside a quotation is a unit.
        "«\u00a0Je pars. |Je reviens.\u00a0» |Il a tenu parole.",
        "“Je pars. |Je reviens.” |Il a tenu parole.",
        "«Je pars.»|Elle aussi.",
        'C’est fini. " |Les autres partent.',
        "Elle l’a dit (“C’est fini.”). |Personne n’a répondu.",
        # No boundary before an attribution.
        "« Jamais ! » a lancé M. Dupont. |Il est parti.",
        "“Quand ?”, a demandé le maire.",
        "L’effet « wow ! » a séduit.",
        # Titles, references, initials, acronyms.
        "Mlle. Martin est là. |MM. Dupont et Durand aussi.",
        "Voir p. 12, chap. II, art. L. 123-4 du Code, fig. 3. |C’est clair.",
        "Né en 1712 apr. J.-C. à Genève. |Mort en 30 av. J.-C. |Il avait 50 ans.",
        "Le col. Beltrame, le col. |Il monte.",
        "Des fruits, des légumes, etc. |Macron est ravi.",
        "M. B. a été condamné. |M. X. Dupont aussi.",
        "Le décès de l’historien J. Le Goff est annoncé.",
        "É. Macron est là. |“Plan B.” |Le plan A. |J.-M. Le Pen.",
        "La vitamine C. |Macron aussi. |Il l’a écrit sur X. |Macron a répondu.",
        "L’O.N.U. a voté. |Il vit aux U.S.A. |Les autres non.",
        "Elle arrive à 20 h. |Macron parle. |Il a couru 5 km. |Paul aussi.",
        "L’article R. 110-2 du code.",
        "Apple Inc. Europe ferme. |La société X Ltd. |Elle ferme.",
        # Numbers and dates.
        "Le 14 janv. 2020, il part. |Il viendra le 4 sept. |Macron aussi.",
        "Il a 3,5 % des voix. |12 % s’abstiennent. |Le 12. |30 élus.",
        "Louis XIV. |François Ier. |Un roi.",
        # What numbers a paragraph belongs to it.
        "II. Les faits",
        "1.1. Le contexte",
        "A. Le contexte",
        # Addresses.
        "Voir https://www.lemonde.fr/Ukraine.Macron?Id=12 et www.insee.fr/Page.Html.",
        "Écrivez à jean.Dupont@lemonde.fr. |Merci.",
        # A missing blank.
        "Fin de la guerre.|Il faut négocier. |Qu’a dit M.Dupont ?|Rien.",
        "La source a parlé.|«Nous attendons», dit-elle.",
        # Ellipses.
        "Il hésite... |Puis il accepte... enfin.",
        "… Et puis rien. |« … Mais si. »",
        "Fin. |(...) Les autres. |[…] Ceux-ci.",
        "Ils étaient... 12.",
        # What else may begin a sentence.
        "Le prix monte. |@Macron a répondu. |#Ukraine. |eBay recule.",
    ],
)
def test_french_is_cut_where_the_bars_are(marked: str) -> None:
    assert cut(marked.replace("|", "")) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Mr. Smith met Mrs. Jones and Dr. Who. |They left.",
        "He lives in the U.S. |The U.S. Army left. |U.S. President Biden spoke.",
        "He came at 5 p.m. |She left at 6 p.m. Eastern time.",
        "See No. 5 and Fig. 3, p. 12. |The answer is no. |No. |Thanks.",
        "“We will win,” he said. |“We must.” |The crowd cheered.",
        '"Why?" he asked. |Nobody knew.',
        "J. K. Rowling and George W. Bush met. |Acme Corp. Chief John left.",
        "He was born on Jan. 5, 1990. |It costs $3.50. |It ended in Washington, D.C. |The president left.",
        "WASHINGTON (Reuters) - The president spoke. |He posted it on X. |Musk replied.",
        "He is 10 ft. |She is taller. |Ph.D. students met e.g. Paul.",
        "Plan B. |There is one. |I stay. |I’m here, St. Louis.",
    ],
)
def test_english_is_cut_where_the_bars_are(marked: str) -> None:
    assert cut(marked.replace("|", ""), "en") == marked


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("zh", "他说：“你好。”|他走了。|她来了！|「好。」|再见。"),
        ("ar", "هل جاء؟ |نعم. |ذهب."),
        ("hi", "जाओ। |वह आया।"),
        ("ru", "Он ушёл. |Она осталась. |«Да.» |Нет."),
        ("de", "Er ging. |J. Müller blieb. |Die U.S. Army auch."),
    ],
)
def test_other_languages_are_cut_where_the_bars_are(language: str, marked: str) -> None:
    assert cut(marked.replace("|", ""), language) == marked
