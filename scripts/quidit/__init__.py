"""Quidit: who says what; build, check and release annotated news corpora.

The public names are here: open a corpus with ``Corpus.open``, normalise and segment a text of your own
with ``normalise`` and ``segment``.
"""

from quidit.corpus import Corpus
from quidit.problems import Problem, QuiditError
from quidit.records import Span
from quidit.segmentation import segment
from quidit.text import normalise

__all__ = ["Corpus", "Problem", "QuiditError", "Span", "normalise", "segment"]
