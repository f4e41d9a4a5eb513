"""JSON Schemas (draft 2020-12) of a corpus's files: shape and enumerations, as the scheme fills them.

Conditions between fields are not here but in ``checks``, where they can explain themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quidit.records import ID_PREFIXES, Layer
from quidit.scheme import Scheme

Schema = Mapping[str, object]

ARTICLE_ID = "^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$"
ANNOTATOR_ID = "^[a-z0-9][a-z0-9-]{0,62}$"
_ENTITY_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
_SHA256 = "^[0-9a-f]{64}$"
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
        "annotators": _document("Who annotates", _list(_annotator())),
        "rulings": _document("The rulings of one article's adjudication", _rulings(scheme)),
        "regions": _document("The ids that one annotator's regions of one article have had", _regions()),
        "split": _document("A line of the split ledger", _split()),
        "known-problems": _document("Errors of released files that a later rule found", _list(_known_problem())),
    }


def _document(title: str, schema: Schema) -> Schema:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}


def _article() -> Schema:
    return _object(
        required={
            "id": _pattern(ARTICLE_ID, "Lower-case kebab-case, as the file's name"),
            "language": _pattern(_LANGUAGE, "BCP 47 language tag, such as fr"),
            "source": _source(),
            "rights": _rights(),
            "text_sha256": _pattern(_SHA256, "SHA-256 of the text: the paragraphs joined by newlines, in UTF-8"),
            "paragraphs": {**_list(_text("One paragraph")), "minItems": 1},
            "sentences": {
                **_list({**_list(_offset("An offset in code points")), "minItems": 2, "maxItems": 2}),
                "minItems": 1,
            },
        },
        optional={
            "title": _text("The article's title"),
            "event": _pattern(_ENTITY_ID, "What it reports on: articles of one event stay in one split"),
        },
    )


def _source() -> Schema:
    return _object(
        required={
            "file": _text("Name of the raw file in seeds/"),
            "sha256": _pattern(_SHA256, "SHA-256 of the raw file"),
        },
        optional={
            "publisher": _text("Who published it, where known"),
            "url": _pattern(_URL, "Where it was published"),
            "published": _pattern(DATE, "The day it was published, YYYY-MM-DD"),
            "note": _text("Anything else about its origin"),
        },
    )


def _rights() -> Schema:
    return _object(
        required={
            "text": _text("SPDX id of the text's licence, or unknown"),
            "redistribution": _enum(("allowed", "stand-off-only", "unknown")),
        },
        optional={
            "decided_by": _text("Who decided"),
            "date": _pattern(DATE, "The day of the decision, YYYY-MM-DD"),
            "basis": _text("On what ground"),
        },
    )


def _annotation(scheme: Scheme) -> Schema:
    optional: dict[str, Schema] = {
        "quality": _enum(("silver", "gold"), "Of the adjudicated annotation: gold where people decided"),
        **({"flags": _list(_enum(flag.id for flag in scheme.article_flags))} if scheme.article_flags else {}),
        "entities": _list(_entity(scheme)),
    }
    layers: dict[Layer, Schema] = {
        "mentions": _mention(scheme),
        "cues": _span("c", {}, {}),
        "quotes": _quote(scheme),
        "stances": _stance(scheme),
    }
    optional |= {layer: _list(schema) for layer, schema in layers.items() if scheme.has(layer)}
    return _object(
        required={
            "article": _pattern(ARTICLE_ID, "The article's id"),
            "annotator": _pattern(ANNOTATOR_ID, "The annotator's id, or adjudicated"),
            "scheme": _pattern(_VERSION, "The scheme's version, such as 1.2"),
            "text_sha256": _pattern(_SHA256, "SHA-256 of the text that was annotated"),
            "status": _enum(("complete", "draft", "skipped")),
        },
        optional=optional,
    )


def _entity(scheme: Scheme) -> Schema:
    return _object(
        required={
            "id": _pattern(_ENTITY_ID, "Lower-case kebab-case, local to the article"),
            "name": _text("Its name or description"),
            "kind": _enum(kind.id for kind in scheme.entity_kinds),
        },
        optional={"wikidata": _pattern(_WIKIDATA, "Its Wikidata item, such as Q90")},
    )


def _span(prefix: str, required: Mapping[str, Schema], optional: Mapping[str, Schema]) -> Schema:
    origin = _object(
        required={
            "from": _enum(("suggestion", "edited")),
            "producer": _text("What suggested it"),
            "version": _text("The producer's version"),
        }
    )
    return _object(
        required={
            "id": _id(prefix),
            "start": _offset("First code point of the span"),
            "end": _offset("Code point after the last"),
            "text": _text("The article's words from start to end"),
            **required,
        },
        optional={**optional, "unsure": {"const": True}, "origin": origin},
    )


def _mention(scheme: Scheme) -> Schema:
    return _span(
        "m",
        {
            "label": _enum(label.label for label in scheme.mentions),
            "entity": _pattern(_ENTITY_ID, "The id of a row of entities"),
        },
        {"use": _enum(use.id for use in scheme.uses)} if scheme.uses else {},
    )


def _quote(scheme: Scheme) -> Schema:
    cue = {"cue": _id("c")} if scheme.has("cues") else {}
    return _span(
        "q",
        {"type": _enum(quote_type.label for quote_type in scheme.quote_types)},
        {**cue, "speakers": _list(_id("m")), "via": _list(_id("m")), "continues": _id("q")},
    )


def _stance(scheme: Scheme) -> Schema:
    target = "mq" if scheme.has("quotes") else "m"
    issue = {"issue": _enum(issue.id for issue in scheme.issues)} if scheme.issues else {}
    return _span(
        "s",
        {
            "label": _enum(stance.label for stance in scheme.stances),
            "holders": {**_list(_id("m")), "minItems": 1},
        },
        {**issue, "target": _id(target)},
    )


def _annotator() -> Schema:
    return _object(
        required={"id": _pattern(ANNOTATOR_ID, "A pseudonym"), "kind": _enum(("human", "model"))},
        optional={
            "languages": _list(_pattern(_LANGUAGE, "BCP 47 language tag, such as fr")),
            "note": _text("How this annotator works"),
        },
    )


def _rulings(scheme: Scheme) -> Schema:
    layers = ("entities", *(text.layer for text in scheme.layers))
    ruling = _object(
        required={
            "id": _id("r"),
            "layer": _enum(layers),
            "readings": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": _list(_text("An id in that annotation")),
            },
            "take": {"type": ["string", "null"], "description": "Whose reading holds; null drops them all"},
            "why": _text("The reason"),
        },
        optional={"set": {"type": "object", "description": "What changes in the reading taken"}},
    )
    return _object(
        required={
            "article": _pattern(ARTICLE_ID, "The article's id"),
            "adjudicator": _pattern(ANNOTATOR_ID, "The annotator who ruled"),
            "date": _pattern(DATE, "The day of the rulings, YYYY-MM-DD"),
            "scheme": _pattern(_VERSION, "The scheme's version, such as 1.2"),
            "rulings": _list(ruling),
        }
    )


def _regions() -> Schema:
    ids = {**_list(_id("".join(ID_PREFIXES.values()))), "minItems": 1}
    return _object(
        required={
            "article": _pattern(ARTICLE_ID, "The article's id"),
            "annotator": _pattern(ANNOTATOR_ID, "The annotator's id"),
            "regions": {
                "type": "object",
                "additionalProperties": ids,
                "description": "The ids that each region of Label Studio has had, one a layer",
            },
        }
    )


def _split() -> Schema:
    return _object(
        required={"release": _pattern(_RELEASE, "The release that it was decided for, such as 0.1.0")},
        optional={
            "policy": _enum(("pilot", "group")),
            "article": _pattern(ARTICLE_ID, "The article's id"),
            "group": _pattern(ARTICLE_ID, "The least article id of the group when it was first drawn"),
            "split": _enum(("pilot", "train", "validation", "test", "held", "withdrawn")),
            "drawn": _enum(("train", "validation", "test"), "Of a held article: the split that it waits for"),
            "test_from": _offset("Under pilot: the first sentence of test, counted from 0"),
            "why": _text("Why, where it is not plain"),
        },
    )


def _known_problem() -> Schema:
    code, since = _pattern("^QD[0-9]{3}$", "The rule's code"), _pattern(_RELEASE, "The release since which it is known")
    at = {"type": "string", "description": "Where in the file: a pointer with ids in the place of positions"}
    got = _text("What is found there, or its beginning")
    return _object(required={"path": _text("The file"), "code": code, "at": at, "since": since}, optional={"got": got})


def _object(*, required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def _list(items: Schema) -> dict[str, object]:
    return {"type": "array", "items": items}


def _enum(values: Iterable[str], description: str = "") -> Schema:
    return _described({"enum": list(values)}, description)


def _text(description: str) -> Schema:
    return {"type": "string", "minLength": 1, "description": description}


def _pattern(pattern: str, description: str = "") -> Schema:
    return _described({"type": "string", "pattern": pattern}, description)


def _id(prefixes: str) -> Schema:
    """An id of one of the layers that the letters stand for; nine digits are more than any article needs."""
    letter = f"[{prefixes}]" if len(prefixes) > 1 else prefixes
    examples = " or ".join(f"{prefix}1" for prefix in prefixes)
    return _pattern(f"^{letter}[1-9][0-9]{{0,8}}$", f"An id such as {examples}")


def _offset(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description} if description else schema
