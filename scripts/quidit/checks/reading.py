"""Reading: a file as the first levels of rules leave it, from its bytes to its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from quidit.canonical import spelt_out
from quidit.checks import (
    ABSENCE_RULES,
    FILE_RULES,
    PLACE_RULES,
    SHAPE_RULES,
    SOURCE_RULES,
    SPELLING_RULES,
    WORDING_RULES,
)
from quidit.checks.absences import Emptiable, Path, optional_holders
from quidit.checks.free_texts import Branch, branch
from quidit.checks.placing import Sheet, problems_of
from quidit.checks.quick import is_canonical, quickly, says_it_plainly
from quidit.checks.settable import Settable, settable
from quidit.checks.sound import Sound, sound_part
from quidit.checks.spelling import Spelling
from quidit.checks.subjects import Departures, Faults, File, FileKind, Written
from quidit.generate.json_schema import json_schemas
from quidit.json_source import parse
from quidit.once import once
from quidit.problems import Problem
from quidit.records import Annotator
from quidit.schema import Departure, Gate
from quidit.scheme import Scheme
from quidit.splits.ledger import Ledger

MAX_DEPARTURES = 1000
"""Departures of one file that are looked at; a file with more is another kind of file."""


@dataclass(frozen=True)
class Reading:
    """A file as the first levels left it; ``document`` is None where nothing can be read of it."""

    file: File
    document: object = None
    departures: tuple[Departure, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether the file fits its schema."""
        return self.document is not None and not self.departures

    @once
    def sound(self) -> Sound:
        """What of the document fits its schema."""
        return sound_part(self.document, self.departures)

    @once
    def sheet(self) -> Sheet:
        """Where findings about the file are placed."""
        return _sheet(self.file)

    def sheet_with(self, text: str) -> Sheet:
        """The sheet with the text of the article that the file is about."""
        return replace(self.sheet, text=text)


@dataclass(frozen=True)
class Judge:
    """What files are judged by: the scheme, who annotates, and what the ledger has decided.

    ``annotators`` is None where their list cannot be read, so that nobody can be said to be missing from it.
    """

    scheme: Scheme
    annotators: Mapping[str, Annotator] | None
    ledger: Ledger

    @once
    def gates(self) -> Mapping[str, Gate]:
        """The gate of each kind of file."""
        return {name: Gate(schema) for name, schema in json_schemas(self.scheme).items()}

    @once
    def settable(self) -> Mapping[str, Settable]:
        """What a ruling may set in each part of an annotation."""
        return settable(self.scheme)

    @once
    def _ways(self) -> Mapping[str, Mapping[Path, object]]:
        """The ways to the lists and objects that each kind of file need not have."""
        return {name: optional_holders(gate.schema) for name, gate in self.gates.items()}

    @once
    def _branches(self) -> Mapping[str, Branch | None]:
        """Where the free texts of each kind of file are."""
        return {name: branch(gate.schema) for name, gate in self.gates.items()}

    def certain(self, kind: str, content: bytes) -> object:
        """The document of a source that is JSON and fits its schema for certain; None where a closer look must tell."""
        document = quickly(content)
        fits = document is not None and self.gates[kind].accepts(document) and says_it_plainly(content, document)
        return document if fits else None

    def read(self, file: File) -> Reading:
        """The file's document, with the problems of bytes, JSON and shape."""
        document = quickly(file.content) if file.kind in self.gates else None
        rules = FILE_RULES if document is None else PLACE_RULES  # what was read is UTF-8, without a byte-order mark
        about_file = tuple(problems_of(rules, file, lambda: Sheet(file.path, "")))
        if any(problem.is_error for problem in about_file) or file.kind not in self.gates:
            return Reading(file, problems=about_file)
        reading = self._judged(file, document)
        return replace(reading, problems=(*about_file, *reading.problems)) if about_file else reading

    def _judged(self, file: File, document: object) -> Reading:
        """The reading of a file of which the bytes are sound, and may say that document."""
        if document is None or not self.gates[file.kind].accepts(document):
            return self._slowly(file)
        is_written_so = is_canonical(file.content, document)
        if not is_written_so and not says_it_plainly(file.content, document):
            return self._slowly(file)
        written = Written(document, self._branches[file.kind])
        problems = tuple(problems_of(WORDING_RULES, written, lambda: _sheet(file)))
        holders = Emptiable(document, self._ways[file.kind], fits=True)
        problems += tuple(problems_of(ABSENCE_RULES, holders, lambda: _sheet(file)))
        if not is_written_so:
            problems += tuple(_spelling(file, document, _sheet(file)))
        return Reading(file, document, problems=problems)

    def _slowly(self, file: File) -> Reading:
        """The reading of a file that is not sound for certain: every fault of its JSON, or else of its shape."""
        parsed, sheet = parse(file.source), _sheet(file)
        if parsed.faults:
            began = partial(file.began, file.path) if file.began else None
            faults = Faults(file.source, parsed.faults, began=began)
            return Reading(file, problems=tuple(problems_of(SOURCE_RULES, faults, sheet)))
        departures = tuple(islice(self.gates[file.kind].departures(parsed.document), MAX_DEPARTURES + 1))
        more = sum(max(1, len(departure.keys)) for departure in departures) > MAX_DEPARTURES
        problems = list(problems_of(SHAPE_RULES, Departures(parsed.document, departures, more), sheet))
        if more:
            return Reading(file, None, departures, tuple(problems))
        problems += problems_of(WORDING_RULES, Written(parsed.document), sheet)
        problems += problems_of(ABSENCE_RULES, Emptiable(parsed.document, self._ways[file.kind]), sheet)
        if not any(departure.keyword == "type" and not departure.pointer for departure in departures):
            problems += _spelling(file, parsed.document, sheet)
        return Reading(file, parsed.document, departures, tuple(problems))


def _spelling(file: File, document: object, sheet: Sheet) -> Iterator[Problem]:
    """Where a file is not written as every file is; of a file of lines this is told of the whole."""
    if file.kind is not FileKind.LEDGER:
        yield from problems_of(SPELLING_RULES, Spelling(file.source, spelt_out(document)), sheet)


def _sheet(file: File) -> Sheet:
    return Sheet(file.path, file.source)
