"""Naming: ids and names of entities, made of an article's words or of what an annotator typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from itertools import count

_WIKIDATA = re.compile(r"[Qq][1-9][0-9]*")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
"""Latin letters that Unicode does not take apart into a letter and an accent."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A new entity as an annotator typed it: ``id``, ``id Q123`` or a name; ``id`` may be empty.

    ``is_named`` where a name was typed, rather than an id of words that stand elsewhere.
    """

    id: str
    name: str
    wikidata: str | None
    is_named: bool


def same(words: str) -> str:
    """What two names have in common that differ in case and blanks only."""
    return " ".join(words.casefold().split())


def kebab(words: str) -> str:
    """The words as an id: lower-case Latin letters and digits without accents; empty where there are none."""
    letters = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    return "-".join(re.findall("[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", letters)))


def read_typed(text: str, surface: str) -> Typed:
    """What was typed for a mention of these words: without a name of its own, the entity is called by them."""
    *words, last = text.split()
    wikidata = last.upper() if _WIKIDATA.fullmatch(last) else None
    name = " ".join(words if wikidata else [*words, last])
    if not name or name == kebab(name):
        return Typed(name or kebab(surface), " ".join(surface.split()), wikidata, is_named=False)
    return Typed(kebab(name), name, wikidata, is_named=True)


def unused(wanted: str, taken: Container[str]) -> str:
    """The id, with the least number from 2 on that makes it new where it is taken."""
    numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(each for each in numbered if each not in taken)
