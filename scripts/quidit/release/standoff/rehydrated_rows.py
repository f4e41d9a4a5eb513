"""Rows with their words again: an article's rows of the stand-off form, joined with its text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from quidit.problems import QuiditError
from quidit.records import Span
from quidit.release.features import OUTSIDE
from quidit.release.standoff.columns import TOKENS
from quidit.release.standoff.dossiers import ARTICLES, Dossier, Part, digest
from quidit.release.standoff.rows import DECIDING, entity_key
from quidit.release.standoff.sealing import key_of, unseal
from quidit.release.view import Row, token_columns

if TYPE_CHECKING:
    from datasets import Features

AGAIN = "download the stand-off form again"


class BrokenStandoffError(QuiditError, ValueError):
    """A stand-off form that contradicts itself, or the texts whose hashes it names; the message names the place."""


@dataclass(frozen=True)
class Opened:
    """An article whose text was found, with what its seal says."""

    text: str
    id: str
    said: Mapping[str, object]
    ids: Mapping[str, str]
    names: Mapping[str, Mapping[str, object]]
    rows_sha256: str

    @classmethod
    def of(cls, article: Row, text: str) -> Opened:
        """What the seal of an article's row says, opened with its text.

        Raises:
            BrokenSealError: the seal is another text's.
            BrokenStandoffError: what it holds is not what `quidit standoff` seals.
        """
        content = unseal(key_of([text]), cast("bytes", article["sealed"] or b""))
        try:
            said = json.loads(content)
            ids = {f"e{number}": str(each) for number, each in enumerate(said["entities"], 1)}
            names = {str(table): dict(each) for table, each in said["names"].items()}
            told = {key: said[key] for key in ("title", "url", "event", "basis")}
            return cls(text, str(said["id"]), told, ids, names, str(said["rows_sha256"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenStandoffError(f"{article['id']}: its seal holds something else ({error}); {AGAIN}") from error


def worded_rows(dossier: Dossier, opened: Opened, columns: Mapping[str, Features]) -> dict[Part, list[Row]]:
    """An article's rows as the full release has them, whose ``columns`` are given by config.

    Raises:
        BrokenStandoffError: a place or a code leads nowhere, or the rows are not those of the full release.
    """
    worded: dict[Part, list[Row]] = {}
    for (config, split), rows in dossier.items():
        made = [_Joined(opened, config, row).row(columns[config]) for row in rows]
        worded[config, split] = sorted(made, key=lambda row: str(row["id"])) if config == "entities" else made
        if config == "sentences" and TOKENS in columns:
            worded[TOKENS, split] = [_tokens(row, columns) for row in worded[config, split]]
    if digest(worded) != opened.rows_sha256:
        raise BrokenStandoffError(
            f"{opened.id}: its rows are not those of the full release; use the version of quidit that MANIFEST.json "
            f"says made that, or {AGAIN}"
        )
    return worded


def _tokens(sentence: Row, columns: Mapping[str, Features]) -> Row:
    """The row of ``tokens`` that follows from a sentence's."""
    tags = columns[TOKENS]["ner_tags"].feature.names
    labels = columns["sentences"]["mentions"].feature["label"].names
    mentions = cast("list[dict[str, int]]", sentence["mentions"])
    names = [(Span(each["start"], each["end"]), labels[each["label"]]) for each in mentions]
    flat = [(span, label) for span, label in names if f"B-{label}" in tags]
    text = str(sentence["text"])
    places = {tag: place for place, tag in enumerate(tags)}
    kept = {key: sentence[key] for key in ("id", "article", "language", "text", "quality")}
    return {**kept, **token_columns(text, flat, {OUTSIDE: 0, **places})}


@dataclass(frozen=True)
class _Joined:
    """A row of the stand-off form and the text in which its places lie."""

    opened: Opened
    config: str
    bare: Row

    def row(self, columns: Features) -> Row:
        """The row with its words, with exactly the columns of the full release."""
        opened = self.opened
        if self.config == ARTICLES:
            rights = cast("Row", self.bare["rights"]) | {"basis": opened.said["basis"]}
            made = {**self.bare, **opened.said, "id": opened.id, "text": opened.text}
            made["rights"] = {name: rights.get(name) for name in columns["rights"]}
            return {name: made.get(name) for name in columns}
        frame = self._frame()
        made = {key: self._worded(value, frame) for key, value in self.bare.items()}
        part = str(self.bare["id"]).partition("#")[2]
        made |= {"article": opened.id, "text": frame.of(opened.text)}
        if self.config == "entities":
            made |= {"entity": self._id(part), "name": self._name(part), "forms": self._forms()}
            part = self._id(part)
        made["id"] = f"{opened.id}#{part}"
        return {name: made.get(name) for name in columns}

    def _frame(self) -> Span:
        """Where in the article the row's own text lies."""
        if self.config in ("entities", "annotations"):
            return Span(0, len(self.opened.text))
        return self._span(self.bare)

    def _span(self, place: Row) -> Span:
        start, end, length = place["start"], place["end"], len(self.opened.text)
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= length:
            raise BrokenStandoffError(
                f"{self.config}: {self.bare['id']}: [{start}, {end}) is no place of the text, which has {length:,} "
                f"characters; {AGAIN}"
            )
        return Span(start, end)

    def _worded(self, value: object, frame: Span) -> object:
        if isinstance(value, list):
            return [self._worded(each, frame) for each in value]
        if not isinstance(value, dict):
            return value
        worded = {key: self._worded(each, frame) for key, each in value.items()}
        if "start" in value:
            span = self._span(value)
            here = span.seen_from(frame.start) if frame.contains(span) else None
            worded |= {"start": here and here.start, "end": here and here.end, "text": span.of(self.opened.text)}
        if (key := entity_key(value)) is not None:
            worded[key] = self._id(value[key])
            if "kind" in value:
                worded["name"] = self._name(value[key])
        return worded

    def _id(self, code: str) -> str:
        if code not in self.opened.ids:
            raise BrokenStandoffError(f"{self.config}: {self.bare['id']}: {code!r} stands for no entity; {AGAIN}")
        return self.opened.ids[code]

    def _name(self, code: str) -> object:
        table = str(self.bare["annotator"]) if self.config == "annotations" else DECIDING
        return self.opened.names.get(table, {}).get(code)

    def _forms(self) -> list[Row]:
        """An entity's forms in the order of their words."""
        forms = [
            {"text": self._span(form).of(self.opened.text), "label": form["label"], "count": form["count"]}
            for form in cast("list[Row]", self.bare["forms"])
        ]
        return sorted(forms, key=lambda form: (str(form["text"]), cast("int", form["label"])))
