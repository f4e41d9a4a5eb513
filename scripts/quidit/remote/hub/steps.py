"""Steps: what remains to be done until a release is published, decided from what stands in its repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quidit.remote.hub.failures import ForeignChangesError, TakenVersionError

KEPT = ".gitattributes"
"""The Hub's own file: which files are large."""
_NAMED = 5
"""Files that a message names before it counts the others."""


@dataclass(frozen=True, slots=True)
class Look:
    """A repository as it stands now, beside the release that is to be published there.

    Attributes:
        head: the commit of the main branch.
        same: paths of the release that are at the head as they are to be.
        ours: paths at the head that are as the release before put them there.
        present: every path at the head.
        newer: the version at the head, where it is higher than the release's; else empty.
        tagged: the commit that has the release's tag; empty if there is no such tag.
        is_tagged_same: whether the tag has this very release.
        holder: a commit that holds this very release; empty if none does.
        pull: the ref of a pull request that does; empty if none does.
    """

    head: str
    same: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()
    newer: str = ""
    tagged: str = ""
    is_tagged_same: bool = False
    holder: str = ""
    pull: str = ""


@dataclass(frozen=True, slots=True)
class Send:
    """A commit on top of ``parent`` that adds files and removes some; ``replaced`` are those that others put there."""

    parent: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    replaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """The release is there, in this commit, and lacks its tag."""

    commit: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A pull request holds the release."""

    ref: str


@dataclass(frozen=True, slots=True)
class Published:
    """The release is there and has its tag, on this commit."""

    commit: str


Step = Send | Tag | Proposed | Published


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be published: the paths of a release's files, its version and the repository's name.

    With ``overwrite`` what others put there may go; with ``pull`` it is to be proposed as a pull request.
    """

    place: str
    version: str
    paths: frozenset[str]
    overwrite: bool = False
    pull: bool = False


def next_step(look: Look, aim: Aim) -> Step:
    """What is to be done next.

    Raises:
        TakenVersionError: the version is published with other content, or a higher one is.
        ForeignChangesError: files would be lost that no release put there, and nobody said to overwrite them.
    """
    if look.tagged:
        if look.is_tagged_same:
            return Published(look.tagged)
        raise TakenVersionError(
            f"{aim.place} has v{aim.version} already, with other content, and what was published never changes; "
            "release this under a higher version"
        )
    if look.holder:
        return Tag(look.holder)
    if aim.pull and look.pull:
        return Proposed(look.pull)
    if look.newer:
        raise TakenVersionError(
            f"{aim.place} holds {look.newer}, which is higher than {aim.version}; release under a version higher than that"
        )
    return _send(look, aim)


def _send(look: Look, aim: Aim) -> Send:
    added = aim.paths - look.same
    removed = look.present - aim.paths - {KEPT}
    replaced = tuple(sorted((look.present & (added | removed)) - look.ours))
    if replaced and not aim.overwrite:
        more = f" and {len(replaced) - _NAMED} more" if len(replaced) > _NAMED else ""
        raise ForeignChangesError(
            f"{aim.place} has files that no release put there as they are now: {', '.join(replaced[:_NAMED])}{more}; take "
            "what is worth it into the corpus, then publish with --overwrite, or remove them from the repository"
        )
    return Send(look.head, tuple(sorted(added)), tuple(sorted(removed)), replaced)


def version_key(version: str) -> tuple[int, ...]:
    """A version's numbers, for comparison; those of something else are none, which is lowest."""
    numbers = version.partition("-")[0].partition("+")[0].split(".")
    return tuple(map(int, numbers)) if all(number.isdecimal() for number in numbers) else ()


def listed(manifest: Mapping[str, object]) -> dict[str, str]:
    """The SHA-256 of each file that a manifest lists; nothing of one that is none."""
    rows = manifest.get("files")
    found = rows if isinstance(rows, list) else []
    return {
        str(row["path"]): str(row["file_sha256"])
        for row in found
        if isinstance(row, dict) and {"path", "file_sha256"} <= row.keys()
    }
