"""The map file: what a ``MAP.toml`` says, read into a Map and held against the scheme, with every fault at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, cast

from quidit.checks.claims import ADJUDICATED
from quidit.generate.json_schema import ANNOTATOR_ID
from quidit.labelstudio.controls import CUE, FLAG, ISSUE, KIND, OF_LAYER, UNSURE, USE, WITHOUT, Vocabulary
from quidit.labelstudio.foreign.mapping import (
    BY_ENDS,
    ENTITY,
    IGNORE,
    UNDECIDED,
    Decision,
    Map,
    MapError,
    RelationTarget,
    Target,
)
from quidit.records import LAYERS, Layer, Status
from quidit.scheme import Scheme

_UNSUBMITTED = ("drafts", "predictions")
_KEYS = ("id", "title", "url", "published", "publisher")
_NAMES: Mapping[Layer, tuple[str, str]] = {
    "mentions": ("label", "mention"),
    "quotes": ("type", "quote"),
    "stances": ("label", "stance"),
    "cues": ("", "cue"),
}
"""By layer the key that names a label in the map, and the control whose labels these are."""
_CHOICES = {"use": USE, "kind": KIND, "issue": ISSUE, "without": WITHOUT, "flag": FLAG}
"""By key of the map the control whose choices it may name."""
_RESERVED = {ADJUDICATED, "annotators", "rulings"}


def read_map(text: str, scheme: Scheme) -> Map:
    """The map that the text of a ``MAP.toml`` holds.

    Raises:
        MapError: it is not TOML, or not a map into the scheme; with all of its faults.
    """
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of 5,000 digits and deep nesting are no TOMLDecodeError
        fix = "correct it at this place; names with accents or blanks stand in quotes"
        raise MapError((f"the map is not TOML: {error}; {fix}",)) from error
    reader = _Reader(document, Vocabulary(scheme))
    found = reader.map()
    if reader.faults:
        raise MapError(tuple(reader.faults))
    return found


class _Reader:
    """A map's document; what is wrong with it is collected in ``faults``."""

    def __init__(self, document: Mapping[str, object], vocabulary: Vocabulary) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.faults: list[str] = []

    def map(self) -> Map:
        """The whole map."""
        known = {
            "language",
            "text",
            "status",
            "annotators",
            "default_annotator",
            "labels",
            "relations",
            *_KEYS,
            *_UNSUBMITTED,
        }
        for key in sorted(set(self.document) - known):
            self.faults.append(f"{key} is nothing that a map says; it may say {', '.join(sorted(known))}")
        keys = {key: self._key(key) for key in _KEYS}
        labels = list(self._labels())
        return Map(
            language=self._required("language", "the texts’ language, such as fr"),
            text=self._required("text", "the key of a task’s data that holds the article").removeprefix("$"),
            status=self._status(),
            annotators=dict(self._annotators()),
            default_annotator=self._pseudonym(self.document.get("default_annotator"), "default_annotator"),
            controls={control: decision for control, value, decision in labels if value is None},
            labels={(control, value): decision for control, value, decision in labels if value is not None},
            relations=dict(self._relations()),
            unwanted=frozenset(self._unwanted()),
            **keys,
        )

    def _required(self, key: str, what: str) -> str:
        value = self.document.get(key)
        if isinstance(value, str) and value not in ("", UNDECIDED):
            return value
        self.faults.append(f'{key} is not said; write {key} = "…", {what}')
        return ""

    def _key(self, key: str) -> str | None:
        """A key of the tasks' data; None where none is given."""
        value = self.document.get(key)
        if value is not None and not isinstance(value, str):
            self.faults.append(f"{key} is {value!r}; write the key of a task’s data that holds it")
        return value.removeprefix("$") if isinstance(value, str) and value != UNDECIDED else None

    def _status(self) -> Status | None:
        value = self.document.get("status")
        if value in (None, UNDECIDED):
            return None
        if value not in ("complete", "draft"):
            self.faults.append(f'status is {value!r}; write "complete" or "draft", or leave it out')
        return cast("Status", value)

    def _unwanted(self) -> Iterator[str]:
        for kind in _UNSUBMITTED:
            if self._word(self.document.get(kind, UNDECIDED), kind, (IGNORE,)):
                yield kind

    def _table(self, key: str) -> Iterator[tuple[str, object]]:
        table = self.document.get(key, {})
        if isinstance(table, dict):
            yield from table.items()
        else:
            self.faults.append(f"{key} is {table!r}; write a table [{key}]")

    def _annotators(self) -> Iterator[tuple[str, str]]:
        for name, value in self._table("annotators"):
            if pseudonym := self._pseudonym(value, f"annotators: {name!r}"):
                yield name, pseudonym

    def _pseudonym(self, value: object, place: str) -> str | None:
        if value in (None, UNDECIDED):
            return None
        is_id = isinstance(value, str) and re.fullmatch(ANNOTATOR_ID.strip("^$"), value)
        if not isinstance(value, str) or not is_id or value in _RESERVED:
            self.faults.append(
                f"{place}: {value!r} cannot name an annotator; use lower-case letters, digits and hyphens"
            )
            return None
        return value

    def _labels(self) -> Iterator[tuple[str, str | None, Decision]]:
        """Control, value (None for all of them) and what they become."""
        for control, said in self._table("labels"):
            if isinstance(said, str):
                yield control, None, self._word(said, f"labels: {control!r}", (IGNORE, ENTITY))
            elif isinstance(said, dict):
                for value, target in said.items():
                    yield control, value, self._decision(target, f"labels.{control}: {value!r}")
            else:
                self.faults.append(f"labels: {control!r} is {said!r}; write a table [labels.{control}], or {IGNORE!r}")

    def _decision(self, said: object, place: str) -> Decision:
        if isinstance(said, dict):
            return self._target(dict(said), place)
        return self._word(said, place, (IGNORE,))

    def _word(self, said: object, place: str, words: tuple[str, ...]) -> Literal["ignore", "entity"] | None:
        if said != UNDECIDED and said not in words:
            self.faults.append(f'{place} is {said!r}; write {{ layer = "…", … }} or {" or ".join(map(repr, words))}')
        return cast("Literal['ignore', 'entity']", said) if said in words else None

    def _target(self, said: dict[str, object], place: str) -> Target:
        layer = said.pop("layer", None)
        label, choices = "", {}
        if layer is not None:
            label = self._label(said, layer, place)
        if said.pop("unsure", False):
            choices[UNSURE] = UNSURE
        for key, control in _CHOICES.items():
            if key in said:
                choices[control] = self._one_of(said.pop(key), control, f"{place}: {key}")
                if layer is not None and OF_LAYER.get(control, layer) != layer:
                    self.faults.append(f"{place}: {key} is not for {layer}; remove it")
        for key in sorted(said):
            self.faults.append(f"{place}: {key} is nothing that a label becomes; remove it or correct its spelling")
        if layer is None and not choices:
            self.faults.append(f"{place}: says neither a layer nor an attribute; write one, or {IGNORE!r}")
        return Target(layer if layer in LAYERS else None, label, choices)

    def _label(self, said: dict[str, object], layer: object, place: str) -> str:
        """The label that a layer's key names; cues have but one."""
        if layer not in self.vocabulary.layers.values():
            self.faults.append(f"{place}: layer is {layer!r}, not {_listed(self.vocabulary.layers.values())}")
            return ""
        key, control = _NAMES[cast("Layer", layer)]
        return self._one_of(said.pop(key, None), control, f"{place}: {key}") if key else CUE

    def _one_of(self, value: object, control: str, place: str) -> str:
        offered = self.vocabulary.values.get(control, {})
        if isinstance(value, str) and value in offered:
            return offered[value]
        self.faults.append(f"{place} is {value!r}, not {_listed(dict.fromkeys(offered.values()))}")
        return ""

    def _relations(self) -> Iterator[tuple[str, RelationTarget | Literal["ignore"] | None]]:
        for label, said in self._table("relations"):
            if said in (IGNORE, UNDECIDED):
                yield label, cast("Literal['ignore']", said) if said == IGNORE else None
                continue
            parts = said if isinstance(said, dict) else {"relation": said}
            name, is_reversed = parts.get("relation"), parts.get("reverse", False)
            if name not in (*self.vocabulary.relations, BY_ENDS) or not isinstance(is_reversed, bool):
                listed = _listed((*self.vocabulary.relations, BY_ENDS, IGNORE))
                self.faults.append(
                    f"relations: {label!r} is {said!r}, not {listed}, nor {{ relation = …, reverse = true }}"
                )
            yield label, RelationTarget("" if name == BY_ENDS else str(name), is_reversed=is_reversed is True)


def _listed(values: Iterable[str]) -> str:
    return f"one of {', '.join(dict.fromkeys(values)) or 'none, which the scheme has'}"
