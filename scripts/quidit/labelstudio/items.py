"""Items: mentions, cues, quotes and stances made of regions and of what joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quidit.labelstudio.causes import CONTRADICTION, NO_HOLDER, NO_SPEAKER, NO_TARGET, OUT_OF_PLACE, TOO_MANY, Cause
from quidit.labelstudio.controls import ISSUE, UNSURE, USE, WITHOUT
from quidit.labelstudio.notes import Notes
from quidit.labelstudio.regions import Region
from quidit.labelstudio.relations import Links
from quidit.records import Annotation, Article, Cue, Layer, Mention, Quote, Span, Stance
from quidit.scheme import Scheme

Item = Mention | Cue | Quote | Stance

CUE_DISTANCE = 60
"""Code points between a quote and a cue that is taken for its own without being said to be."""


def layers_of(annotation: Annotation) -> Mapping[Layer, tuple[Item, ...]]:
    """The annotation’s items by layer."""
    return {
        "mentions": annotation.mentions,
        "cues": annotation.cues,
        "quotes": annotation.quotes,
        "stances": annotation.stances,
    }


@dataclass(frozen=True)
class Maker:
    """What items are made from; ``entities`` by mention region, ``id_of`` gives our id of a region.

    ``is_complete`` says whether the annotator called the answer finished, so that what is missing is a problem.
    """

    article: Article
    scheme: Scheme
    regions: Sequence[Region]
    links: Links
    entities: Mapping[str, str]
    id_of: Callable[[Region], str]
    notes: Notes
    is_complete: bool

    def items(self) -> Iterator[tuple[Region, Item]]:
        """The item of each region, in text order, but for stances that nobody holds."""
        for region in self.regions:
            if item := self._item(region):
                yield region, item

    def _item(self, region: Region) -> Item | None:
        match region.layer:
            case "mentions":
                return self._mention(region)
            case "cues":
                return Cue(self.id_of(region), region.span, unsure=_is_unsure(region))
            case "quotes":
                return self._quote(region)
            case _:
                return self._stance(region)

    def _mention(self, region: Region) -> Mention:
        use = self._chosen(region, USE)
        if use and region.label not in self.scheme.with_uses:
            message = f"it has a use, {use}, which {region.label} does not take"
            self._note(OUT_OF_PLACE, message, region, got=use)
            use = None
        entity = self.entities[region.id]
        return Mention(self.id_of(region), region.span, region.label, entity, use=use, unsure=_is_unsure(region))

    def _quote(self, region: Region) -> Quote:
        without = region.attributes.get(WITHOUT, ())
        return Quote(
            id=self.id_of(region),
            span=region.span,
            type=region.label,
            speakers=self._speakers(region, is_without="speaker" in without),
            via=self._ids(region, "via"),
            cue=self._cue(region, is_without="cue" in without),
            continues=self._only(region, "continues"),
            unsure=_is_unsure(region),
        )

    def _speakers(self, region: Region, *, is_without: bool) -> tuple[str, ...] | None:
        """Who said it, nobody where the annotator says that the article names nobody, or None where they say nothing."""
        speakers = self._ids(region, "speaker")
        if speakers and is_without:
            self._note(CONTRADICTION, "it has a speaker and is said to have none; the speaker was taken", region)
        if not speakers and not is_without and self.is_complete:
            fix = "draw the relation to its speaker, or say that the article names none"
            self._note(NO_SPEAKER, "it does not say who speaks", region, fix=fix)
        return speakers if speakers or is_without else None

    def _cue(self, region: Region, *, is_without: bool) -> str | None:
        """The cue that it is joined to, else the nearest unless the annotator says that it has none."""
        cue = self._only(region, "cue")
        if cue and is_without:
            self._note(CONTRADICTION, "it has a cue and is said to have none; the cue was taken", region)
        if cue or is_without:
            return cue
        nearest = nearest_cue(region.span, [each for each in self.regions if each.layer == "cues"], self.article)
        return self.id_of(nearest) if nearest else None

    def _stance(self, region: Region) -> Stance | None:
        holders = self._ids(region, "holder")
        if not holders:
            fix = "draw the relation to its holder"
            self._note(NO_HOLDER, "it does not say whose attitude it is, and was left out", region, fix=fix)
            return None
        issue, target = self._chosen(region, ISSUE), self._only(region, "target")
        if issue is None and target is None and self.is_complete:
            fix = "choose an issue, or draw the relation to its target"
            self._note(NO_TARGET, "it does not say what it is for or against", region, fix=fix)
        unsure = _is_unsure(region)
        return Stance(self.id_of(region), region.span, region.label, holders, issue, target, unsure=unsure)

    def _chosen(self, region: Region, control: str) -> str | None:
        """The value of a control that takes one: of several, the first in the scheme."""
        values = region.attributes.get(control, ())
        if len(values) > 1:
            message = f"it has several values of {control}; {values[0]} was taken"
            self._note(TOO_MANY, message, region, got=", ".join(values), fix="choose one")
        return values[0] if values else None

    def _ids(self, region: Region, relation: str) -> tuple[str, ...]:
        """Our ids of the regions that a relation leads to, in the order of files."""
        ends = (
            (*end.span.text_order, int(self.id_of(end)[1:]), self.id_of(end)) for end in self.links.of(region, relation)
        )
        return tuple(each for *_, each in sorted(ends))

    def _only(self, region: Region, relation: str) -> str | None:
        """Where a relation leads that may lead to one thing only: to the first in the text."""
        ends = self._ids(region, relation)
        if len(ends) > 1:
            message = f"it has several relations {relation}; the one to {ends[0]} was taken"
            self._note(TOO_MANY, message, region, got=", ".join(ends), fix="delete the others")
        return ends[0] if ends else None

    def _note(self, cause: Cause, message: str, region: Region, *, got: str = "", fix: str = "") -> None:
        self.notes.take(cause, message, region=region.id, span=region.span, got=got, fix=fix)


def nearest_cue(quote: Span, cues: Iterable[Region], article: Article) -> Region | None:
    """The cue nearest to a quote in its paragraph and within ``CUE_DISTANCE``, of equally near ones the first.

    A cue inside the quote belongs to a quote inside it.
    """
    around = [paragraph for paragraph in article.paragraphs if paragraph.overlaps(quote)]
    near = [
        (distance, cue.order, cue)
        for cue in cues
        if not cue.span.overlaps(quote) and any(paragraph.contains(cue.span) for paragraph in around)
        if (distance := max(cue.span.start - quote.end, quote.start - cue.span.end)) <= CUE_DISTANCE
    ]
    return min(near, key=lambda each: each[:2])[2] if near else None


def _is_unsure(region: Region) -> bool:
    return UNSURE in region.attributes
