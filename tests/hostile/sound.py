"""The sound corpus that hostile files are put into, one at a time: a file of every kind, each in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quidit.starting import start

PLACES: Mapping[str, str] = {
    "article": "corpus/sample.json",
    "annotation": "annotations/sample/sample.json",
    "annotators": "annotations/annotators.json",
    "rulings": "annotations/sample/rulings.json",
    "regions": "annotations/sample/b.regions.json",
    "ledger": "corpus/splits.jsonl",
}
"""Where the file of each kind lies."""


@dataclass(frozen=True)
class Case:
    """A file that is hostile: the kind of file that it stands for, and its bytes.

    ``beside`` are other files that it needs, by kind.
    """

    name: str
    kind: str
    content: bytes
    beside: tuple[tuple[str, bytes], ...] = ()


def build(folder: Path) -> None:
    """A sound corpus with every optional key in use somewhere."""
    start(folder, "fr")
    first = read(folder, "annotation")
    first["mentions"][0] |= {"unsure": True, "origin": {"from": "edited", "producer": "p", "version": "1"}}
    first["quotes"][2]["via"] = ["m5"]
    first["quotes"][1]["continues"] = "q1"
    first["stances"][0]["target"] = "q1"
    first["flags"] = ["bad-translation"]
    first["entities"][0]["wikidata"] = "Q90"
    write(folder, "annotation", first)
    other = {key: value for key, value in first.items() if key != "flags"} | {"annotator": "b"}
    (folder / "annotations/sample/b.json").write_bytes(source(other))
    people = [
        {"id": "sample", "kind": "model", "note": "made up"},
        {"id": "b", "kind": "human", "languages": ["fr", "en-GB"]},
    ]
    write(folder, "annotators", people)
    ruling = {
        "id": "r1",
        "layer": "mentions",
        "readings": {"sample": ["m1"], "b": []},
        "take": "sample",
        "set": {"use": "literal"},
        "why": "a place",
    }
    rulings = {"article": "sample", "adjudicator": "b", "date": "2026-11-23", "scheme": "1.2", "rulings": [ruling]}
    write(folder, "rulings", rulings)
    write(folder, "regions", {"article": "sample", "annotator": "b", "regions": {"aBc-1": ["m1", "q1"]}})
    article = read(folder, "article")
    article |= {"title": "Un pont", "event": "pont"}
    article["source"] |= {"publisher": "P", "url": "https://example.org/a", "published": "2026-11-20", "note": "n"}
    article["rights"] |= {"decided_by": "b", "date": "2026-11-21", "basis": "made up"}
    write(folder, "article", article)


def source(document: object) -> bytes:
    """The document as people and programs write it."""
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def read(folder: Path, kind: str) -> Any:
    """The document of a kind; the ledger's last line, which assigns an article."""
    text = (folder / PLACES[kind]).read_text(encoding="utf-8")
    return json.loads(text.splitlines()[-1] if kind == "ledger" else text)


def write(folder: Path, kind: str, document: object) -> None:
    """The document in its place."""
    (folder / PLACES[kind]).write_bytes(source(document))


class Sound:
    """The sound files of a corpus, as hostile ones are made of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sources = {kind: source(read(folder, kind)) for kind in PLACES}
        self._before_the_last_line = (folder / PLACES["ledger"]).read_bytes().splitlines(keepends=True)[:-1]

    def document(self, kind: str) -> Any:
        """A copy of the kind's document."""
        return json.loads(self._sources[kind])

    def content(self, kind: str, content: bytes) -> bytes:
        """The bytes of the kind's file with that as its document."""
        return b"".join(self._before_the_last_line) + content + b"\n" if kind == "ledger" else content

    def with_literal(self, kind: str, pointer: str, literal: bytes) -> bytes:
        """The kind's file with some source, JSON or not, in the place of a value."""
        if not pointer:
            return self.content(kind, literal)
        document = self.document(kind)
        parent, last = at(document, pointer)
        parent[last] = "@HERE@"
        return self.content(kind, source(document).replace(b'"@HERE@"', literal, 1))

    def with_value(self, kind: str, pointer: str, value: object) -> bytes:
        """The kind's file with a value in the place of another."""
        return self.with_literal(kind, pointer, source(value))


def at(document: Any, pointer: str) -> tuple[Any, Any]:
    """The list or object that holds the value at a pointer, and the value's step in it."""
    *before, last = (int(step) if step.isdecimal() else step for step in pointer.split("/")[1:])
    for step in before:
        document = document[step]
    return document, last


def pointers(value: object, pointer: str = "") -> Iterator[tuple[str, object]]:
    """Every value below the document with its pointer."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in members:
        yield f"{pointer}/{step}", member
        yield from pointers(member, f"{pointer}/{step}")


def objects(document: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """The first object at each depth of a document, its own first, with its pointer."""
    seen: set[int] = set()
    for pointer, value in [("", document), *pointers(document)]:
        depth = pointer.count("/")
        if isinstance(value, dict) and value and depth not in seen:
            seen.add(depth)
            yield pointer, value
