"""The command as a person meets it: what it prints, what it exits with, what it leaves on the disk."""

import json
import os
import pty
import select
import subprocess
import sys

import pytest

from corpora import REPOSITORY, copy_of, quidit

ARTICLE = "Le maire a parlé.\nIl pleut."


@pytest.fixture
def corpus(tmp_path):
    return copy_of(REPOSITORY, tmp_path / "corpus")


@pytest.fixture
def started(tmp_path):
    quidit("init", "mine", cwd=tmp_path)
    return tmp_path / "mine"


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_clean_corpus_exits_0(corpus):
    result = quidit("validate", cwd=corpus)
    assert (result.returncode, result.stdout) == (0, "1 article and 3 annotations checked: 0 errors, 0 warnings.\n")


def test_problems_exit_1_and_name_place_words_and_remedy(corpus):
    path = corpus / "annotations/garanties-ukraine/a1.json"
    path.write_text(path.read_text().replace('"start": 3, "end": 10', '"start": 4, "end": 11'))
    result = quidit("validate", cwd=corpus)
    assert result.returncode == 1
    line = next(n for n, line in enumerate(path.read_text().splitlines(), start=1) if '"start": 4' in line)
    assert f"annotations/garanties-ukraine/a1.json:{line}:" in result.stdout
    assert "error QD301" in result.stdout
    assert "⟦remlin ⟧" in result.stdout
    assert '"start": 3, "end": 10' in result.stdout


def test_json_holds_the_same_problems(corpus):
    (corpus / "corpus/note.txt").write_text("?")
    report = json.loads(quidit("validate", "--json", cwd=corpus).stdout)
    assert [problem["code"] for problem in report["problems"]] == ["QD010"]
    assert report["counts"].items() >= {"articles": 1, "annotations": 3, "error": 1, "warning": 0}.items()


def test_only_the_articles_of_the_paths_are_checked(corpus):
    (corpus / "corpus/broken.json").write_text("{")
    sound = quidit("validate", "annotations/garanties-ukraine/a1.json", cwd=corpus)
    assert sound.returncode == 0
    assert quidit("validate", "corpus/broken.json", cwd=corpus).returncode == 1
    assert quidit("validate", "annotations", cwd=corpus).returncode == 1


def test_a_path_that_is_not_there_is_wrong_usage(corpus):
    result = quidit("validate", "corpus/nowhere.json", cwd=corpus)
    assert result.returncode == 2
    assert "corpus/nowhere.json does not exist" in result.stderr


def test_outside_a_corpus_the_remedy_is_named(tmp_path):
    result = quidit("validate", cwd=tmp_path)
    assert result.returncode == 2
    assert "quidit init" in result.stderr


def test_an_unknown_verb_is_wrong_usage(tmp_path):
    result = quidit("frobnicate", cwd=tmp_path)
    assert result.returncode == 2
    assert "No such command" in result.stderr


def test_a_broken_scheme_is_one_sentence_and_no_traceback(corpus):
    path = corpus / "schema/scheme.toml"
    path.write_text(path.read_text().replace('marks = "all"', 'marks = "every"'))
    result = quidit("validate", cwd=corpus)
    assert result.returncode == 1
    assert result.stderr.startswith("Error: scheme.toml: [[quote_types]] number 1: marks: 'every' is not one of all")
    assert "Traceback" not in result.stderr


def test_adding_a_file_makes_an_article_and_keeps_the_raw_file(started):
    raw = started.parent / "Le Maire.txt"
    raw.write_bytes(b"\xef\xbb\xbfLe maire a parl\xc3\xa9.\r\nIl pleut.\r\n")
    result = quidit("add", raw, "--id", "le-maire", "--language", "fr", cwd=started)
    assert result.returncode == 1
    assert "'Le Maire.txt' cannot name a file of seeds/" in result.stderr
    raw = raw.rename(started.parent / "maire.txt")
    result = quidit("add", raw, "--language", "fr", "--publisher", "Le Quotidien", cwd=started)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "added maire: 2 paragraphs, 2 sentences (corpus/maire.json)\n"
    article = json.loads((started / "corpus/maire.json").read_text())
    assert article["paragraphs"] == ["Le maire a parlé.", "Il pleut."]
    assert article["source"]["publisher"] == "Le Quotidien"
    assert (started / "seeds/maire.txt").read_bytes() == raw.read_bytes()
    assert quidit("validate", cwd=started).returncode == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\t\n", "blank"),
        (b"caf\xe9 au lait", "iconv"),
        (b"%PDF-1.7\n\x00\x01", "PDF"),
        (b"PK\x03\x04\x00\x00", "ZIP"),
        (b"avant\x00apr\xc3\xa8s", "U+0000"),
        ("avant\u202eaprès".encode(), "U+202E"),
        ("un\u200bmot".encode(), "U+200B"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_written(started, content, words):
    raw = started.parent / "raw.txt"
    raw.write_bytes(content)
    before = files_of(started)
    result = quidit("add", raw, "--language", "fr", cwd=started)
    assert result.returncode == 1
    assert words.lower() in result.stderr.lower()
    assert "raw.txt:" in result.stderr
    assert files_of(started) == before


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--language", "french", "language: 'french' does not have the form"),
        ("--published", "12/03/2025", "published: '12/03/2025' does not have the form"),
        ("--published", "2025-02-31", "published"),
        ("--url", "ftp://example.org/a", "url"),
        ("--event", "Fête de la Musique", "event"),
        ("--id", "Mon Article", "id"),
        ("--id", "../evil", "id"),
    ],
)
def test_a_description_that_cannot_be_is_refused_and_nothing_is_written(started, option, value, words):
    (started.parent / "neuf.txt").write_text(ARTICLE)
    before = files_of(started)
    options = ["--language", "fr"] if option != "--language" else []
    result = quidit("add", "../neuf.txt", *options, option, value, cwd=started)
    assert result.returncode == 1, result.stdout
    assert words in result.stderr.replace('"', "'")
    assert files_of(started) == before


@pytest.mark.parametrize(("verb", "module"), [("build", "datasets"), ("split", "rensa")])
def test_a_missing_extra_is_named(started, verb, module):
    code = f"import sys; sys.modules[{module!r}] = None; from quidit.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code, verb], cwd=started, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "pip install 'quidit[all]'" in result.stderr


def test_the_same_text_twice_is_refused_by_name(started):
    sample = started / "seeds/sample.txt"
    twin = started.parent / "twin.txt"
    twin.write_text(sample.read_text().replace("\n", "\r\n"))
    before = files_of(started)
    result = quidit("add", twin, "--language", "fr", cwd=started)
    assert result.returncode == 1
    assert "the corpus has this text already, as sample" in result.stderr
    assert files_of(started) == before


def test_of_several_files_all_faults_are_told_and_none_is_written(started):
    for name, text in (("une.txt", ARTICLE), ("deux.txt", ""), ("trois.txt", ARTICLE), ("con.txt", "Autre texte.")):
        (started.parent / name).write_text(text)
    before = files_of(started)
    names = ["../une.txt", "../deux.txt", "../trois.txt", "../con.txt", "../absent.txt"]
    result = quidit("add", *names, "--language", "fr", cwd=started)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 5
    assert "deux.txt" in result.stderr
    assert "'con.txt' cannot name a file of seeds/" in result.stderr
    assert "as une" in result.stderr
    assert "'con' cannot name a file" in result.stderr
    assert "absent.txt: cannot be read" in result.stderr
    assert files_of(started) == before


def test_as_many_ids_as_files(started):
    result = quidit("add", "a.txt", "b.txt", "--id", "a", "--language", "fr", cwd=started)
    assert result.returncode == 2
    assert "give --id once for each file" in result.stderr


def test_segmenting_anew_is_refused_once_an_article_is_annotated(started):
    (started.parent / "neuf.txt").write_text(ARTICLE)
    quidit("add", "../neuf.txt", "--language", "fr", cwd=started)
    path = started / "corpus/neuf.json"
    right = path.read_text()
    path.write_text(right.replace("[0, 17]", "[0, 5],\n    [6, 17]"))
    assert quidit("segment", "neuf", cwd=started).stdout == "segmented neuf: 2 sentences\n"
    assert path.read_text() == right
    refused = quidit("segment", "sample", cwd=started)
    assert refused.returncode == 1
    assert "annotations/sample/sample.json" in refused.stderr
    assert "frozen" in refused.stderr
    unknown = quidit("segment", "nowhere", cwd=started)
    assert unknown.returncode == 1
    assert "no such article" in unknown.stderr


def test_a_second_article_changes_the_policy_and_says_so(started):
    (started.parent / "neuf.txt").write_text(ARTICLE)
    quidit("add", "../neuf.txt", "--language", "fr", cwd=started)
    ledger = started / "corpus/splits.jsonl"
    before = ledger.read_text()
    shown = quidit("split", "--dry-run", "--json", cwd=started)
    assert ledger.read_text() == before
    assert [entry.get("split") for entry in json.loads(shown.stdout)["entries"]][:2] == [None, "train"]
    result = quidit("split", cwd=started)
    assert 'Set version = "1.0.0"' in result.stdout
    assert ledger.read_text().startswith(before)
    assert "QD510" in quidit("validate", cwd=started).stdout
    settings = started / "pyproject.toml"
    settings.write_text(settings.read_text().replace('"0.1.0"', '"1.0.0"'))
    assert quidit("validate", cwd=started).returncode == 0
    assert quidit("split", cwd=started).stdout == "Every article has its split.\n"


def test_stale_files_are_named_and_written(corpus):
    scheme = corpus / "schema/scheme.toml"
    scheme.write_text(scheme.read_text().replace('label = "MISC"', 'label = "OTHER"'))
    stale = quidit("generate", "--check", cwd=corpus)
    assert stale.returncode == 1
    assert "schema/annotation.schema.json is stale: run `quidit generate`" in stale.stdout
    assert "schema/article.schema.json" not in stale.stdout
    written = quidit("generate", cwd=corpus)
    assert "wrote schema/annotation.schema.json" in written.stdout
    assert quidit("generate", "--check", cwd=corpus).returncode == 0
    assert quidit("generate", cwd=corpus).stdout == "wrote nothing: everything was up to date\n"


def test_a_build_says_what_it_holds_and_how_to_load_it(corpus):
    result = quidit("build", cwd=corpus)
    assert result.returncode == 0, result.stderr
    assert "  sentences    train 27, test 7\n" in result.stdout
    assert 'load_dataset("build/quidit-fr", "sentences")' in result.stdout
    summary = json.loads(quidit("build", "--json", "--output", "elsewhere", cwd=corpus).stdout)
    assert summary["folder"] == "elsewhere"
    assert summary["rows"]["sentences"] == {"train": 27, "test": 7}
    assert (corpus / "elsewhere/MANIFEST.json").read_bytes() == (corpus / "build/quidit-fr/MANIFEST.json").read_bytes()


def test_nothing_is_built_from_a_corpus_that_does_not_validate(corpus):
    path = corpus / "annotations/garanties-ukraine/adjudicated.json"
    path.write_text(path.read_text().replace('"label": "PER"', '"label": "PERS"', 1))
    result = quidit("build", cwd=corpus)
    assert result.returncode == 1
    assert "error QD204" in result.stdout
    assert "did you mean 'PER'?" in result.stdout
    assert "nothing was built" in result.stderr
    assert not (corpus / "build").exists()


def test_nothing_to_release_is_said(started):
    (started / "corpus/splits.jsonl").unlink()
    result = quidit("build", cwd=started)
    assert result.returncode == 1
    assert "run `quidit split`" in result.stderr


def test_progress_is_shown_on_a_terminal_and_only_there(corpus):
    main, terminal = pty.openpty()
    command = [sys.executable, "-c", "from quidit.cli import main; main()", "validate"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    process = subprocess.Popen(command, cwd=corpus, stdout=subprocess.PIPE, stderr=terminal, env=environment)
    os.close(terminal)
    shown, ended = b"", False
    while not ended:
        ready, _, _ = select.select([main], [], [], 60)
        try:
            chunk = os.read(main, 4096) if ready else b""
        except OSError:  # the terminal is closed once the process has ended
            chunk = b""
        shown, ended = shown + chunk, not chunk
    os.close(main)
    out, _ = process.communicate(timeout=60)
    assert b"Checking" in shown
    assert b"Checking" not in out
    assert quidit("validate", cwd=corpus).stderr == ""


def test_a_full_disk_is_told_and_leaves_the_corpus_whole(started):
    (started.parent / "neuf.txt").write_text(ARTICLE * 200)
    before = files_of(started)
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512)); from quidit.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-B", "-c", code, "add", "../neuf.txt", "--language", "fr"],
        cwd=started, capture_output=True, text=True, check=False,
        env={key: value for key, value in os.environ.items() if not key.startswith("COV")},
    )  # fmt: skip
    assert result.returncode == 3
    assert "could not be written" in result.stderr
    assert files_of(started) == before
