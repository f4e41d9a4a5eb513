"""`quidit diff`: folders and revisions by what somebody calls them, and words that name neither."""

import json

import pytest

import quidit as library
from corpora import copy_of, quidit
from differences import made
from quidit.release.differences.json_object import json_object
from quidit.release.edition import NoEditionError
from releases import TOY, edit
from repositories import commit, git, repository


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """The toy corpus in git: `v1.0.0`, then a corrected quote of test."""
    folder = repository(copy_of(TOY, tmp_path_factory.mktemp("diff") / "corpus"))
    git(folder, "tag", "v1.0.0")
    edit(folder / "annotations/petanque-coupe/sol.json", lambda a: a["quotes"][0].update(unsure=True))
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    return made(copy_of(TOY, folder / "corpus"), folder / "toy").folder


def test_two_revisions_are_built_and_compared(corpus):
    result = quidit("diff", "v1.0.0", "main", "--json", cwd=corpus)
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert (found["bump"], found["least_version"]) == ("major", "2.0.0")
    assert [reason["ids"] for reason in found["reasons"] if reason["rule"] == "test-row-changed"] == [
        ["petanque-coupe#q1"]
    ]


def test_a_folder_and_a_revision_of_the_same_corpus_do_not_differ(corpus, release):
    result = quidit("diff", release, "v1.0.0", cwd=corpus)
    assert (result.returncode, result.stdout) == (0, "toy 1.0.0 and 1.0.0: nothing differs.\n")


def test_folders_need_no_corpus_around(release, tmp_path):
    result = quidit("diff", release, release, "--md", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("# `toy 1.0.0 → 1.0.0`: none\n")


def test_the_library_does_what_the_verb_does(corpus, release):
    found = library.diff(release, release)
    assert json_object(found) == quidit("diff", release, release, "--json", cwd=corpus).stdout
    assert library.Corpus.open(corpus).diff(release, release) == found


@pytest.mark.parametrize("words", [("a",), ()])
def test_two_releases_are_needed(words, tmp_path):
    result = quidit("diff", *words, cwd=tmp_path)
    assert result.returncode == 2
    assert "name two releases to compare" in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "v9.9.9",
            "no folder of that name holds one, and git has no revision 'v9.9.9'; its tags of versions are v1.0.0",
        ),
        ("corpus", "corpus holds no MANIFEST.json"),
        ("-x", "No such option"),
    ],
)
def test_words_that_name_no_release_are_wrong_usage(corpus, release, words, told):
    result = quidit("diff", release, words, cwd=corpus)
    assert result.returncode == 2
    assert told in result.stderr


def test_outside_of_a_corpus_a_revision_means_nothing(release, tmp_path):
    with pytest.raises(NoEditionError, match="'v1' names no release"):
        library.diff(release, "v1", corpus=tmp_path)


def test_a_damaged_release_is_no_usage_error(corpus, release, tmp_path):
    import shutil

    broken = shutil.copytree(release, tmp_path / "toy")
    (broken / "README.md").write_text("another card")
    result = quidit("diff", broken, release, cwd=corpus)
    assert result.returncode == 1
    assert "README.md is not the file that MANIFEST.json names" in result.stderr


def test_the_rules_are_printed_as_the_documentation_has_them(tmp_path):
    from quidit.release.differences.versions_page import page

    assert quidit("diff", "--rules", cwd=tmp_path).stdout == page()
