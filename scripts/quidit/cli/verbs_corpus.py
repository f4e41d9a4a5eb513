"""Verbs of the corpus: starting one, adding articles, cutting them into sentences and splits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import click

from quidit.cli.output import corpus, json_option
from quidit.ingest import Intake, article_id, resegment
from quidit.ingest import add as add_articles
from quidit.proposals import apply_proposal
from quidit.records import Redistribution, Rights
from quidit.report import counted
from quidit.splits.ledger import write_entry
from quidit.starting import start


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--language", default="fr", show_default=True, help="Language of the sample article: fr or en.")
def init(folder: Path, language: str) -> None:
    """Start a corpus of your own in FOLDER.

    It gets a scheme to edit, a sample article, a README that says how to go on, a Makefile and a workflow
    that checks pull requests. `make dataset` there builds it. Releases ask that the corpus be under git.
    """
    for path in start(folder, language):
        click.echo(f"wrote {folder / path}")
    there = "" if folder.absolute() == Path.cwd() else f"  cd {folder}\n"
    click.echo(f"\nGo on with:\n\n{there}  make dataset\n\nReleases are commits and tags: put it under git with\n")
    click.echo("  git init && git add --all && git commit --message=Begin")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--id", "ids", multiple=True, help="The article's id, one for each file.  [default: from its name]")
@click.option("--language", required=True, help="BCP 47 tag of the text's language, such as fr.")
@click.option("--title", help="The article's title.")
@click.option("--publisher", help="Who published it; leave it out where it is not known.")
@click.option("--url", help="Where it was published.")
@click.option("--published", help="The day it was published, as YYYY-MM-DD.")
@click.option("--event", help="What it reports on; articles of one event stay in one split.")
@click.option("--note", help="Anything else about its origin.")
@click.option("--rights", default="unknown", show_default=True, help="SPDX id of the text's licence, or unknown.")
@click.option(
    "--redistribution",
    type=click.Choice(["allowed", "stand-off-only", "unknown"]),
    default="unknown",
    show_default=True,
    help="Whether the words may leave the house.",
)
def add(
    files: tuple[Path, ...],
    ids: tuple[str, ...],
    language: str,
    rights: str,
    redistribution: str,
    **said: str | None,
) -> None:
    """Add raw text FILES as articles.

    Each file is copied to seeds/ as it is, normalised, cut into paragraphs and sentences, and written to
    corpus/. All files are checked first: where one cannot be taken, nothing is written.
    """
    if ids and len(ids) != len(files):
        raise click.UsageError(f"{len(files)} files and {len(ids)} ids; give --id once for each file, or not at all")
    terms = Rights(rights, cast("Redistribution", redistribution))
    intakes = [
        Intake(path=path, id=each, language=language, rights=terms, **said)
        for path, each in zip(files, ids or map(article_id, files), strict=True)
    ]
    store = corpus().store
    for article in add_articles(store, intakes):
        click.echo(
            f"added {article.id}: {counted(len(article.paragraphs), 'paragraph')}, "
            f"{counted(len(article.sentences), 'sentence')} "
            f"(corpus/{article.id}.json)"
        )


@click.command()
@click.argument("articles", nargs=-1)
@click.option(
    "--proposal",
    "proposals",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take the sentences of this file, which `quidit pull` wrote and named; once for each.",
)
def segment(articles: tuple[str, ...], proposals: tuple[Path, ...]) -> None:
    """Cut ARTICLES into sentences anew, or as annotators propose.

    Only articles without annotations are cut anew: once annotated, an article's sentences are frozen. A proposal
    is applied where no annotation breaks by it and no sentence changes its split.
    """
    if bool(articles) == bool(proposals):
        raise click.UsageError("name articles to cut anew, or a --proposal to apply")
    store = corpus().store
    renewed = [apply_proposal(store, each) for each in proposals] + [resegment(store, each) for each in articles]
    for article in renewed:
        click.echo(f"segmented {article.id}: {counted(len(article.sentences), 'sentence')}")


@click.command()
@click.option("--dry-run", is_flag=True, help="Show the decisions and write nothing.")
@json_option
def split(*, dry_run: bool, as_json: bool) -> None:
    """Decide which articles train and which test.

    The decisions are appended to corpus/splits.jsonl, the ledger; what it once promised never changes.
    Near-duplicates, articles of one event and of one source are kept together.
    """
    assignment = corpus().split(dry_run=dry_run)
    entries = [write_entry(entry) for entry in assignment.entries]
    if as_json:
        click.echo(json.dumps({"entries": entries, "announcements": assignment.announcements}, ensure_ascii=False))
        return
    for entry in entries:
        click.echo(json.dumps(entry, ensure_ascii=False))
    for announcement in assignment.announcements:
        click.echo(announcement)
    if not entries and not assignment.announcements:
        click.echo("Every article has its split.")
