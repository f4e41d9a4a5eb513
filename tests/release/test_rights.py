"""Rights: words leave the house only where somebody has allowed it for every article."""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quidit.records import Rights
from quidit.release.rights import UnreadableReleaseError, kept, rights_of

ALLOWED = Rights("CC0-1.0", "allowed")


def test_all_words_may_leave_where_every_article_allows_it():
    assert kept({"a": ALLOWED, "b": ALLOWED}) == ()


def test_an_article_that_nobody_has_cleared_keeps_its_words():
    (one,) = kept({"b": Rights(), "a": ALLOWED})
    assert one.article == "b"
    assert "nobody has decided" in one.reason


def test_the_reason_names_who_decided():
    only = Rights("LicenseRef-Gazette", "stand-off-only", decided_by="the publisher", date="2026-01-01")
    assert kept({"a": only})[0].reason.endswith("(decided by the publisher)")


def test_what_the_rights_call_by_no_name_that_we_know_is_not_allowed():
    assert kept({"a": Rights("CC0-1.0", "Allowed ")})  # as a folder that somebody edited may say


def test_the_rights_of_a_release_are_those_of_its_articles(main, toy):
    assert [each.article for each in kept(rights_of(main.folder))] == ["garanties-ukraine"]
    assert [each.article for each in kept(rights_of(toy.folder))] == [
        "bus-lanes",
        "bus-lanes-corrected",
        "library-hours",
    ]


def test_an_article_that_only_other_configs_know_has_unknown_rights(toy, tmp_path):
    folder = shutil.copytree(toy.folder, tmp_path / "toy")
    for path in folder.glob("articles/*.parquet"):
        table = pq.read_table(path)
        pq.write_table(table.filter(pa.compute.not_equal(table["id"], "conseil-valmont")), path)
    assert "conseil-valmont" in {each.article for each in kept(rights_of(folder))}


def test_a_folder_without_rows_is_no_release(tmp_path):
    with pytest.raises(UnreadableReleaseError, match="holds no Parquet"):
        rights_of(tmp_path)


def test_a_file_that_is_no_parquet_is_named(toy, tmp_path):
    folder = shutil.copytree(toy.folder, tmp_path / "toy")
    (folder / "sentences" / "train-00000-of-00001.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnreadableReleaseError, match="sentences/train-00000-of-00001"):
        rights_of(folder)


def test_a_file_without_its_article_is_named(toy, tmp_path):
    folder = shutil.copytree(toy.folder, tmp_path / "toy")
    path = folder / "sentences" / "train-00000-of-00001.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["article"]), path)
    with pytest.raises(UnreadableReleaseError, match="has no column article"):
        rights_of(folder)
