"""A Hub on this machine: what the clients of Hugging Face speak, over git, with faults where a test plans them."""

from __future__ import annotations

import re
import socket
import struct
import threading
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote

from hub import answers
from hub.answers import NO_REPOSITORY, Answer, Request
from hub.faults import Cut, Fault
from hub.repository import Repository

TOKEN = "hf_writesInTheTests"  # noqa: S105  # of a Hub that lives as long as a test
READER = "hf_readsInTheTests"

_NAME = r"(?P<name>[\w.-]+/[\w.-]+)"
_API = rf"/api/datasets/{_NAME}"
_ROUTES = [
    ("GET", rf"{_API}", answers.info),
    ("GET", rf"{_API}/revision/(?P<revision>[^/]+)", answers.info),
    ("GET", rf"{_API}/refs", answers.refs),
    ("GET", rf"{_API}/discussions", answers.discussions),
    ("GET", rf"{_API}/commits/(?P<revision>[^/]+)", answers.commits),
    ("GET", rf"{_API}/tree/(?P<revision>[^/]+)(?P<path>/.*)?", answers.tree),
    ("POST", rf"{_API}/paths-info/(?P<revision>[^/]+)", answers.paths_info),
    ("POST", rf"{_API}/preupload/(?P<revision>[^/]+)", answers.preupload),
    ("POST", rf"{_API}/commit/(?P<revision>[^/]+)", answers.commit),
    ("POST", rf"{_API}/tag/(?P<revision>[^/]+)", answers.tag),
    ("POST", rf"{_API}/branch/(?P<branch>[^/]+)", answers.branch),
    ("POST", rf"/datasets/{_NAME}\.git/info/lfs/objects/batch", answers.batch),
    ("PUT", rf"/objects/{_NAME}/(?P<sha256>[0-9a-f]{{64}})", answers.upload),
    ("POST", rf"/objects/{_NAME}/(?P<sha256>[0-9a-f]{{64}})/verify", answers.verify),
    ("GET", rf"/datasets/{_NAME}/resolve/(?P<revision>[^/]+)/(?P<path>.+)", answers.resolve),
]
_ALONE = {("POST", "/api/repos/create"): answers.create, ("POST", "/api/validate-yaml"): answers.validate_yaml}
_ABOUT_HUB = (answers.batch, answers.commit)
"""Calls whose answers hold addresses of the Hub itself."""
_READING = (answers.paths_info,)
"""Calls that are posted and change nothing."""


@dataclass
class Hub:
    """The Hub, its repositories in a folder, and what it was asked; one token writes, and one only reads."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    repositories: dict[str, Repository] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._one_at_a_time = threading.RLock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("ItsWire", (Wire,), {"hub": self}))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def make(self, name: str, *, private: bool = False) -> Repository:
        """A new repository, as its owner makes it."""
        repository = Repository(self.folder / f"{name}.git", private)
        repository.start()
        self.repositories[name] = repository
        return repository

    def find(self, name: str) -> Repository | None:
        return self.repositories.get(name)

    def fail(self, asked: str, what=None, **more) -> Fault:
        """A fault planned for what is asked: a method and a part of a path, as ``POST /commit/``."""
        self.faults.append(Fault(*asked.split(), what, **more))
        return self.faults[-1]

    def asked(self, what: str) -> int:
        """How often that was asked."""
        method, part = what.split()
        return sum(asked == method and part in path for asked, path in self.seen)

    def strike(self, method: str, path: str) -> object:
        """What goes wrong with a call."""
        self.seen.append((method, path))
        return next((fault.what for fault in self.faults if fault.strikes(method, path)), None)

    def answer(self, request: Request, what: object = None) -> Answer:
        """The answer to one call, or the one planned; somebody who is faster comes first."""
        if isinstance(what, Answer):
            return what
        if isinstance(what, int):
            return Answer.refusal(what, "planned")
        if callable(what):
            what()
        return self._routed(request)

    def _routed(self, request: Request) -> Answer:
        """The answer of the call's own function; calls that change a repository come one after the other."""
        if request.headers.get("authorization") and request.token not in {TOKEN, READER}:
            said = f"Invalid credentials in Authorization header: {request.headers['authorization']}"
            return Answer.refusal(401, said)
        if call := _ALONE.get((request.method, request.path)):
            may = request.token == TOKEN or call is answers.validate_yaml
            with self._one_at_a_time:
                return call(self, request) if may else _forbidden(request)
        method = "GET" if request.method == "HEAD" else request.method
        for verb, pattern, call in _ROUTES:
            if verb == method and (found := re.fullmatch(pattern, request.path)):
                return self._answer(call, request, *(unquote(part) for part in found.groups() if part is not None))
        return Answer.refusal(404, f"no such call: {request.method} {request.path}")

    def _answer(self, call: answers.Call, request: Request, name: str, *more: str) -> Answer:
        repository = self.find(name)
        if repository is None or (repository.private and request.token is None and request.method != "PUT"):
            return (
                NO_REPOSITORY if request.token else Answer.refusal(401, "Invalid username or password.", "RepoNotFound")
            )
        writes = request.method == "POST" and call not in _READING
        if writes and request.token != TOKEN:
            return _forbidden(request)
        with self._one_at_a_time:
            if call in _ABOUT_HUB:
                return call(self, repository, request, name, *more)
            return call(repository, request, name, *more)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


def _forbidden(request: Request) -> Answer:
    if request.token is None:
        return Answer.refusal(401, "Invalid username or password.")
    return Answer.refusal(403, f"You don't have the rights to write with {request.token}")


class Wire(BaseHTTPRequestHandler):
    """A connection to a Hub, which is cut where that is planned; a subclass says whose."""

    hub: Hub
    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the client went away
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        what = self.hub.strike(self.command, unquote(path))
        length = int(self.headers.get("Content-Length") or 0)
        if what in (Cut.IN_THE_REQUEST, Cut.BEFORE):
            self.rfile.read(length // 2 if what is Cut.IN_THE_REQUEST else 0)
            self._reset()
            return
        headers = {key.lower(): value for key, value in self.headers.items()}
        said = self.hub.answer(Request(self.command, path, parse_qs(query), headers, self.rfile.read(length)), what)
        if what is Cut.AFTER:
            self._reset()
        elif what is Cut.SHORT:
            self._send(replace(said, body=said.body[: len(said.body) // 2]))
        else:
            self._send(said, half=what is Cut.IN_THE_ANSWER)

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815  # the names that http.server calls

    def _send(self, said: Answer, *, half: bool = False) -> None:
        self.send_response(said.status)
        for key, value in said.headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said.body[: len(said.body) // 2] if half else said.body)
        if half:
            self.wfile.flush()
            self.close_connection = True

    def _reset(self) -> None:
        """The connection gone without a word more."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
