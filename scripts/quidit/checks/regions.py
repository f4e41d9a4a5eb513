"""Rules on region ids: that a region of Label Studio is one item a layer, and an item one region."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.rules import rule
from quidit.checks.subjects import RegionIdsSubject
from quidit.json_source import escaped
from quidit.problems import Finding


@rule("QD440")
def region_with_two_ids(region_ids: RegionIdsSubject) -> Iterator[Finding]:
    """A region has one id in each layer that it was labelled in; with two, the next pull would choose one by chance."""
    for region, ids in region_ids.regions():
        first: dict[str, str] = {}
        for number, each in ids:
            if (other := first.setdefault(each[0], each)) is not each:
                yield Finding(
                    f"the region {region} has the ids {other} and {each}, which are of one layer",
                    f"/regions/{escaped(region)}/{number}",
                    got=each,
                    expected="one id a layer",
                    fix="remove the one that the annotation does not have",
                )


@rule("QD441")
def id_of_two_regions(region_ids: RegionIdsSubject) -> Iterator[Finding]:
    """An id belongs to one region for ever; given to two, a later pull would write two items under one id."""
    holder: dict[str, str] = {}
    for region, ids in region_ids.regions():
        for number, each in ids:
            if (other := holder.setdefault(each, region)) != region:
                yield Finding(
                    f"{each} is the id of the regions {other} and {region}",
                    f"/regions/{escaped(region)}/{number}",
                    got=each,
                    expected="an id that no other region has",
                    fix="restore the file from git, and pull again",
                )
