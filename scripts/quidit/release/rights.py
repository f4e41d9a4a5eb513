"""Rights: whether the words of a release may leave the house, as the rights of each of its articles say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quidit.problems import QuiditError
from quidit.records import Redistribution, Rights
from quidit.release.parquet import complaint

if TYPE_CHECKING:
    import pyarrow as pa

_WHY: Mapping[Redistribution, str] = {
    "stand-off-only": "its words may not be passed on, only what was annotated in them",
    "unknown": "nobody has decided whether its words may be passed on",
}


class UnreadableReleaseError(QuiditError, ValueError):
    """A folder whose files cannot be read as a release; the message names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An article whose words stay in the house, and why."""

    article: str
    reason: str


def kept(rights: Mapping[str, Rights]) -> tuple[Kept, ...]:
    """The articles whose words may not leave the house, sorted by id; none where all may.

    Only what somebody has allowed may leave: what is unknown stays. The reason names who decided, where it is known.
    """
    found = []
    for article, each in sorted(rights.items()):
        if each.redistribution != "allowed":
            who = f" (decided by {each.decided_by})" if each.decided_by else ""
            found.append(Kept(article, f"{_WHY.get(each.redistribution, _WHY['unknown'])}{who}"))
    return tuple(found)


def rights_of(folder: Path) -> dict[str, Rights]:
    """The rights of every article that any row of a release's folder is of, by id.

    An article that the config ``articles`` lacks has unknown rights: what is not said is not allowed.

    Raises:
        UnreadableReleaseError: a file of it is no Parquet, or says nothing of articles.
    """
    rights: dict[str, Rights] = {}
    for name, row in _rows(folder):
        if name == "articles":
            said = cast("Mapping[str, str] | None", row["rights"]) or {}
            redistribution = cast("Redistribution", said.get("redistribution") or "unknown")
            rights[str(row["id"])] = Rights(said.get("text") or "unknown", redistribution, said.get("decided_by"))
        else:
            rights.setdefault(str(row["article"]), Rights())
    return rights


def _rows(folder: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The config of each row, and what the row says of its article; the articles first, the issues not at all."""
    paths = sorted(folder.glob("*/*.parquet"), key=lambda path: (path.parent.name != "articles", path))
    if not paths:
        raise UnreadableReleaseError(f"{folder} holds no Parquet files; name the folder of a release")
    for path in paths:
        config = path.parent.name
        columns = ["id", "rights"] if config == "articles" else ["article"]
        for batch in _batches(path, columns) if config != "issues" else ():
            yield from ((config, row) for row in batch.to_pylist())


def _batches(path: Path, columns: list[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            if missing := [column for column in columns if column not in file.schema_arrow.names]:
                raise UnreadableReleaseError(f"{path} has no column {missing[0]}; build the release anew")
            yield from file.iter_batches(columns=columns)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableReleaseError(
            f"{path} is no Parquet that can be read ({complaint(error)}); build it anew"
        ) from error
