"""Verbs of quality: what is wrong with the corpus, and where."""

from __future__ import annotations

from pathlib import Path

import click

from quidit.cli.output import corpus, format_option, progress, quiet_option, rules_option, way_to
from quidit.corpus import Corpus
from quidit.report import FORMATS, Report


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--base", metavar="REV", help="Check what differs from this revision of git, by its rules.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to check in.  [default: one a processor]")
@rules_option("--select", "Tell of these rules only: codes, beginnings of codes, or names.")
@rules_option("--ignore", "Tell of all rules but these.")
@click.option("--write-baseline", is_flag=True, help="List the errors of released files as known; they fail no more.")
@format_option
@quiet_option
def validate(  # noqa: PLR0913  # one parameter an option
    paths: tuple[Path, ...],
    *,
    base: str | None,
    jobs: int | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    write_baseline: bool,
    form: str,
    quiet: bool,
) -> None:
    """Check the corpus, or the articles that PATHS belong to.

    Every problem is shown at once, with its line and column, the words concerned and the remedy. With PATHS
    only those articles and their annotations are checked; what takes the whole corpus (the ledger, one text
    under two ids) needs no PATHS. With --base only what a contribution changes and touches is checked, as it will
    be once it is sent: --base main, for example. The exit status is 1 where there is an error; warnings leave it 0.
    """
    if base is not None and paths:
        raise click.UsageError("--base finds out by itself what changed: leave out the PATHS, or --base")
    opened = Corpus.open(paths[0]) if paths else corpus()
    count = None if base else lambda: len(opened.store.article_ids())
    if write_baseline and (paths or base is not None or select or ignore):
        raise click.UsageError("--write-baseline lists what the whole corpus has: give it alone")
    with progress("Checking", quiet=quiet, total=count) as tick:
        if write_baseline:
            validation = opened.write_baseline(progress=tick, jobs=jobs)
        elif base is None:
            validation = opened.validate(paths, progress=tick, jobs=jobs)
        else:
            validation = opened.validate_contribution(base, progress=tick)
    told = validation.chosen(select=select, ignore=ignore)
    report = Report(told.problems, told.articles, told.annotations, way_to(opened.path, form), told.ignored)
    click.echo(FORMATS[form](report), nl=False)
    if not told.is_clean:
        raise click.exceptions.Exit(1)
