"""Settings: what a corpus says of itself in ``[tool.quidit]`` of its ``pyproject.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from quidit.checks.choosing import Choice, UnknownRuleError
from quidit.problems import QuiditError
from quidit.splits.ledger import DRAWN

_DATASET = re.compile(r"[a-z0-9][a-z0-9_-]{0,95}")
_NUMBER = "(0|[1-9][0-9]{0,8})"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")
_TITLE = re.compile(r"[^\x00-\x1f\x7f]+")


_CHOICE = ("select", "ignore", "per-path-ignores")


class SettingsError(QuiditError, ValueError):
    """``[tool.quidit]`` is missing, or says something that cannot be; the message names key and remedy."""


@dataclass(frozen=True)
class Settings:
    """A corpus's settings: the dataset that it makes, its next release, and how it is split.

    ``shares`` are fractions of 1; a split without a share is absent. ``salt`` keys the drawing of
    groups and never changes once articles were drawn. ``choice`` is of the rules that `quidit validate` tells of.
    """

    dataset: str
    version: str
    title: str
    salt: str
    shares: Mapping[str, float] = field(default_factory=dict)
    choice: Choice = field(default_factory=Choice)


def read_settings(text: str) -> Settings:
    """The settings that the text of a ``pyproject.toml`` holds.

    Raises:
        SettingsError: a key is missing, unknown or of the wrong form.
    """
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of 5,000 digits and deep nesting are no TOMLDecodeError
        raise SettingsError(f"pyproject.toml is not TOML: {error}; correct it at this place") from error
    tool = document.get("tool")
    table = tool.get("quidit") if isinstance(tool, dict) else None
    if not isinstance(table, dict):
        raise SettingsError('pyproject.toml has no [tool.quidit]; add it with dataset = "…" and version = "0.1.0"')
    unknown = set(table) - {"dataset", "version", "title", "splits", *_CHOICE}
    if unknown:
        raise SettingsError(f"[tool.quidit]: {min(unknown)} is not a setting; remove it or correct its spelling")
    dataset = _text(table, "dataset", _DATASET)
    title = _text({"title": dataset, **table}, "title", _TITLE)
    salt, shares = _splits(table.get("splits", {}), dataset)
    return Settings(dataset, _text(table, "version", _VERSION), title, salt, shares, _choice(table))


def with_version(text: str, version: str) -> str:
    """The text of a ``pyproject.toml`` with another version in ``[tool.quidit]``, every other character kept.

    Raises:
        SettingsError: there is no such line to change.
    """
    table = re.search(r"^\[tool\.quidit\][^\n]*\n(?:(?!\[)[^\n]*\n?)*", text, re.MULTILINE)
    if table:
        line = re.compile(r"^(version[ \t]*=[ \t]*)(\"[^\"\n]*\"|'[^'\n]*')", re.MULTILINE)
        changed = line.sub(rf'\g<1>"{version}"', table[0], count=1)
        text = text[: table.start()] + changed + text[table.end() :]
    if read_settings(text).version != version:
        raise SettingsError(f'[tool.quidit]: write version = "{version}" on a line of its own under [tool.quidit]')
    return text


def _text(table: Mapping[str, object], key: str, pattern: re.Pattern[str]) -> str:
    value = table.get(key)
    if value is None:
        raise SettingsError(f"[tool.quidit]: {key} is missing; add it, of the form {pattern.pattern}")
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise SettingsError(f"[tool.quidit]: {key} is {value!r}; write a text of the form {pattern.pattern}")
    return value


def _choice(table: Mapping[str, object]) -> Choice:
    """Which rules are told of: ``select`` and ``ignore``, and by pattern of paths ``per-path-ignores``."""
    by_path = table.get("per-path-ignores", {})
    if not isinstance(by_path, dict):
        raise SettingsError(f"[tool.quidit]: per-path-ignores is {by_path!r}; write a table of patterns and rules")
    ignore_at = {pattern: _words(by_path, pattern) for pattern in by_path}
    try:
        return Choice(_words(table, "select"), _words(table, "ignore"), ignore_at)
    except UnknownRuleError as error:
        raise SettingsError(f"[tool.quidit]: {error}") from error


def _words(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    words = table.get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise SettingsError(f'[tool.quidit]: {key} is {words!r}; write a list of rules, such as ["QD509"]')
    return tuple(words)


def _splits(table: object, dataset: str) -> tuple[str, Mapping[str, float]]:
    if not isinstance(table, dict):
        raise SettingsError(f"[tool.quidit]: splits is {table!r}; write a table [tool.quidit.splits]")
    salt = table.get("salt", dataset)
    if not isinstance(salt, str) or not salt:
        raise SettingsError(f"[tool.quidit.splits]: salt is {salt!r}; write a text, and never change it")
    shares: dict[str, float] = {}
    for split, share in table.items():
        if split == "salt":
            continue
        if split not in DRAWN or isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share < 1:
            raise SettingsError(
                f"[tool.quidit.splits]: {split} = {share!r}; give {', '.join(DRAWN)} a share between 0 and 1"
            )
        shares[split] = float(share)
    shares = shares or {"train": 0.8, "test": 0.2}
    if abs(sum(shares.values()) - 1) > 1e-9 or not {"train", "test"} <= set(shares):  # noqa: PLR2004  # rounding
        raise SettingsError("[tool.quidit.splits]: the shares, train and test among them, do not add up to 1")
    return salt, {split: shares[split] for split in DRAWN if split in shares}
