"""Usage: what may be done with the annotations and with the texts, in the words of ODRL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quidit.licences import IDS
from quidit.release.card.configs import Contents
from quidit.release.card.document import Beside
from quidit.release.card.plainly import counted
from quidit.release.croissant.record_sets import Node
from quidit.release.statistics import SHOWN

_WHY = {
    "allowed": "May be passed on.",
    "stand-off-only": "Must not be passed on: only what was annotated in them may.",
    "unknown": "Must not be passed on: nobody has decided whether they may.",
}
_WITH_TEXT = ("articles", "annotations", "sentences", "tokens", "quotes", "stance")


def licence_url(licence: str) -> str:
    """Where the SPDX list has a licence."""
    return f"https://spdx.org/licenses/{licence}.html"


def usage_of_labels(beside: Beside) -> Iterator[Node]:
    """A policy for what was annotated, where it has a licence."""
    if beside.licensed:
        yield _policy("Offsets, labels, relations and rulings", beside.citation.licence, "See LICENSE.")


def usage(kinds: Sequence[tuple[tuple[str, str], int]], contents: Contents, beside: Beside) -> Iterator[Node]:
    """A policy for what was annotated, and one for the texts of each kind of rights, given with how many have it."""
    yield from usage_of_labels(beside)
    targets: list[object] = [{"@id": f"{config}/text"} for config in _WITH_TEXT if config in contents]
    for (licence, redistribution), count in kinds[:SHOWN]:
        rule = "permission" if redistribution == "allowed" else "prohibition"
        yield {
            **_policy(f"Texts of {counted(count, 'article')}", licence, _WHY[redistribution]),
            f"odrl:{rule}": {
                "@type": f"odrl:{rule.capitalize()}",
                "odrl:action": {"@id": "odrl:distribute"},
                "odrl:target": targets,
            },
        }
    if rest := sum(count for _, count in kinds[SHOWN:]):
        yield _policy(f"Texts of {counted(rest, 'more article')}", "", "As the column articles/rights says.")


def _policy(name: str, licence: str, description: str) -> Node:
    known = licence if licence in IDS else ""
    url: Node = {"url": licence_url(known)} if known else {}
    under = f"{name}, licence {known}" if known else name
    return {"@type": ["sc:CreativeWork", "odrl:Offer"], "name": under, "description": description, **url}
