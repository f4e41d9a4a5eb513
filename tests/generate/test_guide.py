"""The annotators' guide: its table of hotkeys, and what its pages say in examples and in passing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from quidit.generate.guide import END, START, PageError, hotkeys_table, refreshed
from quidit.scheme import MentionLabel, QuoteType, Scheme, StanceLabel
from quidit.scheme_file import read_scheme

REPOSITORY = Path(__file__).parents[2]
SCHEME_TEXT = (REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8")
SCHEME = read_scheme(SCHEME_TEXT)
PAGES = {
    language: (REPOSITORY / "docs" / f"annotating.{language}.md").read_text(encoding="utf-8")
    for language in SCHEME.languages
}
FIRST_ARTICLE = REPOSITORY / "annotations" / "garanties-ukraine" / "adjudicated.json"
MARKS = re.compile("[«»]")


@dataclass(frozen=True)
class Region:
    """A row of an example: what to draw, and what to say with it."""

    id: str
    title: str
    words: str
    attributes: str


@dataclass(frozen=True)
class Example:
    text: str
    regions: tuple[Region, ...]


def sections(language: str) -> list[str]:
    """The sections of a page that are examples: those with a text in a block quote."""
    return [section for section in re.split(r"^#+ .*\n", PAGES[language], flags=re.MULTILINE) if "\n> " in section]


def examples(language: str) -> list[Example]:
    return [Example(text_of(section), tuple(regions_of(section))) for section in sections(language)]


def text_of(section: str) -> str:
    return "\n".join(line.removeprefix("> ") for line in section.splitlines() if line.startswith("> "))


def regions_of(section: str) -> list[Region]:
    rows = [line for line in section.splitlines() if line.startswith("| ")][2:]
    return [Region(*(cell.strip() for cell in row.strip("|").split("|"))) for row in rows]


def labels(language: str) -> dict[str, str]:
    """The label that a title of the screen stands for."""
    named: list[MentionLabel | QuoteType | StanceLabel] = [*SCHEME.mentions, *SCHEME.quote_types, *SCHEME.stances]
    return {**{label.title[language]: label.label for label in named}, SCHEME.cue.title[language]: "cue"}


def edited(*edits: tuple[str, str]) -> Scheme:
    """The repository's scheme after replacements in its text, each of which must find its place."""
    text = SCHEME_TEXT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return read_scheme(text)


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()[2:]]


@pytest.mark.parametrize("language", SCHEME.languages)
def test_the_hotkeys_of_the_page_are_what_the_scheme_makes_of_them(language: str) -> None:
    assert refreshed(PAGES[language], SCHEME, language) == PAGES[language]
    assert hotkeys_table(SCHEME, language) in PAGES[language]


@pytest.mark.parametrize("language", SCHEME.languages)
def test_a_key_named_beside_a_label_is_its_key(language: str) -> None:
    keys = {shown: key for key, shown, _ in rows(hotkeys_table(SCHEME, language))}
    named = re.findall(r"\*\*([^*\n]+)\*\* `([^`]+)`", PAGES[language])
    assert len(named) > len(SCHEME.mentions)
    assert [(shown, key) for shown, key in named if keys.get(shown) != key] == []


@pytest.mark.parametrize("language", SCHEME.languages)
def test_there_are_ten_examples_and_their_words_occur_in_their_texts(language: str) -> None:
    assert len(examples(language)) == 10
    for example in examples(language):
        assert example.regions
        assert [region.words for region in example.regions if region.words not in example.text] == []


@pytest.mark.parametrize("language", SCHEME.languages)
def test_examples_use_the_labels_of_the_screen_and_relate_their_own_regions(language: str) -> None:
    for example in examples(language):
        ids = [region.id for region in example.regions]
        assert len(set(ids)) == len(ids)
        assert {region.title for region in example.regions} <= set(labels(language))
        assert set(re.findall(r"→ (\w+)", " ".join(region.attributes for region in example.regions))) <= set(ids)


@pytest.mark.parametrize("language", SCHEME.languages)
def test_the_type_of_a_quote_follows_from_its_marks(language: str) -> None:
    marks = {label.label: label.marks for label in SCHEME.quote_types}
    for region in (region for example in examples(language) for region in example.regions):
        if kind := marks.get(labels(language)[region.title]):
            begins_or_ends = MARKS.match(region.words) or MARKS.match(region.words[-1])
            assert kind == ("all" if begins_or_ends else "some" if MARKS.search(region.words) else "none")


def test_the_examples_are_the_same_in_every_language() -> None:
    def said(language: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
        titles = labels(language)
        return [
            (example.text, [(region.id, titles[region.title], region.words) for region in example.regions])
            for example in examples(language)
        ]

    assert all(said(language) == said(SCHEME.languages[0]) for language in SCHEME.languages)


@pytest.mark.parametrize("language", SCHEME.languages)
def test_no_example_mentions_the_names_of_the_first_article(language: str) -> None:
    annotation = json.loads(FIRST_ARTICLE.read_text(encoding="utf-8"))
    names = {mention["text"] for mention in annotation["mentions"] if mention["label"] in SCHEME.names}
    names |= {entity["name"] for entity in annotation["entities"]}
    told = "\n".join(sections(language))
    assert "Ukraine" in names
    assert [name for name in sorted(names) if re.search(rf"\b{re.escape(name)}\b", told, re.IGNORECASE)] == []


def test_french_is_set_as_french_is_set() -> None:
    prose = re.sub(r"<!--.*?-->|^\| .*$", "", PAGES["fr"], flags=re.MULTILINE)
    assert re.findall(r".* [;:?!»].*|.*« .*|.*\w'\w.*", prose) == []


def test_the_first_page_links_every_language() -> None:
    page = (REPOSITORY / "docs" / "annotating.md").read_text(encoding="utf-8")
    assert re.findall(r"\((.*?)\)", page) == [f"annotating.{language}.md" for language in reversed(SCHEME.languages)]


def test_a_key_says_when_it_is_to_be_pressed() -> None:
    moments = {key: (shown, moment) for key, shown, moment in rows(hotkeys_table(SCHEME, "en"))}
    assert moments["1"] == ("person", "before you draw")
    assert moments["a"] == ("as an actor", "a mention is selected (place)")
    assert moments["s"] == ("no speaker", "a quote is selected")
    assert moments["shift+a"][1] == "a stance is selected"
    assert moments["z"] == ("unsure", "a region is selected")
    assert moments["0"] == ("Arrows", "at any time")


def test_what_has_no_key_is_not_in_the_table() -> None:
    table = hotkeys_table(SCHEME, "en")
    assert "–" not in table
    assert [kind for kind in SCHEME.entity_kinds if kind.definition["en"] in table] == []
    off = edited(("[layers.stances]\non = true", "[layers.stances]\non = false"))
    assert "shift" not in hotkeys_table(off, "en")


def test_another_language_gets_english_words_and_its_own_titles() -> None:
    german = edited(('languages = ["fr", "en"]', 'languages = ["de"]'), ("{ fr = ", "{ de = "))
    assert hotkeys_table(german, "de").splitlines()[0] == "| key | on the screen | when |"
    assert "| 1 | personne | before you draw |" in hotkeys_table(german, "de")


def test_what_titles_hold_is_read_as_it_is_written() -> None:
    table = hotkeys_table(edited(('fr = "lieu", en', r'fr = "a | \\1 `b`", en')), "fr")
    assert r"| 3 | a \| \\1 \`b\` | avant de tracer |" in table
    assert r"(a \| \\1 \`b\`)" in refreshed(
        f"{START}{END}", edited(('fr = "lieu", en', r'fr = "a | \\1 `b`", en')), "fr"
    )


def test_only_the_block_is_replaced() -> None:
    page = f"before\n{START}\nold\n{END}\nafter"
    made = refreshed(page, SCHEME, "fr")
    assert made.startswith(f"before\n{START}\n\n| touche |")
    assert made.endswith(f"|\n\n{END}\nafter")
    assert "old" not in made
    assert refreshed(made, SCHEME, "fr") == made


@pytest.mark.parametrize("page", ["", START, f"{END} {START}", f"{START}{END} {START}{END}"])
def test_a_page_without_its_one_block_is_refused(page: str) -> None:
    with pytest.raises(PageError, match="put <!-- generated: hotkeys -->"):
        refreshed(page, SCHEME, "fr")
