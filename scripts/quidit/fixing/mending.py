"""Mending: edits and patches made in the content of a file, which is written canonically afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import cast

from quidit import canonical
from quidit.json_source import parse
from quidit.problems import REMOVED, Edit, Patch, QuiditError

_BYTE_ORDER_MARK = "\ufeff"


class CannotMendError(QuiditError, ValueError):
    """A repair that leads nowhere in its file, or that would change an article's words."""


def mended(content: bytes, edits: Sequence[Edit], patches: Sequence[Patch], *, line: int | None = None) -> bytes:
    """The content with its source patched, then its document edited and written canonically.

    With ``line``, counted from 1, the content is a file of lines, and that line is the source; the others are written
    canonically, too. A source that is not JSON even after the patches stays as they leave it.

    Raises:
        CannotMendError: an edit leads nowhere, or the paragraphs of an article would be others.
    """
    try:
        source = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotMendError(f"byte {error.start} is not UTF-8") from error
    if line is None:
        return _rewritten(source, edits, patches, is_line=False).encode("utf-8", "surrogatepass")
    lines = source.removesuffix("\n").split("\n")
    if line > len(lines):
        raise CannotMendError(f"there is no line {line}")
    written = [
        _rewritten(each, edits if number == line else (), patches if number == line else (), is_line=True)
        for number, each in enumerate(lines, 1)
    ]
    return ("\n".join(written) + "\n").encode("utf-8", "surrogatepass")


def _rewritten(source: str, edits: Iterable[Edit], patches: Iterable[Patch], *, is_line: bool) -> str:
    patched = source
    for patch in sorted(patches, key=lambda patch: patch.start, reverse=True):
        patched = patched[: patch.start] + patch.text + patched[patch.end :]
    parsed = parse(patched)
    if parsed.faults:
        return patched
    document = edited(parsed.document, edits)
    if is_line:
        return canonical.inline(document)
    words = _paragraphs(source) or _paragraphs(patched)
    # NFC would change the words of a text that is not composed; such a text is a problem of its own.
    written = next(
        (each for each in (canonical.dumps, canonical.spelt_out) if _paragraphs(each(document)) == words), None
    )
    if written is None:
        raise CannotMendError("the paragraphs of an article are never written anew")
    return written(document)


def _paragraphs(source: str) -> object:
    """The paragraphs that a source gives, None where it gives none that can be read."""
    try:
        document = json.loads(source.removeprefix(_BYTE_ORDER_MARK), parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    return document.get("paragraphs") if isinstance(document, dict) else None


def edited(document: object, edits: Iterable[Edit]) -> object:
    """The document, changed in place, with every edit made: values first, then what goes, the last element first.

    Raises:
        CannotMendError: an edit leads nowhere.
    """
    root = [document]
    edits = list(edits)
    for edit in edits:
        if edit.value is not REMOVED:
            _set(root, _steps(edit.pointer), edit.value)
    gone = [_steps(edit.pointer) for edit in edits if edit.value is REMOVED]
    for steps in sorted(gone, key=lambda steps: [(len(step), step) for step in steps], reverse=True):
        _remove(root, steps)
    return root[0]


def _steps(pointer: str) -> list[str]:
    """The steps of a JSON pointer, below a list whose only element is the document."""
    return ["0", *(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])]


def _set(root: list[object], steps: list[str], value: object) -> None:
    holder, last = _holder(root, steps), steps[-1]
    if isinstance(holder, dict):
        holder[last] = value
    elif last == str(len(holder)):
        holder.append(value)
    else:
        holder[_number(holder, last)] = value


def _remove(root: list[object], steps: list[str]) -> None:
    holder, last = _holder(root, steps), steps[-1]
    if isinstance(holder, list):
        del holder[_number(holder, last)]
    elif last in holder:
        del holder[last]
    else:
        raise CannotMendError(f"there is no {last!r} to remove")


def _holder(root: list[object], steps: list[str]) -> dict[str, object] | list[object]:
    """The object or list that the steps but the last lead to."""
    value: object = root
    for step in steps[:-1]:
        if isinstance(value, dict) and step in value:
            value = value[step]
        else:
            elements = cast("list[object]", value if isinstance(value, list) else [])
            value = elements[_number(elements, step)]
    if not isinstance(value, dict | list):
        raise CannotMendError(f"{'/'.join(steps[1:])} leads into a value that holds nothing")
    return value


def _number(elements: list[object], step: str) -> int:
    """The step as the number of an element that is there."""
    if not step.isdecimal() or int(step) >= len(elements):
        raise CannotMendError(f"there is no element {step!r}")
    return int(step)
