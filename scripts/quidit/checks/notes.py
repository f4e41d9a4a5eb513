"""Notes: what is remembered of each article, and the corpus as its rules see it, a ledger and many notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quidit.once import once
from quidit.splits.ledger import Entry, EntryFile, Ledger
from quidit.splits.overlap import overlapping


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the ledger that fits its schema."""

    document: EntryFile


@dataclass(frozen=True, slots=True)
class ArticleNote:
    """What the corpus-wide rules remember of an article; ``sentences`` is None where they do not fit the schema.

    ``raw`` is the name of the raw file that it was made of, empty where there is none of that name; ``event`` and
    ``url`` what keeps it in one split with others; ``paragraphs`` a sketch of those that it may share with them.
    ``annotation`` is the place of the annotation that a release takes, or may take once it can be read; ``kinds`` its
    Wikidata ids with their entities' kinds.
    """

    id: str
    path: str
    text_sha256: str
    sentences: int | None
    raw: str = ""
    event: str = ""
    url: str = ""
    paragraphs: bytes = b""
    annotation: str = ""
    kinds: str = ""


def made_of(notes: Iterable[ArticleNote]) -> dict[str, str]:
    """The article of each raw file that one was made of."""
    return {note.raw: note.id for note in notes if note.raw}


@dataclass(frozen=True)
class CorpusSubject:
    """What the corpus-wide rules are held against: a note of each article, and the ledger.

    ``named`` are the ids that any file or folder names, readable or not; ``entries`` stand with their line numbers;
    ``ledger_is_whole`` where every line of the ledger could be read; ``settings`` is the file that holds ``version``.
    """

    articles: Mapping[str, ArticleNote]
    named: frozenset[str]
    ledger: Ledger
    entries: tuple[tuple[int, Entry], ...]
    version: str
    settings: str
    ledger_is_whole: bool = True

    @once
    def overlaps(self) -> tuple[tuple[ArticleNote, ArticleNote], ...]:
        """Pairs of articles that share half of the paragraphs of one of them, twins not among them."""
        sketches = {article: note.paragraphs for article, note in self.articles.items() if note.paragraphs}
        pairs = ((self.articles[one], self.articles[other]) for one, other in overlapping(sketches))
        return tuple((one, other) for one, other in pairs if one.text_sha256 != other.text_sha256)

    @once
    def twins(self) -> tuple[tuple[ArticleNote, ArticleNote], ...]:
        """Pairs of articles of one text, the earlier id first."""
        first: dict[str, ArticleNote] = {}
        notes = (self.articles[article] for article in sorted(self.articles))
        return tuple((twin, note) for note in notes if (twin := first.setdefault(note.text_sha256, note)) is not note)
