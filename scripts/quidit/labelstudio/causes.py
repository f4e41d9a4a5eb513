"""Causes: every way in which an answer from Label Studio can fail to say an annotation, and their codes."""

from __future__ import annotations

from dataclasses import dataclass

from quidit.problems import Severity


@dataclass(frozen=True, slots=True)
class Cause:
    """A kind of problem, by a code never reused; ``explanation`` says why it matters."""

    code: str
    name: str
    severity: Severity
    explanation: str


def _error(code: str, name: str, explanation: str) -> Cause:
    return Cause(code, name, Severity.ERROR, explanation)


def _warning(code: str, name: str, explanation: str) -> Cause:
    return Cause(code, name, Severity.WARNING, explanation)


OTHER_TEXT = _error(
    "QD701",
    "task-of-another-text",
    "Offsets hold for one text only; an answer to another one is refused whole.",
)
UNREADABLE = _error(
    "QD702",
    "unreadable-answer",
    "What does not have the form that Label Studio exports cannot be understood; the rest is read.",
)
UNKNOWN_CONTROL = _error(
    "QD703",
    "unknown-control",
    "A control that the configuration no longer has: what it says would be lost in silence.",
)
UNKNOWN_VALUE = _error(
    "QD704",
    "unknown-label-or-choice",
    "A label, choice or relation that the scheme does not list, as after a change of the configuration.",
)
NO_LABEL = _error("QD705", "region-without-label", "Without a label nobody knows what a region is.")
NO_SPAN = _error(
    "QD706",
    "unusable-offsets",
    "A span is two whole numbers inside the text, the second one greater; nothing is guessed from others.",
)
ONLY_BLANKS = _error("QD707", "region-of-blanks", "Blanks at the edges are trimmed; here nothing is left.")
TOO_MANY = _error("QD708", "more-than-one-value", "Where one value belongs, the first in order is taken.")
TWO_LAYERS = _error(
    "QD709",
    "region-in-two-layers",
    "A label chosen while another region was still selected lands on that region; it is read as two spans.",
)
OUT_OF_PLACE = _warning(
    "QD710",
    "attribute-out-of-place",
    "An attribute left over from before a region was relabelled; it is left out.",
)
CONTRADICTION = _warning(
    "QD711",
    "contradiction",
    "Two things that cannot both hold; the message says which was taken.",
)
DANGLING = _error("QD712", "dangling-relation", "A relation that begins or ends at no region joins nothing.")
TO_ITSELF = _error("QD713", "relation-to-itself", "Nothing speaks, continues or holds itself.")
MISFIT = _error("QD714", "relation-does-not-fit", "A relation joins the layers that it is made for, and no others.")
UNCLEAR = _error(
    "QD715",
    "relation-unclear",
    "A relation without a label follows from its ends where they say enough; here they do not.",
)
NO_SPEAKER = _warning(
    "QD716",
    "speakers-undecided",
    "A quote names its speakers, or says that the article does not; with arrows hidden a missing one is not seen.",
)
NO_HOLDER = _error("QD717", "stance-without-holder", "An attitude is somebody’s; without a holder it is left out.")
NO_TARGET = _warning("QD718", "stance-on-nothing", "A stance is for or against an issue, a target, or both.")
UNKNOWN_ENTITY = _error("QD719", "unknown-entity", "An entity that the task does not offer.")
ENTITY_GUESSED = _warning(
    "QD720",
    "entity-guessed",
    "An unnamed phrase (il, elle) or a name of several was left without its entity; the same words may mean another.",
)
KIND_GUESSED = _warning("QD721", "entity-kind-guessed", "A new entity was given no kind, and nothing shows which.")
BAD_SEGMENTATION = _warning(
    "QD722",
    "segmentation-unsound",
    "Sentences hold the whole text once, each inside its paragraph; others cannot be proposed.",
)
NO_PREDICTION = _error(
    "QD723",
    "prediction-not-given",
    "Without the suggestion that an answer came from nobody knows what the annotator changed.",
)
SEVERAL_ANSWERS = _warning("QD724", "several-answers", "An annotator has one annotation of an article: the latest.")
UNSUBMITTED = _warning("QD725", "unsubmitted-changes", "What was changed and not submitted is not read.")

CAUSES: tuple[Cause, ...] = tuple(
    sorted((each for each in list(globals().values()) if isinstance(each, Cause)), key=lambda each: each.code)
)
"""Every cause, by code."""
