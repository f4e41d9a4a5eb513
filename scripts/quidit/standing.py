"""What stands at a path of a corpus: files and folders as the checks want them, whatever stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from quidit import disk
from quidit.checks.files import MAX_BYTES
from quidit.checks.subjects import File, FileKind, Obstacle, Seeds
from quidit.layout import meaning

ASIDE = {"README.md", "LICENSE", ".gitkeep"}
"""Files for people, which no rule reads."""


def file_at(path: Path, root: Path, began: Callable[[str], bytes | None] | None = None) -> File:
    """The file at a path, read and with its kind told from its place under the corpus's root; ``began`` is the file's."""
    place = _place(path, root)
    kind, article, annotator = meaning(place)
    obstacle, held = None, _NOTHING
    try:
        held = disk.held(path, MAX_BYTES)
    except disk.NotRegularError:
        obstacle = Obstacle.NOT_REGULAR
    except disk.TooLargeError:
        obstacle = Obstacle.TOO_LARGE
    except OSError:
        obstacle = Obstacle.UNREADABLE
    return File(place, kind, held.content, obstacle, article, annotator, held.is_executable, began)


_NOTHING = disk.Held(b"", is_executable=False)


def is_strange(place: str) -> bool:
    """Whether a file under that place of a corpus means nothing there, neither to programs nor to people."""
    return meaning(place)[0] is FileKind.STRANGER and place.rpartition("/")[2] not in ASIDE


def _place(path: Path, root: Path) -> str:
    return path.as_posix().removeprefix(f"{root.as_posix()}/")


def folder_at(path: Path, root: Path, obstacle: Obstacle) -> File:
    """A folder that is a problem itself."""
    return File(path.relative_to(root).as_posix(), FileKind.STRANGER, b"", obstacle)


def seeds_at(folder: Path) -> Seeds:
    """The names of the raw files in a folder."""
    return Seeds(folder.name, tuple(disk.names(folder)))


def raw_files_at(folder: Path, root: Path, named: Mapping[str, str]) -> Iterator[File]:
    """The raw files in a folder, sorted, that were not judged with their article, which ``named`` gives.

    Of those that were, only what may be run as a program is among them, and none of them is read.
    """
    programs = disk.executables(folder)
    for name in disk.names(folder):
        if article := named.get(name):
            if name in programs:
                yield File(_place(folder / name, root), FileKind.RAW, article=article, is_executable=True)
        elif name not in ASIDE:
            yield replace(file_at(folder / name, root), kind=FileKind.RAW)
    if not disk.is_open(folder):
        yield folder_at(folder, root, Obstacle.UNREADABLE)
