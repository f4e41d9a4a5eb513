"""Pulling: every state that a task can be in, told apart, and nothing lost in silence."""

import json

import pytest

from quidit.lock import WRITING, BusyError, alone
from quidit.records import Span
from quidit.remote.failures import ForeignProjectError
from quidit.remote.files import Files
from quidit.remote.local import local_folder
from quidit.remote.pull import pull
from quidit.remote.push import push
from quidit.remote.status import Stage, status
from quidit.remote.taking import Found

ARTICLE = "garanties-ukraine"


@pytest.fixture
def pushed(studio, store, wish):
    """The corpus with its one article pushed, begun from nothing but its sentences."""
    push(store, studio.connection, wish(store), suggestions="none")
    return store


@pytest.fixture
def task(studio, pushed, wish):
    return studio.tasks(wish(pushed))[ARTICLE]


def region(number, start, end, control="mention", label="LOC"):
    value = {"start": start, "end": end, "labels": [label]}
    return {"id": number, "type": "labels", "from_name": control, "to_name": "text", "value": value}


def file_of(store, annotator="ana", article=ARTICLE):
    return store.root / "annotations" / article / f"{annotator}.json"


def read(store):
    return json.loads(file_of(store).read_text())


def codes(pulled):
    return [each.code for each in pulled.problems]


def test_an_untouched_task_leaves_the_corpus_alone(studio, pushed, wish):
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert (pulled.found, pulled.written) == ({Found.UNTOUCHED: 1}, ())
    assert not file_of(pushed).exists()


def test_a_skipped_article_is_skipped(studio, pushed, task, wish):
    studio.submit(task, [], was_cancelled=True)
    assert pull(pushed, studio.connection, wish(pushed)).found == {Found.SKIPPED: 1}
    assert read(pushed)["status"] == "skipped"


def test_an_empty_annotation_is_an_annotation_without_items(studio, pushed, task, wish):
    studio.submit(task, [])
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert (pulled.found, pulled.problems) == ({Found.DONE: 1}, ())
    assert read(pushed)["status"] == "complete"
    assert not {"mentions", "cues", "quotes", "stances"} & set(read(pushed))


def test_a_draft_is_a_draft_and_becomes_what_is_submitted(studio, pushed, task, wish):
    studio.draft(task, [region("r1", 86, 93)])
    assert pull(pushed, studio.connection, wish(pushed)).found == {Found.STARTED: 1}
    assert (read(pushed)["status"], read(pushed)["mentions"][0]["text"]) == ("draft", "Ukraine")
    studio.submit(task, [region("r1", 86, 93), region("r2", 3, 10)])
    pull(pushed, studio.connection, wish(pushed))
    assert read(pushed)["status"] == "complete"
    assert [(each["id"], each["text"]) for each in read(pushed)["mentions"]] == [("m2", "Kremlin"), ("m1", "Ukraine")]


def test_a_draft_that_is_given_up_is_withdrawn(studio, pushed, task, wish):
    draft = studio.draft(task, [region("r1", 86, 93)])
    pull(pushed, studio.connection, wish(pushed))
    studio.connection.delete(f"/api/drafts/{draft}/")
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert pulled.removed == (f"annotations/{ARTICLE}/ana.json",)
    assert not file_of(pushed).exists()


def test_a_draft_does_not_take_the_place_of_a_finished_annotation(studio, store, wish):
    mine = store.root / "annotations" / ARTICLE / "a1.json"
    before = mine.read_bytes()
    push(store, studio.connection, wish(store, "a1"))
    studio.draft(studio.tasks(wish(store, "a1"))[ARTICLE], [region("r1", 86, 93)])
    for _ in range(2):
        pulled = pull(store, studio.connection, wish(store, "a1"))
        assert (pulled.found, codes(pulled)) == ({Found.STARTED: 1}, ["QD725"])
        assert mine.read_bytes() == before


def test_what_changed_is_pulled_and_ids_stay(studio, pushed, task, wish):
    annotation = studio.submit(task, [region("r1", 86, 93)])
    pull(pushed, studio.connection, wish(pushed))
    studio.change(annotation, [region("r0", 3, 10), region("r1", 86, 93)])
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert (pulled.is_full, pulled.changed) == (False, 1)
    assert [(each["id"], each["text"]) for each in read(pushed)["mentions"]] == [("m2", "Kremlin"), ("m1", "Ukraine")]
    studio.change(annotation, [region("r2", 0, 10)])
    pull(pushed, studio.connection, wish(pushed))
    assert [each["id"] for each in read(pushed)["mentions"]] == ["m3"], "no id is used twice"


def test_a_deleted_annotation_is_removed_and_said(studio, pushed, task, wish):
    annotation = studio.submit(task, [region("r1", 86, 93)])
    pull(pushed, studio.connection, wish(pushed))
    studio.delete(annotation)
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert (pulled.removed, codes(pulled)) == ((f"annotations/{ARTICLE}/ana.json",), ["QD735"])
    assert not file_of(pushed).exists()
    assert pull(pushed, studio.connection, wish(pushed)).problems == ()


def edited(store):
    """The file with one label corrected by hand, as bytes."""
    path = file_of(store)
    path.write_text(path.read_text().replace('"LOC"', '"PER"'))
    return path.read_bytes()


def test_what_was_edited_by_hand_is_kept_until_it_is_given_up(studio, pushed, task, wish, quidit):
    studio.submit(task, [region("r1", 86, 93)])
    pull(pushed, studio.connection, wish(pushed))
    before = edited(pushed)
    for full in (True, False, False):
        pulled = pull(pushed, studio.connection, wish(pushed), full=full)
        assert (codes(pulled), pulled.written, pulled.changed) == (["QD737"], (), 0)
        assert pulled.problems[0].path == f"annotations/{ARTICLE}/ana.json"
        assert file_of(pushed).read_bytes() == before
    told = quidit(pushed, "pull", "--annotator", "ana", **studio.environment)
    assert (told.returncode, "`quidit pull --overwrite`" in told.stdout) == (1, True)
    given_up = quidit(pushed, "pull", "--annotator", "ana", "--overwrite", **studio.environment)
    assert given_up.stdout.endswith(f"1 annotation changed: annotations/{ARTICLE}/ana.json.\n"), given_up.stdout
    assert [each["label"] for each in read(pushed)["mentions"]] == ["LOC"]
    assert codes(pull(pushed, studio.connection, wish(pushed), full=True)) == []


def test_what_somebody_else_pulled_and_committed_is_no_edit(studio, pushed, task, wish):
    annotation = studio.submit(task, [region("r1", 86, 93)])
    pull(pushed, studio.connection, wish(pushed))
    (memory,) = (local_folder(pushed) / "pulled").iterdir()
    mine = memory.read_bytes()
    studio.change(annotation, [region("r1", 86, 93, label="PER")])
    pull(pushed, studio.connection, wish(pushed))
    theirs = file_of(pushed).read_bytes()
    memory.write_bytes(mine)
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert (pulled.changed, "QD737" in codes(pulled), file_of(pushed).read_bytes()) == (0, False, theirs)


def test_what_was_edited_by_hand_is_not_removed_with_its_answer(studio, pushed, task, wish):
    annotation = studio.submit(task, [region("r1", 86, 93)])
    pull(pushed, studio.connection, wish(pushed))
    before = edited(pushed)
    studio.delete(annotation)
    for _ in range(2):
        assert codes(pull(pushed, studio.connection, wish(pushed))) == ["QD737"]
        assert file_of(pushed).read_bytes() == before
    assert codes(pull(pushed, studio.connection, wish(pushed), overwrite=True)) == ["QD735"]
    assert not file_of(pushed).exists()


def test_without_a_memory_of_this_machine_the_server_counts(studio, pushed, task, wish):
    studio.submit(task, [region("r1", 86, 93)])
    pull(pushed, studio.connection, wish(pushed))
    edited(pushed)
    for memory in (local_folder(pushed) / "pulled").iterdir():
        memory.unlink()
    assert codes(pull(pushed, studio.connection, wish(pushed))) == []
    assert [each["label"] for each in read(pushed)["mentions"]] == ["LOC"]


def test_a_deleted_task_is_seen_by_a_full_pull_and_its_annotation_kept(studio, pushed, task, wish):
    studio.submit(task, [region("r1", 86, 93)])
    pull(pushed, studio.connection, wish(pushed))
    before = file_of(pushed).read_bytes()
    studio.connection.delete(f"/api/tasks/{task['id']}/")
    assert codes(pull(pushed, studio.connection, wish(pushed), full=True)) == ["QD734"]
    assert file_of(pushed).read_bytes() == before
    push(pushed, studio.connection, wish(pushed))
    assert codes(pull(pushed, studio.connection, wish(pushed), full=True)) == []
    assert file_of(pushed).read_bytes() == before


def test_an_annotation_that_came_by_another_way_is_kept_while_its_task_is_untouched(studio, store, wish):
    before = file_of(store, "a1").read_bytes()
    push(store, studio.connection, wish(store, "a1"))
    for full in (False, True):
        assert pull(store, studio.connection, wish(store, "a1"), full=full).written == ()
    assert file_of(store, "a1").read_bytes() == before


def test_of_several_annotations_the_latest_is_taken_and_the_others_named(studio, pushed, task, wish):
    first = studio.submit(task, [region("r1", 86, 93)])
    studio.submit(task, [region("r2", 3, 10)])
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert codes(pulled) == ["QD724"]
    assert f"annotation {first} " in pulled.problems[0].message
    assert [each["text"] for each in read(pushed)["mentions"]] == ["Kremlin"]
    assert codes(pull(pushed, studio.connection, wish(pushed))) == ["QD724"], "it is said until it is resolved"
    studio.delete(first)
    assert codes(pull(pushed, studio.connection, wish(pushed))) == []


def test_two_tasks_of_one_article_are_a_problem_and_the_answered_one_counts(studio, pushed, task, wish):
    double = {"data": task["data"]}
    studio.connection.post_once(f"/api/projects/{studio.project(wish(pushed))}/import", [double])
    studio.submit(task, [region("r1", 86, 93)])
    for full in (False, False, True):
        pulled = pull(pushed, studio.connection, wish(pushed), full=full)
        assert codes(pulled) == ["QD733"]
        assert [each["text"] for each in read(pushed)["mentions"]] == ["Ukraine"]


def test_a_task_of_no_article_is_left_out_and_said_once_it_holds_work(studio, pushed, task, wish):
    project = studio.project(wish(pushed))
    studio.connection.post_once(f"/api/projects/{project}/import", [{"data": {"text": "Bonjour.", "entities": []}}])
    assert codes(pull(pushed, studio.connection, wish(pushed))) == []
    stranger = studio.tasks(wish(pushed))[""]
    studio.submit(stranger, [region("r1", 0, 7)])
    studio.submit(task, [])
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert (codes(pulled), pulled.found) == (["QD732"], {Found.DONE: 1})


def test_a_text_that_was_changed_on_the_server_is_refused(studio, pushed, task, wish):
    studio.submit(task, [region("r1", 86, 93)])
    data = {**task["data"], "text": task["data"]["text"].replace("Ukraine", "Russie")}
    studio.connection.patch(f"/api/tasks/{task['id']}/", {"data": data})
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert (pulled.found, codes(pulled)) == ({Found.REFUSED: 1}, ["QD701"])
    assert not file_of(pushed).exists()


def test_what_cannot_be_converted_is_named_and_the_rest_pulled(studio, pushed, task, wish):
    studio.submit(task, [region("r1", 86, 93), region("r2", 90, 80), region("r3", 3, 10, label="PLANET")])
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert {"QD704", "QD706"} <= set(codes(pulled))
    assert all(f"task/{task['id']}" in each.path for each in pulled.problems)
    assert [each["text"] for each in read(pushed)["mentions"]] == ["Ukraine"]


def test_an_article_whose_file_is_broken_does_not_keep_the_others_back(studio, toy, wish):
    push(toy, studio.connection, wish(toy))
    first, second, *_ = toy.article_ids()
    tasks = studio.tasks(wish(toy))
    for each in (first, second):
        studio.submit(tasks[each])
    path = toy.root / f"corpus/{first}.json"
    path.write_text("{")
    pulled = pull(toy, studio.connection, wish(toy))
    assert f"corpus/{first}.json" in {each.path for each in pulled.problems}
    assert (file_of(toy, article=first).exists(), file_of(toy, article=second).exists()) == (False, True)


def test_nothing_is_written_by_a_dry_run(studio, pushed, task, wish):
    studio.submit(task, [region("r1", 86, 93)])
    before = {path for path in pushed.root.rglob("*") if path.is_file()}
    pulled = pull(pushed, studio.connection, wish(pushed), dry_run=True)
    assert pulled.written == (
        f"annotations/{ARTICLE}/ana.regions.json",
        f"annotations/{ARTICLE}/ana.json",
        "annotations/annotators.json",
    )
    after = {path for path in pushed.root.rglob("*") if path.is_file()}
    assert after == before
    assert pull(pushed, studio.connection, wish(pushed)).written == pulled.written


def test_two_pulls_at_once_do_not_happen(studio, pushed, wish):
    with alone(pushed.root, WRITING), pytest.raises(BusyError, match="another pull"):
        pull(pushed, studio.connection, wish(pushed))
    assert pull(pushed, studio.connection, wish(pushed)).written == ()


def recut(task, *cuts):
    """The task's sentences with the named ones in place of those that they replace, as results."""
    sentences = [each for each in task["predictions"][0]["result"] if each.get("from_name") == "sentence"]
    gone = {each for each, _ in cuts}
    kept = [each for each in sentences if each["id"] not in gone]
    made = [region(f"n{number}", *span, "sentence", "S") for number, (_, span) in enumerate(cuts)]
    return [*kept, *made]


def test_sentences_cut_otherwise_are_a_proposal_until_a_maintainer_applies_it(studio, pushed, task, wish, quidit):
    article = pushed.article(ARTICLE)
    last, before_last = article.sentences[-1], article.sentences[-2]
    assert "\n" not in article.text[before_last.start : last.end], "the example joins two of one paragraph"
    joined = (before_last.start, last.end)
    count = len(article.sentences)
    studio.submit(task, recut(task, (f"S{count}", joined), (f"S{count - 1}", joined)))
    pulled = pull(pushed, studio.connection, wish(pushed))
    assert codes(pulled) == ["QD736"]
    assert pushed.article(ARTICLE) == article, "nothing changed yet"
    command = pulled.problems[0].fix.split("`quidit ")[1].split("`")[0]
    applied = quidit(pushed, *command.split())
    assert applied.stdout == f"segmented {ARTICLE}: {count - 1} sentences\n", applied.stderr
    assert pushed.article(ARTICLE).sentences == (*article.sentences[:-2], Span(*joined))
    assert codes(pull(pushed, studio.connection, wish(pushed), full=True)) == []
    assert not list((pushed.root / ".cache/label-studio/proposals").iterdir())


def test_somebodys_project_is_not_taken_for_anothers(studio, pushed, task, wish, quidit):
    studio.submit(task, [region("r1", 86, 93)])
    number = str(studio.project(wish(pushed)))
    assert pull(pushed, studio.connection, wish(pushed, named=number)).changed == 1
    for verb in (push, pull):
        with pytest.raises(ForeignProjectError, match="annotated by ana, and not bob's"):
            verb(pushed, studio.connection, wish(pushed, "bob", named=number))
    told = quidit(pushed, "pull", "--annotator", "bob", "--project", number, **studio.environment)
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert not file_of(pushed, "bob").exists()


def test_another_corpuss_project_is_not_taken_for_this_ones(studio, pushed, toy, wish):
    number = str(studio.project(wish(pushed)))
    for verb in (push, pull):
        with pytest.raises(ForeignProjectError, match=f"the corpus {pushed.settings.dataset}, "):
            verb(toy, studio.connection, wish(toy, named=number))


def test_the_status_shows_who_has_a_project_and_who_is_listed_but_no_model_without_one(studio, toy, wish, quidit):
    none = quidit(toy, "status", "--annotator", "zoe", **studio.environment)
    assert (none.returncode, none.stderr.count("\n"), "zoe has no project" in none.stderr) == (2, 1, True)
    push(toy, studio.connection, wish(toy, "ana"))
    push(toy, studio.connection, wish(toy, "bob", named=f"{toy.settings.dataset} by the sea"))
    said = quidit(toy, "status", **studio.environment).stdout
    assert {line.split()[1] for line in said.splitlines()} == {"ana", "bob", "lin", "sol"}
    push(toy, studio.connection, wish(toy, "m1"))
    first, second, *_ = toy.article_ids()
    for each in (first, second):
        studio.submit(studio.tasks(wish(toy))[each])
    pull(toy, studio.connection, wish(toy))
    studio.submit(studio.tasks(wish(toy))[second], [])
    lines = [line.split(maxsplit=2) for line in quidit(toy, "status", **studio.environment).stdout.splitlines()]
    assert {who for _, who, _ in lines} == {"ana", "bob", "lin", "m1", "sol"}
    shown = {article: " ".join(said.split()) for article, who, said in lines if who == "ana"}
    assert (shown[first], shown[second]) == ("done pulled", "done to pull")


def test_the_status_tells_how_far_everybody_is(studio, toy, wish):
    one, two, three, four, five = toy.article_ids()[:5]
    new = wish(toy)
    Files(toy, "ana").register(["fr"])
    (toy.root / f"corpus/{five}.json").rename(toy.root / "five.kept")

    def stages():
        return {
            each.article: (each.stage, each.is_pulled, each.is_stale) for each in status(toy, studio.connection, [new])
        }

    assert set(stages().values()) == {(Stage.NOT_PUSHED, False, False)}
    push(toy, studio.connection, new)
    (toy.root / "five.kept").rename(toy.root / f"corpus/{five}.json")
    tasks = studio.tasks(new)
    studio.submit(tasks[one])
    studio.submit(tasks[two], [], was_cancelled=True)
    studio.draft(tasks[three], [])
    assert [stages()[each] for each in (one, two, three, four, five)] == [
        (Stage.DONE, False, True),
        (Stage.SKIPPED, False, True),
        (Stage.STARTED, False, True),
        (Stage.PUSHED, False, False),
        (Stage.NOT_PUSHED, False, False),
    ]
    pull(toy, studio.connection, new)
    assert [stages()[each][1:] for each in (one, two, three)] == [(True, False)] * 3
    studio.delete(studio.tasks(new)[one]["annotations"][0]["id"])
    assert stages()[one] == (Stage.PUSHED, True, True)
