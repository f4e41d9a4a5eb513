"""Croissant: what programs are told of a release is valid, names every file, and loads what the Parquet files hold.

mlcroissant judges and loads it, offline; the rows are those that the release's own reader loads.
"""

import datetime as dt
import hashlib
import json

import mlcroissant
import numpy as np
import pytest

from corpora import copy_of
from quidit.records import Annotator
from quidit.release.card.document import Beside
from quidit.release.croissant.provenance import provenance
from quidit.release.croissant.usage import usage
from quidit.release.standoff.rehydration import rehydrate
from quidit.release.statistics import Statistics
from quidit.store import Store
from releases import PILOT, TOY, built, files_of, load, strings_in

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own, of what mlcroissant calls

UNDATED = 'Property "https://schema.org/datePublished" is recommended, but does not exist.'
CITATION = """cff-version: 1.2.0
title: Toy
license: CC0-1.0
date-released: "2031-03-12"
url: https://example.org/toy
authors:
  - {given-names: Ada, family-names: Finch}
  - {name: The Toy authors}
"""


@pytest.fixture(scope="module")
def cited(tmp_path_factory):
    """The toy's release as it is once its day is known."""
    folder = tmp_path_factory.mktemp("cited")
    corpus = copy_of(TOY, folder / "corpus")
    (corpus / "CITATION.cff").write_text(CITATION, encoding="utf-8")
    return built(corpus, folder / "build" / "toy", folder / "cache")


def document_of(release):
    return json.loads((release.folder / "croissant.json").read_text(encoding="utf-8"))


def issues_of(folder):
    issues = mlcroissant.Dataset(folder / "croissant.json").metadata.ctx.issues
    return set(issues.errors), set(issues.warnings)


def leaves(node):
    """The fields of a record set that hold values, at any depth."""
    for field in node.get("field", node.get("subField", ())):
        yield from leaves(field) if "subField" in field else [field["@id"]]


def plain(value):
    """A loaded value as the Parquet files' reader gives it."""
    if isinstance(value, list | np.ndarray):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, np.generic):
        return value.item()
    return value.date() if isinstance(value, dt.datetime) else value


def flat(record):
    """The values of a loaded record by the ids of their fields, however they are nested."""
    values = {}
    for name, value in record.items():
        if isinstance(value, dict):
            values |= {inner: plain(each) for inner, each in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            values |= {inner: [plain(each[inner]) for each in value] for inner in value[0]}
        else:
            values[name] = plain(value)
    return values


def at(value, path):
    """What stands at the path of a row; of a list, what stands there in each of its members."""
    if not path or value is None:
        return value
    if isinstance(value, list):
        return [at(each, path) for each in value]
    return at(value[path[0]], path[1:])


def test_it_is_valid_without_a_warning(cited):
    assert issues_of(cited.folder) == (set(), set())


def test_before_its_day_is_known_that_alone_is_missing(each):
    errors, warnings = issues_of(each.folder)
    assert errors == set()
    assert {warning.partition("] ")[2] for warning in warnings} == {UNDATED}


def test_it_conforms_to_the_newest_versions(cited):
    assert document_of(cited)["conformsTo"] == [
        "http://mlcommons.org/croissant/1.1",
        "http://mlcommons.org/croissant/RAI/1.0",
    ]
    assert mlcroissant.Dataset(cited.folder / "croissant.json").metadata.ctx.is_v1_1()


def test_it_names_every_file_by_its_hash_and_the_manifest_names_it(each):
    manifest = json.loads((each.folder / "MANIFEST.json").read_text(encoding="utf-8"))
    named = {node["@id"]: node for node in document_of(each)["distribution"] if node["@type"] == "cr:FileObject"}
    files = {entry["path"] for entry in manifest["files"]}
    assert set(named) == files - {"croissant.json"}
    assert "croissant.json" in files
    for path, node in named.items():
        content = (each.folder / path).read_bytes()
        assert node["contentUrl"] == path
        assert node["sha256"] == hashlib.sha256(content).hexdigest()
        assert node["contentSize"] == f"{len(content)} B"


def is_loaded_like_parquet(folder, loaded):
    """Whether each record that mlcroissant gives is the row of the Parquet files, in every field that is described."""
    loader = mlcroissant.Dataset(folder / "croissant.json")
    sets = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))["recordSet"]
    fields = {node["@id"]: list(leaves(node)) for node in sets}
    for config, splits in loaded.items():
        records = {(each[f"{config}/split"], each[f"{config}/id"]): each for each in map(flat, loader.records(config))}
        rows = {(split, row["id"]): row for split, rows in splits.items() for row in rows}
        assert records.keys() == rows.keys()
        for key, row in rows.items():
            told = {field: records[key].get(field, []) for field in fields[config] if field != f"{config}/split"}
            assert told == {field: at(row, field.split("/")[1:]) for field in told}
    return True


@pytest.mark.parametrize("release", ["main", "cited"])
def test_every_record_is_the_row_of_the_parquet_files(release, request):
    release = request.getfixturevalue(release)
    assert is_loaded_like_parquet(release.folder, release.loaded)


def test_those_of_a_stand_off_form_and_of_what_becomes_of_it_are_valid_and_load(toy, bare_toy, tmp_path):
    some = rehydrate(bare_toy.folder, [toy.corpus / "seeds" / f"{PILOT}.txt"], tmp_path / "some")
    full = rehydrate(bare_toy.folder, [toy.corpus / "seeds"], tmp_path / "full")
    for number, made in enumerate((bare_toy, some, full)):
        errors, warnings = issues_of(made.folder)
        assert errors == set()
        assert {warning.partition("] ")[2] for warning in warnings} == {UNDATED}
        assert is_loaded_like_parquet(made.folder, load(made.folder, tmp_path / f"cache-{number}"))
        named = {node["@id"] for node in document_of(made)["distribution"] if node["@type"] == "cr:FileObject"}
        assert named == set(files_of(made.folder)) - {"croissant.json", "MANIFEST.json"}
    assert "A part of toy" in document_of(some)["description"]
    assert "found equal" in document_of(full)["description"]


def paths_in(feature, path):
    """The leaves of a column, without those of lists of structs inside lists."""
    inner = getattr(feature, "feature", feature)
    if not isinstance(inner, dict):
        yield path
        return
    for name, member in inner.items():
        if not (isinstance(getattr(member, "feature", None), dict) and inner is not feature):
            yield from paths_in(member, f"{path}/{name}")


def test_every_column_is_described_but_for_tables_inside_tables(each):
    for node in document_of(each)["recordSet"][1:]:
        config = node["@id"]
        features = next(iter(each.loaded[config].values())).features
        expected = [path for name in features for path in paths_in(features[name], f"{config}/{name}")]
        assert list(leaves(node)) == [f"{config}/split", *expected]
        told = node["description"].partition("The Parquet files hold more than is described here: ")[2]
        assert (config == "sentences") == bool(told)


def test_splits_are_told_apart(cited):
    records = list(mlcroissant.Dataset(cited.folder / "croissant.json").records("splits"))
    assert [record["splits/name"] for record in records] == ["train", "validation", "test", "full"]


def test_it_says_who_annotated_by_pseudonym(cited, main):
    agents = {agent["prov:label"]: agent["@type"][1] for agent in document_of(cited)["prov:wasAttributedTo"]}
    assert agents == {"lin": "prov:Person", "sol": "prov:Person", "m1": "prov:SoftwareAgent"}
    associated = {
        each["@id"]: [agent["@id"] for agent in each.get("prov:wasAssociatedWith", [])]
        for each in document_of(main)["prov:wasGeneratedBy"]
    }
    assert associated == {
        "activity/normalisation": [],
        "activity/segmentation": [],
        "activity/annotation": ["annotator/a1", "annotator/a2"],
        "activity/adjudication": ["annotator/a3"],
    }


def test_it_says_what_may_be_done_with_the_texts_of_each_kind(cited):
    offers = document_of(cited)["usageInfo"]
    assert all("odrl:Offer" in offer["@type"] for offer in offers)
    rules = {
        offer["name"]: sorted(key for key in offer if key.startswith("odrl:"))
        for offer in offers
        if "Texts" in offer["name"]
    }
    assert rules == {
        "Texts of 9 articles, licence CC0-1.0": ["odrl:permission"],
        "Texts of 2 articles, licence CC0-1.0": ["odrl:prohibition"],
        "Texts of one article, licence CC-BY-4.0": ["odrl:permission"],
        "Texts of one article": ["odrl:prohibition"],
    }
    assert document_of(cited)["license"] == "https://spdx.org/licenses/CC0-1.0.html"


def test_it_is_cited_as_citation_cff_says(cited):
    document = document_of(cited)
    assert [each["name"] for each in document["creator"]] == ["Ada Finch", "The Toy authors"]
    assert [each["@type"] for each in document["creator"]] == ["sc:Person", "sc:Organization"]
    assert (document["datePublished"], document["url"]) == ("2031-03-12", "https://example.org/toy")
    assert "author = {Finch, Ada and {The Toy authors}}" in document["citeAs"]


def test_what_is_told_of_the_data_holds_no_words_of_articles(each):
    texts = {row["text"] for config, _, row in each.rows() if config == "sentences"}
    told = list(strings_in(document_of(each)))
    assert not [sentence for sentence in texts for string in told if sentence in string]


def test_markup_of_the_card_does_not_get_into_it(each):
    document = document_of(each)
    told = [
        document["description"],
        *strings_in({key: value for key, value in document.items() if key.startswith("rai:")}),
    ]
    assert not [string for string in told if "**" in string or "`" in string or "\\" in string]


def statistics_of(number):
    """Of so many articles with rights of their own, by as many annotators."""
    statistics = Statistics(Store(TOY).scheme)
    statistics.articles = number
    statistics.rights.update({(f"LicenseRef-{each}", "allowed"): 1 for each in range(number)})
    statistics.roster = {f"p{each}": Annotator(f"p{each}", "human") for each in range(number)}
    statistics.by_annotator.update(list(statistics.roster))
    return statistics


def test_of_many_annotators_and_licences_it_names_some_and_counts_the_others():
    few, many = statistics_of(25), statistics_of(2500)
    for statistics, others in ((few, 5), (many, 2480)):
        agents = provenance(statistics)["prov:wasAttributedTo"]
        offers = list(usage(statistics.kinds_of_rights, {"articles": {}}, Beside()))
        assert (len(agents), len(offers)) == (21, 21)
        assert agents[-1]["prov:label"] == f"{others:,} more annotators, named in annotations/annotator"
        assert offers[-1]["name"] == f"Texts of {others:,} more articles"


def test_without_annotators_and_a_licence_it_is_valid_too(tmp_path):
    corpus = copy_of(TOY, tmp_path / "corpus")
    for path in (corpus / "annotations").iterdir():
        if path.is_dir():
            for each in path.iterdir():
                each.unlink()
            path.rmdir()
        else:
            path.unlink()
    (corpus / "annotations/annotators.json").write_text("[]\n", encoding="utf-8")
    release = built(corpus, tmp_path / "build" / "toy", tmp_path / "cache")
    errors, warnings = issues_of(release.folder)
    assert errors == set()
    assert {warning.partition("] ")[2] for warning in warnings} == {UNDATED}
    assert set(release.loaded) == {"issues", "articles"}
