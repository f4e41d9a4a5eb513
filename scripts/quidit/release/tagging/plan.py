"""The plan of a release: its version, why no smaller one will do, and the files that say so."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quidit.problems import QuiditError
from quidit.release.differences.difference import Difference
from quidit.release.differences.news import news
from quidit.release.tagging import changelog, citation
from quidit.settings import SettingsError, read_settings, with_version
from quidit.splits.ledger import version_key

AUTO = "auto"
CHANGELOG, CITATION, SETTINGS = "CHANGELOG.md", "CITATION.cff", "pyproject.toml"
PLACES = (CHANGELOG, CITATION, SETTINGS)
"""The files that a release changes, and no others."""
_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")
_IDS = 5


class ReleaseRefusedError(QuiditError, ValueError):
    """A release that would break a promise to readers; the message says which, and what to do."""


@dataclass(frozen=True)
class Plan:
    """What a release would change: ``files`` gives what each file holds before (None where there is none) and after.

    ``previous`` is the tag of the release before it, and ``difference`` what changed since; None for the first one.
    """

    version: str
    tag: str
    previous: str | None
    difference: Difference | None
    news: tuple[str, ...]
    files: Mapping[str, tuple[str | None, str]]

    @property
    def section(self) -> str:
        """What the changelog says of the release."""
        return changelog.section(self.files[CHANGELOG][1], self.version)

    @property
    def changed(self) -> dict[str, bytes]:
        """The files that the release changes, with what they hold then."""
        return {place: after.encode() for place, (before, after) in self.files.items() if before != after}

    def diff(self) -> str:
        """The changes to files, as `diff -u` shows them."""
        return "".join(
            line
            for place, (before, after) in self.files.items()
            for line in difflib.unified_diff(
                (before or "").splitlines(keepends=True), after.splitlines(keepends=True), f"a/{place}", f"b/{place}"
            )
        )


def require_version(wish: str) -> None:
    """That a wish is a version, or ``auto``.

    Raises:
        ReleaseRefusedError: it is neither.
    """
    if wish != AUTO and not _VERSION.fullmatch(wish):
        raise ReleaseRefusedError(f"{wish!r} is no version; write MAJOR.MINOR.PATCH as in 1.2.0, or auto")


def chosen_version(wish: str, before: str | None, settings: str, difference: Difference | None) -> str:
    """The version of the release: the one wished for, or the least that its changes and the settings allow.

    ``before`` is the version of the last release, ``settings`` the one in ``[tool.quidit]``.

    Raises:
        ReleaseRefusedError: the wish is too small, or nothing changed, or rows moved between splits.
    """
    if difference is None or before is None:
        return settings if wish == AUTO else wish
    if difference.refused:
        raise ReleaseRefusedError(f"no version can have this:\n{_told(difference, refused=True)}")
    least = difference.least_version
    if wish == AUTO:
        if not difference.changes and settings == before:
            raise ReleaseRefusedError(f"nothing changed since {before}, so there is nothing to release")
        return max(least, settings, key=version_key)
    if version_key(wish) <= version_key(before):
        following = f"the next is {least} or later" if difference.changes else "nothing changed since"
        raise ReleaseRefusedError(f"{wish} does not come after {before}, the last release; {following}")
    if version_key(wish) < version_key(least):
        raise ReleaseRefusedError(
            f"{wish} is too small: what changed since {before} demands {least} or later "
            f"({difference.bump.word}):\n{_told(difference)}\nRun `quidit release {least}`, or auto."
        )
    return wish


def _told(difference: Difference, *, refused: bool = False) -> str:
    """The reasons for the bump, a line each, with the ids that force it."""
    weightiest = [reason for reason in difference.reasons if reason.rule.bump is difference.bump]
    lines = []
    for reason in difference.refused if refused else weightiest:
        more = f" and {len(reason.ids) - _IDS} more" if len(reason.ids) > _IDS else ""
        lines.append(f"  {reason.rule.says}: {', '.join(reason.ids[:_IDS])}{more}. {reason.rule.why}")
    return "\n".join(lines)


def news_of(difference: Difference | None, text: str, version: str) -> tuple[str, ...]:
    """What a release has to say to readers of the one before, a sentence each; the first one lets people speak."""
    written = changelog.words(text, version)
    if difference is None:
        return () if written else ("The first release.",)
    return tuple(news(difference, written))


def planned_files(
    before: Mapping[str, str | None], version: str, day: date, news: Sequence[str]
) -> dict[str, tuple[str | None, str]]:
    """What the files of a release hold before and after.

    Raises:
        SettingsError, CitationError: the version cannot be written into a file.
    """
    settings = before[SETTINGS]
    if settings is None:
        raise SettingsError("there is no pyproject.toml; add it with [tool.quidit]")
    after = {
        CHANGELOG: changelog.with_release(before[CHANGELOG], version, day, news),
        CITATION: citation.with_release(before[CITATION], read_settings(settings), version, day),
        SETTINGS: with_version(settings, version),
    }
    return {place: (before[place], after[place]) for place in PLACES}


def last_release(tags: Sequence[str], prefix: str) -> Iterator[tuple[str, str]]:
    """The versions that tags name, the latest first, with the tags; ``prefix`` is what stands before the version."""
    named = [(tag.removeprefix(prefix), tag) for tag in tags if tag.startswith(prefix)]
    found = [(version, tag) for version, tag in named if _VERSION.fullmatch(version)]
    yield from sorted(found, key=lambda each: version_key(each[0]), reverse=True)
