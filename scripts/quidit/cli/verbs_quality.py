"""Verbs of quality: what is wrong with the corpus, and where."""

from __future__ import annotations

from pathlib import Path

import click

from quidit import report
from quidit.cli.output import corpus, counted, json_option, progress, quiet_option, show
from quidit.corpus import Corpus


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--base", metavar="REV", help="Check what differs from this revision of git, by its rules.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to check in.  [default: one a processor]")
@json_option
@quiet_option
def validate(paths: tuple[Path, ...], *, base: str | None, jobs: int | None, as_json: bool, quiet: bool) -> None:
    """Check the corpus, or the articles that PATHS belong to.

    Every problem is shown at once, with its line and column, the words concerned and the remedy. With PATHS
    only those articles and their annotations are checked; what takes the whole corpus (the ledger, one text
    under two ids) needs no PATHS. With --base only what a contribution changes and touches is checked, as it will
    be once it is sent: --base main, for example.
    """
    if base is not None and paths:
        raise click.UsageError("--base finds out by itself what changed: leave out the PATHS, or --base")
    opened = Corpus.open(paths[0]) if paths else corpus()
    count = len(opened.store.article_ids())
    with progress("Checking", quiet=quiet, total=count if base is None else None) as tick:
        if base is None:
            validation = opened.validate(paths, progress=tick, jobs=jobs)
        else:
            validation = opened.validate_contribution(base, progress=tick)
    if as_json:
        counts = {"articles": validation.articles, "annotations": validation.annotations}
        click.echo(report.as_json(validation.problems, **counts))
    else:
        show(validation.problems)
        checked = (
            f"{counted(validation.articles, 'article')} and {counted(validation.annotations, 'annotation')} checked"
        )
        click.echo(f"{checked}: {report.summary(validation.problems)}.")
    if not validation.is_clean:
        raise click.exceptions.Exit(1)
