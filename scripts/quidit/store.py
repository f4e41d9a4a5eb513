"""The store: a corpus on disk, and the only module that knows its folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from quidit import canonical, disk
from quidit.checks.files import MAX_BYTES
from quidit.checks.run import Bundle, Judge, judge_lines
from quidit.checks.subjects import File, FileKind, Obstacle
from quidit.crossing import read_annotation, read_annotator, read_article, write_annotation, write_article
from quidit.documents import AnnotationFile, AnnotatorFile, ArticleFile
from quidit.generate import generated_files
from quidit.problems import Problem, QuiditError
from quidit.records import Annotation, Annotator, Article
from quidit.scheme import Scheme
from quidit.scheme_file import read_scheme
from quidit.settings import Settings, read_settings
from quidit.splits.ledger import Entry, EntryFile, Ledger, read_entry, write_entry

_ASIDE = {"README.md", "LICENSE", ".gitkeep"}
"""Files for people, which no rule reads."""


class NoCorpusError(QuiditError, FileNotFoundError):
    """A path that lies in no corpus."""


class BrokenCorpusError(QuiditError, ValueError):
    """A corpus whose files cannot be used; ``problems`` says why."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Lists:
    """The files that hold for all articles: who annotates, and the ledger with its line numbers."""

    annotators: Mapping[str, Annotator]
    entries: tuple[tuple[int, Entry], ...]
    problems: tuple[Problem, ...]

    @cached_property
    def ledger(self) -> Ledger:
        """Where every article stands."""
        return Ledger(tuple(entry for _, entry in self.entries))


@dataclass(frozen=True)
class Store:
    """A corpus on disk, by its root folder."""

    root: Path

    SETTINGS = "pyproject.toml"
    SCHEME = "schema/scheme.toml"
    LEDGER = "corpus/splits.jsonl"
    ANNOTATORS = "annotations/annotators.json"

    @classmethod
    def find(cls, path: Path) -> Store:
        """The corpus that the path lies in: the nearest folder upwards that holds ``schema/scheme.toml``.

        Raises:
            NoCorpusError: there is none.
        """
        start = path.absolute()
        for folder in (start, *start.parents):
            if (folder / cls.SCHEME).is_file():
                return cls(folder)
        raise NoCorpusError(
            f"{path} lies in no corpus: no folder from here upwards has {cls.SCHEME}. "
            "Go to a corpus, or start one with `quidit init DIR`."
        )

    @cached_property
    def scheme(self) -> Scheme:
        """The corpus's scheme.

        Raises:
            SchemeError: the file does not hold a scheme.
        """
        return read_scheme((self.root / self.SCHEME).read_text(encoding="utf-8"))

    @cached_property
    def settings(self) -> Settings:
        """The corpus's settings.

        Raises:
            SettingsError: ``[tool.quidit]`` is missing or says something that cannot be.
        """
        path = self.root / self.SETTINGS
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        return read_settings(text)

    @cached_property
    def _reader(self) -> Judge:
        """A judge of shapes alone."""
        return Judge(self.scheme, {}, Ledger())

    # ── Files, as the checks want them ──────────────────────────────────────────────────────────────

    def file(self, path: Path) -> File:
        """The file at a path of the corpus, read and with its kind told from its place."""
        place = path.relative_to(self.root).as_posix()
        kind, article, annotator = _meaning(place)
        obstacle, content = None, b""
        try:
            content = disk.read_capped(path, MAX_BYTES)
        except disk.NotRegularError:
            obstacle = Obstacle.NOT_REGULAR
        except disk.TooLargeError:
            obstacle = Obstacle.TOO_LARGE
        return File(place, kind, content, obstacle, article, annotator)

    def article_ids(self) -> list[str]:
        """Every id that an article file or a folder of annotations names, sorted."""
        corpus, annotations = self.root / "corpus", self.root / "annotations"
        named = {path.stem for path in corpus.glob("*.json")} if corpus.is_dir() else set()
        if annotations.is_dir():
            named |= {path.name for path in annotations.iterdir() if path.is_dir()}
        return sorted(named)

    def bundle(self, article: str) -> Bundle:
        """The files of an article."""
        article_path = self.root / "corpus" / f"{article}.json"
        folder = self.root / "annotations" / article
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        files = [self.file(path) for path in paths if path.name not in _ASIDE]
        return Bundle(
            article=self.file(article_path) if article_path.is_symlink() or article_path.exists() else None,
            annotations=tuple(file for file in files if file.kind is FileKind.ANNOTATION),
            rulings=next((file for file in files if file.kind is FileKind.RULINGS), None),
            strangers=tuple(file for file in files if file.kind is FileKind.STRANGER),
        )

    def articles_at(self, path: Path) -> frozenset[str] | None:
        """The articles whose files a path of the corpus is or holds; None where it concerns all of them.

        Raises:
            NoCorpusError: the path lies outside the corpus.
        """
        if not path.is_relative_to(self.root):
            raise NoCorpusError(f"{path} lies outside the corpus {self.root}; name its files or folders")
        match path.relative_to(self.root).parts:
            case ("corpus", name) if name.endswith(".json"):
                return frozenset({name.removesuffix(".json")})
            case ("annotations", article, *_) if (self.root / "annotations" / article).is_dir():
                return frozenset({article})
        return None

    def strangers(self) -> list[File]:
        """What lies in ``corpus/`` and ``annotations/`` beside the articles' files and has no meaning."""
        paths = [
            path
            for folder in (self.root / "corpus", self.root / "annotations")
            if folder.is_dir()
            for path in sorted(folder.iterdir())
            if path.name not in _ASIDE and not (folder.name == "annotations" and path.is_dir())
        ]
        return [file for path in paths if (file := self.file(path)).kind is FileKind.STRANGER]

    def lists(self) -> Lists:
        """Who annotates, and the ledger, with the problems of their files."""
        judge = self._reader
        problems: list[Problem] = []
        annotators: dict[str, Annotator] = {}
        if (self.root / self.ANNOTATORS).exists():
            reading = judge.read(self.file(self.root / self.ANNOTATORS))
            problems += reading.problems
            if reading.is_sound:
                listed = [read_annotator(each) for each in cast("list[AnnotatorFile]", reading.document)]
                annotators = {annotator.id: annotator for annotator in listed}
        entries = []
        if (self.root / self.LEDGER).exists():
            for number, document, found in judge_lines(self.file(self.root / self.LEDGER), judge):
                problems += found
                if document is not None and not found:
                    entries.append((number, read_entry(cast("EntryFile", document))))
        return Lists(annotators, tuple(entries), tuple(problems))

    def read_raw(self, name: str) -> bytes | None:
        """The bytes of a raw file of ``seeds/``, None where there is no such regular file there."""
        path = self.root / "seeds" / name
        if path.parent != self.root / "seeds":
            return None
        try:
            return disk.read_capped(path, MAX_BYTES)
        except (OSError, QuiditError):
            return None

    # ── Records, for whoever may take the files to be sound ─────────────────────────────────────────

    def article(self, article: str) -> Article:
        """An article of a valid corpus."""
        document = self._document(self.root / "corpus" / f"{article}.json")
        return read_article(cast("ArticleFile", document))

    def annotations(self, article: str) -> tuple[Annotation, ...]:
        """An article's annotations in a valid corpus, sorted by annotator."""
        files = self.bundle(article).annotations
        documents = [self._document(self.root / file.path) for file in files]
        return tuple(read_annotation(cast("AnnotationFile", document)) for document in documents)

    def _document(self, path: Path) -> object:
        """What a file says, where it says anything that its schema allows.

        Raises:
            BrokenCorpusError: the file does not fit its schema.
        """
        reading = self._reader.read(self.file(path))
        if not reading.is_sound:
            raise BrokenCorpusError(f"{reading.file.path} cannot be read; run `quidit validate`", reading.problems)
        return reading.document

    # ── Writing ─────────────────────────────────────────────────────────────────────────────────────

    def write_article(self, article: Article) -> Path:
        """The article's file, written canonically."""
        path = self.root / "corpus" / f"{article.id}.json"
        disk.write(path, canonical.dumps(write_article(article)))
        return path

    def write_annotation(self, annotation: Annotation, article: Article) -> Path:
        """The annotation's file, written canonically."""
        path = self.root / "annotations" / annotation.article / f"{annotation.annotator}.json"
        disk.write(path, canonical.dumps(write_annotation(annotation, article.text)))
        return path

    def write_raw(self, name: str, content: bytes) -> Path:
        """A raw file in ``seeds/``, as it was received."""
        path = self.root / "seeds" / name
        disk.write(path, content)
        return path

    def append_to_ledger(self, entries: Iterable[Entry]) -> None:
        """The ledger with those decisions behind all earlier ones."""
        path = self.root / self.LEDGER
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        disk.write(path, before + canonical.lines([write_entry(entry) for entry in entries]))

    def stale(self) -> list[str]:
        """Names of generated files in ``schema/`` that are missing or not what the scheme makes of them."""
        folder = self.root / "schema"
        return [
            name
            for name, text in generated_files(self.scheme).items()
            if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
        ]

    def generate(self) -> list[str]:
        """The generated files written anew where they were stale; their names."""
        names = self.stale()
        files = generated_files(self.scheme)
        for name in names:
            disk.write(self.root / "schema" / name, files[name])
        return names


def _meaning(place: str) -> tuple[FileKind, str, str]:
    """What a file is by its place under the root, and the article and annotator that the place names."""
    match place.split("/"):
        case ["corpus", "splits.jsonl"]:
            return FileKind.LEDGER, "", ""
        case ["corpus", name] if name.endswith(".json"):
            return FileKind.ARTICLE, name.removesuffix(".json"), ""
        case ["annotations", "annotators.json"]:
            return FileKind.ANNOTATORS, "", ""
        case ["annotations", article, "rulings.json"]:
            return FileKind.RULINGS, article, ""
        case ["annotations", article, name] if name.endswith(".json"):
            return FileKind.ANNOTATION, article, name.removesuffix(".json")
    return FileKind.STRANGER, "", ""
