"""Two releases for each rule of the bump: what is done to the toy corpus, or to its release, and what is told of it.

`python tests/differences.py` writes what is told into `tests/release/differences/`, for a change that is meant.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
from datasets import ClassLabel, Features, Value

from corpora import REPOSITORY, copy_of
from quidit.release.build import _written
from quidit.release.differences.difference import difference
from quidit.release.differences.text import text
from quidit.release.edition import Edition
from quidit.release.manifest import MANIFEST, manifest_text
from quidit.release.parquet import SplitWriter
from quidit.store import Store
from releases import TOY, edit, replace_in, toy_pilot

TOLD = REPOSITORY / "tests" / "release" / "differences"


def made(corpus, folder):
    """The release of a corpus as the build writes it, which loads nothing back here."""
    folder.mkdir(parents=True)
    _written(Store(corpus), folder, lambda _: None)
    return Edition.open(folder)


def of_corpus(change, *, base=None):
    """Two releases: of the toy corpus, and of what ``change`` makes of it."""

    def pair(folder):
        first, second = folder / "one", folder / "other"
        for corpus in (first, second):
            (base or (lambda path: copy_of(TOY, path)))(corpus)
        change(second)
        return made(first, folder / "first"), made(second, folder / "second")

    return pair


def of_release(change):
    """Two releases: of the toy corpus, and what ``change`` makes of its tables: config → (features, split → rows)."""

    def pair(folder):
        first = made(copy_of(TOY, folder / "one"), folder / "first")
        tables = {
            config: (first.features(config), {split: list(first.rows(config, split)) for split in first.splits(config)})
            for config in first.configs
        }
        return first, rewritten(first, change(tables), folder / "second")

    return pair


def rewritten(edition, tables, folder):
    """A release with other tables and the same files beside them."""
    shutil.copytree(edition.folder, folder, ignore=shutil.ignore_patterns("*.parquet", MANIFEST))
    contents = {}
    for config, (features, splits) in tables.items():
        for split, rows in splits.items():
            writer = SplitWriter(folder, config, split, Features(features))
            for row in rows:
                writer.add(row)
            contents.setdefault(config, {})[split] = writer.close()
    named = {name: edition.manifest[name] for name in ("dataset", "version", "scheme")}
    (folder / MANIFEST).write_text(manifest_text(folder, named, contents), encoding="utf-8")
    return Edition.open(folder)


def turned(pair):
    return lambda folder: pair(folder)[::-1]


def restated(change):
    """Two releases of which the other differs in its manifest alone, or in what ``change`` does in its folder."""

    def pair(folder):
        first = made(copy_of(TOY, folder / "one"), folder / "first")
        shutil.copytree(first.folder, folder / "second")
        change(folder / "second")
        return first, Edition.open(folder / "second")

    return pair


def said(folder, change):
    path = folder / MANIFEST
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def in_ledger(corpus, line):
    path = corpus / "corpus" / "splits.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def sent_to(article, group, split):
    line = {"release": "1.1.0", "article": article, "group": group, "split": split}
    return of_corpus(lambda corpus: in_ledger(corpus, json.dumps(line)))


def withdrawn(article):
    def change(corpus):
        (corpus / "corpus" / f"{article}.json").unlink()
        shutil.rmtree(corpus / "annotations" / article, ignore_errors=True)
        line = {"release": "1.1.0", "article": article, "group": article, "split": "withdrawn", "why": "asked for"}
        in_ledger(corpus, json.dumps(line))

    return of_corpus(change)


def corrected(article, annotator, change):
    return of_corpus(lambda corpus: edit(corpus / "annotations" / article / f"{annotator}.json", change))


def told_otherwise(article, change):
    return of_corpus(lambda corpus: edit(corpus / "corpus" / f"{article}.json", change))


def in_scheme(old, new, *, everywhere=()):
    """The scheme with some words replaced, and each word of ``everywhere`` in all annotations too."""

    def change(corpus):
        replace_in(corpus / "schema" / "scheme.toml", old, new)
        for path in (corpus / "annotations").glob("*/*.json"):
            source = path.read_text(encoding="utf-8")
            for one, other in everywhere:
                source = source.replace(f'"{one}"', f'"{other}"')
            path.write_text(source, encoding="utf-8")

    return of_corpus(change)


def with_zoe(corpus):
    """One more annotator, of one article of train that is adjudicated."""
    path = corpus / "annotations" / "annotators.json"
    listed = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([*listed, {"id": "zoe", "kind": "human"}]), encoding="utf-8")
    copied(corpus, "conseil-valmont", "lin", "zoe")


def copied(corpus, article, annotator, other):
    folder = corpus / "annotations" / article
    shutil.copyfile(folder / f"{annotator}.json", folder / f"{other}.json")
    edit(folder / f"{other}.json", lambda annotation: annotation.update(annotator=other))


def renamed(corpus):
    """`tram-delays` under another id, everywhere."""
    for path in (corpus / "corpus" / "tram-delays.json", corpus / "annotations" / "tram-delays"):
        path.rename(path.with_name(path.name.replace("tram-delays", "trams-late")))
    replace_in(corpus / "corpus" / "trams-late.json", '"tram-delays"', '"trams-late"')
    replace_in(corpus / "annotations" / "trams-late" / "lin.json", '"tram-delays"', '"trams-late"')
    replace_in(corpus / "corpus" / "splits.jsonl", '"article": "tram-delays"', '"article": "trams-late"')


def rewrote(article):
    """The last sentence of an article goes on."""
    article["paragraphs"][-1] += " Indeed"
    article["sentences"][-1][1] += len(" Indeed")
    article["text_sha256"] = "0" * 64


def recut(article):
    """The second and the third sentence are one."""
    (start, _), (_, end) = article["sentences"][1:3]
    article["sentences"][1:3] = [[start, end]]


def without(*configs):
    return lambda tables: {config: table for config, table in tables.items() if config not in configs}


def with_columns(config, change, of_row=lambda row: row):
    """One config with other columns, and rows that fit them."""

    def changed(tables):
        features, splits = tables[config]
        rows = {split: [of_row(dict(row)) for row in some] for split, some in splits.items()}
        return {**tables, config: (change(dict(features)), rows)}

    return changed


def renaming(old, new):
    return lambda members: {new if name == old else name: value for name, value in members.items()}


def dropping(name):
    return lambda members: {other: value for other, value in members.items() if other != name}


def without_layer(tables):
    """No stances any more: no column, no config of theirs."""
    left = without("stance", "issues")(tables)
    for config in ("sentences", "annotations"):
        left = with_columns(config, dropping("stances"), dropping("stances"))(left)
    return left


def without_split(tables):
    features, splits = tables["tokens"]
    return {**tables, "tokens": (features, dropping("validation")(splits))}


def with_issues(change):
    def changed(tables):
        features, splits = tables["issues"]
        return {**tables, "issues": (features, {"full": change([dict(row) for row in splits["full"]])})}

    return changed


def reworded(issues):
    issues[0]["reads"] = [{**each, "text": each["text"].upper()} for each in issues[0]["reads"]]
    return issues


def translated(issues):
    issues[0]["reads"] = [*issues[0]["reads"], {"language": "it", "text": "riaprire la piscina"}]
    return issues


def last_kind_gone(tables):
    """The annotators' kinds without `model`, and whoever is one a person."""

    def change(features):
        return {**features, "annotator_kind": ClassLabel(names=["human"])}

    return with_columns("annotations", change, lambda row: {**row, "annotator_kind": 0})(tables)


def compressed(folder):
    """The same rows in other bytes, and a manifest that says so."""
    path = next((folder / "tokens").glob("train-*"))
    pq.write_table(pq.read_table(path), path, compression="none")
    edition = Edition.open(folder)
    rewritten_files = json.loads(manifest_text(folder, {}, {}))["files"]
    said(folder, lambda document: document.update(files=rewritten_files))
    assert Edition.open(folder).configs == edition.configs


def label_line(corpus):
    """One more label, at the end of the list of mentions."""
    scheme = corpus / "schema" / "scheme.toml"
    source = scheme.read_text(encoding="utf-8")
    start = source.index('[[mentions]]\nlabel = "MISC"')
    block = source[start : source.index("[[mentions]]", start + 1)].replace("MISC", "EVENT").replace('"4"', '"6"')
    scheme.write_text(source.replace("[[uses]]", f"{block}[[uses]]", 1), encoding="utf-8")


def unsure(annotation):
    annotation["quotes"][0]["unsure"] = True


def mislabelled(annotation):
    """The first name is an organisation after all."""
    annotation["mentions"][0]["label"] = "ORG"
    del annotation["mentions"][0]["use"]


KINDS = ('id = "person"', 'id = "organisation"')
CLEARED = {
    "text": "CC-BY-4.0",
    "redistribution": "allowed",
    "decided_by": "ada",
    "date": "2031-04-01",
    "basis": "letter",
}

CASES = {
    "pilot-to-groups": lambda folder: (
        made(toy_pilot(folder / "one"), folder / "first"),
        made(copy_of(TOY, folder / "other"), folder / "second"),
    ),
    "moved-with-test": sent_to("petanque-coupe", "petanque-coupe", "train"),
    "moved": sent_to("apiculteurs-orme", "apiculteurs-orme", "train"),
    "config-removed": of_release(without("stance")),
    "configs-reordered": of_release(lambda tables: dict(reversed(tables.items()))),
    "split-removed": of_release(without_split),
    "layer-removed": of_release(without_layer),
    "column-removed": of_release(with_columns("tokens", dropping("starts"), dropping("starts"))),
    "column-renamed": of_release(with_columns("tokens", renaming("starts", "begins"), renaming("starts", "begins"))),
    "column-retyped": of_release(with_columns("tokens", lambda columns: {**columns, "text": Value("large_string")})),
    "columns-reordered": of_release(with_columns("tokens", lambda columns: dict(sorted(columns.items())))),
    "label-removed": of_release(last_kind_gone),
    "label-renamed": in_scheme('label = "PER"', 'label = "PERSON"', everywhere=[("PER", "PERSON")]),
    "labels-reordered": of_corpus(
        lambda corpus: [
            replace_in(corpus / "schema" / "scheme.toml", *words)
            for words in ((KINDS[0], "id = X"), (KINDS[1], KINDS[0]), ("id = X", KINDS[1]))
        ]
    ),
    "issue-removed": of_release(with_issues(lambda issues: issues[1:])),
    "issue-reworded": of_release(with_issues(reworded)),
    "article-renamed": of_corpus(renamed),
    "text-changed": told_otherwise("tram-delays", rewrote),
    "sentences-changed": told_otherwise("storm-warning", recut),
    "origin-changed": told_otherwise("petanque-coupe", lambda article: article.update(rights=CLEARED)),
    "annotation-added": of_corpus(lambda corpus: copied(corpus, "museum-night", "m1", "lin")),
    "test-row-removed": withdrawn("petanque-coupe"),
    "test-row-added": sent_to("gare-en-direct", "gare-en-direct", "test"),
    "test-row-changed": corrected("petanque-coupe", "sol", unsure),
    "config-added": turned(of_release(without("stance"))),
    "split-added": turned(of_release(without_split)),
    "layer-added": turned(of_release(without_layer)),
    "column-added": turned(of_release(with_columns("tokens", dropping("starts"), dropping("starts")))),
    "label-added": of_corpus(label_line),
    "issue-added": of_release(with_issues(translated)),
    "annotator-added": of_corpus(with_zoe),
    "annotator-removed": turned(of_corpus(with_zoe)),
    "article-added": turned(withdrawn("tram-delays")),
    "article-withdrawn": withdrawn("tram-delays"),
    "data-corrected": corrected("tram-delays", "lin", mislabelled),
    "card-changed": of_corpus(lambda corpus: replace_in(corpus / "pyproject.toml", "made-up news", "news of nowhere")),
    "file-changed": of_corpus(lambda corpus: replace_in(corpus / "annotations" / "LICENSE", "CC", "cc")),
    "written-anew": restated(compressed),
    "manifest-changed": restated(lambda folder: said(folder, lambda document: document.update(scheme="1.3"))),
}
"""What makes two releases that differ as a rule says, by the rule's name: from an empty folder."""
OF_FILES = {"card-changed": "README.md", "file-changed": "LICENSE"}
"""The cases that are about a file; in all others the card and what else is made of the rows differ too."""


def said_of(name, found):
    """What is told of a case, but for files that it is not about."""
    kept = (change for change in found.changes if change.what != "file" or change.id == OF_FILES.get(name))
    return text(replace(found, changes=tuple(kept)))


def main():
    TOLD.mkdir(exist_ok=True)
    for name, pair in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            (TOLD / f"{name}.txt").write_text(said_of(name, difference(*pair(Path(folder)))), encoding="utf-8")


if __name__ == "__main__":
    main()
