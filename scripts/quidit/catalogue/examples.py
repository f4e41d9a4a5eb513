"""Examples: for each rule what breaks it, the report that comes of it, and what looks like it and is not wrong.

They are the rules' own tests, so none of them can be untrue.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import groupby
from pathlib import Path
from typing import cast

from quidit.problems import QuiditError
from quidit.report.wording import plain

_REPAIR = "    or run    "
"""How a report begins the line that names the command which mends a problem."""


class NoExampleError(QuiditError, LookupError):
    """A rule without an example: a fault of this installation, or of a rule that is being written."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to one file: its path, and lines of which those that begin with ``-`` and ``+`` differ."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A rule's case: the fault and its report, what mends it, and what is just not wrong.

    ``base`` is what was there before, where a contribution is compared with it.
    """

    about: str
    base: tuple[Change, ...]
    wrong: tuple[Change, ...]
    report: str
    mended: tuple[Change, ...]
    good_about: str
    good: tuple[Change, ...]

    @property
    def repair(self) -> str:
        """The command that mends the fault; empty where no program can."""
        lines = (line for line in self.report.splitlines() if line.startswith(_REPAIR))
        return next((line.removeprefix(_REPAIR) for line in lines), "")


def example_of(rule: str) -> Example:
    """The example of a rule, by its name.

    Raises:
        NoExampleError: there is none.
    """
    folder = _folder().joinpath(rule)
    try:
        case = tomllib.loads(folder.joinpath("case.toml").read_text(encoding="utf-8"))
        report = folder.joinpath("expected.txt").read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoExampleError(
            f"the rule {rule} has no example; write tests/bad/{rule}, or install Quidit anew"
        ) from error
    good = case.get("good", {})
    return Example(
        about=case["about"],
        base=_changes(case.get("before", ())),
        wrong=_changes(case["edit"]),
        report="".join(f"{plain(line)}\n" for line in report.splitlines()),
        mended=_changes(case["fix"]),
        good_about=good.get("about", ""),
        good=_changes(good.get("edit", ())),
    )


def _folder() -> Traversable:
    packaged = resources.files("quidit").joinpath("bad_examples")
    if packaged.is_dir():
        return packaged
    # An editable install: the package lies in the checkout that has the folder.
    return Path(__file__).parents[3] / "tests" / "bad"


def _changes(edits: Iterable[Mapping[str, object]]) -> tuple[Change, ...]:
    """The edits, those of one file that follow each other taken together."""
    by_file = groupby(edits, key=lambda edit: str(edit["file"]))
    return tuple(
        Change(plain(path), tuple(plain(line) for each in of_file for line in _lines(each)))
        for path, of_file in by_file
    )


def _lines(edit: Mapping[str, object]) -> Iterator[str]:
    """What an edit does, as lines of a difference, or in words where the file is not changed but made."""
    match edit:
        case {"find": str(find), "replace": str(replace)}:
            for line in difflib.ndiff(find.strip("\n").splitlines(), replace.strip("\n").splitlines()):
                if not line.startswith("?") and line[2:].strip():
                    yield line
        case {"text": str(text)}:
            yield from (f"+ {line}" for line in text.splitlines())
        case {"delete": True}:
            yield "  the file is not there"
        case {"copy": source}:
            yield f"  a copy of {source}"
        case {"link": target}:
            yield f"  a link to {target}"
        case {"zeros": number}:
            yield f"  {cast('int', number):,} bytes"
        case {"hex": digits}:
            yield f"  the bytes {digits}"
        case _:
            yield "  " + ", ".join(f"{key}: {value}" for key, value in edit.items() if key != "file")
