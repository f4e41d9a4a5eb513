"""Random articles with valid annotations, in texts that break what counts other things than code points."""

import unicodedata
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from labelstudio.made import SCHEME, article_of
from quidit.crossing import read_annotation, write_annotation
from quidit.records import Annotation, Article, Cue, Entity, Mention, Origin, Provenance, Quote, Span, Stance

PIECES = (
    "l’Ukraine",
    "a dit",
    "«\N{NARROW NO-BREAK SPACE}non\N{NARROW NO-BREAK SPACE}»",
    "10\N{NO-BREAK SPACE}%",
    "😀",
    "👩\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧",
    "🇫🇷",
    "👍🏽",
    "שלום",
    "مرحبا",
    "x\N{COMBINING ACUTE ACCENT}\N{COMBINING CEDILLA}",
    "ก\N{THAI CHARACTER SARA AM}",
    "漢字",
    "\N{MATHEMATICAL BOLD CAPITAL A}",
    "a\\nb",
    "<b>&amp;",
    "\N{LEFT-TO-RIGHT MARK}e",
    "Zoé",
)
PARAGRAPHS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=4).map("\n".join).map(lambda text: unicodedata.normalize("NFC", text))
PROVENANCES = st.none() | st.builds(
    Provenance, st.sampled_from(list(Origin)), st.sampled_from(["spacy", "le chat"]), st.sampled_from(["1.0", "2"])
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article whose sentences are its paragraphs, some of them cut in two at a blank."""
    sentences: list[Span] = []
    article = article_of(draw(TEXTS))
    for paragraph in article.paragraphs:
        blanks = [at for at in range(paragraph.start + 1, paragraph.end - 1) if article.text[at] == " "]
        if blanks and draw(st.booleans()):
            at = draw(st.sampled_from(blanks))
            sentences += [Span(paragraph.start, at), Span(at + 1, paragraph.end)]
        else:
            sentences.append(paragraph)
    return replace(article, sentences=tuple(sentences))


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """A stretch of the text that begins and ends with something visible, anywhere and of any length."""
    visible = [at for at, character in enumerate(text) if not character.isspace()]
    first, last = sorted((draw(st.sampled_from(visible)), draw(st.sampled_from(visible))))
    return Span(first, last + 1)


@st.composite
def annotations(draw: st.DrawFn, article: Article) -> Annotation:
    """A valid annotation in canonical order, of any shape: spans nest, cross and repeat, ids follow no order."""
    entities = draw(st.lists(ENTITIES, min_size=1, max_size=4, unique_by=lambda entity: entity.id))
    common: dict[str, Any] = {"span": spans(article.text), "unsure": st.booleans(), "provenance": PROVENANCES}
    entity = st.sampled_from([each.id for each in entities])
    mentions = [
        replace(mention, use=None if mention.label not in SCHEME.with_uses else mention.use)
        for mention in draw(
            st.lists(
                st.builds(Mention, id=_ids("m"), label=_of(SCHEME.mentions), use=_use(), entity=entity, **common),
                max_size=5,
                unique_by=_id,
            )
        )
    ]
    cues = draw(st.lists(st.builds(Cue, id=_ids("c"), **common), max_size=3, unique_by=_id))
    by_text = [mention.id for mention in sorted(mentions, key=_in_text)]
    some = _subsets(by_text)
    bare = st.builds(Quote, id=_ids("q"), type=_of(SCHEME.quote_types), speakers=st.none() | some, via=some, **common)
    quotes = draw(st.lists(bare, max_size=4, unique_by=_id))
    ids = [quote.id for quote in quotes]
    quotes = [
        replace(
            quote,
            cue=draw(_maybe([cue.id for cue in cues])),
            continues=draw(_maybe([each for each in ids if each != quote.id])),
        )
        for quote in quotes
    ]
    attitude = st.builds(
        Stance,
        id=_ids("s"),
        label=_of(SCHEME.stances),
        holders=some.filter(bool) if by_text else st.just(()),
        issue=_maybe([issue.id for issue in SCHEME.issues]),
        target=_maybe([*by_text, *ids]),
        **common,
    )
    stances = draw(st.lists(attitude, max_size=4 if by_text else 0, unique_by=_id))
    annotation = Annotation(
        article=article.id,
        annotator="zoe",
        scheme=SCHEME.version,
        text_sha256=article.text_sha256,
        status="complete",
        flags=draw(_subsets([flag.id for flag in SCHEME.article_flags])),
        entities=tuple(entities),
        mentions=tuple(mentions),
        cues=tuple(cues),
        quotes=tuple(quotes),
        stances=tuple(stances),
    )
    return read_annotation(write_annotation(annotation, article.text))  # type: ignore[arg-type]  # a document


ENTITIES = st.builds(
    Entity,
    id=st.sampled_from(["zoe", "paris", "paris-2", "entity-m1", "7", "xi"]),
    name=st.sampled_from(["Zoé", "zoé", "paris", "מרים", "l’Ukraine", "$text"]),
    kind=st.sampled_from([kind.id for kind in SCHEME.entity_kinds]),
    wikidata=st.none() | st.just("Q90"),
)


def _ids(prefix: str) -> st.SearchStrategy[str]:
    return st.integers(1, 30).map(lambda number: f"{prefix}{number}")


def _id(item: Any) -> str:
    return item.id


def _in_text(item: Any) -> tuple[int, ...]:
    return (*item.span.text_order, int(item.id[1:]))


def _of(labels: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([getattr(label, "label", None) for label in labels])


def _use() -> st.SearchStrategy[str | None]:
    return _maybe([use.id for use in SCHEME.uses])


def _maybe(values: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values) if values else st.none()


def _subsets(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the values, in their order."""
    if not values:
        return st.just(())
    return st.sets(st.sampled_from(values)).map(lambda some: tuple(each for each in values if each in some))
