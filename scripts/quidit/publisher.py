"""The publisher: what a corpus becomes for its readers, from a build to what stands on a Hub."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.store import BrokenCorpusError, Store
from quidit.validation import validate

if TYPE_CHECKING:
    from datasets import DatasetDict

    from quidit.release.build import Release
    from quidit.release.differences.difference import Difference
    from quidit.release.standoff.form import Standoff
    from quidit.release.standoff.rehydration import Rehydrated
    from quidit.release.tagging.releasing import Released
    from quidit.release.verify.rebuilding import Verified
    from quidit.remote.hub.publish import Publication


def silent(_: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Publisher:
    """The part of a corpus that makes, compares and publishes releases."""

    store: Store

    @property
    def path(self) -> Path:
        """The corpus's root folder."""
        return self.store.root

    def build(self, folder: str | Path | None = None, *, progress: Callable[[str], None] = silent) -> Release:
        """The release, built into ``folder`` (``build/<dataset>`` by default) and loaded back.

        Raises:
            BrokenCorpusError: the corpus does not validate; its ``problems`` say why.
            NothingToReleaseError, LoadBackError, OSError: as ``quidit.release.build``.
        """
        from quidit.release.build import build

        validation = validate(self.store, (), progress)
        if not validation.is_clean:
            raise BrokenCorpusError("the corpus does not validate, so nothing was built", validation.problems)
        target = Path(folder) if folder else self.release_folder
        return build(self.store, target.absolute(), progress)

    def release(
        self, version: str = "auto", *, dry_run: bool = False, progress: Callable[[str], None] = silent
    ) -> Released:
        """A release: commit and tag of that version, or of the least that what changed allows for ``auto``.

        Killed at any moment, it leaves nothing, or what running it again brings to its end.

        Raises:
            ReleaseRefusedError: a promise to readers would be broken, or something is not committed.
            BrokenCorpusError: the corpus does not validate.
            RepositoryError: there is no repository, or git refuses.
        """
        from quidit.git.recording import now
        from quidit.release.tagging.releasing import Releasing

        return Releasing(self.path, now(), progress).release(version, dry_run=dry_run)

    def verify(
        self,
        release: str | Path | None = None,
        *,
        revision: str | None = None,
        progress: Callable[[str], None] = silent,
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

    def diff(self, first: str | Path, second: str | Path, *, progress: Callable[[str], None] = silent) -> Difference:
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
        untagged: bool = False,
        dry_run: bool = False,
        progress: Callable[[str], None] = silent,
    ) -> Publication:
        """A built release (that of ``build/<dataset>`` by default), published as ``ORG/NAME`` and loaded back.

        It must be what the tag of its version makes; ``untagged`` takes one that has no tag here.
        It may be repeated: what is done already is not done again, and what was published never changes.

        Raises:
            NoEditionError, BrokenEditionError: there is no release in the folder, or a damaged one.
            NotAsTaggedError, HubError, TakenVersionError, ForeignChangesError, NotAsPublishedError: as ``quidit.remote.hub.publish``.
        """
        from quidit.remote.hub.publish import Wish, publish

        wish = Wish(name, private, create_pr, overwrite, dry_run, corpus=self.path, untagged=untagged)
        return publish(Path(folder or self.release_folder).absolute(), wish, progress)

    def standoff(self, release: str | Path | None = None, target: str | Path | None = None) -> Standoff:
        """The stand-off form of a release (``build/<dataset>`` by default), in ``target`` or beside it.

        Raises:
            As ``quidit.release.standoff.form.standoff``.
        """
        from quidit.release.standoff.form import standoff

        folder = Path(release or self.release_folder)
        return standoff(folder.absolute(), Path(target or f"{folder}-stand-off").absolute())

    def rehydrate(
        self, form: str | Path, texts: Iterable[str | Path] = (), target: str | Path | None = None
    ) -> Rehydrated:
        """A stand-off form joined with texts, those of this corpus by default, in ``target`` or beside it.

        Raises:
            As ``quidit.release.standoff.rehydration.rehydrate``, which asks for no corpus.
        """
        from quidit.release.standoff.rehydration import rehydrate

        given = [Path(text) for text in texts] or [self.path / "corpus"]
        return rehydrate(Path(form).absolute(), given, Path(target or f"{form}-rehydrated").absolute())

    def to_datasets(self, config: str = "sentences") -> DatasetDict:
        """A config of the release, in memory, as ``datasets.load_dataset`` gives it after a build.

        Raises:
            BrokenCorpusError: the corpus does not validate.
            KeyError: there is no such config; the message names those that there are.
        """
        from quidit.release.in_memory import to_datasets

        validation = validate(self.store, (), silent)
        if not validation.is_clean:
            raise BrokenCorpusError("the corpus does not validate; see its problems", validation.problems)
        return to_datasets(self.store, config)
