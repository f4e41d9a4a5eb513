"""Rows: everything that an article and its annotations say in each config of a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from quidit.records import Annotation, Cue, Mention, Provenance, Quote, Stance
from quidit.release.features import ANNOTATOR_KINDS, ORIGINS, QUALITIES, STATUSES
from quidit.release.source import WHOLE, Source, quality_of
from quidit.release.view import Row, View, row_head
from quidit.scheme import Scheme

Numbered = TypeVar("Numbered", Quote, Stance)


def rows(source: Source) -> Iterator[tuple[str, str, Row]]:
    """Every row that an article gives, as ``(config, split, row)``, each config's rows in order."""
    yield "articles", source.whole, _article_row(source)
    for annotation in source.annotations:
        yield "annotations", source.whole, _annotation_row(source, annotation)
    if source.deciding is None:
        return
    view = View(source, source.deciding)
    for number in range(len(source.article.sentences)):
        yield "sentences", source.split_of(number), view.sentence(number)
        yield "tokens", source.split_of(number), view.tokens(number)
    if source.scheme.has("quotes"):
        for quote in _by_number(source.deciding.quotes):
            yield "quotes", source.split_at(quote.span), view.quote(quote)
    if source.scheme.has("stances"):
        for stance in _by_number(source.deciding.stances):
            yield "stance", source.split_at(stance.span), view.stance(stance)
    for row in view.entities():
        yield "entities", source.whole, row


def issue_rows(scheme: Scheme) -> Iterator[tuple[str, str, Row]]:
    """The rows of the ``issues`` config, which belong to no article."""
    for issue in sorted(scheme.issues, key=lambda issue: issue.id):
        reads = [{"language": language, "text": text} for language, text in issue.reads.items()]
        yield "issues", WHOLE, {"id": issue.id, "reads": reads}


def _by_number(items: Iterable[Numbered]) -> list[Numbered]:
    return sorted(items, key=lambda item: int(item.id[1:]))


def _article_row(source: Source) -> Row:
    article = source.article
    published = article.source.published
    return {
        "id": article.id,
        "language": article.language,
        "title": article.title,
        "text": article.text,
        "sentences": [{"start": sentence.start, "end": sentence.end} for sentence in article.sentences],
        "publisher": article.source.publisher,
        "url": article.source.url,
        "published": date.fromisoformat(published) if published else None,
        "event": article.event,
        "rights": {
            "text": article.rights.text,
            "redistribution": article.rights.redistribution,
            "decided_by": article.rights.decided_by,
            "date": article.rights.date,
            "basis": article.rights.basis,
        },
        "source_sha256": article.source.sha256,
        "text_sha256": article.text_sha256,
        "flags": list(source.deciding.flags) if source.deciding else [],
        "quality": QUALITIES.index(source.quality),
    }


def _annotation_row(source: Source, annotation: Annotation) -> Row:
    kind = source.annotators[annotation.annotator].kind
    labels, scheme = source.labels, source.scheme
    row = {
        **row_head(source, annotation.annotator),
        "annotator": annotation.annotator,
        "annotator_kind": ANNOTATOR_KINDS.index(kind),
        "scheme": annotation.scheme,
        "status": STATUSES.index(annotation.status),
        "text": source.article.text,
        "flags": list(annotation.flags),
        "entities": [
            {"id": e.id, "name": e.name, "kind": labels.kind[e.kind], "wikidata": e.wikidata}
            for e in annotation.entities
        ],
        "mentions": [
            _item(
                source,
                mention,
                label=labels.mention[mention.label],
                **({"use": labels.use.get(mention.use or "")} if labels.use else {}),
                entity=mention.entity,
            )
            for mention in annotation.mentions
        ],
    }
    if scheme.has("cues"):
        row["cues"] = [_item(source, cue) for cue in annotation.cues]
    if scheme.has("quotes"):
        row["quotes"] = [_quote(source, quote) for quote in annotation.quotes]
    if scheme.has("stances"):
        row["stances"] = [_stance(source, stance) for stance in annotation.stances]
    return {**row, "quality": QUALITIES.index(quality_of(annotation, source.annotators))}


def _quote(source: Source, quote: Quote) -> Row:
    return _item(
        source,
        quote,
        type=source.labels.quote_type[quote.type],
        **({"cue": quote.cue} if source.scheme.has("cues") else {}),
        speakers=list(quote.speakers or ()),
        via=list(quote.via),
        continues=quote.continues,
    )


def _stance(source: Source, stance: Stance) -> Row:
    return _item(
        source,
        stance,
        label=source.labels.stance[stance.label],
        holders=list(stance.holders),
        **({"issue": stance.issue} if source.scheme.issues else {}),
        target=stance.target,
    )


def _item(source: Source, item: Mention | Cue | Quote | Stance, **attributes: object) -> Row:
    span = item.span
    place = {"id": item.id, "start": span.start, "end": span.end, "text": span.of(source.article.text)}
    return {**place, **attributes, "unsure": item.unsure, "origin": _origin(item.provenance)}


def _origin(provenance: Provenance | None) -> Row | None:
    if provenance is None:
        return None
    place = ORIGINS.index(provenance.origin.value)
    return {"from": place, "producer": provenance.producer, "version": provenance.version}
