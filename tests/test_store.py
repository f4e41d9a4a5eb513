"""The store: where a corpus's files lie, and what they are by their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora import REPOSITORY, copy_of
from quidit.generate.guide import END, START
from quidit.scheme_file import SchemeError
from quidit.settings import SettingsError
from quidit.splits.ledger import Entry
from quidit.store import BrokenCorpusError, NoCorpusError, Store

OTHER = REPOSITORY / "tests" / "other"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.find(copy_of(OTHER, tmp_path / "corpus"))


def test_a_corpus_is_found_from_anywhere_inside(store: Store) -> None:
    assert Store.find(store.root / "annotations" / "pier" / "nell.json") == store


def test_where_there_is_none_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoCorpusError, match="quidit init"):
        Store.find(tmp_path)


@pytest.mark.parametrize(
    ("name", "error", "attribute"),
    [("schema/scheme.toml", SchemeError, "scheme"), ("pyproject.toml", SettingsError, "settings")],
)
def test_configuration_that_is_not_utf8_is_said(
    store: Store, name: str, error: type[Exception], attribute: str
) -> None:
    (store.root / name).write_bytes("titre = 'été'".encode("latin-1"))
    with pytest.raises(error, match=f"{name}: byte 9 is not UTF-8; save"):
        getattr(store, attribute)


def test_without_settings_the_remedy_is_said(store: Store) -> None:
    (store.root / "pyproject.toml").unlink()
    with pytest.raises(SettingsError, match="add it"):
        assert store.settings


@pytest.mark.parametrize(
    ("path", "articles"),
    [
        ("corpus/pier.json", {"pier"}),
        ("annotations/ferry", {"ferry"}),
        ("annotations/ferry/nell.json", {"ferry"}),
        ("corpus", None),
        ("annotations", None),
        ("annotations/annotators.json", None),
        ("corpus/splits.jsonl", None),
        ("pyproject.toml", None),
        ("", None),
    ],
)
def test_a_path_concerns_an_article_or_all(store: Store, path: str, articles: set[str] | None) -> None:
    assert store.articles_at(store.root / path) == articles


def test_a_path_outside_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NoCorpusError, match="lies outside"):
        store.articles_at(tmp_path)


def test_a_linked_folder_concerns_all(store: Store) -> None:
    (store.root / "annotations/pier").rename(store.root / "elsewhere")
    (store.root / "annotations/pier").symlink_to(store.root / "elsewhere")
    assert store.articles_at(store.root / "annotations/pier") is None
    assert store.article_ids() == ["ferry", "pier"]
    assert store.bundle("pier").annotations == ()


def test_files_for_people_are_left_alone(store: Store) -> None:
    for folder in ("corpus", "annotations", "annotations/pier"):
        for name in ("README.md", "LICENSE", ".gitkeep"):
            (store.root / folder / name).write_text("x", encoding="utf-8")
    assert store.strangers() == []
    assert store.bundle("pier").strangers == ()


def test_a_broken_file_is_not_taken_to_be_sound(store: Store) -> None:
    (store.root / "corpus/pier.json").write_text("{}\n", encoding="utf-8")
    with pytest.raises(BrokenCorpusError, match="quidit validate") as error:
        store.article("pier")
    assert {problem.code for problem in error.value.problems} == {"QD201"}


def test_decisions_are_appended_even_where_the_last_line_has_no_end(store: Store) -> None:
    path = store.root / Store.LEDGER
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    before = store.lists().entries
    store.append_to_ledger([Entry("1.1.0", article="quay", group="quay", split="train")])
    entries = store.lists().entries
    assert entries[: len(before)] == before
    assert entries[-1] == (4, Entry("1.1.0", article="quay", group="quay", split="train"))


def test_lists_of_a_corpus_without_them_are_empty(store: Store) -> None:
    (store.root / Store.LEDGER).unlink()
    (store.root / Store.ANNOTATORS).unlink()
    lists = store.lists()
    assert (lists.annotators, lists.entries, lists.problems) == ({}, (), ())
    assert lists.known_annotators == {}
    store.append_to_ledger([Entry("1.0.0", policy="group")])
    assert store.lists().ledger.policy == "group"


def test_who_annotates_is_not_known_from_a_list_with_problems(store: Store) -> None:
    (store.root / Store.ANNOTATORS).write_text("[]", encoding="utf-8")
    assert store.lists().known_annotators == {}
    (store.root / Store.ANNOTATORS).write_text("[{}]", encoding="utf-8")
    assert store.lists().known_annotators is None


def test_what_the_scheme_no_longer_makes_is_stale(store: Store) -> None:
    (store.root / "schema/labels.en.md").unlink()
    assert store.generate() == ["schema/labels.en.md"]
    assert store.generate() == []
    (store.root / "schema/labels.en.md").write_text("edited", encoding="utf-8")
    assert store.stale() == ["schema/labels.en.md"]


def test_what_was_made_for_a_language_that_is_gone_is_stale_and_removed(store: Store) -> None:
    store.generate()
    (store.root / "schema/labels.fr.md").write_text("nos labels", encoding="utf-8")
    (store.root / "schema/notes.fr.md").write_text("nos notes", encoding="utf-8")
    assert store.stale() == ["schema/labels.fr.md"]
    assert store.generate() == ["schema/labels.fr.md"]
    assert not (store.root / "schema/labels.fr.md").exists()
    assert (store.root / "schema/notes.fr.md").exists()
    assert store.stale() == []


def test_the_hotkeys_of_the_guide_follow_the_scheme(store: Store) -> None:
    store.generate()
    (store.root / "docs").mkdir()
    guide = store.root / "docs/annotating.en.md"
    guide.write_text("The screen shows its own keys.\n", encoding="utf-8")
    assert store.stale() == [], "a page without the block is its writer's own"
    guide.write_text(f"# Annotating\n\n{START}\n{END}\n\nThe end.\n", encoding="utf-8")
    assert store.generate() == ["docs/annotating.en.md"]
    page = guide.read_text(encoding="utf-8")
    assert page.startswith("# Annotating\n")
    assert "| key |" in page
    assert page.endswith("\n\nThe end.\n")
    assert store.stale() == []
