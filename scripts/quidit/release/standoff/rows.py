"""Rows of the stand-off form: what a full release says of an article, with places instead of words.

Offsets count from the start of the article. What cannot be left out for good, because it is not in the text (title,
address, event, the article's id, entities' ids and names), goes into the article's seal, which its text alone opens.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from quidit.records import Span
from quidit.release.standoff.columns import TOKENS
from quidit.release.standoff.dossiers import ARTICLES, Dossier, Part, digest
from quidit.release.standoff.sealing import key_of, seal
from quidit.release.view import Row

DECIDING = ""
"""The table of names of the annotation that decides; the others' are called by their annotators."""
_WORDS = frozenset({"text", "name"})
_SEALED = ("id", "title", "url", "event")


def code_of(text_sha256: str) -> str:
    """What an article is called in the stand-off form, where its id could tell words of its title."""
    return text_sha256[:16]


@dataclass
class Register:
    """What the rows of one article refer to: items by their places, entities by the codes that stand for their ids."""

    text: str
    places: dict[str, Span] = field(default_factory=dict)
    forms: dict[tuple[object, object, object], Span] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, dict[str, object]] = field(default_factory=dict)

    @classmethod
    def of(cls, article: Row, dossier: Dossier) -> Register:
        """The register of an article's rows; entities are numbered in the order in which they are mentioned."""
        register = cls(str(article["text"]))
        for row in _rows(dossier, "sentences"):
            register.add_sentence(row)
        for row in _rows(dossier, "annotations"):
            for entity in cast("list[Row]", row["entities"]):
                register.name(str(row["annotator"]), entity["id"], entity["name"])
        for row in _rows(dossier, "entities"):
            register.name(DECIDING, row["entity"], row["name"])
        return register

    def add_sentence(self, row: Row) -> None:
        """The places of what a sentence's row holds; a quote over several sentences grows with each."""
        for layer in ("mentions", "cues", "quotes", "stances"):
            for item in cast("list[Row]", row.get(layer) or []):
                here = span_of(item, cast("int", row["start"]))
                there = self.places.get(str(item["id"]), here)
                self.places[str(item["id"])] = Span(min(here.start, there.start), max(here.end, there.end))
                if layer == "mentions":
                    self.name(DECIDING, item["entity"], item["name"])
                    self.forms.setdefault((item["entity"], item["text"], item["label"]), here)

    def name(self, table: str, entity: object, name: object) -> None:
        """An entity's code and name, in one annotation's table of names."""
        code = self.codes.setdefault(str(entity), f"e{len(self.codes) + 1}")
        self.names.setdefault(table, {})[code] = name


def span_of(place: Row, origin: int) -> Span:
    """Where a place lies in the article, counted from ``origin`` in its row."""
    return Span(origin + cast("int", place["start"]), origin + cast("int", place["end"]))


def bare_rows(dossier: Dossier) -> dict[Part, list[Row]]:
    """An article's rows in the stand-off form."""
    (article,) = _rows(dossier, ARTICLES)
    register = Register.of(article, dossier)
    code = code_of(str(article["text_sha256"]))
    bare: dict[Part, list[Row]] = {}
    for (config, split), rows in dossier.items():
        if config == ARTICLES:
            bare[config, split] = [_bare_article(article, code, _sealed(article, register, dossier))]
        elif config != TOKENS:
            bare[config, split] = [_bare_row(config, row, register, code) for row in rows]
        if config == "entities":  # the order of their ids would tell what letters they begin with
            bare[config, split].sort(key=lambda row: int(str(row["entity"])[1:]))
    return bare


def _bare_article(article: Row, code: str, sealed: bytes) -> Row:
    kept = {key: value for key, value in article.items() if key not in (*_SEALED, "text")}
    rights = {key: value for key, value in cast("Row", article["rights"]).items() if key != "basis"}
    about = {"rights": rights, "characters": len(str(article["text"])), "host": _host(article["url"])}
    return {"id": code, **kept, **about, "sealed": sealed}


def _host(url: object) -> str | None:
    """The host of an address, which ends in words of the title more often than not; None where there is none."""
    try:
        return urlsplit(str(url or "")).hostname
    except ValueError:  # a bracket without its other half
        return None


def _sealed(article: Row, register: Register, dossier: Dossier) -> bytes:
    """What the text does not say and a full release has, and the hash by which joined rows are told to be right."""
    said = {key: article[key] for key in _SEALED} | {"basis": cast("Row", article["rights"]).get("basis")}
    content = {**said, "entities": list(register.codes), "names": register.names, "rows_sha256": digest(dossier)}
    return seal(key_of([register.text]), json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _bare_row(config: str, row: Row, register: Register, code: str) -> Row:
    origin = _origin(config, row, register)
    bare = {key: _bare(value, register, origin) for key, value in row.items() if key not in _WORDS}
    if config in ("quotes", "stance"):
        bare |= {"start": origin, "end": origin + len(str(row["text"]))}
    part = str(row["id"]).partition("#")[2]
    if config == "entities":
        part = register.codes[part]
        bare |= {"entity": part, "forms": _placed_forms(row, register)}
    return {**bare, "id": f"{code}#{part}", "article": code}


def _origin(config: str, row: Row, register: Register) -> int:
    """Where in the article the row's text begins."""
    if config in ("quotes", "stance"):
        item = cast("Row", row["quote" if config == "quotes" else "stance"])
        return register.places[str(item["id"])].start - cast("int", item["start"])
    return cast("int", row["start"]) if config == "sentences" else 0


def _bare(value: object, register: Register, origin: int) -> object:
    """A value of a row without words, with codes for entities' ids and places of the article for those of the row."""
    if isinstance(value, list):
        return [_bare(each, register, origin) for each in value]
    if not isinstance(value, dict):
        return value
    bare = {key: _bare(each, register, origin) for key, each in value.items() if key not in _WORDS}
    if "start" in value:
        outside = value["start"] is None  # where a relation leads, the sentences tell
        span = register.places[value["id"]] if outside else span_of(value, origin)
        bare |= {"start": span.start, "end": span.end}
    if (key := entity_key(value)) is not None:
        bare[key] = register.codes[value[key]]
    return bare


def entity_key(value: Mapping[str, object]) -> str | None:
    """Under which key a value holds an entity's id, None where it is of no entity."""
    if "entity" in value:
        return "entity"
    return "id" if "kind" in value else None


def _placed_forms(row: Row, register: Register) -> list[Row]:
    """An entity's forms, each at the first place where it stands, in the order of those."""
    forms = []
    for form in cast("list[Row]", row["forms"]):
        span = register.forms[row["entity"], form["text"], form["label"]]
        forms.append({"start": span.start, "end": span.end, "label": form["label"], "count": form["count"]})
    return sorted(forms, key=lambda form: (form["start"], form["end"], form["label"]))


def _rows(dossier: Dossier, config: str) -> Iterable[Row]:
    return (row for (name, _), rows in dossier.items() if name == config for row in rows)
