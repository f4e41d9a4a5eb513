"""The verb of differences: what changed between two releases, and which version follows."""

from __future__ import annotations

import click

from quidit.cli.output import json_option, progress, quiet_option


@click.command()
@click.argument("first", metavar="A", required=False)
@click.argument("second", metavar="B", required=False)
@json_option
@click.option("--md", "as_markdown", is_flag=True, help="Markdown, for a pull request or a release's notes.")
@click.option("--rules", is_flag=True, help="The rules that bumps follow, as a page of Markdown.")
@quiet_option
def diff(  # noqa: PLR0913  # one parameter an option
    first: str | None, second: str | None, *, as_json: bool, as_markdown: bool, rules: bool, quiet: bool
) -> None:
    """Compare two releases: what changed, and the version that follows.

    A and B are folders of releases, or revisions of git (a tag, a branch, an id) whose releases are built first, or
    ORG/NAME@REVISION on the Hub. Articles, sentences, mentions, cues, quotes, stances, entities, annotations, columns
    and labels are told with their ids and words, each cause once, and the bump with the rules that demand it. The exit
    status is 0 whenever they could be compared, also where they differ.
    """
    if rules:
        from quidit.release.differences.versions_page import page

        click.echo(page(), nl=False)
        return
    if first is None or second is None:
        raise click.UsageError("name two releases to compare: quidit diff A B")
    from quidit.release.differences.json_object import json_object
    from quidit.release.differences.text import markdown, text
    from quidit.remote.editions import diff as compare

    with progress("Comparing", quiet=quiet) as tick:
        found = compare(first, second, progress=tick)
    click.echo((json_object if as_json else markdown if as_markdown else text)(found), nl=False)
