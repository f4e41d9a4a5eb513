"""The interface of a release: configs, splits, layers, columns and labels, on which readers' code relies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from quidit.records import LAYERS
from quidit.release.differences.change import Change, How, Value
from quidit.release.differences.columns import Column, Type, column_changes, columns, renamed_labels, types
from quidit.release.edition import Edition

Tables = Mapping[str, Type]

_WHOLE = "sentences"
"""The config that has a column for each layer."""
_HOLDS_LAYERS = (_WHOLE, "annotations")


def interface_changes(first: Edition, second: Edition) -> list[Change]:
    """What differs in configs, splits, layers, columns and labels, each cause once.

    Raises:
        BrokenEditionError: a file of either edition cannot be read.
    """
    befores, afters = ({config: types(each.features(config)) for config in each.configs} for each in (first, second))
    shared = [config for config in befores if config in afters]
    layers = list(_layers(befores.get(_WHOLE, {}), afters.get(_WHOLE, {})))
    switched = {change.id for change in layers}
    found = [
        change
        for config in shared
        for change in column_changes(config, befores[config], afters[config])
        if config not in _HOLDS_LAYERS or (change.before or change.after).partition("[")[0] not in switched
    ]
    return [
        *_configs(befores, afters),
        *_splits(first, second, shared),
        *layers,
        *_once(found),
        *_labels({config: (columns(befores[config]), columns(afters[config])) for config in shared}),
    ]


def _configs(before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    """Configs that came, went, or stand in another order."""
    was, stands = list(before), list(after)
    yield from (Change("config", "removed", name, before=name) for name in was if name not in stands)
    yield from (Change("config", "added", name, after=name) for name in stands if name not in was)
    common, order = ([name for name in each if name in was and name in stands] for each in (was, stands))
    if common != order:
        first = next(name for name, other in zip(order, common, strict=True) if name != other)
        yield Change("config", "reordered", first, before=", ".join(common), after=", ".join(order))


def _splits(first: Edition, second: Edition, shared: Iterable[str]) -> Iterator[Change]:
    """Splits that a config has or no longer has, each with the configs concerned."""
    where: dict[tuple[How, str], list[str]] = {}
    for config in shared:
        was, stands = first.splits(config), second.splits(config)
        for split in was:
            if split not in stands:
                where.setdefault(("removed", split), []).append(config)
        for split in stands:
            if split not in was:
                where.setdefault(("added", split), []).append(config)
    for (how, split), configs in where.items():
        came, went = (split if how == each else "" for each in ("added", "removed"))
        yield Change("split", how, split, before=went, after=came, values=(_of("configs", configs),))


def _layers(before: Type, after: Type) -> Iterator[Change]:
    """Layers that were switched on or off."""
    for layer in LAYERS:
        if before and after and (layer in before) != (layer in after):
            how: How = "removed" if layer in before else "added"
            yield Change("layer", how, layer, before=layer * (layer in before), after=layer * (layer in after))


def _once(changes: Iterable[Change]) -> Iterator[Change]:
    """The same change of a column in several configs, as one."""
    alike: dict[tuple[How, str, str, str], list[str]] = {}
    firsts: dict[tuple[How, str, str, str], Change] = {}
    for change in changes:
        config, _, path = change.id.partition(".")
        key: tuple[How, str, str, str] = (change.how, path, change.before, change.after)
        alike.setdefault(key, []).append(config)
        firsts.setdefault(key, change)
    for key, change in firsts.items():
        yield Change(
            "column", change.how, key[1], before=change.before, after=change.after, values=(_of("configs", alike[key]),)
        )


def _of(name: str, places: Sequence[str]) -> Value:
    return Value(name, "", ", ".join(places))


def _labels(tables: Mapping[str, tuple[Mapping[str, Column], Mapping[str, Column]]]) -> Iterator[Change]:
    """Labels that came, went, got another name or another number, each with the columns concerned."""
    where: dict[tuple[How, str, str], list[str]] = {}
    for config, (before, after) in tables.items():
        for path, column in before.items():
            if column.labels and path in after and after[path].labels:
                for how, old, new in label_changes(column.labels, after[path].labels):
                    places = where.setdefault((how, _bare(old), _bare(new)), [])
                    if f"{config}.{path}" not in places:
                        places.append(f"{config}.{path}")
    for (how, old, new), places in where.items():
        name = {"added": new, "reordered": places[0]}.get(how, old)
        yield Change("label", how, name, before=old, after=new, values=(_of("columns", places),))


def label_changes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[How, str, str]]:
    """How a list of labels differs, as ``(how, old, new)``; one that was only appended to gives additions alone."""
    renamed = renamed_labels(before, after)
    removed = [label for label in before if label not in after and label not in renamed]
    yield from (("renamed", old, new) for old, new in renamed.items())
    yield from (("removed", label, "") for label in removed)
    stand = [renamed.get(label, label) for label in before if label not in removed]
    yield from (("added", "", label) for label in after if label not in stand)
    order = [label for label in after if label in stand]
    if stand != order or (not removed and list(after[: len(stand)]) != stand):
        yield "reordered", ", ".join(stand), ", ".join(after)


def _bare(names: str) -> str:
    """Labels without the ``B-`` and ``I-`` of tags, each once: the tags of a label change with it."""
    bare = (name[2:] if name.startswith(("B-", "I-")) else name for name in names.split(", "))
    return ", ".join(dict.fromkeys(bare))
