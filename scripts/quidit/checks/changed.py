"""Changed: what a contribution changes, beside what the base had, for the rules that compare the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from quidit.checks.subjects import FileKind
from quidit.records import Annotator
from quidit.scheme import Scheme
from quidit.splits.ledger import Ledger

DATA = ("seeds", "corpus", "annotations")
"""The folders whose files are the data; ``schema/`` says how they are read."""


@dataclass(frozen=True)
class ChangedFile:
    """A file that a contribution adds, edits or removes.

    ``before`` and ``after`` are its documents, None where it is no JSON that fits its schema; ``content`` is what it
    holds now, and None where it is larger than a file of a corpus may be. A submodule is another repository in the
    place of files.
    """

    path: str
    kind: FileKind
    article: str = ""
    annotator: str = ""
    was_there: bool = False
    is_there: bool = False
    before: object = None
    after: object = None
    content: bytes | None = b""
    is_submodule: bool = False

    @property
    def is_edited(self) -> bool:
        """Whether it stands on both sides."""
        return self.was_there and self.is_there

    @property
    def folder(self) -> str:
        """The corpus's folder that it lies in; empty for one beside them."""
        return self.path.partition("/")[0] if "/" in self.path else ""

    @property
    def name(self) -> str:
        """Its last name."""
        return self.path.rpartition("/")[2]

    @property
    def is_data(self) -> bool:
        """Whether it belongs to the data."""
        return self.folder in DATA


@dataclass(frozen=True)
class EditedArticle:
    """An article on both sides; ``is_settled`` where it was annotated or the ledger names it."""

    before: Mapping[str, object]
    after: Mapping[str, object]
    is_settled: bool


@dataclass(frozen=True)
class Edited:
    """A JSON file that fits its schema on both sides."""

    before: object
    after: object


@dataclass(frozen=True)
class SchemeChange:
    """The scheme before and after; ``fault`` says why what stands there now is none."""

    before: Scheme
    after: Scheme | None
    fault: str = ""


@dataclass(frozen=True)
class Contribution:
    """All that a contribution changes, with what the rules need to know of what it leaves alone.

    ``lines_before`` and ``lines`` are the ledger's; ``annotated_before`` and ``annotated`` are the places of
    annotations; ``raws`` say of each article that names a changed raw file which one, now, and by which hash; ``generated`` is
    what the scheme makes, by place.
    """

    files: tuple[ChangedFile, ...]
    ledger_path: str
    lines_before: tuple[str, ...]
    lines: tuple[str, ...]
    ledger_before: Ledger
    ledger: Ledger
    annotators: Mapping[str, Annotator]
    annotated_before: frozenset[str]
    annotated: frozenset[str]
    raws: tuple[RawOf, ...]
    generated: Mapping[str, str]

    @cached_property
    def data(self) -> tuple[ChangedFile, ...]:
        """The changed files that are data."""
        return tuple(file for file in self.files if file.is_data)

    def of_kind(self, kind: FileKind) -> Iterator[ChangedFile]:
        """The changed files of one kind."""
        return (file for file in self.files if file.kind is kind)

    def removes(self, article: str) -> bool:
        """Whether it takes the article's file away."""
        return any(file.article == article and not file.is_there for file in self.of_kind(FileKind.ARTICLE))


@dataclass(frozen=True, slots=True)
class RawOf:
    """Which raw file an article is made of now, by the name and the hash that it gives."""

    article: str
    file: str
    sha256: str
