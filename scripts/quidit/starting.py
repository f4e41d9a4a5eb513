"""Starting: a corpus of one's own, with a scheme to edit and a sample that builds."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

from quidit import canonical, disk
from quidit.crossing import read_annotation
from quidit.ingest import Intake, add
from quidit.problems import QuiditError
from quidit.records import Rights
from quidit.splits.ledger import Entry
from quidit.store import Store

SAMPLE = "sample"
LANGUAGES = ("fr", "en")
_SCREENS = 'languages = ["fr", "en"]'
_ISSUES = "\n[[issues]]"
_SAMPLE_ISSUE = """
[[issues]]
id = "new-bridge"
reads = { fr = "construire un nouveau pont à Valmont", en = "building a new bridge in Valmont" }
"""


class StartError(QuiditError, ValueError):
    """A folder in which no corpus can be started."""


def start(folder: Path, language: str) -> list[Path]:
    """The files of a new corpus, written into a folder that is new or empty; their paths in it, sorted.

    Raises:
        StartError: the folder holds something, its name cannot name a dataset, or there is no sample in
            that language.
    """
    dataset = folder.absolute().name.lower()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StartError(f"{folder} is not empty; name a new folder")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", dataset):
        raise StartError(f"{dataset!r} cannot name a dataset; use letters, digits, hyphens and underscores")
    if language not in LANGUAGES:
        raise StartError(f"there is no sample article in {language!r}; choose {' or '.join(LANGUAGES)}")
    for name, path in (
        ("README.md", "README.md"),
        ("Makefile", "Makefile"),
        ("pyproject.toml", "pyproject.toml"),
        ("gitignore", ".gitignore"),
        ("workflow.yml", ".github/workflows/validate.yml"),
        ("release.yml", ".github/workflows/release.yml"),
        ("LICENSE", Store.LICENCE),
    ):
        text = _starter(name).replace("{dataset}", dataset).replace("{language}", language)
        disk.write(folder / path, text)
    disk.write(folder / "schema" / "scheme.toml", _scheme(language))
    store = Store(folder.absolute())
    store.generate()
    _add_sample(store, language)
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _add_sample(store: Store, language: str) -> None:
    """The sample article, annotated and split, as if it had come in the ordinary way."""
    raw = store.write_raw(f"{SAMPLE}.txt", _starter(f"sample.{language}.txt").encode())
    intake = Intake(
        path=raw,
        id=SAMPLE,
        language=language,
        note="Made up, as a sample.",
        rights=Rights("CC0-1.0", "allowed", decided_by="quidit", date="2026-11-23", basis="made up for Quidit"),
    )
    (article,) = add(store, [intake])
    store.write_annotation(read_annotation(json.loads(_starter(f"sample.{language}.json"))), article)
    annotator = {"id": SAMPLE, "kind": "model", "languages": [language], "note": "Made up with the sample article."}
    disk.write(store.root / Store.ANNOTATORS, canonical.dumps([annotator]))
    version = store.settings.version
    store.append_to_ledger(
        [
            Entry(version, policy="pilot", why="the corpus has a single group"),
            Entry(version, article=SAMPLE, group=SAMPLE, split="pilot", test_from=len(article.sentences) - 1),
        ]
    )


def _scheme(language: str) -> str:
    """Quidit's own scheme, the language first on the screen, with a sample issue in place of its issues, its end."""
    packaged = resources.files("quidit.starter").joinpath("scheme.toml")
    if packaged.is_file():
        text = packaged.read_text(encoding="utf-8")
    else:  # an editable install: the package lies in the checkout that has the file
        text = (Path(__file__).parents[2] / "schema" / "scheme.toml").read_text(encoding="utf-8")
    screens = json.dumps(sorted(LANGUAGES, key=lambda each: each != language))
    return text.replace(_SCREENS, f"languages = {screens}").partition(_ISSUES)[0] + _SAMPLE_ISSUE


def _starter(name: str) -> str:
    return resources.files("quidit.starter").joinpath(name).read_text(encoding="utf-8")
