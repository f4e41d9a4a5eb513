"""The working tree: what stands on the disk, named by its content as git names it, without asking git.

Git's own comparison consults its index, attributes and filters, some of which a branch brings along.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from quidit.git.blob import Blob, BlobKind

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
    pending = [folder for folder in folders if (root / folder).is_dir() and not (root / folder).is_symlink()]
    while pending:
        folder = pending.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                place = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    pending.append(place)
                elif found := _blob(entry, name):
                    yield place, *found


def _blob(entry: os.DirEntry[str], name: Naming) -> tuple[Blob, bytes] | None:
    if entry.is_symlink():
        return Blob(BlobKind.LINK, name(os.fsencode(Path(entry.path).readlink()))), b""
    if not entry.is_file(follow_symlinks=False):
        return None
    # Between the look and the opening a link or pipe may take the file's place: neither is followed or waited for.
    handle = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb", buffering=0) as file:
        size = os.fstat(handle).st_size
        if size > MAX_BYTES:
            return Blob(BlobKind.FILE, ""), b""
        content = file.read(size) or b""
    return Blob(BlobKind.FILE, name(content)), content
