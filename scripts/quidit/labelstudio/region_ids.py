"""Region ids: which of Label Studio's regions is which of an annotator's mentions, cues, quotes and stances."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quidit.documents import RegionIdsFile
from quidit.problems import QuiditError
from quidit.records import ID_PREFIXES, LAYERS, Annotation, Layer

_ID = re.compile(r"[mcqs][1-9][0-9]*")


class BrokenRegionIdsError(QuiditError, ValueError):
    """A document that does not say region ids; the message names the member."""


@dataclass(frozen=True, slots=True)
class RegionIds:
    """The ids that one annotator's regions of one article have ever had; entries are only ever added.

    A region has one id in each layer that it was ever labelled in.
    """

    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, region: str, layer: Layer) -> str:
        """Our id of a region in a layer.

        Raises:
            KeyError: the region was never numbered in that layer; number it with ``numbering``.
        """
        known = self._known(region, layer)
        if known is None:
            raise KeyError(f"{region} has no id in {layer}; number it first")
        return known

    def numbering(self, regions: Iterable[tuple[str, Layer]], *, ours: bool = False) -> RegionIds:
        """These ids and one for each of the regions: the one it has, the one it was pushed under, or the next.

        A region that bears an id of its layer was pushed under it, unless that id is another region's; with
        ``ours`` the annotator's own annotation was pushed, so that it may be another's of an earlier task. The
        next id is the layer's highest ever used plus one, in the order given.
        """
        wanted = list(dict.fromkeys(regions))
        entries = {region: list(ids) for region, ids in self.regions.items()}
        present = {known for each in wanted if (known := self._known(*each))}
        taken = present if ours else {each for ids in entries.values() for each in ids}
        new = []
        for region, layer in wanted:
            ids = entries.setdefault(region, [])
            if _in_layer(ids, layer):
                continue
            if is_id(region, layer) and region not in taken:
                ids.append(region)
            else:
                new.append((region, layer))
        highest = Counter[str]()
        for each in (each for ids in entries.values() for each in ids):
            highest[each[0]] = max(highest[each[0]], int(each[1:]))
        for region, layer in new:
            prefix = ID_PREFIXES[layer]
            highest[prefix] += 1
            entries[region].append(f"{prefix}{highest[prefix]}")
        return RegionIds({region: _in_layer_order(ids) for region, ids in entries.items()})

    def after(self, annotation: Annotation) -> RegionIds:
        """These ids and those of an annotation that came by another way, each of a region that bears it."""
        held = {each for ids in self.regions.values() for each in ids}
        missing = {each: (*self.regions.get(each, ()), each) for each in annotation.by_id if each not in held}
        return RegionIds({**self.regions, **{region: _in_layer_order(ids) for region, ids in missing.items()}})

    def _known(self, region: str, layer: Layer) -> str | None:
        return _in_layer(self.regions.get(region, ()), layer)


def read_region_ids(document: object) -> RegionIds:
    """The region ids that a file says.

    Raises:
        BrokenRegionIdsError: it has another form than ``RegionIdsFile``.
    """
    regions = document.get("regions") if isinstance(document, Mapping) else None
    if not isinstance(regions, Mapping):
        raise BrokenRegionIdsError("the region ids have no member 'regions'; restore the file from git")
    for region, ids in regions.items():
        if not (isinstance(ids, list) and ids and all(isinstance(each, str) and _ID.fullmatch(each) for each in ids)):
            raise BrokenRegionIdsError(f"the region {region!r} has the ids {ids!r}; restore the file from git")
        if len({each[0] for each in ids}) < len(ids):
            raise BrokenRegionIdsError(f"the region {region!r} has two ids in a layer: {ids!r}; remove the later one")
    return RegionIds({region: _in_layer_order(ids) for region, ids in regions.items()})


def write_region_ids(ids: RegionIds, *, article: str, annotator: str) -> RegionIdsFile:
    """What the file of region ids says, in canonical order: regions by the ids that they have."""
    by_id = sorted(ids.regions.items(), key=lambda entry: ([_order(each) for each in entry[1]], entry[0]))
    regions = {region: list(members) for region, members in by_id}
    return RegionIdsFile(article=article, annotator=annotator, regions=regions)


def _in_layer(ids: Iterable[str], layer: Layer) -> str | None:
    return next((each for each in ids if each.startswith(ID_PREFIXES[layer])), None)


def is_id(region: str, layer: Layer) -> bool:
    """Whether a text has the form of the layer’s ids."""
    return bool(_ID.fullmatch(region)) and region.startswith(ID_PREFIXES[layer])


def _in_layer_order(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids, key=_order))


def _order(each: str) -> tuple[int, int]:
    return ("".join(ID_PREFIXES[layer] for layer in LAYERS).index(each[0]), int(each[1:]))
