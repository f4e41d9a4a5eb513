"""Controls: the names under which the configuration asks for what an annotation says, and the values they offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from quidit.generate.label_studio import SENTENCE, relations_in_use
from quidit.records import Layer
from quidit.scheme import Choice, MentionLabel, QuoteType, Scheme, StanceLabel, Texts

TEXT = "text"
"""The object that every control is to name."""
LABELS: Mapping[Layer, str] = {"quotes": "quote", "cues": "cue", "stances": "stance", "mentions": "mention"}
"""The control whose labels make regions of each layer, in the order in which a task shows them."""
SENTENCES = "sentence"
USE, ENTITY, NEW_ENTITY, KIND, WITHOUT = "use", "entity", "new_entity", "entity_kind", "without"
ISSUE, UNSURE, FLAG, VIEW = "issue", "unsure", "article_flag", "view"
CUE = "cue"
"""The one label of cues."""
OF_LAYER: Mapping[str, Layer] = {
    USE: "mentions",
    ENTITY: "mentions",
    NEW_ENTITY: "mentions",
    KIND: "mentions",
    WITHOUT: "quotes",
    ISSUE: "stances",
}
"""The attributes that only one layer has."""
FREE = frozenset({ENTITY, NEW_ENTITY})
"""The controls whose values the scheme does not list."""

ENDS: Mapping[str, tuple[Layer, tuple[Layer, ...]]] = {
    "speaker": ("quotes", ("mentions",)),
    "via": ("quotes", ("mentions",)),
    "cue": ("quotes", ("cues",)),
    "continues": ("quotes", ("quotes",)),
    "holder": ("stances", ("mentions",)),
    "target": ("stances", ("quotes", "mentions")),
}
"""What each relation joins: the layer that has it, and those that it may lead to."""
UNLABELLED: Mapping[tuple[Layer, Layer], str] = {
    ("quotes", "cues"): "cue",
    ("quotes", "mentions"): "speaker",
    ("stances", "mentions"): "holder",
    ("stances", "quotes"): "target",
}
"""What a relation without a label is, by the layers that it joins in either direction."""


@dataclass(frozen=True)
class Vocabulary:
    """What the controls of a scheme's configuration may say."""

    scheme: Scheme

    @cached_property
    def values(self) -> Mapping[str, Mapping[str, str]]:
        """For each control what it may say, and what that means: a label or id of the scheme.

        Exported are labels and ids; a title of an interface language counts too where only one has it.
        """
        scheme = self.scheme
        has = scheme.has
        values: dict[str, Mapping[str, str]] = {
            "mention": _offered(scheme.mentions),
            "quote": _offered(scheme.quote_types) if has("quotes") else {},
            "stance": _offered(scheme.stances) if has("stances") else {},
            "cue": _named({CUE: scheme.cue.title}) if has("cues") else {},
            SENTENCES: {SENTENCE: SENTENCE},
            USE: _offered(scheme.uses),
            KIND: _offered(scheme.entity_kinds),
            WITHOUT: {each: each for each in ("speaker", "cue") if each in self.relations},
            ISSUE: _named({issue.id: issue.reads for issue in scheme.issues}) if has("stances") else {},
            UNSURE: _named({UNSURE: scheme.unsure.title}),
            FLAG: _offered(scheme.article_flags),
        }
        return {control: offered for control, offered in values.items() if offered}

    @cached_property
    def relations(self) -> tuple[str, ...]:
        """The relations between layers that are on."""
        return relations_in_use(self.scheme)

    @cached_property
    def layers(self) -> Mapping[str, Layer]:
        """The layer that each control of labels makes regions of, for the layers that are on."""
        return {control: layer for layer, control in LABELS.items() if self.scheme.has(layer)}

    def has(self, control: str) -> bool:
        """Whether the configuration has the control."""
        return control in self.values or control in FREE

    def in_order(self, control: str, values: Iterable[str]) -> tuple[str, ...]:
        """The distinct values in the order of the scheme, or sorted where it does not list them."""
        values = tuple(dict.fromkeys(values))
        if len(values) == 1:
            return values
        order = list(dict.fromkeys(self.values.get(control, {}).values()))
        return tuple(sorted(values, key=lambda each: (order.index(each) if each in order else -1, each)))


def _offered(members: Iterable[MentionLabel | QuoteType | StanceLabel | Choice]) -> Mapping[str, str]:
    return _named({member.id if isinstance(member, Choice) else member.label: member.title for member in members})


def _named(titles: Mapping[str, Texts]) -> Mapping[str, str]:
    """What may be said for each name: the name itself, or a title that is not another’s too."""
    owners: dict[str, set[str]] = {}
    for name, texts in titles.items():
        for title in texts.values():
            owners.setdefault(title, set()).add(name)
    by_title = {title: min(names) for title, names in owners.items() if len(names) == 1}
    return {**by_title, **{name: name for name in titles}}
