"""Placing: a folder that takes the place of an earlier one only once it is whole."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from quidit import disk
from quidit.problems import QuiditError
from quidit.release.manifest import MANIFEST


class UnusableFolderError(QuiditError, ValueError):
    """A folder that cannot take a release: it holds something else, or no reader could load from it."""


@contextmanager
def in_place_of(folder: Path) -> Iterator[Path]:
    """A new folder of the same name, which takes the place of ``folder`` at the end, unless something was raised.

    Whoever finds another one at work beside it waits for its end.

    Raises:
        UnusableFolderError: the folder holds something else than a release, or nobody could load from it.
        ForbiddenError: the folder beside may not be written.
        OSError: the disk is full; an earlier release in the folder is untouched.
    """
    partial = folder.parent / f".{folder.name}.partial" / folder.name
    with disk.writing(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder.parent):
        _recover(folder)
        _refuse(folder)
        shutil.rmtree(partial.parent, ignore_errors=True)
        with disk.writing(partial.parent):
            partial.mkdir(parents=True)
        try:
            yield partial
            _put_in_place(partial, folder)
        finally:
            shutil.rmtree(partial.parent, ignore_errors=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """The only build in the folder: two at once would write over each other's files.

    The lock is the kernel's, so that one which is killed leaves none behind.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _refuse(folder: Path) -> None:
    """What stands in the folder goes when the release comes, so it must be a release.

    Raises:
        UnusableFolderError: it is something else, or its path is a pattern to ``datasets``.
    """
    if escape(str(folder)) != str(folder) or "::" in str(folder):
        raise UnusableFolderError(
            f"{folder}: datasets reads *, ?, [ and :: in a path as patterns and cannot load from there; "
            "name a folder without them to build into"
        )
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UnusableFolderError(f"{folder} is no folder; name a new one to build into")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise UnusableFolderError(
            f"{folder} holds files and no {MANIFEST}, so it is no release, and would be lost; name a new "
            "folder, or that of an earlier release"
        )


def _put_in_place(partial: Path, folder: Path) -> None:
    """The new folder where the old one was; killed in between, the next build recovers the old one."""
    old = _set_aside(folder)
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _recover(folder: Path) -> None:
    """An earlier release, where a build was killed between setting it aside and putting the new one there."""
    old = _set_aside(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _set_aside(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.old"
