"""How long full validation takes beside parsing alone, beside `jsonschema` and beside `check-jsonschema`.

    python benchmarks/validation.py [--runs N] [ARTICLES …]      (default: 3 runs of 5000 10000 20000)

A corpus of made-up articles of some 28 KB (article and annotation together) is written into a temporary folder and
validated by the command itself, all rules on, in one process and in as many as it chooses; in the same run orjson
parses the same bytes. What one process is compared in are seconds of the processor, which other work on the machine
disturbs least; what several are, seconds on the clock. `jsonschema` (its validators reused, the documents parsed
already) and `check-jsonschema` judge a sample, and their time is given for as many articles as there are. A cold
start is the command on one article of the largest corpus, beside a Python that does nothing.

Prints a table of medians. Memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import jsonschema
import orjson

from made_up import MadeUpCorpus
from quidit.generate.json_schema import json_schemas

SAMPLE = 100
"""Articles that the slow peers judge."""
STARTS = 15
"""Cold starts that are timed."""
INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of the commands: as where Quidit is installed, its bytecode is written once."""
COMMAND = (sys.executable, "-c", "from quidit.cli import main; main()")


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds on the clock and of the processor, and the peak memory in MiB."""

    clock: float
    processor: float
    memory: float = 0.0

    @classmethod
    def of(cls, arguments: tuple[str, ...], folder: Path) -> Cost:
        """The cost of a command in a folder, with all processes that it starts."""
        began = time.perf_counter()
        with subprocess.Popen(arguments, cwd=folder, env=INSTALLED, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed in {folder}")
        return cls(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(costs: list[Cost], of: Callable[[Cost], float]) -> float:
    """The median of a figure."""
    return statistics.median(map(of, costs))


def files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Each article's file and its annotation's."""
    for article in sorted((folder / "corpus").glob("*.json")):
        yield article, folder / "annotations" / article.stem / "sample.json"


def parsed(folder: Path) -> Cost:
    """What orjson takes to parse every article and annotation, reading them not counted."""
    clock = processor = 0.0
    pairs = files(folder)
    while batch := [path.read_bytes() for pair in islice(pairs, 500) for path in pair]:
        began, busy = time.perf_counter(), time.process_time()
        for content in batch:
            orjson.loads(content)
        clock += time.perf_counter() - began
        processor += time.process_time() - busy
    return Cost(clock, processor)


def by_jsonschema(corpus: MadeUpCorpus) -> float:
    """Seconds of the processor that an article and its annotation take in `jsonschema` alone."""
    schemas = json_schemas(corpus.store.scheme)
    engines = [jsonschema.Draft202012Validator(schemas[name]) for name in ("article", "annotation")]
    sample = [[orjson.loads(path.read_bytes()) for path in pair] for pair in islice(files(corpus.store.root), SAMPLE)]
    began = time.process_time()
    for pair in sample:
        for engine, document in zip(engines, pair, strict=True):
            engine.validate(document)
    return (time.process_time() - began) / len(sample)


def by_check_jsonschema(corpus: MadeUpCorpus) -> float:
    """Seconds of the processor that an article and its annotation take in `check-jsonschema`, its start included."""
    root, schemas = corpus.store.root, corpus.store.root / "schema"
    sample = list(islice(files(root), SAMPLE))
    command = (str(Path(sys.executable).with_name("check-jsonschema")), "--schemafile")
    spent = 0.0
    for name, paths in zip(("article", "annotation"), zip(*sample, strict=True), strict=True):
        spent += Cost.of((*command, str(schemas / f"{name}.schema.json"), *map(str, paths)), root).processor
    return spent / len(sample)


def growth(corpus: MadeUpCorpus, sizes: list[int], runs: int) -> None:
    """The table of validation over a growing corpus."""
    slow, peer = by_jsonschema(corpus), by_check_jsonschema(corpus)
    print(
        f"{'articles':>8} {'orjson':>7} | {'1 process':>9} {'ms each':>7} {'× orjson':>8} {'on the clock':>12} {'MiB':>4} | "
        f"{'pool on the clock':>17} {'MiB':>4} | {'jsonschema':>10} {'ours is':>8} | {'check-jsonschema':>16} {'ours is':>8}"
    )
    for size in sizes:
        corpus.grow(size)
        parse, one, pool = [], [], []
        for _ in range(runs):
            parse.append(parsed(corpus.store.root))
            one.append(Cost.of((*COMMAND, "validate", "-q", "--jobs", "1"), corpus.store.root))
            pool.append(Cost.of((*COMMAND, "validate", "-q"), corpus.store.root))
        ratio = statistics.median(ours.processor / bare.processor for ours, bare in zip(one, parse, strict=True))
        busy = median(one, lambda cost: cost.processor)
        print(
            f"{size:>8,} {median(parse, lambda cost: cost.processor):>6.2f}s | "
            f"{busy:>8.2f}s {busy / size * 1000:>7.2f} {ratio:>8.1f} {median(one, lambda cost: cost.clock):>11.1f}s "
            f"{median(one, lambda cost: cost.memory):>4.0f} | "
            f"{median(pool, lambda cost: cost.clock):>16.1f}s {median(pool, lambda cost: cost.memory):>4.0f} | "
            f"{slow * size:>9.0f}s {slow * size / busy:>7.1f}× | {peer * size:>15.0f}s {peer * size / busy:>7.1f}×",
            flush=True,
        )


def cold_start(folder: Path) -> None:
    """What the command takes on one article, beside a Python that does nothing."""
    one = min(path.name for path in (folder / "corpus").glob("*.json"))
    bare, ours = [], []
    for _ in range(STARTS + 1):
        bare.append(Cost.of((sys.executable, "-c", "pass"), folder))
        ours.append(Cost.of((*COMMAND, "validate", f"corpus/{one}"), folder))
    for name, costs in (("python -c pass", bare[1:]), ("quidit validate ONE", ours[1:])):
        clock, busy = median(costs, lambda cost: cost.clock), median(costs, lambda cost: cost.processor)
        print(f"{name:<20} {clock * 1000:>5.0f} ms on the clock, {busy * 1000:>5.0f} ms of the processor")


def main() -> None:
    """The tables."""
    parser = argparse.ArgumentParser(description="Time full validation.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("articles", nargs="*", type=int, default=[5000, 10_000, 20_000])
    asked = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="quidit-validation-"))
    try:
        corpus = MadeUpCorpus(scratch / "made-up")
        corpus.grow(min(asked.articles))
        pairs = [sum(path.stat().st_size for path in pair) for pair in islice(files(corpus.store.root), SAMPLE)]
        print(
            f"{statistics.mean(pairs) / 1000:.1f} KB each; jsonschema and check-jsonschema told from {len(pairs)} articles"
        )
        growth(corpus, asked.articles, asked.runs)
        cold_start(corpus.store.root)
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
