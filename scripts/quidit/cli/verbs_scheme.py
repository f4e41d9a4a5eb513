"""Verbs of the scheme: the files that follow from it."""

from __future__ import annotations

import click

from quidit.cli.output import corpus


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; name what is stale and exit 1.")
def generate(*, check: bool) -> None:
    """Write what follows from schema/scheme.toml.

    These are the JSON Schemas, the Label Studio configurations and the label references, one of each for
    every interface language.
    """
    store = corpus().store
    if check:
        stale = store.stale()
        for name in stale:
            click.echo(f"schema/{name} is stale: run `quidit generate`")
        if stale:
            raise click.exceptions.Exit(1)
        click.echo("Everything in schema/ follows from scheme.toml.")
        return
    for name in store.generate() or ["nothing: everything was up to date"]:
        click.echo(f"wrote {name}" if name.startswith("nothing") else f"wrote schema/{name}")
