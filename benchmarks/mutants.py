"""Whether the tests would notice: every rule is changed in one place at a time, and the tests are run until one fails.

    python benchmarks/mutants.py [MODULE…] [--tests FILE…] [--list]

A mutant is a rule with one comparison, constant, condition, argument, `yield` or the like written otherwise. It is killed
where a test fails, and survives where none does. The tests are collected once and run in forks of that process, in
which a function has another code; so a mutant costs milliseconds and not the start of pytest. Of the tests only those
are run that pass the changed line, the likeliest first, and of slow ones that are alike only some. Those that nobody can tell from the original stand in
`mutants.toml` with the reason. The exit status is 1 where fewer than 95 % are killed.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType

import pytest
from _pytest.runner import runtestprotocol

from mutating import Mutant, mutants_of
from quidit.checks.catalogue import CATALOGUE
from quidit.checks.rules import Rule

REPOSITORY = Path(__file__).parents[1]
TESTS = REPOSITORY / "tests" / "checks"
WITHOUT = ("test_robustness.py", "test_quick.py", "test_variations.py")
"""Tests that hold all rules against very much, and take long: a rule should have better ones."""
LEAST = 0.95
SECONDS = 10
"""Of a processor, beyond what a test takes otherwise; one that takes more hangs, which is noticed."""
SLOW, ALIKE = 0.05, 5
"""Of the tests that take more than that and pass the same lines of a module, so many are run: the quickest."""
NOTICED, NOT_RUN = 1, 3
"""Exit statuses of a mutant's process: a test fails, or the mutant could not be put in its place."""


def modules_with_rules() -> dict[str, ModuleType]:
    """Every module that holds a rule, by its last name."""
    names = sorted({rule.check.__module__ for rule in CATALOGUE})
    return {name.rpartition(".")[2]: importlib.import_module(name) for name in names}


@dataclass(frozen=True)
class Target:
    """A module with its mutants and the functions that they are put into."""

    module: ModuleType

    @property
    def path(self) -> Path:
        """The file of the module."""
        return Path(str(self.module.__file__))

    @cached_property
    def rules(self) -> list[Rule[object]]:
        """The rules that it holds."""
        return [each for each in vars(self.module).values() if isinstance(each, Rule)]

    @cached_property
    def mutants(self) -> list[Mutant]:
        """Every mutant of the module, in the order of its lines."""
        return list(mutants_of(self.path.read_text(encoding="utf-8"), str(self.path)))

    @cached_property
    def functions(self) -> dict[str, FunctionType]:
        """Every function of the module by its qualified name, out of whatever it is wrapped in."""
        return {each.__qualname__: each for each in _functions(vars(self.module), self.module.__name__)}


def _rule_of(item: pytest.Item) -> Rule[object] | None:
    """The rule whose example a test is, where it is one."""
    rule = item.callspec.params.get("rule") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
    return rule if isinstance(rule, Rule) else None


def _functions(members: Mapping[str, object], module: str) -> Iterator[FunctionType]:
    for member in list(members.values()):
        if isinstance(member, Rule):
            yield member.check  # type: ignore[misc]  # it is a function
        elif isinstance(member, type) and member.__module__ == module:
            yield from _functions(vars(member), module)
        else:
            for inner in ("__wrapped__", "fget", "func", "_work", "__func__"):
                member = getattr(member, inner, member)  # noqa: PLW2901 - what is inside
            if isinstance(member, FunctionType) and member.__module__ == module:
                yield member


class Mutation:
    """A plugin of pytest that runs the tests once to see what each passes, then once a mutant."""

    def __init__(self, targets: Sequence[Target], known: Sequence[dict[str, str]]) -> None:
        self.targets = targets
        self.known = known
        stems = {target.path.stem for target in targets}
        self.unmet = [each for each in known if each["in"].partition(".")[0] in stems]
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Of the rules' examples those of the rules that are changed."""
        rules = [None, *(rule for target in self.targets for rule in target.rules)]
        items[:] = [each for each in items if _rule_of(each) in rules]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Every mutant in the place of the one run that pytest would do."""
        if session.testsfailed:
            raise session.Interrupted("the tests cannot be collected")
        self.session = session
        self.items = session.items
        self.passes, self.took = self._passed_lines()
        self.asked = {target.path: self._asked(target) for target in self.targets}
        running: dict[int, tuple[Target, Mutant, str]] = {}
        gc.freeze()  # what is there now is no fork's to copy
        for target in self.targets:
            for mutant in target.mutants:
                if self._is_known(target, mutant):
                    self.counts[target.module.__name__]["equivalent"] += 1
                    continue
                if len(running) == (os.cpu_count() or 1):
                    self._wait(running)
                self._start(target, mutant, running)
        while running:
            self._wait(running)
        return True

    def _is_known(self, target: Target, mutant: Mutant) -> bool:
        """Whether somebody wrote down why nobody can tell the mutant from the original."""
        place = f"{target.path.stem}.{mutant.function}", mutant.line, *mutant.said
        known = (each for each in self.known if (each["in"], each["line"], each["was"], each["becomes"]) == place)
        found = next(known, None)
        if found in self.unmet:
            self.unmet.remove(found)
        return found is not None

    def _passed_lines(self) -> tuple[dict[tuple[str, int], list[int]], list[float]]:
        """Which tests pass each line of the targets, and how long each test takes."""
        files = {str(target.path) for target in self.targets}
        passes: dict[tuple[str, int], list[int]] = defaultdict(list)
        took = []
        for number, item in enumerate(self.items):
            seen: set[tuple[str, int]] = set()

            def trace(frame: FrameType, event: str, _: object, seen: set[tuple[str, int]] = seen) -> object:
                if frame.f_code.co_filename not in files:
                    return None
                if event == "line":
                    seen.add((frame.f_code.co_filename, frame.f_lineno))
                return trace

            began = _spent()
            sys.settrace(trace)  # type: ignore[arg-type]  # it returns itself
            following = self.items[number + 1] if number + 1 < len(self.items) else None
            reports = runtestprotocol(item, nextitem=following, log=False)
            sys.settrace(None)
            took.append(_spent() - began)
            if any(report.failed for report in reports):
                print(f"left out, because it fails without any change: {item.nodeid}")
                continue
            for line in seen:
                passes[line].append(number)
        return passes, took

    def _asked(self, target: Target) -> set[int]:
        """The tests that may notice a mutant of the module, without the slow ones that are like others."""
        lines: dict[int, set[int]] = defaultdict(set)
        for (path, line), numbers in self.passes.items():
            if path == str(target.path):
                for number in numbers:
                    lines[number].add(line)
        alike: Counter[frozenset[int]] = Counter()
        asked = set()
        for number in sorted(lines, key=self.took.__getitem__):
            rule = _rule_of(self.items[number])
            if rule is None:
                alike[frozenset(lines[number])] += self.took[number] > SLOW
            if alike[frozenset(lines[number])] <= ALIKE if rule is None else rule in target.rules:
                asked.add(number)
        return asked

    def _chosen(self, target: Target, mutant: Mutant) -> list[int]:
        """The tests that pass the mutant's line: the quick ones, then those of its rule, a module's together."""
        passing = {each for line in mutant.lines for each in self.passes.get((str(target.path), line), ())}
        rule = mutant.function.replace("_", "-")

        def likely(number: int) -> tuple[bool, bool, float]:
            is_slow = self.took[number] > SLOW
            return is_slow, is_slow and f"[{rule}]" not in self.items[number].nodeid, self.took[number]

        first: dict[Path, tuple[bool, bool, float]] = {}
        numbers = sorted(passing & self.asked[target.path], key=likely)
        for number in numbers:
            first.setdefault(self.items[number].path, likely(number))
        return sorted(numbers, key=lambda number: (likely(number)[:2], first[self.items[number].path], likely(number)))

    def _start(self, target: Target, mutant: Mutant, running: dict[int, tuple[Target, Mutant, str]]) -> None:
        chosen = self._chosen(target, mutant)
        folder = tempfile.mkdtemp(prefix="mutant-")
        child = os.fork()
        if child == 0:
            status = NOT_RUN
            try:
                status = self._survives(target, mutant, chosen, Path(folder))
            finally:
                os._exit(status)
        running[child] = target, mutant, folder

    def _survives(self, target: Target, mutant: Mutant, chosen: Sequence[int], folder: Path) -> int:
        """In a process of its own: 0 if every test passes, else `NOTICED`."""
        self.session.config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]  # noqa: SLF001 - goes with it
        function = target.functions[mutant.function.partition(".<locals>")[0]]
        function.__code__ = _code(mutant.code, function.__qualname__)
        items = [self.items[number] for number in chosen]
        for number, (item, following) in zip(chosen, pairwise([*items, None]), strict=True):
            signal.setitimer(signal.ITIMER_PROF, SECONDS + self.took[number])
            if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
                return NOTICED
        return 0

    def _wait(self, running: dict[int, tuple[Target, Mutant, str]]) -> None:
        child, status = os.wait()
        target, mutant, folder = running.pop(child)
        shutil.rmtree(folder, ignore_errors=True)
        count = self.counts[target.module.__name__]
        count["all"] += 1
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == NOT_RUN:
            raise RuntimeError(f"{target.path.relative_to(REPOSITORY)}:{mutant} could not be run")
        if status == 0:
            print(f"{target.path.relative_to(REPOSITORY)}:{mutant}", flush=True)
        else:
            count["killed"] += 1


def _spent() -> float:
    """Seconds of a processor that this process and those that it started have taken."""
    return sum(os.times()[:4])


def _code(code: CodeType, name: str) -> CodeType:
    """The code of a function inside a module's."""
    inside = [each for each in code.co_consts if isinstance(each, CodeType)]
    for each in inside:
        if each.co_qualname == name:
            return each
        if name.startswith(f"{each.co_qualname}."):
            return _code(each, name)
    raise KeyError(name)


def main() -> int:
    """The mutants of the modules named, or of all; the exit status."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("modules", nargs="*", help="names of modules of quidit.checks")
    arguments.add_argument(
        "--tests", nargs="+", metavar="FILE", help="run only these of tests/checks, for a quick look"
    )
    arguments.add_argument("--list", action="store_true", help="show the mutants, and run nothing")
    chosen = arguments.parse_args()
    known = tomllib.loads((Path(__file__).parent / "mutants.toml").read_text(encoding="utf-8"))
    targets = [
        Target(each) for name, each in modules_with_rules().items() if not chosen.modules or name in chosen.modules
    ]
    if chosen.list:
        print(
            *(f"{target.path.relative_to(REPOSITORY)}:{mutant}" for target in targets for mutant in target.mutants),
            sep="\n",
        )
        return 0
    mutation = Mutation(targets, known["equivalent"])
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    scratch = tempfile.mkdtemp(prefix="mutants-")
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = scratch  # what fails here fails in no other run
    began = time.perf_counter()
    without = [f"--ignore={TESTS / name}" for name in WITHOUT]
    quickly = ["-q", "-p", "no:cacheprovider", "--assert=plain", "--tb=no", "--capture=sys"]
    tests = [str(TESTS / name) for name in chosen.tests or [""]]
    status = pytest.main([*quickly, *without, *tests], plugins=[mutation])
    shutil.rmtree(scratch, ignore_errors=True)
    if status != pytest.ExitCode.OK and not mutation.counts:
        return int(status)
    for each in mutation.unmet:
        print(f"mutants.toml: there is no such mutant: {each}")
    return told(mutation.counts, time.perf_counter() - began) or bool(mutation.unmet)


def told(counts: dict[str, Counter[str]], seconds: float) -> int:
    """The table of what was killed; the exit status."""
    total: Counter[str] = sum(counts.values(), Counter())
    for name, count in [*sorted(counts.items()), ("all", total)]:
        share = count["killed"] / count["all"] if count["all"] else 1
        print(
            f"{name:<32} {count['killed']:>5} of {count['all']:>5} killed {share:>7.1%}, {count['equivalent']} equivalent"
        )
    print(f"{seconds:.0f} s")
    return int(total["killed"] < LEAST * total["all"])


if __name__ == "__main__":
    sys.exit(main())
