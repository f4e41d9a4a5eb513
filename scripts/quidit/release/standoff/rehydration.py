"""Rehydration: a stand-off form joined with the texts that a reader has, into the release that it was made from."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quidit import disk
from quidit.problems import QuiditError
from quidit.release.build import SPLITS
from quidit.release.card.configs import Contents, default_config
from quidit.release.croissant.document import CROISSANT
from quidit.release.edition import Edition
from quidit.release.features import DESCRIPTIONS
from quidit.release.load_back import load_back
from quidit.release.manifest import MANIFEST, manifest_text, sha256_of
from quidit.release.parquet import SplitWriter, Written
from quidit.release.placing import in_place_of
from quidit.release.standoff.card import card_text, card_yaml, rights_and_languages, splits_of
from quidit.release.standoff.columns import TOKENS, bare_features
from quidit.release.standoff.croissant import rehydrated_croissant
from quidit.release.standoff.dossiers import ARTICLES, ISSUES, Dossiers, Part
from quidit.release.standoff.form import copy_ours, is_standoff, shortest_in
from quidit.release.standoff.rehydrated_rows import AGAIN, BrokenStandoffError, Opened, worded_rows
from quidit.release.standoff.sealing import key_of, unseal
from quidit.release.standoff.texts import Unused, found
from quidit.release.view import Row

if TYPE_CHECKING:
    from datasets import Features

_NEAR = 0.1
"""How much longer or shorter a text may be, as a share, and still be told as the nearest one."""
Progress = Callable[[str], None]


class NothingJoinedError(QuiditError, ValueError):
    """A folder that is no stand-off form, or texts none of which is in it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An article whose text was not given: what is known of it, and the unused text that is nearest to it in length."""

    article: str
    text_sha256: str
    characters: int
    publisher: str | None
    host: str | None
    published: str | None
    nearest: Unused | None


@dataclass(frozen=True)
class Rehydrated:
    """A release that was put together: ``joined`` are the ids of its articles.

    ``is_full`` where it holds every article of the full release and was found equal to it in content;
    ``is_identical`` where its tables are also the same files byte for byte, None where that cannot be told.
    """

    folder: Path
    dataset: str
    version: str
    contents: Contents
    joined: tuple[str, ...]
    missing: tuple[Missing, ...]
    unused: tuple[Unused, ...]
    left_out: int
    is_full: bool = False
    is_identical: bool | None = None


def rehydrate(
    standoff: Path, texts: Iterable[Path], target: Path, *, progress: Progress = lambda _: None
) -> Rehydrated:
    """The release that the texts make of a stand-off form, put in the place of ``target`` once it is whole and loads.

    ``texts`` are files, or folders that hold some. Articles whose texts are not among them are missing in it.

    Raises:
        NothingJoinedError: the folder is no stand-off form, or no text is one of its articles'.
        BrokenStandoffError, BrokenSealError: it contradicts itself, or its texts.
        NoSuchTextError: a path of texts does not exist.
        NoEditionError, BrokenEditionError: the folder holds no release, or one that is not whole.
        UnusableFolderError, LoadBackError, OSError: as ``quidit.release.build``.
    """
    edition = Edition.open(standoff)
    edition.require_whole()
    if not is_standoff(edition):
        raise NothingJoinedError(f"{standoff} is no stand-off form; name a folder that `quidit standoff` made")
    columns = _columns(edition)
    dossiers = Dossiers.of(edition)
    articles = [row for part, table in dossiers.tables.items() if part[0] == ARTICLES for row in table.to_pylist()]
    known, others = found(texts, (row["text_sha256"] for row in articles))
    unused = list(_explained(others, edition))
    if not known:
        raise NothingJoinedError(_none_of(standoff, len(articles), unused))
    opened = _opened(articles, known)
    missing = _missing((row for row in articles if row["text_sha256"] not in known), unused)
    with in_place_of(target) as partial:
        contents = _written(edition, dossiers, opened, columns, partial, progress)
        joined = tuple(each.id for each in opened.values())
        made = Rehydrated(
            target, edition.dataset, edition.version, contents, joined, missing, tuple(unused), _left_out(edition)
        )
        if not missing and "sealed" in _full(edition):
            made = replace(made, is_full=True, is_identical=_is_identical(edition, made, known, partial))
        _finish(edition, made, columns, partial)
        load_back(partial, columns, contents, progress)
    return made


def _full(edition: Edition) -> Mapping[str, object]:
    """What a stand-off form's manifest says of the full release."""
    full = cast("Mapping[str, object]", edition.manifest).get("full")
    return full if isinstance(full, dict) else {}


def _explained(unused: Iterable[Unused], edition: Edition) -> Iterator[Unused]:
    """The unused files; of a text that is too short for the form, which names no hash of such, that is the reason."""
    shortest = shortest_in(edition) if _left_out(edition) else 0
    for each in unused:
        is_short = each.characters is not None and each.characters < shortest
        yield (
            replace(each, reason=f"the stand-off form leaves out texts under {shortest:,} characters")
            if is_short
            else each
        )


def _left_out(edition: Edition) -> int:
    left_out = cast("Mapping[str, object]", edition.manifest).get("articles_left_out")
    return left_out if isinstance(left_out, int) else 0


def _columns(edition: Edition) -> dict[str, Features]:
    """The columns of each config of the full release.

    Raises:
        BrokenStandoffError: the manifest's are not those of which the files have what is left without words.
    """
    from datasets import Features

    said = _full(edition).get("features")
    try:
        columns = {config: Features.from_dict(each) for config, each in cast("dict[str, dict]", said).items()}  # type: ignore[type-arg]  # whatever it holds
        bare = {config: bare_features(config, each) for config, each in columns.items() if config != TOKENS}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BrokenStandoffError(f"{edition.folder}: {MANIFEST} describes no columns ({error}); {AGAIN}") from error
    for config in edition.configs:
        strange = [split for split in edition.splits(config) if split not in SPLITS]
        if config not in DESCRIPTIONS or strange or bare.get(config) != edition.features(config):
            raise BrokenStandoffError(
                f"{edition.folder}: the columns or splits of {config!r} are not those that {MANIFEST} describes; {AGAIN}"
            )
    return columns


def _opened(articles: Iterable[Row], known: Mapping[str, str]) -> dict[str, Opened]:
    """The articles whose texts are known, by code and in the order of their ids."""
    opened = {
        str(row["id"]): Opened.of(row, known[str(row["text_sha256"])])
        for row in articles
        if row["text_sha256"] in known
    }
    ids = [each.id for each in opened.values()]
    if len(set(ids)) < len(ids):
        raise BrokenStandoffError(f"two of its articles are called {max(ids, key=ids.count)}; {AGAIN}")
    return dict(sorted(opened.items(), key=lambda each: each[1].id))


def _missing(articles: Iterable[Row], unused: Iterable[Unused]) -> tuple[Missing, ...]:
    """What can be said of the articles that have no text."""
    told = list(unused)
    lengths = sorted((each.characters, number) for number, each in enumerate(told) if each.characters)
    missing = []
    for row in articles:
        characters = cast("int", row["characters"])
        at = bisect_left(lengths, (characters, 0))
        near = min(lengths[max(at - 1, 0) : at + 1], key=lambda each: abs(each[0] - characters), default=None)
        nearest = told[near[1]] if near and abs(near[0] - characters) <= _NEAR * characters else None
        about = (row["publisher"], row["host"], row["published"] and str(row["published"]))
        code, text_sha256 = str(row["id"]), str(row["text_sha256"])
        missing.append(Missing(code, text_sha256, characters, *cast("tuple[None, None, None]", about), nearest))
    return tuple(missing)


def _none_of(standoff: Path, articles: int, unused: list[Unused]) -> str:
    """That nothing could be joined, with the first of the files that were looked at."""
    told = [f"{each.path}: {each.reason}" for each in unused[:5]]
    more = [f"and {len(unused) - 5:,} more"] if len(unused) > 5 else []  # noqa: PLR2004  # those told
    looked = "; ".join([*told, *more]) or "there are no files there"
    return (
        f"no text is {'that' if articles == 1 else f'one of the {articles:,} articles'} of {standoff} ({looked}). Texts are told by the hash of their whole "
        "words: give them complete, with nothing before or behind"
    )


def _written(  # noqa: PLR0913, PLR0917  # what rows are made of, where they go, and who watches
    edition: Edition,
    dossiers: Dossiers,
    opened: Mapping[str, Opened],
    columns: Mapping[str, Features],
    folder: Path,
    progress: Progress,
) -> Contents:
    """The Parquet files of the release."""
    writers: dict[Part, SplitWriter] = {}

    def add(part: Part, row: Row) -> None:
        if part not in writers:
            writers[part] = SplitWriter(folder, *part, columns[part[0]])
        writers[part].add(row)

    for code, article in opened.items():
        for part, rows in worded_rows(dossiers.rows(code), article, columns).items():
            for row in rows:
                add(part, row)
        progress(article.id)
    for split in edition.splits(ISSUES):
        for row in edition.rows(ISSUES, split):
            add((ISSUES, split), row)
    contents: dict[str, dict[str, Written]] = {}
    for part in ((config, split) for config in columns for split in SPLITS):
        if part in writers:
            contents.setdefault(part[0], {})[part[1]] = writers[part].close()
    return contents


def _is_identical(edition: Edition, made: Rehydrated, texts: Mapping[str, str], folder: Path) -> bool:
    """Whether the tables are the full release's files byte for byte.

    Raises:
        BrokenStandoffError: not even their content is the full release's.
    """
    try:
        sealed = bytes.fromhex(str(_full(edition)["sealed"]))
        said = json.loads(unseal(key_of(texts.values()), sealed))
        hashes = {
            (config, split): part["content_sha256"]
            for config, parts in said["configs"].items()
            for split, part in parts.items()
        }
        files = dict(said["files"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenStandoffError(f"{edition.folder}: what {MANIFEST} seals is broken ({error}); {AGAIN}") from error
    now = {
        (config, split): part.content_sha256 for config, parts in made.contents.items() for split, part in parts.items()
    }
    if different := sorted({part for part in hashes.keys() | now.keys() if hashes.get(part) != now.get(part)}):
        raise BrokenStandoffError(
            f"{edition.folder}: {'/'.join(different[0])} does not become what the full release has; {AGAIN}"
        )
    return all((folder / name).is_file() and sha256_of(folder / name) == each for name, each in files.items())


def _finish(edition: Edition, made: Rehydrated, columns: Mapping[str, Features], folder: Path) -> None:
    """The other files: what a stand-off form has that is ours, the card and the manifest."""
    copy_ours(edition.folder, folder)
    rights, languages = rights_and_languages(folder, made.contents)
    articles = len(made.joined) + len(made.missing) + made.left_out
    text = card_text(
        "rehydrated.md.jinja",
        dataset=made.dataset,
        version=made.version,
        default=default_config(made.contents),
        contents=made.contents,
        splits=splits_of(made.contents),
        joined=len(made.joined),
        articles=articles,
        is_full=made.is_full,
        rights=rights,
    )
    title = f"{made.dataset}, rehydrated"
    yaml = card_yaml(
        made.contents,
        columns,
        folder,
        title=title,
        languages=languages,
        version=made.version,
        descriptions=DESCRIPTIONS,
    )
    disk.write(folder / "README.md", f"---\n{yaml}---\n\n{text}")
    croissant = rehydrated_croissant(
        edition, columns, made.contents, folder, languages=languages, rights=rights, is_full=made.is_full
    )
    disk.write(folder / CROISSANT, croissant)
    named = {key: cast("Mapping[str, object]", edition.manifest)[key] for key in ("dataset", "version", "scheme")}
    about = {"form": "rehydrated", "articles": len(made.joined), "articles_of_full_release": articles}
    disk.write(folder / MANIFEST, manifest_text(folder, {**named, **about, "is_full": made.is_full}, made.contents))
