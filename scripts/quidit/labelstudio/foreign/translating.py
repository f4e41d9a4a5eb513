"""Translating: a foreign annotation as results under our controls and labels, by a map."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from quidit.labelstudio.causes import NO_LABEL, UNREADABLE
from quidit.labelstudio.controls import ENTITY as ENTITY_CONTROL
from quidit.labelstudio.controls import (
    FLAG,
    LABELS,
    TEXT,
    WITHOUT,
    Vocabulary,
)
from quidit.labelstudio.foreign.carrying import NotCarriedError
from quidit.labelstudio.foreign.causes import END_GONE, TRIMMED, TWICE, UNMAPPED, UNUSABLE, WORDS_DIFFER
from quidit.labelstudio.foreign.export import FREE, members_of, values_of
from quidit.labelstudio.foreign.mapping import (
    ENTITY,
    IGNORE,
    Decision,
    Map,
    RelationTarget,
    Target,
    toml_key,
    toml_text,
)
from quidit.labelstudio.foreign.placing import place, raw_span, repeats
from quidit.labelstudio.naming import Typed, read_typed, unused
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.results import Json
from quidit.records import Layer, Origin, Span
from quidit.text import Normalised

_RELATION = "relation"
_OUR_ID = re.compile(r"[mcqs][0-9]+")
_ORIGINS = {"prediction": Origin.SUGGESTION, "prediction-changed": Origin.EDITED}


@dataclass(frozen=True, slots=True)
class Received:
    """A foreign task's text as it was received, and as the article has it."""

    raw: str
    normalised: Normalised


@dataclass(frozen=True, slots=True)
class Translation:
    """An annotation's results in our words.

    ``ignored`` counts what the map leaves out by wish, by control and value. ``origins`` say of regions that a
    prediction made them. ``entities`` are those that a control names, as rows of a task's table.
    """

    results: tuple[Json, ...]
    entities: tuple[Json, ...]
    ignored: Mapping[tuple[str, str], int]
    origins: Mapping[str, Origin]


def translate(answer: Json, by: Map, received: Received, vocabulary: Vocabulary, notes: Notes) -> Translation:
    """The annotation in our words; ``notes`` on the article's text say what could not be put into them."""
    members, broken = members_of(answer)
    if broken:
        notes.take(UNREADABLE, f"{broken} of its results cannot be read", fix="export it again")
    work = _Work(by, received, vocabulary, notes)
    for number, member in enumerate(members, start=1):
        if member.get("type") != _RELATION:
            work.take(member, _own_form(member.get("id")) or f"(result {number})")
    work.attribute()
    for member in members:
        if member.get("type") == _RELATION:
            work.join(member)
    work.close()
    return Translation(tuple(work.results), tuple(work.entities.values()), dict(work.ignored), work.origins)


@dataclass
class _Work:
    """A translation under way; ``layers`` are those of the regions taken, ``gone`` and ``unwanted`` the others."""

    by: Map
    received: Received
    vocabulary: Vocabulary
    notes: Notes
    results: list[Json] = field(default_factory=list)
    ignored: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmapped: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    origins: dict[str, Origin] = field(default_factory=dict)
    layers: dict[str, set[Layer]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    unwanted: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str, str, Decision]] = field(default_factory=list)
    fallen: Counter[str] = field(default_factory=Counter)
    said: set[tuple[str, ...]] = field(default_factory=set)
    entities: dict[str, Json] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    with_cue: set[str] = field(default_factory=set)

    def take(self, member: Json, region: str) -> None:
        """What a control says: spans now, attributes once all spans are known."""
        control = str(member.get("from_name") or "")
        values = values_of(member)
        if not values:
            self._take_unreadable(control, region, kind=str(member.get("type")), is_unlabelled=values is not None)
        for value in values or ():
            decision = self.by.decision(control, value)
            if decision is None:
                is_free = member.get("type") in FREE
                self.unmapped[control, str(member["type"]) if is_free else value, is_free] += 1
                self.gone.add(region)
            elif decision == IGNORE:
                self.ignored[control, value] += 1
                self.unwanted.add(region)
            elif self._is_new(region, control, value, *_edges(member)):
                self._decided(region, control, value, decision, member)

    def _take_unreadable(self, control: str, region: str, *, kind: str, is_unlabelled: bool) -> None:
        """A region without a label, or a kind of control that says nothing that we could."""
        if self.by.controls.get(control) == IGNORE:
            self.ignored[control, ""] += 1
            self.unwanted.add(region)
            return
        self.gone.add(region)
        if is_unlabelled:
            self.notes.take(
                NO_LABEL, "it has no label", region=region, got=control, fix="label it there, and export again"
            )
        else:
            self.unmapped[control, kind, True] += 1

    def _decided(self, region: str, control: str, value: str, decision: Decision, member: Json) -> None:
        if not isinstance(decision, Target) or decision.layer is None:
            self.attributes.append((region, control, value, decision))
        elif span := self._span(member, region):
            self.layers.setdefault(region, set()).add(decision.layer)
            self.spans.setdefault(region, span)
            self._say(region, LABELS[decision.layer], "labels", decision.label, span)
            for ours, choice in decision.choices.items():
                self._say(region, ours, "choices", choice)
            origin = _ORIGINS.get(str(member.get("origin")))
            self.origins.update({region: origin} if origin else {})
        else:
            self.gone.add(region)

    def _is_new(self, *what: str) -> bool:
        """Whether it was not said before; what is said twice is noted."""
        is_new = what not in self.said
        if not is_new:
            self.notes.take(TWICE, f"{' '.join(filter(None, what[1:]))} is said of it twice", region=what[0])
        self.said.add(what)
        return is_new

    def _span(self, member: Json, region: str) -> Span | None:
        """The region's span in the article; None where it has none, which is noted."""
        value = member.get("value")
        if not isinstance(value, dict):
            return None  # `values_of` has read it
        try:
            raw = raw_span(value, self.received.raw)
            span = place(value, self.received.raw, self.received.normalised)
        except NotCarriedError as error:
            self.notes.take(
                UNUSABLE, f"{error}", region=region, got=_words(value), fix="annotate it again, or correct the export"
            )
            return None
        words = raw.of(self.received.raw)
        if not repeats(value, words):
            fix = "look whether the offsets count code points"
            self.notes.take(
                WORDS_DIFFER,
                "the export repeats other words",
                region=region,
                span=span,
                got=_words(value),
                expected=words,
                fix=fix,
            )
        if words != words.strip(" \ufeff\u00ad\t\r\n") or words != words.strip():
            self.notes.take(TRIMMED, "it began or ended with a blank", region=region, span=span, got=repr(words))
        return span

    def attribute(self) -> None:
        """What was said of regions beside their labels, of those that were taken."""
        for region, control, value, decision in self.attributes:
            if isinstance(decision, Target) and FLAG in decision.choices:
                self._say("flags", FLAG, "choices", decision.choices[FLAG])
            elif region in self.layers and decision == ENTITY:
                self._say(region, ENTITY_CONTROL, "taxonomy", self._entity(value, region))
            elif region in self.layers and isinstance(decision, Target):
                for ours, choice in decision.choices.items():
                    self._say(region, ours, "choices", choice)
            elif region in self.gone:
                self.fallen[f"{control} {value}"] += 1
            elif region in self.unwanted:
                self.ignored[control, value] += 1
            else:
                message = f"{control} says {value!r} of no region, and the map makes an attribute of it"
                self.notes.take(UNUSABLE, message, region=region, got=value, fix='map it to a flag, or to "ignore"')

    def _entity(self, value: str, region: str) -> str:
        """The id of the entity that a control names: of one value there is one, called so, or as its first mention is."""
        if value not in self.entities:
            surface = " ".join(self.spans[region].of(self.notes.text).split())
            typed = read_typed(value, surface) if value.strip() else Typed("", surface, None, is_named=True)
            ids = {str(row["id"]) for row in self.entities.values()}
            each = unused(typed.id or f"entity-{len(ids) + 1}", ids)
            self.entities[value] = {
                "id": each,
                "name": typed.name,
                **({"wikidata": typed.wikidata} if typed.wikidata else {}),
            }
        return str(self.entities[value]["id"])

    def join(self, member: Json) -> None:
        """A relation under our name."""
        ends = [_own_form(member.get(key)) for key in ("from_id", "to_id")]
        given = member.get("labels") or [""]
        if not all(ends) or not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            self.notes.take(UNREADABLE, "a relation cannot be read", got=repr(member)[:80], fix="export it again")
            return
        for label in given:
            target = self.by.relations.get(label)
            if target is None:
                self.unmapped[_RELATION, label, False] += 1
            elif not isinstance(target, RelationTarget) or any(self._is_unwanted(each) for each in ends):
                self.ignored[_RELATION, label] += 1
            elif any(each in self.gone and each not in self.layers for each in ends):
                self.fallen[f"the relation {label or 'without a label'}"] += 1
            else:
                self._joined(ends, target, str(member.get("direction") or "right"))

    def _is_unwanted(self, region: str) -> bool:
        return region in self.unwanted and region not in self.layers and region not in self.gone

    def _joined(self, ends: list[str], target: RelationTarget, direction: str) -> None:
        start, end = reversed(ends) if target.is_reversed else ends
        between = (start, end, direction) if target.label == "continues" else (*sorted((start, end)), "")
        if not self._is_new(between[0], target.label or _RELATION, *between[1:]):
            return
        relation = {"type": _RELATION, "from_id": start, "to_id": end, "direction": direction}
        self.results.append({**relation, "labels": [target.label]} if target.label else relation)
        for one, other in ((start, end), (end, start)):
            if target.label in ("", "cue") and "cues" in self.layers.get(other, ()):
                self.with_cue.add(one)

    def close(self) -> None:
        """That a quote has no cue is said, so that none is inferred; what fell or has no place in the map is noted."""
        if "cue" in self.vocabulary.relations:
            for region, layers in self.layers.items():
                if "quotes" in layers and region not in self.with_cue:
                    self._say(region, WITHOUT, "choices", "cue")
        for (control, value, is_free), number in sorted(self.unmapped.items()):
            message = f"{control} {value!r} ({number} ×) was left out: the map does not say what it is"
            fix = f"write in MAP.toml, {_line(control, value, is_free=is_free)}"
            self.notes.take(UNMAPPED, message, got=str(number), fix=fix)
        for what, number in sorted(self.fallen.items()):
            message = f"{number} × {what} was left out with a region that it belongs to"
            self.notes.take(END_GONE, message, got=str(number), fix="see why the region was left out")

    def _say(self, region: str, control: str, kind: str, said: str, span: Span | None = None) -> None:
        values = [[said]] if kind == "taxonomy" else [said]
        value: dict[str, object] = {kind: values, **({"start": span.start, "end": span.end} if span else {})}
        self.results.append({"id": region, "type": kind, "from_name": control, "to_name": TEXT, "value": value})


def _line(control: str, value: str, *, is_free: bool) -> str:
    """The line that the map lacks, with the table that it belongs to."""
    key = toml_text(value)
    if control == _RELATION:
        return f'under [relations]: {key} = "…", or = "{IGNORE}"'
    if is_free:
        return f'under [labels]: {toml_key(control)} = "{IGNORE}", or = "{ENTITY}" where it names whom a mention means'
    return f'under [labels.{toml_key(control)}]: {key} = {{ layer = "…", … }}, or = "{IGNORE}"'


def _edges(member: Json) -> tuple[str, ...]:
    """Where a result says that its region lies, in whatever form."""
    value = member.get("value")
    return tuple(repr(value[key]) for key in ("start", "end") if key in value) if isinstance(value, dict) else ()


def _own_form(region: object) -> str:
    """A region's id, and none that looks like one of ours."""
    name = str(region) if isinstance(region, str | int) else ""
    return f"{name} (theirs)" if _OUR_ID.fullmatch(name) else name


def _words(value: Json) -> str:
    said = value.get("text")
    return said if isinstance(said, str) else repr({key: value[key] for key in ("start", "end") if key in value})
