"""Verbs of Label Studio: from articles to annotators and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from quidit import report
from quidit.cli.options import (
    annotators_option,
    dry_run_option,
    language_option,
    project_option,
    suggestions_option,
    wishes_of,
)
from quidit.cli.output import corpus, json_option, progress, quiet_option, show
from quidit.problems import Problem, Severity
from quidit.report import counted
from quidit.store import Store

if TYPE_CHECKING:
    from quidit.remote.connection import Connection
    from quidit.remote.projects import Project, Wish
    from quidit.remote.pull import Pull
    from quidit.remote.push import Push
    from quidit.remote.status import Standing

_NAMED = 5
"""Files that a line names before it counts the others."""


@click.command()
@annotators_option("Who is to annotate; once for each, as each gets a project of their own.")
@project_option
@language_option
@suggestions_option
@dry_run_option
@json_option
@quiet_option
def push(  # noqa: PLR0913  # one parameter an option
    annotators: tuple[str, ...],
    project: str | None,
    language: str | None,
    suggestions: str | None,
    *,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Put articles into annotators' projects.

    Articles that a project has already are not sent again, so that it can be repeated at will. An annotator begins
    from their own annotation where they have one. LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY say which server; where
    they are not set, it is the one of `quidit annotate`.
    """
    from quidit.remote.push import push as push_corpus

    store = corpus().store
    wishes = wishes_of(store, annotators, project, language)
    connection = _connection(store)
    with progress("Pushing", quiet=quiet, total=len(wishes) * len(store.article_ids())) as tick:
        pushes = [
            push_corpus(store, connection, wish, suggestions=suggestions, dry_run=dry_run, progress=tick)
            for wish in wishes
        ]
    lines = [_pushed(each, dry_run=dry_run) for each in pushes]
    summaries = [
        {**_place(wish, each.title, each.project), "config": each.config, "present": each.present, "sent": each.sent}
        for wish, each in zip(wishes, pushes, strict=True)
    ]
    if not dry_run:
        _tell_of_accounts(store, connection, annotators)
    _tell(lines, summaries, [problem for each in pushes for problem in each.problems], as_json=as_json)


def _tell_of_accounts(store: Store, connection: Connection, annotators: Sequence[str]) -> None:
    """Who cannot log in yet, on standard error."""
    from quidit.remote.door import without_account

    for each in without_account(store, connection, annotators):
        click.echo(f"{each} has no account yet; `quidit annotate --annotator {each}` makes it", err=True)


def _pushed(each: Push, *, dry_run: bool) -> str:
    place = f" ({each.project.url})" if each.project else ""
    sent = f"{counted(each.sent, 'article')} {'would be sent' if dry_run else 'sent'}"
    what = "the project" if each.config == "made" else "its configuration"
    config = "" if each.config == "kept" else f", {what} {'would be' if dry_run else 'was'} {each.config}"
    return f"{each.title}{place}: {sent}, {each.present:,} there already{config}."


@click.command()
@annotators_option("Whose annotations; once for each.")
@project_option
@click.option("--full", is_flag=True, help="Read everything again, and see tasks that were deleted.")
@click.option("--overwrite", is_flag=True, help="Give up what was edited here by hand since the last pull.")
@dry_run_option
@json_option
@quiet_option
def pull(  # noqa: PLR0913  # one parameter an option
    annotators: tuple[str, ...],
    project: str | None,
    *,
    full: bool,
    overwrite: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write what annotators made into annotations/.

    Only what changed since the last pull is downloaded. What cannot be converted is shown with its task and region,
    and the rest is pulled all the same; a pull without changes changes no byte. A file that was edited by hand since
    the last pull stays as it is, and is shown. Sentences that somebody cut otherwise are kept aside as a proposal.
    """
    from quidit.remote.pull import pull as pull_project

    store = corpus().store
    wishes = wishes_of(store, annotators, project, None)
    connection = _connection(store)
    with progress("Pulling", quiet=quiet) as tick:
        pulls = [
            pull_project(store, connection, wish, full=full, overwrite=overwrite, dry_run=dry_run, progress=tick)
            for wish in wishes
        ]
    lines = [_pulled(each, wish.annotator, dry_run=dry_run) for wish, each in zip(wishes, pulls, strict=True)]
    summaries = [
        {
            **_place(wish, each.project.title, each.project),
            "full": each.is_full,
            "found": dict(each.found),
            "changed": each.changed,
            "written": each.written,
            "removed": each.removed,
        }
        for wish, each in zip(wishes, pulls, strict=True)
    ]
    _tell(lines, summaries, [problem for each in pulls for problem in each.problems], as_json=as_json)


def _pulled(each: Pull, annotator: str, *, dry_run: bool) -> str:
    found = ", ".join(f"{number:,} {what}" for what, number in sorted(each.found.items()))
    verb = "would change" if dry_run else "changed"
    looked = found or ("no tasks" if each.is_full else "nothing new")
    files = [path for path in (*each.written, *each.removed) if path.endswith(f"/{annotator}.json")]
    named = ", ".join(files[:_NAMED]) + (f" and {len(files) - _NAMED:,} more" if len(files) > _NAMED else "")
    return f"{each.project.title}: {looked}; {counted(each.changed, 'annotation')} {verb}{': ' * bool(named)}{named}."


def _place(wish: Wish, title: str, project: Project | None) -> dict[str, object]:
    return {"annotator": wish.annotator, "project": title, "url": project.url if project else None}


@click.command()
@annotators_option(
    "Who; once for each.  [default: everybody with a project, and the people in annotators.json]", required=False
)
@project_option
@json_option
@quiet_option
def status(annotators: tuple[str, ...], project: str | None, *, as_json: bool, quiet: bool) -> None:
    """Show how far each annotator is with each article.

    An article is not pushed, pushed, started, done or skipped; pulled where annotations/ has it; and to pull where
    the server has something that was not pulled on this machine yet.
    """
    from quidit.remote.status import everybody
    from quidit.remote.status import status as status_of

    if project and not annotators:
        raise click.UsageError("say with --annotator whose project that is")
    store = corpus().store
    wishes = wishes_of(store, annotators, project, None)
    connection = _connection(store)
    with progress("Looking", quiet=quiet) as tick:
        standings = status_of(store, connection, wishes or everybody(store, connection), tick)
    if as_json:
        click.echo(json.dumps([_standing(each) for each in standings], ensure_ascii=False, indent=2))
        return
    width = max((len(each.article) for each in standings), default=0)
    names = max((len(each.annotator) for each in standings), default=0)
    for each in standings:
        click.echo(f"{each.article:<{width}}  {each.annotator:<{names}}  {each.stage:<10}  {_moved(each)}".rstrip())
    if not standings:
        click.echo("Nobody has a project of this corpus; `quidit push --annotator WHO` makes one.")


def _moved(each: Standing) -> str:
    """Whether there is anything to pull, which there is not where the server has no task of the article's text."""
    from quidit.remote.status import Stage

    if each.is_stale and each.stage is not Stage.NOT_PUSHED:
        return "to pull"
    return "pulled" if each.is_pulled else ""


def _standing(each: Standing) -> dict[str, object]:
    return {
        "article": each.article,
        "annotator": each.annotator,
        "stage": each.stage,
        "pulled": each.is_pulled,
        "stale": each.is_stale,
    }


def _connection(store: Store) -> Connection:
    """The server, with what its user should hear of it on standard error."""
    from quidit.remote.door import open_connection

    connection = open_connection(store)
    for remark in connection.remarks:
        click.echo(f"Warning: {remark}", err=True)
    return connection


def _tell(lines: Sequence[str], summaries: Sequence[object], problems: Sequence[Problem], *, as_json: bool) -> None:
    """The results, then status 1 where something was left out."""
    if as_json:
        said = json.loads(report.as_json(problems))
        click.echo(json.dumps({"projects": summaries, **said}, ensure_ascii=False, indent=2))
    else:
        show(problems)
        for line in lines:
            click.echo(line)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise click.exceptions.Exit(1)
