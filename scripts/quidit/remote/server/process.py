"""The process: the server started with settings that keep it on this machine, found again, and ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from quidit.lock import take
from quidit.remote.failures import LabelStudioError
from quidit.remote.server.home import Home, LoginFile, write_private

HOST = "127.0.0.1"
_PATIENCE = 180.0
"""Seconds that a first start may take: it makes the database."""
_KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""What of our own environment the server gets: it would read HOST, PASSWORD, DEBUG and others as settings."""
_SAFE = {
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "CORS_ALLOW_ALL_ORIGINS": "false",
    "DISABLE_SIGNUP_WITHOUT_LINK": "true",
    "ENABLE_LEGACY_API_TOKEN": "false",
    "ENABLE_LOCAL_FILES_STORAGE": "false",
    "COLLECT_ANALYTICS": "false",
    "LATEST_VERSION_CHECK": "false",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
}


class ServerError(LabelStudioError):
    """The server did not start, or cannot be ended; the message says where its log is."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; ``process`` is there only where this process started it."""

    url: str
    pid: int
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False, compare=False)

    @property
    def is_new(self) -> bool:
        """Whether this process started it."""
        return self.process is not None

    def end(self) -> None:
        """The server ends, if this process started it; its data stay."""
        if self.process:
            end(self.pid)
            self.process.wait()

    def wait(self) -> None:
        """Returns once the server has ended by itself."""
        if self.process:
            self.process.wait()


def start(home: Home, command: Path, port: int | None, say: Callable[[str], None]) -> Server:
    """The home's server: the one that runs, or a new one on the port, its last port, or a free one.

    Raises:
        ServerError: it does not come up.
    """
    lock = take(home.lock)
    if lock is None:
        return running(home)
    try:
        port = port or _last_port(home) or _free_port()
        say(f"Starting Label Studio on port {port} (the first start takes a minute or two) …")
        process = _launch(home, command, port, lock)
    finally:
        os.close(lock)  # the server holds its copy
    write_private(home.running, {"port": port, "pid": process.pid})
    url = f"http://{HOST}:{port}"
    server = Server(url, process.pid, process)
    try:
        _wait(url, home, lambda: process.poll() is None)
    except BaseException:
        server.end()
        raise
    return server


def running(home: Home) -> Server:
    """The server that runs, once it answers.

    Raises:
        ServerError: none runs, or it does not answer.
    """
    if not is_running(home) or not home.running.exists():
        raise ServerError("no Label Studio of this corpus runs; start it with `quidit annotate`")
    said = json.loads(home.running.read_text(encoding="utf-8"))
    url = f"http://{HOST}:{said['port']}"
    _wait(url, home, lambda: is_running(home))
    return Server(url, said["pid"])


def is_running(home: Home) -> bool:
    """Whether a server of this home lives, for as long as it does it holds the lock."""
    if not home.lock.exists():
        return False
    handle = take(home.lock)
    if handle is None:
        return True
    os.close(handle)
    return False


def stop(home: Home) -> bool:
    """No server of this home runs; whether one did.

    Raises:
        ServerError: it does not end.
    """
    if not is_running(home):
        return False
    end(json.loads(home.running.read_text(encoding="utf-8"))["pid"])
    for _ in range(200):
        if not is_running(home):
            return True
        time.sleep(0.1)
    raise ServerError(f"Label Studio does not end; look at {home.log}")


def end(pid: int) -> None:
    """The process group that a start made is told to end, and made to where it does not within ten seconds."""
    for sign, seconds in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)):
        if not _lives(pid):
            return
        os.killpg(pid, sign)
        until = time.monotonic() + seconds
        while time.monotonic() < until and _lives(pid):
            time.sleep(0.05)


def _lives(pid: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # a child of ours that has ended stays until it is asked for
    with suppress(ProcessLookupError):
        os.killpg(pid, 0)
        return True
    return False


def _launch(home: Home, command: Path, port: int, lock: int) -> subprocess.Popen[bytes]:
    """The server in a session of its own, so that Ctrl-C reaches it through us alone."""
    home.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    arguments = [str(command), "start", "--no-browser", "--internal-host", HOST, "--port", str(port)]
    with os.fdopen(os.open(home.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
        return subprocess.Popen(  # noqa: S603  # the program that we installed
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=_environment(home, home.read_secrets()["admin"]),
            cwd=home.data,
            start_new_session=True,
            umask=0o077,
            pass_fds=(lock,),
        )


def _environment(home: Home, admin: LoginFile) -> Mapping[str, str]:
    settings = {
        **_SAFE,
        "BASE_DATA_DIR": str(home.data),
        "USERNAME": admin["email"],
        "PASSWORD": admin["password"],
    }
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, **{f"LABEL_STUDIO_{name}": value for name, value in settings.items()}}


def _last_port(home: Home) -> int | None:
    """The port of the last start where it is still free, so that bookmarks hold."""
    if not home.running.exists():
        return None
    port: int = json.loads(home.running.read_text(encoding="utf-8"))["port"]
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return None
    return port


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
    return port


def _wait(url: str, home: Home, lives: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    with httpx.Client(trust_env=False, timeout=5) as client:
        while lives() and time.monotonic() < until:
            try:
                if client.get(f"{url}/health").json().get("status") == "UP":
                    return
            except (httpx.TransportError, ValueError):
                pass
            time.sleep(0.25)
    why = "did not come up in time" if lives() else "ended as it started"
    raise ServerError(f"Label Studio {why}; the last lines of {home.log} say more")
