"""The disk: reads that hostile files cannot abuse, and writes that leave a whole file or none."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from quidit.problems import QuiditError


class WriteError(QuiditError, OSError):
    """A file could not be written; what stood there before still stands there."""


class NotRegularError(QuiditError, ValueError):
    """What stands at a path is a link, pipe, device or folder."""


class TooLargeError(QuiditError, ValueError):
    """A file holds more bytes than may be read."""


def read_capped(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes; links are not followed, pipes do not block.

    Raises:
        NotRegularError, TooLargeError: it is another kind of thing, or larger.
        OSError: it cannot be opened.
    """
    if path.is_symlink():
        raise NotRegularError(str(path))
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotRegularError(str(path))
        content = file.read(limit + 1)
    if len(content) > limit:
        raise TooLargeError(str(path))
    return content


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` only once it is whole and on the disk.

    Raises:
        WriteError: the disk is full, or the folder cannot be written.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise WriteError(
            f"{path} could not be written ({error.strerror}); what stood there is unchanged. Free space and try again."
        ) from error
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()


def write(path: Path, content: bytes | str) -> None:
    """The file with that content, whole or not at all.

    Raises:
        WriteError: as ``replacing``.
    """
    with replacing(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


def _sync(folder: Path) -> None:
    """The folder's own entries on the disk, so that a rename outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
