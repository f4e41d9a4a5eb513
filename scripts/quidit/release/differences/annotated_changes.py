"""Annotated changes: which sentences, items, entities and annotations differ, each once however many rows repeat it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from quidit.records import LAYERS, Layer
from quidit.release.differences.article_changes import ArticleChanges
from quidit.release.differences.change import TEST, Change, How, Value, What
from quidit.release.differences.compared import Compared
from quidit.release.differences.items import KINDS, OF_ENTITY, Seen, differences, items_of_sentence, seen, shown
from quidit.release.view import Row

ItemId = tuple[str, Layer, str]
Pair = tuple[Seen | None, Seen | None]
Words = dict[tuple[str, str], tuple[str, str]]
_TOLD = frozenset({"text", "start", "end", *LAYERS})
"""Columns of ``sentences`` of which the others say how they are cut, or repeat the article's."""


@dataclass
class AnnotatedChanges:
    """What differs in what is annotated, gathered config by config; of rows that differ their items alone are kept."""

    articles: ArticleChanges
    changes: list[Change] = field(default_factory=list)
    held: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    tested: set[str] = field(default_factory=set)
    _words: Words = field(default_factory=dict)
    _items: dict[ItemId, list[Seen | None]] = field(default_factory=dict)
    _sentences: dict[str, tuple[list[Change], list[Change]]] = field(default_factory=dict)
    _named_in: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _entities: set[tuple[str, str]] = field(default_factory=set)

    def add_quotes(self, rows: Iterable[Compared]) -> None:
        """Rows of ``quotes``: the words of quotes that sentences cut."""
        for row in rows:
            before, after = (cast("Row | None", each["quote"]) if each else None for each in (row.before, row.after))
            quote = cast("Row", before or after)
            words = (str(each.get("text") or "") if each else "" for each in (before, after))
            self._words[row.article, str(quote["id"])] = cast("tuple[str, str]", tuple(words))

    def add_sentences(self, rows: Iterable[Compared]) -> None:
        """Rows of ``sentences``, which hold every item of the annotation that decides."""
        for row in rows:
            if self.articles.explains(row):
                self._count(row)
                continue
            if row.is_moved and row.article not in self.articles.moved:
                words = str((row.before or {}).get("text") or "")
                self.changes.append(_of_row("sentence", row, "moved", before=words, after=words))
            if row.names & _TOLD or not (row.before and row.after):
                self._pair_items(row)
                self._pair_sentences(row)

    def _count(self, row: Compared) -> None:
        held, there = self.held[row.article], cast("Row", row.before or row.after)
        held["sentence"] += 1
        if TEST in (row.was_in, row.is_in):
            self.tested.add(row.article)
        for layer in LAYERS:
            items = cast("list[Row]", there.get(layer) or ())
            held[KINDS[layer]] += sum(item.get("part") in (None, "whole", "begin") for item in items)

    def _pair_items(self, row: Compared) -> None:
        befores, afters = (
            {
                (layer, id_): item
                for layer, id_, item in items_of_sentence(each, split, alone=not (row.before and row.after))
            }
            if each
            else {}
            for each, split in ((row.before, row.was_in), (row.after, row.is_in))
        )
        for layer, id_ in dict.fromkeys((*befores, *afters)):
            if befores.get((layer, id_)) == afters.get((layer, id_)):
                continue
            pair = self._items.setdefault((row.article, layer, id_), [None, None])
            for side, item in enumerate((befores.get((layer, id_)), afters.get((layer, id_)))):
                if item:
                    known = pair[side]
                    pair[side] = known.joined(item) if known else item
        for article, entity in _renamed_entities(row):
            self._named_in[article, entity] |= {row.was_in, row.is_in}

    def _pair_sentences(self, row: Compared) -> None:
        if row.before and row.after and not row.names & {"text", "start", "end"}:
            return
        pair = self._sentences.setdefault(row.article, ([], []))
        for side, each in enumerate((row.before, row.after)):
            if each:
                words = str(each.get("text") or "")
                change = _of_row(
                    "sentence", row, "removed" if side == 0 else "added", **{("before", "after")[side]: words}
                )
                pair[side].append(replace(change, place=cast("int", each.get("start") or 0)))

    def add_entities(self, rows: Iterable[Compared]) -> None:
        """Rows of ``entities``: what they are called and are; how often they are mentioned their mentions say."""
        for row in rows:
            if self.articles.explains(row):
                self.held[row.article]["entity"] += 1
                continue
            before, after = row.before or {}, row.after or {}
            values = tuple(_value(name, before, after) for name in OF_ENTITY if name in row.names)
            how = _how(row)
            if how == "changed" and not values:
                continue
            self._entities.add((row.article, row.id.partition("#")[2]))
            tested = TEST in self._named_in[row.article, row.id.partition("#")[2]]
            change = _of_row("entity", row, how, shown(before.get("name")), shown(after.get("name")))
            self.changes.append(replace(change, values=values, is_tested=tested))

    def add_annotations(self, rows: Iterable[Compared]) -> None:
        """Rows of ``annotations``, as far as they are not what decides already."""
        for row in rows:
            if self.articles.explains(row):
                self.held[row.article]["annotation"] += 1
                continue
            if row.before is None or row.after is None:
                self.changes.append(_of_row("annotation", row, _how(row)))
            elif values := tuple(self._own(row, row.before, row.after)):
                self.changes.append(replace(_of_row("annotation", row, "changed"), values=values))

    def _own(self, row: Compared, before: Row, after: Row) -> Iterator[Value]:
        """What an annotation says otherwise, unless the annotation that decides says so too."""
        for name in before:
            if name not in row.names or name in ("text", "language"):
                continue
            if name in KINDS or name == "entities":
                ones, others = (
                    {str(each["id"]): each for each in cast("list[Row]", side[name])} for side in (before, after)
                )
                ids = [id_ for id_ in dict.fromkeys((*ones, *others)) if ones.get(id_) != others.get(id_)]
                if not all(self._is_decided(row.article, name, id_, ones.get(id_), others.get(id_)) for id_ in ids):
                    yield Value(name, "", ", ".join(ids))
            else:
                yield _value(name, before, after)

    def _is_decided(self, article: str, name: str, id_: str, before: Row | None, after: Row | None) -> bool:
        if name == "entities":
            return (article, id_) in self._entities
        pair = self._items.get((article, cast("Layer", name), id_), [None, None])
        ours = [seen(each) if each else None for each in (before, after)]
        return (
            all((one is None) == (other is None) for one, other in zip(pair, ours, strict=True))
            and any(pair)
            and all(
                one is None or other is None or all(other.said.get(key) == value for key, value in one.said.items())
                for one, other in zip(pair, ours, strict=True)
            )
        )

    def all(self) -> Iterator[Change]:
        """Every change, once all rows were added."""
        yield from self.changes
        for article, (befores, afters) in self._sentences.items():
            yield from self._of_sentences(article, befores, afters)
        for (article, layer, id_), pair in self._items.items():
            if change := self._of_item(article, layer, id_, (pair[0], pair[1])):
                yield change

    def _of_sentences(self, article: str, befores: list[Change], afters: list[Change]) -> Iterator[Change]:
        """Sentences that came or went; where their article is told anew, those whose words are not there any more."""
        if article not in self.articles.retold:
            for side in (befores, afters):
                yield from (change for change in side if not (change.was_in and change.is_in))
            return
        why = "text" if article in self.articles.rewritten else "boundaries"
        here = [Counter(change.before or change.after for change in side) for side in (befores, afters)]
        for side, other in ((befores, here[1]), (afters, here[0])):
            for change in side:
                words = change.before or change.after
                other[words] -= 1
                if other[words] < 0:
                    yield replace(change, values=(Value(why, "", ""),))

    def _of_item(self, article: str, layer: Layer, id_: str, pair: Pair) -> Change | None:
        before, after = pair
        rows_stay = article in self.articles.retold or not (before or after or Seen(0, 0, "", {}, "")).alone
        there = cast("Seen", before or after)
        words = self._words.get((article, id_)) if layer == "quotes" else None
        was, now = words or (before.text if before else "", after.text if after else "")
        change = Change(
            KINDS[layer],
            "changed" if before and after else "removed" if before else "added",
            f"{article}#{id_}",
            article,
            there.start,
            was,
            now,
            (),
            before.split if before else "",
            after.split if after else "",
        )
        if before and after:
            values = differences(before, after, same_text=article not in self.articles.rewritten)
            return replace(change, values=values) if values else None
        return change if rows_stay else None


def _of_row(what: What, row: Compared, how: How, before: str = "", after: str = "") -> Change:
    return Change(what, how, row.id, row.article, 0, before, after, (), row.was_in, row.is_in)


def _how(row: Compared) -> How:
    return "added" if row.before is None else "removed" if row.after is None else "changed"


def _value(name: str, before: Row, after: Row) -> Value:
    return Value(name, shown(before.get(name)), shown(after.get(name)))


def _renamed_entities(row: Compared) -> Iterator[tuple[str, str]]:
    """The entities that a sentence calls otherwise in one of its mentions."""
    if not (row.before and row.after) or "mentions" not in row.names:
        return
    befores = {each["id"]: each for each in cast("list[Row]", row.before["mentions"])}
    for mention in cast("list[Row]", row.after["mentions"]):
        before = befores.get(mention["id"])
        if before is None or before.get("entity") != mention.get("entity"):
            continue
        if any(before.get(name) != mention.get(name) for name in OF_ENTITY):
            yield row.article, str(mention["entity"])
