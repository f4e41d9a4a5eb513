"""Withdrawal: an article that must go leaves the corpus, and what stays of it is a line that keeps it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from quidit import disk
from quidit.checks.rules import nearest
from quidit.git.remembered import is_in_git, only_here, require_not_out
from quidit.layout import article_place
from quidit.problems import QuiditError
from quidit.records import Article
from quidit.splits.ledger import Entry, Ledger
from quidit.store import Store

CHANGELOG = "CHANGELOG.md"
_WITHDRAWN = "Withdrawn: the article "
_HEADING = re.compile(r"^## .*$", re.MULTILINE)
_PENDING = re.compile(r"^## .*\b(?:not yet released|unreleased)\b.*$", re.MULTILINE | re.IGNORECASE)
_SHOWN = 10
"""Files that are named where some cannot go; the rest are counted."""
_PART = re.compile(r"^#{2,3} ", re.MULTILINE)


class WithdrawalError(QuiditError, ValueError):
    """An article that cannot be withdrawn; the message says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal does, or would do.

    Attributes:
        entry: the line of the ledger that withdraws the article.
        is_new: whether that line is written now; else an earlier call wrote it, and this one ends what was left.
        news: the line of the changelog; empty where it stands there already.
        removed: the places of what goes, in the order in which it goes.
        shared: the place of the raw file where it stays, and the articles that were also made of it.
        beside: other articles of its group, which stay: they may tell the same story.
        is_in_git: whether git's history holds the corpus, and so what was committed of the article.
    """

    article: str
    entry: Entry
    is_new: bool
    news: str
    removed: tuple[str, ...]
    shared: tuple[str, ...]
    beside: tuple[str, ...]
    is_in_git: bool

    @property
    def changes_nothing(self) -> bool:
        """Whether all was done before."""
        return not (self.is_new or self.news or self.removed)


class UnknownArticleError(WithdrawalError):
    """An article that the corpus does not have, nor ever had."""


class NoReasonError(WithdrawalError):
    """A withdrawal that nobody gives a reason for."""


def withdraw(store: Store, article: str, why: str, *, force: bool = False, dry_run: bool = False) -> Withdrawal:
    """The article withdrawn: a line in the ledger and one in the changelog, then its files gone; nothing in a dry run.

    Files that git does not have as they stand go only with ``force``: nothing would bring them back.

    The line comes first and the article's own file goes last, so that another call ends what one that was killed left.
    Known problems of its files are no longer listed.

    Raises:
        UnknownArticleError, NoReasonError: the corpus has no such article, or no reason is given.
        ReleasedAlreadyError: the release that the ledger would name is out.
        WithdrawalError: the ledger cannot be read, or a file is in no commit.
        BrokenCorpusError: the article cannot be read, so that its text could not be kept out.
        WriteError: the disk is full; what was written is whole.
    """
    planned = _planned(store, article, " ".join(why.split()))
    if planned.is_new:
        require_not_out(store.root, [planned.entry.release])
    if not force:
        _require_committed(store.root, planned)
    if dry_run:
        return planned
    if planned.is_new:
        store.append_to_ledger([planned.entry])
    if planned.news:
        disk.write(store.root / CHANGELOG, with_news(_changelog(store), planned.news))
    _forget_known(store, planned)
    for place in planned.removed:
        path = store.root / place
        path.rmdir() if disk.is_folder(path) else path.unlink(missing_ok=True)
    return planned


def _require_committed(root: Path, planned: Withdrawal) -> None:
    lost = list(only_here(root, planned.removed))
    if lost:
        more = f" and {len(lost) - _SHOWN:,} more" if len(lost) > _SHOWN else ""
        raise WithdrawalError(
            f"{', '.join(lost[:_SHOWN])}{more}: git does not have this as it stands, so that nothing would bring it back. "
            "Commit it first, or remove it for good with --force"
        )


def _planned(store: Store, article: str, why: str) -> Withdrawal:
    """What is to be done, decided before anything is."""
    lists = store.lists()
    if not lists.ledger_is_whole:
        raise WithdrawalError(f"{Store.LEDGER} cannot be read whole, so nothing was added to it; run `quidit validate`")
    known = {*store.article_ids(), *lists.ledger.by_article}
    if article not in known:
        advice = nearest(article, known) or "`ls corpus` shows which it has"
        raise UnknownArticleError(f"the corpus has no article {article!r}; {advice}")
    before = lists.ledger.by_article.get(article)
    done = before if before and before.split == "withdrawn" else None
    if done is None and not why:
        raise NoReasonError(
            f"say with --why for what reason {article} goes: the ledger and the changelog tell it to everybody"
        )
    record = store.article(article) if store.has_article(article) else None
    entry = done or _tombstone(store, article, before, record, why)
    shared = tuple(_shared(store, record)) if record else ()
    beside = tuple(_beside(lists.ledger, entry))
    planned = Withdrawal(article, entry, done is None, "", (), shared, beside, is_in_git(store.root))
    news = _news(entry)
    return replace(
        planned,
        news="" if news in _changelog(store) else news,
        removed=tuple(_files(store, article, None if shared else record)),
    )


def _tombstone(store: Store, article: str, before: Entry | None, record: Article | None, why: str) -> Entry:
    return Entry(
        store.settings.version,
        article=article,
        group=(before.group if before else None) or article,
        split="withdrawn",
        why=why,
        text_sha256=record.text_sha256 if record else None,
    )


def _news(entry: Entry) -> str:
    """What readers of the data are told; of why, what the ledger tells them too."""
    return f"- {_WITHDRAWN}`{entry.article}`{f' ({entry.why})' if entry.why else ''}."


def tells_of(changelog: str, article: str) -> bool:
    """Whether a changelog says that the article was withdrawn, as ``withdraw`` writes it."""
    return f"- {_WITHDRAWN}`{article}`" in changelog


def _beside(ledger: Ledger, entry: Entry) -> Iterator[str]:
    for article, other in sorted(ledger.by_article.items()):
        if other.group == entry.group and article != entry.article and other.split != "withdrawn":
            yield article


def _shared(store: Store, record: Article) -> Iterator[str]:
    """The raw file and the other articles that were made of it; nothing where there are none."""
    others = [
        each
        for each in store.article_ids()
        if each != record.id and store.has_article(each) and store.article(each).source.file == record.source.file
    ]
    if others:
        yield f"{Store.SEEDS}/{record.source.file}"
        yield from others


def _files(store: Store, article: str, record: Article | None) -> Iterator[str]:
    """What is there of the article: its annotations and their folder, its raw file, and last the article's own file."""
    yield from _inside(store.root, f"annotations/{article}")
    if record and disk.stands(store.root / (raw := f"{Store.SEEDS}/{record.source.file}")):
        yield raw
    if store.has_article(article):
        yield article_place(article)


def _inside(root: Path, folder: str) -> Iterator[str]:
    """What a folder holds, then the folder."""
    if not disk.is_folder(root / folder):
        return
    for path in disk.inside(root / folder):
        place = f"{folder}/{path.name}"
        if disk.is_folder(path):
            yield from _inside(root, place)
        else:
            yield place
    yield folder


def _forget_known(store: Store, planned: Withdrawal) -> None:
    rows = store.baseline().rows
    kept = [row for row in rows if row["path"] not in planned.removed]
    if len(kept) < len(rows):
        store.write_known(kept)


def _changelog(store: Store) -> str:
    path = store.root / CHANGELOG
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def with_news(changelog: str, news: str) -> str:
    """A changelog with one more line in the section that is not yet released; it is made where there is none."""
    changelog = changelog or "# Changelog\n\nFor readers of the data.\n"
    pending = _PENDING.search(changelog)
    if pending is None:
        first = _HEADING.search(changelog)
        place = first.start() if first else len(changelog)
        parts = [changelog[:place].rstrip("\n"), f"## Not yet released\n\n{news}", changelog[place:].strip("\n")]
        return "\n\n".join(filter(None, parts)) + "\n"
    behind = _PART.search(changelog, pending.end())
    place = behind.start() if behind else len(changelog)
    said = changelog[:place].rstrip("\n")
    between = "\n" if said.rpartition("\n")[2].startswith("- ") else "\n\n"
    return f"{said}{between}{news}\n" + (f"\n{changelog[place:]}" if changelog[place:] else "")
