"""The Parquet files of a split: damaged, with other features or rows than the tag makes, or with other bytes alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from quidit.release.parquet import complaint, features_of_file
from quidit.release.verify.damage import damage, part_at
from quidit.release.verify.discrepancy import SHOWN, Discrepancy, Kind
from quidit.release.verify.row_differences import RowDifference, row_differences, table_of
from quidit.release.verify.sides import Sides, Split, files_by_split

if TYPE_CHECKING:
    import pyarrow as pa


def split_discrepancies(sides: Sides, *, by_bytes: bool) -> Iterator[Discrepancy]:
    """What is wrong with the Parquet files that are there and are not those of the tag, byte by byte."""
    belong, stand = files_by_split(sides.belong), files_by_split(sides.stand)
    for split, names in stand.items():
        if split in belong and (names != belong[split] or sides.differing.intersection(names)):
            yield from _of_split(sides, split, belong[split], names, by_bytes=by_bytes)


def _of_split(
    sides: Sides, split: Split, belong: Sequence[str], stand: Sequence[str], *, by_bytes: bool
) -> Iterator[Discrepancy]:
    unreadable = [name for name in stand if _trouble(sides, name)]
    if unreadable:
        yield from (_damaged(sides, name, by_bytes=by_bytes) for name in unreadable)
        return
    expected = table_of([sides.expected / name for name in belong])
    got = table_of([sides.got / name for name in stand])
    unlike = list(_unlike(sides, belong, stand, expected, got))
    if unlike:
        yield from unlike
        return
    features = features_of_file(sides.expected / belong[0])
    differences = row_differences(expected, got, features)
    told = [_row(split, stand[0], each) for each in islice(differences, SHOWN)]
    yield from told
    if more := sum(1 for _ in differences):
        yield Discrepancy(stand[0], Kind.ROWS, f"and {more:,} more differences in {'/'.join(split)}")
    if by_bytes and not told:
        yield from (_rewritten(sides, name) for name in stand if name in sides.differing)


def _trouble(sides: Sides, name: str) -> str:
    """Why a file cannot be read, nothing where it can."""
    import pyarrow as pa

    try:
        table_of([sides.got / name])
        features_of_file(sides.got / name)
    except (OSError, ValueError, TypeError, LookupError, pa.ArrowException) as error:
        return complaint(error)
    return ""


def _damaged(sides: Sides, name: str, *, by_bytes: bool) -> Discrepancy:
    trouble = _trouble(sides, name)
    if not by_bytes or name not in sides.differing:
        return Discrepancy(name, Kind.DAMAGED, f"cannot be read ({trouble}); get the file anew")
    where = damage(sides.expected / name, sides.got / name)
    part = part_at(sides.expected / name, where.offset)
    return Discrepancy(
        name,
        Kind.DAMAGED,
        f"{where}, {part}: it cannot be read ({trouble}); get the file anew",
        {"offset": where.offset},
    )


def _unlike(
    sides: Sides, belong: Sequence[str], stand: Sequence[str], expected: pa.Table, got: pa.Table
) -> Iterator[Discrepancy]:
    """Columns and types that are not those of the tag."""
    features = features_of_file(sides.expected / belong[0])
    for name in stand:
        if (other := features_of_file(sides.got / name)) != features:
            columns = [column for column in {**features, **other} if features.get(column) != other.get(column)]
            message = f"its own features are not those that the tag makes, in {', '.join(columns) or 'their order'}"
            yield Discrepancy(name, Kind.FEATURES, message, {"columns": columns})
            return
    if not expected.schema.equals(got.schema):
        yield Discrepancy(stand[0], Kind.FEATURES, "its columns are stored in other types than the tag makes")


def _row(split: Split, name: str, difference: RowDifference) -> Discrepancy:
    config, part = split
    place = {"config": config, "split": part, "row": difference.row, "what": difference.what}
    if difference.field:
        place |= {"field": difference.field}
    if difference.field and not difference.is_sealed:
        place |= {"expected": difference.expected, "got": difference.got}  # type: ignore[dict-item]  # values of any type
    return Discrepancy(name, Kind.ROWS, f"{config}/{part}: {difference}", place)


def _rewritten(sides: Sides, name: str) -> Discrepancy:
    """A file whose rows are equal and whose bytes are not."""
    import pyarrow.parquet as pq

    where = damage(sides.expected / name, sides.got / name)
    wrote, writes = (pq.read_metadata(side / name).created_by for side in (sides.got, sides.expected))
    if where.expected == where.got and wrote == writes:
        part = part_at(sides.expected / name, where.offset)
        reason = f"{part}; its rows are equal, so it was damaged, or written with other settings"
    else:
        reason = (
            f"and its rows are equal: it was written by {wrote}, with other software or settings than its manifest says"
        )
    return Discrepancy(name, Kind.BYTES, f"{where}, {reason}", {"offset": where.offset})
