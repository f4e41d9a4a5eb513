"""Placing: where in its file, and at which words of the article, a finding lies."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from quidit.canonical import inline
from quidit.checks.rules import Rule, Subject, apply
from quidit.json_source import Lines, Member, escaped, members
from quidit.once import once
from quidit.problems import REMOVED, Finding, Place, Problem, Repair, Replacement

_CONTEXT = 24
"""Code points of the article quoted before and after the words of a problem."""
_LONGEST = 200
"""Code points of the words themselves; a hostile span may hold the whole article."""
_KEY = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)


@dataclass(frozen=True)
class Sheet:
    """What findings are placed on: a file's path and text, and the text of the article that it is about."""

    path: str
    source: str
    text: str = ""

    @once
    def members(self) -> Mapping[str, Member]:
        """The values of the file by their pointers."""
        return {member.pointer: member for member in members(self.source)}

    @once
    def _source_lines(self) -> Lines:
        return Lines(self.source)

    @once
    def _text_lines(self) -> Lines:
        return Lines(self.text)

    def place(self, finding: Finding) -> tuple[int | None, int | None]:
        """The line and column of a finding; of the nearest enclosing value where it points at nothing."""
        if finding.line is not None or not self.source:
            return finding.line, finding.column
        if finding.start is not None:
            return self._source_lines.line_and_column(finding.start)
        pointer = finding.pointer
        while pointer and pointer not in self.members:
            pointer = pointer.rpartition("/")[0]
        member = self.members[pointer]
        return self._source_lines.line_and_column(member.key_start if finding.on_key else member.start)

    def end(self, finding: Finding) -> tuple[int | None, int | None]:
        """Behind the last character of what a finding points at; nothing for objects, lists and what is not there."""
        if not self.source or finding.path or finding.line is not None or finding.start is not None:
            return None, None  # nor are the members of a source looked for that may be too deep for them
        member = self.members.get(finding.pointer)
        if member is None:
            return None, None
        if finding.on_key:
            found = _KEY.match(self.source, member.key_start)
            return self._source_lines.line_and_column(found.end()) if found else (None, None)
        return (None, None) if member.literal in ("{", "[") else self._source_lines.line_and_column(member.end)

    def at(self, finding: Finding) -> str:
        """The pointer of a finding with ids in the place of positions in lists, where what stands there has one."""
        if not self.source or finding.path or finding.line is not None or finding.start is not None:
            return finding.pointer
        reached, named = "", ""
        for step in finding.pointer.split("/")[1:]:
            reached = f"{reached}/{step}"
            id_ = self.members.get(f"{reached}/id") if step.isdecimal() else None
            is_id = id_ is not None and id_.literal.startswith('"')
            named = f"{named}/{escaped(json.loads(id_.literal)) if id_ and is_id else step}"
        return named

    def replacements(self, repair: Repair) -> tuple[Replacement, ...]:
        """The repair as changes of the source; none where it does more than write single values otherwise."""
        if any("\n" in patch.text for patch in repair.patches):
            return ()
        found = [self._replacement(patch.start, patch.end, patch.text) for patch in repair.patches]
        for edit in repair.edits:
            member = self.members.get(edit.pointer)
            if member is None or member.literal in ("{", "[") or edit.value is REMOVED:
                return ()
            found.append(self._replacement(member.start, member.end, inline(edit.value)))
        return tuple(found)

    def _replacement(self, start: int, end: int, text: str) -> Replacement:
        lines = self._source_lines
        return Replacement(*lines.line_and_column(start), *lines.line_and_column(end), text)

    def words(self, span: tuple[int, int] | None) -> Place | None:
        """The article's words at a span, with some context of the same line."""
        if span is None or not self.text:
            return None
        start, end = min(span[0], len(self.text)), min(span[1], len(self.text))
        line, column = self._text_lines.line_and_column(start)
        before = self.text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
        after = self.text[end : end + _CONTEXT].partition("\n")[0]
        return Place(line, column, before, self.text[start : min(end, start + _LONGEST)], after)


def problems_of(
    rules: Iterable[Rule[Subject]], subject: Subject, sheet: Sheet | Callable[[], Sheet]
) -> Iterator[Problem]:
    """Every problem that the rules find in the subject, with its place on the sheet, or on the one made for the first."""
    for each, finding in apply(rules, subject):
        sheet = sheet if isinstance(sheet, Sheet) else sheet()
        yield _problem(each, finding, sheet)


def _problem(rule: Rule[Subject], finding: Finding, sheet: Sheet) -> Problem:
    line, column = sheet.place(finding)
    end_line, end_column = sheet.end(finding)
    return Problem(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        path=finding.path or sheet.path,
        message=finding.message,
        pointer=finding.pointer,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        got=finding.got,
        expected=finding.expected,
        fix=finding.fix,
        article=sheet.words(finding.span),
        repair=finding.repair,
        replacements=() if finding.repair is None or finding.path else sheet.replacements(finding.repair),
        at=sheet.at(finding),
    )
