"""What a release would lack: a split that can test nothing, generated files of another scheme, a licence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quidit import Corpus
from quidit.checks.notes import ArticleNote, CorpusSubject
from quidit.checks.reading import Judge
from quidit.checks.releasing import Surroundings, generated_file_stale, split_without_annotation
from quidit.checks.run import judge_bundle
from quidit.splits.ledger import Entry, Ledger, Split
from quidit.starting import start


def told(
    annotated: str, *, policy: str = "group", unread: str = "", **splits: Split
) -> list[tuple[str, int | None, str]]:
    """What is found in a corpus of those articles in those splits: of which split, at which line, and what is there."""
    entries = [Entry("1.0.0", policy=policy)]  # type: ignore[arg-type]
    entries += [Entry("1.0.0", article=article, group=article, split=split) for article, split in splits.items()]
    notes = {
        article: ArticleNote(article, "", article, 1, annotation="a.json" if article in annotated.split() else "")
        for article in splits
        if article not in unread.split()
    }
    subject = CorpusSubject(
        notes, frozenset(splits), Ledger(tuple(entries)), tuple(enumerate(entries, 1)), "1.0.0", "pyproject.toml"
    )
    return [
        (each.message.split()[3], each.line, each.got.partition(" ")[0])
        for each in split_without_annotation.check(subject)
    ]


def test_a_split_with_one_annotated_article_can_test_something() -> None:
    assert told("a b", a="train", b="test", c="test") == []
    assert told("a b", a="train", b="validation") == []


def test_a_split_without_any_is_told_at_its_first_line() -> None:
    assert told("a", a="train", c="test", b="test", d="validation") == [("validation", 5, "d"), ("test", 3, "2")]


def test_only_what_is_in_the_split_counts() -> None:
    assert told("a c", a="train", b="test", c="held") == [("test", 3, "b")]
    assert told("a", a="train", b="held", c="withdrawn") == []
    assert told("", a="train") == []


def test_a_pilots_test_is_no_benchmark() -> None:
    assert told("", policy="pilot", a="test") == []


def test_what_cannot_be_read_may_be_annotated() -> None:
    assert told("a", unread="b", a="train", b="test", c="test") == []


@pytest.mark.parametrize(
    ("find", "replace", "annotation"),
    [
        ('"status": "complete"', '"status": "complete"', "annotations/sample/sample.json"),
        ('"status": "complete"', '"status": "draft"', ""),
        ('"status": "complete"', '"status": "finished"', "annotations/sample/sample.json"),
        ('"status": "complete"', '"status": ', "annotations/sample/sample.json"),
    ],
)
def test_an_annotation_that_cannot_be_read_is_given_the_benefit(
    tmp_path: Path, find: str, replace: str, annotation: str
) -> None:
    start(tmp_path / "corpus", "fr")
    path = tmp_path / "corpus/annotations/sample/sample.json"
    path.write_text(path.read_text(encoding="utf-8").replace(find, replace), encoding="utf-8")
    store = Corpus.open(tmp_path / "corpus").store
    note = judge_bundle(store.bundle("sample"), Judge(store.scheme, {}, Ledger()), store.read_raw).note
    assert note is not None
    assert note.annotation == annotation


def test_of_several_stale_files_the_first_is_told_with_how_many_there_are() -> None:
    stale = generated_file_stale.check(
        Surroundings(("schema/a", "schema/b", "schema/c"), "LICENSE", lacks_licence=False)
    )
    assert [(each.path, each.message) for each in stale] == [
        ("schema/a", "schema/a is not what the scheme makes of it, and 2 more like it")
    ]


def test_whatever_stands_in_a_generated_files_place_it_is_only_stale(tmp_path: Path) -> None:
    start(tmp_path / "corpus", "fr")
    schema = tmp_path / "corpus" / "schema"
    (schema / "labels.en.md").write_bytes(b"\xff\xfe")
    (schema / "labels.fr.md").unlink()
    (schema / "labels.fr.md").symlink_to("/etc/hostname")
    (schema / "article.schema.json").unlink()
    (schema / "article.schema.json").mkdir()
    shutil.copyfile(schema / "split.schema.json", schema / "label-studio.de.xml")
    (problem,) = Corpus.open(tmp_path / "corpus").validate().problems
    assert problem.name == "generated-file-stale"
    assert problem.message.endswith(", and 3 more like it")


def test_a_corpus_without_annotations_needs_no_licence_of_them(tmp_path: Path) -> None:
    start(tmp_path / "corpus", "fr")
    (tmp_path / "corpus/annotations/LICENSE").unlink()
    assert [problem.code for problem in Corpus.open(tmp_path / "corpus").validate().problems] == ["QD751"]
    shutil.rmtree(tmp_path / "corpus/annotations/sample")
    assert "QD751" not in [problem.code for problem in Corpus.open(tmp_path / "corpus").validate().problems]
