"""How fast pushing and pulling are beside the bare SDK, on a Label Studio of its own.

    python benchmarks/label_studio.py [TASKS [RUNS]]      (default: 10000 1)

Starts the server of the cache (QUIDIT_TEST_CACHE, or .cache/label-studio) on an empty folder. Both sides send the
same tasks in requests of the same size to projects of the same configuration, and read back the same annotations;
what Quidit adds is checks, conversion and files. Prints a table of medians, for each job, and the overhead.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from label_studio_sdk import LabelStudio

from made_up import MadeUpCorpus
from quidit.labelstudio.task import task
from quidit.remote import tasks
from quidit.remote.connection import Connection
from quidit.remote.projects import Wish, existing
from quidit.remote.pull import pull
from quidit.remote.push import push
from quidit.remote.server.accounts import connect
from quidit.remote.server.home import Home
from quidit.remote.server.process import start
from quidit.remote.server.program import install
from quidit.store import Store

CHANGED = 200
REQUEST = 1000
"""Tasks a request, as a push has them."""


@dataclass
class Times:
    """Seconds that each job took, run by run, ours and the SDK's."""

    ours: dict[str, list[float]] = field(default_factory=dict)
    bare: dict[str, list[float]] = field(default_factory=dict)

    def table(self, count: int) -> None:
        """Prints the medians."""
        print(f"{'job':<22} {'ours s':>8} {'per s':>7} {'SDK s':>8} {'per s':>7} {'overhead':>9}")
        for job, seconds in self.ours.items():
            mine, theirs = statistics.median(seconds), statistics.median(self.bare[job])
            number = CHANGED if "changed" in job else count
            rates = f"{mine:>8.1f} {number / mine:>7.0f} {theirs:>8.1f} {number / theirs:>7.0f}"
            print(f"{job:<22} {rates} {mine / theirs - 1:>8.0%}", flush=True)


def timed(times: dict[str, list[float]], job: str, work: Callable[[], object]) -> None:
    """The work, done and timed."""
    began = time.perf_counter()
    work()
    times.setdefault(job, []).append(time.perf_counter() - began)
    print(f"  {job}: {times[job][-1]:.1f} s", file=sys.stderr, flush=True)


def made(store: Store) -> list[Mapping[str, Any]]:
    """The tasks of the corpus, as whoever uses the bare SDK would have made them beforehand."""
    return [json.loads(json.dumps(task(store.article(each), store.scheme))) for each in store.article_ids()]


def bare_push(client: LabelStudio, project: int, prepared: list[Mapping[str, Any]]) -> None:
    """The tasks, imported with the SDK."""
    for begin in range(0, len(prepared), REQUEST):
        client.projects.import_tasks(id=project, request=prepared[begin : begin + REQUEST])


def bare_changed(client: LabelStudio, project: int, since: str) -> int:
    """The tasks that changed since, listed with the SDK; how many."""
    item = {"filter": "filter:tasks:updated_at", "operator": "greater", "type": "Datetime", "value": since}
    query = json.dumps({"filters": {"conjunction": "and", "items": [item]}})
    return len(list(client.tasks.list(project=project, fields="all", query=query)))


def annotate(connection: Connection, project: int, share: slice) -> str:
    """Some tasks of the project, submitted as they were suggested; when that began, as filters want it."""
    chosen = sorted(each["id"] for each in tasks.listed(connection, project))[share]
    began = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime())
    for number in chosen:
        each: Any = connection.get(f"/api/tasks/{number}/")
        prediction = each["predictions"][0]
        content = {"result": prediction["result"], "parent_prediction": prediction["id"], "was_cancelled": False}
        connection.post_once(f"/api/tasks/{number}/annotations/", content)
    return began


def run(store: Store, connection: Connection, client: LabelStudio, times: Times, number: int) -> None:
    """Every job once, in projects of its own, ours and the SDK's in turn."""
    prepared = made(store)
    wish = Wish(store.settings.dataset, "ana", f"ours {number}")
    job = "push all"
    timed(times.ours, job, lambda: push(store, connection, wish, suggestions="none"))
    project = existing(connection, wish)
    theirs = client.projects.create(title=f"bare {number}", label_config=project.config).id
    timed(times.bare, job, lambda: bare_push(client, theirs, prepared))
    timed(times.ours, "push nothing new", lambda: push(store, connection, wish, suggestions="none"))
    timed(times.bare, "push nothing new", lambda: list(client.tasks.list(project=theirs, page_size=1000)))
    annotate(connection, project.id, slice(0, CHANGED))
    job = "pull all"
    timed(times.ours, job, lambda: pull(store, connection, wish, full=True))
    timed(times.bare, job, lambda: client.projects.exports.as_json(project.id))
    time.sleep(6)  # so that the import is no longer among what has just changed
    began = annotate(connection, project.id, slice(CHANGED, 2 * CHANGED))
    job = f"pull {CHANGED} changed"
    timed(times.ours, job, lambda: pull(store, connection, wish))
    timed(times.bare, job, lambda: bare_changed(client, project.id, began))


def main(count: int, runs: int) -> None:
    """The table."""
    cache = Path(os.environ.get("QUIDIT_TEST_CACHE", Path(__file__).parents[1] / ".cache" / "label-studio"))
    with tempfile.TemporaryDirectory() as scratch:
        corpus = MadeUpCorpus(Path(scratch) / "made-up")
        corpus.grow(count)
        store = corpus.store
        for folder in (store.root / "annotations").iterdir():
            if folder.is_dir():
                (folder / "sample.json").unlink()
        home = Home(Path(scratch) / "server", cache / "program")
        server = start(home, install(home.program, print), None, print)
        try:
            connection = connect(home, server.url)
            client = LabelStudio(base_url=server.url, api_key=home.read_secrets()["admin"].get("token"), timeout=900)
            times = Times()
            for number in range(runs):
                run(store, connection, client, times, number)
            connection.close()
            times.table(count)
        finally:
            server.end()


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*(given + [10_000, 1][len(given) :]))
