"""Rehydration: the words put back give the full release, byte for byte, or an error that says where it does not."""

import json
import shutil
from importlib.metadata import version

import pyarrow.parquet as pq
import pytest

import quidit
from corpora import REPOSITORY, copy_of
from corpora import quidit as command
from quidit.release.build import build
from quidit.release.edition import BrokenEditionError, NoEditionError
from quidit.release.manifest import sha256_of
from quidit.release.parquet import ContentHash
from quidit.release.placing import UnusableFolderError
from quidit.release.standoff.form import standoff
from quidit.release.standoff.rehydrated_rows import BrokenStandoffError
from quidit.release.standoff.rehydration import NothingJoinedError, rehydrate
from quidit.release.standoff.sealing import BrokenSealError
from quidit.store import Store
from quidit.text import sha256
from releases import article_of, files_of, load

TABLE = ".parquet"


@pytest.fixture(scope="session")
def bare_pilot(pilot, tmp_path_factory):
    return standoff(pilot.folder, tmp_path_factory.mktemp("bare") / "pilot")


@pytest.fixture
def broken(bare_pilot, tmp_path):
    """A copy of the pilot's stand-off form, to be broken."""
    return shutil.copytree(bare_pilot.folder, tmp_path / "broken")


def tables(folder):
    return {name: content for name, content in files_of(folder).items() if name.endswith(TABLE)}


def configs(folder):
    return json.loads((folder / "MANIFEST.json").read_text())["configs"]


@pytest.mark.parametrize("name", ["main", "toy", "pilot"])
@pytest.mark.parametrize("texts", ["seeds", "corpus"])
def test_all_texts_give_the_full_release_byte_for_byte(request, tmp_path, name, texts):
    release, bare = request.getfixturevalue(name), request.getfixturevalue(f"bare_{name}")
    made = rehydrate(bare.folder, [release.corpus / texts], tmp_path / "back")
    assert (made.is_full, made.is_identical, made.missing) == (True, True, ())
    assert tables(made.folder) == tables(release.folder)
    assert configs(made.folder) == configs(release.folder)
    manifest = json.loads((made.folder / "MANIFEST.json").read_text())
    assert manifest["is_full"] is True
    assert "found equal to the full release's" in (made.folder / "README.md").read_text()


@pytest.mark.parametrize("is_annotated", [True, False])
def test_a_corpus_with_labels_of_its_own_comes_back_annotated_or_not(tmp_path, is_annotated):
    corpus = copy_of(REPOSITORY / "tests/other", tmp_path / "corpus")
    for folder in () if is_annotated else ("ferry", "pier"):
        shutil.rmtree(corpus / "annotations" / folder)
    release = build(Store(corpus), tmp_path / "full", lambda _: None)
    bare = standoff(release.folder, tmp_path / "bare", shortest=50)
    assert ("sentences" in bare.contents) == is_annotated
    made = rehydrate(bare.folder, [corpus / "seeds"], tmp_path / "back")
    assert (made.is_full, made.is_identical) == (True, True)
    assert tables(made.folder) == tables(release.folder)


def test_it_loads_like_the_full_release(toy, bare_toy, tmp_path):
    folder = rehydrate(bare_toy.folder, [toy.corpus / "seeds"], tmp_path / "back").folder
    loaded = load(folder, tmp_path / "cache")
    assert list(loaded) == list(toy.loaded)
    for config, splits in toy.loaded.items():
        for split, part in splits.items():
            assert loaded[config][split].features == part.features
            assert loaded[config][split].to_list() == part.to_list()


def test_files_that_other_packages_made_are_told_from_content_that_differs(pilot, tmp_path):
    """A full release whose files another pyarrow wrote: the content is found equal, the bytes are not."""
    folder = shutil.copytree(pilot.folder, tmp_path / "pilot")
    manifest = json.loads((folder / "MANIFEST.json").read_text())
    for file in manifest["files"]:
        if file["path"].endswith(TABLE):
            pq.write_table(pq.read_table(folder / file["path"]), folder / file["path"], compression="gzip")
            size = (folder / file["path"]).stat().st_size
            file |= {"file_sha256": sha256_of(folder / file["path"]), "bytes": size}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest))
    bare = standoff(folder, tmp_path / "bare")
    made = rehydrate(bare.folder, [pilot.corpus / "seeds"], tmp_path / "back")
    assert (made.is_full, made.is_identical) == (True, False)


def test_of_some_texts_it_holds_those_articles_and_says_so(toy, bare_toy, tmp_path):
    given = tmp_path / "texts"
    given.mkdir()
    for name, path in (("one", "storm-warning"), ("two", "petanque-coupe"), ("none", "gare-en-direct")):
        shutil.copyfile(toy.corpus / "seeds" / f"{path}.txt", given / name)
    made = rehydrate(bare_toy.folder, [given], tmp_path / "back")
    assert (made.joined, made.is_full, made.is_identical) == (("petanque-coupe", "storm-warning"), False, None)
    assert [each.path.name for each in made.unused] == ["none"]
    loaded = load(made.folder, tmp_path / "cache")
    for config, splits in loaded.items():
        for split, part in splits.items():
            key = "id" if config == "articles" else "article"
            expected = [row for row in toy.loaded[config][split] if config == "issues" or row[key] in made.joined]
            assert part.to_list() == expected
    manifest = json.loads((made.folder / "MANIFEST.json").read_text())
    assert (manifest["articles"], manifest["articles_of_full_release"], manifest["is_full"]) == (2, 13, False)
    assert "2 of 13 articles" in (made.folder / "README.md").read_text()


def test_what_is_missing_is_told_by_hash_length_and_origin_with_the_nearest_text(toy, bare_toy, tmp_path):
    given = tmp_path / "texts"
    given.mkdir()
    text, _ = article_of(toy.corpus, "conseil-valmont")
    (given / "almost").write_text(text.replace(" ", "  ", 3))
    shutil.copyfile(toy.corpus / "seeds/storm-warning.txt", given / "storm")
    made = rehydrate(bare_toy.folder, [given], tmp_path / "back")
    (told,) = (each for each in made.missing if each.text_sha256 == sha256(text))
    assert (told.characters, told.nearest.path.name, told.nearest.characters) == (len(text), "almost", len(text) + 3)
    assert (told.publisher, told.published) == ("La Gazette de l’Orme", "2031-03-04")
    assert len(made.missing) == 12
    assert all(each.nearest is None for each in made.missing if each.characters < 700)


def test_texts_of_which_none_belongs_give_nothing(bare_toy, tmp_path):
    (tmp_path / "note.txt").write_text("Il pleut.")
    with pytest.raises(NothingJoinedError, match=r"none of the 13|one of the 13 articles.*note\.txt"):
        rehydrate(bare_toy.folder, [tmp_path / "note.txt"], tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_of_a_text_that_was_left_out_as_too_short_that_is_told(toy, tmp_path):
    bare = standoff(toy.folder, tmp_path / "bare", shortest=150)
    made = rehydrate(bare.folder, [toy.corpus / "corpus"], tmp_path / "back")
    told = {each.path.name: each.reason for each in made.unused}
    assert set(told.values()) == {"the stand-off form leaves out texts under 150 characters"}
    assert {"brouillard-du-matin.json", "library-hours.json"} < set(told)
    assert (made.left_out, made.is_full, made.missing) == (2, False, ())


def test_a_full_release_or_no_release_is_refused(pilot, tmp_path):
    with pytest.raises(NothingJoinedError, match="no stand-off form"):
        rehydrate(pilot.folder, [pilot.corpus / "seeds"], tmp_path / "back")
    with pytest.raises(NoEditionError):
        rehydrate(pilot.corpus, [pilot.corpus / "seeds"], tmp_path / "back")


def test_nothing_of_somebody_elses_is_replaced(pilot, bare_pilot, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UnusableFolderError):
        rehydrate(bare_pilot.folder, [pilot.corpus / "seeds"], tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


# ── Stand-off forms that mean harm ──────────────────────────────────────────────────────────────────


def rewrite(folder, name, change):
    """A table of a release with ``change`` made to its rows, and a manifest that agrees."""
    (path,) = folder.glob(name)
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows)
    pq.write_table(type(table).from_pylist(rows, schema=table.schema), path)
    manifest = json.loads((folder / "MANIFEST.json").read_text())
    features = pq.read_schema(path)
    from datasets import Features

    content = ContentHash(Features.from_arrow_schema(features))
    for row in rows:
        content.add(row)
    for file in manifest["files"]:
        if folder / file["path"] == path:
            file["file_sha256"] = sha256_of(path)
    config, split = path.parent.name, path.name.partition("-")[0]
    manifest["configs"][config][split] |= {"rows": len(rows), "content_sha256": content.hexdigest()}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest))


def change_manifest(folder, change):
    path = folder / "MANIFEST.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def beyond(rows):
    rows[0]["mentions"][0]["end"] = 10**6


def before(rows):
    rows[0]["mentions"][0]["start"] = -3


def backwards(rows):
    rows[0]["mentions"][0] |= {"start": 9, "end": 2}


def nowhere(rows):
    rows[0]["mentions"][0]["start"] = None


def nobody(rows):
    rows[0]["mentions"][0]["entity"] = "e999"


@pytest.mark.parametrize("change", [beyond, before, backwards, nowhere])
def test_a_place_outside_the_text_is_told(pilot, broken, tmp_path, change):
    rewrite(broken, "sentences/train-*", change)
    with pytest.raises(BrokenStandoffError, match=r"sentences: [0-9a-f]{16}#00000: \[.*865 characters"):
        rehydrate(broken, [pilot.corpus / "seeds"], tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_code_of_no_entity_is_told(pilot, broken, tmp_path):
    rewrite(broken, "sentences/train-*", nobody)
    with pytest.raises(BrokenStandoffError, match="'e999' stands for no entity"):
        rehydrate(broken, [pilot.corpus / "seeds"], tmp_path / "back")


def shifted(rows):
    rows[0]["mentions"][0]["end"] += 1


def relabelled(rows):
    rows[0]["mentions"][0]["label"] = (rows[0]["mentions"][0]["label"] + 1) % 3


def shortened(rows):
    del rows[1:]


@pytest.mark.parametrize("change", [shifted, relabelled, shortened])
def test_rows_that_are_not_the_full_releases_are_told(pilot, broken, tmp_path, change):
    rewrite(broken, "sentences/train-*", change)
    with pytest.raises(BrokenStandoffError, match="conseil-valmont: its rows are not those of the full release"):
        rehydrate(broken, [pilot.corpus / "seeds"], tmp_path / "back")


def test_a_seal_that_was_changed_does_not_open(pilot, broken, tmp_path):
    rewrite(broken, "articles/*", lambda rows: rows[0].update(sealed=rows[0]["sealed"][:-1] + b"?"))
    with pytest.raises(BrokenSealError):
        rehydrate(broken, [pilot.corpus / "seeds"], tmp_path / "back")


def test_a_file_that_was_cut_is_told_before_anything_is_read(pilot, broken, tmp_path):
    (path,) = broken.glob("quotes/train-*")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BrokenEditionError, match="quotes/train"):
        rehydrate(broken, [pilot.corpus / "seeds"], tmp_path / "back")


def other_columns(manifest):
    manifest["full"]["features"]["sentences"]["extra"] = {"dtype": "string", "_type": "Value"}


def no_columns(manifest):
    manifest["full"] = ["nothing"]


def columns_of_no_type(manifest):
    manifest["full"]["features"]["sentences"]["text"] = {"_type": "Nothing"}


def another_split(manifest):
    manifest["configs"]["quotes"]["../../train"] = manifest["configs"]["quotes"].pop("train")


def another_config(manifest):
    manifest["configs"]["../quotes"] = manifest["configs"].pop("quotes")


@pytest.mark.parametrize("change", [other_columns, no_columns, columns_of_no_type, another_split, another_config])
def test_a_manifest_that_describes_something_else_is_told(pilot, broken, tmp_path, change):
    change_manifest(broken, change)
    with pytest.raises(BrokenStandoffError, match="columns"):
        rehydrate(broken, [pilot.corpus / "seeds"], tmp_path / "back")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken"]


@pytest.mark.parametrize("sealed", ["", "zz", "00" * 300])
def test_what_is_sealed_of_the_full_release_is_not_believed_unopened(pilot, broken, tmp_path, sealed):
    change_manifest(broken, lambda manifest: manifest["full"].update(sealed=sealed))
    with pytest.raises((BrokenStandoffError, BrokenSealError)):
        rehydrate(broken, [pilot.corpus / "seeds"], tmp_path / "back")


def test_a_path_that_leads_out_of_the_release_is_refused(pilot, broken, tmp_path):
    change_manifest(broken, lambda manifest: manifest["configs"]["quotes"]["train"].update(files=["../../secret"]))
    with pytest.raises(BrokenEditionError, match="leads out"):
        rehydrate(broken, [pilot.corpus / "seeds"], tmp_path / "back")


# ── The command ─────────────────────────────────────────────────────────────────────────────────────


def test_the_command_makes_one_and_joins_it(pilot, tmp_path):
    corpus = shutil.copytree(pilot.corpus, tmp_path / "corpus")
    shutil.copytree(pilot.folder, corpus / "build/toy")
    made = command("standoff", cwd=corpus)
    assert (made.returncode, made.stderr) == (0, "")
    assert "toy 0.1.0 in stand-off form in build/toy-stand-off" in made.stdout
    shutil.move(corpus / "build/toy-stand-off", tmp_path / "form")
    shutil.move(corpus / "seeds", tmp_path / "texts")
    joined = command("rehydrate", "form", "texts", "--output", "back", "--json", cwd=tmp_path)  # in no corpus
    assert joined.returncode == 0, joined.stderr
    told = json.loads(joined.stdout)
    assert (told["joined"], told["is_full"], told["is_identical"]) == (["conseil-valmont"], True, True)
    assert tables(tmp_path / "back") == tables(pilot.folder)


def test_the_command_tells_what_is_missing_and_fails(toy, bare_toy, tmp_path):
    texts = [toy.corpus / "seeds/storm-warning.txt", toy.corpus / "seeds/gare-en-direct.txt"]
    joined = command("rehydrate", bare_toy.folder, *texts, "--output", tmp_path / "back", cwd=tmp_path)
    assert joined.returncode == 1
    assert "toy 1.0.0 with 1 article in back, each as in the full release:" in joined.stdout
    assert "Missing, 12 articles:" in joined.stdout
    assert "gare-en-direct.txt: its text is none of the stand-off form (143 characters, " in joined.stdout
    nothing = command("rehydrate", bare_toy.folder, "nowhere", cwd=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "nowhere does not exist" in nothing.stderr


def test_a_corpus_makes_and_joins_its_own(pilot, tmp_path):
    corpus = quidit.Corpus.open(pilot.corpus)
    bare = corpus.standoff(pilot.folder, tmp_path / "form")
    assert corpus.rehydrate(bare.folder).is_identical
    assert quidit.rehydrate(bare.folder, [pilot.corpus / "seeds"], tmp_path / "back").is_full


def test_the_form_names_what_made_the_full_release(bare_main):
    manifest = json.loads((bare_main.folder / "MANIFEST.json").read_text())
    assert manifest["form"] == "stand-off"
    assert manifest["full"]["made_with"]["pyarrow"] == version("pyarrow")
    assert (bare_main.folder / "LICENSE").read_bytes() == (REPOSITORY / "annotations/LICENSE").read_bytes()
