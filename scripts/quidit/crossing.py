"""The crossing between what files say (documents) and what we believe (records), in both directions.

Documents that come in have passed the JSON Schemas; documents that go out have their keys and lists in
canonical order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from quidit.documents import (
    AnnotationFile,
    AnnotatorFile,
    ArticleFile,
    MentionFile,
    QuoteFile,
    SpanFile,
    StanceFile,
)
from quidit.records import (
    Annotation,
    Annotator,
    Article,
    Cue,
    Entity,
    Mention,
    Origin,
    Provenance,
    Quote,
    Rights,
    Source,
    Span,
    Stance,
)

Item = TypeVar("Item", Mention, Cue, Quote, Stance)


def read_article(document: ArticleFile) -> Article:
    """The article that its file says."""
    return Article(
        id=document["id"],
        language=document["language"],
        title=document.get("title"),
        event=document.get("event"),
        source=Source(**document["source"]),
        rights=Rights(**document["rights"]),
        text="\n".join(document["paragraphs"]),
        text_sha256=document["text_sha256"],
        sentences=tuple(Span(start, end) for start, end in document["sentences"]),
    )


def write_article(article: Article) -> Mapping[str, object]:
    """What the article's file says, keys in canonical order."""
    source, rights = article.source, article.rights
    return _present(
        id=article.id,
        language=article.language,
        title=article.title,
        event=article.event,
        source=_present(
            file=source.file,
            sha256=source.sha256,
            publisher=source.publisher,
            url=source.url,
            published=source.published,
            note=source.note,
        ),
        rights=_present(
            text=rights.text,
            redistribution=rights.redistribution,
            decided_by=rights.decided_by,
            date=rights.date,
            basis=rights.basis,
        ),
        text_sha256=article.text_sha256,
        paragraphs=article.text.split("\n"),
        sentences=[[sentence.start, sentence.end] for sentence in article.sentences],
    )


def read_annotation(document: AnnotationFile) -> Annotation:
    """The annotation that its file says, each layer in text order: start, then the longer span first."""
    return Annotation(
        article=document["article"],
        annotator=document["annotator"],
        scheme=document["scheme"],
        text_sha256=document["text_sha256"],
        status=document["status"],
        quality=document.get("quality"),
        flags=tuple(document.get("flags", ())),
        entities=tuple(Entity(**entity) for entity in document.get("entities", ())),
        mentions=_in_text_order(_read_mention(mention) for mention in document.get("mentions", ())),
        cues=_in_text_order(_read_cue(cue) for cue in document.get("cues", ())),
        quotes=_in_text_order(_read_quote(quote) for quote in document.get("quotes", ())),
        stances=_in_text_order(_read_stance(stance) for stance in document.get("stances", ())),
    )


def _read_mention(mention: MentionFile) -> Mention:
    return Mention(
        id=mention["id"],
        span=_span(mention),
        label=mention["label"],
        entity=mention["entity"],
        use=mention.get("use"),
        unsure=mention.get("unsure", False),
        provenance=_read_origin(mention),
    )


def _read_cue(cue: SpanFile) -> Cue:
    return Cue(cue["id"], _span(cue), unsure=cue.get("unsure", False), provenance=_read_origin(cue))


def _read_quote(quote: QuoteFile) -> Quote:
    return Quote(
        id=quote["id"],
        span=_span(quote),
        type=quote["type"],
        speakers=tuple(quote["speakers"]) if "speakers" in quote else None,
        via=tuple(quote.get("via", ())),
        cue=quote.get("cue"),
        continues=quote.get("continues"),
        unsure=quote.get("unsure", False),
        provenance=_read_origin(quote),
    )


def _read_stance(stance: StanceFile) -> Stance:
    return Stance(
        id=stance["id"],
        span=_span(stance),
        label=stance["label"],
        holders=tuple(stance["holders"]),
        issue=stance.get("issue"),
        target=stance.get("target"),
        unsure=stance.get("unsure", False),
        provenance=_read_origin(stance),
    )


def _span(item: SpanFile) -> Span:
    return Span(item["start"], item["end"])


def _read_origin(item: SpanFile) -> Provenance | None:
    origin = item.get("origin")
    return origin and Provenance(Origin(origin["from"]), origin["producer"], origin["version"])


def write_annotation(annotation: Annotation, text: str) -> Mapping[str, object]:
    """What the annotation's file says of the article ``text``: canonical keys, each list in text order.

    Entities stand in the order of their first mention, then those without a mention.
    """
    mentions = _in_text_order(annotation.mentions)
    rank = {entity: place for place, entity in reversed(list(enumerate(m.entity for m in mentions)))}
    entities = sorted(annotation.entities, key=lambda entity: rank.get(entity.id, len(mentions)))
    return _present(
        article=annotation.article,
        annotator=annotation.annotator,
        scheme=annotation.scheme,
        text_sha256=annotation.text_sha256,
        status=annotation.status,
        quality=annotation.quality,
        flags=list(annotation.flags),
        entities=[_present(id=e.id, name=e.name, kind=e.kind, wikidata=e.wikidata) for e in entities],
        mentions=[_written(m, text, label=m.label, use=m.use, entity=m.entity) for m in mentions],
        cues=[_written(cue, text) for cue in _in_text_order(annotation.cues)],
        quotes=[_write_quote(quote, text) for quote in _in_text_order(annotation.quotes)],
        stances=[
            _written(s, text, label=s.label, holders=list(s.holders), issue=s.issue, target=s.target)
            for s in _in_text_order(annotation.stances)
        ],
    )


def _write_quote(quote: Quote, text: str) -> Mapping[str, object]:
    """``speakers`` stays a tuple, so that an empty one is written: the article names nobody."""
    return _written(
        quote,
        text,
        type=quote.type,
        cue=quote.cue,
        speakers=quote.speakers,
        via=list(quote.via),
        continues=quote.continues,
    )


def _written(item: Mention | Cue | Quote | Stance, text: str, **attributes: object) -> Mapping[str, object]:
    """A span's file form: place, words, what the layer adds, then doubt and origin."""
    origin = item.provenance
    return _present(
        id=item.id,
        start=item.span.start,
        end=item.span.end,
        text=item.span.of(text),
        **attributes,
        unsure=item.unsure or None,
        origin=origin and {"from": origin.origin.value, "producer": origin.producer, "version": origin.version},
    )


def _in_text_order(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (*item.span.text_order, int(item.id[1:]))))


def _present(**members: object) -> Mapping[str, object]:
    """The members that are there: what is absent is not written (None, and empty lists)."""
    return {key: value for key, value in members.items() if value is not None and value != []}


def read_annotator(document: AnnotatorFile) -> Annotator:
    """The annotator that an element of ``annotators.json`` says."""
    return Annotator(
        id=document["id"],
        kind=document["kind"],
        languages=tuple(document.get("languages", ())),
        note=document.get("note"),
    )
