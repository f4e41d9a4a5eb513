"""The card of a stand-off form: what it holds, what it lacks, and how to put the words back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.release.card.configs import Contents, default_config, describe_configs, size_category
from quidit.release.card.templates import template
from quidit.release.standoff.dossiers import ARTICLES

if TYPE_CHECKING:
    from datasets import Features

    from quidit.release.edition import Edition

STANDOFF_DESCRIPTIONS: Mapping[str, str] = {
    "sentences": "One row a sentence: where it lies, and everything annotated in it as lists of places.",
    "quotes": "One row a quote: where it and its context lie, with cue, speakers and channels.",
    "stance": "One row a stance: where it and its context lie, with holders, issue, target and who says so.",
    "issues": "One row an issue: what stances are for or against.",
    "entities": "One row an entity of an article, with the places of the forms in which it is mentioned.",
    "articles": "One row an article: its hash, length, sentence offsets, origin and rights.",
    "annotations": "One row an annotator and article: each finished annotation as it was made.",
}


def standoff_card(  # noqa: PLR0913  # what a card tells
    edition: Edition,
    columns: Mapping[str, Features],
    contents: Contents,
    folder: Path,
    *,
    left_out: int,
    rights: list[tuple[tuple[str, str], int]],
    languages: list[str],
) -> str:
    """The text of a stand-off form's ``README.md``; no part of it is taken from the full release's card."""
    text = card_text(
        "standoff.md.jinja",
        dataset=edition.dataset,
        version=edition.version,
        default=default_config(contents),
        contents=contents,
        splits=splits_of(contents),
        descriptions=STANDOFF_DESCRIPTIONS,
        rights=rights,
        left_out=left_out,
        licensed=(folder / "LICENSE").exists(),
    )
    title = f"{edition.dataset}, stand-off form"
    yaml = card_yaml(
        contents,
        columns,
        folder,
        title=title,
        languages=languages,
        version=edition.version,
        descriptions=STANDOFF_DESCRIPTIONS,
    )
    return f"---\n{yaml}---\n\n{text}"


def rights_and_languages(folder: Path, contents: Contents) -> tuple[list[tuple[tuple[str, str], int]], list[str]]:
    """How many articles have which rights, and which languages they are in, as the written files say."""
    import pyarrow.parquet as pq

    names = [name for part in contents[ARTICLES].values() for name in part.files]
    rows = [row for name in names for row in pq.read_table(folder / name, columns=["language", "rights"]).to_pylist()]
    rights = Counter((row["rights"]["text"], row["rights"]["redistribution"]) for row in rows)
    return sorted(rights.items()), sorted({row["language"] for row in rows})


def card_text(name: str, **said: object) -> str:
    """The text that a template of this package makes."""
    return f"{template('quidit.release.standoff', name).render(said).strip()}\n"


def splits_of(contents: Contents) -> list[str]:
    """The splits that any config has."""
    return list(dict.fromkeys(split for parts in contents.values() for split in parts))


def card_yaml(  # noqa: PLR0913  # what a card's metadata says
    contents: Contents,
    columns: Mapping[str, Features],
    folder: Path,
    *,
    title: str,
    languages: list[str],
    version: str,
    descriptions: Mapping[str, str],
) -> str:
    """The metadata of a card that no corpus stands behind, only a release."""
    from huggingface_hub import DatasetCardData

    rows = sum(part.rows for part in contents[default_config(contents)].values())
    licensed = (folder / "LICENSE").exists()
    data = DatasetCardData(
        pretty_name=title,
        language=languages,
        task_categories=["token-classification"],
        size_categories=[size_category(rows)],
        license="other" if licensed else "unknown",
    )
    if licensed:
        data["license_name"], data["license_link"] = "see-rights", "LICENSE"
    describe_configs(data, contents, columns, version, descriptions)
    text: str = data.to_yaml(line_break="\n") + "\n"
    return text
