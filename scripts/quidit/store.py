"""The store: a corpus on disk, and the only module that knows its folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from quidit import canonical, disk, generating
from quidit.baseline import Baseline
from quidit.checks.files import MAX_BYTES
from quidit.checks.reading import Judge
from quidit.checks.releasing import Surroundings
from quidit.checks.run import Bundle
from quidit.checks.subjects import File, Obstacle, Seeds
from quidit.crossing import read_annotation, read_article, write_annotation, write_article
from quidit.documents import AnnotationFile, ArticleFile, KnownFile, RulingsFile
from quidit.layout import annotation_place, article_place, rulings_place
from quidit.lists import Lists, lists_of
from quidit.problems import Problem, QuiditError
from quidit.records import Annotation, Article
from quidit.scheme import Scheme
from quidit.scheme_file import SchemeError, read_scheme
from quidit.settings import Settings, SettingsError, read_settings
from quidit.splits.ledger import Entry, Ledger, write_entry
from quidit.standing import ASIDE, file_at, folder_at, is_strange, raw_files_at, seeds_at


class NoCorpusError(QuiditError, FileNotFoundError):
    """A path that lies in no corpus."""


class BrokenCorpusError(QuiditError, ValueError):
    """A corpus whose files cannot be used; ``problems`` says why."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Store:
    """A corpus on disk, by its root folder.

    ``configuration`` holds the scheme and the settings where they are not the disk's: a contribution is judged by
    those of its base. ``began`` is that of its files.
    """

    root: Path
    configuration: Mapping[str, bytes] = field(default_factory=dict)
    began: Callable[[str], bytes | None] | None = None

    SETTINGS = "pyproject.toml"
    SCHEME = "schema/scheme.toml"
    LEDGER = "corpus/splits.jsonl"
    ANNOTATORS = "annotations/annotators.json"
    SEEDS = "seeds"
    KNOWN = "schema/known-problems.json"
    LICENCE = "annotations/LICENSE"

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
        return read_scheme(self._configuration(self.SCHEME, SchemeError))

    @cached_property
    def settings(self) -> Settings:
        """The corpus's settings.

        Raises:
            SettingsError: ``[tool.quidit]`` is missing or says something that cannot be.
        """
        is_there = self.SETTINGS in self.configuration or (self.root / self.SETTINGS).is_file()
        return read_settings(self._configuration(self.SETTINGS, SettingsError) if is_there else "")

    def _configuration(self, name: str, error: type[QuiditError]) -> str:
        """The text of a file that a maintainer writes."""
        content = self.configuration[name] if name in self.configuration else (self.root / name).read_bytes()
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as fault:
            raise error(f"{name}: byte {fault.start} is not UTF-8; save the file as UTF-8") from fault

    @cached_property
    def _reader(self) -> Judge:
        """A judge of shapes alone."""
        return Judge(self.scheme, {}, Ledger())

    # ── Files, as the checks want them ──────────────────────────────────────────────────────────────

    def file(self, path: Path) -> File:
        """The file at a path of the corpus, read and with its kind told from its place."""
        return file_at(path, self.root, self.began)

    def article_ids(self) -> list[str]:
        """Every id that an article file or a folder of annotations names, sorted."""
        corpus, annotations = self.root / "corpus", self.root / "annotations"
        named = {name.removesuffix(".json") for name in disk.names(corpus) if name.endswith(".json")}
        return sorted(named | disk.folders(annotations))

    def has_article(self, article: str) -> bool:
        """Whether the article's own file stands there."""
        return disk.stands(self.root / article_place(article))

    def bundle(self, article: str) -> Bundle:
        """The files of an article."""
        article_path, folder = self.root / article_place(article), self.root / f"annotations/{article}"
        # An id of dots or nothing would name the folder of the folders; its article file is a problem already.
        paths = disk.inside(folder) if article.strip(".") else []
        files = [self.file(path) for path in paths if path.name not in ASIDE]
        if not files and article.strip(".") and disk.is_folder(folder):
            obstacle = Obstacle.EMPTY_FOLDER if disk.is_open(folder) else Obstacle.UNREADABLE
            files = [folder_at(folder, self.root, obstacle)]
        return Bundle.of(self.file(article_path) if disk.stands(article_path) else None, files)

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
            case ("annotations", article, *_) if disk.is_folder(self.root / "annotations" / article):
                return frozenset({article})
        return None

    def strangers(self) -> list[File]:
        """What lies in ``corpus/`` and ``annotations/`` beside the articles' files and has no meaning."""
        corpus, annotations = folders = (self.root / "corpus", self.root / "annotations")
        paths = [folder for folder in folders if disk.stands(folder) and not disk.is_folder(folder)]
        closed = [folder_at(folder, self.root, Obstacle.UNREADABLE) for folder in folders if not disk.is_open(folder)]
        of_articles = disk.folders(annotations)
        paths += [corpus / name for name in disk.names(corpus) if is_strange(f"corpus/{name}")]
        paths += [
            annotations / name
            for name in disk.names(annotations)
            if name not in of_articles and is_strange(f"annotations/{name}")
        ]
        return closed + [self.file(path) for path in paths]

    def seeds(self) -> Seeds:
        """The names of the raw files."""
        return seeds_at(self.root / self.SEEDS)

    def raw_files(self, named: Mapping[str, str]) -> Iterator[File]:
        """What lies in ``seeds/``, sorted; ``named`` gives the article of each raw file that one was made of.

        Only what no article names is read. The others were, with their articles; of them those that may be run are given.
        """
        return raw_files_at(self.root / self.SEEDS, self.root, named)

    def lists(self) -> Lists:
        """Who annotates, and the ledger, with the problems of their files."""
        annotators, ledger = self.root / self.ANNOTATORS, self.root / self.LEDGER
        return lists_of(
            self.file(annotators) if disk.stands(annotators) else None,
            self.file(ledger) if disk.stands(ledger) else None,
            self._reader,
        )

    def baseline(self) -> Baseline:
        """The list of known problems."""
        path = self.root / self.KNOWN
        return Baseline.of(self.file(path) if disk.stands(path) else None, self._reader)

    def write_known(self, rows: Sequence[KnownFile]) -> None:
        """The list of known problems, written canonically; no file where nothing is known."""
        path = self.root / self.KNOWN
        if rows:
            disk.write(path, canonical.dumps(list(rows)))
        else:
            path.unlink(missing_ok=True)

    def read_raw(self, name: str) -> bytes | None:
        """The bytes of a raw file of ``seeds/``, None where there is no such regular file there."""
        if not name or "/" in name or "\0" in name:
            return None
        try:
            return disk.read_capped(self.root / f"{self.SEEDS}/{name}", MAX_BYTES)
        except (OSError, QuiditError):
            return None

    # ── Records, for whoever may take the files to be sound ─────────────────────────────────────────

    def article(self, article: str) -> Article:
        """An article of a valid corpus."""
        document = self._document(self.root / article_place(article))
        return read_article(cast("ArticleFile", document))

    def annotations(self, article: str) -> tuple[Annotation, ...]:
        """An article's annotations in a valid corpus, sorted by annotator."""
        files = self.bundle(article).annotations
        documents = [self._document(self.root / file.path) for file in files]
        return tuple(read_annotation(cast("AnnotationFile", document)) for document in documents)

    def adjudicator(self, article: str) -> str | None:
        """Who ruled on an article's annotations in a valid corpus; None where no rulings stand."""
        path = self.root / rulings_place(article)
        return cast("RulingsFile", self._document(path))["adjudicator"] if disk.stands(path) else None

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
        path = self.root / article_place(article.id)
        disk.write(path, canonical.dumps(write_article(article)))
        return path

    def write_annotation(self, annotation: Annotation, article: Article) -> Path:
        """The annotation's file, written canonically."""
        path = self.root / annotation_place(annotation.article, annotation.annotator)
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
        if before and not before.endswith("\n"):
            before += "\n"
        disk.write(path, before + canonical.lines([write_entry(entry) for entry in entries]))

    def stale(self) -> list[str]:
        """Places of generated files that are missing, not what the scheme makes of them, or made by it no more."""
        return generating.stale(self.root, generating.generated(self.root, self.scheme))

    def generate(self) -> list[str]:
        """The generated files written anew or removed where they were stale; their places."""
        return generating.generate(self.root, self.scheme)

    def surroundings(self, *, annotations: int) -> Surroundings:
        """What stands around articles and so many annotations."""
        return Surroundings(
            stale=tuple(generating.stale(self.root, generating.of_schema(self.scheme))),
            licence=self.LICENCE,
            lacks_licence=annotations > 0 and not disk.stands(self.root / self.LICENCE),
        )
