"""The corpus as a Python program opens it."""

import pytest

import quidit
from corpora import REPOSITORY, copy_of
from quidit.store import BrokenCorpusError, NoCorpusError
from quidit.validation import NoSuchPathError


@pytest.fixture
def folder(tmp_path):
    return copy_of(REPOSITORY, tmp_path / "corpus")


def test_a_corpus_opens_from_any_folder_in_it():
    for place in (REPOSITORY, str(REPOSITORY), REPOSITORY / "annotations" / "garanties-ukraine"):
        assert quidit.Corpus.open(place).path == REPOSITORY


def test_what_lies_in_no_corpus_does_not_open(tmp_path):
    with pytest.raises(NoCorpusError, match="quidit init"):
        quidit.Corpus.open(tmp_path)
    with pytest.raises(FileNotFoundError):
        quidit.Corpus.open(tmp_path)


def test_articles_come_with_their_text_and_sentences():
    (article,) = quidit.Corpus.open(REPOSITORY).articles()
    assert article.id == "garanties-ukraine"
    assert len(article.paragraphs) == 28
    assert len(article.sentences) == 34
    assert article.sentences[0].of(article.text).startswith("Le Kremlin a rejeté")
    assert article.source.publisher is None
    assert article.rights.text == "unknown"


def test_the_first_articles_text_is_its_raw_files():
    corpus = quidit.Corpus.open(REPOSITORY)
    (article,) = corpus.articles()
    raw = (REPOSITORY / "seeds" / article.source.file).read_bytes()
    assert quidit.normalise(raw).text == article.text
    assert quidit.segment(article.text, language="fr") == article.sentences


def test_the_first_articles_annotations_are_those_that_were_made():
    annotations = {each.annotator: each for each in quidit.Corpus.open(REPOSITORY).annotations("garanties-ukraine")}
    counts = {
        name: tuple(len(getattr(each, part)) for part in ("entities", "mentions", "cues", "quotes", "stances"))
        for name, each in annotations.items()
    }
    assert counts == {
        "a1": (39, 101, 29, 31, 34),
        "a2": (39, 101, 29, 31, 34),
        "adjudicated": (39, 101, 29, 31, 30),
    }
    assert annotations["adjudicated"].quality == "silver"


def test_every_file_of_the_repositorys_corpus_is_clean_and_canonical():
    corpus = quidit.Corpus.open(REPOSITORY)
    assert corpus.validate().problems == ()
    for article in corpus.articles():
        path = REPOSITORY / "corpus" / f"{article.id}.json"
        before = path.read_bytes()
        assert corpus.store.write_article(article).read_bytes() == before
        for annotation in corpus.annotations(article.id):
            path = REPOSITORY / "annotations" / article.id / f"{annotation.annotator}.json"
            before = path.read_bytes()
            assert corpus.store.write_annotation(annotation, article).read_bytes() == before


def test_paths_narrow_what_is_checked(folder):
    corpus = quidit.Corpus.open(folder)
    (folder / "corpus" / "stranger.txt").write_text("?")
    assert not corpus.validate().is_clean
    assert corpus.validate([folder / "corpus/garanties-ukraine.json"]).is_clean
    assert not corpus.validate([folder / "corpus/garanties-ukraine.json", folder]).is_clean
    with pytest.raises(NoSuchPathError, match="nowhere"):
        corpus.validate([folder / "nowhere"])
    with pytest.raises(NoCorpusError, match="outside the corpus"):
        corpus.validate([folder.parent])


def test_a_file_that_does_not_fit_its_schema_is_not_read(folder):
    path = folder / "corpus/garanties-ukraine.json"
    path.write_text(path.read_text().replace('"language": "fr"', '"language": "French"'))
    corpus = quidit.Corpus.open(folder)
    with pytest.raises(BrokenCorpusError, match="run `quidit validate`") as caught:
        list(corpus.articles())
    assert [problem.pointer for problem in caught.value.problems] == ["/language"]
    with pytest.raises(BrokenCorpusError):
        corpus.build()
    with pytest.raises(BrokenCorpusError):
        corpus.to_datasets()


def test_nothing_is_decided_on_annotations_that_do_not_validate(folder):
    path = folder / "annotations/garanties-ukraine/adjudicated.json"
    path.write_text(path.read_text().replace('"cue": "c1"', '"cue": "c99"', 1))
    ledger = (folder / "corpus/splits.jsonl").read_text()
    with pytest.raises(BrokenCorpusError, match="nothing was decided") as caught:
        quidit.Corpus.open(folder).split()
    assert [problem.code for problem in caught.value.problems] == ["QD402"]
    assert (folder / "corpus/splits.jsonl").read_text() == ledger


def test_a_draft_by_a_person_makes_nothing_gold(folder):
    path = folder / "annotations/garanties-ukraine/a1.json"
    draft = path.read_text().replace('"annotator": "a1"', '"annotator": "p1"').replace('"complete"', '"draft"')
    path.with_name("p1.json").write_text(draft)
    listed = folder / "annotations/annotators.json"
    listed.write_text(listed.read_text().replace("[\n", '[\n  {"id": "p1", "kind": "human"},\n', 1))
    corpus = quidit.Corpus.open(folder)
    path.with_name("rulings.json").unlink()
    assert corpus.validate().problems == ()
    path.with_name("p1.json").write_text(draft.replace('"draft"', '"complete"'))
    assert [problem.code for problem in corpus.validate().problems] == ["QD422"]


def test_an_unknown_article_is_named():
    with pytest.raises(KeyError, match="nowhere"):
        quidit.Corpus.open(REPOSITORY).annotations("nowhere")


def test_an_unknown_config_names_those_that_there_are():
    with pytest.raises(KeyError, match="sentences, tokens"):
        quidit.Corpus.open(REPOSITORY).to_datasets("sentence")


def test_a_corpus_is_built_into_the_folder_that_one_names(folder, tmp_path):
    seen = []
    release = quidit.Corpus.open(folder).build(tmp_path / "out", progress=seen.append)
    assert release.folder == tmp_path / "out"
    assert seen[:2] == ["garanties-ukraine", "garanties-ukraine"]
    assert seen[2:] == list(release.contents)


def test_the_repositorys_own_ledger_is_what_split_decides(folder):
    ledger = folder / "corpus/splits.jsonl"
    decided = ledger.read_text()
    ledger.unlink()
    assignment = quidit.Corpus.open(folder).split()
    assert [entry.test_from for entry in assignment.entries] == [None, 27]
    assert ledger.read_text() == decided
    assert quidit.Corpus.open(folder).split().entries == ()
