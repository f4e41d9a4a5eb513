"""The verification: a release folder compared with what its tag makes, byte by byte or by content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quidit.release.edition import BrokenEditionError, NoEditionError, read_manifest
from quidit.release.manifest import MANIFEST
from quidit.release.verify.card_metadata import CARD, metadata_discrepancies
from quidit.release.verify.claims import false_claims
from quidit.release.verify.discrepancy import Discrepancy, Kind
from quidit.release.verify.sides import Agreement, Sides, files_by_split, split_of
from quidit.release.verify.split_files import split_discrepancies
from quidit.release.verify.texts import left_alone, text_discrepancies


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification came to.

    Under the same packages every byte is compared; under others rows, features and texts are, and ``left_alone`` are
    the files that then cannot be.
    """

    discrepancies: tuple[Discrepancy, ...]
    files: int
    agreement: Agreement
    left_alone: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return not self.discrepancies


def verification(folder: Path, rebuilt: Path) -> Verification:
    """The release in ``folder`` compared with the one in ``rebuilt``, which was made of its tag here and now."""
    sides, made = Sides(rebuilt, folder), read_manifest(rebuilt)
    try:
        said = read_manifest(folder)
    except NoEditionError:  # that the manifest is missing is told with the files
        agreement, lies = Agreement({}, made["made_with"]), []
    except BrokenEditionError as error:
        agreement, lies = Agreement({}, made["made_with"]), [Discrepancy(MANIFEST, Kind.MANIFEST, str(error))]
    else:
        agreement = Agreement(said["made_with"], made["made_with"])
        lies = list(false_claims(folder, said, made, agreement.keys))
    found = [*_of_files(sides, agreement, made["version"]), *lies]
    return Verification(tuple(found), len(sides.stand), agreement, left_alone(sides, agreement))


def _of_files(sides: Sides, agreement: Agreement, version: str) -> Iterator[Discrepancy]:
    yield from _presence(sides, by_bytes=agreement.by_bytes)
    yield from split_discrepancies(sides, by_bytes=agreement.by_bytes)
    if CARD in sides.stand:
        yield from metadata_discrepancies(sides.got, files_by_split(sides.stand), version)
    yield from text_discrepancies(sides, agreement)


def _presence(sides: Sides, *, by_bytes: bool) -> Iterator[Discrepancy]:
    """Files that are missing and files too many; under other packages a split may have another number of files."""
    splits = files_by_split(sides.belong).keys() & files_by_split(sides.stand).keys()
    for name in sorted(set(sides.belong) ^ set(sides.stand)):
        if by_bytes or split_of(name) not in splits:
            is_missing = name in sides.belong
            message = "is missing; get the release anew" if is_missing else "is no file that the tag makes; remove it"
            yield Discrepancy(name, Kind.MISSING if is_missing else Kind.EXTRA, message)
