"""Rows of what was annotated: sentences, tokens, quotes, stances and entities, under the annotation that decides.

Offsets count from the start of the row's own ``text``; labels are positions in the scheme's lists.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from quidit.language.tokens import tokenise
from quidit.records import Annotation, Article, Cue, Mention, Quote, Span, Stance
from quidit.release.features import OUTSIDE, PARTS, QUALITIES
from quidit.release.source import Source

Row = dict[str, object]
Item = TypeVar("Item", Mention, Cue, Stance)


def row_head(source: Source, part: str) -> Row:
    """What every row of a part of an article begins with; ``#`` sorts before whatever an id may hold."""
    return {"id": f"{source.article.id}#{part}", "article": source.article.id, "language": source.article.language}


def token_columns(text: str, names: Sequence[tuple[Span, str]], tags: Mapping[str, int]) -> Row:
    """A sentence's tokens, where they stand in it, and the tags that its flat names with their labels give them."""
    tokens = tokenise(text)
    return {
        "tokens": [token.of(text) for token in tokens],
        "starts": [token.start for token in tokens],
        "ends": [token.end for token in tokens],
        "ner_tags": [_tag(token, names, tags) for token in tokens],
    }


def _tag(token: Span, names: Sequence[tuple[Span, str]], tags: Mapping[str, int]) -> int:
    for span, label in names:
        if span.contains(token):
            return tags[f"{'B' if span.start == token.start else 'I'}-{label}"]
    return tags[OUTSIDE]


@dataclass(frozen=True)
class _Frame:
    """A stretch of the article that is a row's text."""

    article: Article
    span: Span

    def place(self, item: Mention | Cue | Quote | Stance | None) -> Row | None:
        """An item's id, offsets and words; null offsets where it does not lie in the frame."""
        if item is None:
            return None
        inside = self.span.contains(item.span)
        here = item.span.seen_from(self.span.start)
        return {
            "id": item.id,
            "start": here.start if inside else None,
            "end": here.end if inside else None,
            "text": item.span.of(self.article.text),
        }


@dataclass(frozen=True)
class View:
    """An article's rows under the annotation that decides."""

    source: Source
    annotation: Annotation

    @property
    def _article(self) -> Article:
        return self.source.article

    def _frame(self, span: Span) -> _Frame:
        return _Frame(self._article, span)

    @property
    def _quality(self) -> int:
        return QUALITIES.index(self.source.quality)

    @cached_property
    def _quotes_touching(self) -> Mapping[int, list[Quote]]:
        """The quotes in each sentence, in text order."""
        quotes: dict[int, list[Quote]] = defaultdict(list)
        for quote in self.annotation.quotes:
            for number in self.source.sentences_of(quote.span):
                quotes[number].append(quote)
        return quotes

    @cached_property
    def _mentions_of(self) -> Mapping[str, list[Mention]]:
        """The mentions of each entity that has any, in text order."""
        mentions: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.annotation.mentions:
            mentions[mention.entity].append(mention)
        return mentions

    def sentence(self, number: int) -> Row:
        span = self._article.sentences[number]
        frame, scheme, annotation = self._frame(span), self.source.scheme, self.annotation
        row = {
            **row_head(self.source, f"{number:05d}"),
            "sentence": number,
            "paragraph": self.source.paragraph_of(span),
            "start": span.start,
            "end": span.end,
            "text": span.of(self._article.text),
            "mentions": [self._mention(frame, mention) for mention in _inside(annotation.mentions, span)],
        }
        if scheme.has("cues"):
            row["cues"] = [{**_place(frame, c), "unsure": c.unsure} for c in _inside(annotation.cues, span)]
        if scheme.has("quotes"):
            row["quotes"] = [self._clipped(frame, quote) for quote in self._quotes_touching[number]]
        if scheme.has("stances"):
            row["stances"] = [
                {**_place(frame, stance), **self._stance(frame, stance)} for stance in _inside(annotation.stances, span)
            ]
        return {**row, "quality": self._quality}

    def tokens(self, number: int) -> Row:
        span = self._article.sentences[number]
        text = span.of(self._article.text)
        names = [
            (mention.span.seen_from(span.start), mention.label)
            for mention in _inside(self.annotation.mentions, span)
            if mention.label in self.source.scheme.names
        ]
        return {
            **row_head(self.source, f"{number:05d}"),
            "text": text,
            **token_columns(text, names, self.source.labels.tag),
            "quality": self._quality,
        }

    def quote(self, quote: Quote) -> Row:
        context = self.source.context_of(quote.span)
        frame = self._frame(context)
        return {
            **row_head(self.source, quote.id),
            "text": context.of(self._article.text),
            "quote": frame.place(quote),
            **self._quote(frame, quote),
        } | {"quality": self._quality}

    def stance(self, stance: Stance) -> Row:
        context = self.source.context_of(stance.span)
        frame = self._frame(context)
        return {
            **row_head(self.source, stance.id),
            "text": context.of(self._article.text),
            "stance": frame.place(stance),
            **self._stance(frame, stance),
        } | {"quality": self._quality}

    def entities(self) -> Iterator[Row]:
        for entity in sorted(self.annotation.entities, key=lambda entity: entity.id):
            mentions = self._mentions_of.get(entity.id, [])
            forms = Counter((m.span.of(self._article.text), self.source.labels.mention[m.label]) for m in mentions)
            yield {
                **row_head(self.source, entity.id),
                **self._entity(entity.id),
                "mentions": len(mentions),
                "forms": [{"text": t, "label": label, "count": n} for (t, label), n in sorted(forms.items())],
                "quality": self._quality,
            }

    def _entity(self, entity_id: str) -> Row:
        entity = self.annotation.entity_by_id[entity_id]
        return {
            "entity": entity.id,
            "name": entity.name,
            "kind": self.source.labels.kind[entity.kind],
            "wikidata": entity.wikidata,
        }

    def _mention(self, frame: _Frame, mention: Mention) -> Row:
        labels = self.source.labels
        use = {"use": labels.use.get(mention.use or "")} if labels.use else {}
        return {
            **_place(frame, mention),
            "label": labels.mention[mention.label],
            **use,
            **self._entity(mention.entity),
            "unsure": mention.unsure,
        }

    def _actors(self, frame: _Frame, ids: Iterable[str]) -> list[Row]:
        mentions = [mention for each in ids if isinstance(mention := self.annotation.by_id[each], Mention)]
        return [{**_place(frame, mention), **self._entity(mention.entity)} for mention in mentions]

    def _referred(self, frame: _Frame, item_id: str | None) -> Row | None:
        return frame.place(self.annotation.by_id[item_id]) if item_id else None

    def _clipped(self, frame: _Frame, quote: Quote) -> Row:
        """The part of a quote that a sentence holds, marked as what it is of the whole."""
        begins, ends = frame.span.start <= quote.span.start, quote.span.end <= frame.span.end
        part = {(True, True): "whole", (True, False): "begin", (False, True): "end"}.get((begins, ends), "inside")
        clipped = quote.span.clipped_to(frame.span) or quote.span
        here = clipped.seen_from(frame.span.start)
        relations = self._quote(frame, quote)
        return {
            "id": quote.id,
            "start": here.start,
            "end": here.end,
            "text": clipped.of(self._article.text),
            "type": relations.pop("type"),
            "part": PARTS.index(part),
            **relations,
        }

    def _quote(self, frame: _Frame, quote: Quote) -> Row:
        cue = {"cue": self._referred(frame, quote.cue)} if self.source.scheme.has("cues") else {}
        return {
            "type": self.source.labels.quote_type[quote.type],
            **cue,
            "speakers": self._actors(frame, quote.speakers or ()),
            "via": self._actors(frame, quote.via),
            "continues": quote.continues,
            "unsure": quote.unsure,
        }

    def _stance(self, frame: _Frame, stance: Stance) -> Row:
        near = self._quotes_touching[self.source.sentences_of(stance.span)[0]]
        holding = [quote for quote in near if quote.span.contains(stance.span)]
        quote = min(holding, key=lambda quote: len(quote.span), default=None)
        said = {
            "in_quote": frame.place(quote),
            "according_to": self._actors(frame, (quote.speakers or ()) if quote else ()),
        }
        scheme = self.source.scheme
        return {
            "label": self.source.labels.stance[stance.label],
            "holders": self._actors(frame, stance.holders),
            **({"issue": stance.issue} if scheme.issues else {}),
            "target": self._referred(frame, stance.target),
            **(said if scheme.has("quotes") else {}),
            "unsure": stance.unsure,
        }


def _place(frame: _Frame, item: Mention | Cue | Stance) -> Row:
    return frame.place(item) or {}


def _inside(items: Sequence[Item], span: Span) -> list[Item]:
    """The items that lie in a sentence, of a layer in text order."""
    first = bisect_left(items, span.start, key=lambda item: item.span.start)
    behind = bisect_left(items, span.end, key=lambda item: item.span.start)
    return [item for item in items[first:behind] if span.contains(item.span)]
