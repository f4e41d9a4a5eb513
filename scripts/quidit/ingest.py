"""Ingest: a raw file becomes an article, or an error that names the place and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from quidit import canonical, disk
from quidit.checks.files import MAX_BYTES
from quidit.checks.reading import Judge
from quidit.checks.seeds import is_sound_name
from quidit.checks.subjects import File, FileKind
from quidit.crossing import write_article
from quidit.language.segmentation import segment
from quidit.problems import QuiditError
from quidit.records import Article, Rights, Source
from quidit.splits.ledger import Ledger
from quidit.store import Store
from quidit.text import RefusedText, normalise, sha256


class IngestError(QuiditError, ValueError):
    """Raw files that cannot become articles; ``faults`` says why, one line each. Nothing was written."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class AnnotatedError(QuiditError, ValueError):
    """An article whose sentences may no longer be changed, because annotations rest on them."""


@dataclass(frozen=True)
class Intake:
    """A raw file and what its contributor says of it."""

    path: Path
    id: str
    language: str
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    title: str | None = None
    event: str | None = None
    note: str | None = None
    rights: Rights = field(default_factory=Rights)


def article_id(path: Path) -> str:
    """The id that a file's name suggests: its stem in lower-case kebab-case."""
    return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")


def add(store: Store, intakes: Iterable[Intake]) -> list[Article]:
    """The articles that the raw files make, written to ``corpus/`` with the files copied to ``seeds/``.

    Raises:
        IngestError: any of the files cannot be taken; then none is.
        WriteError: the disk is full; what was written is whole.
    """
    intakes = list(intakes)
    known = {article.text_sha256: article.id for article in _articles(store)}
    ledger = store.lists().ledger
    faults: list[str] = []
    articles = []
    for intake in intakes:
        try:
            article = _prepared(store, intake)
        except IngestError as error:
            faults += error.faults
            continue
        faults += _withdrawn(intake, article, ledger)
        if twin := known.get(article.text_sha256):
            faults.append(f"{intake.path}: the corpus has this text already, as {twin}; leave this file out")
        known.setdefault(article.text_sha256, article.id)
        articles.append(article)
    faults += _clashes(intakes)
    if faults:
        raise IngestError(faults)
    for intake, article in zip(intakes, articles, strict=True):
        store.write_raw(article.source.file, disk.read_capped(intake.path, MAX_BYTES))
        store.write_article(article)
    return articles


def resegment(store: Store, article_id: str) -> Article:
    """The article with its sentences found anew, written to its file.

    Raises:
        AnnotatedError: the article has annotations.
        IngestError: there is no such article.
    """
    if article_id not in store.article_ids():
        raise IngestError([f"{article_id}: the corpus has no such article; `ls corpus` shows which it has"])
    annotations = store.bundle(article_id).annotations
    if annotations:
        names = ", ".join(file.path for file in annotations)
        flags = ", ".join(flag.id for flag in store.scheme.article_flags) or "none in this scheme"
        raise AnnotatedError(
            f"{article_id} is annotated ({names}): its sentences are frozen, because splits and releases rest on "
            f"them. Flag the article in an annotation instead (flags: {flags})."
        )
    article = store.article(article_id)
    renewed = replace(article, sentences=segment(article.text, article.language))
    store.write_article(renewed)
    return renewed


def _articles(store: Store) -> Iterator[Article]:
    for article in store.article_ids():
        if store.bundle(article).article:
            yield store.article(article)


def _prepared(store: Store, intake: Intake) -> Article:
    """The article that a raw file makes, not yet written.

    Raises:
        IngestError: naming file, line, column and remedy.
    """
    faults = list(_misnamed(store, intake))
    raw = _read(intake.path)
    name = intake.path.name
    there = store.read_raw(name)
    if there is not None and there != raw:
        faults.append(f"{intake.path}: seeds/ has another file named {name}; rename this one")
    text = _normalised(intake.path, raw, faults)
    said = {key: getattr(intake, key) for key in ("publisher", "url", "published", "note")}
    article = Article(
        id=intake.id,
        language=intake.language,
        text=text,
        sentences=segment(text, intake.language),
        source=Source(file=name, sha256=canonical.sha256(raw), **said),
        rights=intake.rights,
        text_sha256=sha256(text),
        title=intake.title,
        event=intake.event,
    )
    faults += _misdescribed(store, intake.path, article)
    if faults:
        raise IngestError(faults)
    return article


def _normalised(path: Path, raw: bytes, faults: list[str]) -> str:
    """The raw file's text.

    Raises:
        IngestError: every refusal of the text, behind the faults that were found before.
    """
    try:
        return normalise(raw).text
    except RefusedText as error:
        refused = [f"{path}:{each.line}:{each.column}: {each.message}. {each.remedy}" for each in error.refusals]
        raise IngestError([*faults, *refused]) from error


def _misdescribed(store: Store, path: Path, article: Article) -> Iterator[str]:
    """What the article's file would say that its schema does not allow: a bad id, language, date or address."""
    content = canonical.dumps(write_article(article)).encode()
    file = File(f"corpus/{article.id}.json", FileKind.ARTICLE, content, article=article.id)
    for problem in Judge(store.scheme, {}, Ledger()).read(file).problems:
        what = problem.pointer.rpartition("/")[2] or "id"
        yield f"{path}: {what}: {problem.message}; expected {problem.expected}"


def _misnamed(store: Store, intake: Intake) -> Iterator[str]:
    if not is_sound_name(intake.path.name):
        yield (
            f"{intake.path}: {intake.path.name!r} cannot name a file of seeds/; "
            "rename it with letters, digits, dots, hyphens and underscores"
        )
    if store.bundle(intake.id).article:
        yield f"{intake.path}: the corpus has an article {intake.id} already; give another id with --id"


def _withdrawn(intake: Intake, article: Article, ledger: Ledger) -> Iterator[str]:
    """What was withdrawn and would come back: an id, or a text under whatever id."""
    gone = ledger.withdrawn_texts.get(article.text_sha256)
    if gone is None and ledger.split(article.id) != "withdrawn":
        return
    why = ledger.by_article[gone or article.id].why
    told = f" ({why})" if why else ""
    if gone:
        yield f"{intake.path}: this text was withdrawn, as {gone}{told}; leave this file out"
    else:
        yield f"{intake.path}: the article {article.id} was withdrawn{told}; give another id with --id"


def _clashes(intakes: list[Intake]) -> Iterator[str]:
    """Files of one call that would take each other's place."""
    seen: dict[str, Path] = {}
    for intake in intakes:
        for name in (f"the id {intake.id}", f"the file name {intake.path.name}"):
            if name in seen:
                yield f"{intake.path}: {name} is also that of {seen[name]}; change one of them"
            seen[name] = intake.path


def _read(path: Path) -> bytes:
    try:
        return disk.read_capped(path, MAX_BYTES)
    except disk.NotRegularError as error:
        raise IngestError([f"{path}: is a folder, link or special file; give the file itself"]) from error
    except disk.TooLargeError as error:
        raise IngestError([f"{path}: holds more than {MAX_BYTES:,} bytes; split it"]) from error
    except OSError as error:
        raise IngestError([f"{path}: cannot be read ({error.strerror}); check the name and its permissions"]) from error
