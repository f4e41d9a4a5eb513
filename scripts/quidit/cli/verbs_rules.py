"""Verbs of the catalogue: which rules there are, and what one of them means."""

from __future__ import annotations

import json

import click

from quidit.cli.output import json_option

_FORMATS = ("text", "json", "markdown")


@click.command()
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", help="markdown prints them all, as a page."
)
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
def rules(form: str) -> None:
    """List the rules of `quidit validate` by level.

    Each with its code, name and severity, the version that first had it, whether `quidit fix` mends what it finds, and
    what it says.
    """
    from quidit.catalogue.entries import entries
    from quidit.catalogue.page import page
    from quidit.catalogue.telling import listed, members

    known = list(entries())
    if form == "json":
        click.echo(json.dumps({"rules": [members(entry) for entry in known]}, ensure_ascii=False, indent=2))
    else:
        click.echo(page(known) if form == "markdown" else listed(known), nl=False)


@click.command()
@click.argument("rule")
@json_option
def explain(rule: str, *, as_json: bool) -> None:
    """Explain RULE, which is given by its code or its name.

    What breaks it and how that is reported, what mends it, and what looks like it and is not wrong.
    """
    from quidit.catalogue.entries import entry_of
    from quidit.catalogue.telling import explained, members_with_example

    entry = entry_of(rule)
    if as_json:
        click.echo(json.dumps(members_with_example(entry), ensure_ascii=False, indent=2))
    else:
        click.echo(explained(entry), nl=False)
