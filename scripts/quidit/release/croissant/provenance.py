"""Provenance: where a release comes from and who annotated it, in the words of PROV-O; people by their pseudonyms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quidit.records import Annotator
from quidit.release.card.plainly import counted
from quidit.release.croissant.record_sets import Node
from quidit.release.statistics import SHOWN, Statistics

_KINDS = {"human": "prov:Person", "model": "prov:SoftwareAgent"}


def provenance(statistics: Statistics) -> Node:
    """What the dataset was derived from, the activities that made it, and whom it is attributed to."""
    agents = list(_agents(statistics))
    node: Node = {
        "prov:wasDerivedFrom": {
            "@type": "prov:Entity",
            "@id": "raw-articles",
            "prov:label": f"{counted(statistics.articles, 'raw article')}, named by articles/source_sha256",
        },
        "prov:wasGeneratedBy": list(_activities(statistics, agents)),
    }
    return {**node, "prov:wasAttributedTo": agents} if agents else node


def _agents(statistics: Statistics) -> Iterator[Node]:
    """Those who annotated most, and the others in one."""
    annotators = statistics.annotators
    for annotator in annotators[:SHOWN]:
        yield {
            "@type": ["prov:Agent", _KINDS[annotator.kind]],
            "@id": f"annotator/{annotator.id}",
            "prov:label": annotator.id,
            "description": _said(annotator),
        }
    if others := annotators[SHOWN:]:
        yield {
            "@type": "prov:Agent",
            "@id": "annotator",
            "prov:label": f"{counted(len(others), 'more annotator')}, named in annotations/annotator",
        }


def _said(annotator: Annotator) -> str:
    who = "A person" if annotator.kind == "human" else "A model"
    return f"{who}. {annotator.note or ''}".strip()


def _activities(statistics: Statistics, agents: list[Node]) -> Iterator[Node]:
    yield _activity("normalisation", "Raw articles normalised (Unicode NFC, blanks and line ends)")
    yield _activity("segmentation", "Articles cut into paragraphs and sentences by rules")
    if made := sum(statistics.by_annotator.values()):
        told = (
            f"{counted(made, 'annotation')} made under scheme {statistics.scheme.version} or one that it goes on from"
        )
        yield _activity("annotation", told) | _associated(statistics.by_annotator, agents)
    if statistics.adjudicated:
        told = f"Annotations of {counted(statistics.adjudicated, 'article')} ruled on"
        yield _activity("adjudication", told) | _associated(statistics.by_adjudicator, agents)


def _associated(took_part: Mapping[str, int], agents: list[Node]) -> Node:
    """Those of the agents who took part in an activity; whoever is not named alone is left out."""
    named = [{"@id": agent["@id"]} for agent in agents if agent["prov:label"] in took_part]
    return {"prov:wasAssociatedWith": named} if named else {}


def _activity(name: str, label: str) -> Node:
    return {"@type": "prov:Activity", "@id": f"activity/{name}", "prov:label": label}
