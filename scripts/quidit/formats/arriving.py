"""Arriving: the article that a foreign task's text is, one that the corpus has or a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from quidit import canonical
from quidit.checks.files import MAX_BYTES
from quidit.checks.reading import Judge
from quidit.checks.run import Bundle, judge_bundle
from quidit.checks.subjects import File, FileKind
from quidit.crossing import write_article
from quidit.generate.json_schema import ARTICLE_ID
from quidit.labelstudio.foreign.causes import DESCRIPTION, MARKUP, NO_TEXT, REFUSED_TEXT, RENAMED
from quidit.labelstudio.foreign.export import ForeignTask, members_of
from quidit.labelstudio.foreign.mapping import Map
from quidit.labelstudio.foreign.placing import MARKUP as TAGS
from quidit.labelstudio.foreign.translating import Received
from quidit.labelstudio.naming import kebab, unused
from quidit.labelstudio.notes import Notes
from quidit.language.segmentation import segment
from quidit.problems import Problem, Severity
from quidit.records import Article, Rights, Source
from quidit.store import Store
from quidit.text import Normalised, RefusedText, normalise, sha256

_LONGEST = 48
"""Characters of an id that is made of words; a number may follow."""
_SHORTEST = 3
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_OPTIONAL = {
    "/title": "title",
    "/source/url": "url",
    "/source/published": "published",
    "/source/publisher": "publisher",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A task with the article that its text is; ``raw`` is to be written where the article ``is_new``."""

    task: ForeignTask
    article: Article | None
    received: Received | None
    raw: bytes
    is_new: bool
    problems: tuple[Problem, ...]


@dataclass
class Shelf:
    """The articles of a corpus by their texts, with those that an import adds."""

    store: Store
    judge: Judge
    by: Map
    name: str
    known: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    added: dict[str, Article] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, judge: Judge, by: Map, name: str) -> Shelf:
        """What the corpus has, for an export of that name.

        Raises:
            BrokenCorpusError: an article does not fit its schema.
        """
        ids = store.article_ids()
        known = {store.article(each).text_sha256: each for each in ids if store.bundle(each).article}
        return cls(store, judge, by, name, known, set(ids) | _RESERVED)

    def receive(self, task: ForeignTask) -> Arrival:
        """The task with its article; without one where its text cannot be one."""
        notes = Notes(task.name, "")
        text = self._text(task, notes)
        normalised = None if text is None else _normalised(text, notes)
        if text is None or normalised is None:
            return Arrival(task, None, None, b"", is_new=False, problems=(*task.problems, *notes.problems))
        raw = text.encode("utf-8")
        digest = sha256(normalised.text)
        known = self.known.get(digest)
        if known is not None:
            article: Article | None = self.added.get(known) or self.store.article(known)
        else:
            article = self._made(task, normalised, raw, notes)
        problems = (*task.problems, *notes.problems)
        if article is None:
            return Arrival(task, None, None, b"", is_new=False, problems=problems)
        if known is None:
            self.known[digest] = article.id
            self.taken.add(article.id)
            self.added[article.id] = article
        return Arrival(task, article, Received(text, normalised), raw, is_new=known is None, problems=problems)

    def _text(self, task: ForeignTask, notes: Notes) -> str | None:
        """The task's text as it was received; None where it has none whose characters offsets could count."""
        if not task.data:
            if not task.problems:
                notes.take(NO_TEXT, "the task has no data", fix="export it again")
            return None
        text = task.data.get(self.by.text)
        if not isinstance(text, str):
            texts = ", ".join(key for key, value in task.data.items() if isinstance(value, str)) or "none"
            got = "nothing" if text is None else f"a {type(text).__name__}, which is no text,"
            message = f"its data have {got} under {self.by.text!r}; texts are under: {texts}"
            notes.take(NO_TEXT, message, fix='correct text = "…" in the map')
            return None
        is_page = any(
            member.get("type") == "hypertextlabels" for answer in task.answers for member in members_of(answer)[0]
        )
        if is_page and TAGS.search(text):
            message = (
                f"its text is a page with tags, and its {len(task.answers)} annotations are of what a browser shows"
            )
            notes.take(MARKUP, message, fix="export the project with the plain text in its data")
            return None
        return text

    def _made(self, task: ForeignTask, normalised: Normalised, raw: bytes, notes: Notes) -> Article | None:
        """A new article of the text; None where the rules refuse it."""
        each = self._id(task, normalised.text, raw, notes)
        project = f", project {task.project}" if task.project else ""
        said = {key: self._said(task, key) for key in ("title", "url", "published", "publisher")}
        article = Article(
            id=each,
            language=self.by.language,
            text=normalised.text,
            sentences=segment(normalised.text, self.by.language),
            source=Source(
                file=f"{each}.txt",
                sha256=canonical.sha256(raw),
                publisher=said["publisher"],
                url=said["url"],
                published=said["published"],
                note=f"imported from {self.name}{project}, task {task.name}",
            ),
            rights=Rights(),
            text_sha256=sha256(normalised.text),
            title=said["title"],
        )
        return self._allowed(article, raw, notes)

    def _said(self, task: ForeignTask, key: str) -> str | None:
        """What the task's data say under the key that the map names for it."""
        theirs = getattr(self.by, key)
        value = task.data.get(theirs) if theirs else None
        return " ".join(str(value).split()) or None if isinstance(value, str | int) else None

    def _allowed(self, article: Article, raw: bytes, notes: Notes) -> Article | None:
        """The article without what the rules refuse of its description; None where they refuse more."""
        for _ in range(len(_OPTIONAL) + 1):
            faults = [each for each in self._faults(article, raw) if each.severity is Severity.ERROR]
            if not faults:
                return article
            for fault in faults:
                if fault.pointer not in _OPTIONAL:
                    notes.take(
                        REFUSED_TEXT,
                        f"{fault.code} {fault.message}",
                        got=fault.got,
                        expected=fault.expected,
                        fix=fault.fix,
                    )
                    continue
                key = _OPTIONAL[fault.pointer]
                notes.take(DESCRIPTION, f"its {key} was left out: {fault.message}", got=fault.got, fix=fault.fix)
                article = _without(article, key)
            if any(fault.pointer not in _OPTIONAL for fault in faults):
                return None
        return None

    def _faults(self, article: Article, raw: bytes) -> tuple[Problem, ...]:
        content = canonical.dumps(write_article(article)).encode("utf-8", "surrogatepass")
        file = File(f"corpus/{article.id}.json", FileKind.ARTICLE, content, article=article.id)
        return judge_bundle(Bundle(file), self.judge, {article.source.file: raw}.get).problems

    def _id(self, task: ForeignTask, text: str, raw: bytes, notes: Notes) -> str:
        """An id that no other article has: the one given, else the first words of title or text."""
        given = self._said(task, "id")
        words = given or self._said(task, "title") or text.partition("\n")[0]
        wanted = given if given and re.fullmatch(ARTICLE_ID, given) else _shortened(kebab(words))
        if len(wanted) < _SHORTEST:
            wanted = _shortened(f"task-{kebab(task.name)}")
        each = unused(wanted, _Taken(self, raw))
        if given and each != given:
            notes.take(
                RENAMED,
                f"the id {given!r} is no article’s here, or another’s; it became {each}",
                got=given,
                expected=each,
            )
        return each


@dataclass(frozen=True, slots=True)
class _Taken:
    """The ids that a new article of those raw bytes cannot have."""

    shelf: Shelf
    raw: bytes

    def __contains__(self, each: object) -> bool:
        return each in self.shelf.taken or self.shelf.store.read_raw(f"{each}.txt") not in (None, self.raw)


def _shortened(words: str) -> str:
    """The first words of an id."""
    return words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]


def _normalised(text: str, notes: Notes) -> Normalised | None:
    """The text as a corpus holds it; None where it cannot, which is noted."""
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) > MAX_BYTES:
        notes.take(REFUSED_TEXT, f"its text holds more than {MAX_BYTES:,} bytes", got=f"{len(raw):,}", fix="split it")
        return None
    try:
        return normalise(raw)
    except RefusedText as error:
        for each in error.refusals:
            notes.take(REFUSED_TEXT, f"its text at {each.line}:{each.column}: {each.message}", fix=each.remedy)
        return None


def _without(article: Article, key: str) -> Article:
    """The article without that of its description."""
    source = article.source
    match key:
        case "title":
            return replace(article, title=None)
        case "url":
            return replace(article, source=replace(source, url=None))
        case "published":
            return replace(article, source=replace(source, published=None))
    return replace(article, source=replace(source, publisher=None))
