"""The working tree: what stands on the disk, named by its content as git names it, without asking git.

Git's own comparison consults its index, attributes and filters, some of which a branch brings along.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from quidit.changes import Blob, BlobKind

MAX_BYTES = 64 * 1024 * 1024
"""A file of more bytes is not read: it counts as changed."""

Naming = Callable[[bytes], str]


def naming(example: str) -> Naming:
    """How a repository names content, told from one of its ids: by SHA-1 or SHA-256."""
    algorithm = hashlib.sha1 if len(example) == len(hashlib.sha1().hexdigest()) else hashlib.sha256  # noqa: S324  # git's

    def name(content: bytes) -> str:
        return algorithm(b"blob %d\0" % len(content) + content).hexdigest()

    return name


def standing(root: Path, folders: tuple[str, ...], name: Naming) -> Iterator[tuple[str, Blob, bytes]]:
    """Every file and link in the folders: its path from the root, its blob, and the content of a file that was read.

    No link is followed, and pipes and devices, which git cannot hold, are passed over.
    """
    pending = [root / folder for folder in folders if (root / folder).is_dir() and not (root / folder).is_symlink()]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(Path(entry.path))
                elif found := _blob(entry, name):
                    yield Path(entry.path).relative_to(root).as_posix(), *found


def _blob(entry: os.DirEntry[str], name: Naming) -> tuple[Blob, bytes] | None:
    if entry.is_symlink():
        return Blob(BlobKind.LINK, name(os.fsencode(Path(entry.path).readlink()))), b""
    status = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(status.st_mode):
        return None
    if status.st_size > MAX_BYTES:
        return Blob(BlobKind.FILE, ""), b""
    handle = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        content = file.read(MAX_BYTES)
    return Blob(BlobKind.FILE, name(content)), content
