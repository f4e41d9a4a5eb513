"""The citation: ``CITATION.cff`` with the version of a release and its day, all else as people wrote it."""

from __future__ import annotations

import json
import re
from datetime import date

from quidit.problems import QuiditError
from quidit.settings import Settings

_VALUE = r"(\"[^\"\n]*\"|'[^'\n]*'|[^#\n]*?)([ \t]+#.*)?$"


class CitationError(QuiditError, ValueError):
    """A ``CITATION.cff`` in which version and day cannot be set."""


def with_release(text: str | None, settings: Settings, version: str, day: date) -> str:
    """The citation of a release: version and day on lines of their own, comments and order kept.

    Raises:
        CitationError: the file is no mapping of YAML.
    """
    text = _new(settings) if text is None else text
    text = _with(text, "version", version, after=None)
    text = _with(text, "date-released", f'"{day.isoformat()}"', after="version")
    _require(text, {"version": version, "date-released": day.isoformat()})
    return text


def _with(text: str, key: str, value: str, after: str | None) -> str:
    """The text with a top-level key at that value: where it stood, else behind another key, else at the end."""
    stands = re.compile(rf"^{key}:[ \t]*{_VALUE}", re.MULTILINE)
    if stands.search(text):
        return stands.sub(lambda found: f"{key}: {value}{found[2] or ''}", text, count=1)
    line = f"{key}: {value}\n"
    if after and (before := re.search(rf"^{after}:.*\n", text, re.MULTILINE)):
        return text[: before.end()] + line + text[before.end() :]
    return text.rstrip("\n") + f"\n{line}"


def _require(text: str, wanted: dict[str, str]) -> None:
    import yaml

    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CitationError(f"CITATION.cff is not YAML ({error}); correct it") from error
    if not isinstance(said, dict) or {key: str(said.get(key)) for key in wanted} != wanted:
        raise CitationError(
            "CITATION.cff takes no version and day; write `version:` and `date-released:` once each, "
            "at the beginning of a line"
        )


def _new(settings: Settings) -> str:
    return (
        "cff-version: 1.2.0\n"
        "message: If you use this dataset, please cite it with the version that you used.\n"
        f"title: {json.dumps(settings.title, ensure_ascii=False)}\n"
        "type: dataset\n"
        "authors:\n"
        f"  - name: The {settings.dataset} authors\n"
    )
