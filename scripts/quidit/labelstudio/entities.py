"""Entities: who or what the mentions of an answer mean, as chosen, as typed, or by the same name elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quidit.labelstudio.causes import CONTRADICTION, ENTITY_GUESSED, KIND_GUESSED, TOO_MANY, UNKNOWN_ENTITY, Cause
from quidit.labelstudio.controls import ENTITY, KIND, NEW_ENTITY, USE
from quidit.labelstudio.naming import Typed, kebab, read_typed, same, unused
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.regions import Region
from quidit.labelstudio.results import Json
from quidit.records import Entity
from quidit.scheme import Scheme

_UNKNOWN = ""
"""The kind of an entity that nobody has said a kind of."""
_OTHER_LABEL = 2


@dataclass(frozen=True, slots=True)
class Meanings:
    """The entity of each mention by its region, and all that are known of the answer by their ids."""

    by_region: Mapping[str, str]
    entities: Mapping[str, Entity]


def offered_entities(data: Json, scheme: Scheme) -> tuple[Entity, ...]:
    """The entities that a task offers, in the order of its table; of a task without one, the choices."""
    kinds = {kind.id for kind in scheme.entity_kinds}
    found: dict[str, Entity] = {}
    for row in _rows(data.get("entity_table")):
        kind, wikidata = row.get("kind", _UNKNOWN), row.get("wikidata")
        entity = Entity(row.get("id", ""), row.get("name", ""), kind if kind in kinds else _UNKNOWN, wikidata)
        found.setdefault(entity.id, entity)
    for row in _rows(data.get("entities")):
        name = row.get("value", "")
        each = row.get("alias", name)
        found.setdefault(each, Entity(each, name, _UNKNOWN))
    return tuple(entity for each, entity in found.items() if each and entity.name)


def _rows(value: object) -> Iterator[Mapping[str, str]]:
    """The members of a list that are objects, with what they say in text."""
    for row in value if isinstance(value, list) else []:
        if isinstance(row, dict):
            yield {key: text for key, text in row.items() if isinstance(text, str)}


def find_meanings(
    mentions: Sequence[Region],
    offered: Sequence[Entity],
    scheme: Scheme,
    notes: Notes,
    *,
    id_of: Callable[[Region], str],
) -> Meanings:
    """The entity of each mention: the one chosen, else the one typed, else the one of the same name, else a new one.

    Of mentions of the same words those of the same label and use count before those of the same label, those before
    the others, and those before the task's table; the commonest entity among them holds, then the first in the text.
    """
    cast = _Cast(scheme, notes, id_of, {entity.id: entity for entity in offered})
    said = {mention.id: entity for mention in mentions if (entity := cast.said(mention))}
    others = [(mention, said[mention.id]) for mention in mentions if mention.id in said]
    by_region = {m.id: said.get(m.id) or cast.of_same_name(m, others) or cast.new(m) for m in mentions}
    cast.settle_kinds([(mention, by_region[mention.id]) for mention in mentions])
    return Meanings(by_region, cast.known)


@dataclass(frozen=True, slots=True)
class _Cast:
    """The entities of an answer, as they become known."""

    scheme: Scheme
    notes: Notes
    id_of: Callable[[Region], str]
    known: dict[str, Entity]
    typed_ids: set[str] = field(default_factory=set)
    """Ids that were typed as such for a new entity, which the words that they are made of then mean, too."""

    def said(self, mention: Region) -> str | None:
        """The entity that the annotator chose from the list, or else typed; None where they left it empty."""
        chosen = self._one(
            mention, [each for given in mention.attributes.get(ENTITY, ()) for each in self._find(given, mention)]
        )
        text = self._one(mention, mention.attributes.get(NEW_ENTITY, ()))
        typed = read_typed(text, mention.span.of(self.notes.text)) if text else None
        if chosen and typed and typed.id != chosen:
            message = f"the entity {chosen} was chosen and {text!r} typed; the chosen one was taken"
            self._note(CONTRADICTION, message, mention, got=text or "", fix="empty one of the two")
        return chosen or (self._of_typed(typed, mention) if typed else None)

    def _one(self, mention: Region, values: Sequence[str]) -> str | None:
        """The only value, or the first of several."""
        if len(values) > 1:
            message = f"it has several entities; {values[0]} was taken"
            self._note(TOO_MANY, message, mention, got=", ".join(values), fix="keep one")
        return values[0] if values else None

    def _find(self, given: str, mention: Region) -> list[str]:
        """The entity of that id, or of that name where a task gives names only."""
        found = [given] if given in self.known else self._named(given)[:1]
        if not found:
            message = f"the entity {given!r} is not one of the task’s"
            self._note(UNKNOWN_ENTITY, message, mention, got=given, fix="choose another, or type a new one")
        return found

    def _named(self, name: str) -> list[str]:
        return [entity.id for entity in self.known.values() if same(entity.name) == same(name)]

    def _of_typed(self, typed: Typed, mention: Region) -> str:
        """The known entity of the id or name that was typed, or else a new one."""
        namesakes = self._named(typed.name) if typed.id == kebab(typed.name) else []
        each = typed.id if typed.id in self.known else next(iter(namesakes), typed.id)
        each = each or f"entity-{self.id_of(mention)}"
        if each not in self.known and not typed.is_named:
            self.typed_ids.add(each)
        entity = self.known.setdefault(each, Entity(each, typed.name, _UNKNOWN, typed.wikidata))
        if entity.wikidata is None:
            self.known[each] = replace(entity, wikidata=typed.wikidata)
        elif typed.wikidata not in (None, entity.wikidata):
            message = f"{each} is {entity.wikidata} and not {typed.wikidata}, which was typed"
            self._note(CONTRADICTION, message, mention, got=typed.wikidata or "", fix="type another id with it")
        return each

    def of_same_name(self, mention: Region, others: Sequence[tuple[Region, str]]) -> str | None:
        """The entity of the mentions that are called the same and are most like it, else the task's of that name."""
        words = mention.span.of(self.notes.text)
        namesakes = [(other, each) for other, each in others if same(other.span.of(self.notes.text)) == same(words)]
        nearest = min((_unlikeness(mention, other) for other, _ in namesakes), default=None)
        alike = [each for other, each in namesakes if _unlikeness(mention, other) == nearest] or self._named(words)
        is_by_id = not alike and kebab(words) in self.typed_ids
        alike = alike or [kebab(words)] * is_by_id
        found = Counter(alike).most_common(1)[0][0] if alike else None
        if found and (is_by_id or self._is_unnamed(mention) or len(set(alike)) > 1 or nearest):
            message = f"it has no entity; {found} was taken, which is called the same"
            self._note(ENTITY_GUESSED, message, mention, got=", ".join(dict.fromkeys(alike)), fix="choose its entity")
        return found

    def new(self, mention: Region) -> str:
        """An entity made of a name that no other has; later mentions of the same words find it by that name."""
        words = " ".join(mention.span.of(self.notes.text).split())
        each = unused(kebab(words) or f"entity-{self.id_of(mention)}", self.known)
        self.known[each] = Entity(each, words, _UNKNOWN)
        if self._is_unnamed(mention):
            message = f"it has no entity; the new one {each} was made of it"
            self._note(ENTITY_GUESSED, message, mention, fix="choose its entity")
        return each

    def settle_kinds(self, meanings: Sequence[tuple[Region, str]]) -> None:
        """Give every entity its kind.

        That is the one that the task or the annotator says; else the commonest among the entities of its mention's
        label, of equal ones the first in the scheme; else the one that the scheme calls as it calls the label; else
        its last, which is for anything else.
        """
        for mention, each in meanings:
            self._take_kind(mention, each)
        kinds: dict[str, Counter[str]] = {}
        for label, each in sorted({(mention.label, each) for mention, each in meanings}):
            if kind := self.known[each].kind:
                kinds.setdefault(label, Counter())[kind] += 1
        order = [kind.id for kind in self.scheme.entity_kinds]
        for mention, each in meanings:
            if self.known[each].kind:
                continue
            counts = kinds.get(mention.label) or Counter(self._kinds_called_as(mention.label))
            kind = max(counts, key=lambda one: (counts[one], -order.index(one)), default=order[-1])
            self.known[each] = replace(self.known[each], kind=kind)
            if not counts:
                message = f"the new entity {each} was given no kind; {kind} was taken"
                self._note(KIND_GUESSED, message, mention, got=kind, fix="choose its kind")

    def _kinds_called_as(self, label: str) -> list[str]:
        """The kinds that have the title of a mention label in some language."""
        titles = {title for each in self.scheme.mentions if each.label == label for title in each.title.items()}
        return [kind.id for kind in self.scheme.entity_kinds if titles & set(kind.title.items())]

    def _take_kind(self, mention: Region, each: str) -> None:
        """The kind that a mention gives its entity, unless that has one."""
        for given in mention.attributes.get(KIND, ()):
            if not self.known[each].kind:
                self.known[each] = replace(self.known[each], kind=given)
            elif self.known[each].kind != given:
                message = f"{each} is a {self.known[each].kind}; the kind {given} was not taken"
                self._note(CONTRADICTION, message, mention, got=given, fix="give a new entity an id of its own")

    def _is_unnamed(self, mention: Region) -> bool:
        return any(label.label == mention.label and label.actor for label in self.scheme.mentions)

    def _note(self, cause: Cause, message: str, mention: Region, *, got: str = "", fix: str) -> None:
        self.notes.take(cause, message, region=mention.id, span=mention.span, got=got, fix=fix)


def _unlikeness(mention: Region, other: Region) -> int:
    """How little two mentions of the same words are alike: 0 of the same label and use, 1 of the same label."""
    if mention.label != other.label:
        return _OTHER_LABEL
    return int(mention.attributes.get(USE) != other.attributes.get(USE))
