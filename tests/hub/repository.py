"""A dataset repository as a Hub keeps one: bare git with pointers, and beside it a store of the large files."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from repositories import ENVIRONMENT, git

MAIN = "refs/heads/main"
ATTRIBUTES = "*.parquet filter=lfs diff=lfs merge=lfs -text\n*.bin filter=lfs diff=lfs merge=lfs -text\n"
"""What a new repository holds in its first commit, shortened."""

_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize ([0-9]+)\n")
_GROUPS = {"refs/heads/": "branches", "refs/tags/": "tags", "refs/convert/": "converts", "refs/pr/": "pullRequests"}


class StaleError(Exception):
    """The branch is no longer where the commit believes that it is."""


class MissingError(Exception):
    """A path or an object that the repository does not have."""


@dataclass(frozen=True)
class File:
    """A file at a revision; ``sha256`` only where a pointer stands for it, whose own size is ``pointer_size``."""

    path: str
    blob: str
    size: int
    sha256: str | None = None
    pointer_size: int = 0

    @property
    def etag(self) -> str:
        return self.sha256 or self.blob

    def as_json(self) -> dict:
        large = {"oid": self.sha256, "sha256": self.sha256, "size": self.size, "pointerSize": self.pointer_size}
        return {
            "type": "file",
            "path": self.path,
            "oid": self.blob,
            "size": self.size,
            **({"lfs": large} if self.sha256 else {}),
        }


@dataclass
class Repository:
    """One dataset's repository in a bare git folder; ``settled`` are the pull requests that wait for nobody."""

    folder: Path
    private: bool = False
    settled: set[int] = field(default_factory=set)
    _listings: dict[str, list[File]] = field(default_factory=dict)

    def start(self) -> None:
        """Its first commit, as the Hub makes it."""
        self.folder.mkdir(parents=True)
        git(self.folder, "init", "--quiet", "--bare", "--initial-branch=main")
        self.push({".gitattributes": ATTRIBUTES.encode()}, "initial commit")

    def push(self, files: dict[str, bytes | None], message: str = "Somebody's change", ref: str = MAIN) -> str:
        """A commit by somebody else: the files with their content, gone where that is None."""
        blobs = {path: None if content is None else self.blob(content) for path, content in files.items()}
        return self.commit(blobs, message, ref, self.resolve(ref))

    def blob(self, content: bytes) -> str:
        return self._git("hash-object", "-w", "--stdin", stdin=content).decode().strip()

    def pointer(self, sha256: str) -> str:
        """The blob of a pointer to a large file that was uploaded before."""
        if not self.object(sha256).exists():
            raise MissingError(sha256)
        size = self.object(sha256).stat().st_size
        return self.blob(f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {size}\n".encode())

    def object(self, sha256: str) -> Path:
        """Where a large file lies."""
        return self.folder / "lfs" / "objects" / sha256[:2] / sha256[2:4] / sha256

    def store(self, sha256: str, content: bytes) -> bool:
        """The large file kept; whether its content is what its name says."""
        if hashlib.sha256(content).hexdigest() != sha256:
            return False
        self.object(sha256).parent.mkdir(parents=True, exist_ok=True)
        self.object(sha256).write_bytes(content)
        return True

    def commit(self, blobs: dict[str, str | None], message: str, ref: str, parent: str | None) -> str:
        """A new commit on the ref, which still points to the parent; None takes a path out."""
        index = {"GIT_INDEX_FILE": str(self.folder / f"index.{os.urandom(4).hex()}")}
        if parent:
            self._git("read-tree", parent, **index)
        gone = [path for path, blob in blobs.items() if blob is None and not self.file(parent, path)]
        if gone:
            raise MissingError(gone[0])
        lines = [f"{'100644' if blob else '0'} {blob or '0' * 40}\t{path}" for path, blob in blobs.items()]
        self._git("update-index", "--index-info", stdin="\n".join([*lines, ""]).encode(), **index)
        tree = self._git("write-tree", **index).decode().strip()
        Path(index["GIT_INDEX_FILE"]).unlink(missing_ok=True)
        parents = ["-p", parent] if parent else []
        made = self._git("commit-tree", tree, *parents, "-F", "-", stdin=message.encode()).decode().strip()
        self.move(ref, made, parent)
        return made

    def move(self, ref: str, commit: str, before: str | None) -> None:
        """The ref at the commit, where it was before; ``0`` times forty where there was none."""
        try:
            self._git("update-ref", ref, commit, before or "0" * 40)
        except subprocess.CalledProcessError as error:
            raise StaleError(ref) from error

    def tag(self, name: str, commit: str, message: str) -> None:
        if message:
            self._git("tag", "--annotate", "--message", message, name, commit)
        else:
            self._git("tag", name, commit)

    def merge(self, number: int) -> None:
        """The pull request merged, as its button does."""
        self.move(MAIN, self.resolve(f"refs/pr/{number}"), self.resolve(MAIN))
        self.settled.add(number)

    def resolve(self, revision: str) -> str | None:
        """The commit of a branch, tag, ref or id."""
        if revision in self._listings:
            return revision
        for name in (f"refs/heads/{revision}", f"refs/tags/{revision}", revision):
            try:
                return self._git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
            except subprocess.CalledProcessError:
                continue
        return None

    def refs(self) -> dict[str, list[dict]]:
        found: dict[str, list[dict]] = {group: [] for group in _GROUPS.values()}
        for line in git(self.folder, "for-each-ref", "--format=%(refname)").splitlines():
            for prefix, group in _GROUPS.items():
                if line.startswith(prefix):
                    name = line if prefix == "refs/pr/" else line.removeprefix(prefix)
                    found[group].append({"name": name, "ref": line, "targetCommit": self.resolve(line)})
        return found

    def commits(self, revision: str) -> list[dict]:
        """The commits up to a revision, the newest first."""
        said = git(
            self.folder, "log", "--date=format:%Y-%m-%dT%H:%M:%S.000Z", "--format=%H%x01%cd%x01%s%x01%b%x02", revision
        )
        rows = [row.strip("\n").split("\x01") for row in said.split("\x02") if row.strip()]
        return [
            {"id": row[0], "authors": [{"user": "ada"}], "date": row[1], "title": row[2], "message": row[3].strip()}
            for row in rows
        ]

    def files(self, revision: str) -> list[File]:
        """Every file at a revision."""
        commit = self.resolve(revision)
        if commit not in self._listings:
            rows = self._git("ls-tree", "-r", "-l", "-z", commit).decode().split("\0")
            self._listings[commit] = [self._file(*row.split("\t", 1)) for row in rows if row]
        return self._listings[commit]

    def file(self, revision: str | None, path: str) -> File | None:
        return next((file for file in self.files(revision) if file.path == path), None) if revision else None

    def content(self, file: File) -> bytes:
        return self.object(file.sha256).read_bytes() if file.sha256 else self._git("cat-file", "blob", file.blob)

    def read(self, revision: str, path: str) -> bytes:
        """What a file holds at a revision; it must be there."""
        file = self.file(revision, path)
        assert file, path
        return self.content(file)

    def clone(self, folder: Path) -> None:
        """A checkout with the large files where git-lfs keeps them, for readers of such."""
        git(self.folder, "clone", "--quiet", "--no-checkout", self.folder, folder)
        if (self.folder / "lfs").exists():
            shutil.copytree(self.folder / "lfs", folder / ".git" / "lfs")

    def _file(self, said: str, path: str) -> File:
        _, _, blob, size = said.split()
        pointed = _POINTER.fullmatch(self._git("cat-file", "blob", blob)) if 120 < int(size) < 150 else None
        if not pointed:
            return File(path, blob, int(size))
        return File(path, blob, int(pointed[2]), pointed[1].decode(), int(size))

    def _git(self, *words: str, stdin: bytes = b"", **more: str) -> bytes:
        """What git writes, as bytes."""
        ran = subprocess.run(
            ["git", *words], cwd=self.folder, input=stdin, env={**ENVIRONMENT, **more}, capture_output=True, check=True
        )
        return ran.stdout
