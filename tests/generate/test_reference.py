"""The label reference, made from the repository's own scheme and from others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quidit.generate.reference import label_reference
from quidit.scheme import MentionLabel, QuoteType, Scheme, StanceLabel
from quidit.scheme_file import read_scheme

SCHEME_TEXT = (Path(__file__).parents[2] / "schema" / "scheme.toml").read_text(encoding="utf-8")
SCHEME = read_scheme(SCHEME_TEXT)
HOSTILE = "a | b ` c\n# d <script> [e](f) *g* _h_ \\ & ~~i~~ $x$ ```"


def columns(page: str) -> list[set[int]]:
    """For each table of the page how many cells its rows have, as GitHub counts them."""
    tables = re.split(r"\n\n", page)
    unescaped = re.compile(r"(?<!\\)(?:\\\\)*\|")
    return [{len(unescaped.findall(row)) for row in table.splitlines()} for table in tables if table[0] == "|"]


def scheme_saying(said: str) -> Scheme:
    escaped = "".join(f"\\U{ord(character):08x}" for character in said)
    return read_scheme(re.sub(r'(?<=[{,] )(fr|en) = "[^"]*"', rf'\1 = "{re.escape(escaped)}"', SCHEME_TEXT))


@pytest.mark.parametrize("language", SCHEME.languages)
def test_the_first_line_says_what_makes_it(language: str) -> None:
    first = label_reference(SCHEME, language).splitlines()[0]
    assert "quidit generate" in first
    assert "scheme.toml" in first


@pytest.mark.parametrize("language", SCHEME.languages)
def test_everything_that_the_scheme_names_stands_in_it(language: str) -> None:
    page = label_reference(SCHEME, language)
    labels: list[MentionLabel | QuoteType | StanceLabel] = [*SCHEME.mentions, *SCHEME.quote_types, *SCHEME.stances]
    choices = (*SCHEME.uses, *SCHEME.entity_kinds, *SCHEME.article_flags)
    names = [*(label.label for label in labels), *(choice.id for choice in choices)]
    names += [
        *(issue.id for issue in SCHEME.issues),
        *(text.layer for text in SCHEME.layers),
        *SCHEME.relations,
    ]
    assert [name for name in names if f"`{name}`" not in page] == []
    named = [*labels, *choices, SCHEME.cue, SCHEME.unsure]
    texts = [text for element in named for text in (element.title[language], element.definition[language])]
    texts += [issue.reads[language] for issue in SCHEME.issues]
    texts += [example for label in SCHEME.mentions for example in label.examples]
    texts += [example for use in SCHEME.uses for example in use.examples]
    assert [text for text in texts if text not in page] == []
    for label in labels:
        row = next(line for line in page.splitlines() if line.startswith(f"| `{label.label}` |"))
        assert f"| {label.hotkey} |" in row
        assert f"`{label.color}`" in row


def test_issues_show_the_hotkeys_of_the_annotators_screen() -> None:
    page = label_reference(SCHEME, "fr")
    assert "| `western-troops` | déployer des troupes occidentales en Ukraine | shift+a |" in page


def test_headings_are_in_the_language_of_the_page_or_english() -> None:
    german = SCHEME_TEXT.replace('languages = ["fr", "en"]', 'languages = ["de"]').replace("{ fr = ", "{ de = ")
    assert "\n## Couches\n" in label_reference(SCHEME, "fr")
    assert "\n## Layers\n" in label_reference(SCHEME, "en")
    page = label_reference(read_scheme(german), "de")
    assert "\n## Layers\n" in page
    assert "Personne nommée, sans titre ni fonction." in page


@pytest.mark.parametrize(
    ("layer", "gone"),
    [
        ("cues", ["`cue`", "`cues`", "#c9a400"]),
        ("quotes", ["`direct`", "`mixed`", "`speaker`", "`continues`", "`quotes`"]),
        ("stances", ["`favor`", "`against`", "`holder`", "`target`", "`western-troops`", "`stances`"]),
    ],
)
def test_a_layer_switched_off_leaves_nothing_of_it(layer: str, gone: list[str]) -> None:
    off = SCHEME_TEXT.replace(f"[layers.{layer}]\non = true", f"[layers.{layer}]\non = false")
    page = label_reference(read_scheme(off), "en")
    assert [text for text in gone if text in page] == []
    assert [text for text in gone if text not in label_reference(SCHEME, "en")] == []


@given(st.text(min_size=1))
@example(HOSTILE)
@example(" ")
def test_whatever_the_texts_hold_the_tables_keep_their_shape(said: str) -> None:
    page = label_reference(scheme_saying(said), "en")
    whole = label_reference(SCHEME, "en")
    assert all(len(widths) == 1 for widths in columns(page))
    assert len(columns(page)) == len(columns(whole))
    assert page.count("\n") == whole.count("\n")


def test_markup_in_texts_is_read_as_it_is_written() -> None:
    page = label_reference(scheme_saying(HOSTILE), "en")
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(page)
    assert "<script>" not in html
    assert not re.search(r"<(em|strong|a|s|del)\b", html)
    assert "a | b ` c # d &lt;script&gt; [e](f) *g* _h_ \\ &amp; ~~i~~ $x$ ```</td>" in html


def test_the_page_is_the_same_every_time() -> None:
    assert label_reference(SCHEME, "fr") == label_reference(read_scheme(SCHEME_TEXT), "fr")
