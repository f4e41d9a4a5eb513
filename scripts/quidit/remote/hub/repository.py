"""A repository on a Hub: what stands in it, as far as publishing and reading releases need to know."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from quidit.remote.hub.calls import PATIENCE, asked, done
from quidit.remote.hub.failures import UnknownRepositoryError, UnknownRevisionError
from quidit.remote.hub.steps import version_key

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, CommitOperationCopy, CommitOperationDelete, HfApi

    CommitOperation = CommitOperationAdd | CommitOperationCopy | CommitOperationDelete

Said = TypeVar("Said")

MAIN = "main"
_TOLD = 5
"""Tags that a message names, the highest versions."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as the Hub tells it: large ones by the SHA-256 of their content, others by the id of their git blob."""

    path: str
    size: int
    blob: str
    sha256: str | None

    def holds(self, path: Path) -> bool:
        """Whether it is the file that stands there on this machine."""
        if self.size != path.stat().st_size:
            return False
        if self.sha256:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
        content = path.read_bytes()
        return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest() == self.blob


@dataclass(frozen=True, slots=True)
class Refs:
    """Where the main branch and the tags of a repository point: ids of commits."""

    head: str
    tags: Mapping[str, str]


@dataclass(frozen=True)
class HubRepository:
    """A dataset on a Hub; ``patience`` is in seconds of silence."""

    name: str
    api: HfApi
    patience: float = PATIENCE

    @classmethod
    def named(cls, name: str, patience: float = PATIENCE) -> HubRepository:
        """The dataset on the Hub that HF_ENDPOINT names, or on Hugging Face's own."""
        from huggingface_hub import HfApi

        return cls(name, HfApi(library_name="quidit"), patience)

    @property
    def url(self) -> str:
        """Where people look at it."""
        return f"{self.api.endpoint}/datasets/{self.name}"

    def is_private(self) -> bool | None:
        """Whether only those whom its owner names read it, as the Hub says now; None where there is no such dataset.

        Raises:
            HubError: the Hub cannot be asked.
        """
        try:
            found = self._asked(lambda: self.api.dataset_info(self.name, timeout=self.patience))
        except UnknownRepositoryError:
            return None
        return found.private is True

    def make(self, *, private: bool) -> None:
        """The repository, made now; one that stands there already stays as it is.

        Raises:
            HubError: it cannot be made.
        """
        visibility: Literal["private", "public"] = "private" if private else "public"
        self._asked(lambda: self.api.create_repo(self.name, repo_type="dataset", visibility=visibility, exist_ok=True))

    def refs(self) -> Refs:
        """The repository's refs."""
        found = self._asked(lambda: self.api.list_repo_refs(self.name, repo_type="dataset"))
        heads = {ref.name: ref.target_commit for ref in found.branches}
        return Refs(heads.get(MAIN, ""), {ref.name: ref.target_commit for ref in found.tags})

    def open_pulls(self) -> list[str]:
        """The refs of the pull requests that wait for somebody, the newest first."""
        found = self._asked(
            lambda: list(
                self.api.get_repo_discussions(
                    self.name, repo_type="dataset", discussion_type="pull_request", discussion_status="open"
                )
            )
        )
        return [f"refs/pr/{each.num}" for each in sorted(found, key=lambda each: -each.num)]

    def files(self, revision: str) -> dict[str, RemoteFile]:
        """Every file at a revision, by its path."""
        from huggingface_hub.hf_api import RepoFile

        found = self._asked(
            lambda: list(self.api.list_repo_tree(self.name, recursive=True, revision=revision, repo_type="dataset"))
        )
        return {
            each.path: RemoteFile(each.path, each.size, each.blob_id, each.lfs.sha256 if each.lfs else None)
            for each in found
            if isinstance(each, RepoFile)
        }

    def read(self, path: str, revision: str) -> bytes:
        """The content of a small file at a revision."""
        from huggingface_hub import get_session, hf_hub_url
        from huggingface_hub.utils import (  # type: ignore[attr-defined]  # exported, but only when asked for
            build_hf_headers,
            hf_raise_for_status,
        )

        url = hf_hub_url(self.name, path, repo_type="dataset", revision=revision, endpoint=self.api.endpoint)

        def get() -> bytes:
            response = get_session().get(url, headers=build_hf_headers(token=self.api.token))
            hf_raise_for_status(response)
            return response.content

        return self._asked(get)

    def fetch(self, revision: str, folder: Path) -> None:
        """Every file at a revision, written into a folder; downloads that break off are gone on with.

        Raises:
            HubError: there is no such revision, or the Hub fails.
        """
        place, wait = f"{self.name}@{revision}", self.patience
        try:
            found = asked(
                place, lambda: self.api.dataset_info(self.name, revision=revision, timeout=wait), patience=wait
            )
        except UnknownRevisionError as error:
            raise UnknownRevisionError(f"{error}; {self._tags()}") from error
        commit = found.sha  # of a mere name the client would take a half-filled folder for whole where the Hub fails
        asked(
            place,
            lambda: self.api.snapshot_download(self.name, repo_type="dataset", revision=commit, local_dir=folder),
            patience=wait,
        )

    def _tags(self) -> str:
        """The repository's tags in a sentence, as far as it tells; the newest are named."""
        tags = sorted(self.refs().tags, key=lambda tag: (version_key(tag.removeprefix("v")), tag))
        return f"its tags are {', '.join(tags[-_TOLD:])}" if tags else "it has no tags; name a branch or a commit"

    def messages(self) -> dict[str, str]:
        """What was said of each commit on the main branch, by the commit's id, the newest first."""
        found = self._asked(lambda: self.api.list_repo_commits(self.name, repo_type="dataset"))
        return {each.commit_id: f"{each.title}\n\n{each.message}" for each in found}

    def commit(
        self, added: Mapping[str, Path], removed: Sequence[str], parent: str, *, message: tuple[str, str], pull: bool
    ) -> str:
        """One commit on top of the parent, all of it or nothing; its id, or the ref of its pull request.

        Raises:
            StaleError: the branch is elsewhere by now.
            UncertainError: nobody knows whether it was made.
        """
        made = self._done(
            lambda: self.api.create_commit(
                self.name,
                _operations(added, removed),
                commit_message=message[0],
                commit_description=message[1],
                repo_type="dataset",
                parent_commit=parent,
                create_pr=pull,
            )
        )
        return made.pr_revision or made.oid

    def tag(self, name: str, commit: str, message: str) -> None:
        """A new tag on the commit.

        Raises:
            StaleError: there is such a tag.
            UncertainError: nobody knows whether it was made.
        """
        self._done(
            lambda: self.api.create_tag(self.name, tag=name, tag_message=message, revision=commit, repo_type="dataset")
        )

    def _asked(self, ask: Callable[[], Said]) -> Said:
        return asked(self.url, ask, patience=self.patience)

    def _done(self, change: Callable[[], Said]) -> Said:
        return done(self.url, change, patience=self.patience)


def _operations(added: Mapping[str, Path], removed: Iterable[str]) -> list[CommitOperation]:
    """The operations of one commit; the client's own objects cannot be used for a second one."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    adds = [CommitOperationAdd(path, str(file)) for path, file in added.items()]
    return [*adds, *(CommitOperationDelete(path, is_folder=False) for path in removed)]
