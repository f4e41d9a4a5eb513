"""The home of a local Label Studio: where its program, its data and its secrets lie."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NotRequired, TypedDict

from quidit.remote.failures import LabelStudioError


class LoginFile(TypedDict):
    """Who logs in, with which password; ``token`` only where one was made."""

    email: str
    password: str
    token: NotRequired[str]


class SecretsFile(TypedDict):
    """``secrets.json``: the login of the account that runs the server, and one for each annotator."""

    admin: LoginFile
    annotators: dict[str, LoginFile]


class BrokenHomeError(LabelStudioError):
    """Files of a local Label Studio that do not go together."""


@dataclass(frozen=True)
class Home:
    """The folders of a local Label Studio; ``program`` may be shared, ``folder`` holds one server's data."""

    folder: Path
    program: Path

    @classmethod
    def of(cls, root: Path) -> Home:
        """The home in a corpus, under a folder that git ignores."""
        folder = root / ".cache" / "label-studio"
        return cls(folder, folder / "program")

    @property
    def data(self) -> Path:
        """What Label Studio itself writes: its database and media."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    @property
    def lock(self) -> Path:
        """Held by the server for as long as it lives."""
        return self.folder / "server.lock"

    @property
    def accounts_lock(self) -> Path:
        """Held by whoever makes a token or a login, so that no two make the same one."""
        return self.folder / "accounts.lock"

    @property
    def secrets(self) -> Path:
        """Passwords and tokens, for the eyes of their owner alone."""
        return self.folder / "secrets.json"

    @property
    def running(self) -> Path:
        """The port and process id of the server that holds the lock, or held it last."""
        return self.folder / "running.json"

    def make(self) -> None:
        """The folder, hidden from git whatever the corpus itself ignores: it holds passwords."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        hidden = self.folder / ".gitignore"
        if not hidden.exists():
            hidden.write_text("*\n", encoding="utf-8")

    def read_secrets(self) -> SecretsFile:
        """The logins; new ones where there are no data yet.

        Raises:
            BrokenHomeError: there are data, and the logins to them are gone.
        """
        if self.secrets.exists():
            said: SecretsFile = json.loads(self.secrets.read_text(encoding="utf-8"))
            return said
        if (self.data / "label_studio.sqlite3").exists():
            raise BrokenHomeError(
                f"{self.secrets} is gone, and with it the way into {self.data}; restore it, or move {self.folder} "
                "away to start anew"
            )
        admin = new_login("admin")
        fresh = SecretsFile(admin=admin, annotators={})
        self.write_secrets(fresh)
        return fresh

    def write_secrets(self, content: SecretsFile) -> None:
        """The logins in a file that nobody else can read, whole or not at all."""
        self.make()
        write_private(self.secrets, content)


def new_login(name: str) -> LoginFile:
    """A login with a password made at random, under an address that no mail reaches."""
    return LoginFile(email=f"{name}@quidit.invalid", password=secrets.token_urlsafe(18))


def write_private(path: Path, content: Mapping[str, object]) -> None:
    """The content as JSON, mode 0600 from its first byte, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(handle)
    partial.replace(path)
