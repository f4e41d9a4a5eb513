"""JSON Schemas (draft 2020-12) of a corpus's files: shape and enumerations, as the scheme fills them.

Conditions between fields are not here but in ``checks``, where they can explain themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from quidit.generate.shapes import Schema, enum, identifier, list_of, offset, pattern, record, text, words
from quidit.records import ID_PREFIXES, Layer
from quidit.scheme import Scheme

ARTICLE_ID = "^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$"
ANNOTATOR_ID = "^[a-z0-9][a-z0-9-]{0,62}$"
_ENTITY_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
_SHA256 = "^[0-9a-f]{64}$"
_DIGEST = "64 digits and letters a to f, such as e3b0c442…"
DATE = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
# No blank, control or invisible character; spelt out because regex engines differ about what a blank is.
_URL = r"^https?://[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+$"
_WIKIDATA = "^Q[1-9][0-9]*$"
_NUMBER = "(0|[1-9][0-9]{0,8})"
_VERSION = f"^{_NUMBER}\\.{_NUMBER}$"
_RELEASE = f"^{_NUMBER}\\.{_NUMBER}\\.{_NUMBER}$"


def json_schemas(scheme: Scheme) -> dict[str, Schema]:
    """The schemas of a corpus's files by the name of what they describe."""
    return {
        "article": _document("An article of the corpus", _article()),
        "annotation": _document("One annotator's annotation of one article", _annotation(scheme)),
        "annotators": _document("Who annotates", list_of(_annotator())),
        "rulings": _document("The rulings of one article's adjudication", _rulings(scheme)),
        "regions": _document("The ids that one annotator's regions of one article have had", _regions()),
        "split": _document("A line of the split ledger", _split()),
        "known-problems": _document("Errors of released files that a later rule found", list_of(_known_problem())),
    }


def _document(title: str, schema: Schema) -> Schema:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def _article() -> Schema:
    return record(
        required={
            "id": pattern(ARTICLE_ID, "Lower-case letters, digits and hyphens, as the file's name, such as new-bridge"),
            "language": pattern(_LANGUAGE, "BCP 47 language tag, such as fr"),
            "source": _source(),
            "rights": _rights(),
            "text_sha256": pattern(
                _SHA256, f"SHA-256 of the text, the paragraphs joined by newlines, in UTF-8: {_DIGEST}"
            ),
            "paragraphs": {**list_of(words("One paragraph")), "minItems": 1},
            "sentences": {
                **list_of(
                    {
                        **list_of(offset("An offset in code points")),
                        "minItems": 2,
                        "maxItems": 2,
                        "description": "The first code point and the one after the last, such as [0, 21]",
                    }
                ),
                "minItems": 1,
            },
        },
        optional={
            "title": text("The article's title"),
            "event": pattern(
                _ENTITY_ID, "What it reports on, such as floods-of-2025: articles of one event stay in one split"
            ),
        },
    )


def _source() -> Schema:
    return record(
        required={
            "file": words("Name of the raw file in seeds/"),
            "sha256": pattern(_SHA256, f"SHA-256 of the raw file: {_DIGEST}"),
        },
        optional={
            "publisher": text("Who published it, where known"),
            "url": pattern(_URL, "Where it was published, such as https://example.org/news/1"),
            "published": pattern(DATE, "The day it was published, such as 2025-08-21"),
            "note": text("Anything else about its origin"),
        },
    )


def _rights() -> Schema:
    return record(
        required={
            "text": text("SPDX id of the text's licence, or unknown"),
            "redistribution": enum(("allowed", "stand-off-only", "unknown")),
        },
        optional={
            "decided_by": text("Who decided"),
            "date": pattern(DATE, "The day of the decision, such as 2025-08-21"),
            "basis": text("On what ground"),
        },
    )


def _annotation(scheme: Scheme) -> Schema:
    optional: dict[str, Schema] = {
        "quality": enum(("silver", "gold"), "Of the adjudicated annotation: gold where people decided"),
        **({"flags": list_of(enum(flag.id for flag in scheme.article_flags))} if scheme.article_flags else {}),
        "entities": list_of(_entity(scheme)),
    }
    layers: dict[Layer, Schema] = {
        "mentions": _mention(scheme),
        "cues": _span("c", {}, {}),
        "quotes": _quote(scheme),
        "stances": _stance(scheme),
    }
    optional |= {layer: list_of(schema) for layer, schema in layers.items() if scheme.has(layer)}
    return record(
        required={
            "article": pattern(ARTICLE_ID, "The article's id, such as new-bridge"),
            "annotator": pattern(ANNOTATOR_ID, "The annotator's id, such as a1, or adjudicated"),
            "scheme": pattern(_VERSION, "The scheme's version, such as 1.2"),
            "text_sha256": pattern(_SHA256, f"SHA-256 of the text that was annotated: {_DIGEST}"),
            "status": enum(("complete", "draft", "skipped")),
        },
        optional=optional,
    )


def _entity(scheme: Scheme) -> Schema:
    return record(
        required={
            "id": pattern(
                _ENTITY_ID, "Lower-case letters, digits and hyphens, local to the article, such as city-council"
            ),
            "name": text("Its name or description"),
            "kind": enum(kind.id for kind in scheme.entity_kinds),
        },
        optional={"wikidata": pattern(_WIKIDATA, "Its Wikidata item, such as Q90")},
    )


def _span(prefix: str, required: Mapping[str, Schema], optional: Mapping[str, Schema]) -> Schema:
    origin = record(
        required={
            "from": enum(("suggestion", "edited")),
            "producer": text("What suggested it"),
            "version": text("The producer's version"),
        }
    )
    return record(
        required={
            "id": identifier(prefix),
            "start": offset("First code point of the span"),
            "end": offset("Code point after the last"),
            "text": words("The article's words from start to end"),
            **required,
        },
        optional={**optional, "unsure": {"const": True}, "origin": origin},
    )


def _mention(scheme: Scheme) -> Schema:
    return _span(
        "m",
        {
            "label": enum(label.label for label in scheme.mentions),
            "entity": pattern(_ENTITY_ID, "The id of a row of entities, such as city-council"),
        },
        {"use": enum(use.id for use in scheme.uses)} if scheme.uses else {},
    )


def _quote(scheme: Scheme) -> Schema:
    cue = {"cue": identifier("c")} if scheme.has("cues") else {}
    return _span(
        "q",
        {"type": enum(quote_type.label for quote_type in scheme.quote_types)},
        {**cue, "speakers": list_of(identifier("m")), "via": list_of(identifier("m")), "continues": identifier("q")},
    )


def _stance(scheme: Scheme) -> Schema:
    target = "mq" if scheme.has("quotes") else "m"
    issue = {"issue": enum(issue.id for issue in scheme.issues)} if scheme.issues else {}
    return _span(
        "s",
        {
            "label": enum(stance.label for stance in scheme.stances),
            "holders": {**list_of(identifier("m")), "minItems": 1},
        },
        {**issue, "target": identifier(target)},
    )


def _annotator() -> Schema:
    return record(
        required={
            "id": pattern(ANNOTATOR_ID, "A pseudonym of lower-case letters, digits and hyphens, such as a1"),
            "kind": enum(("human", "model")),
        },
        optional={
            "languages": list_of(pattern(_LANGUAGE, "BCP 47 language tag, such as fr")),
            "note": text("How this annotator works"),
        },
    )


def _rulings(scheme: Scheme) -> Schema:
    layers = ("entities", *(each.layer for each in scheme.layers))
    ruling = record(
        required={
            "id": identifier("r"),
            "layer": enum(layers),
            "readings": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": list_of(text("An id in that annotation")),
            },
            "take": {"type": ["string", "null"], "description": "Whose reading holds; null drops them all"},
            "why": text("The reason"),
        },
        optional={"set": {"type": "object", "description": "What changes in the reading taken"}},
    )
    return record(
        required={
            "article": pattern(ARTICLE_ID, "The article's id, such as new-bridge"),
            "adjudicator": pattern(ANNOTATOR_ID, "The id of the annotator who ruled, such as a1"),
            "date": pattern(DATE, "The day of the rulings, such as 2025-08-21"),
            "scheme": pattern(_VERSION, "The scheme's version, such as 1.2"),
            "rulings": list_of(ruling),
        }
    )


def _regions() -> Schema:
    ids = {**list_of(identifier("".join(ID_PREFIXES.values()))), "minItems": 1}
    return record(
        required={
            "article": pattern(ARTICLE_ID, "The article's id, such as new-bridge"),
            "annotator": pattern(ANNOTATOR_ID, "The annotator's id, such as a1"),
            "regions": {
                "type": "object",
                "additionalProperties": ids,
                "description": "The ids that each region of Label Studio has had, one a layer",
            },
        }
    )


def _split() -> Schema:
    return record(
        required={"release": pattern(_RELEASE, "The release that it was decided for, such as 0.1.0")},
        optional={
            "policy": enum(("pilot", "group")),
            "article": pattern(ARTICLE_ID, "The article's id, such as new-bridge"),
            "group": pattern(ARTICLE_ID, "The id of the article that was the first of its group, such as new-bridge"),
            "split": enum(("pilot", "train", "validation", "test", "held", "withdrawn")),
            "drawn": enum(("train", "validation", "test"), "Of a held article: the split that it waits for"),
            "test_from": offset("Under pilot: the first sentence of test, counted from 0"),
            "why": text("Why, where it is not plain"),
            "text_sha256": pattern(
                _SHA256, f"Of a withdrawn article: what keeps its text out, the SHA-256 of it: {_DIGEST}"
            ),
        },
    )


def _known_problem() -> Schema:
    code, since = (
        pattern("^QD[0-9]{3}$", "The rule's code, such as QD301"),
        pattern(_RELEASE, "The release since which it is known, such as 1.2.0"),
    )
    at = {"type": "string", "description": "Where in the file: a pointer with ids in the place of positions"}
    got = text("What is found there, or its beginning")
    return record(required={"path": text("The file"), "code": code, "at": at, "since": since}, optional={"got": got})
