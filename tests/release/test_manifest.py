"""The manifest: every file with its hash, and every split with the hash of its content."""

import hashlib
import json
from importlib.metadata import version

from quidit.release.parquet import ContentHash
from releases import files_of


def test_it_names_every_other_file_with_size_and_hash(each):
    files = files_of(each.folder)
    manifest = json.loads(files.pop("MANIFEST.json"))
    assert manifest["files"] == [
        {"path": path, "bytes": len(content), "file_sha256": hashlib.sha256(content).hexdigest()}
        for path, content in sorted(files.items())
    ]


def test_its_content_hashes_are_those_of_the_rows_that_a_reader_gets(each):
    manifest = json.loads((each.folder / "MANIFEST.json").read_text())
    found = {}
    for config, splits in each.loaded.items():
        for split, rows in splits.items():
            content = ContentHash(rows.features)
            for row in rows.with_format("arrow")[:].to_pylist():
                content.add(row)
            path = f"{config}/{split}-00000-of-00001.parquet"
            found.setdefault(config, {})[split] = {
                "rows": len(rows),
                "content_sha256": content.hexdigest(),
                "files": [path],
            }
    assert manifest["configs"] == found


def test_it_says_what_the_release_is_and_what_made_it(toy):
    manifest = json.loads((toy.folder / "MANIFEST.json").read_text())
    assert (manifest["dataset"], manifest["version"], manifest["scheme"]) == ("toy", "1.0.0", "1.2")
    assert manifest["made_with"] == {package: version(package) for package in ("quidit", "datasets", "pyarrow")}


def test_a_release_holds_the_schemas_of_its_corpuss_files(toy):
    names = {name for name in files_of(toy.folder) if name.startswith("schema/")}
    kinds = ("annotation", "annotators", "article", "known-problems", "regions", "rulings", "split")
    assert names == {f"schema/{name}.schema.json" for name in kinds}
    for name in names:
        assert (toy.folder / name).read_bytes() == (toy.corpus / name).read_bytes()
