"""Agreement: how much two annotations of one article say the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from quidit.records import Annotation, Cue, Layer, Mention, Quote, Span, Stance


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many items two annotations share and how many each has; sums over articles are overlaps too."""

    shared: int = 0
    left: int = 0
    right: int = 0

    def __add__(self, other: Overlap) -> Overlap:
        """The overlap over both."""
        return Overlap(self.shared + other.shared, self.left + other.left, self.right + other.right)

    @property
    def f1(self) -> float | None:
        """The F1 of either against the other, in [0, 1]; None where neither has an item."""
        return 2 * self.shared / (self.left + self.right) if self.left + self.right else None


def exact(left: Annotation, right: Annotation, layer: Layer) -> Overlap:
    """Items of a layer with the same span and label in both annotations, each counted once."""
    ours, theirs = _labelled(left, layer), _labelled(right, layer)
    return Overlap((ours & theirs).total(), ours.total(), theirs.total())


def _labelled(annotation: Annotation, layer: Layer) -> Counter[tuple[Span, str]]:
    items: tuple[Mention | Cue | Quote | Stance, ...] = getattr(annotation, layer)
    return Counter((item.span, _label(item)) for item in items)


def _label(item: Mention | Cue | Quote | Stance) -> str:
    if isinstance(item, Quote):
        return item.type
    return "" if isinstance(item, Cue) else item.label
