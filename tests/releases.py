"""What tests of releases share: the corpora that they are made of, what those say, and how rows are walked.

The corpora are read here as plain JSON, so that a release is held against its source and not against the
code that made it.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import quidit
from corpora import REPOSITORY, copy_of
from quidit import canonical

TOY = REPOSITORY / "tests" / "toy"
PILOT = "conseil-valmont"
LAYERS = ("mentions", "cues", "quotes", "stances")
SPAN = {"id", "start", "end", "text"}


@dataclass(frozen=True)
class Built:
    """A corpus on disk, the folder of its release and what building it gave."""

    corpus: Path
    folder: Path
    release: object
    loaded: dict

    def rows(self):
        """Every row with its config and split."""
        for config, splits in self.loaded.items():
            for split, rows in splits.items():
                for row in rows:
                    yield config, split, row


def toy_pilot(folder):
    """The toy corpus as it was at 0.1.0: one article, its sentences split."""
    copy_of(TOY, folder)
    for path in (folder / "corpus").glob("*.json"):
        if path.stem != PILOT:
            path.unlink()
    for path in (folder / "annotations").iterdir():
        if path.is_dir() and path.name != PILOT:
            shutil.rmtree(path)
    ledger = folder / "corpus/splits.jsonl"
    lines = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join(line for line in lines if '"0.1.0"' in line))
    replace_in(folder / "pyproject.toml", '"1.0.0"', '"0.1.0"')
    return folder


def replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def edit(path, change):
    """A JSON file with ``change`` made to what it says."""
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(canonical.dumps(document), encoding="utf-8")


def built(corpus, folder, cache):
    release = quidit.Corpus.open(corpus).build(folder)
    return Built(corpus, folder, release, load(folder, cache))


def load(folder, cache):
    """Every config as a reader loads it, in the order in which the card names them."""
    import datasets

    return {
        config: datasets.load_dataset(str(folder), config, cache_dir=str(cache))
        for config in datasets.get_dataset_config_names(str(folder))
    }


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def article_of(corpus, article):
    """An article's text and sentences."""
    document = json.loads((corpus / "corpus" / f"{article}.json").read_text(encoding="utf-8"))
    return "\n".join(document["paragraphs"]), [tuple(sentence) for sentence in document["sentences"]]


def annotations_of(corpus, article):
    """An article's annotation files, by annotator."""
    paths = (corpus / "annotations" / article).glob("*.json")
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths if path.stem != "rulings"}


def deciding_of(corpus, article):
    """The annotation that decides: the adjudicated one, else the only complete one."""
    files = annotations_of(corpus, article)
    complete = [file for file in files.values() if file["status"] == "complete"]
    return files.get("adjudicated") or (complete[0] if len(complete) == 1 else None)


def items_of(annotation):
    """Every span of an annotation by its id."""
    return {item["id"]: item for layer in LAYERS for item in annotation.get(layer, [])}


def spans_in(value):
    """Every place with offsets and words inside a row, however deep, but not the row itself."""
    if isinstance(value, dict):
        for member in value.values():
            if isinstance(member, dict) and set(member) >= SPAN:
                yield member
            yield from spans_in(member)
    elif isinstance(value, list):
        for member in value:
            if isinstance(member, dict) and set(member) >= SPAN:
                yield member
            yield from spans_in(member)


def strings_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from strings_in(member)
