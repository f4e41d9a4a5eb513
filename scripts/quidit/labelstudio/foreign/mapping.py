"""The map: what the labels of a foreign project are in ours, as a ``MAP.toml`` says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from quidit.problems import QuiditError
from quidit.records import Layer, Status

_BARE = re.compile(r"[A-Za-z0-9_-]+")
IGNORE = "ignore"
BY_ENDS = "by-ends"
ENTITY = "entity"
UNDECIDED = "?"
"""What a draft says of everything: nothing yet."""


class MapError(QuiditError, ValueError):
    """A map that does not say what it must, or says what the scheme does not know; ``faults`` are all of it."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class Target:
    """What a foreign label or choice becomes: a span of a layer, choices of our controls, or both.

    ``choices`` are values by control; without ``layer`` they say something of a span that another label makes.
    """

    layer: Layer | None
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RelationTarget:
    """What a foreign relation becomes; ``label`` is empty where its ends are to say it.

    ``is_reversed`` where it is drawn from what ours leads to.
    """

    label: str
    is_reversed: bool = False


Decision = Target | Literal["ignore", "entity"] | None
"""What a label becomes; ``entity`` where the value names the entity of a mention; None where nobody has said."""


@dataclass(frozen=True, slots=True)
class Map:
    """What a ``MAP.toml`` says.

    ``text``, ``id``, ``title``, ``url``, ``published`` and ``publisher`` are keys of a task's data. ``status`` is
    the one that a person vouches for; None where it is to follow from what was taken.
    """

    language: str
    text: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None
    status: Status | None = None
    annotators: Mapping[str, str] = field(default_factory=dict)
    default_annotator: str | None = None
    controls: Mapping[str, Decision] = field(default_factory=dict)
    labels: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    relations: Mapping[str, RelationTarget | Literal["ignore"] | None] = field(default_factory=dict)
    unwanted: frozenset[str] = frozenset()

    def annotator(self, *names: str) -> str | None:
        """The pseudonym of whoever has one of the names: an id or address of Label Studio."""
        return next((self.annotators[name] for name in names if name in self.annotators), self.default_annotator)

    def decision(self, control: str, value: str) -> Decision:
        """What a value of a control becomes."""
        return self.labels.get((control, value)) or self.controls.get(control)

    @property
    def layers(self) -> frozenset[Layer]:
        """The layers that anything is mapped to."""
        return frozenset(each.layer for each in self.labels.values() if isinstance(each, Target) and each.layer)


def toml_text(text: str) -> str:
    """The text as TOML writes it, in quotes."""
    escaped = "".join(_escaped(each) for each in text)
    return f'"{escaped}"'


def toml_key(text: str) -> str:
    """The text as a key of TOML, in quotes where it needs them."""
    return text if _BARE.fullmatch(text) else toml_text(text)


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"  # half a character, which TOML cannot say
    return character if character.isprintable() else f"\\U{ord(character):08x}"
