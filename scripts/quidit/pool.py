"""The pool: one function over many names, here or in several processes at once, with the same results in their order.

A handful of names goes to a process, and its results come back when all are there, so that no more than a few handfuls
are under way. A process that dies is an error which says at what.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from quidit.problems import QuiditError

if TYPE_CHECKING:
    from ctypes import Array, c_char
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Result = TypeVar("Result")

HANDFUL = 50
"""Names that a process is given at once."""
_FEW = 4 * HANDFUL
"""Names for which starting processes takes longer than it saves."""
_LONGEST = 512
"""Bytes of a name that are remembered while it is worked on."""


class _Nothing(Enum):
    """What comes back from a process in the place of a result; any value, None among them, may be one."""

    RAISED = "raised"


class DeadProcessError(QuiditError, RuntimeError):
    """A process of the pool ended before its work was done."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    work: Callable[[str], Result], names: Sequence[str], *, jobs: int | None = None
) -> Iterator[tuple[str, Result]]:
    """Each name with what ``work`` makes of it, in the order of the names.

    ``jobs`` is the number of processes, by default as many as there are processors; few names are worked on here.
    ``work`` and its results can be pickled. What it raises in a process is raised here.

    Raises:
        DeadProcessError: a process was killed, or ended by itself.
    """
    handfuls = [names[start : start + HANDFUL] for start in range(0, len(names), HANDFUL)]
    jobs = min(jobs or (processors() if len(names) >= _FEW else 1), len(handfuls))
    if jobs < 2:  # noqa: PLR2004  # one process is none beside this one
        yield from ((name, work(name)) for name in names)
        return
    workers: list[_Worker[Result]] = []
    try:
        for _ in range(jobs):
            workers.append(_started(work, workers))
        yield from _in_order(work, workers, handfuls)
    finally:
        for worker in workers:
            worker.end()


@dataclass
class _Worker(Generic[Result]):
    """A process of the pool, with the number of the handful that it works on; ``at`` holds the name."""

    process: BaseProcess
    connection: Connection[Any, Any]
    at: Array[c_char]
    handful: int = -1

    def give(self, number: int, names: Sequence[str]) -> None:
        """A handful to work on."""
        self.handful = number
        try:
            self.connection.send(names)
        except ConnectionError:
            raise self._dead() from None

    def results(self) -> list[Result | _Nothing]:
        """What it made of each name of its handful, or that it raised something."""
        try:
            found: list[Result | _Nothing] = self.connection.recv()
        except (EOFError, ConnectionError):
            raise self._dead() from None
        return found

    def _dead(self) -> DeadProcessError:
        """What became of the process: its exit status, or less than 0 the signal that killed it."""
        self.process.join()
        name = self.at.value.decode("utf-8", "replace")
        return DeadProcessError(
            f"the process that worked on {name} ended with {self.process.exitcode}; "
            f"try {name} by itself, or everything with --jobs 1"
        )

    def end(self) -> None:
        """The process ended, whatever it is at."""
        self.process.terminate()
        self.process.join()
        self.connection.close()


def _started(work: Callable[[str], Result], others: Sequence[_Worker[Result]]) -> _Worker[Result]:
    """A new worker, which keeps no end of a connection of the others open."""
    import multiprocessing

    here, there = multiprocessing.Pipe()
    at = multiprocessing.RawArray("c", _LONGEST)
    inherited = [here, *(other.connection for other in others)] if multiprocessing.get_start_method() == "fork" else []
    process = multiprocessing.Process(target=_serve, args=(work, there, at, inherited), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here, at)


def _serve(
    work: Callable[[str], object],
    connection: Connection[Any, Any],
    at: Array[c_char],
    inherited: Sequence[Connection[Any, Any]],
) -> None:
    """A process's life: results for each handful, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who was interrupted ends this process, too
    for other in inherited:
        other.close()
    while True:
        try:
            names = connection.recv()
        except EOFError:
            return
        connection.send([_result(work, name, at) for name in names])


def _result(work: Callable[[str], Result], name: str, at: Array[c_char]) -> Result | _Nothing:
    at.value = name.encode("utf-8", "replace")[: _LONGEST - 1]
    try:
        return work(name)
    except Exception:  # noqa: BLE001  # it is worked on once more where it can be raised
        return _Nothing.RAISED


def _in_order(
    work: Callable[[str], Result], workers: Sequence[_Worker[Result]], handfuls: Sequence[Sequence[str]]
) -> Iterator[tuple[str, Result]]:
    """The results of all handfuls, each worker given the next as soon as it is free."""
    from multiprocessing.connection import wait

    waiting = iter(enumerate(handfuls))
    busy = list(workers)
    for worker in workers:
        worker.give(*next(waiting))
    done: dict[int, list[Result | _Nothing]] = {}
    for number, names in enumerate(handfuls):
        while number not in done:
            ready = wait([worker.connection for worker in busy])
            for worker in [each for each in busy if each.connection in ready]:
                done[worker.handful] = worker.results()
                if following := next(waiting, None):
                    worker.give(*following)
                else:
                    busy.remove(worker)
        for name, result in zip(names, done.pop(number), strict=True):
            yield name, work(name) if isinstance(result, _Nothing) else result
