"""The stand-off form of a release: offsets, labels, relations and whole hashes, and no words.

docs/decisions says what stays, what goes, and why nothing of a text can be had back from the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quidit import disk
from quidit.checks.files import MAX_BYTES
from quidit.problems import QuiditError
from quidit.release.croissant.document import CROISSANT
from quidit.release.edition import Edition
from quidit.release.load_back import load_back
from quidit.release.manifest import MANIFEST, manifest_text
from quidit.release.parquet import SplitWriter, Written
from quidit.release.placing import in_place_of
from quidit.release.rights import Kept, kept, rights_of
from quidit.release.standoff.card import rights_and_languages, standoff_card
from quidit.release.standoff.columns import TOKENS, bare_features, has_words
from quidit.release.standoff.croissant import standoff_croissant
from quidit.release.standoff.dossiers import ARTICLES, ISSUES, Dossiers
from quidit.release.standoff.rows import bare_rows, code_of
from quidit.release.standoff.sealing import key_of, seal

if TYPE_CHECKING:
    from datasets import Features

LEAST_CHARACTERS = 200
"""What an article has at least in a stand-off form: the words of a shorter one could be found by trying."""
STANDOFF = "stand-off"
_OURS = ("LICENSE", "CITATION.cff")
"""Files of a release that are copied, beside its schemas; changelog and card may hold words of articles."""
Contents = Mapping[str, Mapping[str, Written]]
Progress = Callable[[str], None]


class NoStandoffError(QuiditError, ValueError):
    """A release of which no stand-off form can be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Standoff:
    """A stand-off form that was made: its folder, what each split holds, and the articles too short for it.

    ``shortest`` is what an article has at least, in code points.
    """

    folder: Path
    dataset: str
    version: str
    contents: Contents
    left_out: tuple[str, ...]
    shortest: int


def is_standoff(edition: Edition) -> bool:
    """Whether a release is in stand-off form."""
    return edition.manifest.get("form") == STANDOFF


def shortest_in(edition: Edition) -> int:
    """What an article of a stand-off form has at least, in code points."""
    shortest = cast("Mapping[str, object]", edition.manifest).get("shortest")
    return shortest if isinstance(shortest, int) else LEAST_CHARACTERS


def words_kept(edition: Edition) -> tuple[Kept, ...]:
    """The articles whose words may not leave the house with a release; none of a stand-off form, which holds no words.

    What calls itself a stand-off form and has a column for words is none.

    Raises:
        UnreadableReleaseError, BrokenEditionError: a file of it is no Parquet, or says nothing of articles.
    """
    worded = [config for config in edition.configs if has_words(config, edition.features(config))]
    return () if is_standoff(edition) and not worded else kept(rights_of(edition.folder))


def standoff(
    release: Path, target: Path, *, shortest: int = LEAST_CHARACTERS, progress: Progress = lambda _: None
) -> Standoff:
    """The stand-off form of the release in a folder, put in the place of ``target`` once it is whole and loads.

    Articles of fewer than ``shortest`` characters are left out. ``progress`` is told each article and each config.

    Raises:
        NoStandoffError: it is in stand-off form already, two articles have one text, or all are too short.
        UnknownColumnError: it has a column of which nobody has said whether it holds words.
        NoEditionError, BrokenEditionError: the folder holds no release, or one that is not whole.
        UnusableFolderError, LoadBackError, OSError: as ``quidit.release.build``.
    """
    edition = Edition.open(release)
    edition.require_whole()
    if is_standoff(edition):
        raise NoStandoffError(f"{release} is in stand-off form already; name the folder of a full release")
    dossiers = Dossiers.of(edition)
    texts, short = _chosen(dossiers, shortest)
    if not texts:
        raise NoStandoffError(
            f"every article of {release} has fewer than {shortest:,} characters, so that its words could be found by "
            "trying; there is no stand-off form of it"
        )
    with in_place_of(target) as partial:
        made = Standoff(target, edition.dataset, edition.version, {}, tuple(short), shortest)
        contents = _written(edition, dossiers, texts, partial, progress)
        _finish(edition, made, contents, texts, partial)
        load_back(partial, _columns(edition), contents, progress)
    return replace(made, contents=contents)


def _columns(edition: Edition) -> dict[str, Features]:
    """The columns of each config in the stand-off form."""
    return {config: bare_features(config, edition.features(config)) for config in edition.configs if config != TOKENS}


def _chosen(dossiers: Dossiers, shortest: int) -> tuple[dict[str, str], list[str]]:
    """The texts of the articles that are taken, by id and in the order of their hashes; and the ids of those too short."""
    taken: dict[str, tuple[str, str]] = {}
    short = []
    for (config, _), table in dossiers.tables.items():
        columns = ("id", "text", "text_sha256") if config == ARTICLES else ()
        for article, text, text_sha256 in zip(*(table[name].to_pylist() for name in columns), strict=True):
            if len(text) < shortest:
                short.append(article)
                continue
            code = code_of(text_sha256)
            if (twin := taken.setdefault(code, (article, text)))[0] != article:
                raise NoStandoffError(f"{twin[0]} and {article} have one text; leave one of them out, and build again")
    return {article: text for _, (article, text) in sorted(taken.items())}, sorted(short)


def _written(
    edition: Edition, dossiers: Dossiers, texts: Mapping[str, str], folder: Path, progress: Progress
) -> Contents:
    """The stand-off form's Parquet files."""
    columns = _columns(edition)
    parts = [(config, split) for config in columns for split in edition.splits(config)]
    writers = {part: SplitWriter(folder, *part, columns[part[0]]) for part in parts}
    for article in texts:
        for part, rows in bare_rows(dossiers.rows(article)).items():
            for row in rows:
                writers[part].add(row)
        progress(article)
    for config, split in parts:
        for row in edition.rows(config, split) if config == ISSUES else ():
            writers[config, split].add(row)
    contents: dict[str, dict[str, Written]] = {}
    for (config, split), writer in writers.items():
        if writer.rows:
            contents.setdefault(config, {})[split] = writer.close()
    return contents


def _finish(edition: Edition, made: Standoff, contents: Contents, texts: Mapping[str, str], folder: Path) -> None:
    """The other files: what a release has that is ours, the card and the manifest."""
    copy_ours(edition.folder, folder)
    left_out = len(made.left_out)
    columns = _columns(edition)
    rights, languages = rights_and_languages(folder, contents)
    card = standoff_card(edition, columns, contents, folder, left_out=left_out, rights=rights, languages=languages)
    disk.write(folder / "README.md", card)
    disk.write(folder / CROISSANT, standoff_croissant(edition, columns, contents, folder, languages))
    named = {key: cast("Mapping[str, object]", edition.manifest)[key] for key in ("dataset", "version", "scheme")}
    full: dict[str, object] = {
        "made_with": edition.manifest["made_with"],
        "features": {config: edition.features(config).to_dict() for config in edition.configs},
    }
    if not made.left_out:  # who has all texts but those that are left out could find these by trying
        full["sealed"] = _sealed(edition, texts)
    about = {**named, "form": STANDOFF, "articles_left_out": left_out, "shortest": made.shortest, "full": full}
    disk.write(folder / MANIFEST, manifest_text(folder, about, contents))


def copy_ours(release: Path, folder: Path) -> None:
    """The files of a release that hold no word of an article, copied: licence, citation and schemas."""
    for name in (*_OURS, *(f"schema/{path.name}" for path in sorted((release / "schema").glob("*.json")))):
        if (release / name).is_file():
            disk.write(folder / name, disk.read_capped(release / name, MAX_BYTES))


def _sealed(edition: Edition, texts: Mapping[str, str]) -> str:
    """What the full release's manifest says of its tables, closed under all texts: a hash of few words is no secret."""
    tables = {
        name for parts in edition.manifest["configs"].values() for part in parts.values() for name in part["files"]
    }
    files = {file["path"]: file["file_sha256"] for file in edition.manifest["files"] if file["path"] in tables}
    said = {"configs": edition.manifest["configs"], "files": files}
    return seal(key_of(texts.values()), json.dumps(said, ensure_ascii=False).encode()).hex()
