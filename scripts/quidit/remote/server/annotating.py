"""Annotating: from a corpus to a server where its articles wait for its annotators, in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from quidit.remote.projects import Wish
from quidit.remote.push import Push, push
from quidit.remote.server.accounts import account, connect
from quidit.remote.server.home import Home
from quidit.remote.server.process import Server, start
from quidit.remote.server.program import install
from quidit.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """A server that runs, what each annotator finds there, and the e-mail address each logs in with."""

    server: Server
    pushes: tuple[Push, ...]
    emails: tuple[str, ...]


def annotate(  # noqa: PLR0913  # what it is asked for, by keyword
    store: Store,
    wishes: Sequence[Wish],
    *,
    home: Home | None = None,
    port: int | None = None,
    suggestions: str | None = None,
    say: Callable[[str], None] = lambda _: None,
    progress: Callable[[str], None] = lambda _: None,
) -> Desk:
    """The corpus's own Label Studio, installed and started where it is not yet, with a project for each wish.

    A server that this call started is ended again where the rest fails.

    Raises:
        InstallError, ServerError: Label Studio cannot be installed, or does not start.
        LabelStudioError: as ``push``.
    """
    home = home or Home.of(store.root)
    home.make()
    server = start(home, install(home.program, say), port, say)
    try:
        with closing(connect(home, server.url)) as connection:
            emails = tuple(account(home, connection, wish.annotator)["email"] for wish in wishes)
            pushes = tuple(push(store, connection, wish, suggestions=suggestions, progress=progress) for wish in wishes)
    except BaseException:
        server.end()
        raise
    return Desk(server, pushes, emails)
