"""Quidit: who says what; build, check and release annotated news corpora.

The public names are here: open a corpus with ``Corpus.open``, normalise and segment a text of your own
with ``normalise`` and ``segment``, compare two releases with ``diff``, put words back into a stand-off form with
``rehydrate``.
"""

from typing import TYPE_CHECKING

from quidit.corpus import Corpus
from quidit.problems import Problem, QuiditError
from quidit.records import Span
from quidit.text import normalise

if TYPE_CHECKING:
    from quidit.language.segmentation import segment
    from quidit.release.standoff.rehydration import rehydrate
    from quidit.remote.editions import diff

__all__ = ["Corpus", "Problem", "QuiditError", "Span", "diff", "normalise", "rehydrate", "segment"]


def __getattr__(name: str) -> object:
    """What is loaded only where it is asked for: the command has no need of it."""
    if name == "segment":
        from quidit.language.segmentation import segment

        return segment
    if name == "rehydrate":
        from quidit.release.standoff.rehydration import rehydrate

        return rehydrate
    if name == "diff":
        from quidit.remote.editions import diff

        return diff
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
