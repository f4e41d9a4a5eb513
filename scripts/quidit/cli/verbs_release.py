"""Verbs of release: from a valid corpus to a dataset that anybody loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quidit.cli.output import corpus, json_option, progress, quiet_option, shown

if TYPE_CHECKING:
    from quidit.release.build import Release


@click.command()
@click.option("--output", type=click.Path(path_type=Path), help="Folder to build into.  [default: build/DATASET]")
@json_option
@quiet_option
def build(output: Path | None, *, as_json: bool, quiet: bool) -> None:
    """Build the dataset, load it back, and say how to load it.

    The corpus is validated first; nothing is built from one that has errors. The same corpus gives the same
    bytes. An earlier build in the folder is replaced only once the new one is whole and has loaded back.
    """
    opened = corpus()
    articles = len(opened.store.article_ids())
    steps = 2 * articles  # each is checked, then written
    with progress("Building", quiet=quiet, total=steps) as tick:
        release = opened.build(output, progress=tick)
    folder = shown(release.folder)
    if as_json:
        click.echo(json.dumps(_summary(release, folder), ensure_ascii=False, indent=2))
        return
    click.echo(f"{release.dataset} {release.version} in {folder}, loaded back and equal to what was written:\n")
    for config, splits in release.contents.items():
        parts = ", ".join(f"{split} {part.rows:,}" for split, part in splits.items())
        click.echo(f"  {config:<12} {parts}")
    for left in release.left_out:
        click.echo(f"\nLeft out: {left.article} {left.reason}.")
    click.echo(
        f'\nLoad it with:\n\n  from datasets import load_dataset\n  load_dataset("{folder}", "{next(iter(release.contents))}")'
    )


def _summary(release: Release, folder: str) -> dict[str, object]:
    return {
        "dataset": release.dataset,
        "version": release.version,
        "folder": folder,
        "rows": {
            config: {split: part.rows for split, part in splits.items()} for config, splits in release.contents.items()
        },
        "left_out": [{"article": left.article, "reason": left.reason} for left in release.left_out],
    }
