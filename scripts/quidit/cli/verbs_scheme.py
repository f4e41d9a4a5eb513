"""Verbs of the scheme: the files that follow from it."""

from __future__ import annotations

import click

from quidit.cli.output import corpus


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; name what is stale and exit 1.")
def generate(*, check: bool) -> None:
    """Write what follows from schema/scheme.toml.

    These are the JSON Schemas, and for every interface language a Label Studio configuration, a label reference and,
    where the corpus has a guide in docs/annotating.LANGUAGE.md, its table of hotkeys.
    """
    store = corpus().store
    if check:
        stale = store.stale()
        for place in stale:
            click.echo(f"{place} is stale: run `quidit generate`")
        if stale:
            raise click.exceptions.Exit(1)
        click.echo("Everything that is generated follows from schema/scheme.toml.")
        return
    for place in store.generate() or ["nothing: everything was up to date"]:
        is_gone = place.startswith("schema/") and not (store.root / place).exists()
        click.echo(f"removed {place}, which nothing makes any more" if is_gone else f"wrote {place}")
