"""Generating: the files that follow from a scheme, where they lie in a corpus, written anew where they are stale."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from quidit import disk
from quidit.generate import generated_files
from quidit.scheme import Scheme
from quidit.standing import file_at

_OF_LANGUAGES = ("label-studio.*.xml", "labels.*.md")


def of_schema(scheme: Scheme) -> dict[str, str]:
    """What the scheme makes of the files of ``schema/``, by place."""
    return {f"schema/{name}": text for name, text in generated_files(scheme).items()}


def generated(root: Path, scheme: Scheme) -> dict[str, str]:
    """What the scheme makes, by place: the files of ``schema/``, and the guide's pages where there are any."""
    from quidit.generate.guide import START, refreshed

    files = of_schema(scheme)
    for language in scheme.languages:
        page = file_at(root / (place := f"docs/annotating.{language}.md"), root).source
        if START in page:
            files[place] = refreshed(page, scheme, language)
    return files


def stale(root: Path, files: Mapping[str, str]) -> list[str]:
    """Places of generated files that are missing, not what the scheme makes of them, or made by it no more."""
    changed = [place for place, text in files.items() if file_at(root / place, root).source != text]
    of_languages = [each for name in _OF_LANGUAGES for each in (root / "schema").glob(name)]
    return changed + sorted({path.relative_to(root).as_posix() for path in of_languages} - set(files))


def generate(root: Path, scheme: Scheme) -> list[str]:
    """The generated files written anew or removed where they were stale; their places."""
    files = generated(root, scheme)
    places = stale(root, files)
    for place in places:
        if place in files:
            disk.write(root / place, files[place])
        else:
            (root / place).unlink()
    return places
