"""The Label Studio configuration, made from the repository's own scheme and from others."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quidit.generate.label_studio import issue_hotkeys, label_studio_config, relations_in_use
from quidit.scheme import Scheme
from quidit.scheme_file import read_scheme

SCHEME_TEXT = (Path(__file__).parents[2] / "schema" / "scheme.toml").read_text(encoding="utf-8")
SCHEME = read_scheme(SCHEME_TEXT)
LABEL_CONTROLS = {"mention", "quote", "cue", "stance", "sentence"}
HOSTILE = """a "quoted" <b>&amp; 'x' $text name="text" ]]> \\ } { : | ` \n\t é 😀 \u0000\ufffe"""


def parsed(scheme: Scheme, language: str = "fr") -> ET.Element:
    return ET.fromstring(label_studio_config(scheme, language))  # noqa: S314 (a text of our own)


def edited(*edits: tuple[str, str]) -> Scheme:
    """The repository's scheme after replacements in its text, each of which must find its place."""
    text = SCHEME_TEXT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return read_scheme(text)


def without_layer(layer: str) -> Scheme:
    return edited((f"[layers.{layer}]\non = true", f"[layers.{layer}]\non = false"))


def controls(root: ET.Element) -> dict[str, ET.Element]:
    return {element.attrib["name"]: element for element in root.iter() if "toName" in element.attrib}


def exported(control: ET.Element) -> list[str]:
    return [value.get("alias", value.attrib["value"]) for value in control]


def shown(control: ET.Element) -> list[str]:
    return [value.attrib["value"] for value in control]


def hotkeys(root: ET.Element) -> list[str]:
    return [element.attrib["hotkey"] for element in root.iter() if "hotkey" in element.attrib]


def scheme_saying(said: str) -> Scheme:
    """The repository's scheme with that text for every title and definition of the interface."""
    escaped = "".join(f"\\U{ord(character):08x}" for character in said)
    return read_scheme(re.sub(r'(?<=[{,] )(fr|en) = "[^"]*"', rf'\1 = "{re.escape(escaped)}"', SCHEME_TEXT))


@pytest.mark.parametrize("language", SCHEME.languages)
def test_what_is_exported_is_the_labels_and_ids_of_the_scheme_in_every_language(language: str) -> None:
    names = controls(parsed(SCHEME, language))
    assert {name: exported(control) for name, control in names.items() if len(control)} == {
        "mention": [label.label for label in SCHEME.mentions],
        "quote": [label.label for label in SCHEME.quote_types],
        "cue": ["cue"],
        "stance": [label.label for label in SCHEME.stances],
        "sentence": ["S"],
        "view": ["names", "quotes", "stances", "sentences", "arrows"],
        "use": [use.id for use in SCHEME.uses],
        "entity_kind": [kind.id for kind in SCHEME.entity_kinds],
        "without": ["speaker", "cue"],
        "issue": [issue.id for issue in SCHEME.issues],
        "unsure": ["unsure"],
        "article_flag": [flag.id for flag in SCHEME.article_flags],
    }
    assert set(names) - {name for name, control in names.items() if len(control)} == {"entity", "new_entity"}


@pytest.mark.parametrize("language", SCHEME.languages)
def test_annotators_read_titles_in_their_language(language: str) -> None:
    names = controls(parsed(SCHEME, language))
    assert shown(names["mention"]) == [label.title[language] for label in SCHEME.mentions]
    assert shown(names["stance"]) == [label.title[language] for label in SCHEME.stances]
    assert shown(names["issue"]) == [issue.reads[language] for issue in SCHEME.issues]


@pytest.mark.parametrize("language", SCHEME.languages)
def test_displayed_values_are_distinct_among_labels_and_within_each_choice(language: str) -> None:
    names = controls(parsed(SCHEME, language))
    labels = list(chain.from_iterable(shown(names[name]) for name in LABEL_CONTROLS))
    assert len(set(labels)) == len(labels)
    for control in names.values():
        assert len(set(shown(control))) == len(control)


def test_titles_that_collide_are_told_apart_by_the_label() -> None:
    scheme = edited(
        ('fr = "directe"', 'fr = "la même"'),
        ('fr = "mixte"', 'fr = "la même"'),
        ('fr = "contre"', 'fr = "ou: la même"'),
        ('fr = "pour"', 'fr = "ou:la même"'),
    )
    names = controls(parsed(scheme))
    assert shown(names["quote"])[:2] == ["la même", "la même (mixed)"]
    assert shown(names["stance"]) == ["ou:la même (favor)", "ou: la même"]


def test_labels_of_another_scheme_appear_and_none_of_the_first() -> None:
    labels = ["PER", "ORG", "LOC", "MISC", "ACTOR", "direct", "mixed", "indirect", "favor", "against"]
    ids = [*(use.id for use in SCHEME.uses), *(issue.id for issue in SCHEME.issues)]
    ids += [*(kind.id for kind in SCHEME.entity_kinds), *(flag.id for flag in SCHEME.article_flags)]
    edits = [(f'label = "{label}"', f'label = "New{label}"') for label in labels]
    edits += [(f'id = "{name}"', f'id = "new-{name}"') for name in ids]
    text = SCHEME_TEXT
    for old, new in edits:
        text = text.replace(old, new)
    root = parsed(read_scheme(text))
    told = set(chain.from_iterable(exported(control) for control in controls(root).values()))
    assert {f"New{label}" for label in labels} | {f"new-{name}" for name in ids} <= told
    assert told.isdisjoint([*labels, *ids])


@pytest.mark.parametrize(
    ("layer", "names", "relations"),
    [
        ("cues", {"cue"}, {"cue"}),
        ("quotes", {"quote", "without"}, {"speaker", "via", "cue", "continues"}),
        ("stances", {"stance", "issue"}, {"holder", "target"}),
    ],
)
def test_a_layer_switched_off_leaves_nothing_of_it(layer: str, names: set[str], relations: set[str]) -> None:
    scheme = without_layer(layer)
    whole, root = parsed(SCHEME), parsed(scheme)
    assert set(controls(whole)) - set(controls(root)) == names
    assert set(relations_in_use(SCHEME)) - set(relations_in_use(scheme)) == relations
    assert [relation.attrib["value"] for relation in root.iter("Relation")] == list(relations_in_use(scheme))
    label_names = names & LABEL_CONTROLS
    style = root.findtext("Style") or ""
    for name in label_names:
        for text in shown(controls(whole)[name]):
            assert f'":{text}"' not in style
    assert layer not in exported(controls(root)["view"])
    assert not {element.get("whenTagName") for element in root.iter()} & names


def test_with_mentions_alone_there_are_no_relations_and_no_arrows() -> None:
    layers = ("cues", "quotes", "stances")
    scheme = edited(*((f"[layers.{layer}]\non = true", f"[layers.{layer}]\non = false") for layer in layers))
    root = parsed(scheme)
    assert root.find("Relations") is None
    assert exported(controls(root)["view"]) == ["names", "sentences"]
    assert "arrows" not in label_studio_config(scheme, "en").lower()


def test_uses_are_asked_only_of_the_labels_that_have_them() -> None:
    assert controls(parsed(SCHEME))["use"].attrib["whenLabelValue"] == "LOC"
    both = edited(('label = "ORG"\nname = true', 'label = "ORG"\nname = true\nuses = true'))
    assert controls(parsed(both))["use"].attrib["whenLabelValue"] == "ORG,LOC"
    assert "use" not in controls(parsed(edited(("uses = true\n", ""))))


def test_every_label_and_choice_has_a_hotkey_and_none_stands_twice() -> None:
    root = parsed(SCHEME)
    assert all("hotkey" in value.attrib for control in controls(root).values() for value in control)
    keys = [key for key in hotkeys(root) if key != "–"]
    assert len(set(keys)) == len(keys)
    assert "u" not in keys


def test_hotkeys_of_the_scheme_win_over_our_own() -> None:
    scheme = edited(('hotkey = "1"', 'hotkey = "7"'), ('hotkey = "z"', 'hotkey = "Shift+B"'))
    keys = [key.lower() for key in hotkeys(parsed(scheme)) if key != "–"]
    assert len(set(keys)) == len(keys)
    assert issue_hotkeys(scheme)[:3] == ("shift+a", "shift+c", "shift+d")


def test_issues_after_the_alphabet_have_no_hotkey() -> None:
    more = "".join(f'\n[[issues]]\nid = "more-{n}"\nreads = {{ fr = "f{n}", en = "e{n}" }}\n' for n in range(30))
    scheme = read_scheme(SCHEME_TEXT + more)
    assert issue_hotkeys(scheme)[25:] == ("shift+z", *[""] * 15)
    assert [value.attrib["hotkey"] for value in controls(parsed(scheme))["issue"]][25:27] == ["shift+z", "–"]


def test_marks_pick_the_underline_and_polarity_the_arrow() -> None:
    style = parsed(SCHEME, "en").findtext("Style") or ""
    rules = dict(re.findall(r'\[data-label\$=":([^"]+)"\](?:::before)? \{ (.*) \}', style))
    assert rules["direct"].startswith("border-bottom:3px solid #1565c0")
    assert rules["mixed"].startswith("border-bottom:4px double #1565c0")
    assert rules["indirect"].startswith("border-bottom:2px dotted #1565c0")
    assert rules["in\\20 favour"].startswith('content:"▲"')
    assert rules["against"].startswith('content:"▼"')


def test_pale_colours_are_filled_as_they_are_and_darkened_where_they_are_lines() -> None:
    root = parsed(SCHEME, "en")
    assert "background-color:#cfe3f5" in (root.findtext("Style") or "")
    assert controls(root)["mention"][0].attrib["background"] == "#2877be"
    assert controls(root)["quote"][0].attrib["background"] == "#1565c0"


@given(st.text(min_size=1))
@example(HOSTILE)
@example(" ")
def test_whatever_the_texts_hold_the_document_is_valid_and_names_stay_unique(said: str) -> None:
    text = label_studio_config(scheme_saying(said), "en")
    root = ET.fromstring(text)  # noqa: S314 (a text of our own)
    names = re.findall(r'name="([^"]*)"', ET.tostring(root, encoding="unicode"))  # as the server looks for them
    assert len(set(names)) == len(names)
    labels = list(chain.from_iterable(shown(controls(root)[name]) for name in LABEL_CONTROLS))
    assert len(set(labels)) == len(labels)
    assert not any(re.search(r"\$\w", value) for value in labels)
    style = root.findtext("Style") or ""
    assert style.count("{") == style.count("}")
    assert style.count('"') % 2 == 0


def test_style_never_says_name_in_quotes() -> None:
    assert 'name="' not in (parsed(SCHEME).findtext("Style") or "")


def test_the_configuration_is_the_same_every_time_and_indented() -> None:
    text = label_studio_config(SCHEME, "fr")
    assert text == label_studio_config(read_scheme(SCHEME_TEXT), "fr")
    assert '\n  <View className="q-bar">\n    <View>\n      <Labels name="mention"' in text
    assert text.endswith("</View>\n")


def test_a_language_without_words_of_ours_gets_english_ones() -> None:
    german = SCHEME_TEXT.replace('languages = ["fr", "en"]', 'languages = ["de"]').replace("{ fr = ", "{ de = ")
    names = controls(parsed(read_scheme(german), "de"))
    assert shown(names["sentence"]) == ["sentence"]
    assert shown(names["mention"])[0] == "personne"


def test_no_choices_are_made_from_task_data() -> None:
    values = {element.get("value") for element in parsed(SCHEME).iter() if "toName" in element.attrib}
    assert values == {None, "$entities"}
