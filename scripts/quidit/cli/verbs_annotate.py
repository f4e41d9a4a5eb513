"""Verbs of annotating on this machine: a Label Studio of one's own, in one command."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from quidit.cli.options import annotators_option, language_option, suggestions_option, wishes_of
from quidit.cli.output import corpus, progress, quiet_option, show
from quidit.report import counted
from quidit.store import Store

if TYPE_CHECKING:
    from quidit.remote.projects import Wish
    from quidit.remote.server.annotating import Desk

_ANYBODY = "annotator"


@click.command()
@annotators_option(
    f"Who annotates; once for each.  [default: the people in annotators.json, or {_ANYBODY}]", required=False
)
@language_option
@suggestions_option
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
    store = corpus().store
    if stop:
        _stop(store)
        return
    _end_on_signals()
    people = [each.id for each in store.lists().annotators.values() if each.kind == "human"]
    wishes = wishes_of(store, annotators or tuple(people) or (_ANYBODY,), None, language)
    desk = _desk(store, wishes, port=port, suggestions=suggestions, quiet=quiet)
    _receive(desk, store, port)
    if desk.server.is_new:
        with suppress(KeyboardInterrupt):
            desk.server.wait()
        desk.server.end()
        click.echo("Ended; the data stay.")


def _end_on_signals() -> None:
    """Whatever tells us to end, ends the server, too; a shell's ``&`` alone does not take Ctrl-C away."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, signal.default_int_handler)


def _stop(store: Store) -> None:
    from quidit.remote.server import process
    from quidit.remote.server.home import Home

    click.echo("Ended." if process.stop(Home.of(store.root)) else "None was running.")


def _desk(store: Store, wishes: Sequence[Wish], *, port: int | None, suggestions: str | None, quiet: bool) -> Desk:
    """The server with what is new in the corpus; what takes long is said on standard error."""
    from quidit.remote.server import annotating

    with progress("Pushing", quiet=quiet, total=len(wishes) * len(store.article_ids())) as tick:
        return annotating.annotate(
            store,
            wishes,
            port=port,
            suggestions=suggestions,
            progress=tick,
            say=lambda line: click.echo(line, err=True),
        )


def _receive(desk: Desk, store: Store, port: int | None) -> None:
    """What annotators need to know to begin; where the server runs on another port than was asked for, that too."""
    from quidit.remote.server.home import Home

    show([problem for each in desk.pushes for problem in each.problems])
    click.echo(f"\nLabel Studio is at {desk.server.url}")
    for each, email in zip(desk.pushes, desk.emails, strict=True):
        articles = counted(each.present + each.sent, "article")
        click.echo(f"  {each.title}: {articles}, {each.project.url if each.project else ''}, log in as {email}")
    click.echo(f"The passwords are in {Home.of(store.root).secrets.relative_to(store.root).as_posix()}")
    if desk.server.is_new:
        click.echo("Ctrl-C ends it.")
        return
    click.echo("It was running already; `quidit annotate --stop` ends it.")
    if port and not desk.server.url.endswith(f":{port}"):
        click.echo(f"So it is not on port {port}; end it first, then start it there.")
