"""A process that validates hostile files one by one, and may do nothing but read the corpus.

    python -m hostile.guarded FAMILY FOLDER ADDRESS

For each case a line of JSON says how it ended. The process may use 512 MiB, reach no network, start no other process,
and open only files of the corpus and of installed programs; whatever else it tries is told with the case.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from hostile.families import FAMILIES, PUT
from hostile.sound import PLACES, Case, Sound, build
from quidit.cli import main
from quidit.report import FORMATS, Report
from quidit.store import Store
from quidit.validation import validate

LIMIT = 512 * 1024 * 1024
COMMANDS_APART = 25
"""Every so many cases the command itself is run, which reads its scheme anew; the others share one."""
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "ctypes.",
    "urllib.",
)


class Watch:
    """What the process tried to do that validation has no need to do."""

    def __init__(self, corpus: Path) -> None:
        import quidit

        package = Path(quidit.__file__).parent
        readable = (corpus, package, *map(Path, (sys.prefix, sys.base_prefix)), package.parents[1] / "schema")
        self.readable = tuple(f"{each}{os.sep}" for each in {*readable, *(each.resolve() for each in readable)})
        self.is_on = False
        self.seen: list[str] = []
        sys.addaudithook(self._note)

    def _note(self, event: str, args: tuple[object, ...]) -> None:
        if not self.is_on:
            return
        if event.startswith(FORBIDDEN):
            self.seen.append(event)
        elif event == "open" and not isinstance(args[0], int) and not self._may_open(*args):
            self.seen.append(f"open {args[0]!r}")
        elif event in {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.chmod", "os.truncate"}:
            self.seen.append(f"{event} {args[0]!r}")

    def _may_open(self, path: object, _: object, flags: object) -> bool:
        writes = int(flags) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(flags, int) else 0
        place = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type]  # noqa: PTH100 - links are not to be followed
        return not writes and f"{place}{os.sep}".startswith(self.readable)


def told(watch: Watch, ending: Callable[[], tuple[int | str | None, list[str]]]) -> dict[str, object]:
    """How a validation ended: its status, its seconds, what it tried, and what of it a terminal would act on."""
    watch.seen.clear()
    watch.is_on = True
    began = time.process_time()
    try:
        status, reports = ending()
        said = ""
    except Exception:  # noqa: BLE001 - whatever it is, it is told
        status, reports, said = 3, [], traceback.format_exc()[-3000:]
    seconds = time.process_time() - began
    watch.is_on = False
    return {
        "status": status,
        "seconds": round(seconds, 3),
        "tried": sorted(set(watch.seen)),
        "unsafe": [number for number, each in enumerate(reports) if not _is_safe(each)],
        "length": max(map(len, reports), default=0),
        "said": said,
    }


def _is_safe(printed: str) -> bool:
    """Whether neither a terminal nor a runner would do anything but show it."""
    return "##[" not in printed and all(each.isprintable() or each == "\n" for each in printed)


def by_library(store: Store) -> tuple[int, list[str]]:
    """The corpus validated, and every report of it written."""
    validation = validate(store, (), lambda _: None)
    report = Report(validation.problems, validation.articles, validation.annotations)
    return int(not validation.is_clean), [write(report) for write in FORMATS.values()]


def by_command(folder: Path, form: str) -> tuple[int | str | None, list[str]]:
    """The corpus validated by the command, as far as it can be without a process of its own."""
    out = io.StringIO()
    os.chdir(folder)
    sys.argv = ["quidit", "validate", "--format", form]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(sys.stderr):
        try:
            main()
        except SystemExit as ended:
            return ended.code, [out.getvalue()]


def cases(folder: Path, family: str, address: str) -> Iterator[Case]:
    """Each case while its files are in their places in the corpus; then those that were there are there again."""
    sound = Sound(folder)
    for case in FAMILIES[family](sound, address):
        files = {folder / PLACES[kind]: content for kind, content in ((case.kind, case.content), *case.beside)}
        before = {path: path.read_bytes() for path in files}
        for path, content in files.items():
            path.write_bytes(content)
        try:
            yield case
        finally:
            for path, content in before.items():
                path.write_bytes(content)


def run(family: str, folder: Path, address: str) -> None:
    """Every case of a family, each told on standard output as it ends."""
    build(folder)
    store = Store.find(folder)
    watch = Watch(folder)
    with broken(folder):  # whatever is imported only once a file is wrong
        by_library(store)
        by_command(folder, "json")
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    if family in PUT:
        paths = list(PUT[family](folder))
        tell(family, told(watch, partial(by_library, store)))
        wrong = {problem.path for problem in validate(store, (), lambda _: None).problems}
        for path in paths:
            named = any(each == path or each.startswith(f"{path}/") for each in wrong)
            tell(path, {"status": int(named), "tried": [], "unsafe": [], "seconds": 0.0})
        return
    for number, case in enumerate(cases(folder, family, address)):
        sys.stderr.write(f"{case.name!a}\n")  # the last line, should the process die
        sys.stderr.flush()
        ending = partial(by_library, store)
        if number % COMMANDS_APART == 0:
            ending = partial(by_command, folder, list(FORMATS)[number // COMMANDS_APART % len(FORMATS)])
        tell(case.name, told(watch, ending))


def tell(name: str, ended: dict[str, object]) -> None:
    """A line about a case, with the most memory that the process has used so far."""
    sys.stdout.write(f"{json.dumps({'name': ascii(name), 'peak': peak(), **ended})}\n")
    sys.stdout.flush()


def peak() -> int:
    """The most bytes that this program held so far: ``ru_maxrss`` would count those of whoever started it, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


@contextlib.contextmanager
def broken(folder: Path) -> Iterator[None]:
    """The corpus while one of its files is wrong in its shape."""
    path = folder / PLACES["annotators"]
    before = path.read_bytes()
    path.write_bytes(b"[{}]")
    yield
    path.write_bytes(before)


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
