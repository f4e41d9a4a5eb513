"""The oracle of places: where tree-sitter, which knows nothing of our readers, sees a value of a JSON source."""

from __future__ import annotations

import json

import tree_sitter
import tree_sitter_json

_JSON = tree_sitter.Parser(tree_sitter.Language(tree_sitter_json.language()))


def _node(encoded: bytes, pointer: str) -> tree_sitter.Node:
    node = _JSON.parse(encoded).root_node.named_children[0]
    for step in pointer.split("/")[1:]:
        if node.type == "array":
            node = node.named_children[int(step)]
        else:
            pairs = {json.loads(p.named_children[0].text or b""): p.named_children[1] for p in node.named_children}
            node = pairs[step.replace("~1", "/").replace("~0", "~")]
    return node


def _counted(encoded: bytes, point: tree_sitter.Point) -> tuple[int, int]:
    """A point's line and column, both from 1, the column in code points."""
    row, column = point
    return row + 1, len(encoded.split(b"\n")[row][:column].decode()) + 1


def place(source: str, pointer: str) -> tuple[int, int]:
    """Line and column at which a value begins."""
    encoded = source.encode()
    return _counted(encoded, _node(encoded, pointer).start_point)


def end(source: str, pointer: str) -> tuple[int, int]:
    """Line and column behind a value's last character."""
    encoded = source.encode()
    return _counted(encoded, _node(encoded, pointer).end_point)
