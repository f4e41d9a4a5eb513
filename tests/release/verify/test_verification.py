"""A verification: whatever is wrong with a release is found, at its place and in words, and nothing else is."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quidit.release.differences.difference import difference
from quidit.release.differences.text import text
from quidit.release.edition import Edition
from quidit.release.parquet import ContentHash, features_of_file
from quidit.release.standoff.form import Standoff
from quidit.release.verify.discrepancy import Discrepancy, Kind
from quidit.release.verify.verification import Verification, verification
from releases import Built, replace_in

STANCE = "stance/test-00000-of-00001.parquet"
ARTICLES = "articles/test-00000-of-00001.parquet"
SENTENCES = "sentences/train-00000-of-00001.parquet"
OLDER = {"quidit": "0.1.0", "datasets": "5.2.0", "pyarrow": "24.0.0"}


@pytest.fixture
def folder(toy: Built, tmp_path: Path) -> Path:
    return Path(shutil.copytree(toy.folder, tmp_path / "toy"))


def verified(folder: Path, toy: Built) -> Verification:
    return verification(folder, toy.folder)


def only(found: Verification) -> Discrepancy:
    (one,) = found.discrepancies
    return one


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def rewrite(path: Path, change: Callable[[pa.Table], pa.Table], **options: Any) -> None:
    """A Parquet file with ``change`` made to its table, and the same metadata."""
    table = pq.read_table(path)
    pq.write_table(change(table).replace_schema_metadata(table.schema.metadata), path, **options)


def with_values(table: pa.Table, column: str, change: Callable[[list[Any]], list[Any]]) -> pa.Table:
    place, field = table.schema.get_field_index(column), table.schema.field(column)
    return table.set_column(place, field, pa.array(change(table[column].to_pylist()), type=field.type))


def make_consistent(folder: Path, **made_with: str) -> None:
    """The manifest of a folder rewritten, so that every hash in it is that of the file beside it."""
    path = folder / "MANIFEST.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for file in document["files"]:
        content = (folder / file["path"]).read_bytes()
        file["bytes"], file["file_sha256"] = len(content), sha256(content).hexdigest()
    for splits in document["configs"].values():
        for part in splits.values():
            tables = [pq.read_table(folder / name) for name in part["files"]]
            content_hash = ContentHash(features_of_file(folder / part["files"][0]))
            for row in pa.concat_tables(tables).to_pylist():
                content_hash.add(row)
            part["content_sha256"] = content_hash.hexdigest()
    document["made_with"] |= made_with
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


# ── Bytes ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_release_is_what_its_tag_makes(folder: Path, toy: Built) -> None:
    found = verified(folder, toy)
    assert found.is_equal
    assert found.agreement.by_bytes
    assert found.files == len([path for path in folder.rglob("*") if path.is_file()])


def test_a_flipped_byte_of_a_page_is_told_with_offset_and_column(folder: Path, toy: Built) -> None:
    metadata = pq.read_metadata(folder / SENTENCES)
    column = next(n for n in range(metadata.num_columns) if metadata.row_group(0).column(n).path_in_schema == "text")
    offset = metadata.row_group(0).column(column).dictionary_page_offset + 200
    flip(folder / SENTENCES, offset)
    found = only(verified(folder, toy))
    assert (found.file, found.kind, found.place) == (SENTENCES, Kind.DAMAGED, {"offset": offset})
    assert found.message.startswith(
        f"1 byte differs, at offset {offset:,}, in column text, row group 0: it cannot be read"
    )
    assert "CRC checksum verification failed" in found.message


def test_a_flipped_byte_of_the_footer_is_told_as_such(folder: Path, toy: Built) -> None:
    offset = (folder / STANCE).stat().st_size - 100
    flip(folder / STANCE, offset)
    found = only(verified(folder, toy))
    assert (found.file, found.place) == (STANCE, {"offset": offset})
    assert f"1 byte differs, at offset {offset:,}, in the footer" in found.message
    assert str(folder) not in found.message
    assert found.message.isprintable()


@pytest.mark.parametrize("name", [SENTENCES, "README.md", "MANIFEST.json", "LICENSE", "schema/article.schema.json"])
def test_no_flipped_byte_goes_unseen(folder: Path, toy: Built, name: str) -> None:
    size = (folder / name).stat().st_size
    original = (folder / name).read_bytes()
    for offset in range(0, size, size // 7):
        flip(folder / name, offset)
        found = verified(folder, toy)
        assert name in {each.file for each in found.discrepancies}, offset
        (folder / name).write_bytes(original)


def test_a_file_that_was_cut_is_damaged(folder: Path, toy: Built) -> None:
    content = (folder / STANCE).read_bytes()
    (folder / STANCE).write_bytes(content[:-1000])
    found = only(verified(folder, toy))
    assert found.kind is Kind.DAMAGED
    assert f"has {len(content) - 1000:,} bytes where {len(content):,} belong" in found.message


def test_missing_files_and_files_too_many_are_named(folder: Path, toy: Built) -> None:
    (folder / STANCE).unlink()
    (folder / "toy.py").write_text("import os\n", encoding="utf-8")
    (folder / ".gitattributes").write_text("*.parquet filter=lfs\n", encoding="utf-8")
    found = verified(folder, toy).discrepancies
    told = {(each.file, each.kind) for each in found if each.file != "README.md"}
    assert told == {(STANCE, Kind.MISSING), ("toy.py", Kind.EXTRA)}


# ── Rows ────────────────────────────────────────────────────────────────────────────────────────────


def test_one_changed_label_is_found_although_the_manifest_agrees_with_it(folder: Path, toy: Built) -> None:
    row = pq.read_table(folder / STANCE)["id"].to_pylist()[0]
    rewrite(folder / STANCE, lambda table: with_values(table, "label", lambda labels: [1 - labels[0], *labels[1:]]))
    make_consistent(folder)
    rows, lie = verified(folder, toy).discrepancies
    names = features_of_file(toy.folder / STANCE)["label"].names
    was = pq.read_table(toy.folder / STANCE)["label"].to_pylist()[0]
    belongs, stands = names[was], names[1 - was]
    place = {"config": "stance", "split": "test", "row": row, "what": "differs", "field": "label"}
    assert (rows.file, rows.kind) == (STANCE, Kind.ROWS)
    assert rows.place == place | {"expected": belongs, "got": stands}
    assert rows.message == f"stance/test: row {row}, label: “{stands}” where “{belongs}” belongs"
    assert lie.file == "MANIFEST.json"
    assert lie.message == "says the hash of another content of stance/test"


def test_of_a_stand_off_form_no_sealed_bytes_and_no_hashes_are_shown(bare_toy: Standoff, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bare_toy.folder, tmp_path / "toy"))
    sentences = "sentences/test-00000-of-00001.parquet"

    def doubt(column: list[Any]) -> list[Any]:
        mention = next(mentions[0] for mentions in column if mentions)
        mention["unsure"] = not mention["unsure"]
        return column

    rewrite(folder / sentences, lambda table: with_values(table, "mentions", doubt))
    article = pq.read_table(folder / sentences)["article"].to_pylist()[0]
    row = pq.read_table(folder / ARTICLES)["id"].to_pylist().index(article)
    rewrite(
        folder / ARTICLES,
        lambda table: with_values(table, "sealed", lambda all_: [*all_[:row], b"?", *all_[row + 1 :]]),
    )
    make_consistent(folder)
    found = verification(folder, bare_toy.folder).discrepancies
    assert [each.message for each in found if each.file in {ARTICLES, "MANIFEST.json"}] == [
        f"articles/test: row {article}, sealed: what it holds closed is something else",
        "says the hash of another content of articles/test, sentences/test",
    ]
    assert json.dumps([each.place for each in found])
    told = text(difference(Edition.open(bare_toy.folder), Edition.open(folder)))
    assert "sealed" not in told  # it follows from the mention
    assert f"mention {article}#" in told


def test_what_a_stand_off_form_says_of_the_full_release_is_compared(bare_toy: Standoff, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bare_toy.folder, tmp_path / "toy"))
    replace_in(folder / "MANIFEST.json", '"sealed": "', '"sealed": "00')
    assert "something else of the full release" in only(verification(folder, bare_toy.folder)).message


def test_a_change_deep_in_a_row_is_told_by_the_ids_on_the_way(folder: Path, toy: Built) -> None:
    def change(rows: list[Any]) -> list[Any]:
        number = next(number for number, row in enumerate(rows) if row)
        rows[number][0]["entity"] = "nobody"
        return rows

    quotes = pq.read_table(folder / SENTENCES)
    row, mentions = next((row["id"], row["mentions"]) for row in quotes.to_pylist() if row["mentions"])
    rewrite(folder / SENTENCES, lambda table: with_values(table, "mentions", change))
    found = only(verified(folder, toy))
    assert found.place["row"] == row
    assert found.place["field"] == f"mentions[{mentions[0]['id']}].entity"
    assert (found.place["expected"], found.place["got"]) == (mentions[0]["entity"], "nobody")


def test_rows_that_are_lost_added_or_moved_are_told(folder: Path, toy: Built) -> None:
    ids = pq.read_table(folder / SENTENCES)["id"].to_pylist()
    rewrite(folder / SENTENCES, lambda table: table.take([1, 0, *range(3, len(table))]))
    told = [each.message for each in verified(folder, toy).discrepancies if each.file == SENTENCES]
    assert told == [
        f"sentences/train: row {ids[2]} is missing",
        f"sentences/train: row {ids[0]} and others stand in another order",
    ]
    rewrite(folder / SENTENCES, lambda table: pa.concat_tables([table, table.slice(0, 1)]))
    assert f"row {ids[1]} is there twice" in str(verified(folder, toy).discrepancies)


def test_many_differences_are_counted(folder: Path, toy: Built) -> None:
    rewrite(folder / SENTENCES, lambda table: with_values(table, "quality", lambda values: [0 for _ in values]))
    changed = sum(value != 0 for value in pq.read_table(toy.folder / SENTENCES)["quality"].to_pylist())
    told = [each.message for each in verified(folder, toy).discrepancies if each.file == SENTENCES]
    assert len(told) == 11
    assert told[-1] == f"and {changed - 10} more differences in sentences/train"


def test_another_type_of_a_column_is_told(folder: Path, toy: Built) -> None:
    table = pq.read_table(folder / STANCE)
    schema = table.schema.set(2, pa.field("language", pa.large_string()))
    pq.write_table(table.cast(schema), folder / STANCE)
    make_consistent(folder, **OLDER)
    assert [each.kind for each in verified(folder, toy).discrepancies if each.file == STANCE] == [Kind.FEATURES]


# ── Another pyarrow ─────────────────────────────────────────────────────────────────────────────────


def test_what_another_pyarrow_wrote_is_compared_by_content(folder: Path, toy: Built) -> None:
    for path in folder.rglob("*.parquet"):
        rewrite(path, lambda table: table, compression="snappy")
    size = sum(path.stat().st_size for path in (folder / "stance").iterdir())
    card = (folder / "README.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(re.sub(r"(?<=download_size: )\d+", str(size), card), encoding="utf-8")
    make_consistent(folder, **OLDER)
    found = verified(folder, toy)
    assert found.discrepancies == ()
    assert not found.agreement.by_bytes
    assert found.agreement.made_with["pyarrow"] == "24.0.0"


def test_the_same_bytes_are_asked_of_the_same_pyarrow(folder: Path, toy: Built) -> None:
    rewrite(folder / STANCE, lambda table: table, compression="snappy")
    make_consistent(folder)
    found = only(verified(folder, toy))
    assert (found.file, found.kind) == (STANCE, Kind.BYTES)
    assert "its rows are equal: it was written by parquet-cpp-arrow" in found.message


def test_a_changed_label_is_found_under_another_pyarrow_too(folder: Path, toy: Built) -> None:
    rewrite(folder / STANCE, lambda table: with_values(table, "label", lambda labels: [1 - labels[0], *labels[1:]]))
    make_consistent(folder, **OLDER)
    assert verified(folder, toy).discrepancies[0].place["field"] == "label"


def test_texts_that_another_quidit_words_are_left_alone_and_said_to_be(folder: Path, toy: Built) -> None:
    with (folder / "README.md").open("a", encoding="utf-8") as card:
        card.write("Another sentence.\n")
    make_consistent(folder, quidit="0.0.9")
    found = verified(folder, toy)
    assert found.is_equal
    assert "README.md" in found.left_alone
    assert "LICENSE" not in found.left_alone


# ── The card and the manifest ───────────────────────────────────────────────────────────────────────


def test_label_names_of_the_card_that_are_not_those_of_the_data_are_found(folder: Path, toy: Built) -> None:
    names = "            '0': favor\n            '1': against\n"
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert names in card
    swapped = card.replace(names, "            '0': against\n            '1': favor\n", 1)
    (folder / "README.md").write_text(swapped, encoding="utf-8")
    make_consistent(folder)
    metadata = [each for each in verified(folder, toy).discrepancies if each.kind is Kind.METADATA]
    assert [each.file for each in metadata] == ["README.md"]
    assert "its metadata says against, favor, and the files say favor, against" in metadata[0].message
    assert "a reader gets other data than was written" in metadata[0].message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("num_examples: 5", "num_examples: 6", "its metadata says 6 rows of"),
        ("  - name: sentence\n", "  - name: phrase\n", "config sentences, columns: its metadata says id, article, language"),
        ("- config_name: stance\n  version", "- config_name: stances\n  version", "its metadata lists the configs"),
        ("stance/test-00000", "stance/train-00000", "config stance: its metadata leads to"),
        ("version: 1.0.0", "version: 1.0.1", "its metadata has the version 1.0.1 in place of 1.0.0"),
        ("dataset_info:\n", "dataset_info: [\n", "its metadata cannot be read"),
    ],
)  # fmt: skip
def test_wrong_metadata_is_told_in_words(folder: Path, toy: Built, old: str, new: str, message: str) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert old in card
    (folder / "README.md").write_text(card.replace(old, new, 1), encoding="utf-8")
    make_consistent(folder)
    metadata = [each.message for each in verified(folder, toy).discrepancies if each.kind is Kind.METADATA]
    assert any(message in each for each in metadata), metadata


def test_a_changed_word_of_a_text_is_told_with_its_line(folder: Path, toy: Built) -> None:
    replace_in(folder / "LICENSE", "CC0-1.0", "CC BY 4.0")
    found = only(verified(folder, toy))
    assert (found.kind, found.file) == (Kind.TEXT, "LICENSE")
    assert re.match(r"line \d+ reads “.*CC BY 4\.0.*” where “.*CC0-1\.0.*” belongs", found.message)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: ["one more", *lines], r"line 1 reads “one more” where “.*” belongs$"),
        (lambda lines: ["one", "two", *lines[:-2], "three", *lines[-1:]], ", and 2 more lines$"),
        (lambda _: ["one"] * 20_000, ", and more lines$"),
    ],
)
def test_lines_that_only_stand_lower_than_before_do_not_count_as_different(
    folder: Path, toy: Built, change: Callable[[list[str]], list[str]], told: str
) -> None:
    lines = (folder / "LICENSE").read_text(encoding="utf-8").split("\n")
    (folder / "LICENSE").write_text("\n".join(change(lines)), encoding="utf-8")
    assert re.search(told, only(verified(folder, toy)).message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda said: said["files"].pop(0), "does not name CHANGELOG.md|does not name LICENSE"),
        (lambda said: said["files"][0].update(bytes=1), "says that LICENSE has 1 bytes"),
        (lambda said: said.update(version="1.0.1"), "says version “1.0.1”, and the tag makes “1.0.0”"),
        (lambda said: said["configs"].pop("stance"), "does not name stance/test, which the tag makes"),
        (lambda said: said["configs"]["stance"]["test"].update(rows=7), "says rows 7 of stance/test, and the tag makes 5"),
        (lambda said: said["configs"].update(more=said["configs"]["stance"]), "names more/test, which the tag does not"),
    ],
)  # fmt: skip
def test_a_manifest_that_lies_is_found(
    folder: Path, toy: Built, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    path = folder / "MANIFEST.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    change(said)
    path.write_text(json.dumps(said), encoding="utf-8")
    found = verified(folder, toy).discrepancies
    assert {each.file for each in found} == {"MANIFEST.json"}
    assert re.match(message, found[0].message), found[0].message


def test_a_manifest_that_is_none_does_not_hide_the_rest(folder: Path, toy: Built) -> None:
    (folder / "MANIFEST.json").write_text("{", encoding="utf-8")
    replace_in(folder / "LICENSE", "CC0-1.0", "CC BY 4.0")
    assert {each.file for each in verified(folder, toy).discrepancies} == {"MANIFEST.json", "LICENSE"}
