"""Regions: what an answer marks in the text, before names and relations are made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quidit.labelstudio.causes import NO_LABEL, NO_SPAN, ONLY_BLANKS, OUT_OF_PLACE, TOO_MANY, TWO_LAYERS
from quidit.labelstudio.controls import FLAG, LABELS, OF_LAYER, SENTENCES, Vocabulary
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.results import Arrow, Json, Result, read_results
from quidit.records import Layer, Span

_LAYERS = tuple(LABELS)


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled span of a layer, under Label Studio's id; a region labelled in two layers is two of these.

    ``attributes`` are the values of each control that says something of it, in the order of the scheme.
    """

    id: str
    layer: Layer
    span: Span
    label: str
    attributes: Mapping[str, tuple[str, ...]]

    @property
    def key(self) -> tuple[str, Layer]:
        """Which region in which layer."""
        return (self.id, self.layer)

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Key of the text's order; of equal spans, in the order in which a task shows their layers."""
        return (*self.span.text_order, _LAYERS.index(self.layer), self.id)


@dataclass(frozen=True, slots=True)
class Marked:
    """What an answer marks: regions in text order, relations as drawn, sentences and flags of the article.

    ``touched`` are all regions that it names, those left out among them.
    """

    regions: tuple[Region, ...]
    arrows: tuple[Arrow, ...]
    sentences: tuple[Span, ...]
    flags: tuple[str, ...]
    touched: frozenset[str]


def mark(answer: Json, vocabulary: Vocabulary, notes: Notes) -> Marked:
    """What the answer marks in the text of the notes; what cannot be a region is noted and left out."""
    read = read_results(answer, vocabulary, notes)
    regions: list[Region] = []
    sentences: set[Span] = set()
    said: dict[str, dict[str, list[Result]]] = {region: {} for region in sorted(read.touched)}
    for result in read.results:
        said.setdefault(result.region, {}).setdefault(result.control, []).append(result)
    flags = said.pop("", {}).get(FLAG, [])
    for region, results in said.items():
        sheet = _Sheet(region, results, vocabulary, notes)
        sentences.update(sheet.sentences())
        regions += sheet.regions()
    regions.sort(key=lambda each: each.order)
    flag_ids = vocabulary.in_order(FLAG, (each for result in flags for each in result.values))
    return Marked(tuple(regions), read.arrows, tuple(sorted(sentences)), flag_ids, read.touched)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """All that the controls say of one region."""

    region: str
    results: Mapping[str, Sequence[Result]]
    vocabulary: Vocabulary
    notes: Notes

    def sentences(self) -> Iterator[Span]:
        """Its span, where it is a sentence."""
        return (span for span, _ in self._labelled(SENTENCES))

    def regions(self) -> Iterator[Region]:
        """The region in each layer that it is labelled in."""
        label_controls = (*self.vocabulary.layers, SENTENCES)
        labels = [control for control in label_controls if control in self.results and self._values(control)]
        layers = [self.vocabulary.layers[control] for control in labels if control != SENTENCES]
        if not labels and not self.notes.concern(self.region):
            self.notes.take(NO_LABEL, "it has no label", region=self.region, fix="give it one, or delete it")
        if len(labels) > 1:
            message = f"it has labels of {' and '.join(labels)}, and was read as one of each"
            span = next((span for control in labels for span, _ in self._labelled(control)), None)
            fix = "take away the labels that are not meant, or draw one region for each"
            self.notes.take(TWO_LAYERS, message, region=self.region, span=span, got=self._all(labels), fix=fix)
        attributes = dict(self._attributes(layers)) if labels else {}
        for layer, control in zip(layers, labels, strict=False):
            for span, label in self._labelled(control):
                own = {each: values for each, values in attributes.items() if OF_LAYER.get(each, layer) == layer}
                yield Region(self.region, layer, span, label, own)

    def _values(self, control: str) -> tuple[str, ...]:
        of_control = (result.values for result in self.results.get(control, ()))
        return self.vocabulary.in_order(control, (each for values in of_control for each in values))

    def _all(self, controls: Sequence[str]) -> str:
        return ", ".join(f"{control} {value}" for control in controls for value in self._values(control))

    def _labelled(self, control: str) -> Iterator[tuple[Span, str]]:
        """The region's span and label in a control, or nothing where it has no label there or no span."""
        labelled = [result for result in self.results.get(control, ()) if result.values]
        spans = {span for result in labelled if (span := self._span(*result.offsets))}
        if not spans:
            return
        span, label = min(spans, key=lambda each: each.text_order), self._values(control)[0]
        if len(spans) > 1 or len(self._values(control)) > 1:
            got = ", ".join([*self._values(control), *(f"[{each.start}, {each.end})" for each in sorted(spans))])
            message = f"it has several labels or places in {control}; {label} at {span.start} was taken"
            self.notes.take(TOO_MANY, message, region=self.region, span=span, got=got, fix="keep one")
        yield span, label

    def _span(self, start: object, end: object) -> Span | None:
        """The span without the blanks at its edges, or None where it holds nothing."""
        first, last = _whole(start), _whole(end)
        got = f"[{start}, {end})"
        if first is None or last is None or not 0 <= first < last <= len(self.notes.text):
            expected = f"0 ≤ start < end ≤ {len(self.notes.text)}"
            self.notes.take(
                NO_SPAN, f"{got} is no span", region=self.region, got=got, expected=expected, fix="draw it again"
            )
            return None
        words = self.notes.text[first:last]
        if not words.strip():
            self.notes.take(ONLY_BLANKS, f"{got} holds only blanks", region=self.region, got=got, fix="delete it")
            return None
        first += len(words) - len(words.lstrip())
        return Span(first, first + len(words.strip()))

    def _attributes(self, layers: Sequence[Layer]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What is said of the region beside its labels, by control, where its layers have such a thing."""
        controls = set(self.results) - {*self.vocabulary.layers, SENTENCES}
        for control in sorted(controls):
            values = self._values(control)
            if values and layers and OF_LAYER.get(control, layers[0]) in layers:
                yield control, values
            elif values:
                message = f"it has {control}, which is not for what it is labelled"
                self.notes.take(OUT_OF_PLACE, message, region=self.region, got=", ".join(values))


def _whole(offset: object) -> int | None:
    """The offset as a whole number; JSON written elsewhere may hold 12.0 for 12."""
    if isinstance(offset, float) and offset.is_integer():
        return int(offset)
    return offset if isinstance(offset, int) and not isinstance(offset, bool) else None
