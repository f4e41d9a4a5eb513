"""Edits that break a corpus, or mend it, as ``case.toml`` writes them down."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Edit = Mapping[str, str | int | bool]


def apply(folder: Path, edits: Iterable[Edit]) -> None:
    """The edits made in a corpus, one after the other.

    Each names a ``file`` and one thing to do with it: ``find`` and ``replace`` (the words must stand there
    once), ``text`` or ``hex`` or ``zeros`` (a number of them) to write, ``copy`` of another file, ``link`` to
    another path, ``mode`` (octal permissions) of a file that stands there, ``folder`` to make, or ``delete``. With ``copies`` it is
    done that many times, with a number added to the name.
    """
    for edit in _each(edits):
        path = folder / str(edit["file"])
        path.parent.mkdir(parents=True, exist_ok=True)
        if "find" in edit or "text" in edit or "hex" in edit or "zeros" in edit:
            _write(path, edit)
        else:
            _change(folder, path, edit)


def _each(edits: Iterable[Edit]) -> Iterator[Edit]:
    for edit in edits:
        path = Path(str(edit["file"]))
        names = [path.with_stem(f"{path.stem}-{number}") for number in range(int(edit.get("copies", 0)))]
        yield from ({**edit, "file": str(name)} for name in names or [path])


def _write(path: Path, edit: Edit) -> None:
    match edit:
        case {"find": str(find), "replace": str(replace)}:
            before = path.read_text(encoding="utf-8")
            assert before.count(find) == 1, f"{path.name} has {before.count(find)} times {find!r}"
            path.write_text(before.replace(find, replace), encoding="utf-8")
        case {"text": str(text)}:
            path.write_text(text, encoding="utf-8")
        case {"hex": str(digits)}:
            path.write_bytes(bytes.fromhex(digits))
        case {"zeros": int(number)}:
            path.write_bytes(b"0" * number)
        case _:
            raise AssertionError(f"no edit: {edit}")


def _change(folder: Path, path: Path, edit: Edit) -> None:
    match edit:
        case {"copy": str(source)}:
            shutil.copyfile(folder / source, path)
        case {"link": str(target)}:
            path.unlink(missing_ok=True)
            path.symlink_to(target)
        case {"mode": str(permissions)}:
            path.chmod(int(permissions, 8))
        case {"folder": True}:
            path.mkdir()
        case {"delete": True}:
            path.rmdir() if path.is_dir() else path.unlink()
        case _:
            raise AssertionError(f"no edit: {edit}")
