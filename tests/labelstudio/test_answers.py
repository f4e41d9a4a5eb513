"""Which of what an annotator left on a task is their annotation; told apart: skipped, empty, draft and untouched."""

import json

import pytest

from labelstudio.made import ARTICLE, EXPORTS, SCHEME, marked, names, pushed, submitted
from quidit.labelstudio.answers import find_answer
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import RegionIds

DIT = marked("c", "cue", "cue", "dit")


def task_with(*annotations, drafts=(), number=7):
    return {**pushed(), "id": number, "annotations": list(annotations), "drafts": list(drafts)}


def at(minute, **more):
    return submitted(**{"id": 100 + minute, "updated_at": f"2026-11-22T07:{minute:02}:00Z", **more})


def draft_at(minute, **more):
    return {"id": minute, "result": [DIT], "updated_at": f"2026-11-22T07:{minute:02}:00.5Z", **more}


def status_of(*tasks):
    found = find_answer(tasks)
    return found and read(found.task, found.answer, ARTICLE, SCHEME, annotator="lea", ids=RegionIds()).annotation.status


def test_skipped_empty_draft_and_untouched_are_told_apart():
    assert status_of(task_with(at(1, was_cancelled=True))) == "skipped"
    assert status_of(task_with(at(1))) == "complete"
    assert status_of(task_with(drafts=[draft_at(1)])) == "draft"
    assert status_of(task_with()) is None
    assert status_of() is None


def test_what_was_marked_before_skipping_is_kept():
    answer = submitted(DIT, was_cancelled=True)
    annotation = read(pushed(), answer, ARTICLE, SCHEME, annotator="lea", ids=RegionIds()).annotation
    assert (annotation.status, len(annotation.cues)) == ("skipped", 1)


def test_the_latest_annotation_is_taken_and_the_others_are_named():
    found = find_answer([task_with(at(3), at(5), at(4))])
    assert found.answer["id"] == 105
    assert names(found) == ["several-answers"]
    assert [problem.got for problem in found.problems] == ["103", "104"]


def test_an_annotation_counts_more_than_a_later_skip_or_draft():
    found = find_answer([task_with(at(1), at(9, was_cancelled=True), drafts=[draft_at(10)])])
    assert found.answer["id"] == 101
    assert names(found) == ["several-answers", "unsubmitted-changes"]


def test_a_draft_older_than_the_annotation_is_no_news():
    assert find_answer([task_with(at(5), drafts=[draft_at(2)])]).problems == ()


def test_of_several_drafts_the_latest_is_taken():
    found = find_answer([task_with(drafts=[draft_at(2), draft_at(1)])])
    assert (found.answer["id"], found.problems) == (2, ())


def test_two_tasks_for_one_article_are_one_answer():
    first, second = task_with(at(5), number=7), task_with(at(3), number=8)
    found = find_answer([second, first])
    assert found.task["id"] == 7
    assert [problem.path for problem in found.problems] == ["label-studio/task/8"]
    assert find_answer([task_with(number=6), second]).task["id"] == 8


def test_times_with_and_without_fractions_and_zones_are_compared_as_times():
    early, late = at(1, updated_at="2026-11-22T07:01:00.9Z"), at(2, updated_at="2026-11-22T07:01:01Z")
    assert find_answer([task_with(late, early)]).answer is late
    naive = at(1, updated_at="2026-11-22T08:01:00")
    assert find_answer([task_with(late, naive)]).answer is naive


def test_without_a_time_the_higher_number_is_the_later():
    nameless = submitted(id="x")
    assert find_answer([task_with(submitted(id=2), submitted(id=9), nameless)]).answer["id"] == 9


@pytest.mark.parametrize("broken", [None, 3, [3, None]])
def test_a_task_of_another_form_has_no_answers(broken):
    assert find_answer([{"id": 7, "annotations": broken}]) is None


def recorded(text):
    tasks = json.loads((EXPORTS / "answers.json").read_text(encoding="utf-8"))
    return find_answer([task for task in tasks if task["data"]["text"].startswith(text)])


def test_the_server_s_own_export_is_told_apart():
    assert recorded("skip me").answer["was_cancelled"]
    assert "was_cancelled" not in recorded("draft me").answer
    assert recorded("empty ok").answer["result"] == []
    assert recorded("untouched") is None
    several = recorded("Le président")
    assert (several.answer["id"], [problem.got for problem in several.problems]) == (62, ["58", "59", "60", "61"])
