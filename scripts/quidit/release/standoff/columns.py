"""Columns of the stand-off form: those of the full release without whatever can hold words.

A column that is named nowhere here is refused: whoever adds one to a release decides whether it holds words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quidit.problems import QuiditError
from quidit.release.standoff.dossiers import ARTICLES, ISSUES

if TYPE_CHECKING:
    from datasets import Features

TOKENS = "tokens"
"""The config that follows from the sentences and their texts, and tells how long each word is: it is left out."""
_OURS = (
    frozenset({"id", "article", "language", "quality", "sentence", "paragraph", "start", "end", "unsure", "part"})
    | {"mentions", "cues", "quotes", "stances", "quote", "stance", "label", "use", "kind", "entity", "wikidata", "type"}
    | {"cue", "speakers", "via", "continues", "holders", "issue", "target", "in_quote", "according_to"}
    | {"entities", "forms", "count", "sentences", "publisher", "published", "source_sha256", "text_sha256", "flags"}
    | {"rights", "redistribution", "decided_by", "date"}
    | {"annotator", "annotator_kind", "scheme", "status", "origin", "from", "producer", "version"}
)
"""What columns and members are called that hold no words of an article: ids of items, labels, offsets, whole hashes.

Ids of articles and entities are made after words; ``standoff_rows`` puts others in their place.
"""
_WORDS = frozenset({"text", "name", "title", "url", "event", "basis"})
_WITHOUT_ROOM = frozenset({"quotes", "stance"})
"""Configs whose rows do not say where in the article their text lies."""
Members = Mapping[str, object]


class UnknownColumnError(QuiditError, ValueError):
    """A column of which nobody has said whether it holds words."""


def bare_features(config: str, columns: Features) -> Features:
    """The columns of a config in the stand-off form.

    Raises:
        UnknownColumnError: a column is new, so that it might hold words.
    """
    from datasets import Features, Value

    if config == ISSUES:
        return columns
    for name in _names(columns):
        if name not in _OURS and name not in _WORDS:
            raise UnknownColumnError(
                f"{config}: nobody has said whether {name!r} holds words of an article, so no stand-off form was "
                "made; name it in quidit.release.standoff.columns, or use the Quidit that made the release"
            )
    bare = {name: _bare(feature) for name, feature in columns.items() if name not in _WORDS}
    number = Value("int32")
    if config in _WITHOUT_ROOM:
        head = {name: bare.pop(name) for name in ("id", "article", "language")}
        bare = {**head, "start": number, "end": number, **bare}
    if config == ARTICLES:
        bare |= {"characters": number, "host": Value("string"), "sealed": Value("binary")}
    return Features(bare)


def has_words(config: str, columns: Features) -> bool:
    """Whether a config has a column or member that may hold words, of whatever form it says that it is."""
    return config != ISSUES and _bare(dict(columns)) != dict(columns)


def _names(feature: object) -> Iterator[str]:
    """What the members of a feature are called, however deep."""
    if isinstance(feature, dict):
        for name, member in feature.items():
            yield name
            yield from _names(member)
    elif (inner := getattr(feature, "feature", None)) is not None:
        yield from _names(inner)


def _bare(feature: object) -> object:
    """A column's type without the words in it; forms, which have no place, get one."""
    from datasets import List, Value

    if isinstance(feature, dict):
        if "redistribution" in feature:  # the licence of a text is called text
            return {name: member for name, member in feature.items() if name != "basis"}
        place = {"start": Value("int32"), "end": Value("int32")} if "count" in feature else {}
        return {**place, **{name: _bare(member) for name, member in feature.items() if name not in _WORDS}}
    if isinstance(feature, List):
        return List(_bare(feature.feature))
    return feature
