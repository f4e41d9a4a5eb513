"""Sending: tasks on their way into a project, each arriving once whatever the network or a kill does."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quidit import disk
from quidit.labelstudio.documents import TaskFile
from quidit.remote import tasks
from quidit.remote.connection import Connection
from quidit.remote.failures import UncertainError
from quidit.remote.tasks import Pair, pair_of

_ATTEMPTS = 6


@dataclass
class Sending:
    """A project that tasks are sent to, and ``note``, a file that says what is under way.

    An import is one transaction of the server's: all of its tasks arrive, or none. Where no answer comes they may
    still arrive, so they are waited for before they are sent again; should they come even later, ``close`` removes
    the doubles that nobody has touched.
    """

    connection: Connection
    project: int
    note: Path
    _known: set[Pair] = field(default_factory=set)
    _last: int = 0
    _is_unsure: bool = False

    def open(self) -> None:
        """What the project has is known, and what an earlier push left under way has had the time to arrive."""
        self._look()
        if self.note.exists():
            self._is_unsure = True
            self._wait({(article, text) for article, text in json.loads(self.note.read_text(encoding="utf-8"))})

    def has(self, pair: Pair) -> bool:
        """Whether the project has a task of that article and text."""
        return pair in self._known

    def send(self, made: Sequence[TaskFile]) -> None:
        """The tasks in the project.

        Raises:
            UncertainError: the server does not answer any more.
        """
        missing = list(made)
        disk.write(self.note, json.dumps([_pair(each) for each in missing]))
        for attempt in range(_ATTEMPTS):
            try:
                self._import(missing)
                break
            except UncertainError as error:
                self._is_unsure = True
                if attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(min(0.25 * 2**attempt, 10))
                self._wait({_pair(each) for each in missing} if error.arrived else set())
            missing = [each for each in missing if _pair(each) not in self._known]
            if not missing:
                break
        if not self._is_unsure:
            self.note.unlink()

    def close(self) -> None:
        """Nothing that was sent without an answer stands there twice."""
        if self._is_unsure:
            for task in self._doubles():
                self.connection.delete(f"/api/tasks/{task}/")
            self.note.unlink(missing_ok=True)

    def _import(self, made: Sequence[TaskFile]) -> None:
        content = [tasks.as_shown(each) for each in made]
        self.connection.post_once(f"/api/projects/{self.project}/import", content)
        self._known |= {_pair(each) for each in made}

    def _look(self) -> None:
        """The tasks that came since the last look."""
        for task in tasks.listed(self.connection, self.project, after=self._last):
            self._known.add(pair_of(task))
            self._last = task["id"]

    def _wait(self, pairs: set[Pair]) -> None:
        """The tasks have arrived, or the server has had the time for them: it makes some 50 a second."""
        until = time.monotonic() + 8 + 0.05 * len(pairs)
        self._look()
        while not pairs <= self._known and time.monotonic() < until:
            time.sleep(0.5)
            self._look()
        self._last = 0  # a number may have been given again
        self._look()

    def _doubles(self) -> list[int]:
        """All but one of the tasks of the same article and text; those that somebody has touched are no doubles."""
        numbers = defaultdict(list)
        for task in tasks.listed(self.connection, self.project):
            numbers[pair_of(task)].append(task["id"])
        several = [number for group in numbers.values() if len(group) > 1 for number in group]
        if not several:
            return []
        given = {task["id"]: task for task in tasks.whole(self.connection, self.project, several)}
        touched = {number for number, task in given.items() if task.get("annotations") or task.get("drafts")}
        surplus = []
        for group in numbers.values():
            untouched = [number for number in group if number not in touched]
            surplus += untouched if len(untouched) < len(group) else untouched[1:]
        return surplus


def _pair(made: TaskFile) -> Pair:
    return (made["data"]["doc_id"], made["data"]["text_sha256"])
