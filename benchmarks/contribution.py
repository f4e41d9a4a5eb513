"""How long a contribution takes to check beside the whole corpus that it comes into.

    python benchmarks/contribution.py [--runs N] [ARTICLES …]      (default: 3 runs of 5000 10000 20000)

A corpus of made-up articles is committed to a git repository of its own, an annotation is changed in it, and the
command checks what changed (`validate --base main`) and, in the same run, everything in one process. Compared are
seconds of the processor, which other work on the machine disturbs least, the processes of git among them.

Prints a table of medians. Memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from made_up import MadeUpCorpus
from validation import COMMAND, Cost, median

GIT = ("git", "-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org", "-c", "gc.auto=0")


def committed(folder: Path) -> None:
    """The corpus as its own main branch, and a branch with one annotation changed."""
    for words in (
        ("init", "-q", "-b", "main"),
        ("add", "-A"),
        ("commit", "-q", "-m", "A corpus"),
        ("branch", "-f", "mine"),
    ):
        subprocess.run((*GIT, *words), cwd=folder, check=True)
    annotation = min(folder.glob("annotations/*/*.json"))
    text = annotation.read_text(encoding="utf-8")
    annotation.write_text(text.replace('"status": "complete"', '"status": "draft"'), encoding="utf-8")


def main() -> None:
    """The table, a row a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("sizes", nargs="*", type=int, default=[5000, 10000, 20000])
    arguments = parser.parse_args()
    print("| articles | one changed, s | MiB | whole corpus, s | share |\n|---:|---:|---:|---:|---:|")
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as top:
            corpus = MadeUpCorpus(Path(top) / "corpus")
            corpus.grow(size)
            committed(corpus.store.root)
            few, whole = [], []
            for _ in range(arguments.runs):
                few.append(Cost.of((*COMMAND, "validate", "--base", "main"), corpus.store.root))
                whole.append(Cost.of((*COMMAND, "validate", "--jobs", "1"), corpus.store.root))
        changed, everything = (median(costs, lambda cost: cost.processor) for costs in (few, whole))
        memory = median(few, lambda cost: cost.memory)
        print(
            f"| {size:,} | {changed:.1f} | {memory:.0f} | {everything:.1f} | {changed / everything:.0%} |", flush=True
        )


if __name__ == "__main__":
    main()
