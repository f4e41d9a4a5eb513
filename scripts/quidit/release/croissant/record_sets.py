"""Record sets: every config of a release with its columns, as Croissant names them and a loader finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from quidit.release.card.meanings import listed
from quidit.release.source import WHOLE
from quidit.splits.ledger import DRAWN

if TYPE_CHECKING:
    from datasets import Features

Node = dict[str, object]
Meaning = Callable[[str, str], str]
"""What a column holds, by its config and its path."""

SPLITS = "splits"
_SPLIT_OF_FILE = rf"(?:.*/)?({'|'.join((*DRAWN, WHOLE))})(?:-\d{{5}}-of-\d{{5}}\.parquet)?$"
"""The split in a file's path; loaders match twice, the second time against the split itself."""

_MEANT = {"train": "cr:TrainingSplit", "validation": "cr:ValidationSplit", "test": "cr:TestSplit"}
_TYPES = {"string": "sc:Text", "int32": "sc:Integer", "bool": "sc:Boolean", "date32": "sc:Date"}


def file_set_of(config: str) -> str:
    """The id of a config's set of files."""
    return f"{config}-files"


def record_sets(
    descriptions: Mapping[str, str],
    contents: Mapping[str, Mapping[str, object]],
    columns: Mapping[str, Features],
    meaning: Meaning,
) -> Iterator[Node]:
    """The splits, then the record set of each config, with a field for each column and each member of it.

    A list of structs inside a list is left out, since loaders take its first struct alone, and so are bytes, for which
    Croissant has no type; the record set says so. ``meaning`` says what a column of a config holds.
    """
    present = {split for parts in contents.values() for split in parts}
    yield _splits([split for split in (*DRAWN, WHOLE) if split in present])
    for config in contents:
        yield {
            "@type": "cr:RecordSet",
            "@id": config,
            "name": config,
            "description": " ".join([descriptions[config], *_left_out(columns[config])]),
            "key": {"@id": f"{config}/id"},
            "field": [
                _split(config),
                *(
                    _field(config, [name], feature, meaning)
                    for name, feature in columns[config].items()
                    if not _is_closed(feature)
                ),
            ],
        }


def _splits(splits: Sequence[str]) -> Node:
    return {
        "@type": "cr:RecordSet",
        "@id": SPLITS,
        "name": SPLITS,
        "description": f"The splits. {WHOLE} holds rows of whole articles that are cut in two, or rows of no article.",
        "dataType": "cr:Split",
        "key": {"@id": f"{SPLITS}/name"},
        "field": [
            {"@type": "cr:Field", "@id": f"{SPLITS}/name", "name": "name", "dataType": "sc:Text"},
            {"@type": "cr:Field", "@id": f"{SPLITS}/url", "name": "url", "dataType": "sc:URL"},
        ],
        "data": [{f"{SPLITS}/name": split, f"{SPLITS}/url": _MEANT.get(split, "cr:Split")} for split in splits],
    }


def _split(config: str) -> Node:
    return {
        "@type": "cr:Field",
        "@id": f"{config}/split",
        "name": "split",
        "description": "The split that the row is in",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": file_set_of(config)},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": _SPLIT_OF_FILE},
        },
        "references": {"field": {"@id": f"{SPLITS}/name"}},
    }


def _field(config: str, path: list[str], feature: object, meaning: Meaning) -> Node:
    is_list, inner = listed(feature)
    node: Node = {
        "@type": "cr:Field",
        "@id": "/".join([config, *path]),
        "name": path[-1],
        "description": f"{meaning(config, '.'.join(path))}{_names(inner)}",
    }
    if is_list:
        node |= {"isArray": True, "arrayShape": "-1"}
    if path == ["annotator"]:
        node["equivalentProperty"] = "prov:wasAttributedTo"
    if isinstance(inner, dict):
        members = [(name, member) for name, member in inner.items() if not _is_table(member)]
        return {**node, "subField": [_field(config, [*path, name], member, meaning) for name, member in members]}
    return {**node, "dataType": _types(inner), "source": _source(config, path)}


def _source(config: str, path: Sequence[str]) -> Node:
    source: Node = {"fileSet": {"@id": file_set_of(config)}, "extract": {"column": path[0]}}
    return {**source, "transform": {"jsonPath": ".".join(path[1:])}} if path[1:] else source


def _is_table(feature: object) -> bool:
    """Whether a feature is a list of structs."""
    is_list, inner = listed(feature)
    return is_list and isinstance(inner, dict)


def _is_closed(feature: object) -> bool:
    """Whether a feature is bytes, as the seals of a stand-off form are."""
    return getattr(feature, "dtype", "") == "binary"


def _left_out(columns: Features) -> Iterator[str]:
    """What a config's description says of lists inside lists, and of bytes."""
    missing = [name for name, feature in columns.items() if _is_closed(feature)]
    missing += [
        f"{name}[].{member}"
        for name, feature in columns.items()
        for member, inner in _members(feature)
        if _is_table(feature) and _is_table(inner)
    ]
    if missing:
        yield f"The Parquet files hold more than is described here: {', '.join(missing)}."


def _members(feature: object) -> Iterator[tuple[str, object]]:
    _, inner = listed(feature)
    yield from inner.items() if isinstance(inner, dict) else ()


def _types(feature: object) -> object:
    from datasets import ClassLabel

    if isinstance(feature, ClassLabel):
        return ["sc:Integer", "cr:Label"]
    return _TYPES[getattr(feature, "dtype")]  # noqa: B009  # `datasets` has no types


def _names(feature: object) -> str:
    """What the numbers of a label stand for."""
    from datasets import ClassLabel

    if not isinstance(feature, ClassLabel):
        return ""
    return f": {', '.join(f'{number} is {name}' for number, name in enumerate(feature.names))}"
