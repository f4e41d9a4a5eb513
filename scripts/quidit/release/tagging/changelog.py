"""The changelog: what people wrote for a release and what its data says by itself, under its version and day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_BEGINNING = "# Changelog\n\nFor readers of the data.\n"
_HEADING = re.compile(r"^## .*$", re.MULTILINE)
_PENDING = re.compile(r"\b(not yet released|unreleased)\b", re.IGNORECASE)
_DATED = re.compile(r"^## \[?v?(\d+\.\d+\.\d+)\]?\b.*\d{4}-\d{2}-\d{2}", re.MULTILINE)
_SUBSECTION = re.compile(r"^### ", re.MULTILINE)


def with_release(text: str | None, version: str, day: date, news: Sequence[str]) -> str:
    """The changelog with the section of a release: its version and day, the words of people, then the news.

    Its section is the one that says that it is not yet released, or that already bears the version; without one it
    is new and stands before all others. What stands under ``###`` stays behind the news.
    """
    text = text or _BEGINNING
    start, end, body = _section(text, version)
    written, rest = _parted(body)
    listed = "\n".join(f"- {each}" for each in news)
    between = "\n" if written.rstrip().rpartition("\n")[2].startswith("- ") else "\n\n"
    said = between.join(filter(None, (written.strip(), listed)))
    parts = [text[:start].rstrip(), f"## {version} ({day.isoformat()})", said, rest.strip()]
    return "\n\n".join(part for part in [*parts, text[end:].strip()] if part) + "\n"


def section(text: str, version: str) -> str:
    """What the changelog says of a version, without its heading; empty where it has no such section."""
    return _section(text, version)[2].strip()


def words(text: str, version: str) -> str:
    """What people wrote of a version to readers of the data, before what stands under ``###``."""
    return _parted(_section(text, version)[2])[0].strip()


def released(text: str | None) -> list[str]:
    """The versions whose sections bear a day, as they stand."""
    return _DATED.findall(text or "")


def _section(text: str, version: str) -> tuple[int, int, str]:
    """Where a version's section begins and ends, and what stands under its heading; both at its place if there is none."""
    headings = list(_HEADING.finditer(text))
    bears = re.compile(rf"^## \[?v?{re.escape(version)}\]?(?![\w.])")
    for found in (_PENDING.search, bears.match):
        for number, heading in enumerate(headings):
            if found(heading[0]):
                end = headings[number + 1].start() if number + 1 < len(headings) else len(text)
                return heading.start(), end, text[heading.end() : end]
    place = headings[0].start() if headings else len(text)
    return place, place, ""


def _parted(body: str) -> tuple[str, str]:
    """A section's words to readers, and what stands under ``###`` behind them."""
    subsection = _SUBSECTION.search(body)
    return (body[: subsection.start()], body[subsection.start() :]) if subsection else (body, "")
