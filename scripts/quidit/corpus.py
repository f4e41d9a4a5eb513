"""The corpus: the door through which Python programs read, check, build and grow one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.baseline import baseline_rows
from quidit.checks.known import unknown
from quidit.lock import WRITING, alone
from quidit.problems import QuiditError, in_order
from quidit.publisher import Publisher, silent
from quidit.records import Annotation, Article
from quidit.scheme import Scheme
from quidit.store import Store
from quidit.validation import Validation, validate

if TYPE_CHECKING:
    from quidit.fixing.corpus import Repairs
    from quidit.splits.assign import Assignment
    from quidit.withdrawal import Withdrawal


def _began(root: Path, place: str) -> bytes | None:
    """What both sides of an unfinished merge began from; only a file with a conflict pays for asking git."""
    from quidit.git.unmerged import began

    return began(root, place)


class UnknownArticleError(QuiditError, KeyError):
    """An article that the corpus does not have."""


@dataclass(frozen=True)
class Corpus(Publisher):
    """A corpus on disk.

    ``Corpus.open(path)`` opens the one that the path lies in.
    """

    @classmethod
    def open(cls, path: str | Path) -> Corpus:
        """The corpus that the path lies in: the nearest folder upwards with ``schema/scheme.toml``.

        Raises:
            NoCorpusError: there is none.
        """
        store = Store.find(Path(path))
        return cls(replace(store, began=partial(_began, store.root)))

    @property
    def scheme(self) -> Scheme:
        """The corpus's labels and what they mean."""
        return self.store.scheme

    def articles(self) -> Iterator[Article]:
        """The articles, sorted by id, read one at a time.

        Raises:
            BrokenCorpusError: a file does not fit its schema.
        """
        for article in self.store.article_ids():
            if self.store.bundle(article).article:
                yield self.store.article(article)

    def annotations(self, article: str) -> tuple[Annotation, ...]:
        """An article's annotations, sorted by annotator, the adjudicated one among them.

        Raises:
            UnknownArticleError: the corpus has no such article.
            BrokenCorpusError: a file does not fit its schema.
        """
        if article not in self.store.article_ids():
            raise UnknownArticleError(f"the corpus has no article {article!r}; its files are in corpus/")
        return self.store.annotations(article)

    def validate(
        self,
        paths: Iterable[str | Path] = (),
        *,
        progress: Callable[[str], None] = silent,
        jobs: int | None = None,
    ) -> Validation:
        """Every problem of the corpus; of the articles that the paths belong to where paths are given.

        ``jobs`` is the number of processes; by default many articles are judged in as many as there are processors.

        Raises:
            DeadProcessError: one of the processes was killed.
            NoSuchPathError: a path that does not exist.
            NoCorpusError: a path outside the corpus.
            SchemeError, SettingsError: the corpus's own configuration cannot be read.
        """
        return validate(self.store, map(Path, paths), progress, jobs=jobs)

    def validate_contribution(self, base: str, *, progress: Callable[[str], None] = silent) -> Validation:
        """The problems of what differs from a revision of git, and of what that touches, by that revision's rules.

        Raises:
            RepositoryError: git has no such revision, or no corpus in it.
            SchemeError, SettingsError: the base's configuration cannot be read.
        """
        from quidit.contribution.validation import validate_contribution

        return validate_contribution(self.store, base, progress)

    def fix(  # noqa: PLR0913  # one parameter an option of the verb
        self,
        paths: Iterable[str | Path] = (),
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        unsafe: bool = False,
        dry_run: bool = False,
        progress: Callable[[str], None] = silent,
    ) -> Repairs:
        """Every safe repair made in the files that the paths are or hold, in all without paths; all with ``unsafe``.

        ``select`` and ``ignore`` choose rules by their codes, the beginnings of codes or their names.

        Raises:
            UnknownRuleError: a word names no rule.
            BusyError: something else writes into this corpus now.
            NoSuchPathError, NoCorpusError, SchemeError, SettingsError, WriteError, ChangedMeanwhileError: as
                ``quidit.fixing``.
        """
        from quidit.fixing.corpus import Wish, fix_corpus

        rules = self.store.settings.choice.instead(select=select, ignore=ignore)
        wish = Wish(tuple(map(Path, paths)), rules, unsafe)
        with self._alone(dry_run=dry_run):
            return fix_corpus(self.store, wish, dry_run=dry_run, progress=progress)

    def write_baseline(self, *, progress: Callable[[str], None] = silent, jobs: int | None = None) -> Validation:
        """Every error of released files that may be listed, listed as known, and what a validation comes to then.

        Raises:
            As ``validate``; WriteError where the list cannot be written.
        """
        ledger, version = self.store.lists().ledger, self.store.settings.version
        found = self.validate(progress=progress, jobs=jobs)
        self.store.write_known(baseline_rows(found.problems, ledger, version))
        unlisted = [problem for problem in found.problems if problem.path != Store.KNOWN]
        told = self.store.baseline().applied(map(unknown, unlisted), is_whole=True)
        return replace(found, problems=tuple(in_order(told)))

    def split(self, *, dry_run: bool = False) -> Assignment:
        """The decisions that bring the ledger up to the corpus, appended to it unless ``dry_run``.

        Raises:
            BrokenCorpusError: an article or annotation does not validate, so nothing can be decided on it.
            ReleasedAlreadyError: the release that the decisions would be for is out.
            BusyError: something else writes into this corpus now.
        """
        from quidit.splitting import split

        with self._alone(dry_run=dry_run):
            return split(self.store, dry_run=dry_run)

    def withdraw(self, article: str, why: str, *, force: bool = False, dry_run: bool = False) -> Withdrawal:
        """An article taken out, with its annotations and raw file, and kept out by its line in the ledger.

        ``force`` removes also what git does not have, for good.

        Raises:
            BusyError: something else writes into this corpus now.
            WithdrawalError, ReleasedAlreadyError, BrokenCorpusError, WriteError: as ``quidit.withdrawal``.
        """
        from quidit.withdrawal import withdraw

        with self._alone(dry_run=dry_run):
            return withdraw(self.store, article, why, force=force, dry_run=dry_run)

    def _alone(self, *, dry_run: bool) -> AbstractContextManager[None]:
        """Nobody else writes into the corpus meanwhile; a dry run keeps nobody from it."""
        return nullcontext() if dry_run else alone(self.path, WRITING)
