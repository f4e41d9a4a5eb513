"""The claims of a manifest, held against the files beside it and against the manifest that its tag makes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from quidit.release.edition import ManifestFile
from quidit.release.manifest import MANIFEST
from quidit.release.verify.discrepancy import Discrepancy, Kind, shown

HUB_OWN = (".gitattributes", ".cache")
"""What the Hub and its client put beside a release's files."""
_CONTENT = "content_sha256"
_OF_FORM = ("form", "articles_left_out", "full")
"""What the manifest of a stand-off form says more than that of a full release; some of it depends on bytes."""


def files_in(folder: Path) -> list[str]:
    """The files of a release, sorted, without what the Hub puts beside them."""
    paths = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return [path.as_posix() for path in paths if path.parts[0] not in HUB_OWN]


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def false_claims(folder: Path, said: ManifestFile, made: ManifestFile, keys: frozenset[str]) -> Iterator[Discrepancy]:
    """What a manifest says of its files that is not so, and of the rest that the tag's manifest says otherwise.

    A file that the manifest describes as the tag makes it, and that is another one now, is no lie of the manifest's.
    ``keys`` are what is compared of each split.
    """
    yield from _of_files(folder, said, made)
    for key in ("dataset", "version", "scheme"):
        told, makes = cast("dict[str, str]", said)[key], cast("dict[str, str]", made)[key]
        if told != makes:
            yield _lie(f"says {key} {shown(told)}, and the tag makes {shown(makes)}")
    yield from _of_splits(said, made, keys)
    if "files" in keys and any(told != made.get(key) for key, told in said.items() if key in _OF_FORM):
        yield _lie("says something else of the full release, or of what was left out of it, than the tag makes")


def _of_files(folder: Path, said: ManifestFile, made: ManifestFile) -> Iterator[Discrepancy]:
    """What is said of files otherwise than they are, and the files of the tag that are there and not named."""
    there = set(files_in(folder))
    named, makes = ({file["path"]: file for file in each["files"]} for each in (said, made))
    for name, claim in sorted(named.items()):
        if name in there and claim != makes.get(name):
            stands = ((folder / name).stat().st_size, sha256(folder / name))
            if stands[0] != claim["bytes"]:
                yield _lie(f"says that {name} has {claim['bytes']:,} bytes, and it has {stands[0]:,}")
            elif stands[1] != claim["file_sha256"]:
                yield _lie(f"says of {name} the hash of another file")
    for name in sorted((there & makes.keys()) - named.keys()):
        yield _lie(f"does not name {name}, which is there")


def _of_splits(said: ManifestFile, made: ManifestFile, keys: frozenset[str]) -> Iterator[Discrepancy]:
    """What is said of configs and splits otherwise than the tag's manifest says it; hashes are told together."""
    named, makes = (
        {
            (config, split): cast("dict[str, object]", part)
            for config, parts in each["configs"].items()
            for split, part in parts.items()
        }
        for each in (said, made)
    )
    other_content = []
    for split in sorted(named.keys() | makes.keys()):
        place = "/".join(split)
        if split not in named:
            yield _lie(f"does not name {place}, which the tag makes")
        elif split not in makes:
            yield _lie(f"names {place}, which the tag does not make")
        else:
            different = [key for key in sorted(keys) if named[split][key] != makes[split][key]]
            other_content += [place] if _CONTENT in different else []
            for key in different:
                if key != _CONTENT:
                    told, belongs = shown(named[split][key]), shown(makes[split][key])
                    yield _lie(f"says {key} {told} of {place}, and the tag makes {belongs}")
    if other_content:
        yield _lie(f"says the hash of another content of {', '.join(other_content)}")


def _lie(message: str) -> Discrepancy:
    return Discrepancy(MANIFEST, Kind.MANIFEST, message)
