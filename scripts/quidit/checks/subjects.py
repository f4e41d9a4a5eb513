"""Subjects: what rules are held against, from the bytes of a file to the corpus as a whole."""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from operator import le
from typing import cast

from quidit.checks.free_texts import Branch, free_texts
from quidit.checks.sound import Sound
from quidit.documents import ArticleFile, RegionIdsFile
from quidit.json_source import Fault
from quidit.once import once
from quidit.records import Span
from quidit.schema import Departure
from quidit.text import RefusedText, is_foreign, normalise, refusals


class FileKind(StrEnum):
    """What a file of the corpus is, as its place says."""

    ARTICLE = "article"
    ANNOTATION = "annotation"
    RULINGS = "rulings"
    REGIONS = "regions"
    ANNOTATORS = "annotators"
    LEDGER = "split"
    KNOWN = "known-problems"
    RAW = "raw"
    STRANGER = "stranger"


class Obstacle(StrEnum):
    """Why a file's bytes were not read."""

    NOT_REGULAR = "not-regular"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    EMPTY_FOLDER = "empty-folder"


@dataclass(frozen=True)
class File:
    """A file of the corpus as it was read; ``article`` and ``annotator`` are what its place names.

    ``article`` of a raw file is the one that says it was made of it, empty where none does. ``began`` gives, of a file in
    which git left a conflict, what both sides began from: nothing where each brought it, None where git does not tell.
    """

    path: str
    kind: FileKind
    content: bytes = b""
    obstacle: Obstacle | None = None
    article: str = ""
    annotator: str = ""
    is_executable: bool = False
    began: Callable[[str], bytes | None] | None = None

    @once
    def _decoded(self) -> str | UnicodeDecodeError:
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            return error

    @property
    def source(self) -> str:
        """The content as text; nothing where it is not UTF-8."""
        return self._decoded if isinstance(self._decoded, str) else ""

    @property
    def undecodable(self) -> UnicodeDecodeError | None:
        """Why the content is no text, where it is not UTF-8."""
        return None if isinstance(self._decoded, str) else self._decoded


@dataclass(frozen=True, slots=True)
class Departures:
    """What the schema gate said of a document; ``more`` where it said more than is kept."""

    document: object
    departures: tuple[Departure, ...]
    more: bool = False


@dataclass(frozen=True)
class Written:
    """What a file says that labels, ids and the article's words do not: dates, and texts that people write freely.

    ``branch`` leads to the texts of a document that fits its schema, and is None of any other.
    """

    document: object
    branch: Branch | None = None

    @once
    def words(self) -> str:
        """All free texts, one a line: what is looked at before any text is looked at by itself."""
        if self.branch is None:
            return "\n".join(text.replace("\n", " ") for _, text in free_texts(self.document))
        is_list = isinstance(self.document, list)
        objects = cast("list[Mapping[str, object]]", self.document if is_list else [self.document])
        return "\n".join(self.branch.texts_of(objects))

    def texts(self) -> Iterator[tuple[str, str]]:
        """The free texts with their pointers."""
        return free_texts(self.document)


@dataclass(frozen=True, slots=True)
class Faults:
    """What the parser said of a source; ``keeps`` where it is a file of lines: whether such lines keep their promises.

    ``began`` gives what both sides of a conflict in it began from, as that of its file does.
    """

    source: str
    faults: tuple[Fault, ...]
    keeps: Callable[[Sequence[str]], bool] | None = None
    began: Callable[[], bytes | None] | None = None


@dataclass(frozen=True)
class Named:
    """A document that says whose it is, and the file whose place says so too."""

    file: File
    document: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Orphans:
    """The files of an article that is not there."""

    article: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Seeds:
    """The names of the raw files, sorted, and the folder that they lie in."""

    folder: str
    names: tuple[str, ...]

    @once
    def clashes(self) -> tuple[tuple[str, str], ...]:
        """Names that differ only in capitals or in the form of their accents, each with the first like it."""
        first: dict[str, str] = {}
        pairs = ((first.setdefault(unicodedata.normalize("NFC", name).casefold(), name), name) for name in self.names)
        return tuple((other, name) for other, name in pairs if other != name)


@dataclass(frozen=True)
class ArticleSubject:
    """An article whose paragraphs fit their schema, with the raw file that it names.

    ``document`` lacks whatever departed, as ``sound`` says; ``raw`` is None where ``seeds/`` has no such file.
    """

    document: ArticleFile
    raw: bytes | None
    sound: Sound

    @once
    def text(self) -> str:
        """The paragraphs joined by newlines."""
        return "\n".join(self.document["paragraphs"])

    @once
    def text_sha256(self) -> str:
        """The hash of the text as it stands, whatever the file says of it."""
        return hashlib.sha256(self.content).hexdigest()

    @once
    def content(self) -> bytes:
        """The text in UTF-8; half characters, which UTF-8 lacks, as they stand."""
        # Of each paragraph Python has the UTF-8 at hand, since its file was read.
        return b"\n".join([each.encode("utf-8", "surrogatepass") for each in self.document["paragraphs"]])

    @once
    def is_clean(self) -> bool:
        """Whether nothing in the text is refused."""
        return not any(refusals(self.text))

    @once
    def is_the_raw_file(self) -> bool:
        """Whether the raw file holds just the text's bytes."""
        return self.raw is not None and self.raw == self.content

    @once
    def raw_sha256(self) -> str | None:
        """The hash of the raw file, None where it is not there."""
        if self.is_the_raw_file:
            return self.text_sha256
        return None if self.raw is None else hashlib.sha256(self.raw).hexdigest()

    @once
    def received(self) -> str | None:
        """The raw file's text, normalised; None where it is not there, or not to be taken."""
        if self.raw and self.is_the_raw_file and self.is_clean and not is_foreign(self.raw):
            return self.text  # what holds nothing refused is normal already
        with suppress(RefusedText):
            return None if self.raw is None else normalise(self.raw).text
        return None

    @once
    def sentences(self) -> tuple[Span, ...]:
        """The sentences as spans, whatever they are worth; none where they departed."""
        return tuple(Span(start, end) for start, end in self.document.get("sentences", ()))

    @once
    def edges(self) -> tuple[frozenset[str], frozenset[str]]:
        """The characters with which sentences begin, and those right behind one; empty at the text's end."""
        text, sentences = self.text, self.document.get("sentences", ())
        return (
            frozenset([text[start : start + 1] for start, _ in sentences]),
            frozenset([text[end : end + 1] for _, end in sentences]),
        )

    def lacks(self, part: str, key: str) -> bool:
        """Whether a part of the file never had the key, as far as one can tell: not one that departed, or is misspelt."""
        pointer = f"/{part}"
        return (
            key not in cast("Mapping[str, Mapping[str, object]]", self.document).get(part, {key: None})
            and pointer not in self.sound.misspelt
            and f"{pointer}/{key}" not in self.sound.removed
        )

    @property
    def gives_sentences(self) -> bool:
        """Whether the sentences fit their schema."""
        return "sentences" in cast("Mapping[str, object]", self.document)

    @once
    def has_sound_sentences(self) -> bool:
        """Whether the sentences stand in order inside their paragraphs and hold every visible character."""
        text, reached = self.text, 0
        for start, end in self.document.get("sentences", ()):
            if (
                not reached <= start < end <= len(text)
                or text[reached:start].strip()
                or text.find("\n", start, end) >= 0
            ):
                return False
            reached = end
        return not text[reached:].strip()

    @once
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.document.get("sentences", ())]

    def are_in_one_sentence(self, start: int, end: int) -> bool:
        """Whether one sentence holds all that stands between those places, where the sentences are sound."""
        number = bisect_right(self._sentence_starts, start)
        return number > 0 and end <= self.document["sentences"][number - 1][1]

    def are_in_sentences(self, starts: Sequence[int], ends: Sequence[int]) -> bool:
        """Whether one sentence holds all of each stretch, where the sentences are sound."""
        begun, ended = self._sentence_starts, [end for _, end in self.document.get("sentences", ())]
        if not starts:
            return True
        last_of = [bisect_right(begun, start) - 1 for start in starts]
        return min(last_of) >= 0 and all(map(le, ends, [ended[each] for each in last_of]))

    def sentence_of(self, span: Span) -> Span | None:
        """The sentence that holds the span whole, where the sentences are sound; else None."""
        is_held = self.are_in_one_sentence(span.start, span.end)
        return self.sentences[bisect_right(self._sentence_starts, span.start) - 1] if is_held else None


@dataclass(frozen=True, slots=True)
class RegionIdsSubject:
    """A file of region ids as far as it fits its schema."""

    document: RegionIdsFile

    def regions(self) -> Iterator[tuple[str, list[tuple[int, str]]]]:
        """Each region with the ids in its list that are ids, and their numbers there."""
        regions = cast("Mapping[str, dict[str, list[object]]]", self.document).get("regions", {})
        for region, ids in regions.items():
            yield region, [(number, each) for number, each in enumerate(ids) if isinstance(each, str)]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who annotates, as far as ``annotators.json`` fits its schema; ``is_whole`` where all of it does."""

    rows: tuple[Mapping[str, object], ...]
    is_whole: bool = True

    def ids(self) -> Iterator[tuple[int, str]]:
        """The ids that are given, with the numbers of their rows."""
        return ((number, str(row["id"])) for number, row in enumerate(self.rows) if "id" in row)
