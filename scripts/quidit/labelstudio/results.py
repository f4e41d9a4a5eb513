"""Results: the list that Label Studio exports for an answer, member by member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quidit.labelstudio.causes import UNKNOWN_CONTROL, UNKNOWN_VALUE, UNREADABLE
from quidit.labelstudio.controls import ENTITY, FLAG, NEW_ENTITY, SENTENCES, TEXT, VIEW, Vocabulary
from quidit.labelstudio.notes import Notes
from quidit.records import Status

Json = Mapping[str, object]
_RELATION = "relation"
_OF_THE_WHOLE = (FLAG, VIEW)
"""The controls that speak of no region."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one control says of a region, or of the whole text where ``region`` is empty.

    ``values`` are labels and ids of the scheme, those that it does not list left out; ``offsets`` are as given.
    """

    region: str
    control: str
    values: tuple[str, ...]
    offsets: tuple[object, object]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A relation as it was drawn, between Label Studio's ids of two regions; often without a label."""

    start: str
    end: str
    labels: tuple[str, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class Results:
    """The members of an answer's result; ``touched`` are all regions that any of them names."""

    results: tuple[Result, ...]
    arrows: tuple[Arrow, ...]
    touched: frozenset[str]


def read_results(answer: Json, vocabulary: Vocabulary, notes: Notes) -> Results:
    """Every member that can be understood; the others are noted."""
    members = answer.get("result")
    if not isinstance(members, list):
        notes.take(UNREADABLE, "the answer has no list of results", got=_shown(members), fix="export it as JSON")
        members = []
    readable = [member for member in members if _is_member(member, notes)]
    relations = [member for member in readable if member.get("type") == _RELATION]
    others = [member for member in readable if member.get("type") != _RELATION]
    results = [result for member in others if (result := _result(member, vocabulary, notes))]
    arrows = [arrow for member in relations if (arrow := _arrow(member, notes))]
    of_regions = [member for member in others if member.get("from_name") not in _OF_THE_WHOLE]
    touched = frozenset(each for member in of_regions if (each := _text(member.get("id"))))
    return Results(tuple(results), tuple(arrows), touched)


def status_of(answer: Json) -> Status:
    """What an answer is: drafts are the ones that do not say whether they were cancelled."""
    if "was_cancelled" not in answer:
        return "draft"
    return "skipped" if answer["was_cancelled"] else "complete"


def strings(value: object) -> tuple[str, ...] | None:
    """A text or a list of texts as texts; None where it is neither."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    return None


def _is_member(member: object, notes: Notes) -> bool:
    if isinstance(member, dict):
        return True
    notes.take(UNREADABLE, "a result is not an object", got=_shown(member))
    return False


def _result(member: Json, vocabulary: Vocabulary, notes: Notes) -> Result | None:
    """What a control says; None where it says nothing of the annotation, or cannot be understood."""
    region, control = _text(member.get("id")), _text(member.get("from_name"))
    if control == VIEW:
        return None
    if not vocabulary.has(control) or member.get("to_name", TEXT) != TEXT:
        message = f"the configuration has no control {control!r} of the text"
        notes.take(UNKNOWN_CONTROL, message, region=region, got=control, fix="restore the control, or annotate again")
        return None
    value = member.get("value")
    given = None if not isinstance(value, dict) else _values(value, control, vocabulary)
    if not isinstance(value, dict) or given is None or not (region or control == FLAG):
        notes.take(UNREADABLE, f"what {control} says cannot be read", region=region, got=_shown(member))
        return None
    known = tuple(_known(given, control, vocabulary, region, notes))
    return Result("" if control == FLAG else region, control, known, (value.get("start"), value.get("end")))


def _values(value: Json, control: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """What a control says, in the form that its kind exports."""
    if control == ENTITY:
        paths = value.get("taxonomy")
        return strings([_leaf(path) for path in paths]) if isinstance(paths, list) else None
    if control == NEW_ENTITY:
        texts = strings(value.get("text"))
        return texts and tuple(text for text in texts if text.strip())
    is_label = control in vocabulary.layers or control == SENTENCES
    return strings(value.get("labels", []) if is_label else value.get("choices"))


def _leaf(path: object) -> object:
    """The last step of a path through a taxonomy, which is what was chosen."""
    return path[-1] if isinstance(path, list) and path else path


def _known(given: Sequence[str], control: str, vocabulary: Vocabulary, region: str, notes: Notes) -> Iterator[str]:
    """The values as the scheme calls them."""
    offered = vocabulary.values.get(control)
    for each in given:
        if offered is None:
            yield each
        elif each in offered:
            yield offered[each]
        else:
            listed = ", ".join(dict.fromkeys(offered.values()))
            message = f"{control} says {each!r}, which the scheme does not list"
            notes.take(UNKNOWN_VALUE, message, region=region, got=each, expected=listed, fix="choose a listed one")


def _arrow(member: Json, notes: Notes) -> Arrow | None:
    start, end = _text(member.get("from_id")), _text(member.get("to_id"))
    labels = strings(member.get("labels") or [])
    direction = _text(member.get("direction", "right"))
    if not start or not end or labels is None:
        notes.take(UNREADABLE, "a relation cannot be read", region=start or end, got=_shown(member))
        return None
    return Arrow(start, end, labels, direction)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _shown(value: object) -> str:
    """A value in a message, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004  # as much as a line of a report holds
