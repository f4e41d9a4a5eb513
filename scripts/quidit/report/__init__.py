"""Reports: problems as a person or a program reads them, one module a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from quidit.report.github import github
from quidit.report.json_object import as_json, json_object
from quidit.report.junit import junit
from quidit.report.markdown import markdown
from quidit.report.record import Report, summary
from quidit.report.sarif import sarif
from quidit.report.text import as_text, text
from quidit.report.wording import counted, plain

__all__ = ["FORMATS", "Report", "as_json", "as_text", "counted", "plain", "summary"]


FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text,
    "json": json_object,
    "github": github,
    "sarif": sarif,
    "junit": junit,
    "markdown": markdown,
}
"""What writes a report, by the name of the format; each ends with a newline."""
