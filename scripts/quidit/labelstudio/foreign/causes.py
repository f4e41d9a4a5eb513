"""Causes: every way in which what stands in a foreign export can fail to become part of a corpus, and their codes.

What then goes wrong with the labels once they are ours has the causes of `quidit.labelstudio.causes`.
"""

from __future__ import annotations

from quidit.labelstudio.causes import CONTRADICTION, OUT_OF_PLACE, TWO_LAYERS, Cause
from quidit.problems import Problem, Severity


def _left_out(code: str, name: str, explanation: str) -> Cause:
    return Cause(code, name, Severity.ERROR, explanation)


def _changed(code: str, name: str, explanation: str) -> Cause:
    return Cause(code, name, Severity.WARNING, explanation)


NO_TASK = _left_out("QD750", "unreadable-task", "What has not the form of a task of Label Studio cannot be understood.")
NO_TEXT = _left_out(
    "QD751", "task-without-text", "The article is the text that the map names; a task without one is left out."
)
REFUSED_TEXT = _left_out(
    "QD752", "text-refused", "A text is held to what `quidit add` takes, and no character is guessed."
)
MARKUP = _left_out(
    "QD753",
    "offsets-in-markup",
    "Places in a page as a browser shows it say nothing of the characters of its source.",
)
UNMAPPED = _left_out("QD754", "not-in-the-map", "What a foreign label means only a person can say.")
UNUSABLE = _left_out("QD755", "span-not-carried-over", "A span is carried over whole and exactly, or not at all.")
WORDS_DIFFER = _changed(
    "QD756",
    "other-words-repeated",
    "Label Studio’s offsets count and the words that it repeats do not; where they differ, offsets may be of another unit.",
)
TRIMMED = _changed("QD757", "blanks-trimmed", "A span begins and ends with something visible.")
END_GONE = _left_out("QD758", "relation-of-what-was-left-out", "A relation falls with either of its ends.")
NOBODY = _left_out("QD759", "annotator-not-in-the-map", "An annotation is somebody’s, under a pseudonym.")
NOT_TAKEN = _left_out("QD760", "draft-or-prediction", "What nobody submitted is nobody’s annotation.")
THERE_ALREADY = _left_out("QD761", "annotated-already", "An annotation that stands in the corpus is never overwritten.")
AGAINST_RULES = _left_out("QD762", "against-the-rules", "What would not validate is not written.")
UNFINISHED = _changed(
    "QD763",
    "taken-as-a-draft",
    "A complete annotation says that there is nothing else, so what is partial is a draft to be finished here.",
)
DESCRIPTION = _left_out(
    "QD764", "description-left-out", "A title, address, day or publisher that its rules do not allow."
)
RENAMED = _changed("QD765", "id-changed", "An article’s id is a file’s name, and no other article’s.")
PASSED_OVER = _left_out(
    "QD767", "annotation-passed-over", "An annotator has one annotation of an article: that which holds most."
)
TWICE = _changed("QD766", "said-twice", "What is said twice is taken once.")

CAUSES: tuple[Cause, ...] = tuple(
    sorted(
        (each for each in list(globals().values()) if isinstance(each, Cause) and each.code >= NO_TASK.code),
        key=lambda each: each.code,
    )
)
"""Every cause, by code."""
_LOSSES = {OUT_OF_PLACE.code, CONTRADICTION.code}


def is_loss(problem: Problem) -> bool:
    """Whether something was left out, and not only changed or remarked on."""
    is_error = problem.severity is Severity.ERROR and problem.code != TWO_LAYERS.code
    return is_error or problem.code in _LOSSES
