"""Another scheme: a corpus with its own labels needs `scheme.toml` and nothing else."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
from datasets import ClassLabel, DatasetDict, load_dataset

from corpora import REPOSITORY, copy_of
from quidit import Corpus, canonical
from quidit.generating import of_schema
from quidit.report import as_text
from quidit.scheme import Scheme
from quidit.scheme_file import read_scheme

OTHER = Path(__file__).parent / "other"
DEFAULT = read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8"))
ANNOTATIONS = ("annotations/ferry/nell.json", "annotations/pier/nell.json")
GENERATED = ["annotation.schema.json", "annotators.schema.json", "article.schema.json", "known-problems.schema.json"]
GENERATED += [
    "label-studio.en.xml",
    "labels.en.md",
    "regions.schema.json",
    "rulings.schema.json",
    "scheme.toml",
    "split.schema.json",
]
CONFIGS = ["annotations", "articles", "entities", "quotes", "sentences", "tokens"]


def names_of(scheme: Scheme) -> set[str]:
    """Every label and id that a scheme gives."""
    labels = (*scheme.mentions, *scheme.quote_types, *scheme.stances)
    choices = (*scheme.uses, *scheme.entity_kinds, *scheme.article_flags, *scheme.issues)
    return {label.label for label in labels} | {choice.id for choice in choices}


def switch(folder: Path, layer: str, *, on: bool) -> None:
    path = folder / "schema" / "scheme.toml"
    text = path.read_text(encoding="utf-8")
    here = f"[layers.{layer}]\non = "
    assert here in text
    path.write_text(re.sub(rf"(?<={re.escape(here)})\w+", str(on).lower(), text), encoding="utf-8")


def rewrite(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    for name in ANNOTATIONS:
        document = json.loads((folder / name).read_text(encoding="utf-8"))
        edit(document)
        (folder / name).write_text(canonical.dumps(document), encoding="utf-8")


def without_cues(folder: Path) -> None:
    switch(folder, "cues", on=False)

    def edit(document: dict[str, Any]) -> None:
        del document["cues"]
        for quote in document["quotes"]:
            del quote["cue"]

    rewrite(folder, edit)


def without_quotes(folder: Path) -> None:
    switch(folder, "quotes", on=False)
    rewrite(folder, lambda document: document.pop("quotes"))


def with_stances(folder: Path) -> None:
    switch(folder, "stances", on=True)

    def edit(document: dict[str, Any]) -> None:
        if document["article"] == "pier":
            text = Corpus.open(folder).store.article("pier").text
            span = {"id": "s1", "start": text.index("denied"), "end": text.index("denied") + 6, "text": "denied"}
            document["stances"] = [{**span, "label": "contra", "holders": ["m6"], "issue": "longer-pier"}]

    rewrite(folder, edit)


def as_it_is(_: Path) -> None:
    """The corpus of tests/other, unchanged."""


VARIANTS: dict[Callable[[Path], None], list[str]] = {
    as_it_is: CONFIGS,
    without_cues: CONFIGS,
    without_quotes: [config for config in CONFIGS if config != "quotes"],
    with_stances: sorted([*CONFIGS, "stance", "issues"]),
}


@pytest.fixture(scope="module", params=VARIANTS, ids=lambda variant: variant.__name__)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The corpus in one of its variants, generated, valid and built; its configs."""
    folder = copy_of(OTHER, tmp_path_factory.mktemp("other") / "corpus")
    request.param(folder)
    corpus = Corpus.open(folder)
    corpus.store.generate()
    assert as_text(corpus.validate().problems) == ""
    release = corpus.build()
    assert release.left_out == ()
    assert sorted(release.contents) == VARIANTS[request.param]
    return folder, VARIANTS[request.param]


@pytest.fixture(scope="module")
def loaded(built: tuple[Path, list[str]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, DatasetDict]:
    folder, configs = built
    cache = str(tmp_path_factory.mktemp("cache"))
    return {config: load_dataset(str(folder / "build/harbour-en"), config, cache_dir=cache) for config in configs}


def features(config: DatasetDict) -> dict[str, object]:
    """The columns of a config, which are those of each of its splits."""
    return dict(next(iter(config.values())).features)


def class_labels(feature: object) -> Iterator[tuple[str, ...]]:
    """The names of every ClassLabel inside a feature."""
    if isinstance(feature, ClassLabel):
        yield tuple(feature.names)
    elif isinstance(feature, dict):
        for inside in feature.values():
            yield from class_labels(inside)
    elif hasattr(feature, "feature"):
        yield from class_labels(feature.feature)


def test_its_class_labels_are_its_own_labels(loaded: dict[str, DatasetDict], built: tuple[Path, list[str]]) -> None:
    scheme = Corpus.open(built[0]).scheme
    tags = ("O", *(f"{prefix}-{name}" for name in scheme.names for prefix in "BI"))
    own = {
        tags,
        tuple(label.label for label in scheme.mentions),
        tuple(use.id for use in scheme.uses),
        tuple(kind.id for kind in scheme.entity_kinds),
        tuple(quote_type.label for quote_type in scheme.quote_types),
        tuple(stance.label for stance in scheme.stances),
    }
    found = {names for each in loaded.values() for names in class_labels(features(each))}
    if not scheme.has("quotes"):
        own.discard(tuple(quote_type.label for quote_type in scheme.quote_types))
    if not scheme.has("stances"):
        own.discard(tuple(stance.label for stance in scheme.stances))
    assert own <= found
    machinery = {
        "human",
        "model",
        "complete",
        "draft",
        "skipped",
        "silver",
        "gold",
        "unannotated",
        "suggestion",
        "edited",
    }
    machinery |= {"allowed", "stand-off-only", "unknown", "whole", "begin", "inside", "end", "none"}
    assert {name for names in found - own for name in names} <= machinery


def test_its_rows_hold_what_was_annotated(loaded: dict[str, DatasetDict], built: tuple[Path, list[str]]) -> None:
    rows = [*loaded["sentences"]["train"], *loaded["sentences"]["test"]]
    mentions = loaded["sentences"]["train"].features["mentions"].feature
    named = sorted(
        (mention["text"], mentions["label"].int2str(mention["label"])) for row in rows for mention in row["mentions"]
    )
    assert named == [
        ("A worker", "VOICE"),
        ("Ada Finch", "PERSON"),
        ("Brill & Sons", "BODY"),
        ("Oldbridge Council", "BODY"),
        ("Tom Reed", "PERSON"),
        ("Westhaven", "PLACE"),
        ("Westhaven", "PLACE"),
        ("a captain", "VOICE"),
        ("she", "VOICE"),
    ]
    if "quotes" in built[1]:
        quotes = [*loaded["quotes"]["train"], *loaded["quotes"]["test"]]
        type_of = loaded["quotes"]["train"].features["type"]
        assert {type_of.int2str(quote["type"]) for quote in quotes} == {"verbatim", "retold"}
    if "stance" in built[1]:
        (stance,) = loaded["stance"]["test"]
        assert loaded["stance"]["test"].features["label"].int2str(stance["label"]) == "contra"
        assert stance["issue"] == "longer-pier"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own, of what mlcroissant calls
def test_its_croissant_is_valid_and_loads_every_config(
    built: tuple[Path, list[str]], loaded: dict[str, DatasetDict]
) -> None:
    described = mlcroissant.Dataset(built[0] / "build/harbour-en/croissant.json")
    assert not described.metadata.ctx.issues.errors
    for config in built[1]:
        assert len(list(described.records(config))) == sum(map(len, loaded[config].values()))


def test_every_example_of_its_card_runs(
    built: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(built[0] / "build")
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    card = (built[0] / "build/harbour-en/README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", card, re.DOTALL | re.MULTILINE)
    assert len(blocks) == len(built[1]) + 1
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102  # our own card


def test_a_layer_that_is_off_has_no_column(loaded: dict[str, DatasetDict], built: tuple[Path, list[str]]) -> None:
    scheme = Corpus.open(built[0]).scheme
    for config in ("sentences", "annotations"):
        columns = set(loaded[config]["train"].features)
        for layer in ("cues", "quotes", "stances"):
            assert (layer in columns) == scheme.has(layer)


def test_only_its_own_interface_language_is_generated(built: tuple[Path, list[str]]) -> None:
    folder, _ = built
    assert sorted(path.name for path in (folder / "schema").iterdir()) == GENERATED
    assert Corpus.open(folder).store.stale() == []


# ── No name of the default scheme ───────────────────────────────────────────────────────────────────

FOREIGN = sorted(names_of(DEFAULT) - names_of(read_scheme((OTHER / "schema/scheme.toml").read_text(encoding="utf-8"))))
WORDS = {name for name in FOREIGN if re.fullmatch("[a-z]+", name)}
"""Names that are also words of plain English: these may stand in a sentence, but nowhere as a name."""
MACHINERY = {
    "group": "a key and a policy of the ledger, in split.schema.json",
    "other": "what the Hub calls a licence that it does not list",
}


def stands_as_a_name(name: str, text: str) -> bool:
    if name not in WORDS:
        return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text))
    return bool(re.search(rf"""["'`>=]{name}["'`<]|: {name}$|- {name}$""", text, re.MULTILINE))


def test_no_name_of_the_default_scheme_is_written(built: tuple[Path, list[str]]) -> None:
    folder, _ = built
    files = [path for part in ("schema", "build") for path in (folder / part).rglob("*") if path.is_file()]
    texts = {path: path.read_text(encoding="utf-8") for path in files if path.suffix != ".parquet"}
    assert len(texts) > len(GENERATED)
    found = {
        (path.name, name)
        for path, text in texts.items()
        for name in FOREIGN
        if name not in MACHINERY and stands_as_a_name(name, text)
    }
    assert found == set()


def values(cell: object) -> Iterator[str]:
    if isinstance(cell, str):
        yield cell
    elif isinstance(cell, dict):
        for member in cell.values():
            yield from values(member)
    elif isinstance(cell, list):
        for member in cell:
            yield from values(member)


def test_no_name_of_the_default_scheme_is_released(loaded: dict[str, DatasetDict]) -> None:
    rows = (row for each in loaded.values() for split in each.values() for row in split)
    assert {value for row in rows for value in values(row)} & set(FOREIGN) == set()
    labels = {name for each in loaded.values() for names in class_labels(features(each)) for name in names}
    assert {name.removeprefix("B-").removeprefix("I-") for name in labels} & set(FOREIGN) == set()


# ── No name in the code ─────────────────────────────────────────────────────────────────────────────

COLLISIONS = {
    ("checks/ledger.py", "group"): "a key and a policy of the ledger",
    ("checks/releasing.py", "group"): "a policy of the ledger",
    ("generate/json_schema.py", "group"): "a key and a policy of the ledger",
    ("documents.py", "group"): "a key of the ledger",
    ("splits/assign.py", "group"): "a policy of the ledger",
    ("splits/ledger.py", "group"): "a key and a policy of the ledger",
    ("cli/verbs_publish.py", "ORG"): "the owner of a dataset on a Hub, ORG/NAME",
    ("remote/hub/address.py", "ORG"): "the same",
    ("remote/hub/publish.py", "ORG"): "the same",
    (
        "release/differences/json_object.py",
        "place",
    ): "a key of `quidit diff --json`: where in a release something stands",
    ("release/card/metadata.py", "other"): "what the Hub calls a licence that it does not list",
    ("release/standoff/card.py", "other"): "the same",
    ("remote/verifying.py", "ORG"): "the owner of a dataset on a Hub, ORG/NAME",
    ("scheme_file.py", "anonymous"): "the key of scheme.toml that says which kinds are kept unnamed",
}
"""Strings of the code that are spelt like a label and are none."""


def strings(source: str) -> Iterator[str]:
    """The string literals of a module, pieces of f-strings among them, docstrings not."""
    tree = ast.parse(source)
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_label_stands_in_the_code() -> None:
    package = REPOSITORY / "scripts" / "quidit"
    found = set()
    for path in package.rglob("*.py"):
        for string in strings(path.read_text(encoding="utf-8")):
            for name in names_of(DEFAULT):
                inside = name not in WORDS and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", string)
                if string == name or inside:
                    found.add((path.relative_to(package).as_posix(), name))
    assert found == set(COLLISIONS)


def test_nor_in_its_templates() -> None:
    package = REPOSITORY / "scripts" / "quidit"
    templates = [path for path in package.rglob("*") if path.suffix in {".jinja", ".yml"} or path.name == "Makefile"]
    assert templates
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert [name for name in names_of(DEFAULT) if stands_as_a_name(name, text)] == []


def test_the_corpus_of_this_test_is_whole_as_it_lies_there() -> None:
    assert Corpus.open(OTHER).validate().problems == ()
    assert not (OTHER / "build").exists()


def test_it_takes_no_more_than_a_scheme_and_settings_to_differ(tmp_path: Path) -> None:
    folder = copy_of(OTHER, tmp_path / "corpus")
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    made = set(of_schema(Corpus.open(folder).scheme))
    decided = [name for name in files if name not in made]
    assert [name for name in decided if not name.startswith(("seeds/", "corpus/", "annotations/"))] == [
        "pyproject.toml",
        "schema/scheme.toml",
    ]
    shutil.rmtree(folder)
