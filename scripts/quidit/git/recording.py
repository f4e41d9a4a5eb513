"""The recording: a release in git, its commit and its annotated tag, made so that a kill leaves nothing half.

The commit is made of objects before anything points to it, then tagged, then made its branch's last one; the files
on the disk follow. Whoever is killed in between leaves at most a tag ahead of its branch, or files behind their
commit, and both can be brought up.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from quidit import disk
from quidit.git.checkout import Revision
from quidit.git.repository import Repository, RepositoryError
from quidit.layout import FOLDERS

_OWN = re.compile(r"GIT_(AUTHOR|COMMITTER)_|GIT_CONFIG_(GLOBAL|NOSYSTEM|SYSTEM)$")
"""What of ``GIT_*`` in the environment says who records, and not what or where."""
_NAMES = "%(refname:strip=2)%00%(objecttype)%00%(*objectname)%00%(*parent)%00%(*subject)"


def now() -> datetime:
    """The time at which a release is made: ``SOURCE_DATE_EPOCH`` where it is set, else the clock's; UTC.

    Raises:
        RepositoryError: ``SOURCE_DATE_EPOCH`` is no number of seconds.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if seconds is None:
        return datetime.now(UTC)
    if not re.fullmatch("[0-9]{1,11}", seconds):
        raise RepositoryError(f"SOURCE_DATE_EPOCH is {seconds!r}; give it as seconds since 1970, or unset it")
    return datetime.fromtimestamp(int(seconds), UTC)


@dataclass(frozen=True, slots=True)
class Tag:
    """An annotated tag of a commit, with that commit's first parent and the first line of its message."""

    name: str
    commit: str
    parent: str
    subject: str


@dataclass(frozen=True)
class Recorder:
    """Writes to the repository of a corpus as its maintainer, by their own settings of git, but runs no hooks."""

    repository: Repository
    corpus: str

    def branch(self) -> str:
        """The branch that is checked out, as ``refs/heads/main``.

        Raises:
            RepositoryError: none is.
        """
        result = self._git("symbolic-ref", "--quiet", "HEAD")
        if result.returncode:
            raise RepositoryError("no branch is checked out, so that none could hold a release; run `git switch main`")
        return result.stdout.decode().strip()

    def require_identity(self) -> None:
        """That git knows whose name a commit bears.

        Raises:
            RepositoryError: it does not.
        """
        if self._git("var", "GIT_COMMITTER_IDENT").returncode:
            raise RepositoryError(
                "git does not know who releases; run `git config user.name NAME` and `git config user.email ADDRESS`"
            )

    def require_writable(self) -> None:
        """That the repository and the corpus's folder can be written.

        Raises:
            ForbiddenError: the first that may not.
        """
        disk.require_writable(self.repository.root / self.corpus)
        for place in ("", "objects", "refs/heads", "refs/tags"):
            way = self._run("rev-parse", "--git-path", place or "index")
            path = self.repository.root / os.fsdecode(way).rstrip("\n")
            disk.require_writable(path if place else path.parent)

    def uncommitted(self) -> list[str]:
        """Places of the corpus where something is changed and not committed, and new files in its own folders."""
        place = f":(top,literal){self.corpus}" if self.corpus else ":(top)"
        listed = self._run("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", place)
        found = []
        for entry in filter(None, os.fsdecode(listed).split("\0")):
            state, path = entry[:2], entry[3:]
            inside = path.removeprefix(f"{self.corpus}/") if self.corpus else path
            if state != "??" or inside.partition("/")[0] in FOLDERS:
                found.append(inside)
        return sorted(found)

    def tags(self) -> list[Tag]:
        """The annotated tags of the repository."""
        listed = self._run("for-each-ref", f"--format={_NAMES}", "refs/tags").decode(errors="replace")
        parts = [line.split("\0") for line in listed.splitlines()]
        return [Tag(part[0], part[2], part[3].partition(" ")[0], part[4]) for part in parts if part[1] == "tag"]

    def has_tag(self, name: str) -> bool:
        """Whether there is a tag of that name, annotated or not."""
        return not self._git("rev-parse", "--verify", "--quiet", f"refs/tags/{name}").returncode

    def merged_tags(self) -> list[str]:
        """The names of the tags that what is checked out has behind it."""
        listed = self._run("for-each-ref", "--merged=HEAD", "--format=%(refname:strip=2)", "refs/tags")
        return listed.decode(errors="replace").splitlines()

    def commit(self, parent: str, files: Mapping[str, bytes], message: str, when: datetime) -> str:
        """A commit upon ``parent`` with those files of the corpus in it, to which nothing points yet; its id."""
        with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
            index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            self._run("read-tree", parent, more=index)
            blobs = {self._path(place): self._blob(content) for place, content in files.items()}
            self._index(blobs, index)
            tree = self._run("write-tree", more=index).decode().strip()
        signs = self._git("config", "--type=bool", "--get", "commit.gpgSign").stdout.strip() == b"true"
        words = ["commit-tree", *(["-S"] if signs else []), tree, "-p", parent, "-F", "-"]
        return self._run(*words, text=message, more=_dated(when)).decode().strip()

    def tag(self, name: str, commit: str, message: str, when: datetime) -> None:
        """An annotated tag of the commit.

        Raises:
            RepositoryError: there is one of that name.
        """
        self._run("tag", "--annotate", "--cleanup=verbatim", "--file=-", name, commit, text=message, more=_dated(when))

    def advance(self, branch: str, commit: str, before: str) -> None:
        """The branch brought from one commit to the next.

        Raises:
            RepositoryError: it has gone elsewhere meanwhile.
        """
        self._run("update-ref", "-m", "quidit release", branch, commit, before)

    def settle(self, revision: Revision, places: Collection[str]) -> None:
        """Files of the corpus, on the disk and in git's index, as a revision has them."""
        root = self.repository.root / self.corpus
        for place in places:
            if (content := revision.content(place)) is not None:
                disk.write(root / place, content)
        self._index({self._path(place): revision.files[place].id for place in places if place in revision.files})

    def _path(self, place: str) -> str:
        return f"{self.corpus}/{place}".lstrip("/")

    def _blob(self, content: bytes) -> str:
        return self._run("hash-object", "-w", "--no-filters", "--stdin", text=content).decode().strip()

    def _index(self, blobs: Mapping[str, str], more: Mapping[str, str] | None = None) -> None:
        lines = "".join(f"100644 {blob}\t{path}\0" for path, blob in blobs.items())
        self._run("update-index", "-z", "--index-info", text=lines, more=more)

    def _run(self, *words: str, text: str | bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        """What a command of git prints.

        Raises:
            RepositoryError: it failed, in its own words.
        """
        result = self._git(*words, text=text, more=more)
        if result.returncode:
            told = result.stderr.decode(errors="replace").strip() or f"it ended with {result.returncode}"
            raise RepositoryError(f"git {words[0]} failed: {told}; mend that and run the command again")
        return result.stdout

    def _git(
        self, *words: str, text: str | bytes = b"", more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        root = self.repository.root
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or _OWN.match(key)}
        settings = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")
        return subprocess.run(  # noqa: S603  # an absolute program and words of ours
            [self.repository.program, f"--git-dir={root / '.git'}", f"--work-tree={root}", *settings, *words],
            input=text.encode("utf-8") if isinstance(text, str) else text,
            env={**environment, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", **(more or {})},
            cwd=root,
            capture_output=True,
            check=False,
        )


def _dated(when: datetime) -> dict[str, str]:
    stamp = f"{int(when.timestamp())} +0000"
    return {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
