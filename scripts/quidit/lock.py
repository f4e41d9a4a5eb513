"""The lock: that two of the same work do not go on at once, however either ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quidit import disk
from quidit.problems import QuiditError

WRITING = "pull, fix, split or withdrawal"
"""The work that holds a corpus's own folder: what writes into its files, one at a time."""


class BusyError(QuiditError, BlockingIOError):
    """Somebody else is at the same work on this corpus now."""


def take(path: Path) -> int | None:
    """An open handle that holds the lock until it and its copies in other processes are closed; None if held."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


@contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Nobody else does the same meanwhile; whoever comes second waits."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def alone(path: Path, work: str) -> Iterator[None]:
    """Nobody else does the work meanwhile; a killed process leaves no lock behind.

    Raises:
        BusyError: somebody is at it.
    """
    handle = take(path)
    if handle is None:
        raise BusyError(f"another {work} of this corpus is under way (it holds {path}); wait until it has ended")
    try:
        yield
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    """A handle of a file that is made where there is none, or of a folder, in which no lock leaves a trace.

    Raises:
        WriteError, ForbiddenError: as ``quidit.disk.writing``.
    """
    if disk.is_folder(path):
        return os.open(path, os.O_RDONLY)
    with disk.writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
