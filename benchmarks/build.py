"""How long a build takes and how much memory, over corpora of made-up articles of growing size.

    python benchmarks/build.py [ARTICLES …]      (default: 1000 10000)

Each corpus is made in a temporary folder and built by the command itself in a process of its own, so that the
peak memory is that of the build alone. Prints a table.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from made_up import MadeUpCorpus


def run(folder: Path, *command: str) -> tuple[float, float]:
    """Seconds and peak memory in MiB of the command ``quidit`` in that folder."""
    began = time.perf_counter()
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", f"import os; os.chdir({str(folder)!r}); from quidit.cli import main; main()", *command],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"quidit {' '.join(command)} failed in {folder}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main(sizes: list[int]) -> None:
    """The table."""
    print(f"{'articles':>10} {'validate s':>11} {'MiB':>6} {'build s':>9} {'MiB':>6}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "made-up"
            MadeUpCorpus(folder).grow(size)
            checked, check_memory = run(folder, "validate")
            built, build_memory = run(folder, "build")
            print(f"{size:>10,} {checked:>11.1f} {check_memory:>6.0f} {built:>9.1f} {build_memory:>6.0f}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1000, 10_000])
