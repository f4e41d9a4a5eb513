"""Problems: what is wrong with the data, as values that a person can act on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class QuiditError(Exception):
    """Base of every exception of ours: misuse or a broken environment, never bad data."""


class Severity(StrEnum):
    """How much a problem matters: an error stops a release, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem lies in the article's own text.

    ``line`` is the paragraph and ``column`` the code point in it, both counted from 1; ``before``,
    ``words`` and ``after`` quote the text around and inside the span.
    """

    line: int
    column: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A value of the file's document set at its JSON pointer; ``REMOVED`` takes the member or element out.

    Pointers are those of the document as it was judged, also where other edits take elements out. A member that is
    not there yet is added, and an element at the end of a list where the pointer names the next number. ``path``
    is another file's of the same article, and empty for the file that the problem is in.
    """

    pointer: str
    value: object
    path: str = ""


class Removed(Enum):
    """The value of an edit that takes a member out."""

    REMOVED = "removed"


REMOVED = Removed.REMOVED


@dataclass(frozen=True, slots=True)
class Patch:
    """A stretch of the file's source, in code points, written otherwise: for what is not JSON yet.

    Of a file of lines the source is the line, unless the repair says otherwise.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """What `quidit fix` does about a problem: edits of the document or patches of its source, all or none of them.

    The file is written canonically afterwards, so a repair without edits only does that. ``is_safe`` where what
    the file means stays as it is or is beyond doubt; the others want `--unsafe`. Nothing is a repair that would
    guess what somebody meant. Two repairs of one place are made one after the other, unless they are the same; a
    repair that does not mend its problem, or that makes another one, is taken back. ``of_file`` where the patches of
    a file of lines are of the whole file. ``renames`` are the ids that come to mean another item:
    whoever names them from another file may mean the one before.
    """

    edits: tuple[Edit, ...] = ()
    patches: tuple[Patch, ...] = ()
    is_safe: bool = True
    of_file: bool = False
    renames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """A stretch of a file between two places, both counted from 1 in code points, and what to write there."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: the matter itself, before the runner adds rule, file and position.

    ``pointer`` is a JSON pointer into the file (RFC 6901); ``span`` a code-point interval of the
    article's text, or None where no words are concerned. ``path``, ``line`` and ``column`` are given only by
    rules that see more than one file, a file of lines, or bytes; ``start`` (a code point of the JSON source)
    only where no pointer leads to the place, and ``on_key`` where the key is meant rather than its value.
    ``repair`` does what ``fix`` says, where a program can.
    """

    message: str
    pointer: str = ""
    got: str = ""
    expected: str = ""
    fix: str = ""
    span: tuple[int, int] | None = None
    path: str = ""
    line: int | None = None
    column: int | None = None
    start: int | None = None
    on_key: bool = False
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    ``path`` is relative to the corpus, with forward slashes; ``line`` and ``column`` count from 1 in
    code points and are None where the file has no such place (it is missing, or not text). ``end_line``
    and ``end_column`` stand behind the last character of the value or key, where that is no object or list.
    ``replacements`` are what the repair does to the source, where single values are all that it changes.
    ``at`` is the pointer with ids in the place of positions, which stays the same when others come before it.
    ``known_since`` is the release since which it is known, where the baseline lists it.
    """

    code: str
    name: str
    severity: Severity
    path: str
    message: str
    pointer: str = ""
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    got: str = ""
    expected: str = ""
    fix: str = ""
    article: Place | None = None
    repair: Repair | None = None
    replacements: tuple[Replacement, ...] = ()
    at: str = ""
    known_since: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it stops a release."""
        return self.severity is Severity.ERROR


def in_order(problems: list[Problem]) -> list[Problem]:
    """The problems by file, then by place in the file, then by code."""
    return sorted(
        problems,
        key=lambda problem: (
            problem.path,
            problem.line or 0,
            problem.column or 0,
            problem.code,
            problem.message,
        ),
    )
