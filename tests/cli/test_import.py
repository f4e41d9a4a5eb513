"""`quidit import label-studio` as a person meets it, from a draft of the map to a valid corpus."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from corpora import quidit
from formats.made import MAP, TEXT, answer, corpus, joined, marked, task

RESULTS = (
    marked("a", "nom", "Personne", "Ana Ruiz"),
    marked("b", "parole", "Citation", "Le parc ouvrira en mai."),
    joined("a", "b", "dit par"),
)


@pytest.fixture
def started(tmp_path):
    folder = corpus(tmp_path / "mine").root
    write(tmp_path / "export.json", [task(answer(*RESULTS, lead_time=1.5))])
    (tmp_path / "MAP.toml").write_text(MAP, encoding="utf-8")
    return folder


def write(path, document):
    path.write_text(json.dumps(document), encoding="utf-8")


def run(started, *options, **more):
    return quidit("import", "label-studio", "../export.json", *options, cwd=started, **more)


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_newcomer_drafts_a_map_fills_it_in_and_imports(started):
    draft = run(started, "--draft-map")
    assert draft.returncode == 0, draft.stderr
    said = {
        'language = "?"': 'language = "fr"',
        'text = "?"': 'text = "corps"',
        '1 = "?"': '1 = "ana"',
        '"Personne" = "?"': '"Personne" = { layer = "mentions", label = "PER" }',
        '"Citation" = "?"': '"Citation" = { layer = "quotes", type = "direct" }',
        '"dit par" = "?"': '"dit par" = "speaker"',
    }
    filled = draft.stdout
    for old, new in said.items():
        assert old in filled
        filled = filled.replace(old, new)
    (started.parent / "filled.toml").write_text(filled, encoding="utf-8")
    result = run(started, "--map", "../filled.toml")
    assert result.returncode == 0, result.stdout + result.stderr
    assert quidit("validate", cwd=started).returncode == 0


def test_each_task_is_reported_and_the_whole_counted(started):
    result = run(started, "--map", "../MAP.toml")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        "task 7 → la-maire-ana-ruiz-a-declare-le-parc-ouvrira-en (new); "
        "ana (complete, written): mentions 1, quotes 1, relations 1\n"
        "1 task: 1 article added, 0 there already, 0 left out; annotations: 1 written, 0 unchanged, 0 left out.\n"
        "Taken: mentions 1, quotes 1, relations 1.\n"
    )
    assert quidit("validate", cwd=started).returncode == 0


def test_a_loss_exits_1_and_is_told_where_it_happened(started):
    write(started.parent / "export.json", [task(answer(*RESULTS, marked("z", "nom", "Pays", "Lyon")))])
    result = run(started, "--map", "../MAP.toml")
    assert result.returncode == 1
    assert "label-studio/task/7: error QD754 nom 'Pays' (1 ×) was left out" in result.stdout
    assert "left out: not-in-the-map 1" in result.stdout
    assert quidit("validate", cwd=started).returncode == 0


def test_json_says_the_same(started):
    write(started.parent / "export.json", [task(answer(*RESULTS, marked("z", "nom", "Pays", "Lyon")))])
    said = json.loads(run(started, "--map", "../MAP.toml", "--json").stdout)
    assert said["tasks"][0]["annotations"] == [
        {
            "annotator": "ana",
            "status": "draft",
            "outcome": "written",
            "holds": {"mentions": 1, "quotes": 1, "relations": 1},
        }
    ]
    assert said["tasks"][0]["left_out"] == {"not-in-the-map": 1}
    assert [problem["code"] for problem in said["problems"]] == ["QD754", "QD763"]
    assert [path.split("/")[0] for path in said["written"]] == ["annotations", "seeds", "corpus", "annotations"]


def test_a_dry_run_writes_nothing(started):
    before = files_of(started)
    result = run(started, "--map", "../MAP.toml", "--dry-run")
    assert (result.returncode, files_of(started)) == (0, before)
    assert "1 article would be added" in result.stdout


def test_a_second_run_changes_no_byte(started):
    run(started, "--map", "../MAP.toml")
    before = files_of(started)
    result = run(started, "--map", "../MAP.toml")
    assert (result.returncode, files_of(started)) == (0, before)
    assert "0 written, 1 unchanged" in result.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "export.json:1:2: not JSON"),
        (b"{}", "no list of tasks"),
        (b"[NaN]", "export.json:1:2: not JSON"),
        (b'[{"id": 1, "id": 2}]', "a key stands twice"),
        (b"[" * 50 + b"]" * 50, "nested too deep"),
        (b"\xff", "is not UTF-8"),
    ],
)
def test_what_is_no_export_is_one_sentence(started, content, words):
    (started.parent / "export.json").write_bytes(content)
    result = run(started, "--map", "../MAP.toml")
    assert (result.returncode, result.stdout) == (1, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_wrong_usage_exits_2(started):
    assert run(started).returncode == 2
    assert run(started, "--map", "../MAP.toml", "--draft-map").returncode == 2
    assert run(started, "--map", "../none.toml").returncode == 2
    (started.parent / "MAP.toml").write_text('language = "fr"', encoding="utf-8")
    result = run(started, "--map", "../MAP.toml")
    assert (result.returncode, "MAP.toml: text is not said" in result.stderr) == (2, True)


def test_hostile_names_reach_neither_the_terminal_nor_the_disk(started):
    evil = "\x1b[2J##[group]\u202e"
    name = task(answer(marked(evil, "nom", evil, (0, 2)), by=1), number=f"../../{evil}", data={"nr": "../../x"})
    write(started.parent / "export.json", [name])
    (started.parent / "MAP.toml").write_text('id = "nr"\n' + MAP, encoding="utf-8")
    before = set(files_of(started.parent))
    result = run(started, "--map", "../MAP.toml")
    assert result.returncode == 1
    assert not {"\x1b", "\u202e"} & set(result.stdout)
    assert "##[" not in result.stdout
    new = {path.as_posix() for path in set(files_of(started.parent)) - before}
    assert new == {"mine/seeds/x-2.txt", "mine/corpus/x-2.json"} or all(path.startswith("mine/") for path in new)
    assert quidit("validate", cwd=started).returncode == 0


def test_an_import_that_is_killed_leaves_whole_files_and_can_be_run_again(started, tmp_path):
    texts = [TEXT.replace("parc", f"parc numéro {number}") for number in range(40)]
    tasks = [
        task(answer(marked("a", "nom", "Personne", "Ana Ruiz")), text=text, number=number)
        for number, text in enumerate(texts, start=1)
    ]
    write(tmp_path / "export.json", tasks)
    command = [sys.executable, "-c", "from quidit.cli import main; main()", "import", "label-studio", "../export.json"]
    for _ in range(3):
        process = subprocess.Popen([*command, "--map", "../MAP.toml"], cwd=started, stdout=subprocess.DEVNULL)
        articles = len(list((started / "corpus").glob("*.json")))
        while process.poll() is None and len(list((started / "corpus").glob("*.json"))) < articles + 5:
            time.sleep(0.002)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        for path in started.rglob("*.json"):
            json.loads(path.read_text(encoding="utf-8"))
    result = run(started, "--map", "../MAP.toml")
    assert result.returncode == 0, result.stdout
    assert not list(started.rglob("*.partial"))
    assert len(list((started / "corpus").glob("*.json"))) == 41
    assert len(list((started / "annotations").glob("*/ana.json"))) == 40
    assert quidit("validate", cwd=started).returncode == 0
