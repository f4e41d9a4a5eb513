"""The scheme file: what it must hold, and what it is told where it does not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quidit.scheme import RELATIONS
from quidit.scheme_file import SchemeError, read_scheme

TEXT = (Path(__file__).parents[1] / "schema" / "scheme.toml").read_text(encoding="utf-8")
LINES = TEXT.splitlines()


def test_the_repositorys_own_scheme_is_whole() -> None:
    scheme = read_scheme(TEXT)
    assert scheme.version == tomllib.loads(TEXT)["version"]
    assert [text.layer for text in scheme.layers] == ["mentions", "cues", "quotes", "stances"]
    assert tuple(scheme.relations) == RELATIONS
    assert [label.name for label in scheme.mentions] == [True] * 4 + [False]
    assert scheme.names == tuple(label.label for label in scheme.mentions if label.name)
    assert scheme.with_uses == {label.label for label in scheme.mentions if label.uses}
    assert scheme.anonymous_kinds == {kind.id for kind in scheme.entity_kinds if kind.anonymous}
    assert scheme.accepts(scheme.version)
    assert all(scheme.accepts(version) for version in scheme.earlier_versions)
    assert not scheme.accepts("99.0")


def test_a_layer_may_be_switched_off() -> None:
    scheme = read_scheme(TEXT.replace("[layers.stances]\non = true", "[layers.stances]\non = false"))
    assert not scheme.has("stances")
    assert scheme.has("quotes")


def replaced(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


FAULTS = [
    ("[", "scheme.toml is not TOML", "correct it at this place"),
    (f"a = {'9' * 5000}", "scheme.toml is not TOML", "correct it at this place"),
    (f"a = {'[' * 5000}", "scheme.toml is not TOML", "correct it at this place"),
    ("", "languages", "name at least one"),
    (replaced('languages = ["fr", "en"]', "languages = []"), "languages", "name at least one"),
    (replaced('languages = ["fr", "en"]', 'languages = "fr"'), "languages", 'write ["…", "…"]'),
    (replaced('languages = ["fr", "en"]', 'languages = ["fr", "EN"]'), "languages: 'EN'", "correct it"),
    (replaced('languages = ["fr", "en"]', 'languages = ["fr", "fr"]'), "languages", "remove it"),
    (replaced('version = "1.2"', ""), "version", "add it"),
    (replaced('version = "1.2"', "version = 1.2"), "version: 1.2", "put it in quotes"),
    (replaced('version = "1.2"', 'version = "1.02"'), "version: '1.02'", "correct it"),
    (replaced('version = "1.2"', f'version = "1.{"2" * 5000}"'), "version", "correct it"),
    (replaced("[layers.cues]\non = true", "[layers.cues]\non = 1"), "[layers]: [cues]: on: 1", "write one of them"),
    (replaced("[layers.cues]", "[layers.clues]"), "[layers]: cues", "write [cues]"),
    (replaced("[layers.cues]", "[layers.clues]\n[layers.cues]"), "[layers]: clues", "correct its spelling"),
    (replaced("[cue]", "[clue]"), "cue", "write [cue]"),
    (replaced("[[uses]]", "[[usages]]"), "usages", "remove it or correct its spelling"),
    (replaced('label = "PER"', 'label = "P R"'), "[[mentions]] number 1: label: 'P R'", "correct it"),
    (replaced('label = "PER"', 'lable = "PER"'), "[[mentions]] number 1: label", "add it"),
    (replaced('label = "PER"', 'label = "PER"\nnom = true'), "[[mentions]] number 1: nom", "correct its spelling"),
    (replaced('label = "ORG"', 'label = "PER"'), "'PER' stands twice", "each needs its own"),
    (replaced('label = "direct"', 'label = "PER"'), "'PER' stands twice", "each needs its own"),
    (replaced('hotkey = "2"', 'hotkey = "1"'), "the hotkey '1' is that of PER and of ORG", "each needs its own"),
    (replaced('hotkey = "2"', 'hotkey = "u"'), "the hotkey 'u' unselects in Label Studio", "choose another letter"),
    (replaced('color = "#cfe3f5"', 'color = "blue"'), "color: 'blue'", "correct it"),
    (replaced('marks = "all"', 'marks = "most"'), "marks: 'most'", "write one of them"),
    (replaced('marks = "all"', ""), "marks", "add it"),
    (replaced("polarity = 1", "polarity = 2"), "polarity: 2", "write 1 or -1"),
    (replaced("polarity = 1", ""), "polarity: is missing", "write 1 or -1"),
    (replaced("polarity = 1", "polarity = true"), "polarity: True", "write 1 or -1"),
    (replaced('title = { fr = "personne", en = "person" }', 'title = "person"'), "title", 'write { fr = "…", en'),
    (replaced('title = { fr = "personne", en = "person" }', 'title = { fr = "a" }'), "no text in en", "add it"),
    (
        replaced('title = { fr = "personne", en = "person" }', 'title = { fr = "a", en = "" }'),
        "no text in en",
        "add it",
    ),
    (replaced('title = { fr = "personne", en = "person" }', 'title = { fr = "a", en = 3 }'), "title", "write {"),
    (replaced('title = { fr = "personne", en = "person" }', ""), "title", "write {"),
    (replaced('id = "as-actor"', 'id = "as_actor"'), "[[uses]] number 1: id", "correct it"),
    (replaced('id = "literal"', 'id = "as-actor"'), "[[uses]]: 'as-actor' stands twice", "each needs its own"),
    (replaced("speaker =", "locutor ="), "[relations]: speaker", "write {"),
    (replaced("speaker =", 'locutor = { fr = "a", en = "b" }\nspeaker ='), "[relations]: locutor", "spelling"),
    (
        replaced("[layers.mentions]\non = true", "[layers.mentions]\non = false"),
        "[layers.mentions] is off",
        "switch it on",
    ),
    (re.sub(r"\[\[stances\]\][^[]*", "", TEXT), "stances is on", "add a [[stances]]"),
    (re.sub(r"\[\[quote_types\]\][^[]*", "", TEXT), "quotes is on", "add a [[quote_types]]"),
    (re.sub(r"\[\[entity_kinds\]\][^[]*", "", TEXT), "[[entity_kinds]]", "need at least one"),
    (re.sub(r"\[\[uses\]\]\nid.*\nhotkey.*\n.*\n.*\n.*\n", "", TEXT), "there is no [[uses]]", "add them"),
    ("mentions = 3\n" + re.sub(r"\[\[mentions\]\]\n[^[]*(?:\[[^\n]*\n)?", "", TEXT), "mentions", "write [[mentions]]"),
]


@pytest.mark.parametrize(("text", "place", "remedy"), FAULTS, ids=[place for _, place, _ in FAULTS])
def test_a_fault_names_its_place_and_its_remedy(text: str, place: str, remedy: str) -> None:
    with pytest.raises(SchemeError) as error:
        read_scheme(text)
    said = str(error.value)
    assert said.startswith("scheme.toml")
    assert place in said
    assert remedy in said


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.sampled_from(
                ["", "x = 1", "[a]", "[[mentions]]", 'label = "A"', "= ", "{", "on = false", "uses = true"]
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_edit_of_the_scheme_crashes(edits: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for number, line in edits:
        lines[number] = line
    try:
        scheme = read_scheme("\n".join(lines))
    except SchemeError as error:
        assert str(error).startswith("scheme.toml")  # noqa: PT017  # either outcome is right
        return
    assert scheme.has("mentions")


SCALARS = st.sampled_from(['"a"', "1", "1.5", "true", "[]", "{}", "[1]", '["a"]', "1979-05-27", "[{}]", '{ fr = "a" }'])
KEYS = st.sampled_from(
    ["version", "languages", "layers", "mentions", "uses", "cue", "relations", "issues", "cue.title"]
)


@given(st.dictionaries(KEYS, SCALARS).map(lambda table: "".join(f"{key} = {value}\n" for key, value in table.items())))
@example('languages = ["fr"]\ncue = 1')
def test_no_table_crashes(text: str) -> None:
    with pytest.raises(SchemeError):
        read_scheme(text)


@given(st.text("[]{}=\"'.,\n a1#_-é\\u"))
def test_no_toml_crashes(text: str) -> None:
    with pytest.raises(SchemeError):
        read_scheme(text)
