"""Rules on rulings: that each decides between readings that are there."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.rules import nearest, rule
from quidit.checks.subjects import RulingsSubject
from quidit.problems import Finding


@rule("QD430")
def unknown_reading(rulings: RulingsSubject) -> Iterator[Finding]:
    """A ruling names the readings that it decides between, by annotator and id; others cannot be followed."""
    for number, ruling in enumerate(rulings.document["rulings"]):
        for annotator, ids in ruling["readings"].items():
            pointer = f"/rulings/{number}/readings/{annotator}"
            if annotator not in rulings.ids:
                yield Finding(
                    f"{ruling['id']} reads {annotator}, who has no annotation of this article",
                    pointer,
                    got=annotator,
                    expected=", ".join(sorted(rulings.ids)),
                    fix=nearest(annotator, rulings.ids) or "correct the annotator's id",
                )
                continue
            known = rulings.ids[annotator].get(ruling["layer"], frozenset())
            for place, each in enumerate(ids):
                if each not in known:
                    yield Finding(
                        f"{ruling['id']} reads {each}, which {annotator} does not have in {ruling['layer']}",
                        f"{pointer}/{place}",
                        got=each,
                        fix=nearest(each, known) or "correct the id",
                    )


@rule("QD431")
def unknown_adjudicator(rulings: RulingsSubject) -> Iterator[Finding]:
    """Whoever rules is listed with what they are, so that a model's ruling is never taken for a person's."""
    adjudicator = rulings.document["adjudicator"]
    if adjudicator not in rulings.annotators:
        yield Finding(
            f"{adjudicator} is not in annotations/annotators.json",
            "/adjudicator",
            got=adjudicator,
            expected=", ".join(sorted(rulings.annotators)),
            fix=nearest(adjudicator, rulings.annotators) or "add a line for this adjudicator there",
        )


@rule("QD432")
def ruling_takes_no_reading(rulings: RulingsSubject) -> Iterator[Finding]:
    """What a ruling takes is one of its readings."""
    for number, ruling in enumerate(rulings.document["rulings"]):
        take = ruling["take"]
        if take is not None and take not in ruling["readings"]:
            yield Finding(
                f"{ruling['id']} takes {take}, which is none of its readings",
                f"/rulings/{number}/take",
                got=take,
                expected=", ".join(sorted(ruling["readings"])),
                fix=nearest(take, ruling["readings"]) or "name one of its readings, or null to drop them all",
            )
