"""Variations: an article's sound files with one value written otherwise at a time, and what is found in each.

    python tests/checks/variations.py

writes `variations.txt` anew, in which every line that a change of a rule changes is looked at like code.
"""

from __future__ import annotations

import copy
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from corpora import REPOSITORY
from quidit import canonical
from quidit.checks.reading import Judge
from quidit.checks.run import Bundle, judge_bundle
from quidit.checks.subjects import File
from quidit.problems import Problem
from quidit.store import Store

GOLDEN = Path(__file__).with_suffix(".txt")
ARTICLE = "conseil-valmont"
VARIED = ("sol", "rulings", "article")
LAYERS = ("mentions", "cues", "quotes", "stances")
Document = dict[str, Any]
Change = Callable[[Document], None]


@dataclass(frozen=True)
class Family:
    """The files of an article, read once, and what holds others in their place against all rules."""

    store: Store
    bundle: Bundle

    @classmethod
    def of(cls, root: Path, article: str) -> Family:
        """The article's files in a corpus."""
        store = Store(root)
        return cls(store, store.bundle(article))

    @property
    def files(self) -> Mapping[str, File]:
        """The files that are varied, by a short name."""
        files = {file.annotator: file for file in self.bundle.annotations}
        if self.bundle.article:
            files["article"] = self.bundle.article
        if self.bundle.rulings:
            files["rulings"] = self.bundle.rulings
        return files

    def document(self, name: str) -> Document:
        """The document of a file."""
        document: Document = json.loads(self.files[name].content)
        return document

    @property
    def text(self) -> str:
        """The article's text."""
        return "\n".join(self.document("article")["paragraphs"])

    def problems(self, name: str, document: Document) -> tuple[Problem, ...]:
        """What is found where the file holds that document."""
        file = replace(self.files[name], content=canonical.dumps(document).encode())
        return judge_bundle(self._with(name, file), self._judge, self.store.read_raw).problems

    @cached_property
    def _judge(self) -> Judge:
        lists = self.store.lists()
        return Judge(self.store.scheme, lists.known_annotators, lists.ledger)

    def _with(self, name: str, file: File) -> Bundle:
        if name == "article":
            return replace(self.bundle, article=file)
        if name == "rulings":
            return replace(self.bundle, rulings=file)
        others = (file if each.annotator == name else each for each in self.bundle.annotations)
        return replace(self.bundle, annotations=tuple(others))


def variations(family: Family, name: str) -> Iterator[tuple[str, Document]]:
    """The documents that one change makes of a file's, with what was changed."""
    original = family.document(name)
    for place, change in _changes(original, family.text):
        document = copy.deepcopy(original)
        change(document)
        if document != original:
            yield place, document


def _changes(document: Document, text: str) -> Iterator[tuple[str, Change]]:
    for layer in LAYERS:
        for number, item in enumerate(document.get(layer, ())):
            for moved_start, moved_end in (
                (1, 0),
                (-1, 0),
                (0, 1),
                (0, -1),
                (1, 1),
                (-2, -2),
                (0, 40),
                (-40, 0),
                (3, -3),
            ):
                start, end = item["start"] + moved_start, item["end"] + moved_end
                if 0 <= start < end <= len(text):
                    place = {"start": start, "end": end, "text": text[start:end]}
                    yield f"{layer} {number} moved {moved_start:+} {moved_end:+}", _updated((layer, number), place)
            for edges in ({"start": item["end"]}, {"end": len(text) + 1}, {"start": item["start"] + 1}, {"text": "x"}):
                yield f"{layer} {number} {edges}", _updated((layer, number), edges)
    for path, value in _members(document):
        yield from _other_values(document, path, value)


def _updated(path: tuple[Any, ...], members: Mapping[str, object]) -> Change:
    return lambda document: _at(document, path).update(members)


def _set(path: tuple[Any, ...], value: object) -> Change:
    return lambda document: _at(document, path[:-1]).__setitem__(path[-1], value)


def _removed(path: tuple[Any, ...]) -> Change:
    return lambda document: _at(document, path[:-1]).__delitem__(path[-1])


def _doubled(path: tuple[Any, ...]) -> Change:
    return lambda document: _at(document, path[:-1]).insert(path[-1], copy.deepcopy(_at(document, path)))


def _swapped(path: tuple[Any, ...]) -> Change:
    def change(document: Document) -> None:
        parent, number = _at(document, path[:-1]), path[-1]
        parent[number - 1 : number + 1] = parent[number - 1 : number + 1][::-1]

    return change


def _other_values(document: Document, path: tuple[Any, ...], value: object) -> Iterator[tuple[str, Change]]:
    """A value left out, doubled, swapped with the one before it, or written as its like elsewhere."""
    place, key = " ".join(map(str, path)), path[-1]
    yield f"{place} removed", _removed(path)
    if isinstance(key, int):
        yield f"{place} doubled", _doubled(path)
        if key:
            yield f"{place} swapped", _swapped(path)
    if isinstance(value, int) and not isinstance(value, bool):
        for other in (value - 1, value + 1):
            yield f"{place} is {other}", _set(path, other)
    elif isinstance(value, str) and key not in ("text", "paragraphs"):
        for other in _like(document, path, value):
            yield f"{place} is {other[:40]!r}", _set(path, other)


def _like(document: Document, path: tuple[Any, ...], value: str) -> list[str]:
    """Other values under the same key, and one that is nowhere: the neighbours of the value among them."""
    kin = sorted({each for other, each in _members(document) if _kind(other) == _kind(path) and isinstance(each, str)})
    place = kin.index(value)
    return [*kin[max(0, place - 2) : place], *kin[place + 1 : place + 3], f"{value}9"]


def _kind(path: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple("#" if isinstance(step, int) else step for step in path)


def _members(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in members:
        yield (*path, step), member
        yield from _members(member, (*path, step))


def _at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def told(problems: tuple[Problem, ...], before: tuple[Problem, ...], name: str) -> str:
    """What is found and was not before, and what no longer is: codes, places in the file and in the article."""
    first, now = Counter(_told(each, name) for each in before), Counter(_told(each, name) for each in problems)
    found = [*sorted((now - first).elements()), *(f"no {each}" for each in sorted((first - now).elements()))]
    return "; ".join(found) or "nothing"


def _told(problem: Problem, name: str) -> str:
    words = f" {problem.article.line}:{problem.article.column}+{len(problem.article.words)}" if problem.article else ""
    file = problem.path.rpartition("/")[2].removesuffix(".json")
    elsewhere = "" if file == name or (name == "article" and problem.path.startswith("corpus/")) else f"{file} "
    return f"{problem.code} {elsewhere}{problem.pointer[1:]}{words}"


def golden(family: Family) -> dict[str, list[str]]:
    """What is found in every variation, in lines, by the file and the part of it that is varied."""
    found: dict[str, list[str]] = {}
    for name in VARIED:
        before = family.problems(name, family.document(name))
        for place, document in variations(family, name):
            lines = found.setdefault(f"{name} {place.split()[0]}", [])
            lines.append(f"{place}: {told(family.problems(name, document), before, name)}")
    return found


def written(found: Mapping[str, list[str]]) -> str:
    """The lines as they are kept."""
    return "".join(f"# {part}\n" + "".join(f"{line}\n" for line in lines) for part, lines in found.items())


if __name__ == "__main__":
    GOLDEN.write_text(written(golden(Family.of(REPOSITORY / "tests" / "toy", ARTICLE))), encoding="utf-8")
