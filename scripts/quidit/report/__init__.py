"""Reports: problems as a person or a program reads them, one module a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from quidit.report.json_object import as_json, dumps
from quidit.report.record import Report, place_of, summary
from quidit.report.text import as_text, text
from quidit.report.wording import counted, plain

__all__ = ["FORMATS", "Report", "as_json", "as_text", "counted", "dumps", "place_of", "plain", "summary"]


def _of(name: str) -> Callable[[Report], str]:
    """The format of that name, whose module is loaded when it is written."""

    def write(report: Report) -> str:
        module = import_module(f"quidit.report.{name}")
        written: str = getattr(module, name)(report)
        return written

    return write


FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text,
    "json": _of("json_object"),
    "github": _of("github"),
    "sarif": _of("sarif"),
    "junit": _of("junit"),
    "markdown": _of("markdown"),
}
"""What writes a report, by the name of the format; each ends with a newline."""
