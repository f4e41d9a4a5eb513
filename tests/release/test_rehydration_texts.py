"""A reader's texts: found by their hashes however a system, an editor or a mail program has left them."""

import json
import os
import unicodedata

import pytest

from quidit.release.standoff.texts import NoSuchTextError, found
from quidit.text import normalise, sha256

RAW = "« Il pleut », dit-elle à l’Orme.\n\nLe café d’été coûte 3 €.\n"
TEXT = normalise(RAW).text
HASH = sha256(TEXT)

WAYS = {
    "as it is": RAW.encode(),
    "with a byte-order mark": RAW.encode("utf-8-sig"),
    "with line ends of Windows": RAW.replace("\n", "\r\n").encode(),
    "with line ends of old machines": RAW.replace("\n", "\r").encode(),
    "decomposed": unicodedata.normalize("NFD", RAW).encode(),
    "in UTF-16": RAW.encode("utf-16"),
    "in UTF-16 without a mark": RAW.encode("utf-16-le"),
    "in UTF-16 the other way round": RAW.encode("utf-16-be"),
    "in UTF-32": RAW.encode("utf-32"),
    "in Windows-1252": RAW.encode("cp1252"),
    "with blanks at the edges": RAW.replace("\n", " \t\u00a0\n  ").encode(),
    "with soft hyphens": RAW.replace("pleut", "pleu\u00adt").encode(),
    "without its blank lines": TEXT.encode(),
    "as an article's file": json.dumps({"id": "a", "paragraphs": TEXT.split("\n")}).encode(),
    "as an article's file with a mark": b"\xef\xbb\xbf" + json.dumps({"paragraphs": TEXT.split("\n")}).encode(),
}


@pytest.mark.parametrize("raw", WAYS.values(), ids=WAYS)
def test_it_is_found_however_it_is_written(tmp_path, raw):
    path = tmp_path / "anything at all.doc"
    path.write_bytes(raw)
    assert found([path], [HASH, "0" * 64]) == ({HASH: TEXT}, [])


@pytest.mark.parametrize(
    "raw",
    [
        RAW.replace("pleut", "pleure").encode(),
        f"Un titre\n{RAW}".encode(),
        b"",
        b"\xff\xfe\x00",
        b"%PDF-1.7 \x00\x01",
        b"[Reuters] Il pleut.",
        b'{"id": "a"} et cetera',
        b"{" * 100_000,
        RAW.encode() + b"\x1b",
    ],
)
def test_what_is_another_text_or_none_is_told_and_takes_no_place(tmp_path, raw):
    (tmp_path / "other").write_bytes(raw)
    texts, (unused,) = found([tmp_path], [HASH])
    assert (texts, unused.path) == ({}, tmp_path / "other")
    assert unused.reason


@pytest.mark.parametrize(
    "raw",
    [
        b'{"paragraphs": [1, 2]}',
        b'{"paragraphs": "Il pleut."}',
        b'\xef\xbb\xbf{"article": "a", "mentions": []}',
        b'{"policy": "group"}\n{"article": "a", "split": "train"}\n',
        b"[]\n",
    ],
)
def test_json_that_is_no_articles_is_passed_over(tmp_path, raw):
    (tmp_path / "splits.jsonl").write_bytes(raw)
    assert found([tmp_path], [HASH]) == ({}, [])


def test_of_another_text_length_and_hash_are_told(tmp_path):
    (tmp_path / "other.txt").write_text("Il pleut.\n")
    _, (unused,) = found([tmp_path], [HASH])
    assert (unused.characters, unused.text_sha256) == (9, sha256("Il pleut."))


def test_folders_are_looked_through_and_hidden_files_are_not(tmp_path):
    for name in ("a/b/c.txt", ".git/c.txt", "a/.c.txt.swp"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(RAW)
    assert found([tmp_path], [HASH]) == ({HASH: TEXT}, [])
    assert found([tmp_path / "a"], ["0" * 64])[1][0].path == tmp_path / "a/b/c.txt"


def test_links_and_pipes_are_neither_followed_nor_waited_for(tmp_path):
    (tmp_path / "text.txt").write_text(RAW)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "text.txt")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    texts, unused = found([folder], [HASH])
    assert texts == {}
    assert [each.path.name for each in unused] == ["link", "loop", "pipe"]


def test_a_path_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NoSuchTextError, match="nowhere"):
        found([tmp_path / "nowhere"], [HASH])
