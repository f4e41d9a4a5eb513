"""Columns: the types of a config, flat and in order, and what changed between two of them.

A type is what ``Features.to_dict`` gives of it. Paths are those by which a reader gets there: ``mentions[].label``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from quidit.release.differences.change import Change

if TYPE_CHECKING:
    from datasets import Features

Type = Mapping[str, object]
Read = Callable[[object], object]

CLASS_LABEL = "class label"


@dataclass(frozen=True, slots=True)
class Column:
    """A column or what is inside of one: its path, its type in a word, and the labels that its numbers stand for."""

    path: str
    type: str
    labels: tuple[str, ...] = ()

    @property
    def parent(self) -> str:
        """The path of what holds it, empty for a column of the table."""
        return self.path.rpartition(".")[0] if "." in self.path else self.path.removesuffix("[]") * ("[]" in self.path)


def types(features: Features) -> Type:
    """The types of a config's columns, by their names."""
    return cast("Type", features.to_dict())


def columns(table: Type) -> dict[str, Column]:
    """Every column by its path, with what is inside of it after it."""
    found = (column for name, each in table.items() for column in _inside(name, cast("Type", each)))
    return {column.path: column for column in found}


def _inside(path: str, each: Type) -> Iterator[Column]:
    match each.get("_type"):
        case "ClassLabel":
            yield Column(path, CLASS_LABEL, tuple(cast("Sequence[str]", each["names"])))
        case "Value":
            yield Column(path, str(each["dtype"]))
        case "List" | "LargeList":
            length = each.get("length", -1)
            yield Column(path, "list" if length == -1 else f"list of {length}")
            yield from _inside(f"{path}[]", cast("Type", each["feature"]))
        case None:
            yield Column(path, "struct")
            for name, member in each.items():
                yield from _inside(f"{path}.{name}", cast("Type", member))
        case other:
            yield Column(path, str(other))


def column_changes(config: str, first: Type, second: Type) -> list[Change]:
    """Columns of a config that were added, removed, renamed, reordered or retyped; labels are told apart."""
    before, after = columns(first), columns(second)
    renamed = renames(first, second)
    gone = _topmost(path for path in before if path not in after and path not in renamed)
    come = _topmost(path for path in after if path not in before and path not in renamed.values())
    retyped = _topmost(path for path in before if path in after and before[path].type != after[path].type)
    below = tuple(f"{path}{mark}" for path in (*retyped, *renamed, *renamed.values()) for mark in (".", "["))
    found = [Change("column", "renamed", f"{config}.{old}", before=old, after=new) for old, new in renamed.items()]
    found += [
        Change("column", "retyped", f"{config}.{path}", before=before[path].type, after=after[path].type)
        for path in retyped
    ]
    found += [
        Change("column", "removed", f"{config}.{path}", before=path) for path in gone if not path.startswith(below)
    ]
    found += [Change("column", "added", f"{config}.{path}", after=path) for path in come if not path.startswith(below)]
    return [*found, *_reordered(config, before, after)]


def _reordered(config: str, before: Mapping[str, Column], after: Mapping[str, Column]) -> Iterator[Change]:
    """Columns, or members of one, that both have and that stand in another order."""
    for parent in dict.fromkeys(column.parent for column in before.values()):
        was, stands = (
            [path for path, column in side.items() if column.parent == parent and path in before and path in after]
            for side in (before, after)
        )
        if was != stands:
            first = next(path for path, other in zip(stands, was, strict=True) if path != other)
            yield Change("column", "reordered", f"{config}.{first}", before=", ".join(was), after=", ".join(stands))


def renames(first: Type, second: Type) -> dict[str, str]:
    """Columns that only changed their names: one in the same place of the same type, whose own name is gone."""
    before, after = columns(first), columns(second)
    found = {}
    for parent in {column.parent for column in before.values()}:
        olds, news = ([column for column in side.values() if column.parent == parent] for side in (before, after))
        for old, new in zip(olds, news, strict=False):
            if old.path not in after and new.path not in before and _below(before, old) == _below(after, new):
                found[old.path] = new.path
    return {path: found[path] for path in before if path in found}


def _below(table: Mapping[str, Column], top: Column) -> list[tuple[str, str, tuple[str, ...]]]:
    """A column's type with those inside of it, without its own name."""
    held = (top.path, f"{top.path}.", f"{top.path}[")
    below = (c for c in table.values() if c.path == held[0] or c.path.startswith(held[1:]))
    return [(column.path[len(top.path) :], column.type, column.labels) for column in below]


def _topmost(paths: Iterator[str]) -> list[str]:
    """The paths that lie in no other one of them, which come before what they hold."""
    found: list[str] = []
    for path in paths:
        if not any(path.startswith((f"{top}.", f"{top}[")) for top in found):
            found.append(path)
    return found


def shared(first: Type, second: Type, path: str = "", renamed: Mapping[str, str] | None = None) -> tuple[Read, Read]:
    """How values of two types are read so that they can be compared: what both have, with labels as their names.

    A label that was renamed reads as it is called now, and so does a column of ``renamed``.
    """
    kinds = [each.get("_type", "struct") for each in (first, second)]
    if kinds == ["struct", "struct"]:
        return _members(first, second, path, renamed or {})
    if kinds == ["List", "List"]:
        read, read_other = shared(cast("Type", first["feature"]), cast("Type", second["feature"]), f"{path}[]", renamed)
        return _each(read), _each(read_other)
    if {"struct", "List"} & set(kinds):
        return _nothing, _nothing
    before, after = (cast("Sequence[str] | None", each.get("names")) for each in (first, second))
    now = renamed_labels(before, after) if before and after else {}
    return _leaf([now.get(name, name) for name in before or ()]), _leaf(after or ())


def _members(first: Type, second: Type, path: str, renamed: Mapping[str, str]) -> tuple[Read, Read]:
    befores: dict[str, tuple[str, Read]] = {}
    afters: dict[str, tuple[str, Read]] = {}
    for name, each in first.items():
        here = f"{path}.{name}" if path else name
        now = renamed.get(here, here).rpartition(".")[2]
        if now in second and (now == name or now not in first):
            read, read_other = shared(cast("Type", each), cast("Type", second[now]), here, renamed)
            befores[now], afters[now] = (name, read), (now, read_other)
    return _struct(befores), _struct(afters)


def _nothing(_: object) -> object:
    return None


def _leaf(names: Sequence[str]) -> Read:
    """A number by the label that it stands for; as it is where there are no labels."""

    def read(value: object) -> object:
        number = cast("int | None", value)
        if not names or number is None:
            return value
        return names[number] if 0 <= number < len(names) else str(number)

    return read


def _each(read: Read) -> Read:
    return lambda value: None if value is None else [read(each) for each in cast("Sequence[object]", value)]


def _struct(members: Mapping[str, tuple[str, Read]]) -> Read:
    def read(value: object) -> object:
        if value is None:
            return None
        return {name: way(cast("Type", value)[source]) for name, (source, way) in members.items()}

    return read


def renamed_labels(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """Labels whose place in the list another name took, by the old name: neither is in the other list."""
    pairs = zip(before, after, strict=False)
    return {old: new for old, new in pairs if old not in after and new not in before}
