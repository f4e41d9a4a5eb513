"""Loading back: a release that does not load as it was written is found out, and the place is named."""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quidit.release.features import features
from quidit.release.load_back import LoadBackError, load_back
from quidit.store import Store
from releases import replace_in

TRAIN = "sentences/train-00000-of-00001.parquet"


@pytest.fixture
def folder(toy, tmp_path):
    return shutil.copytree(toy.folder, tmp_path / "toy")


@pytest.fixture
def back(toy, folder):
    columns = features(Store(toy.corpus).scheme)
    return lambda: load_back(folder, columns, toy.release.contents, lambda _: None)


def rewrite(folder, name, change):
    """A Parquet file with ``change`` made to its table, its metadata as it was."""
    path = folder / name
    table = pq.read_table(path)
    pq.write_table(change(table).replace_schema_metadata(table.schema.metadata), path)


def with_column(table, name, values):
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(name), pa.array(values, type=table.schema.field(name).type))


def test_a_release_as_it_was_built_loads_back(back):
    back()


def test_every_config_is_told_once(toy, folder):
    told = []
    load_back(folder, features(Store(toy.corpus).scheme), toy.release.contents, told.append)
    assert told == list(toy.release.contents)


def test_a_flipped_label_is_found(folder, back):
    def flip(table):
        labels = table["label"].to_pylist()
        return with_column(table, "label", [1 - labels[0], *labels[1:]])

    rewrite(folder, "stance/test-00000-of-00001.parquet", flip)
    with pytest.raises(LoadBackError, match="stance/test: loads with other values"):
        back()


def test_one_changed_character_is_found(folder, back):
    def change(table):
        return with_column(table, "text", [text.replace("’", "'") for text in table["text"].to_pylist()])

    rewrite(folder, TRAIN, change)
    with pytest.raises(LoadBackError, match="sentences/train: loads with other values"):
        back()


def test_rows_in_another_order_are_found(folder, back):
    rewrite(folder, "tokens/validation-00000-of-00001.parquet", lambda table: table.take([1, 0, *range(2, len(table))]))
    with pytest.raises(LoadBackError, match="tokens/validation: loads with other values"):
        back()


@pytest.mark.parametrize("column", ["unsure", "quality", "holders"])
def test_a_missing_column_is_found_although_datasets_fills_it(folder, back, column):
    rewrite(folder, "stance/test-00000-of-00001.parquet", lambda table: table.drop_columns([column]))
    with pytest.raises(LoadBackError, match="stance"):
        back()


def test_a_column_too_many_is_found(folder, back):
    def add(table):
        return table.append_column("note", pa.array(["?"] * len(table)))

    rewrite(folder, "entities/test-00000-of-00001.parquet", add)
    with pytest.raises(LoadBackError, match="entities"):
        back()


def test_a_missing_row_is_found(folder, back):
    rewrite(folder, "articles/train-00000-of-00001.parquet", lambda table: table.slice(1))
    with pytest.raises(LoadBackError, match="articles: cannot be loaded"):
        back()


def test_a_missing_row_is_found_although_the_card_counts_without_it(folder, back):
    rewrite(folder, "articles/train-00000-of-00001.parquet", lambda table: table.slice(1))
    replace_in(folder / "README.md", "num_examples: 8\n", "num_examples: 7\n")
    with pytest.raises(LoadBackError, match="articles/train: loads with 7 rows, and 8 were written"):
        back()


def test_a_count_that_the_card_has_wrong_is_found(folder, back):
    replace_in(folder / "README.md", "num_examples: 28", "num_examples: 27")
    with pytest.raises(LoadBackError, match="sentences: cannot be loaded"):
        back()


def test_labels_renamed_in_the_card_are_found(folder, back):
    replace_in(folder / "README.md", "'0': favor\n            '1': against", "'0': against\n            '1': favor")
    with pytest.raises(LoadBackError, match="loads with other features"):
        back()


def test_labels_missing_in_the_card_are_found(folder, back):
    replace_in(folder / "README.md", "          '2': gold\n", "")
    with pytest.raises(LoadBackError, match="sentences"):
        back()


def test_a_column_missing_in_the_card_is_found(folder, back):
    replace_in(folder / "README.md", "  - name: ends\n    list: int32\n", "")
    with pytest.raises(LoadBackError, match="tokens"):
        back()


def test_labels_renamed_in_a_file_are_found_although_the_card_overrules_it(folder, back):
    path = folder / "quotes/test-00000-of-00001.parquet"
    table = pq.read_table(path)
    metadata = {key: value.replace(b'"mixed"', b'"other"') for key, value in table.schema.metadata.items()}
    pq.write_table(table.replace_schema_metadata(metadata), path)
    with pytest.raises(LoadBackError, match=r"quotes/test-00000-of-00001.parquet: its own features"):
        back()


def test_numbers_of_another_width_are_found(folder, back):
    def widen(table):
        place = table.schema.get_field_index("sentence")
        return table.set_column(place, "sentence", table["sentence"].cast(pa.int64()))

    path = folder / TRAIN
    table = widen(pq.read_table(path)).replace_schema_metadata({})
    pq.write_table(table, path)
    with pytest.raises(LoadBackError, match=f"{TRAIN}: its own features"):
        back()


def test_a_file_cut_short_is_found(folder, back):
    path = folder / TRAIN
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(LoadBackError, match="sentences: cannot be loaded"):
        back()


def test_a_missing_file_is_found(folder, back):
    (folder / "issues/full-00000-of-00001.parquet").unlink()
    with pytest.raises(LoadBackError, match="issues: cannot be loaded"):
        back()


def test_a_split_under_another_name_is_found(folder, back):
    replace_in(
        folder / "README.md", "- split: validation\n    path:\n    - tokens", "- split: dev\n    path:\n    - tokens"
    )
    with pytest.raises(LoadBackError, match="tokens"):
        back()


def test_a_config_that_the_card_does_not_name_is_found(folder, back):
    replace_in(folder / "README.md", "- config_name: issues\n  version", "- config_name: subjects\n  version")
    with pytest.raises(LoadBackError, match=r"names the configs .*subjects"):
        back()


def test_a_card_whose_metadata_is_no_yaml_is_found(folder, back):
    replace_in(folder / "README.md", "configs:\n", "configs: [\n")
    with pytest.raises(LoadBackError, match=r"README.md: cannot be loaded"):
        back()


def test_a_split_that_the_card_leaves_out_is_found(folder, back):
    text = (folder / "README.md").read_text()
    left_out = "  - split: validation\n    path:\n    - quotes/validation-00000-of-00001.parquet\n"
    counted = text.partition("- config_name: quotes")[2].partition("- config_name")[0]
    counts = counted[counted.index("  - name: validation") : counted.index("  - name: test")]
    (folder / "README.md").write_text(text.replace(left_out, "").replace(counts, ""))
    with pytest.raises(LoadBackError, match="quotes: loads with the splits train, test, and train, validation, test"):
        back()


def test_progress_bars_are_left_as_they_were(back):
    import datasets

    shown = datasets.are_progress_bars_disabled()
    try:
        for disabled in (True, False):
            (datasets.disable_progress_bars if disabled else datasets.enable_progress_bars)()
            back()
            assert datasets.are_progress_bars_disabled() is disabled
    finally:
        (datasets.disable_progress_bars if shown else datasets.enable_progress_bars)()
