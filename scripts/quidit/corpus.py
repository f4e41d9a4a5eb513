"""The corpus: the door through which Python programs read, check, build and grow one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.baseline import baseline_rows
from quidit.checks.known import unknown
from quidit.layout import WRITING_LOCK
from quidit.problems import QuiditError, in_order
from quidit.records import Annotation, Article
from quidit.scheme import Scheme
from quidit.store import BrokenCorpusError, Store
from quidit.validation import Validation, validate

if TYPE_CHECKING:
    from datasets import DatasetDict

    from quidit.fixing import Repairs
    from quidit.release.build import Release
    from quidit.release.difference import Difference
    from quidit.release.rehydration import Rehydrated
    from quidit.release.releasing import Released
    from quidit.release.standoff import Standoff
    from quidit.release.verify.rebuilding import Verified
    from quidit.remote.hub.publish import Publication
    from quidit.splits.assign import Assignment


class UnknownArticleError(QuiditError, KeyError):
    """An article that the corpus does not have."""


def _silent(_: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Corpus:
    """A corpus on disk.

    ``Corpus.open(path)`` opens the one that the path lies in.
    """

    store: Store

    @classmethod
    def open(cls, path: str | Path) -> Corpus:
        """The corpus that the path lies in: the nearest folder upwards with ``schema/scheme.toml``.

        Raises:
            NoCorpusError: there is none.
        """
        return cls(Store.find(Path(path)))

    @property
    def path(self) -> Path:
        """The corpus's root folder."""
        return self.store.root

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
        progress: Callable[[str], None] = _silent,
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

    def validate_contribution(self, base: str, *, progress: Callable[[str], None] = _silent) -> Validation:
        """The problems of what differs from a revision of git, and of what that touches, by that revision's rules.

        Raises:
            RepositoryError: git has no such revision, or no corpus in it.
            SchemeError, SettingsError: the base's configuration cannot be read.
        """
        from quidit.contribution import validate_contribution

        return validate_contribution(self.store, base, progress)

    def fix(  # noqa: PLR0913  # one parameter an option of the verb
        self,
        paths: Iterable[str | Path] = (),
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        unsafe: bool = False,
        dry_run: bool = False,
        progress: Callable[[str], None] = _silent,
    ) -> Repairs:
        """Every safe repair made in the files that the paths are or hold, in all without paths; all with ``unsafe``.

        ``select`` and ``ignore`` choose rules by their codes, the beginnings of codes or their names.

        Raises:
            UnknownRuleError: a word names no rule.
            BusyError: a pull or another fix of this corpus is under way.
            NoSuchPathError, NoCorpusError, SchemeError, SettingsError, WriteError, ChangedMeanwhileError: as
                ``quidit.fixing``.
        """
        from quidit.fixing import Wish, fix_corpus
        from quidit.remote.lock import alone

        rules = self.store.settings.choice.instead(select=select, ignore=ignore)
        wish = Wish(tuple(map(Path, paths)), rules, unsafe)
        with nullcontext() if dry_run else alone(self.path / WRITING_LOCK, "pull or fix"):
            return fix_corpus(self.store, wish, dry_run=dry_run, progress=progress)

    def write_baseline(self, *, progress: Callable[[str], None] = _silent, jobs: int | None = None) -> Validation:
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

    def build(self, folder: str | Path | None = None, *, progress: Callable[[str], None] = _silent) -> Release:
        """The release, built into ``folder`` (``build/<dataset>`` by default) and loaded back.

        Raises:
            BrokenCorpusError: the corpus does not validate; its ``problems`` say why.
            NothingToReleaseError, LoadBackError, OSError: as ``quidit.release.build``.
        """
        from quidit.release.build import build

        validation = self.validate(progress=progress)
        if not validation.is_clean:
            raise BrokenCorpusError("the corpus does not validate, so nothing was built", validation.problems)
        target = Path(folder) if folder else self.release_folder
        return build(self.store, target.absolute(), progress)

    def release(
        self, version: str = "auto", *, dry_run: bool = False, progress: Callable[[str], None] = _silent
    ) -> Released:
        """A release: commit and tag of that version, or of the least that what changed allows for ``auto``.

        Killed at any moment, it leaves nothing, or what running it again brings to its end.

        Raises:
            ReleaseRefusedError: a promise to readers would be broken, or something is not committed.
            BrokenCorpusError: the corpus does not validate.
            RepositoryError: there is no repository, or git refuses.
        """
        from quidit.recording import now
        from quidit.release.releasing import Releasing

        return Releasing(self.path, now(), progress).release(version, dry_run=dry_run)

    def verify(
        self,
        release: str | Path | None = None,
        *,
        revision: str | None = None,
        progress: Callable[[str], None] = _silent,
    ) -> Verified:
        """A release compared with what its tag makes: a folder (``build/<dataset>`` by default), or a tag built twice.

        ``ORG/NAME@REVISION`` is what stands on the Hub. ``revision`` is what the release in a folder or on the Hub was
        made of, by default the tag of its version.

        Raises:
            RepositoryError: git has no such tag or revision.
            NoEditionError, BrokenEditionError: a folder's manifest does not say which version it is.
            BrokenCorpusError, LoadBackError, OSError: as ``build``, of the revision.
            HubError: the Hub cannot be read from.
        """
        from quidit.remote.verifying import verify

        return verify(self.path, release or self.release_folder, revision, progress)

    def diff(self, first: str | Path, second: str | Path, *, progress: Callable[[str], None] = _silent) -> Difference:
        """As ``quidit.diff``, with this corpus's revisions."""
        from quidit.remote.editions import diff

        return diff(first, second, corpus=self.path, progress=progress)

    @property
    def release_folder(self) -> Path:
        """Where a release is built unless another folder is named."""
        return self.path / "build" / self.store.settings.dataset

    def publish(  # noqa: PLR0913  # one parameter an option of the verb
        self,
        name: str,
        folder: str | Path | None = None,
        *,
        private: bool = False,
        create_pr: bool = False,
        overwrite: bool = False,
        dry_run: bool = False,
        progress: Callable[[str], None] = _silent,
    ) -> Publication:
        """A built release (that of ``build/<dataset>`` by default), published as ``ORG/NAME`` and loaded back.

        It may be repeated: what is done already is not done again, and what was published never changes.

        Raises:
            NoEditionError, BrokenEditionError: there is no release in the folder, or a damaged one.
            HubError, TakenVersionError, ForeignChangesError, NotAsPublishedError: as ``quidit.remote.hub.publish``.
        """
        from quidit.remote.hub.publish import Wish, publish

        wish = Wish(name, private=private, pull=create_pr, overwrite=overwrite, dry_run=dry_run)
        return publish(Path(folder or self.release_folder).absolute(), wish, progress)

    def standoff(self, release: str | Path | None = None, target: str | Path | None = None) -> Standoff:
        """The stand-off form of a release (``build/<dataset>`` by default), in ``target`` or beside it.

        Raises:
            As ``quidit.release.standoff.standoff``.
        """
        from quidit.release.standoff import standoff

        folder = Path(release or self.release_folder)
        return standoff(folder.absolute(), Path(target or f"{folder}-stand-off").absolute())

    def rehydrate(
        self, form: str | Path, texts: Iterable[str | Path] = (), target: str | Path | None = None
    ) -> Rehydrated:
        """A stand-off form joined with texts, those of this corpus by default, in ``target`` or beside it.

        Raises:
            As ``quidit.release.rehydration.rehydrate``, which asks for no corpus.
        """
        from quidit.release.rehydration import rehydrate

        given = [Path(text) for text in texts] or [self.path / "corpus"]
        return rehydrate(Path(form).absolute(), given, Path(target or f"{form}-rehydrated").absolute())

    def to_datasets(self, config: str = "sentences") -> DatasetDict:
        """A config of the release, in memory, as ``datasets.load_dataset`` gives it after a build.

        Raises:
            BrokenCorpusError: the corpus does not validate.
            KeyError: there is no such config; the message names those that there are.
        """
        from quidit.release.in_memory import to_datasets

        validation = self.validate()
        if not validation.is_clean:
            raise BrokenCorpusError("the corpus does not validate; see its problems", validation.problems)
        return to_datasets(self.store, config)

    def split(self, *, dry_run: bool = False) -> Assignment:
        """The decisions that bring the ledger up to the corpus, appended to it unless ``dry_run``.

        Raises:
            BrokenCorpusError: an article or annotation does not validate, so nothing can be decided on it.
        """
        from quidit.splitting import split

        return split(self.store, dry_run=dry_run)
