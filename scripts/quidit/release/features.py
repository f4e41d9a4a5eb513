"""Features: the columns and types of every config of a release, as the scheme fills them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from quidit.records import Layer, Origin
from quidit.scheme import Scheme

if TYPE_CHECKING:
    from datasets import Features

QUALITIES = ("unannotated", "silver", "gold")
"""Who decided the labels of a row: nobody, models only, or people."""

PARTS = ("whole", "begin", "inside", "end")
"""Whether a quote stands whole in a sentence, or begins, goes on or ends there."""

STATUSES = ("complete", "draft", "skipped")
ANNOTATOR_KINDS = ("human", "model")
ORIGINS = tuple(origin.value for origin in Origin)
OUTSIDE = "O"


def bio_tags(scheme: Scheme) -> tuple[str, ...]:
    """The BIO tags of the flat names: ``O``, then ``B-`` and ``I-`` of each label in the scheme's order."""
    return (OUTSIDE, *(f"{prefix}-{label}" for label in scheme.names for prefix in "BI"))


DESCRIPTIONS: Mapping[str, str] = {
    "sentences": "One row a sentence, with everything annotated in it as lists of spans.",
    "tokens": "One row a sentence, as tokens with offsets and BIO tags of the flat names.",
    "quotes": "One row a quote, whole, in its context, with cue, speakers and channels.",
    "stance": "One row a stance in its context, with holders, issue, target and who says so.",
    "issues": "One row an issue: what stances are for or against.",
    "entities": "One row an entity of an article, with the forms in which it is mentioned.",
    "articles": "One row an article: text, sentence offsets, origin and rights.",
    "annotations": "One row an annotator and article: each finished annotation as it was made.",
}
"""Every config that a release can have, the default first, each in a sentence."""
_NEEDED: Mapping[str, Layer] = {"quotes": "quotes", "stance": "stances", "issues": "stances"}


def config_descriptions(scheme: Scheme) -> Mapping[str, str]:
    """Those of ``DESCRIPTIONS`` that a release under this scheme can have."""
    return {
        config: description
        for config, description in DESCRIPTIONS.items()
        if config not in _NEEDED or scheme.has(_NEEDED[config])
    }


def features(scheme: Scheme) -> dict[str, Features]:
    """The features of each config, in the order of ``config_descriptions``."""
    from datasets import Features

    columns = _Columns(scheme)
    return {config: Features(getattr(columns, config)()) for config in config_descriptions(scheme)}


class _Columns:
    """The columns of each config, one method a config."""

    def __init__(self, scheme: Scheme) -> None:
        from datasets import ClassLabel, List, Value

        self.scheme = scheme
        self.text = Value("string")
        self.number = Value("int32")
        self.truth = Value("bool")
        self.day = Value("date32")
        self.list: Callable[[object], object] = List
        self._class_label: Callable[..., object] = ClassLabel
        self.kind = self.label(kind.id for kind in scheme.entity_kinds)
        self.quality = self.label(QUALITIES)

    def label(self, names: Iterable[str]) -> object:
        return self._class_label(names=list(names))

    def place(self) -> dict[str, object]:
        return {"id": self.text, "start": self.number, "end": self.number, "text": self.text}

    def mention(self) -> dict[str, object]:
        use = {"use": self.label(use.id for use in self.scheme.uses)} if self.scheme.uses else {}
        label = self.label(label.label for label in self.scheme.mentions)
        return {**self.place(), "label": label, **use, **self.entity(), "unsure": self.truth}

    def entity(self) -> dict[str, object]:
        return {"entity": self.text, "name": self.text, "kind": self.kind, "wikidata": self.text}

    def actors(self) -> object:
        return self.list({**self.place(), **self.entity()})

    def relations_of_quote(self) -> dict[str, object]:
        cue = {"cue": self.place()} if self.scheme.has("cues") else {}
        return {**cue, "speakers": self.actors(), "via": self.actors(), "continues": self.text}

    def relations_of_stance(self) -> dict[str, object]:
        issue = {"issue": self.text} if self.scheme.issues else {}
        said = {"in_quote": self.place(), "according_to": self.actors()} if self.scheme.has("quotes") else {}
        return {"holders": self.actors(), **issue, "target": self.place(), **said}

    def quote_type(self) -> object:
        return self.label(each.label for each in self.scheme.quote_types)

    def stance_label(self) -> object:
        return self.label(each.label for each in self.scheme.stances)

    def row(self) -> dict[str, object]:
        return {"id": self.text, "article": self.text, "language": self.text}

    def sentences(self) -> dict[str, object]:
        columns = {
            **self.row(),
            "sentence": self.number,
            "paragraph": self.number,
            "start": self.number,
            "end": self.number,
            "text": self.text,
            "mentions": self.list(self.mention()),
        }
        if self.scheme.has("cues"):
            columns["cues"] = self.list({**self.place(), "unsure": self.truth})
        if self.scheme.has("quotes"):
            quote = {**self.place(), "type": self.quote_type(), "part": self.label(PARTS)}
            columns["quotes"] = self.list({**quote, **self.relations_of_quote(), "unsure": self.truth})
        if self.scheme.has("stances"):
            stance = {**self.place(), "label": self.stance_label(), **self.relations_of_stance()}
            columns["stances"] = self.list({**stance, "unsure": self.truth})
        return {**columns, "quality": self.quality}

    def tokens(self) -> dict[str, object]:
        return {
            **self.row(),
            "text": self.text,
            "tokens": self.list(self.text),
            "starts": self.list(self.number),
            "ends": self.list(self.number),
            "ner_tags": self.list(self.label(bio_tags(self.scheme))),
            "quality": self.quality,
        }

    def quotes(self) -> dict[str, object]:
        return {
            **self.row(),
            "text": self.text,
            "quote": self.place(),
            "type": self.quote_type(),
            **self.relations_of_quote(),
            "unsure": self.truth,
            "quality": self.quality,
        }

    def stance(self) -> dict[str, object]:
        return {
            **self.row(),
            "text": self.text,
            "stance": self.place(),
            "label": self.stance_label(),
            **self.relations_of_stance(),
            "unsure": self.truth,
            "quality": self.quality,
        }

    def issues(self) -> dict[str, object]:
        return {"id": self.text, "reads": self.list({"language": self.text, "text": self.text})}

    def entities(self) -> dict[str, object]:
        label = self.label(label.label for label in self.scheme.mentions)
        return {
            **self.row(),
            **self.entity(),
            "mentions": self.number,
            "forms": self.list({"text": self.text, "label": label, "count": self.number}),
            "quality": self.quality,
        }

    def articles(self) -> dict[str, object]:
        return {
            "id": self.text,
            "language": self.text,
            "title": self.text,
            "text": self.text,
            "sentences": self.list({"start": self.number, "end": self.number}),
            "publisher": self.text,
            "url": self.text,
            "published": self.day,
            "event": self.text,
            "rights": dict.fromkeys(("text", "redistribution", "decided_by", "date", "basis"), self.text),
            "source_sha256": self.text,
            "text_sha256": self.text,
            "flags": self.list(self.text),
            "quality": self.quality,
        }

    def annotations(self) -> dict[str, object]:
        ids = self.list(self.text)
        origin = {"from": self.label(ORIGINS), "producer": self.text, "version": self.text}
        made = {"unsure": self.truth, "origin": origin}
        use = {"use": self.label(use.id for use in self.scheme.uses)} if self.scheme.uses else {}
        label = self.label(label.label for label in self.scheme.mentions)
        columns = {
            **self.row(),
            "annotator": self.text,
            "annotator_kind": self.label(ANNOTATOR_KINDS),
            "scheme": self.text,
            "status": self.label(STATUSES),
            "text": self.text,
            "flags": self.list(self.text),
            "entities": self.list({"id": self.text, "name": self.text, "kind": self.kind, "wikidata": self.text}),
            "mentions": self.list({**self.place(), "label": label, **use, "entity": self.text, **made}),
        }
        if self.scheme.has("cues"):
            columns["cues"] = self.list({**self.place(), **made})
        if self.scheme.has("quotes"):
            cue = {"cue": self.text} if self.scheme.has("cues") else {}
            ends = {**cue, "speakers": ids, "via": ids, "continues": self.text}
            columns["quotes"] = self.list({**self.place(), "type": self.quote_type(), **ends, **made})
        if self.scheme.has("stances"):
            issue = {"issue": self.text} if self.scheme.issues else {}
            ends = {"holders": ids, **issue, "target": self.text}
            columns["stances"] = self.list({**self.place(), "label": self.stance_label(), **ends, **made})
        return {**columns, "quality": self.quality}
