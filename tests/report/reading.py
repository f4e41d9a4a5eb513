"""How programs read our reports: a small reader for each format, written from the format's own rules."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import jsonschema_rs
from lxml import etree
from markdown_it import MarkdownIt

SCHEMAS = Path(__file__).parent / "schemas"
SARIF = jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8")))
JUNIT = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def runner_commands(log: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands that GitHub's runner takes from a log: name, properties and data.

    A line is a command where it begins with ``::`` after blanks, or where ``##[`` stands anywhere in it.
    """
    commands = []
    for line in re.split(r"\r\n|\r|\n", log):
        if "##[" in line:
            commands.append(("##[", {}, line))
        elif line.lstrip().startswith("::"):
            head, _, data = line.lstrip()[2:].partition("::")
            name, _, rest = head.partition(" ")
            pairs = [pair.partition("=") for pair in rest.split(",") if pair]
            properties = {key.strip(): unescaped(value, of_property=True) for key, _, value in pairs}
            commands.append((name, properties, unescaped(data, of_property=False)))
    return commands


def unescaped(text: str, *, of_property: bool) -> str:
    """The text of a command as the runner reads it: the percent sign last."""
    if of_property:
        text = text.replace("%3A", ":").replace("%2C", ",")
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def sarif_results(log: str) -> list[dict[str, Any]]:
    """The results of a log that fits the schema of SARIF 2.1.0."""
    document = json.loads(log)
    assert [error.message for error in SARIF.iter_errors(document)] == []
    return list(document["runs"][0]["results"])


def junit_cases(text: str) -> list[ET.Element]:
    """The test cases that did not pass, of a document that fits the schema of JUnit."""
    JUNIT.assertValid(etree.fromstring(text.encode()))
    return [case for case in ET.fromstring(text).iter("testcase") if len(case)]  # noqa: S314  # our own


def markdown_tokens(text: str) -> list[Any]:
    """What a renderer makes of a page, its inline parts among it."""
    return [part for token in MARKDOWN.parse(text) for part in (token, *(token.children or ()))]


def report_of(text: str, schema: str) -> dict[str, Any]:
    """The JSON report, held against its own schema."""
    document = json.loads(text)
    assert [error.message for error in jsonschema_rs.validator_for(json.loads(schema)).iter_errors(document)] == []
    return dict(document)
