"""Article changes: which articles came, went, moved or say something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import cast

from quidit.release.differences.change import Change, Value
from quidit.release.differences.compared import Compared
from quidit.release.differences.items import shown
from quidit.release.view import Row

_AROUND = 20
"""Code points of a text that are shown around what differs in it."""
_HASH = "text_sha256"


@dataclass
class ArticleChanges:
    """What differs in ``articles``, and which articles whose other rows that explains.

    ``one_sided`` are those that one edition has only; ``retold`` those whose text or sentences differ, of which
    ``rewritten`` have another text. ``renamed`` leads from old ids to new ones.
    """

    changes: list[Change] = field(default_factory=list)
    one_sided: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    retold: set[str] = field(default_factory=set)
    rewritten: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)

    def explains(self, row: Compared) -> bool:
        """Whether a row came or went with its article."""
        return row.article in self.one_sided

    def with_counts(self, held: Mapping[str, Counter[str]], tested: AbstractSet[str]) -> Iterator[Change]:
        """The changes, with what came or went with each article; ``tested`` are those of which test has rows."""
        for change in self.changes:
            if change.how in ("added", "removed"):
                yield replace(change, holds=dict(held.get(change.id, {})), is_tested=change.id in tested)
            else:
                yield change


def article_changes(rows: Iterable[Compared]) -> ArticleChanges:
    """What the rows of ``articles`` tell."""
    found = ArticleChanges()
    came: list[Compared] = []
    went: list[Compared] = []
    for row in rows:
        if row.before is None or row.after is None:
            found.one_sided.add(row.id)
            (came if row.before is None else went).append(row)
            continue
        if row.is_moved:
            found.moved.add(row.id)
            found.changes.append(Change("article", "moved", row.id, row.id, was_in=row.was_in, is_in=row.is_in))
        if row.names:
            found.changes.append(_changed(row, row.before, row.after))
        if row.names & {"text", "sentences"}:
            found.retold.add(row.id)
        if "text" in row.names:
            found.rewritten.add(row.id)
    found.changes += _one_sided(came, went, found.renamed)
    return found


def _changed(row: Compared, before: Row, after: Row) -> Change:
    told = row.names - {_HASH}
    if "text" in told and len(_sentences(before)) == len(_sentences(after)):
        told -= {"sentences"}
    values = [_value(name, before[name], after[name]) for name in before if name in told]
    title = shown(before.get("title")), shown(after.get("title"))
    return Change("article", "changed", row.id, row.id, 0, *title, tuple(values), row.was_in, row.is_in)


def _sentences(row: Row) -> list[object]:
    return cast("list[object]", row.get("sentences") or [])


def _value(name: str, before: object, after: object) -> Value:
    match before, after:
        case bytes(), bytes():
            return Value(name, "", "holds something else")
        case str(one), str(other):
            return Value(name, *(("", "differs") if name.endswith("_sha256") else apart(one, other)))
        case list(ones), list(others) if ones and others and isinstance(ones[0], dict):
            return Value(name, str(len(ones)), str(len(others)))
        case dict(one), dict(other):
            return Value(name, *(shown([each for each in side.values() if each]) for side in (one, other)))
    return Value(name, shown(before), shown(after))


def apart(one: str, other: str) -> tuple[str, str]:
    """Two texts cut to where they differ, with some words around it."""
    if len(one) + len(other) < 8 * _AROUND:
        return one, other
    start = _common(one, other)
    most = min(len(one), len(other)) - start
    end = min(_common(one[::-1], other[::-1]), most)
    return _cut(one, start, end), _cut(other, start, end)


def _common(one: str, other: str) -> int:
    """How many code points two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, start: int, end: int) -> str:
    first, behind = max(start - _AROUND, 0), min(len(text) - end + _AROUND, len(text))
    return f"{'…' * (first > 0)}{text[first:behind]}{'…' * (behind < len(text))}"


def _one_sided(came: Sequence[Compared], went: Sequence[Compared], renamed: dict[str, str]) -> Iterator[Change]:
    """Articles that one edition has only; the same text under another id is a renamed article."""
    by_hash = {str(_row(row)[_HASH]): row for row in went if _row(row).get(_HASH)}
    for row in came:
        old = by_hash.pop(str(_row(row).get(_HASH)), None)
        if old:
            renamed[old.id] = row.id
            yield Change("article", "renamed", row.id, row.id, 0, old.id, row.id, (), old.was_in, row.is_in)
        else:
            yield Change("article", "added", row.id, row.id, after=shown(_row(row).get("title")), is_in=row.is_in)
    for row in went:
        if row.id not in renamed:
            yield Change("article", "removed", row.id, row.id, before=shown(_row(row).get("title")), was_in=row.was_in)


def _row(row: Compared) -> Row:
    return cast("Row", row.after or row.before)
