"""Withdrawal: an article goes for good, whatever interrupts it, and never comes back."""

import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quidit
from corpora import copy_of
from corpora import quidit as command
from quidit import disk
from quidit.git.remembered import ReleasedAlreadyError
from quidit.ingest import IngestError, Intake, add
from quidit.problems import QuiditError
from quidit.store import Store
from quidit.withdrawal import WithdrawalError, with_news, withdraw
from releases import PILOT, TOY, edit, files_of, load
from repositories import commit, git, repository

WHY = "its publisher asked for it"
GONE = "storm-warning"


@pytest.fixture
def corpus(tmp_path):
    folder = copy_of(TOY, tmp_path / "corpus")
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 1.0.0 (not yet released)\n\nThe first benchmark.\n")
    (folder / ".gitignore").write_text(".cache/\n")
    return repository(folder)


def text_of(corpus, article):
    return "\n".join(json.loads((corpus / "corpus" / f"{article}.json").read_text())["paragraphs"])


def ledger_of(corpus):
    return [json.loads(line) for line in (corpus / "corpus/splits.jsonl").read_text().splitlines()]


def places_of(corpus, article):
    return {name for name in files_of(corpus) if article in name}


def test_its_words_and_everything_made_on_them_leave_the_corpus(corpus):
    words, before = text_of(corpus, GONE), files_of(corpus)
    withdraw(Store(corpus), GONE, WHY)
    after = files_of(corpus)
    assert places_of(corpus, GONE) == set()
    assert not (corpus / "annotations" / GONE).exists()
    for line in words.split("\n"):
        assert not any(line.encode() in content for content in after.values())
    changed = {"corpus/splits.jsonl", "CHANGELOG.md"}
    assert {name: content for name, content in after.items() if name not in changed} == {
        name: content for name, content in before.items() if GONE not in name and name not in changed
    }


def test_the_ledger_keeps_who_it_was_why_it_went_and_what_it_must_not_say_again(corpus):
    import hashlib

    words, before = text_of(corpus, GONE), ledger_of(corpus)
    withdraw(Store(corpus), GONE, f"  {WHY}\n")
    assert ledger_of(corpus)[:-1] == before
    assert ledger_of(corpus)[-1] == {
        "release": "1.0.0",
        "article": GONE,
        "group": GONE,
        "split": "withdrawn",
        "why": WHY,
        "text_sha256": hashlib.sha256(words.encode()).hexdigest(),
    }


@pytest.mark.parametrize(
    "article", ["storm-warning", "conseil-valmont", "bus-lanes", "marathon-annonce", "gare-en-direct"]
)
def test_what_is_left_validates_splits_and_builds_without_it(corpus, tmp_path, article):
    opened = quidit.Corpus.open(corpus)
    opened.withdraw(article, WHY)
    problems = opened.validate().problems
    assert [each for each in problems if each.is_error] == []
    assert opened.split().entries == ()
    loaded = load(opened.build(tmp_path / "build").folder, tmp_path / "cache")
    ids = {row["id"] for part in loaded["articles"].values() for row in part}
    assert ids == {path.stem for path in (corpus / "corpus").glob("*.json")} - {"gare-en-direct"}
    assert article not in ids


def test_the_contribution_that_withdraws_it_is_sound(corpus):
    git(repository(corpus), "checkout", "--quiet", "-b", "contribution")
    withdraw(Store(corpus), GONE, WHY)
    commit(corpus)
    assert quidit.Corpus.open(corpus).validate_contribution("main").problems == ()


def test_readers_of_the_changelog_are_told(corpus):
    done = withdraw(Store(corpus), GONE, WHY)
    assert (corpus / "CHANGELOG.md").read_text() == (
        "# Changelog\n\n## 1.0.0 (not yet released)\n\nThe first benchmark.\n\n"
        "- Withdrawn: the article `storm-warning` (its publisher asked for it).\n"
    )
    assert done.news in (corpus / "CHANGELOG.md").read_text()


def test_neither_its_text_nor_its_id_is_taken_again(corpus, tmp_path):
    raw = shutil.copyfile(corpus / "seeds" / f"{GONE}.txt", tmp_path / "again.txt")
    raw.write_bytes(b"\xef\xbb\xbf" + raw.read_bytes().replace(b"\n", b"\r\n"))
    (tmp_path / "other.txt").write_text("Il pleut sur le lac depuis hier.\n")
    withdraw(Store(corpus), GONE, WHY)
    with pytest.raises(IngestError, match=r"this text was withdrawn, as storm-warning.*publisher"):
        add(Store(corpus), [Intake(raw, "again", "en")])
    with pytest.raises(IngestError, match=r"storm-warning was withdrawn.*--id"):
        add(Store(corpus), [Intake(tmp_path / "other.txt", GONE, "fr")])
    assert [each.id for each in add(Store(corpus), [Intake(tmp_path / "other.txt", "other", "fr")])] == ["other"]


def test_a_contribution_that_brings_its_text_back_is_told(corpus):
    file = (corpus / "corpus" / f"{GONE}.json").read_text()
    raw = (corpus / "seeds" / f"{GONE}.txt").read_bytes()
    withdraw(Store(corpus), GONE, WHY)
    (corpus / "seeds" / f"{GONE}.txt").write_bytes(raw)
    (corpus / "corpus/back.json").write_text(file.replace(f'"id": "{GONE}"', '"id": "back"'))
    (problem,) = (each for each in quidit.Corpus.open(corpus).validate().problems if each.is_error)
    assert (problem.name, problem.path) == ("withdrawn-and-there", "corpus/splits.jsonl")
    assert "back says what storm-warning said" in problem.message


def test_a_dry_run_says_the_same_and_changes_nothing(corpus):
    before = files_of(corpus)
    planned = withdraw(Store(corpus), GONE, WHY, dry_run=True)
    assert files_of(corpus) == before
    assert withdraw(Store(corpus), GONE, WHY) == planned


def test_wherever_it_is_interrupted_another_call_ends_it(corpus, tmp_path, monkeypatch):
    """Killed before each of its writes and removals in turn, then called again."""
    whole = shutil.copytree(corpus, tmp_path / "whole")
    withdraw(Store(whole), GONE, WHY)
    steps = 2 + len(withdraw(Store(corpus), GONE, WHY, dry_run=True).removed)
    for step in range(steps):
        folder = tmp_path / str(step)
        shutil.copytree(corpus, folder)
        with monkeypatch.context() as patch:
            killed_at(patch, step)
            with pytest.raises(KeyboardInterrupt):
                withdraw(Store(folder), GONE, WHY)
        done = withdraw(Store(folder), GONE, "" if step else WHY)
        assert done.is_new == (step == 0)
        assert files_of(folder) == files_of(whole)
        assert withdraw(Store(folder), GONE, "").changes_nothing


def killed_at(patch, step):
    """The process dies before its write or removal of that number."""
    from pathlib import Path

    count = iter(range(1000))

    def dying(does):
        def done(*arguments, **options):
            if next(count) == step:
                raise KeyboardInterrupt
            return does(*arguments, **options)

        return done

    patch.setattr(disk, "write", dying(disk.write))
    unlink, rmdir = Path.unlink, Path.rmdir
    patch.setattr(
        Path, "unlink", lambda path, **o: unlink(path, **o) if ".partial" in path.name else dying(unlink)(path, **o)
    )
    patch.setattr(Path, "rmdir", dying(rmdir))


def test_a_raw_file_of_two_articles_stays_and_is_told(corpus):
    def also(document):
        document["source"] = json.loads((corpus / "corpus" / f"{GONE}.json").read_text())["source"]

    edit(corpus / "corpus/library-hours.json", also)
    done = withdraw(Store(corpus), GONE, WHY)
    assert done.shared == (f"seeds/{GONE}.txt", "library-hours")
    assert (corpus / "seeds" / f"{GONE}.txt").exists()


def test_what_stays_of_its_group_is_told(corpus):
    assert withdraw(Store(corpus), "bus-lanes", WHY).beside == ("bus-lanes-corrected",)


def test_an_article_that_never_had_a_split_can_be_withdrawn(corpus, tmp_path):
    (tmp_path / "neu.txt").write_text("Il pleut sur le lac depuis hier.\n")
    add(Store(corpus), [Intake(tmp_path / "neu.txt", "neu", "fr")])
    commit(corpus)
    assert withdraw(Store(corpus), "neu", WHY).entry.group == "neu"
    assert [each for each in quidit.Corpus.open(corpus).validate().problems if each.is_error] == []


def test_problems_of_its_files_that_were_known_are_forgotten(corpus):
    row = {"code": "QD416", "at": "/mentions", "since": "1.0.0"}
    rows = [{"path": f"annotations/{name}.json", **row} for name in (f"{GONE}/lin", "bus-lanes/lin")]
    Store(corpus).write_known(rows)
    withdraw(Store(corpus), GONE, WHY)
    assert [each["path"] for each in Store(corpus).baseline().rows] == ["annotations/bus-lanes/lin.json"]


@pytest.mark.parametrize(
    ("article", "why", "said"),
    [("strom-warning", WHY, "storm-warning"), ("../seeds", WHY, "no article"), (GONE, " \n", "--why")],
)
def test_what_cannot_be_withdrawn_is_told_and_nothing_changes(corpus, article, why, said):
    before = files_of(corpus)
    with pytest.raises(WithdrawalError, match=said):
        withdraw(Store(corpus), article, why)
    assert files_of(corpus) == before


def test_a_ledger_that_cannot_be_read_is_not_added_to(corpus):
    path = corpus / "corpus/splits.jsonl"
    path.write_text(path.read_text() + "{\n")
    before = files_of(corpus)
    with pytest.raises(QuiditError, match="quidit validate"):
        withdraw(Store(corpus), GONE, WHY)
    assert files_of(corpus) == before


def test_the_command_says_what_it_did_and_what_remains(corpus):
    planned = command("withdraw", PILOT, "--why", WHY, "--dry-run", cwd=corpus)
    assert planned.returncode == 0, planned.stderr
    assert "conseil-valmont would be withdrawn for 1.0.0" in planned.stdout
    done = command("withdraw", PILOT, "--why", WHY, cwd=corpus)
    assert "  corpus/conseil-valmont.json is removed\n" in done.stdout
    assert "git's history" in done.stdout
    again = command("withdraw", PILOT, "--json", cwd=corpus)
    assert json.loads(again.stdout)["removed"] == []
    assert command("withdraw", PILOT, cwd=corpus).stdout.startswith("conseil-valmont was withdrawn for 1.0.0")
    unknown = command("withdraw", "nobody", "--why", WHY, cwd=corpus)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    silent = command("withdraw", GONE, cwd=corpus)
    assert silent.returncode == 2
    assert "--why" in silent.stderr


def test_what_git_does_not_have_stays_unless_told_otherwise(corpus):
    added, edited = f"annotations/{GONE}/zoe.json", f"corpus/{GONE}.json"
    (corpus / added).write_bytes((corpus / f"annotations/{GONE}/lin.json").read_bytes())
    (corpus / edited).write_text((corpus / edited).read_text() + "\n")
    before = files_of(corpus)
    with pytest.raises(WithdrawalError, match=rf"{added}, {edited}: git does not have.*--force"):
        withdraw(Store(corpus), GONE, WHY)
    assert files_of(corpus) == before
    assert withdraw(Store(corpus), GONE, WHY, force=True).is_in_git
    assert places_of(corpus, GONE) == set()


def test_without_git_nothing_is_said_of_its_history(corpus):
    shutil.rmtree(corpus / ".git")
    refused = command("withdraw", GONE, "--why", WHY, cwd=corpus)
    assert (refused.returncode, refused.stdout) == (1, "")
    done = command("withdraw", GONE, "--why", WHY, "--force", cwd=corpus)
    assert done.returncode == 0, done.stderr
    assert "history" not in done.stdout


def test_no_line_is_written_for_a_release_that_is_out(corpus):
    git(corpus, "tag", "v1.0.0")
    before = files_of(corpus)
    with pytest.raises(ReleasedAlreadyError, match=r'version = "1\.0\.1" in \[tool\.quidit\]'):
        withdraw(Store(corpus), GONE, WHY)
    assert files_of(corpus) == before


def test_no_split_is_decided_for_a_release_that_is_out(corpus, tmp_path):
    (tmp_path / "neu.txt").write_text("Il pleut sur le lac depuis hier.\n")
    add(Store(corpus), [Intake(tmp_path / "neu.txt", "neu", "fr")])
    git(corpus, "tag", "v1.0.0")
    before = ledger_of(corpus)
    with pytest.raises(ReleasedAlreadyError, match=r"v1\.0\.0"):
        quidit.Corpus.open(corpus).split()
    assert ledger_of(corpus) == before


NEWS = "- Withdrawn: the article `a` (asked)."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"# Changelog\n\nFor readers of the data.\n\n## Not yet released\n\n{NEWS}\n"),
        (
            "# C\n\n## 1.0.0 (2026-01-01)\n\nOld.\n",
            f"# C\n\n## Not yet released\n\n{NEWS}\n\n## 1.0.0 (2026-01-01)\n\nOld.\n",
        ),
        ("# C\n\n## Unreleased\n\n## 1.0.0\n", f"# C\n\n## Unreleased\n\n{NEWS}\n\n## 1.0.0\n"),
        (
            "# C\n\n## 2 (not yet released)\n\n- A.\n\n### Package\n\n- B.\n",
            f"# C\n\n## 2 (not yet released)\n\n- A.\n{NEWS}\n\n### Package\n\n- B.\n",
        ),
    ],
)
def test_the_line_stands_in_the_section_that_is_not_yet_released(before, after):
    assert with_news(before, NEWS) == after


@given(st.text(alphabet="#- \nab", max_size=80))
def test_no_line_of_a_changelog_is_lost(before):
    lines = [line for line in with_news(before, NEWS).splitlines() if line.strip()]
    assert [line for line in before.splitlines() if line.strip()] == [
        line for line in lines if line not in (NEWS, "## Not yet released")
    ][0 if before else 2 :]
