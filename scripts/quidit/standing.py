"""What stands at a path of a corpus: files and folders as the checks want them, whatever stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from quidit import disk
from quidit.checks.files import MAX_BYTES
from quidit.checks.subjects import File, FileKind, Obstacle, Seeds
from quidit.layout import meaning

ASIDE = {"README.md", "LICENSE", ".gitkeep"}
"""Files for people, which no rule reads."""


def file_at(path: Path, root: Path) -> File:
    """The file at a path, read and with its kind told from its place under the corpus's root."""
    place = _place(path, root)
    kind, article, annotator = meaning(place)
    obstacle, content = None, b""
    try:
        content = disk.read_capped(path, MAX_BYTES)
    except disk.NotRegularError:
        obstacle = Obstacle.NOT_REGULAR
    except disk.TooLargeError:
        obstacle = Obstacle.TOO_LARGE
    except OSError:
        obstacle = Obstacle.UNREADABLE
    is_executable = obstacle is None and disk.is_executable(path)
    return File(place, kind, content, obstacle, article, annotator, is_executable)


def kind_at(path: Path, root: Path) -> FileKind:
    """What a file is by its place, whatever it holds."""
    return meaning(_place(path, root))[0]


def _place(path: Path, root: Path) -> str:
    return path.as_posix().removeprefix(f"{root.as_posix()}/")


def folder_at(path: Path, root: Path, obstacle: Obstacle) -> File:
    """A folder that is a problem itself."""
    return File(path.relative_to(root).as_posix(), FileKind.STRANGER, b"", obstacle)


def seeds_at(folder: Path) -> Seeds:
    """The names of the raw files in a folder."""
    return Seeds(folder.name, tuple(path.name for path in disk.inside(folder)))


def raw_files_at(folder: Path, root: Path, named: Mapping[str, str]) -> Iterator[File]:
    """The raw files in a folder, sorted; only what no article of ``named`` was made of is read."""
    for path in disk.inside(folder):
        if article := named.get(path.name):
            place = path.relative_to(root).as_posix()
            yield File(place, FileKind.RAW, article=article, is_executable=disk.is_executable(path))
        elif path.name not in ASIDE:
            yield replace(file_at(path, root), kind=FileKind.RAW)
    if not disk.is_open(folder):
        yield folder_at(folder, root, Obstacle.UNREADABLE)
