"""How long it takes to compare two releases of a million sentence rows, and how much memory, beside rows in a dictionary.

    python benchmarks/differences.py [ROWS]      (default: 1000000 rows)

One release has 30 sentences an article; in the other one article in a thousand is corrected, one in five thousand is
gone, and as many are new, so that no batch of rows stands where it stood. Ours is `difference`, with files held against
their manifest and each change told. The other way reads both into memory as dictionaries and compares those by id; it is
run on a tenth of the rows, where ours is run too, so that one sees whether memory grows.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from made_up import made_up
from quidit.release.differences.difference import difference
from quidit.release.edition import Edition
from quidit.release.features import features
from quidit.release.manifest import MANIFEST, manifest_text
from quidit.release.parquet import Written
from quidit.release.source import Source
from quidit.release.view import Row, View
from quidit.scheme_file import read_scheme

SCHEME = read_scheme((Path(__file__).parents[1] / "schema/scheme.toml").read_text(encoding="utf-8"))
PATTERNS = 40
"""Made-up articles whose rows are repeated under ids of their own."""
SENTENCES = 30
GONE, NEW, CORRECTED = 17, 42, 500
"""Which articles of each five thousand, and of each thousand."""
ROWS_PER_FILE = 65_536


def patterns() -> list[list[Row]]:
    """The rows of some articles."""
    made = []
    for number in range(PATTERNS):
        article, annotation = made_up(number, SCHEME)
        source = Source(article, (annotation,), {}, annotation, "gold", "train", None, SCHEME)
        made.append(
            [View(source, annotation).sentence(place) for place in range(min(len(article.sentences), SENTENCES))]
        )
    return made


def corrected(rows: list[Row]) -> list[Row]:
    """An article's rows with the label of one mention changed."""
    first, *others = rows
    mentions = [dict(mention) for mention in first["mentions"]]  # type: ignore[attr-defined]  # a list of structs
    mentions[0]["label"] = 1 - mentions[0]["label"]
    return [{**first, "mentions": mentions}, *others]


def tables(rows: int, *, second: bool) -> Iterator[pa.Table]:
    """The rows of a release, some articles at a time."""
    schema = features(SCHEME)["sentences"].arrow_schema
    made = [
        [pa.Table.from_pylist(each, schema=schema) for each in (article, corrected(article))]
        for article in patterns()
        if article[0]["mentions"]
    ]
    for number in range(rows // SENTENCES):
        if second and number % 5000 == GONE:
            continue
        table = made[number % len(made)][second and number % 1000 == CORRECTED]
        yield named(table, f"article-{number:07d}")
        if second and number % 5000 == NEW:
            yield named(table, f"article-{number:07d}-b")


def named(table: pa.Table, article: str) -> pa.Table:
    """The rows under the id of another article."""
    ids = pa.array([f"{article}#{number:05d}" for number in range(table.num_rows)])
    return table.set_column(0, "id", ids).set_column(1, "article", pa.array([article] * table.num_rows))


def release(folder: Path, rows: int, *, second: bool) -> None:
    """A release of those rows, with the one config that holds most of what there is, in files as large as ours are."""
    (folder / "sentences").mkdir(parents=True)
    names: list[str] = []
    written, waiting = 0, list[pa.Table]()
    for table in tables(rows, second=second):
        waiting.append(table)
        written += table.num_rows
        if sum(each.num_rows for each in waiting) >= ROWS_PER_FILE:
            names.append(file_of(folder, len(names), waiting))
            waiting.clear()
    if waiting:
        names.append(file_of(folder, len(names), waiting))
    content = hashlib.sha256(str(second).encode()).hexdigest()
    contents = {"sentences": {"train": Written(tuple(names), written, content, 0, 0)}}
    named_as = {"dataset": "made-up", "version": "1.0.0", "scheme": SCHEME.version}
    (folder / MANIFEST).write_text(manifest_text(folder, named_as, contents), encoding="utf-8")


def file_of(folder: Path, number: int, waiting: list[pa.Table]) -> str:
    """The rows in one more file; its name."""
    name = f"sentences/train-{number:05d}.parquet"
    pq.write_table(pa.concat_tables(waiting), folder / name, compression="zstd", row_group_size=1024)
    return name


def ours(first: Path, second: Path) -> int:
    """How many changes we tell."""
    return len(difference(Edition.open(first), Edition.open(second)).changes)


def plain(first: Path, second: Path) -> int:
    """How many rows are not the same, by dictionaries of both releases."""
    before, after = (
        {row["id"]: row for row in pq.read_table(folder / "sentences").to_pylist()} for folder in (first, second)
    )
    return sum(before.get(row_id) != after.get(row_id) for row_id in {*before, *after})


def _measured(work: Callable[[Path, Path], int], folder: Path, told: Connection) -> None:
    began, used = time.perf_counter(), time.process_time()
    number = work(folder / "first", folder / "second")
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    told.send((number, time.perf_counter() - began, time.process_time() - used, int(peak.split()[1]) / 1024))


def measured(work: Callable[[Path, Path], int], folder: Path) -> tuple[int, float, float, float]:
    """What it found, seconds on the clock and of processors, and peak MiB, in a process of its own."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_measured, args=(work, folder, there))
    process.start()
    figures: tuple[int, float, float, float] = here.recv()
    process.join()
    return figures


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    wish = parser.parse_args()
    print(f"{'rows':>10} {'':>12} {'found':>7} {'clock s':>8} {'CPU s':>8} {'peak MiB':>9}")
    for count, works in ((wish.rows // 10, (ours, plain)), (wish.rows, (ours,))):
        with tempfile.TemporaryDirectory() as scratch:
            for name in ("first", "second"):
                release(Path(scratch) / name, count, second=name == "second")
            for work in works:
                found, clock, used, peak = measured(work, Path(scratch))
                print(
                    f"{count:>10,} {work.__name__:>12} {found:>7,} {clock:>8.1f} {used:>8.1f} {peak:>9.0f}", flush=True
                )


if __name__ == "__main__":
    main()
