"""Features: columns follow the scheme, also where it switches layers off."""

import json
import re

import pytest

from corpora import REPOSITORY
from quidit import Corpus
from quidit.release.features import bio_tags, config_descriptions, features
from quidit.scheme_file import read_scheme
from releases import PILOT, TOY, load, spans_in, toy_pilot

SCHEME = (TOY / "schema/scheme.toml").read_text(encoding="utf-8")


def scheme_without(layers, *, uses=True, issues=True):
    text = SCHEME
    for layer in layers:
        text = text.replace(f"[layers.{layer}]\non = true", f"[layers.{layer}]\non = false")
    if not uses:
        text = re.sub(r"\[\[uses\]\]\n(?:.+\n)+", "", text).replace("uses = true\n", "")
    return text if issues else text.partition("# ── Issues")[0]


def stripped(annotation, layers, *, uses, issues):
    """The annotation without those layers and whatever leads to them."""
    for layer in layers:
        annotation.pop(layer, None)
    for quote in annotation.get("quotes", []):
        if "cues" in layers:
            quote.pop("cue", None)
    for mention in annotation.get("mentions", []):
        if not uses:
            mention.pop("use", None)
    for stance in annotation.get("stances", []):
        if "quotes" in layers and stance.get("target", "").startswith("q"):
            stance["target"] = stance["holders"][0]
        if not issues and stance.pop("issue", None) and "target" not in stance:
            stance["target"] = stance["holders"][0]
    return annotation


@pytest.mark.parametrize(
    ("layers", "uses", "issues"),
    [
        ((), True, True),
        (("cues",), True, True),
        (("quotes",), True, True),
        (("stances",), True, True),
        (("cues", "quotes"), False, True),
        (("cues", "quotes", "stances"), True, True),
        ((), False, False),
    ],
)
def test_a_corpus_with_layers_switched_off_builds_without_them(tmp_path, layers, uses, issues):
    corpus = toy_pilot(tmp_path / "corpus")
    (corpus / "schema/scheme.toml").write_text(scheme_without(layers, uses=uses, issues=issues))
    folder = corpus / "annotations" / PILOT
    (folder / "rulings.json").unlink()
    for path in folder.glob("*.json"):
        annotation = json.loads(path.read_text())
        path.write_text(json.dumps(stripped(annotation, layers, uses=uses, issues=issues)))
    Corpus.open(corpus).build(tmp_path / "out")
    loaded = load(tmp_path / "out", tmp_path / "cache")
    gone = {"quotes": {"quotes"}, "stances": {"stance", "issues"}}
    absent = set().union(*(gone.get(layer, set()) for layer in layers)) | (set() if issues else {"issues"})
    assert set(loaded) == set(config_descriptions(read_scheme(SCHEME))) - absent
    for config, splits in loaded.items():
        for rows in splits.values():
            columns = json.dumps(rows.features.to_dict())
            assert ('"use"' in columns) == (uses and config in ("sentences", "annotations"))
            for layer in layers:
                assert layer not in rows.column_names
            for row in rows:
                for span in spans_in(row):
                    assert span["start"] is None or row["text"][span["start"] : span["end"]] == span["text"]
    assert "issues" not in absent or "config `issues`" not in (tmp_path / "out/README.md").read_text()


def test_every_config_is_described_and_has_features():
    scheme = read_scheme(SCHEME)
    assert list(features(scheme)) == list(config_descriptions(scheme))
    assert next(iter(features(scheme))) == "sentences"


def test_every_row_of_annotations_tells_its_quality():
    found = features(read_scheme(SCHEME))
    for config, columns in found.items():
        assert ("quality" in columns) == (config != "issues")
        if "quality" in columns:
            assert columns["quality"].names == ["unannotated", "silver", "gold"]


def test_issues_and_ids_are_texts_and_labels_are_classes():
    import datasets

    found = features(read_scheme(SCHEME))
    assert found["stance"]["issue"] == datasets.Value("string")
    assert found["stance"]["label"] == datasets.ClassLabel(names=["favor", "against"])
    assert found["quotes"]["type"] == datasets.ClassLabel(names=["direct", "mixed", "indirect"])
    assert found["articles"]["published"] == datasets.Value("date32")


def test_tags_are_of_flat_names_alone():
    scheme = read_scheme(SCHEME)
    assert bio_tags(scheme)[0] == "O"
    assert not any("ACTOR" in tag for tag in bio_tags(scheme))


def test_the_toy_has_the_labels_of_the_first_corpus():
    first = REPOSITORY / "schema/scheme.toml"
    ours, theirs = read_scheme(SCHEME), read_scheme(first.read_text(encoding="utf-8"))
    assert {config: columns for config, columns in features(ours).items() if config != "issues"} == {
        config: columns for config, columns in features(theirs).items() if config != "issues"
    }
