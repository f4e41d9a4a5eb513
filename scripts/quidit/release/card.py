"""The card: a release's README, its YAML for programs and its text for people, both from the data."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING

from quidit.release.parquet import Written
from quidit.release.plainly import agreement_is, makers, plainly, rights_are
from quidit.release.source import WHOLE
from quidit.release.statistics import Statistics
from quidit.settings import Settings
from quidit.splits.ledger import DRAWN

if TYPE_CHECKING:
    import jinja2
    from datasets import Features

Contents = Mapping[str, Mapping[str, Written]]
_LANGUAGE = "en"


def card(
    settings: Settings,
    statistics: Statistics,
    contents: Contents,
    columns: Mapping[str, Features],
    descriptions: Mapping[str, str],
) -> str:
    """The text of a release's ``README.md``."""
    scheme = statistics.scheme
    present = {split for parts in contents.values() for split in parts}
    splits = [split for split in (*DRAWN, WHOLE) if split in present]
    text = _template().render(
        settings=settings,
        statistics=statistics,
        scheme=scheme,
        language=_LANGUAGE if _LANGUAGE in scheme.languages else scheme.languages[0],
        contents=contents,
        splits=splits,
        label_splits=[split for split in splits if split != WHOLE],
        descriptions=descriptions,
        inventories={"mentions": scheme.mentions, "quotes": scheme.quote_types, "stances": scheme.stances},
        whole_configs=[f"`{config}`" for config, parts in contents.items() if WHOLE in parts and config != "issues"],
        agreement=statistics.agreement,
        plainly=plainly(settings, statistics),
        makers=makers(statistics),
        agreement_is=agreement_is(statistics),
        rights_are=rights_are(statistics),
    )
    return f"---\n{_yaml(settings, statistics, contents, columns, descriptions)}---\n\n{text.strip()}\n"


def _template() -> jinja2.Template:
    """The card's text. Nothing of an article goes into it, and cells of tables are escaped."""
    import jinja2

    environment = jinja2.Environment(  # noqa: S701  # Markdown, not HTML; what data can reach is escaped by `cell`
        keep_trailing_newline=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["cell"] = _cell
    source = resources.files("quidit.release").joinpath("card.md.jinja").read_text(encoding="utf-8")
    return environment.from_string(source)


def _cell(text: str) -> str:
    """The text as a cell of a Markdown table: on one line, without a bar, a tag or a link of its own."""
    line = " ".join(text.split())
    for mark in "\\|<>[]`*_":
        line = line.replace(mark, f"\\{mark}")
    return line


def _yaml(
    settings: Settings,
    statistics: Statistics,
    contents: Contents,
    columns: Mapping[str, Features],
    descriptions: Mapping[str, str],
) -> str:
    """The card's metadata as the Hub and ``datasets`` read it.

    ``datasets`` keeps what it loaded by the text of this block: each config's description holds a digest
    of its content, so that a rebuild under the same version is loaded anew.
    """
    from datasets.info import DatasetInfo, DatasetInfosDict
    from datasets.splits import SplitDict, SplitInfo
    from huggingface_hub import DatasetCardData

    data = DatasetCardData(
        pretty_name=settings.title,
        language=sorted(statistics.languages),
        license="other",
        license_name="see-rights",
        license_link="LICENSE",
        annotations_creators=_creators(statistics),
        task_categories=["token-classification"],
        size_categories=[_size(sum(statistics.sentences.values()))],
    )
    DatasetInfosDict(
        {
            config: DatasetInfo(
                features=columns[config],
                splits=SplitDict({split: SplitInfo(split, num_examples=part.rows) for split, part in parts.items()}),
                config_name=config,
            )
            for config, parts in contents.items()
        }
    ).to_dataset_card_data(data)
    data["configs"] = [
        {
            "config_name": config,
            **({"default": True} if number == 0 else {}),
            "version": settings.version,
            "description": f"{descriptions[config]} Content {_digest(parts)}.",
            "data_files": [{"split": split, "path": list(part.files)} for split, part in parts.items()],
        }
        for number, (config, parts) in enumerate(contents.items())
    ]
    text: str = data.to_yaml(line_break="\n") + "\n"
    return text


def _digest(parts: Mapping[str, Written]) -> str:
    import hashlib

    return hashlib.sha256("".join(part.content_sha256 for part in parts.values()).encode()).hexdigest()[:12]


def _creators(statistics: Statistics) -> list[str]:
    names = {"model": "machine-generated", "human": "expert-generated"}
    return sorted(names[kind] for kind in statistics.annotator_kinds)


def _size(rows: int) -> str:
    """The Hub's size category of a number of rows."""
    bounds = ((1000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    return next((name for bound, name in bounds if rows < bound), "1M<n<10M" if rows < 10_000_000 else "n>10M")  # noqa: PLR2004
