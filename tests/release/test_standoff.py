"""The stand-off form, attacked: whoever reads every byte of it finds no word of an article."""

import json
import re
import shutil
import unicodedata
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quidit
from corpora import REPOSITORY, copy_of
from drawn_sources import SCHEME, sources
from quidit.records import Entity
from quidit.records import Source as Origin
from quidit.release.edition import BrokenEditionError, Edition
from quidit.release.features import features
from quidit.release.rows import rows
from quidit.release.standoff.columns import UnknownColumnError, bare_features
from quidit.release.standoff.form import NoStandoffError, standoff, words_kept
from quidit.release.standoff.rehydrated_rows import Opened, worded_rows
from quidit.release.standoff.rows import bare_rows
from quidit.remote.hub.form import form_for
from quidit.text import sha256
from releases import TOY, edit, files_of, load, strings_in

CHEROKEE = {ord(letter): chr(0x13A0 + number) for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
CHEROKEE |= {ord(letter.upper()): chr(0x13C0 + number) for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
"""Letters for letters: what was written with these is of an article, wherever it turns up."""
ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)[’']|[a-z]", re.IGNORECASE)
"""A letter, or an elided word, which stays as it is: by it the validator knows where a name begins."""
MARK = "zqxmark"


def cherokee(text):
    return ELIDED.sub(lambda found: found[0].translate(CHEROKEE) if len(found[0]) == 1 else found[0], text)


@pytest.fixture(scope="session")
def marked(tmp_path_factory):
    """The toy corpus in letters of its own, and its release: every word of articles and every id made after them."""
    folder = copy_of(TOY, tmp_path_factory.mktemp("marked") / "corpus")
    ledger = folder / "corpus/splits.jsonl"
    ledger.write_text(re.sub(r'("(?:article|group)": ")', rf"\1{MARK}-", ledger.read_text()))
    for path in (folder / "corpus").glob("*.json"):
        text = cherokee("\n".join(json.loads(path.read_text())["paragraphs"]))
        (folder / "seeds" / f"{MARK}{path.stem}.txt").write_text(text)
        edit(path, lambda document, text=text: mark_article(document, text))
        path.rename(path.with_name(f"{MARK}-{path.name}"))
        (folder / "seeds" / f"{path.stem}.txt").unlink()
        for annotation in (folder / "annotations" / path.stem).glob("*.json"):
            edit(annotation, lambda document, text=text: mark_annotation(document, text))
        if (notes := folder / "annotations" / path.stem).is_dir():
            notes.rename(notes.with_name(f"{MARK}-{path.stem}"))
    corpus = quidit.Corpus.open(folder)
    return corpus.build(tmp_path_factory.mktemp("marked") / "build").folder


def mark_article(document, text):
    raw = f"{MARK}{document['id']}.txt"
    document["source"] |= {"file": raw, "sha256": sha256(text), "url": f"https://example.org/{MARK}/{document['id']}"}
    document |= {"id": f"{MARK}-{document['id']}", "paragraphs": text.split("\n"), "text_sha256": sha256(text)}
    document["rights"]["basis"] = f"{MARK} says so"
    document["title"] = cherokee(document.get("title", "Valmont"))
    if "event" in document:
        document["event"] = f"{MARK}-{document['event']}"


def mark_annotation(document, text):
    document["article"] = f"{MARK}-{document['article']}"
    if "text_sha256" in document:
        document["text_sha256"] = sha256(text)
    for entity in document.get("entities", []):
        entity |= {"id": f"{MARK}-{entity['id']}", "name": cherokee(entity["name"])}
    items = [item for layer in ("mentions", "cues", "quotes", "stances") for item in document.get(layer, [])]
    for item in items:
        item["text"] = text[item["start"] : item["end"]]
        if "entity" in item:
            item["entity"] = f"{MARK}-{item['entity']}"
    for ruling in document.get("rulings", []):
        for value in [ruling, *(each for each in ruling.values() if isinstance(each, dict))]:
            if "text" in value:
                value["text"] = cherokee(value["text"])


def bytes_in(folder):
    """Everything that a file of the folder says to whoever opens it: its bytes, and of Parquet all that is packed in it."""
    for name, content in files_of(folder).items():
        yield name, content
        if name.endswith(".parquet"):
            file = pq.ParquetFile(folder / name)
            for value in spelt_out(file.read().to_pylist()):
                yield name, value
            for key, value in (file.schema_arrow.metadata or {}).items():
                yield name, key + b" " + value
            for group in range(file.metadata.num_row_groups):
                for column in range(file.metadata.num_columns):
                    chunk = file.metadata.row_group(group).column(column)
                    told = chunk.statistics
                    bounds = [told.min, told.max] if told is not None and told.has_min_max else []
                    yield name, repr([chunk.path_in_schema, *bounds]).encode()


def spelt_out(value):
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from spelt_out(member)
    else:
        yield str(value).encode()


def plain(text):
    """Letters without case and accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text):
    """The words of a text that are long enough to be told from chance, and that no hash can spell."""
    return {word for word in re.findall(r"[^\W\d_]{4,}", plain(text)) if not re.fullmatch("[a-f]+", word)}


def said_of_articles(release):
    """Every word that the full release takes from its articles, or makes after them."""
    told = set()
    for config, _, row in release.rows():
        if config == "issues":
            continue
        for key in ("text", "title", "event", "name", "entity", "id", "article"):
            told |= words(str(row.get(key) or "").replace("-", " "))
        for layer in ("mentions", "entities"):
            for item in row[layer] if isinstance(row.get(layer), list) else ():
                told |= (
                    words(f"{item['name']} {item['entity']}".replace("-", " "))
                    if "name" in item and "entity" in item
                    else set()
                )
    return told


def vocabulary(corpus, other):
    """Words that are ours: of the scheme, the licence, the names of publishers, and of another release's stand-off form."""
    ours = (corpus / "schema/scheme.toml").read_text() + (REPOSITORY / "annotations/LICENSE").read_text()
    ours += (TOY / "annotations/LICENSE").read_text()
    for path in (corpus / "corpus").glob("*.json"):
        ours += f" {json.loads(path.read_text())['source'].get('publisher', '')} "
    for name, content in files_of(other).items():
        ours += "" if name.endswith(".parquet") else content.decode()
    return words(ours)


@pytest.mark.parametrize("name", ["main", "toy"])
def test_no_word_of_an_article_stands_in_any_byte(request, name):
    release, bare = request.getfixturevalue(name), request.getfixturevalue(f"bare_{name}")
    other = request.getfixturevalue("bare_toy" if name == "main" else "bare_main")
    secret = said_of_articles(release) - vocabulary(release.corpus, other.folder)
    assert len(secret) > 100
    for place, content in bytes_in(bare.folder):
        leaked = secret & words(content.decode("utf-8", "ignore"))
        assert not leaked, (place, leaked)


def test_nothing_that_was_written_in_letters_of_articles_stands_in_any_byte(marked, tmp_path):
    bare = standoff(marked, tmp_path / "bare", shortest=60)
    secret = [
        *map(str.encode, CHEROKEE.values()),
        MARK.encode(),
        MARK.encode("utf-16-le"),
        MARK.encode().hex().encode(),
    ]
    full = b"".join(content for _, content in bytes_in(marked))
    assert [each for each in [*secret[:3], MARK.encode()] if each not in full] == []
    for place, content in bytes_in(bare.folder):
        assert not any(each in content for each in secret), place
        assert MARK not in content.decode("utf-8", "ignore").casefold(), place


def test_it_is_a_dataset(bare_main, tmp_path):
    loaded = load(bare_main.folder, tmp_path)
    assert list(loaded) == ["sentences", "quotes", "stance", "issues", "entities", "articles", "annotations"]
    row = loaded["sentences"]["train"][0]
    assert (row["start"], row["end"], row["mentions"][0]["start"], row["mentions"][0]["end"]) == (0, 165, 3, 10)
    assert loaded["sentences"]["train"].features["mentions"].feature["label"].names[0] == "PER"


def test_its_places_are_those_of_the_article(toy, bare_toy, tmp_path):
    texts = {
        sha256(text)[:16]: text
        for splits in [toy.loaded["articles"]]
        for part in splits.values()
        for text in part["text"]
    }
    full = {config: {} for config in ("quotes", "stance")}
    for config, _, row in toy.rows():
        if config in full:
            full[config][row["quote" if config == "quotes" else "stance"]["text"]] = row["text"]
    for config, splits in load(bare_toy.folder, tmp_path).items():
        for row in (row for part in splits.values() for row in part if config in full):
            text, own = texts[row["article"]], row["quote" if config == "quotes" else "stance"]
            assert full[config][text[own["start"] : own["end"]]] == text[row["start"] : row["end"]]


def test_the_same_release_gives_the_same_bytes(main, bare_main, tmp_path):
    assert files_of(standoff(main.folder, tmp_path / "again").folder) == files_of(bare_main.folder)


def test_an_article_whose_words_could_be_found_by_trying_is_left_out(toy, tmp_path):
    made = standoff(toy.folder, tmp_path / "toy")
    assert made.left_out == ("brouillard-du-matin", "library-hours", "marathon-results")
    manifest = json.loads((made.folder / "MANIFEST.json").read_text())
    assert manifest["articles_left_out"] == 3
    assert "sealed" not in manifest["full"]  # a hash of what is left out would be one to try words on
    assert "3 articles too short" in (made.folder / "README.md").read_text()
    with pytest.raises(NoStandoffError, match="fewer than 10,000 characters"):
        standoff(toy.folder, tmp_path / "none", shortest=10_000)


def test_no_hash_in_it_is_of_less_than_an_article(main, bare_main):
    manifest = json.loads((main.folder / "MANIFEST.json").read_text())
    few = {
        part["content_sha256"]
        for config, parts in manifest["configs"].items()
        for part in parts.values()
        if config != "issues"
    }
    few |= {
        file["file_sha256"]
        for file in manifest["files"]
        if file["path"].endswith("parquet") and "issues" not in file["path"]
    }
    for place, content in bytes_in(bare_main.folder):
        assert not any(each.encode() in content or bytes.fromhex(each) in content for each in few), place


def test_a_stand_off_form_has_no_stand_off_form(bare_main, tmp_path):
    with pytest.raises(NoStandoffError, match="already"):
        standoff(bare_main.folder, tmp_path / "again")


def test_a_release_that_is_not_whole_gives_none(main, tmp_path):
    folder = shutil.copytree(main.folder, tmp_path / "main")
    path = folder / "articles/full-00000-of-00001.parquet"
    path.write_bytes(path.read_bytes()[:-9] + b"X" + path.read_bytes()[-8:])
    with pytest.raises(BrokenEditionError, match="articles/full"):
        standoff(folder, tmp_path / "bare")
    assert not (tmp_path / "bare").exists()


def test_its_words_may_leave_for_it_has_none(main, toy, bare_main, bare_toy):
    assert [each.article for each in words_kept(Edition.open(main.folder))] == ["garanties-ukraine"]
    assert len(words_kept(Edition.open(toy.folder))) == 3
    assert (words_kept(Edition.open(bare_main.folder)), words_kept(Edition.open(bare_toy.folder))) == ((), ())


def test_a_full_release_that_calls_itself_stand_off_is_not_let_go(main, tmp_path):
    folder = shutil.copytree(main.folder, tmp_path / "main")
    manifest = json.loads((folder / "MANIFEST.json").read_text())
    (folder / "MANIFEST.json").write_text(json.dumps({**manifest, "form": "stand-off"}))
    assert [each.article for each in words_kept(Edition.open(folder))] == ["garanties-ukraine"]
    with pytest.raises(NoStandoffError), form_for(Edition.open(folder), private=False):
        pass


def test_a_column_of_which_nobody_has_said_whether_it_holds_words_is_refused():
    from datasets import Features, List, Value

    columns = features(SCHEME)
    for name, feature in (
        ("summary", Value("string")),
        ("near", List({"id": Value("string"), "headline": Value("string")})),
    ):
        with pytest.raises(UnknownColumnError, match=r"summary|headline|near"):
            bare_features("sentences", Features({**columns["sentences"], name: feature}))


def full_rows(source):
    """A source's rows by config and split, of an article whose every name is a word of its own."""
    origin = Origin(f"{MARK}.txt", "0", url=f"https://example.org/{MARK}")
    text = source.article.text
    article = replace(source.article, id=MARK, title=MARK, event=MARK, source=origin, text_sha256=sha256(text))
    entity = (Entity(MARK, f"{MARK} {text[:9]}", "other"),)
    mentions = tuple(replace(mention, entity=MARK) for mention in source.deciding.mentions)
    annotation = replace(source.deciding, entities=entity, mentions=mentions)
    found = {}
    for config, split, row in rows(replace(source, article=article, annotations=(annotation,), deciding=annotation)):
        found.setdefault((config, split), []).append(row)
    return found


def article_in(dossier):
    ((row,),) = (rows for (config, _), rows in dossier.items() if config == "articles")
    return row


@given(sources() | sources(pilot=True))
@settings(max_examples=80, deadline=None)
def test_whatever_is_annotated_no_word_of_it_is_in_a_row(source):
    dossier = full_rows(source)
    for rows_of_part in bare_rows(dossier).values():
        for row in rows_of_part:
            strings = " ".join(strings_in(row))
            assert MARK not in strings
            assert not re.search(r"N\d+N|Paris|Orme|oui|non", strings)
            assert MARK.encode() not in (row.get("sealed") or b"")


@given(sources() | sources(pilot=True))
@settings(max_examples=80, deadline=None)
def test_whatever_is_annotated_every_row_comes_back(source):
    dossier = full_rows(source)
    bare = bare_rows(dossier)
    opened = Opened.of(article_in(bare), source.article.text)
    assert worded_rows(bare, opened, features(SCHEME)) == dossier


@given(sources(), st.data())
@settings(max_examples=40, deadline=None)
def test_equal_lengths_of_words_give_equal_rows(source, data):
    """The rows without seal and hashes depend on offsets alone: other words in the same places give the same."""
    shift = data.draw(st.integers(1, 9))
    digits = str.maketrans({str(digit): str((digit + shift) % 10) for digit in range(10)})
    other = replace(source, article=replace(source.article, text=source.article.text.translate(digits)))
    one, two = (without_hashes(bare_rows(full_rows(each))) for each in (source, other))
    assert one == two


def without_hashes(bare):
    hidden = ("sealed", "text_sha256", "id", "article")
    return {
        part: [{key: value for key, value in row.items() if key not in hidden} for row in rows]
        for part, rows in bare.items()
    }
