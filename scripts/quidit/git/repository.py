"""The repository: what git remembers of a corpus, read without running anything that a branch brings.

Only objects are read, by commands that look at no working tree: no hook, filter, attribute, submodule or monitor has
a part in them. What a branch can put into its files therefore decides nothing here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from quidit.checks.rules import nearest
from quidit.git.blob import Blob, BlobKind
from quidit.problems import QuiditError

_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
"""All that git is told by its environment: nothing of the caller's own ``GIT_*`` reaches it."""
_NEUTRAL = (
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}"),
    *("-c", "protocol.allow=never"),
)
_KINDS = {b"120000": BlobKind.LINK, b"160000": BlobKind.SUBMODULE}
_ID = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_VERSION = re.compile(r"(^|/)v[0-9]+(\.|$)")
"""What the tag of a release ends in, be the corpus the whole repository or a folder in it."""
_TOLD = 5
"""Tags that a message names, the highest versions."""
_DEEPEN = (
    "the clone is shallow: in a workflow give actions/checkout `fetch-depth: 0`; elsewhere run `git fetch --unshallow`"
)


class RepositoryError(QuiditError, ValueError):
    """What git cannot tell of a corpus: it is not there, or has no such revision; the message says the remedy."""


@dataclass(frozen=True)
class Repository:
    """A git repository, by the folder that holds its ``.git``."""

    root: Path
    program: str

    @classmethod
    def around(cls, path: Path) -> Repository:
        """The repository that the path lies in: the nearest folder upwards with ``.git``.

        Git's own search would also take a folder for a repository that a branch made to look like one.

        Raises:
            RepositoryError: there is none, or no git.
        """
        # A relative place in PATH is one in the current folder, which may be the contribution's.
        places = [place for place in os.get_exec_path() if Path(place).is_absolute()]
        program = shutil.which("git", path=os.pathsep.join(places))
        if not program:
            raise RepositoryError("this asks git, and there is none here; install it")
        start = path.absolute()
        for folder in (start, *start.parents):
            if (folder / ".git").exists():
                return cls(folder, program)
        raise RepositoryError(
            f"{path} lies in no git repository; run there `git init`, `git add --all` and `git commit`, "
            "or clone the corpus with git"
        )

    def commit(self, revision: str) -> str:
        """The id of the commit that a revision names.

        Raises:
            RepositoryError: it names none.
        """
        if not revision.startswith("-") and "\0" not in revision:
            result = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            if result.returncode == 0 and _ID.fullmatch(commit := result.stdout.decode().strip()):
                return commit
        if self.is_shallow():
            raise RepositoryError(f"git has no revision {revision!r}; {_DEEPEN}")
        if revision == "HEAD":
            raise RepositoryError(f"nothing is committed in {self.root}; run there `git add --all` and `git commit`")
        raise RepositoryError(f"git has no revision {revision!r}; {self._advice(revision)}")

    def fork(self, base: str) -> str:
        """The last commit that the base and what is checked out have in common: where the contribution begins.

        Raises:
            RepositoryError: they have none, or nothing is checked out.
        """
        result = self._git("merge-base", base, self.commit("HEAD"))
        commit = result.stdout.decode().strip()
        if result.returncode == 0 and _ID.fullmatch(commit):
            return commit
        if self.is_shallow():
            raise RepositoryError(f"git does not know where the contribution left its base {base[:12]}; {_DEEPEN}")
        raise RepositoryError(
            f"what is checked out has no commit in common with the base {base[:12]}; name the branch that it came from"
        )

    def place_of(self, folder: Path) -> str:
        """A folder as seen from the repository's root; empty where it is the root."""
        place = folder.absolute().relative_to(self.root).as_posix()
        return "" if place == "." else place

    def tree(self, commit: str, places: Iterable[str] = ()) -> Mapping[str, Blob]:
        """The files of a commit, by their paths from the repository's root: every one, or those at some places."""
        files: dict[str, Blob] = {}
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", *places, check=True).stdout
        for entry in listed.split(b"\0")[:-1]:
            about, _, path = entry.partition(b"\t")
            mode, _, blob = about.split(b" ")
            files[os.fsdecode(path)] = Blob(_KINDS.get(mode, BlobKind.FILE), blob.decode())
        return files

    def stages(self, path: str) -> Mapping[int, Blob]:
        """What git's index holds of a path, by stage: 0 of a file that is merged, else its base, ours and theirs."""
        stages: dict[int, Blob] = {}
        for entry in self._git("--literal-pathspecs", "ls-files", "--stage", "-z", "--", path).stdout.split(b"\0")[:-1]:
            mode, blob, stage = entry.partition(b"\t")[0].split(b" ")
            stages[int(stage)] = Blob(_KINDS.get(mode, BlobKind.FILE), blob.decode())
        return stages

    def contents(self, blobs: Iterable[Blob], limit: int) -> Iterator[bytes | None]:
        """The bytes of each blob, in that order; None of a submodule, and of what holds more than ``limit`` bytes."""
        wanted = list(blobs)
        sizes = self._sizes({blob.id for blob in wanted if blob.kind is not BlobKind.SUBMODULE})
        small = [id_ for id_, size in sizes.items() if size <= limit]
        answer = self._ask("--batch", small)
        texts: dict[str, bytes] = {}
        place = 0
        for id_ in small:
            start = answer.index(b"\n", place) + 1
            place = start + sizes[id_] + 1
            texts[id_] = answer[start : place - 1]
        return (None if blob.kind is BlobKind.SUBMODULE else texts.get(blob.id) for blob in wanted)

    def _sizes(self, ids: Iterable[str]) -> dict[str, int]:
        """How many bytes each object holds."""
        sizes: dict[str, int] = {}
        for line in self._ask("--batch-check", ids).decode().splitlines():
            id_, kind, *size = line.split(" ")
            if kind != "blob":
                raise RepositoryError(f"git cannot read the object {id_}; run `git fsck`, or clone anew")
            sizes[id_] = int(size[0])
        return sizes

    def _ask(self, how: str, ids: Iterable[str]) -> bytes:
        asked = "".join(f"{id_}\n" for id_ in ids).encode()
        return self._git("cat-file", how, check=True, standard_input=asked).stdout if asked else b""

    def is_shallow(self) -> bool:
        """Whether the clone lacks what came before some commit."""
        return self._git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    def _advice(self, revision: str) -> str:
        """What there is in the place of a revision that there is not: one almost called so, or the tags of versions."""
        if near := nearest(revision, self._names()):
            return near
        if not _VERSION.search(revision):
            return "`git branch --all` and `git tag` show them, and `git fetch --tags` brings new ones"
        tags = [name for name in self._names("refs/tags") if _VERSION.search(name)]
        told = f"its tags of versions are {', '.join(tags[-_TOLD:])}" if tags else "it has no tags of versions"
        return f"{told}; `git tag` shows all tags, and `git fetch --tags` brings new ones"

    def _names(self, *places: str) -> list[str]:
        """The branches and tags, or what is in some places of those; tags of versions in the order of these."""
        wanted = places or ("refs/heads", "refs/remotes", "refs/tags")
        shown = self._git("for-each-ref", "--sort=version:refname", "--format=%(refname:short)", *wanted)
        return shown.stdout.decode(errors="replace").splitlines()

    def _git(self, *words: str, check: bool = False, standard_input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = {"PATH": os.defpath, **_ENVIRONMENT}
        result = subprocess.run(  # noqa: S603  # an absolute program, words of ours, and revisions that begin with no hyphen
            [self.program, f"--git-dir={self.root / '.git'}", *_NEUTRAL, *words],
            input=standard_input,
            env=environment,
            cwd=self.root,
            capture_output=True,
            check=False,
        )
        if check and result.returncode:
            told = result.stderr.decode(errors="replace").strip()
            raise RepositoryError(f"git {words[0]} failed ({told}); run `git fsck`, or clone anew")
        return result
