"""Fixing: the repairs that problems carry, made in the files that they are of, and taken back where they do not help."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quidit.fixing.mending import CannotMendError, mended
from quidit.problems import Edit, Patch, Problem, Repair

Files = Mapping[str, bytes]
"""Files that are judged together, by path."""
Judged = Callable[[Files], Sequence[Problem]]
"""What is wrong with such files."""

ROUNDS = 32
"""How often files are judged anew: repairs of one place, or of what another problem hid, wait for the next round."""
_JSON, _SPANS = 1, 3
"""The levels of JSON and of spans: up to the latter a problem keeps the rules of later levels from what it is in."""
_LAST = 10


@dataclass(frozen=True, slots=True)
class Fixing:
    """What fixing came to: the files as they are now, which problems are mended, and whose repairs were taken back."""

    files: Files
    fixed: tuple[Problem, ...] = ()
    taken_back: tuple[Problem, ...] = ()


def fix(files: Files, judged: Judged, *, wanted: Callable[[Problem], bool]) -> Fixing:
    """The files with every wanted repair made that mends its problem and makes no other one.

    What a repair only shows is not its doing: a file that could not be read may have problems of its own, and a
    span that now stands at its words may stand there wrongly.
    """
    work = _Work(judged, wanted, files, judged(files))
    before = work.problems
    for _ in range(ROUNDS):
        batch = work.batch()
        if not batch:
            break
        work.attempt(batch)
    if _caused(before, work.problems, work.fixed):
        return Fixing(files, (), (*work.fixed, *work.taken_back))
    left = set(map(_matter, work.problems))
    is_changed = work.files != files
    fixed = tuple(problem for problem in work.fixed if is_changed and _matter(problem) not in left)
    return Fixing(work.files, fixed, tuple(work.taken_back))


@dataclass
class _Work:
    """Files on the way: as they are now, what is wrong with them, and what has been done about it."""

    judged: Judged
    wanted: Callable[[Problem], bool]
    files: Files
    problems: Sequence[Problem]
    fixed: list[Problem] = field(default_factory=list)
    taken_back: list[Problem] = field(default_factory=list)

    def batch(self) -> list[Problem]:
        """The problems whose repairs can be made at once; of those that are in each other's way, the first."""
        refused = {_matter(problem) for problem in self.taken_back}
        places = _Places()
        return [
            problem
            for problem in self.problems
            if problem.repair
            and self.wanted(problem)
            and _matter(problem) not in refused
            and places.take(problem, problem.repair)
        ]

    def attempt(self, batch: Sequence[Problem]) -> None:
        """Make the repairs; where they do not help all together, find those that do."""
        try:
            files = _repaired(self.files, batch)
        except CannotMendError:
            files = self.files
        problems = self.problems if files == self.files else self.judged(files)
        if _are_gone(batch, self.problems, problems) and not self._is_worse(problems, batch):
            self.files, self.problems = files, problems
            self.fixed += batch
        elif len(batch) == 1:
            self.taken_back += batch
        else:
            middle = len(batch) // 2
            self.attempt(batch[:middle])
            if rest := self._as_they_are(batch[middle:]):
                self.attempt(rest)

    def _as_they_are(self, problems: Sequence[Problem]) -> list[Problem]:
        """Those of the problems that are still there, where repairs of others may have moved them to."""
        wanted = Counter(map(_matter, problems))
        found = []
        for problem in self.problems:
            if problem.repair and wanted[_matter(problem)]:
                wanted[_matter(problem)] -= 1
                found.append(problem)
        return found

    def _is_worse(self, problems: Sequence[Problem], batch: Sequence[Problem]) -> bool:
        """Whether the repairs caused something that no later round would mend."""
        caused = _caused(self.problems, problems, batch)
        return any(problem.repair is None or not self.wanted(problem) for problem in caused)


class _Places:
    """What the repairs of a batch write, so that no two of them write the same place."""

    def __init__(self) -> None:
        self._written: dict[tuple[_Document, str], Repair] = {}
        self._above: set[tuple[_Document, str]] = set()
        self._patched: dict[_Document, list[tuple[Patch, Repair]]] = {}

    def take(self, problem: Problem, repair: Repair) -> bool:
        """Whether the repair can be made beside those taken before; it is taken if so."""
        edits = [(_document_of(problem, edit), edit.pointer) for edit in repair.edits]
        own = self._patched.setdefault(_document_of(problem), [])
        if any(self._is_taken(place, repair) for place in edits) or any(
            patch.start <= other.end and other.start <= patch.end and theirs != repair
            for patch in repair.patches
            for other, theirs in own
        ):
            return False
        for document, pointer in edits:
            self._written[document, pointer] = repair
            self._above |= {(document, above) for above in _above(pointer)}
        own += [(patch, repair) for patch in repair.patches]
        return True

    def _is_taken(self, place: tuple[_Document, str], repair: Repair) -> bool:
        """Whether another repair writes the place, something around it or something inside it."""
        document, pointer = place
        if place in self._written:
            return self._written[place] != repair
        return place in self._above or any((document, above) in self._written for above in _above(pointer))


_Document = tuple[str, int | None]
"""A file, and the line of it where it is a file of lines."""


def _document_of(problem: Problem, edit: Edit | None = None) -> _Document:
    if edit and edit.path and edit.path != problem.path:
        return edit.path, None
    is_of_line = problem.path.endswith(".jsonl") and not (problem.repair and problem.repair.of_file)
    return problem.path, problem.line if is_of_line else None


def _above(pointer: str) -> Iterator[str]:
    """The pointers to what a place lies in."""
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def _repaired(files: Files, problems: Iterable[Problem]) -> Files:
    """The files with the repairs of those problems made.

    Raises:
        CannotMendError: one of them leads nowhere, or would change an article's words.
    """
    edits: dict[_Document, list[Edit]] = {}
    patches: dict[_Document, list[Patch]] = {}
    for problem in problems:
        repair, own = problem.repair or Repair(), _document_of(problem)
        if not repair.edits:
            edits.setdefault(own, [])
        for edit in repair.edits:
            made = edits.setdefault(_document_of(problem, edit), [])
            if edit not in made:
                made.append(edit)
        of_source = patches.setdefault(own, [])
        of_source += [patch for patch in repair.patches if patch not in of_source]
    changed = dict(files)
    for (path, line), of_document in edits.items():
        if path not in changed:
            raise CannotMendError(f"{path} is none of the files that are mended")
        changed[path] = mended(changed[path], of_document, patches.get((path, line), ()), line=line)
    return changed


# ── What became of the problems ─────────────────────────────────────────────────────────────────────────────────────


def _matter(problem: Problem) -> tuple[object, ...]:
    """What tells a problem from others wherever it stands: an edit elsewhere in the file may move it.

    Of what breaks JSON only the first is seen, so there the place tells it from the next.
    """
    place = (problem.line, problem.column) if _level(problem) == _JSON else ()
    words = unicodedata.normalize(
        "NFC", f"{problem.message}\n{problem.got}"
    )  # a name may be quoted that is composed now
    return problem.code, problem.path, words, *place


def _are_gone(batch: Sequence[Problem], before: Sequence[Problem], after: Sequence[Problem]) -> bool:
    were, are = Counter(map(_matter, before)), Counter(map(_matter, after))
    return all(are[matter] <= were[matter] - number for matter, number in Counter(map(_matter, batch)).items())


def _caused(before: Sequence[Problem], after: Sequence[Problem], repaired: Sequence[Problem]) -> list[Problem]:
    """The problems that the repairs made, without those that they only showed."""
    known = Counter(map(_matter, before))
    new = []
    for problem in after:
        known[_matter(problem)] -= 1
        if known[_matter(problem)] < 0:
            new.append(problem)
    touched = {place for problem in repaired for place in _touched(problem)} if new else set()
    codes = {problem.code for problem in repaired}
    hid = min(map(_hides_from, repaired), default=_LAST)
    return [
        problem
        for problem in new
        if _level(problem) < hid and (problem.code in codes or (problem.path, _item(problem.pointer)) not in touched)
    ]


def _hides_from(problem: Problem) -> int:
    """From which level on others cannot be seen beside the problem; how a file is written hides nothing."""
    level, repair = _level(problem), problem.repair
    if level > _SPANS or repair is None or not (repair.edits or repair.patches):
        return _LAST
    return level if level == _JSON else level + 1


def _touched(problem: Problem) -> Iterator[tuple[str, str]]:
    """The items that a repair writes, by file."""
    for edit in problem.repair.edits if problem.repair else ():
        yield edit.path or problem.path, _item(edit.pointer)


def _item(pointer: str) -> str:
    """The element of a top-level list that a place lies in, ``/mentions/3``; the place itself where it is outside."""
    return "/".join(pointer.split("/")[:3])


def _level(problem: Problem) -> int:
    """The level of the rule, which is the first digit of its code."""
    return int(problem.code[2])
