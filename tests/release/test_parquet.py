"""Parquet: files whose bytes depend on the rows alone."""

import hashlib
import json
from datetime import date

import datasets
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quidit.release import parquet
from quidit.release.parquet import ContentHash, SplitWriter, features_of_file

FEATURES = datasets.Features(
    {
        "id": datasets.Value("string"),
        "day": datasets.Value("date32"),
        "label": datasets.ClassLabel(names=["no", "yes"]),
        "spans": datasets.List({"start": datasets.Value("int32"), "text": datasets.Value("string")}),
        "quote": {"text": datasets.Value("string"), "unsure": datasets.Value("bool")},
    }
)
texts = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "id": texts,
            "day": st.none() | st.dates(date(1970, 1, 1), date(2100, 1, 1)),
            "label": st.none() | st.integers(0, 1),
            "spans": st.lists(
                st.fixed_dictionaries({"start": st.none() | st.integers(0, 9), "text": texts}), max_size=2
            ),
            "quote": st.none() | st.fixed_dictionaries({"text": texts, "unsure": st.none() | st.booleans()}),
        }
    ),
    min_size=1,
    max_size=12,
)


def write(folder, some, *, batch=128):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "_BATCH", batch)
        writer = SplitWriter(folder, "config", "train", FEATURES)
        for row in some:
            writer.add(row)
        return writer.close()


@given(rows)
@settings(max_examples=60, deadline=None)
def test_neither_bytes_nor_counts_depend_on_how_rows_were_batched(tmp_path_factory, some):
    folder = tmp_path_factory.mktemp("batches")
    written = {}
    for batch in (1, 2, 5, 128):
        part = write(folder / str(batch), some, batch=batch)
        written[batch] = (part, [(folder / str(batch) / name).read_bytes() for name in part.files])
    assert all(each == written[128] for each in written.values())


@given(rows)
@settings(max_examples=60, deadline=None)
def test_what_is_read_is_what_was_written(tmp_path_factory, some):
    folder = tmp_path_factory.mktemp("read")
    part = write(folder, some)
    (name,) = part.files
    assert pq.read_table(folder / name).to_pylist() == some
    assert part.rows == len(some)
    assert part.file_bytes == (folder / name).stat().st_size
    assert features_of_file(folder / name) == FEATURES


@given(rows, st.data())
@settings(max_examples=60)
def test_the_content_hash_changes_with_the_rows_and_with_nothing_else(some, data):
    def hashed(values, features=FEATURES):
        content = ContentHash(features)
        for row in values:
            content.add(row)
        return content.hexdigest()

    assert hashed(some) == hashed([dict(reversed(row.items())) for row in some])
    place = data.draw(st.integers(0, len(some) - 1))
    changed = [*some]
    changed[place] = {**some[place], "id": f"{some[place]['id']}!"}
    assert hashed(changed) != hashed(some)
    assert hashed(some[1:]) != hashed(some)
    assert hashed(some, datasets.Features({"id": datasets.Value("string")})) != hashed(some)


def simple(number):
    return {"id": f"{number:05d}", "day": None, "label": number % 2, "spans": [], "quote": None}


def test_many_rows_make_several_groups_and_files_whose_content_is_the_same(tmp_path, monkeypatch):
    some = [simple(number) for number in range(25)]
    whole = write(tmp_path / "whole", some)
    monkeypatch.setattr(parquet, "_ROWS_PER_GROUP", 5)
    monkeypatch.setattr(parquet, "_ROWS_PER_FILE", 10)
    parts = {batch: write(tmp_path / str(batch), some, batch=batch) for batch in (1, 3, 128)}
    files = tuple(f"config/train-{number:05d}-of-00003.parquet" for number in range(3))
    for batch, part in parts.items():
        assert part.files == files
        assert (part.rows, part.content_sha256) == (whole.rows, whole.content_sha256)
        read = [pq.ParquetFile(tmp_path / str(batch) / name) for name in files]
        assert [file.num_row_groups for file in read] == [2, 2, 1]
        assert [row for file in read for row in file.read().to_pylist()] == some
        assert sorted(path.name for path in (tmp_path / str(batch) / "config").iterdir()) == [
            name.partition("/")[2] for name in files
        ]
        assert part == parts[1]


def test_a_file_that_ends_with_its_last_row_is_followed_by_none(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_ROWS_PER_GROUP", 5)
    monkeypatch.setattr(parquet, "_ROWS_PER_FILE", 10)
    assert len(write(tmp_path, [simple(number) for number in range(20)]).files) == 2


def test_files_are_written_by_the_recipe(tmp_path):
    (name,) = write(tmp_path, [simple(number) for number in range(9)]).files
    metadata = pq.read_metadata(tmp_path / name)
    column = metadata.row_group(0).column(0)
    assert metadata.format_version == "2.6"
    assert column.compression == "ZSTD"
    assert column.has_offset_index
    assert column.has_column_index


@given(rows)
@settings(max_examples=60, deadline=None)
def test_the_content_hash_is_that_of_plain_json_lines(some):
    content, plain = ContentHash(FEATURES), hashlib.sha256()
    for line in (FEATURES.to_dict(), *some):
        text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        plain.update(f"{text}\n".encode())
    for row in some:
        content.add(row)
    assert content.hexdigest() == plain.hexdigest()
