"""The disk: reads that hostile files cannot abuse, and writes that leave a whole file or none."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import BinaryIO

from quidit.problems import QuiditError

_AT_ONCE = 128 * 1024
"""Bytes asked for at once at most, however large a file says that it is."""
_ANYBODY_READS = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
_ANYBODY_RUNS = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
_FORBIDDEN, _FULL = {EACCES, EPERM, EROFS}, {ENOSPC, EDQUOT}


class WriteError(QuiditError, OSError):
    """A file could not be written; what stood there before still stands there."""


class ForbiddenError(WriteError, PermissionError):
    """A place that may not be read or written by who runs the command; the message says what permission is missing."""


class NotRegularError(QuiditError, ValueError):
    """What stands at a path is a link, pipe, device or folder."""


class TooLargeError(QuiditError, ValueError):
    """A file holds more bytes than may be read."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a regular file holds, and whether anybody may run it as a program."""

    content: bytes
    is_executable: bool


def read_capped(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes, read as ``held`` does."""
    return held(path, limit).content


def held(path: Path, limit: int) -> Held:
    """What a regular file of at most ``limit`` bytes holds; links are not followed, pipes do not block.

    Raises:
        NotRegularError, TooLargeError: it is another kind of thing, or larger.
        OSError: it cannot be opened, or nobody but the superuser could open it.
    """
    look = os.lstat(path)
    mode = look.st_mode
    if not stat.S_ISREG(mode):
        raise NotRegularError(f"{path} is no file of its own; put the file itself there")
    if not mode & _ANYBODY_READS:
        raise PermissionError(EACCES, "nobody may read it", str(path))
    # Between the look and the opening a link or pipe may take the file's place: neither is followed or waited for.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        content = _read(handle, limit + 1, at_once=min(look.st_size + 1, _AT_ONCE))
    finally:
        os.close(handle)
    if len(content) > limit:
        raise TooLargeError(f"{path} holds more than {limit:,} bytes; split it")
    return Held(content, _is_program(mode))


def _read(handle: int, most: int, *, at_once: int) -> bytes:
    """The next bytes of an open file, as many as there are up to ``most``; memory is set aside for ``at_once`` of them."""
    parts = []
    while most and (part := os.read(handle, min(most, at_once))):
        parts.append(part)
        most -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def inside(folder: Path) -> list[Path]:
    """What a folder holds, sorted; nothing where there is no folder, only a link to one, or one that is closed."""
    return [folder / name for name in names(folder)]


def names(folder: Path) -> list[str]:
    """The names of what ``inside`` gives."""
    mode = _mode(folder)
    return sorted(os.listdir(folder)) if stat.S_ISDIR(mode) and _may_be_listed(folder, mode) else []  # noqa: PTH208  # faster


def folders(folder: Path) -> frozenset[str]:
    """The names of the folders that a folder holds itself, rather than links to them."""
    if not is_folder(folder) or not is_open(folder):
        return frozenset()
    with os.scandir(folder) as entries:
        return frozenset([each.name for each in entries if each.is_dir(follow_symlinks=False)])


def executables(folder: Path) -> frozenset[str]:
    """The names of the regular files in a folder that anybody may run as a program."""
    if not is_folder(folder) or not is_open(folder):
        return frozenset()
    with os.scandir(folder) as entries:
        return frozenset([each.name for each in entries if _is_program(each.stat(follow_symlinks=False).st_mode)])


def is_open(folder: Path) -> bool:
    """Whether no folder stands there, or one that can be listed, and by others than the superuser."""
    mode = _mode(folder)
    return not stat.S_ISDIR(mode) or _may_be_listed(folder, mode)


def _may_be_listed(folder: Path, mode: int) -> bool:
    return bool(mode & _ANYBODY_READS) and os.access(folder, os.R_OK | os.X_OK)


def _is_program(mode: int) -> bool:
    return stat.S_ISREG(mode) and bool(mode & _ANYBODY_RUNS)


def is_folder(path: Path) -> bool:
    """Whether a folder stands there itself, rather than a link to one."""
    return stat.S_ISDIR(_mode(path))


def _mode(path: Path) -> int:
    """The mode of what stands at a path, 0 where nothing does."""
    try:
        return os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a name with NUL in it is nobody's
        return 0


def stands(path: Path) -> bool:
    """Whether anything stands there, be it a link that leads nowhere."""
    return os.path.lexists(path)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` only once it is whole and on the disk.

    Raises:
        WriteError: the disk is full, or there can be no such folder.
        ForbiddenError: the folder may not be written.
    """
    import secrets

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
        raise hindrance(path, error) from error
    finally:
        with suppress(OSError):  # it is gone where the file was replaced, and was never there where no folder was
            partial.unlink()


def write(path: Path, content: bytes | str) -> None:
    """The file with that content, whole or not at all.

    Raises:
        WriteError, ForbiddenError: as ``replacing``.
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


# ── What the system refuses ─────────────────────────────────────────────────────────────────────────


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system refuses while something is made at a path, as an error with its remedy.

    Raises:
        WriteError, ForbiddenError: as ``hindrance``.
    """
    try:
        yield
    except OSError as error:
        raise hindrance(path, error) from error


def require_writable(folder: Path) -> None:
    """That files can be made in a folder, or the folder itself where it is not there yet.

    Raises:
        ForbiddenError: the nearest folder that is there may not be written.
    """
    nearest = _nearest_folder(folder)
    if not os.access(nearest, os.W_OK | os.X_OK):
        is_read_only = os.statvfs(nearest).f_flag & os.ST_RDONLY
        raise _forbidden(nearest, is_read_only=bool(is_read_only))


def hindrance(path: Path, error: OSError) -> WriteError:
    """Why a file could not be written, what it has done to what stood there (nothing), and the remedy."""
    if error.errno in _FORBIDDEN:
        return _forbidden(_nearest_folder(path.parent), is_read_only=error.errno == EROFS)
    return WriteError(
        f"{path} could not be written ({error.strerror}); what stood there is unchanged. Free space and try again."
    )


def _forbidden(folder: Path, *, is_read_only: bool) -> ForbiddenError:
    if is_read_only:
        return ForbiddenError(
            f"{folder} lies on a disk that is mounted read-only; mount it writable, or work in a copy"
        )
    return ForbiddenError(f"{folder} may not be written; give yourself permission to write there and try again")


def understood(error: OSError) -> OSError:
    """An error of the system as one that names its remedy, where it is about permissions or space; else the same."""
    path = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    if error.errno in _FORBIDDEN and path:
        if stands(path) and not os.access(path, os.R_OK):
            return ForbiddenError(f"{path} may not be read; give yourself permission to read it and try again")
        return hindrance(path, error)
    if error.errno in _FULL:
        return WriteError(f"{path or 'a file'} could not be written ({error.strerror}). Free space and try again.")
    return error


def _nearest_folder(path: Path) -> Path:
    """The path if a folder stands there that can be looked at, else the nearest one upwards."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir() or folder == folder.parent)
