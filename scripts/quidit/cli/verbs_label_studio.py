"""Verbs of Label Studio: from articles to annotators and back."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import click

from quidit import report
from quidit.checks.claims import ADJUDICATED
from quidit.cli.output import corpus, counted, json_option, progress, quiet_option, show
from quidit.generate.json_schema import ANNOTATOR_ID
from quidit.problems import Problem, Severity
from quidit.store import Store

if TYPE_CHECKING:
    from quidit.remote.connection import Connection
    from quidit.remote.projects import Project, Wish
    from quidit.remote.pull import Pull
    from quidit.remote.push import Push
    from quidit.remote.server.annotating import Desk
    from quidit.remote.status import Standing

Verb = TypeVar("Verb", bound=Callable[..., object])
_ANYBODY = "annotator"


def _annotator(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """The annotators' ids, each once."""
    for each in value:
        if not re.fullmatch(ANNOTATOR_ID.strip("^$"), each) or each == ADJUDICATED:
            raise click.BadParameter(f"{each!r} cannot name an annotator; use lower-case letters, digits and hyphens")
    return tuple(dict.fromkeys(value))


def _annotators(help_text: str, *, required: bool = True) -> Callable[[Verb], Verb]:
    return click.option(
        "--annotator", "annotators", multiple=True, required=required, callback=_annotator, help=help_text
    )


_project = click.option("--project", help="Title or number of the project.  [default: DATASET – ANNOTATOR]")
_language = click.option("--language", help="Language of the screen.  [default: the scheme's first, or as it is]")
_dry_run = click.option("--dry-run", is_flag=True, help="Look, say what would be done, and do nothing.")
_suggestions = click.option(
    "--suggestions",
    help="Whose annotations to begin from where an annotator has none of their own: an annotator, or none.  "
    "[default: the adjudicated ones that only models made]",
)


@click.command()
@_annotators(f"Who annotates; once for each.  [default: the people in annotators.json, or {_ANYBODY}]", required=False)
@_language
@_suggestions
@click.option("--port", type=click.IntRange(1024, 65535), help="Port to listen on.  [default: the last one, or any]")
@click.option("--stop", is_flag=True, help="End the server that runs; its data stay.")
@quiet_option
def annotate(  # noqa: PLR0913  # one parameter an option
    annotators: tuple[str, ...],
    language: str | None,
    suggestions: str | None,
    port: int | None,
    *,
    stop: bool,
    quiet: bool,
) -> None:
    """Run a Label Studio of your own with the corpus in it.

    The first time it is installed under .cache/label-studio/, with its data and its passwords. It listens on this
    machine alone. Each annotator gets an account and a project. Ctrl-C ends it, and the data stay; a second call
    finds it running, and adds what is new in the corpus.
    """
    from quidit.remote.server import annotating, process
    from quidit.remote.server.home import Home

    store = corpus().store
    if stop:
        click.echo("Ended." if process.stop(Home.of(store.root)) else "None was running.")
        return
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.default_int_handler)
    people = [each.id for each in store.lists().annotators.values() if each.kind == "human"]
    wishes = _wishes(store, annotators or tuple(people) or (_ANYBODY,), None, language)
    with progress("Pushing", quiet=quiet, total=len(wishes) * len(store.article_ids())) as tick:
        desk = annotating.annotate(
            store,
            wishes,
            port=port,
            suggestions=suggestions,
            progress=tick,
            say=lambda line: click.echo(line, err=True),
        )
    _receive(desk, store)
    if desk.server.is_new:
        with suppress(KeyboardInterrupt):
            desk.server.wait()
        desk.server.end()
        click.echo("Ended; the data stay.")


def _aside(line: str) -> None:
    click.echo(line, err=True)


def _receive(desk: Desk, store: Store) -> None:
    """What annotators need to know to begin."""
    from quidit.remote.server.home import Home

    show([problem for each in desk.pushes for problem in each.problems])
    click.echo(f"\nLabel Studio is at {desk.server.url}")
    for each, email in zip(desk.pushes, desk.emails, strict=True):
        articles = counted(each.present + each.sent, "article")
        click.echo(f"  {each.title}: {articles}, {each.project.url if each.project else ''}, log in as {email}")
    click.echo(f"The passwords are in {Home.of(store.root).secrets.relative_to(store.root).as_posix()}")
    click.echo("Ctrl-C ends it." if desk.server.is_new else "It was running already; `quidit annotate --stop` ends it.")


@click.command()
@_annotators("Who is to annotate; once for each, as each gets a project of their own.")
@_project
@_language
@_suggestions
@_dry_run
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
    wishes = _wishes(store, annotators, project, language)
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
    _tell(lines, summaries, [problem for each in pushes for problem in each.problems], as_json=as_json)


def _pushed(each: Push, *, dry_run: bool) -> str:
    place = f" ({each.project.url})" if each.project else ""
    sent = f"{counted(each.sent, 'article')} {'would be sent' if dry_run else 'sent'}"
    config = "" if each.config == "kept" else f", its configuration {'would be ' if dry_run else ''}{each.config}"
    return f"{each.title}{place}: {sent}, {each.present:,} there already{config}."


@click.command()
@_annotators("Whose annotations; once for each.")
@_project
@click.option("--full", is_flag=True, help="Read everything again, and see tasks that were deleted.")
@_dry_run
@json_option
@quiet_option
def pull(  # noqa: PLR0913  # one parameter an option
    annotators: tuple[str, ...],
    project: str | None,
    *,
    full: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write what annotators made into annotations/.

    Only what changed since the last pull is downloaded. What cannot be converted is shown with its task and region,
    and the rest is pulled all the same; a pull without changes changes no byte. Sentences that somebody cut otherwise
    are kept aside as a proposal.
    """
    from quidit.remote.pull import pull as pull_project

    store = corpus().store
    wishes = _wishes(store, annotators, project, None)
    connection = _connection(store)
    with progress("Pulling", quiet=quiet) as tick:
        pulls = [pull_project(store, connection, wish, full=full, dry_run=dry_run, progress=tick) for wish in wishes]
    lines = [_pulled(each, dry_run=dry_run) for each in pulls]
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


def _pulled(each: Pull, *, dry_run: bool) -> str:
    found = ", ".join(f"{number:,} {what}" for what, number in sorted(each.found.items()))
    verb = "would change" if dry_run else "changed"
    looked = found or ("no tasks" if each.is_full else "nothing new")
    return f"{each.project.title}: {looked}; {counted(each.changed, 'annotation')} {verb}."


def _place(wish: Wish, title: str, project: Project | None) -> dict[str, object]:
    return {"annotator": wish.annotator, "project": title, "url": project.url if project else None}


@click.command()
@_annotators("Who; once for each.  [default: everybody in annotators.json]", required=False)
@_project
@json_option
@quiet_option
def status(annotators: tuple[str, ...], project: str | None, *, as_json: bool, quiet: bool) -> None:
    """Show how far each annotator is with each article.

    An article is not pushed, pushed, started, done or skipped; pulled where annotations/ has it; and stale where
    the server has something that was not pulled on this machine yet.
    """
    from quidit.remote.status import status as status_of

    store = corpus().store
    wishes = _wishes(store, annotators or tuple(store.lists().annotators), project, None)
    connection = _connection(store)
    with progress("Looking", quiet=quiet) as tick:
        standings = status_of(store, connection, wishes, tick)
    if as_json:
        click.echo(json.dumps([_standing(each) for each in standings], ensure_ascii=False, indent=2))
        return
    width = max((len(each.article) for each in standings), default=0)
    names = max((len(each.annotator) for each in standings), default=0)
    for each in standings:
        pulled = ("stale" if each.is_stale else "pulled") if each.is_pulled or each.is_stale else ""
        click.echo(f"{each.article:<{width}}  {each.annotator:<{names}}  {each.stage:<10}  {pulled}".rstrip())


def _standing(each: Standing) -> dict[str, object]:
    return {
        "article": each.article,
        "annotator": each.annotator,
        "stage": each.stage,
        "pulled": each.is_pulled,
        "stale": each.is_stale,
    }


def _wishes(store: Store, annotators: Sequence[str], project: str | None, language: str | None) -> list[Wish]:
    """The project of each annotator."""
    from quidit.remote.projects import Wish

    if project and len(annotators) > 1:
        raise click.UsageError("one project cannot be that of several annotators, who would see each other's work")
    languages = store.scheme.languages
    if language and language not in languages:
        raise click.BadParameter(f"the scheme has no texts in {language!r}; choose {' or '.join(languages)}")
    return [Wish(store.settings.dataset, each, project, language) for each in annotators]


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
