"""What tests of the whole share: the repository's own corpus, copies of it, and the command itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PARTS = ("seeds", "corpus", "annotations", "schema", "pyproject.toml")


def copy_of(corpus: Path, folder: Path) -> Path:
    """A copy of a corpus's files, without whatever else lies in its folder."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source = corpus / part
        if source.is_dir():
            shutil.copytree(source, folder / part)
        elif source.exists():
            shutil.copyfile(source, folder / part)
    return folder


def command(*arguments: str | Path) -> list[str]:
    """The words that start the command in this interpreter."""
    return [sys.executable, "-c", "from quidit.cli import main; main()", *map(str, arguments)]


def bound(words: list[str]) -> list[str]:
    """A command as somebody runs it whom the permissions of files bind: as they do not bind root."""
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *words] if os.geteuid() == 0 else words


def quidit(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command, as a person runs it, in a process of its own."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
