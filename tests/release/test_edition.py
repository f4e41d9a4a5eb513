"""Editions: a release folder opened as it is, and refused where it is not whole."""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quidit import Corpus
from quidit.release.edition import BrokenEditionError, Edition, NoEditionError
from quidit.release.features import features
from releases import TOY


@pytest.fixture
def folder(pilot, tmp_path):
    return shutil.copytree(pilot.folder, tmp_path / "toy")


def restated(folder, change):
    """The manifest with ``change`` made to what it says."""
    path = folder / "MANIFEST.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def test_it_says_what_the_release_holds(each):
    edition = Edition.open(each.folder)
    assert (edition.dataset, edition.version) == (each.release.dataset, each.release.version)
    assert edition.configs == tuple(each.loaded)
    for config, splits in each.loaded.items():
        assert edition.splits(config) == tuple(splits)
        assert edition.features(config) == next(iter(splits.values())).features
        for split, rows in splits.items():
            assert list(edition.rows(config, split)) == rows.with_format("arrow")[:].to_pylist()
            assert edition.part(config, split)["rows"] == len(rows)
    edition.require_whole()


def test_columns_are_those_of_the_files_whatever_the_card_says(folder):
    card = folder / "README.md"
    text = card.read_text()
    assert "PER" in text
    card.write_text(text.replace("PER", "XXX"))
    known = features(Corpus.open(TOY).scheme)
    assert Edition.open(folder).features("tokens") == known["tokens"]


def test_rows_come_in_batches_of_the_columns_asked_for(toy):
    batches = list(Edition.open(toy.folder).batches("sentences", "train", columns=["id"]))
    assert {name for batch in batches for name in batch.schema.names} == {"id"}
    assert sum(batch.num_rows for batch in batches) == len(toy.loaded["sentences"]["train"])


def test_files_without_rows_are_told_apart(toy):
    others = set(Edition.open(toy.folder).other_files)
    assert {"README.md", "LICENSE", "schema/article.schema.json"} <= others
    assert not any(name.endswith(".parquet") or name == "MANIFEST.json" for name in others)


@pytest.mark.parametrize("there", ["nothing", "file", "folder"])
def test_what_is_no_release_is_refused_with_the_remedy(tmp_path, there):
    place = tmp_path / "place"
    if there == "file":
        place.write_text("{}")
    if there == "folder":
        place.mkdir()
    with pytest.raises(NoEditionError, match=r"place (is no folder|holds no MANIFEST\.json).*`quidit build`"):
        Edition.open(place)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda manifest: manifest.pop("version"), "'version' is a required property"),
        (lambda manifest: manifest.update(version="new"), r"\$\.version"),
        (lambda manifest: manifest.update(configs=[]), r"\$\.configs"),
        (lambda manifest: manifest["files"][0].update(path="../../etc/passwd"), "leads out of the release"),
        (lambda manifest: manifest["configs"]["articles"]["full"].update(files=["/etc/passwd"]), "leads out of"),
        (lambda manifest: manifest["configs"]["articles"]["full"].update(files=["articles/no.parquet"]), "is missing"),
    ],
)
def test_a_manifest_that_none_would_write_is_refused(folder, change, told):
    restated(folder, change)
    with pytest.raises(BrokenEditionError, match=told):
        Edition.open(folder)


@pytest.mark.parametrize("text", ["", "{", "[1", "\udcff", "[" * 100_000])
def test_a_manifest_that_is_no_json_is_refused(folder, text):
    (folder / "MANIFEST.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(BrokenEditionError, match=r"MANIFEST\.json cannot be read"):
        Edition.open(folder)


def test_a_changed_byte_and_a_missing_file_are_named(folder):
    path = folder / "tokens" / "test-00000-of-00001.parquet"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(BrokenEditionError, match=r"tokens/test-00000-of-00001\.parquet is not the file that"):
        Edition.open(folder).require_whole()
    (folder / "README.md").unlink()
    with pytest.raises(BrokenEditionError, match=r"README\.md is missing"):
        Edition.open(folder).require_whole()


def test_a_file_that_is_no_parquet_is_refused(folder):
    path = folder / "tokens" / "test-00000-of-00001.parquet"
    path.write_bytes(b"PAR1 and no more")
    edition = Edition.open(folder)
    with pytest.raises(BrokenEditionError, match=r"tokens/test-00000-of-00001\.parquet cannot be read"):
        edition.features("tokens")
    with pytest.raises(BrokenEditionError, match=r"tokens/test-00000-of-00001\.parquet cannot be read"):
        list(edition.rows("tokens", "test"))


def test_a_split_with_other_columns_is_refused(folder):
    path = folder / "tokens" / "test-00000-of-00001.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["text"]), path)
    with pytest.raises(BrokenEditionError, match="has other columns than train-"):
        Edition.open(folder).features("tokens")


def test_a_row_too_few_is_told(folder):
    path = folder / "tokens" / "test-00000-of-00001.parquet"
    table: pa.Table = pq.read_table(path)
    pq.write_table(table.slice(1), path)
    with pytest.raises(BrokenEditionError, match=r"tokens/test holds [0-9]+ rows, and MANIFEST\.json says"):
        list(Edition.open(folder).rows("tokens", "test"))


def test_no_more_than_some_rows_are_in_memory_at_once(folder):
    edition = Edition.open(folder)
    part = edition.part("tokens", "train")
    table = pq.read_table(edition.files("tokens", "train")[0])
    many = pa.concat_tables([table] * 1000)
    pq.write_table(many, edition.files("tokens", "train")[0])
    part["rows"] = many.num_rows
    assert max(batch.num_rows for batch in edition.batches("tokens", "train")) <= 1024
