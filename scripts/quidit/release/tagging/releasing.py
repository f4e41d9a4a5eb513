"""Releasing: from a committed corpus to a tag, or to nothing; and on from wherever an earlier attempt was killed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from quidit import disk
from quidit.git.checkout import Revision, tag_of
from quidit.git.recording import Recorder, Tag
from quidit.git.repository import RepositoryError
from quidit.release.build import COMPANIONS, build
from quidit.release.differences.difference import Difference, difference
from quidit.release.edition import Edition
from quidit.release.revision import build_revision
from quidit.release.tagging import changelog
from quidit.release.tagging.again import build_again
from quidit.release.tagging.plan import (
    AUTO,
    CHANGELOG,
    PLACES,
    Plan,
    ReleaseRefusedError,
    chosen_version,
    last_release,
    news_of,
    planned_files,
    require_version,
)
from quidit.release.verify.verification import verification
from quidit.settings import SettingsError, read_settings
from quidit.store import BrokenCorpusError, Store
from quidit.validation import validate

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was made, or would be: the tag and its commit, None where nothing was done.

    ``plan`` is None where an attempt that had been killed was brought to its end.
    """

    tag: str
    commit: str | None
    branch: str
    plan: Plan | None


@dataclass(frozen=True)
class Releasing:
    """The release of the corpus in a folder, as it is committed on the branch that is checked out."""

    root: Path
    when: datetime
    progress: Progress

    @cached_property
    def head(self) -> Revision:
        """What is checked out, as it was committed."""
        return Revision.of(self.root, "HEAD")

    @cached_property
    def recorder(self) -> Recorder:
        """What writes to the repository."""
        return Recorder(self.head.repository, self.head.corpus)

    @property
    def prefix(self) -> str:
        """What stands before the version in the corpus's tags."""
        return tag_of(self.root, "")

    def release(self, wish: str, *, dry_run: bool) -> Released:
        """The release of that version, or of the least that will do for ``auto``.

        Raises:
            ReleaseRefusedError: it would break a promise, or the working tree is not what is committed.
            BrokenCorpusError: the corpus does not validate.
            RepositoryError: git cannot say or do what a release needs.
            ForbiddenError: the repository or the corpus's folder may not be written.
            SettingsError, CitationError, RebuildError, LoadBackError, OSError.
        """
        require_version(wish)
        branch = self.recorder.branch()
        self.recorder.require_identity()
        if not dry_run:
            self.recorder.require_writable()
        changed = self._uncommitted()
        if begun := self._begun(changed):
            return self._ended(begun, wish, branch, dry_run=dry_run)
        if changed:
            raise ReleaseRefusedError(
                f"{', '.join(changed[:5])}{' and more' if len(changed) > 5 else ''} "  # noqa: PLR2004  # enough to see
                "is changed and not committed, and a release holds what is committed: commit it, or take it back"
            )
        with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
            plan = self._rehearsed(wish, Path(scratch))
        if dry_run:
            return Released(plan.tag, None, branch, plan)
        message = f"{_subject(plan.version)}\n"
        commit = self.recorder.commit(self.head.commit, plan.changed, message, self.when)
        self.recorder.tag(plan.tag, commit, f"{plan.tag}\n\n{plan.section}\n", self.when)
        self._settle(plan.tag, commit, branch, plan.changed)
        return Released(plan.tag, commit, branch, plan)

    def _uncommitted(self) -> list[str]:
        """What of the corpus is on the disk and not committed, also files that git ignores and a release would write."""
        unknown = [place for place in PLACES if place not in self.head.files and disk.stands(self.root / place)]
        return sorted({*self.recorder.uncommitted(), *unknown})

    # ── What an earlier attempt left ────────────────────────────────────────────────────────────────

    def _begun(self, changed: Collection[str]) -> Tag | None:
        """The release that was tagged and not brought to its end: its branch or its files do not have it yet."""
        for tag in self.recorder.tags():
            version = tag.name.removeprefix(self.prefix)
            is_ours = tag.name.startswith(self.prefix) and tag.subject == _subject(version)
            is_ahead, is_here = tag.parent == self.head.commit, tag.commit == self.head.commit
            if is_ours and (is_ahead or (is_here and changed)) and self._are_of(tag, changed):
                return tag
        return None

    def _are_of(self, tag: Tag, changed: Collection[str]) -> bool:
        """Whether each changed file is one of a release, and is as it was before it or as it is in it."""
        sides = [Revision.of(self.root, commit) for commit in (tag.parent, tag.commit)]
        for place in changed:
            path = self.root / place
            stands = path.read_bytes() if path.is_file() and not path.is_symlink() else None
            if place not in PLACES or stands not in [side.content(place) for side in sides]:
                return False
        return True

    def _ended(self, tag: Tag, wish: str, branch: str, *, dry_run: bool) -> Released:
        """A release that was begun, brought to its end."""
        version = tag.name.removeprefix(self.prefix)
        if wish not in (version, AUTO):
            raise ReleaseRefusedError(
                f"{tag.name} was begun and not ended: end it with `quidit release {version}`, "
                f"or give it up with `git tag --delete {tag.name}`"
            )
        if not dry_run:
            self._settle(tag.name, tag.commit, branch, PLACES)
        return Released(tag.name, None if dry_run else tag.commit, branch, None)

    def _settle(self, tag: str, commit: str, branch: str, places: Collection[str]) -> None:
        """The branch, the disk and git's index brought to the commit of a tag."""
        if commit != self.head.commit:
            self.recorder.advance(branch, commit, self.head.commit)
        try:
            self.recorder.settle(Revision.of(self.root, tag), places)
        except disk.WriteError as error:
            raise type(error)(
                f"{tag} is committed and tagged, and not every file is here as it is there: {error}"
            ) from error

    # ── The rehearsal ───────────────────────────────────────────────────────────────────────────────

    def _rehearsed(self, wish: str, scratch: Path) -> Plan:
        """The plan of the release, after it was built in two processes from what its commit will hold."""
        store = self.head.write(scratch / "corpus", COMPANIONS)
        self._require_sound(store)
        plan = self._plan(wish, store, scratch)
        for place, content in plan.changed.items():
            disk.write(store.root / place, content)
        store = Store(store.root)
        self._require_allowed(plan.version, store)
        first, second = scratch / "first", scratch / "second"
        build(store, first, self.progress)
        build_again(store.root, second)
        if found := verification(second, first).discrepancies:
            raise ReleaseRefusedError(
                "two builds of the same files differ, so that nobody could verify the release; "
                "report this:\n" + "\n".join(map(str, found))
            )
        return plan

    def _plan(self, wish: str, store: Store, scratch: Path) -> Plan:
        settings, before = store.settings, self._previous()
        change = self._difference(before[1], store, scratch) if before else None
        version = chosen_version(wish, before[0] if before else None, settings.version, change)
        tag = f"{self.prefix}{version}"
        if self.recorder.has_tag(tag):
            raise ReleaseRefusedError(f"there is a tag {tag} already, and tags never move; choose another version")
        texts = {place: self._text(place) for place in PLACES}
        news = news_of(change, texts[CHANGELOG] or "", version)
        files = planned_files(texts, version, self.when.date(), news)
        return Plan(version, tag, before[1] if before else None, change, news, files)

    def _previous(self) -> tuple[str, str] | None:
        """The last release behind what is checked out: its version and tag; None before the first.

        Raises:
            ReleaseRefusedError: there was one, and its tag is not here.
        """
        for version, tag in last_release(self.recorder.merged_tags(), self.prefix):
            if self._is_release(tag, version):
                return version, tag
        told = changelog.released(self._text(CHANGELOG))
        if told or self.head.repository.is_shallow():
            missing = f"the tag {self.prefix}{told[0]} of which {CHANGELOG} tells" if told else "what came before"
            raise ReleaseRefusedError(
                f"{missing} is not here, so that nothing can be compared with it; run `git fetch --tags`, "
                "in a shallow clone with `--unshallow`"
            )
        return None

    def _is_release(self, tag: str, version: str) -> bool:
        """Whether a tag is of a release of this corpus, which then has the version in its own settings."""
        try:
            content = Revision.of(self.root, tag).content(Store.SETTINGS) or b""
            return read_settings(content.decode("utf-8")).version == version
        except (RepositoryError, SettingsError, UnicodeDecodeError):
            return False

    def _difference(self, tag: str, store: Store, scratch: Path) -> Difference:
        """What changed since the release of a tag, from builds of both, here and now."""
        build_revision(Revision.of(self.root, tag), scratch / "before", self.progress)
        build(store, scratch / "after", self.progress)
        return difference(Edition.open(scratch / "before"), Edition.open(scratch / "after"))

    def _require_allowed(self, version: str, store: Store) -> None:
        """That the corpus, which is sound, also is with that version in its settings."""
        try:
            self._require_sound(store)
        except BrokenCorpusError as error:
            told = next(f"{problem.path}: {problem.message}" for problem in error.problems if problem.is_error)
            raise ReleaseRefusedError(
                f"{version} cannot be the version ({told}); run `quidit release auto`, or take one that fits"
            ) from error

    def _require_sound(self, store: Store) -> None:
        found = validate(store, (), self.progress)
        if not found.is_clean:
            raise BrokenCorpusError("the corpus does not validate, so it is not released", found.problems)

    def _text(self, place: str) -> str | None:
        """A file of the corpus as it is committed."""
        content = self.head.content(place)
        try:
            return None if content is None else content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ReleaseRefusedError(f"{place}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def _subject(version: str) -> str:
    """The first line of the message of a release's commit."""
    return f"Release {version}"
