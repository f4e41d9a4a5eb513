"""The page: the whole catalogue in Markdown, as `docs/rules.md` holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from quidit.catalogue.entries import Entry
from quidit.catalogue.examples import Change
from quidit.catalogue.telling import about

_HEAD = """# Rules

Made by `make rules` from the rules and their tests in `tests/bad/`; whoever changes one of them runs it again.

`quidit validate` holds every file against these rules, {number} of them. A rule's code is never used for another rule.
`quidit explain CODE` tells of one what stands here. An error stops a release, a warning does not.
"""


def page(entries: Sequence[Entry]) -> str:
    """The rules in a table for each level, then each with its example."""
    return "".join([_HEAD.format(number=len(entries)), *_tables(entries), *map(_section, entries)])


def _tables(entries: Iterable[Entry]) -> Iterator[str]:
    for level, rules in groupby(entries, key=lambda entry: entry.level):
        yield f"\n## {level}\n\n| rule | severity | since | fixable | says |\n|---|---|---|---|---|\n"
        for entry in rules:
            link = f"[{entry.code}](#{entry.code.lower()}-{entry.name}) {entry.name}"
            repair = f"`{entry.example.repair}`" if entry.example.repair else ""
            yield f"| {link} | {entry.severity} | {entry.rule.since} | {repair} | {_cell(entry.sentence)} |\n"


def _section(entry: Entry) -> str:
    example = entry.example
    return "".join(
        [
            f"\n### {entry.code} {entry.name}\n\n{about(entry).capitalize()}. {entry.explanation}\n",
            f"\nIn the base:\n\n{_block(_lines(example.base), 'diff')}" if example.base else "",
            f"\nWrong: {example.about}\n\n{_block(_lines(example.wrong), 'diff')}",
            f"\n{_block(example.report.splitlines(), 'text')}",
            f"\nNot wrong: {example.good_about}\n\n{_block(_lines(example.good), 'diff')}"
            if example.good_about
            else "",
        ]
    )


def _lines(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        yield f"# {change.path}"
        yield from change.lines


def _block(lines: Iterable[str], language: str) -> str:
    """The lines as a block of code, between longer runs of backticks than they hold."""
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}{fence}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
