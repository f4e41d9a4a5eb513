"""The delivery: look at a repository, do what remains, and look again, until a release is published there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import tenacity

from quidit.release.edition import Edition
from quidit.release.manifest import MANIFEST
from quidit.release.standoff.form import STANDOFF
from quidit.remote.hub.calls import PAUSE
from quidit.remote.hub.failures import (
    BusyRepositoryError,
    PublicRepositoryError,
    StaleError,
    UncertainError,
    UnknownRepositoryError,
)
from quidit.remote.hub.repository import HubRepository, RemoteFile
from quidit.remote.hub.steps import (
    KEPT,
    Aim,
    Look,
    Proposed,
    Published,
    Send,
    Step,
    Tag,
    listed,
    next_step,
    version_key,
)

_ROUNDS = 5
"""How often others may change the repository meanwhile, or the Hub fail in the middle, before we give up."""
_STEPS = 4
"""What publishing takes at most: a commit, a tag, a last look, and one to spare."""

Progress = Callable[[str], None]


@dataclass
class Delivery:
    """One release on its way into one repository.

    Whatever was done, by this process, by one that was killed or by somebody else, shows in the repository, and only
    there; so each step follows from a fresh look, and is safe to take after any interruption. ``sent`` is the commit
    that was asked for last.
    """

    repository: HubRepository
    edition: Edition
    pull: bool = False
    overwrite: bool = False
    must_be_private: bool = False
    sent: Send | None = None
    _hashes: dict[str, str] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, Path]:
        """The release's files on this machine, by their paths in the repository."""
        names = [MANIFEST, *(file["path"] for file in self.edition.manifest["files"])]
        return {name: self.edition.folder / name for name in names}

    @property
    def tag(self) -> str:
        """The release's tag."""
        return f"v{self.edition.version}"

    @property
    def message(self) -> tuple[str, str]:
        """What the commit says; by the hash in it a later process finds the commit again."""
        digest = sha256((self.edition.folder / MANIFEST).read_bytes()).hexdigest()
        return f"Release {self.edition.version} of {self.edition.dataset}", f"{MANIFEST} sha256:{digest}"

    def bytes_of(self, sent: Send | None) -> int:
        """How much a commit sends."""
        return sum(self.files[name].stat().st_size for name in sent.added) if sent else 0

    def next_step(self) -> Step:
        """What is to be done now, from a fresh look."""
        version, place = self.edition.version, self.repository.name
        return next_step(self.look(), Aim(place, version, frozenset(self.files), self.overwrite, self.pull))

    def run(self, progress: Progress) -> Published | Proposed:
        """Every step until the release is published, or proposed where a pull request was wanted.

        Raises:
            BusyRepositoryError: it did not come to an end, though it was tried several times.
            HubError, TakenVersionError, ForeignChangesError: it cannot be done.
        """
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type((StaleError, UncertainError)),
            stop=tenacity.stop_after_attempt(_ROUNDS),
            wait=PAUSE,
            reraise=True,
        )
        try:
            return retrying(lambda: self._to_the_end(progress))
        except (StaleError, UncertainError) as error:
            raise BusyRepositoryError(
                f"{error}; it was tried {_ROUNDS} times, and nothing is half done: publish again when it is calm there"
            ) from error

    def _to_the_end(self, progress: Progress) -> Published | Proposed:
        for _ in range(_STEPS):
            step = self.next_step()
            if isinstance(step, Published | Proposed):
                return step
            if isinstance(step, Tag):
                self.repository.tag(self.tag, step.commit, f"{self.edition.dataset} {self.edition.version}")
                progress(f"tagged {self.tag}")
            else:
                self._send(step)
                progress(f"sent {len(step.added)} files")
        raise StaleError(f"{self.repository.url} does not keep what it takes")

    def _send(self, step: Send) -> None:
        if self.must_be_private and not self.repository.is_private():
            raise PublicRepositoryError(
                f"{self.repository.url} is not private, so the full text was not sent; make it private, or "
                "publish again for the stand-off form"
            )
        self.sent = step
        added = {name: self.files[name] for name in step.added}
        self.repository.commit(added, step.removed, step.parent, message=self.message, pull=self.pull)

    def look(self) -> Look:
        """The repository as it stands now."""
        refs = self.repository.refs()
        tagged = refs.tags.get(self.tag, "")
        if tagged:
            same = self._manifest(tagged) == (self.edition.folder / MANIFEST).read_bytes()
            return Look(refs.head, tagged=tagged, is_tagged_same=same)
        here = self.repository.files(refs.head)
        before = self._said(refs.head) if MANIFEST in here else {}
        same_here = frozenset(name for name, path in self.files.items() if name in here and here[name].holds(path))
        newer = str(before.get("version", ""))
        return Look(
            refs.head,
            same=same_here,
            ours=same_here | self._ours(here, listed(before), refs.head),
            present=frozenset(here),
            newer=newer if version_key(newer) > version_key(self.edition.version) else "",
            holder=refs.head if self._is_held(here) else self._holder(),
            pull=self._pull() if self.pull else "",
        )

    def worded(self) -> tuple[str, ...]:
        """The tags at which a release stands in the repository with its words, in the order of their names."""
        tags = self.repository.refs().tags
        return tuple(tag for tag in sorted(tags) if (said := self._said(tags[tag])) and said.get("form") != STANDOFF)

    def _ours(self, here: dict[str, RemoteFile], before: dict[str, str], head: str) -> frozenset[str]:
        """The files that are as the release before put them there, its manifest among them if it is one."""
        put = {name for name in here if name in before and self._hash(here[name], head) == before[name]}
        return frozenset(put | ({MANIFEST} if before else set()))

    def _hash(self, file: RemoteFile, revision: str) -> str:
        """The SHA-256 of a file's content; a small one is fetched, once."""
        if file.sha256:
            return file.sha256
        if file.blob not in self._hashes:
            self._hashes[file.blob] = sha256(self.repository.read(file.path, revision)).hexdigest()
        return self._hashes[file.blob]

    def _is_held(self, here: dict[str, RemoteFile]) -> bool:
        """Whether those files are the release's, and all of them."""
        files = self.files
        return here.keys() - {KEPT} == files.keys() and all(here[name].holds(path) for name, path in files.items())

    def _holder(self) -> str:
        """An earlier commit on the main branch that holds the release: somebody changed something after it."""
        said = self.message[1]
        commits = [commit for commit, message in self.repository.messages().items() if said in message]
        return next((commit for commit in commits if self._is_held(self.repository.files(commit))), "")

    def _pull(self) -> str:
        """The ref of an open pull request that holds the release."""
        refs = self.repository.open_pulls()
        return next((ref for ref in refs if self._is_held(self.repository.files(ref))), "")

    def _manifest(self, revision: str) -> bytes:
        """The manifest at a revision, empty where there is none."""
        try:
            return self.repository.read(MANIFEST, revision)
        except UnknownRepositoryError:
            return b""

    def _said(self, revision: str) -> dict[str, object]:
        """What the manifest at a revision says; nothing where it is none."""
        try:
            said = json.loads(self._manifest(revision))
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}
