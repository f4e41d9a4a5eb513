"""The build: the same bytes every time, and the earlier release whole until the new one is."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from corpora import REPOSITORY, copy_of, quidit
from quidit import Corpus
from quidit.language.segmentation import segment
from quidit.records import Mention, Quote, Rights, Span
from quidit.release.build import NothingToReleaseError, build
from quidit.release.placing import UnusableFolderError
from quidit.store import BrokenCorpusError, Store
from quidit.text import sha256
from releases import PILOT, TOY, edit, files_of, load, replace_in


def run(script, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def leftovers(folder):
    """What lies beside a release: nothing, once a build has ended."""
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


@pytest.fixture
def small(pilot, tmp_path):
    """The toy corpus with its pilot article alone, and its release."""
    folder = tmp_path / "build" / "toy"
    return shutil.copytree(pilot.corpus, tmp_path / "corpus"), shutil.copytree(pilot.folder, folder)


def titles_and_names(folder, cache):
    """The articles' titles and the entities' names, as a reader with that cache gets them."""
    import datasets

    said = set()
    for config, column in (("articles", "title"), ("entities", "name")):
        said.update(datasets.load_dataset(str(folder), config, cache_dir=str(cache))["full"][column])
    return said


@pytest.mark.parametrize("source", [REPOSITORY, TOY], ids=["main", "toy"])
def test_two_processes_give_the_same_bytes_whatever_their_seed_time_and_place(tmp_path, source):
    built = []
    for seed, zone in (("1", "Pacific/Kiritimati"), ("42", "America/Caracas")):
        corpus = copy_of(source, tmp_path / seed / "corpus")
        home = tmp_path / seed / "home"
        home.mkdir()
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "HOME": str(home)}
        result = quidit("build", "--output", "../release", cwd=corpus, **environment)
        assert result.returncode == 0, result.stderr
        assert list(home.rglob("*")) == []
        built.append(files_of(tmp_path / seed / "release"))
    assert built[0] == built[1]


def test_building_again_changes_no_byte(small):
    corpus, folder = small
    before = files_of(folder)
    Corpus.open(corpus).build(folder)
    assert files_of(folder) == before
    assert leftovers(folder) == []


def test_the_release_says_what_it_holds(toy):
    rows = {
        config: {split: part.rows for split, part in parts.items()} for config, parts in toy.release.contents.items()
    }
    assert rows == {
        config: {split: len(rows) for split, rows in splits.items()} for config, splits in toy.loaded.items()
    }
    assert (toy.release.dataset, toy.release.version, toy.release.folder) == ("toy", "1.0.0", toy.folder)


def test_every_article_and_then_every_config_is_told(small, pilot):
    corpus, folder = small
    told = []
    build(Store(corpus), folder, told.append)
    assert told == [PILOT, *pilot.release.contents]


def test_what_was_loaded_before_a_rebuild_is_not_served_after_it(small, tmp_path):
    corpus, folder = small
    cache = tmp_path / "cache"
    before = titles_and_names(folder, cache)
    for path in (corpus / "annotations" / PILOT).glob("*.json"):
        if path.stem != "rulings":
            edit(path, lambda annotation: annotation["entities"][-1].update(name="DAUPHINS"))
    Corpus.open(corpus).build(folder)
    after = titles_and_names(folder, cache)
    assert before - after == {"Dauphins"}
    assert after - before == {"DAUPHINS"}


def test_two_folders_of_one_name_do_not_serve_each_others_rows(small, tmp_path):
    corpus, folder = small
    cache = tmp_path / "cache"
    before = titles_and_names(folder, cache)
    edit(corpus / "corpus" / f"{PILOT}.json", lambda article: article.update(title="Autre titre"))
    other = tmp_path / "elsewhere" / "toy"
    Corpus.open(corpus).build(other)
    assert titles_and_names(other, cache) - before == {"Autre titre"}


KILLED = """
import os, signal, sys
from pathlib import Path
from quidit.release.build import build
from quidit.store import Store

corpus, folder, moment = sys.argv[1:]
def die():
    os.kill(os.getpid(), signal.SIGKILL)

told = []
def progress(name):
    told.append(name)
    if moment == name:
        die()

def watch(event, arguments):
    if event == "os.rename" and str(arguments[0]) == moment:
        die()
    if event == "shutil.rmtree" and str(arguments[0]).endswith(".old") and os.path.exists(arguments[0]) and moment == "old":
        die()

sys.addaudithook(watch)
build(Store(Path(corpus)), Path(folder), progress)
"""


@pytest.mark.parametrize("moment", [PILOT, "sentences", "annotations", "aside", "between", "old"])
def test_a_build_that_is_killed_leaves_a_whole_release_or_one_that_the_next_build_recovers(small, moment):
    corpus, folder = small
    earlier = files_of(folder)
    edit(corpus / "corpus" / f"{PILOT}.json", lambda article: article.update(title="Autre titre"))
    renames = {"aside": folder, "between": folder.parent / ".toy.partial" / "toy"}
    result = run(KILLED, corpus, folder, renames.get(moment, moment))
    assert result.returncode == -signal.SIGKILL, result.stderr
    if moment == "between":
        assert not folder.exists()
    elif moment != "old":
        assert files_of(folder) == earlier
    (corpus / "corpus/splits.jsonl").unlink()
    with pytest.raises(NothingToReleaseError):
        build(Store(corpus), folder, lambda _: None)
    if moment == "old":
        assert files_of(folder).keys() == earlier.keys()
        assert "Autre titre" in titles_and_names(folder, corpus / "cache")
    else:
        assert files_of(folder) == earlier
    assert leftovers(folder) == []


FULL_DISK = """
import resource, sys
from pathlib import Path
from quidit.release.build import build
from quidit.store import Store

corpus, folder, limit, moment = sys.argv[1:]
def fill(name):
    if name == moment:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))

fill("start")
try:
    build(Store(Path(corpus)), Path(folder), fill)
except OSError as error:
    print(type(error).__name__, error.errno)
finally:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


@pytest.mark.parametrize(
    ("limit", "moment"), [(1_000, "start"), (20_000, "start"), (10, PILOT), (10, "sentences"), (10, "articles")]
)
def test_where_no_more_can_be_written_the_earlier_release_stays_and_nothing_else(small, limit, moment):
    corpus, folder = small
    earlier = files_of(folder)
    result = run(FULL_DISK, corpus, folder, limit, moment)
    assert (result.returncode, result.stderr.replace("\n", "")) == (0, "")
    assert result.stdout.split()[0] in ("OSError", "WriteError")
    assert files_of(folder) == earlier
    assert leftovers(folder) == []


def test_two_builds_at_once_wait_for_each_other(small):
    corpus, folder = small
    expected = files_of(folder)
    shutil.rmtree(folder)
    script = "import quidit, sys; quidit.Corpus.open(sys.argv[1]).build(sys.argv[2])"
    builds = [subprocess.Popen([sys.executable, "-c", script, corpus, folder]) for _ in range(2)]
    assert [each.wait(timeout=300) for each in builds] == [0, 0]
    assert files_of(folder) == expected
    assert leftovers(folder) == []


def test_a_folder_that_holds_no_release_is_not_replaced(small):
    corpus, _ = small
    before = files_of(corpus)
    for folder in (corpus, corpus / "corpus", corpus / "pyproject.toml"):
        with pytest.raises(UnusableFolderError, match="name a new"):
            Corpus.open(corpus).build(folder)
    assert files_of(corpus) == before


def test_a_link_in_the_folders_place_is_not_replaced(small, tmp_path):
    corpus, folder = small
    link = tmp_path / "link"
    link.symlink_to(folder)
    with pytest.raises(UnusableFolderError):
        Corpus.open(corpus).build(link)
    assert link.is_symlink()


@pytest.mark.parametrize("name", ["a[1]", "a*", "a?", "a::b"])
def test_a_path_that_datasets_takes_for_a_pattern_is_refused(small, tmp_path, name):
    corpus, _ = small
    with pytest.raises(UnusableFolderError, match="as patterns"):
        Corpus.open(corpus).build(tmp_path / name / "toy")


def test_an_empty_folder_takes_a_release(small, tmp_path):
    corpus, folder = small
    empty = tmp_path / "empty"
    empty.mkdir()
    Corpus.open(corpus).build(empty)
    (empty / "README.md").read_text().index("Toy")
    assert {name for name in files_of(empty) if name.endswith(".parquet")} == {
        name for name in files_of(folder) if name.endswith(".parquet")
    }


def test_by_default_a_release_goes_to_build_under_its_name(small):
    corpus, _ = small
    assert Corpus.open(corpus).build().folder == corpus / "build" / "toy"


def test_files_for_people_go_along(small, tmp_path):
    corpus, _ = small
    (corpus / "CHANGELOG.md").write_text("# 0.1.0\n")
    (corpus / "CITATION.cff").write_text("cff-version: 1.2.0\n")
    Corpus.open(corpus).build(tmp_path / "out")
    for name in ("CHANGELOG.md", "CITATION.cff"):
        assert (tmp_path / "out" / name).read_bytes() == (corpus / name).read_bytes()
    assert (tmp_path / "out/LICENSE").read_bytes() == (corpus / "annotations/LICENSE").read_bytes()


@pytest.mark.parametrize("target", ["/etc/passwd", "nowhere"])
def test_a_link_among_them_is_refused(small, tmp_path, target):
    corpus, _ = small
    (corpus / "CITATION.cff").symlink_to(target)
    with pytest.raises(BrokenCorpusError, match=r"CITATION\.cff is a link"):
        build(Store(corpus), tmp_path / "out", lambda _: None)
    assert not (tmp_path / "out").exists()


def test_a_corpus_without_splits_releases_nothing(small):
    corpus, folder = small
    (corpus / "corpus/splits.jsonl").unlink()
    with pytest.raises(NothingToReleaseError, match="quidit split"):
        Corpus.open(corpus).build(folder.parent / "out")
    assert leftovers(folder) == []


def test_a_corpus_whose_articles_are_all_withdrawn_releases_nothing(small):
    corpus, folder = small
    for path in (corpus / "corpus").glob("*.json"):
        path.unlink()
    for path in (corpus / "annotations").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    with pytest.raises(NothingToReleaseError, match=r"has no article, .*; add one with `quidit add`"):
        build(Store(corpus), folder.parent / "out", lambda _: None)


def test_what_is_left_out_says_why(tmp_path):
    corpus = copy_of(TOY, tmp_path / "corpus")
    ledger = corpus / "corpus/splits.jsonl"
    lines = [line for line in ledger.read_text().splitlines(keepends=True) if '"tram-delays"' not in line]
    gone = {"release": "1.0.0", "article": "storm-warning", "group": "storm-warning", "split": "withdrawn"}
    ledger.write_text("".join(lines) + json.dumps(gone) + "\n")
    release = build(Store(corpus), tmp_path / "out", lambda _: None)
    assert [(left.article, left.reason) for left in release.left_out] == [
        ("gare-en-direct", "held: would bridge train and validation"),
        (
            "marathon-results",
            "has 2 complete annotations and none that decides: it is in articles and annotations alone",
        ),
        ("storm-warning", "withdrawn: see the ledger"),
        ("tram-delays", "has no split yet; run `quidit split`"),
    ]


def test_a_corpus_in_which_nothing_is_annotated_has_articles_alone(tmp_path):
    corpus = copy_of(TOY, tmp_path / "corpus")
    for path in (corpus / "annotations").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    folder = tmp_path / "out"
    Corpus.open(corpus).build(folder)
    loaded = load(folder, tmp_path / "cache")
    assert list(loaded) == ["issues", "articles"]
    import datasets

    default = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    assert default["train"].features == loaded["articles"]["train"].features
    text = (folder / "README.md").read_text()
    assert "to be annotated with who says what" in text
    assert "Nothing is annotated yet." in text
    assert "no-annotation" in text
    assert 'articles = load_dataset("toy", "articles", revision="v1.0.0")' in text


def test_a_split_whose_articles_are_not_annotated_is_absent_where_it_has_no_row(tmp_path):
    corpus = copy_of(TOY, tmp_path / "corpus")
    for article in ("museum-night", "petanque-coupe"):
        shutil.rmtree(corpus / "annotations" / article)
    folder = tmp_path / "out"
    Corpus.open(corpus).build(folder)
    loaded = load(folder, tmp_path / "cache")
    assert set(loaded["sentences"]) == {"train", "validation"}
    assert set(loaded["articles"]) == {"train", "validation", "test"}


def test_a_long_article_is_built_whole(small, tmp_path):
    corpus, _ = small
    store = Store(corpus)
    article, annotations = store.article(PILOT), store.annotations(PILOT)
    lines = [f"La maire a dit que la piscine {number} rouvrira." for number in range(600)]
    text = "\n".join(lines)
    long = replace(
        article,
        text=text,
        sentences=segment(text, "fr"),
        text_sha256=sha256(text),
        rights=Rights("CC0-1.0", "allowed"),
    )
    starts = [sentence.start for sentence in long.sentences]
    mentions = tuple(
        Mention(f"m{n}", Span(start, start + 8), "ACTOR", "jeanne-roussel-d-argent")
        for n, start in enumerate(starts, 1)
    )
    quotes = tuple(
        Quote(f"q{n}", Span(sentence.start + 15, sentence.end - 1), "indirect", (f"m{n}",))
        for n, sentence in enumerate(long.sentences, 1)
    )
    made = replace(
        annotations[0],
        text_sha256=long.text_sha256,
        entities=tuple(entity for entity in annotations[0].entities if entity.id == "jeanne-roussel-d-argent"),
        mentions=mentions,
        cues=(),
        quotes=quotes,
        stances=(),
    )
    for path in (corpus / "annotations" / PILOT).glob("*.json"):
        path.unlink()
    store.write_article(long)
    store.write_annotation(replace(made, annotator="lin", quality=None), long)
    replace_in(corpus / "corpus/splits.jsonl", '"test_from": 10', '"test_from": 500')
    folder = tmp_path / "out"
    build(store, folder, lambda _: None)
    loaded = load(folder, tmp_path / "cache")
    assert {split: len(rows) for split, rows in loaded["sentences"].items()} == {"train": 500, "test": 100}
    assert all(row["quote"]["text"] in row["text"] for row in loaded["quotes"]["test"])
    assert loaded["quotes"]["train"]["id"][9:11] == [f"{PILOT}#q10", f"{PILOT}#q11"]
