"""Lines: the ledger as the first levels of rules leave it, line by line, so that no bad line hides another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from quidit.canonical import spelt_out_lines
from quidit.checks import FILE_RULES, LINE_RULES, SPELLING_RULES
from quidit.checks.dialects import merge_conflict
from quidit.checks.free_texts import free_texts
from quidit.checks.notes import LedgerLine
from quidit.checks.placing import Sheet, problems_of
from quidit.checks.quick import are_canonical_lines, quickly
from quidit.checks.reading import Judge
from quidit.checks.rules import MOST
from quidit.checks.spelling import Spelling
from quidit.checks.subjects import Faults, File
from quidit.conflicts import MARK, may_conflict
from quidit.json_source import Fault
from quidit.problems import Problem
from quidit.splits.ledger import EntryFile, keeps_promises, read_entry


def judge_lines(file: File, judge: Judge) -> Iterator[tuple[int, object, tuple[Problem, ...]]]:
    """The ledger's lines as they were read: line number, document (None where it has errors), problems.

    A ledger of which a thousand lines have errors is read no further. Last comes where the file as a whole is not
    written as it should be, without a document.
    """
    if file.obstacle:
        yield 1, None, judge.read(file).problems
        return
    if file.is_executable:  # of the file, and of none of its lines
        yield 0, None, tuple(problems_of(FILE_RULES, replace(file, content=b""), Sheet(file.path, "")))
        file = replace(file, is_executable=False)
    lines = file.content.split(b"\n")
    lines = lines if lines[-1] else lines[:-1]
    if conflict := _conflict(file, judge):
        yield conflict.line or 1, None, (conflict,)
    broken = 0
    glanced, documents = [quickly(line) for line in lines], list[object]()
    if not (is_canonical := are_canonical_lines(file.content, glanced)):
        glanced = [judge.certain(file.kind, line) for line in lines]
    for number, (line, sound) in enumerate(zip(lines, _sound(glanced, file, judge), strict=True), start=1):
        if sound is not None:
            documents.append(sound)
            yield number, sound, ()
            continue
        if conflict and MARK.match(line.decode("utf-8", "replace")):
            continue
        document, problems = _like_a_file(line, number, file, judge)
        documents.append(document)
        is_broken = any(problem.is_error for problem in problems)
        broken += is_broken
        if broken > MOST:
            more = f"; after {MOST:,} lines with errors those behind are not read"
            yield number, None, (replace(problems[0], message=problems[0].message + more),)
            return
        yield number, None if is_broken else document, problems
    if not is_canonical and not conflict:
        yield from ((problem.line or 1, None, (problem,)) for problem in _spelling(file, documents))


def _spelling(file: File, documents: Sequence[object]) -> Iterator[Problem]:
    """Where a file of lines is not written as it should be; of lines that cannot be read nobody can tell."""
    if None not in documents:
        spelling = Spelling(file.source, spelt_out_lines(documents))
        yield from problems_of(SPELLING_RULES, spelling, Sheet(file.path, file.source))


def _conflict(file: File, judge: Judge) -> Problem | None:
    """The conflict of git in a file of lines, told once of all of it."""

    def keeps(lines: Sequence[str]) -> bool:
        documents = [judge.certain(file.kind, line.encode()) for line in lines]
        entries = [each for each in cast("list[EntryFile | None]", documents) if each is not None and _decides(each)]
        return len(entries) == len(lines) and keeps_promises(list(map(read_entry, entries)))

    mark = MARK.search(file.source) if may_conflict(file.content) else None
    if mark is None:
        return None
    faults = Faults(file.source, (Fault("syntax", mark.start(), "", ""),), keeps)
    return next(problems_of((merge_conflict,), faults, Sheet(file.path, file.source)))


def _sound(documents: Iterable[object], file: File, judge: Judge) -> Iterator[object]:
    """What those lines say that have no problem for certain; None in the place of one that must be read like a file."""
    accepts = judge.gates[file.kind].accepts
    # Of a line that fits its schema this alone decides it: its keys, and its split.
    are_sound: dict[tuple[str | None, ...], bool] = {}
    for document in documents:
        if document is None or not accepts(document):
            yield None
            continue
        entry = cast("EntryFile", document)
        form = (*entry, entry.get("split"))
        if form not in are_sound:
            are_sound[form] = _decides(entry) and not any(free_texts(entry))
        yield document if are_sound[form] else None


def _decides(entry: EntryFile) -> bool:
    """Whether a line that fits its schema sets or decides something."""
    return not any(any(each.check(LedgerLine(entry))) for each in LINE_RULES)


def _like_a_file(line: bytes, number: int, file: File, judge: Judge) -> tuple[object, tuple[Problem, ...]]:
    """The document of a line that is read as a file of its own, with its problems."""
    reading = judge.read(replace(file, content=line))
    problems = reading.problems
    if reading.is_sound:
        problems += tuple(problems_of(LINE_RULES, LedgerLine(cast("EntryFile", reading.document)), reading.sheet))
    return reading.document, tuple(_on_line(problem, number) for problem in problems)


def _on_line(problem: Problem, number: int) -> Problem:
    """The problem of a line read by itself, at its place in the file."""
    return replace(problem, line=number, end_line=problem.end_line and number, replacements=())
