"""Bibliography: what a corpus's ``CITATION.cff`` says of its authors, and how to cite a release in BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from quidit.problems import QuiditError

CITATION = "CITATION.cff"
_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_ESCAPED = re.compile(r"[\\~^{}%&#_$]")


class UnusableCitationError(QuiditError, ValueError):
    """A ``CITATION.cff`` that cannot be read."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a corpus: a person or, without ``family``, a body."""

    name: str
    family: str = ""

    @property
    def full(self) -> str:
        """The name as it is read."""
        return f"{self.name} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Citation:
    """What a ``CITATION.cff`` says; ``released`` is a day as ``2026-11-27``, ``contact`` an address or a page."""

    title: str = ""
    authors: tuple[Author, ...] = ()
    released: str = ""
    url: str = ""
    doi: str = ""
    licence: str = ""
    contact: str = ""


def read_citation(content: bytes) -> Citation:
    """The citation that a ``CITATION.cff`` holds; what it does not say is empty.

    Raises:
        UnusableCitationError: it is no YAML, no mapping, or its day is none.
    """
    import yaml

    try:
        document = yaml.load(content, yaml.BaseLoader)  # noqa: S506  # every scalar a text; it makes no objects
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise UnusableCitationError(f"{CITATION} is no YAML: {error}; correct it at this place") from error
    if not isinstance(document, dict):
        raise UnusableCitationError(f"{CITATION} is no mapping; begin it with `cff-version: 1.2.0`")
    people, contacts = _people(document, "authors"), _people(document, "contact")
    reached = [address for each in contacts for key in ("email", "website") if (address := _text(each, key))]
    return Citation(
        title=_text(document, "title"),
        authors=tuple(author for each in people if (author := _author(each)).full),
        released=_day(_text(document, "date-released")),
        url=next((url for key in ("url", "repository", "repository-code") if (url := _text(document, key))), ""),
        doi=_text(document, "doi"),
        licence=_text(document, "license"),
        contact=next(iter(reached), ""),
    )


def _day(text: str) -> str:
    """A day as it is written, empty where there is none."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise UnusableCitationError(f"{CITATION}: date-released is {text!r}; write a day as 2026-11-27") from error


def _people(document: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    listed = document.get(key)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _author(person: Mapping[str, object]) -> Author:
    if body := _text(person, "name"):
        return Author(body)
    family = f"{_text(person, 'name-particle')} {_text(person, 'family-names')}".strip()
    return Author(_text(person, "given-names"), f"{family} {_text(person, 'name-suffix')}".strip())


def _text(document: Mapping[str, object], key: str) -> str:
    value = document.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def bibtex(dataset: str, version: str, title: str, citation: Citation) -> str:
    """An entry for a release, which names its version; it stays inside whatever fence it stands in.

    ``title`` is the dataset's where the citation has none.
    """
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(version, title, citation))
    return f"@misc{{{dataset}-{version},\n{fields}}}"


def _fields(version: str, title: str, citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.authors:
        yield "author", " and ".join(map(_author_field, citation.authors))
    yield "title", _escaped(citation.title or title)
    if citation.released:
        yield "year", _escaped(citation.released[:4])
    yield "version", version
    for name, value in (("doi", citation.doi), ("url", citation.url)):
        if value:
            yield name, value.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _author_field(author: Author) -> str:
    """A body's name is kept whole by braces; a person's is taken apart by BibTeX."""
    if not author.family:
        return f"{{{_escaped(author.name)}}}"
    return f"{_escaped(author.family)}, {_escaped(author.name)}" if author.name else f"{{{_escaped(author.family)}}}"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _SPECIAL.get(found[0], f"\\{found[0]}"), text)
