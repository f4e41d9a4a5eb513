"""Overlap: whole paragraphs that articles share, told from a few bytes that are kept of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from zlib import crc32

_WIDTH = 4
_KEPT = 16
_LONG = 60
"""Bytes of a paragraph that says enough to be an article's own; shorter ones are a page's, or anybody's."""
_SHARE = 2


def sketch(paragraphs: Iterable[bytes]) -> bytes:
    """The sixteen least checksums of an article's long paragraphs, four bytes each, sorted.

    Where it has no more paragraphs these are all; else a sample that any two articles take alike.
    """
    sums = {crc32(paragraph) for paragraph in paragraphs if len(paragraph) >= _LONG}
    return b"".join(each.to_bytes(_WIDTH, "big") for each in sorted(sums)[:_KEPT])


def overlapping(sketches: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Pairs of articles of which one has half of its paragraphs in the other, the earlier id first.

    A paragraph is held against the first article that has it, so that a line which every page repeats makes no
    more pairs than there are articles.
    """
    first: dict[bytes, str] = {}
    for article in sorted(sketches):
        sums = _sums(sketches[article])
        others = [other for each in sums if (other := first.setdefault(each, article)) != article]
        shared = Counter(others) if others else {}
        for other, count in sorted(shared.items()):
            if count * _SHARE >= min(len(sums), len(_sums(sketches[other]))):
                yield other, article


def _sums(kept: bytes) -> list[bytes]:
    return [kept[at : at + _WIDTH] for at in range(0, len(kept), _WIDTH)]
