"""Configs: whether a project's labelling configuration is one of ours, and what it offers."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from quidit.labelstudio.controls import (
    ENTITY,
    FLAG,
    ISSUE,
    KIND,
    LABELS,
    NEW_ENTITY,
    SENTENCES,
    TEXT,
    UNSURE,
    USE,
    VIEW,
    WITHOUT,
)

_OURS = frozenset({*LABELS.values(), SENTENCES, USE, ENTITY, NEW_ENTITY, KIND, WITHOUT, ISSUE, UNSURE, FLAG, VIEW})
_NEEDED = frozenset({LABELS["mentions"], SENTENCES})


def is_ours(config: str) -> bool:
    """Whether this or an earlier version made the configuration, of whatever scheme and language."""
    root = _root(config)
    if root is None:
        return False
    controls = {element.get("name", "") for element in root.iter() if element.get("toName")}
    texts = [element for element in root.iter("Text") if element.get("name") == TEXT]
    return _NEEDED <= controls <= _OURS and len(texts) == 1 and texts[0].get("value") == f"${TEXT}"


def offered(config: str) -> frozenset[tuple[str, str]]:
    """Every value that an annotator can choose, as exported, with its control; what is only shown is left out."""
    root = _root(config)
    found = set()
    for element in root.iter() if root is not None else ():
        control = element.get("name", "") if element.get("toName") else element.tag
        if control != VIEW and (element.get("toName") or element.tag == "Relations"):
            for value in element:
                if value.tag in {"Label", "Choice", "Relation"}:
                    found.add((control, value.get("alias") or value.get("value") or ""))
    return frozenset(found)


def same(one: str, other: str) -> bool:
    """Whether two configurations say the same, blanks at their ends apart, which Label Studio cuts."""
    return one.strip() == other.strip()


def _root(config: str) -> ET.Element | None:
    try:
        return ET.fromstring(config)  # noqa: S314  # of a server that its user trusts with a token
    except ET.ParseError:
        return None
