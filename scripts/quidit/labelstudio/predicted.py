"""Predicted: an annotation and the sentences of its article as results that Label Studio shows."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.generate.label_studio import SENTENCE
from quidit.labelstudio.controls import (
    CUE,
    ENTITY,
    FLAG,
    ISSUE,
    LABELS,
    SENTENCES,
    TEXT,
    UNSURE,
    USE,
    WITHOUT,
    Vocabulary,
)
from quidit.labelstudio.documents import RelationFile, ResultFile
from quidit.labelstudio.items import Item, layers_of
from quidit.records import Annotation, Article, Cue, Mention, Quote, Span, Stance


def sentence_results(article: Article) -> Iterator[ResultFile]:
    """The sentences as regions ``S1``, ``S2``, … of a layer of their own."""
    for number, sentence in enumerate(article.sentences, start=1):
        yield _labels(f"S{number}", SENTENCES, sentence, article.text, SENTENCE)


def annotation_results(
    annotation: Annotation, text: str, vocabulary: Vocabulary
) -> Iterator[ResultFile | RelationFile]:
    """The annotation’s spans under our ids, layer by layer with the outer ones first, its relations, and its flags."""
    layers = layers_of(annotation)
    items = [(layer, item) for layer in LABELS for item in sorted(layers[layer], key=lambda item: item.span.text_order)]
    for layer, item in items:
        yield _labels(item.id, LABELS[layer], item.span, text, _label(item))
        for control, choices in _attributes(item, vocabulary):
            yield _said(item, control, choices)
    for _, item in items:
        yield from (_relation(item.id, end, relation) for relation, end in _relations(item))
    if annotation.flags:
        flags = {"choices": list(annotation.flags)}
        yield ResultFile(id="flags", type="choices", from_name=FLAG, to_name=TEXT, value=flags)


def _labels(region: str, control: str, span: Span, text: str, label: str) -> ResultFile:
    value = {"start": span.start, "end": span.end, "text": span.of(text), "labels": [label]}
    return ResultFile(id=region, type="labels", from_name=control, to_name=TEXT, value=value)


def _said(item: Item, control: str, choices: list[str]) -> ResultFile:
    """What a control says of an item; a taxonomy says the path to each choice."""
    is_path = control == ENTITY
    kind = "taxonomy" if is_path else "choices"
    said = [[choice] for choice in choices] if is_path else choices
    value = {"start": item.span.start, "end": item.span.end, kind: said}
    return ResultFile(id=item.id, type=kind, from_name=control, to_name=TEXT, value=value)


def _relation(start: str, end: str, relation: str) -> RelationFile:
    return RelationFile(type="relation", from_id=start, to_id=end, direction="right", labels=[relation])


def _label(item: Item) -> str:
    match item:
        case Cue():
            return CUE
        case Quote():
            return item.type
        case _:
            return item.label


def _attributes(item: Item, vocabulary: Vocabulary) -> Iterator[tuple[str, list[str]]]:
    """What is chosen for an item, by control; that a quote has no cue is said, so that none is inferred."""
    match item:
        case Mention():
            yield from [(USE, [item.use])] if item.use else []
            yield ENTITY, [item.entity]
        case Quote():
            lacks = {"speaker": item.speakers == (), "cue": item.cue is None and "cue" in vocabulary.relations}
            without = [relation for relation, is_lacking in lacks.items() if is_lacking]
            yield from [(WITHOUT, without)] if without else []
        case Stance() if item.issue:
            yield ISSUE, [item.issue]
    if item.unsure:
        yield UNSURE, [UNSURE]


def _relations(item: Item) -> Iterator[tuple[str, str]]:
    """Each relation of an item with the id that it leads to."""
    match item:
        case Quote():
            yield from (("speaker", speaker) for speaker in item.speakers or ())
            yield from (("via", each) for each in item.via)
            yield from [("cue", item.cue)] if item.cue else []
            yield from [("continues", item.continues)] if item.continues else []
        case Stance():
            yield from (("holder", holder) for holder in item.holders)
            yield from [("target", item.target)] if item.target else []
