"""The door: which server a corpus talks to, the one of the environment or its own on this machine."""

from __future__ import annotations

import os
from collections.abc import Sequence

from quidit.remote.connection import URL, Connection
from quidit.remote.server.accounts import connect
from quidit.remote.server.home import Home
from quidit.remote.server.process import is_running, running
from quidit.store import Store


def open_connection(store: Store) -> Connection:
    """The server of LABEL_STUDIO_URL; where that is not set, the corpus's own if it runs.

    Raises:
        LabelStudioError: there is neither, or it cannot be used.
    """
    home = Home.of(store.root)
    if not os.environ.get(URL) and is_running(home):
        return connect(home, running(home).url)
    return Connection.open()


def without_account(store: Store, connection: Connection, annotators: Sequence[str]) -> tuple[str, ...]:
    """Those who cannot log in to the corpus's own server; nobody where the connection is to another one."""
    home = Home.of(store.root)
    if not is_running(home) or connection.url != running(home).url:
        return ()
    known = home.read_secrets()["annotators"]
    return tuple(each for each in annotators if each not in known)
