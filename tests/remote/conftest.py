"""A real Label Studio, booted once for all tests of the remote, and corpora that are pushed to it."""

import json
import os
import signal
import subprocess
import threading
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from corpora import REPOSITORY, command, copy_of
from quidit.remote import tasks
from quidit.remote.connection import Connection
from quidit.remote.projects import Wish, existing
from quidit.remote.server.accounts import connect
from quidit.remote.server.home import Home
from quidit.remote.server.process import running
from quidit.remote.server.program import install
from quidit.store import Store
from remote.browser import Screen, chromium, missing


@dataclass(frozen=True)
class Studio:
    """The server with its token, and what the browser does, done through its API."""

    home: Home
    connection: Connection
    token: str = field(repr=False)

    @property
    def url(self):
        return self.connection.url

    @property
    def root(self):
        """The corpus that the server was started in."""
        return self.home.folder.parents[1]

    @property
    def environment(self):
        return {"LABEL_STUDIO_URL": self.url, "LABEL_STUDIO_API_KEY": self.token}

    def project(self, wish):
        return existing(self.connection, wish).id

    def tasks(self, wish):
        """The tasks by their articles, with their predictions, as the browser gets them."""
        numbers = [task["id"] for task in tasks.listed(self.connection, self.project(wish))]
        found = [self.connection.get(f"/api/tasks/{number}/") for number in numbers]
        return {tasks.pair_of(task)[0]: task for task in found}

    def submit(self, task, result=None, **more):
        """An annotation as the browser sends it; begun from the prediction unless a result is given."""
        content = {"was_cancelled": False, "lead_time": 3.25, **more}
        if result is None:
            prediction = task["predictions"][0]
            content |= {"result": prediction["result"], "parent_prediction": prediction["id"]}
        else:
            content["result"] = result
        return self.connection.post_once(f"/api/tasks/{task['id']}/annotations/", content)["id"]

    def draft(self, task, result):
        content = {"result": result, "lead_time": 1.5}
        return self.connection.post_once(f"/api/tasks/{task['id']}/drafts", content)["id"]

    def change(self, annotation, result):
        self.connection.patch(f"/api/annotations/{annotation}/", {"result": result})

    def delete(self, annotation):
        self.connection.delete(f"/api/annotations/{annotation}/")


@pytest.fixture(scope="session")
def program():
    """Label Studio itself, installed once for all sessions, in QUIDIT_TEST_CACHE if that is set."""
    cache = Path(os.environ.get("QUIDIT_TEST_CACHE", REPOSITORY / ".cache" / "label-studio"))
    install(cache / "program", print)
    return cache / "program"


@pytest.fixture(scope="session")
def studio(tmp_path_factory, program):
    """The server that `quidit annotate` starts in a corpus, from nothing but the installed program."""
    root = copy_of(REPOSITORY / "tests" / "toy", tmp_path_factory.mktemp("studio") / "toy")
    home = Home.of(root)
    home.folder.mkdir(parents=True)
    home.program.symlink_to(program)
    said = (root / "said.txt").open("w+")
    process = subprocess.Popen(
        command("annotate", "--annotator", "lin", "--annotator", "ana", "--suggestions", "sol"),
        cwd=root, env=clean({}), stdout=said, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        while "The passwords are in" not in (root / "said.txt").read_text():
            assert process.poll() is None, (root / "said.txt").read_text()
            time.sleep(0.2)
        connection = connect(home, running(home).url)
        yield Studio(home, connection, home.read_secrets()["admin"]["token"])
        connection.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        said.close()


@pytest.fixture
def store(tmp_path):
    """The repository's corpus, under a name that no other test uses."""
    return renamed(copy_of(REPOSITORY, tmp_path / "corpus"))


@pytest.fixture
def toy(tmp_path):
    """The made-up corpus of fourteen articles, under a name that no other test uses."""
    return renamed(copy_of(REPOSITORY / "tests" / "toy", tmp_path / "toy"))


def renamed(folder):
    settings = folder / Store.SETTINGS
    settings.write_text(
        settings.read_text().replace(
            f'dataset = "{Store(folder).settings.dataset}"', f'dataset = "c{uuid.uuid4().hex[:12]}"'
        )
    )
    return Store(folder)


@pytest.fixture
def wish():
    return lambda store, annotator="ana", **more: Wish(store.settings.dataset, annotator, **more)


@pytest.fixture
def quidit():
    """The command, as a person runs it, in a process of its own and without a server of its user's."""

    def run(store, *arguments, **environment):
        return subprocess.run(
            command(*arguments), cwd=store.root, env=clean(environment), capture_output=True, text=True, check=False, timeout=600
        )  # fmt: skip

    return run


def clean(environment):
    return {**{key: value for key, value in os.environ.items() if not key.startswith("LABEL_STUDIO_")}, **environment}


@pytest.fixture
def same_but_for_provenance():
    """The check that an annotator's annotation says what the adjudicated one says, as its suggestion throughout."""

    def check(store, article, annotator):
        said, original = (
            json.loads((store.root / f"annotations/{article}/{name}.json").read_text())
            for name in (annotator, "adjudicated")
        )
        origin = {"from": "suggestion", "producer": "adjudicated", "version": original["scheme"]}
        for layer in ("mentions", "cues", "quotes", "stances"):
            assert [item.pop("origin") for item in said[layer]] == [origin] * len(original[layer])
        assert said.pop("annotator") == annotator
        assert (original.pop("annotator"), original.pop("quality")) == ("adjudicated", "silver")
        assert said == original

    return check


@pytest.fixture
def screens(request, studio):
    """The screen of an annotator who has logged in, each in a browser of their own; kept in ``opened``."""
    if lacking := missing():
        pytest.skip(
            f"left out: {request.node.name}, because there is no {' and no '.join(lacking)}; install them with "
            "`apt-get install chromium chromium-driver`"
        )
    with ExitStack() as browsers:

        def log_in(annotator):
            screen = Screen(browsers.enter_context(chromium()), studio.url)
            log_in.opened[annotator] = screen
            screen.log_in(studio.home.read_secrets()["annotators"][annotator])
            return screen

        log_in.opened = {}
        yield log_in


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """A test that failed with a browser open leaves a picture of what was on each screen."""
    report = yield
    opened = getattr(getattr(item, "funcargs", {}).get("screens"), "opened", {})
    if report.failed and report.when == "call":
        for annotator, screen in opened.items():
            path = item.funcargs["tmp_path"] / f"{annotator}.png"
            screen.driver.save_screenshot(path)
            report.sections.append(("screen", str(path)))
    return report


@pytest.fixture
def begin():
    """The command in a process of its own that a test kills; none outlives its test."""
    running = []

    def start_one(store, *arguments, **environment):
        process = subprocess.Popen(
            command(*arguments), cwd=store.root, env=clean(environment),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield start_one
    for process in running:
        process.kill()
        process.communicate()


class Proxy:
    """A wire to the server that fails as it is told: ``faults`` are asked one by one for each request.

    A fault is called with method and path and says what happens: a number (that status is answered), ``lose`` (cut
    before the server hears of it), ``cut`` (cut after the server has done it), ``half`` (cut in the middle of the
    answer), ``hold`` (cut once the test lets go), ``late`` (the server hears of it once the test lets go) or None.
    """

    def __init__(self, target):
        self.target = target
        self.faults = []
        self.seen = []
        self.held = threading.Event()
        self.asked_again = threading.Event()
        self.let_go = threading.Event()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:  # the client was killed
                    self.close_connection = True

            def log_message(self, *_):
                pass

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                proxy.pass_on(self, body)

            def __getattr__(self, name):
                if name.startswith("do_"):
                    return self.answer
                raise AttributeError(name)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def pass_on(self, handler, body):
        path = handler.path.partition("?")[0]
        self.seen.append((handler.command, path))
        fault = next((what for each in self.faults if (what := each(handler.command, path))), None)
        if isinstance(fault, int):
            handler.send_response(fault)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        if self.held.is_set() and path == "/api/tasks":
            self.asked_again.set()
        if fault in {"hold", "late"}:
            self.held.set()
            self.let_go.wait(300)
        if fault in {"lose", "hold"}:
            handler.close_connection = True
            return
        kept = {key: value for key, value in handler.headers.items() if key.lower() not in {"host", "connection"}}
        with httpx.Client(trust_env=False, timeout=300) as client:
            said = client.request(handler.command, self.target + handler.path, headers=kept, content=body)
        if fault == "cut":
            handler.close_connection = True
            return
        handler.send_response(said.status_code)
        handler.send_header("Content-Type", said.headers.get("content-type", "text/plain"))
        handler.send_header("Content-Length", str(len(said.content)))
        handler.end_headers()
        if fault == "half":
            handler.wfile.write(said.content[: len(said.content) // 2])
            handler.close_connection = True
            return
        handler.wfile.write(said.content)

    def close(self):
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def proxy(studio):
    made = Proxy(studio.url)
    yield made
    made.close()
