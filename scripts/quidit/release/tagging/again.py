"""A build again, in a process of its own: what depends on the process, the clock or the place comes out otherwise.

``python -P -m quidit.release.tagging.again CORPUS FOLDER`` builds the corpus in one folder into the other.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from quidit.problems import QuiditError
from quidit.release.build import build
from quidit.store import Store

_TIMEZONE = "Pacific/Kiritimati"
"""Fourteen hours ahead of UTC: where it is another day."""


class RebuildError(QuiditError, RuntimeError):
    """A build that failed in its own process, where the same build had just succeeded."""


def build_again(corpus: Path, folder: Path) -> None:
    """The corpus built by a new process with another hash seed, time zone and current folder.

    Raises:
        RebuildError: the process failed.
    """
    result = subprocess.run(  # noqa: S603  # this interpreter, and folders of ours
        [sys.executable, "-P", "-X", "utf8", "-m", __name__, str(corpus.absolute()), str(folder.absolute())],
        env={**os.environ, **_other_environment()},
        cwd=folder.absolute().parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RebuildError(f"the second build failed, although the first succeeded: {result.stderr.strip()}")


def _other_environment() -> dict[str, str]:
    """What may make no difference, made different; and the way to the package that runs here."""
    ways = [way for way in sys.path if Path(way).is_absolute()]
    return {"PYTHONHASHSEED": "random", "TZ": _TIMEZONE, "PYTHONPATH": os.pathsep.join(ways)}


def main() -> None:
    """The process: a build that says nothing."""
    corpus, folder = map(Path, sys.argv[1:])
    build(Store(corpus), folder, lambda _: None)


if __name__ == "__main__":
    main()
