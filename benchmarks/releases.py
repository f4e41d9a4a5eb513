"""How long a million sentence rows take to become Parquet, and how much memory, beside what ``datasets`` itself does.

    python benchmarks/releases.py [ROWS] [--runs N]      (default: 1000000 rows, once)

Both write the same rows of the config `sentences` under the same features, each in a process of its own, in turns. Ours
is `SplitWriter`, which hashes every row besides; theirs `Dataset.from_generator` and `Dataset.to_parquet`. What the rows
cost by themselves is measured too, and can be taken off both. A smaller number of rows stands beside, so that one sees
whether memory grows.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from made_up import made_up
from quidit.release.features import features
from quidit.release.parquet import SplitWriter
from quidit.release.source import Source
from quidit.release.view import Row, View
from quidit.scheme import Scheme
from quidit.scheme_file import read_scheme

REPOSITORY = Path(__file__).parents[1]
PATTERNS = 40
"""Made-up articles whose rows are repeated under ids of their own."""


def scheme() -> Scheme:
    """The scheme of this repository's corpus."""
    return read_scheme((REPOSITORY / "schema/scheme.toml").read_text(encoding="utf-8"))


def sentences(count: int) -> Iterator[Row]:
    """Rows of the config ``sentences``, in the order of their ids."""
    labels, patterns = scheme(), []
    for number in range(PATTERNS):
        article, annotation = made_up(number, labels)
        source = Source(article, (annotation,), {}, annotation, "gold", "train", None, labels)
        patterns += [View(source, annotation).sentence(place) for place in range(len(article.sentences))]
    for number in range(count):
        yield {**patterns[number % len(patterns)], "id": f"article-{number:09d}#00000"}


def nothing(_: Path, count: int) -> None:
    """The rows, made and thrown away."""
    for _row in sentences(count):
        pass


def ours(folder: Path, count: int) -> None:
    """The rows as a release writes them."""
    writer = SplitWriter(folder, "sentences", "train", features(scheme())["sentences"])
    for row in sentences(count):
        writer.add(row)
    writer.close()


def plain(folder: Path, count: int) -> None:
    """The rows as a user of ``datasets`` writes them."""
    import datasets

    datasets.disable_progress_bars()
    made = datasets.Dataset.from_generator(
        sentences,
        features=features(scheme())["sentences"],
        cache_dir=str(folder / "cache"),
        gen_kwargs={"count": count},
        split=datasets.Split.TRAIN,
    )
    made.to_parquet(str(folder / "train.parquet"))


def _measured(work: Callable[[Path, int], None], folder: Path, count: int, told: Connection) -> None:
    began, used = time.perf_counter(), time.process_time()
    work(folder, count)
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    told.send((time.perf_counter() - began, time.process_time() - used, int(peak.split()[1]) / 1024))


def measured(work: Callable[[Path, int], None], count: int) -> tuple[float, float, float]:
    """Seconds on the clock and of processors, and peak MiB, in a process of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        here, there = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("spawn").Process(
            target=_measured, args=(work, Path(scratch), count, there)
        )
        process.start()
        figures: tuple[float, float, float] = here.recv()
        process.join()
    return figures


def main() -> None:
    """The table: medians of the runs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--runs", type=int, default=1)
    wish = parser.parse_args()
    print(f"{'rows':>10} {'':>8} {'clock s':>8} {'CPU s':>8} {'peak MiB':>9} {'rows/s':>8}")
    for count in (wish.rows // 10, wish.rows):
        runs = [[measured(work, count) for work in (nothing, ours, plain)] for _ in range(wish.runs)]
        for name, *figures in zip(("rows", "ours", "datasets"), *runs, strict=True):
            clock, used, peak = map(median, zip(*figures, strict=True))
            print(
                f"{count:>10,} {name:>8} {clock:>8.1f} {used:>8.1f} {peak:>9.0f} {count / clock:>8,.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
