"""Near-duplicates: articles that are mostly the same words, found by MinHash and settled exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

_WORD = re.compile(r"\w+")
_SHINGLE = 3
_PERMUTATIONS = 128
_BANDS = 32
"""With 32 bands of 4 rows no pair of a similarity of 0.8 is missed in practice; fewer bands miss some."""

SIMILARITY = 0.8
"""Jaccard similarity of word 3-shingles from which two articles are near-duplicates."""


def shingles(text: str) -> frozenset[str]:
    """The text's runs of three words in lower case; of all its words where it has fewer.

    A text without a word, such as a line of emoji, is its own only run.
    """
    words = _WORD.findall(text.lower()) or [text]
    count = max(1, len(words) - _SHINGLE + 1)
    return frozenset(" ".join(words[n : n + _SHINGLE]) for n in range(count))


def near_duplicates(articles: Iterable[str], text_of: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Pairs of articles whose shingles have a Jaccard similarity of at least 0.8, the earlier id first.

    ``text_of`` gives an article's text; only texts that MinHash brings together are asked for again.
    """
    import rensa

    index = rensa.RMinHashLSH(threshold=SIMILARITY, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    order: list[str] = []
    for number, article in enumerate(sorted(articles)):
        here = shingles(text_of(article))
        signature = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=1)
        signature.update(sorted(here))
        for candidate in sorted(index.query(signature)):
            there = shingles(text_of(order[candidate]))
            if len(here & there) >= SIMILARITY * len(here | there):
                yield order[candidate], article
        index.insert(number, signature)
        order.append(article)
