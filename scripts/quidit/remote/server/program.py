"""The program: Label Studio installed in an environment of its own, once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from quidit.lock import alone
from quidit.remote.connection import TESTED
from quidit.remote.failures import LabelStudioError

_NEWEST = (3, 13)


class InstallError(LabelStudioError):
    """Label Studio could not be installed; the message ends with what pip said."""


def install(program: Path, say: Callable[[str], None]) -> Path:
    """The command ``label-studio`` of the tested version, installed where it is not there yet.

    What a broken installation left is removed first.

    Raises:
        InstallError: this Python is too new, or pip failed.
        BusyError: another installation is under way.
    """
    command = program / "bin" / "label-studio"
    ready = program / "ready"
    if _is_ready(ready, command):
        return command
    with alone(program.with_name(f"{program.name}.lock"), "installation of Label Studio"):
        if _is_ready(ready, command):
            return command
        say(f"Installing Label Studio {TESTED} in {program} (once; it takes a minute or several) …")
        shutil.rmtree(program, ignore_errors=True)
        python = _python()
        _run([python, "-m", "venv", str(program)])
        _run([str(program / "bin" / "python"), "-m", "pip", "install", "--quiet", f"label-studio=={TESTED}"])
        ready.write_text(TESTED, encoding="utf-8")
    return command


def _is_ready(ready: Path, command: Path) -> bool:
    return ready.is_file() and ready.read_text(encoding="utf-8") == TESTED and command.is_file()


def _python() -> str:
    """A Python that Label Studio runs on: this one, or an older one beside it."""
    if sys.version_info[:2] <= _NEWEST:
        return sys.executable
    for minor in range(_NEWEST[1], 10, -1):
        if found := shutil.which(f"python3.{minor}"):
            return found
    raise InstallError(
        f"Label Studio {TESTED} runs on Python 3.11 to 3.{_NEWEST[1]}, and there is only {sys.version.split()[0]} here; "
        f"install python3.{_NEWEST[1]}"
    )


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    if result.returncode:
        said = (result.stderr or result.stdout).strip().splitlines()
        raise InstallError(f"{' '.join(command)} failed: {said[-1] if said else 'it said nothing'}")
