"""Answers to another text are refused whole."""

import pytest

from labelstudio.made import ARTICLE, SCHEME, marked, names, pushed, submitted
from quidit.labelstudio.reading import read
from quidit.labelstudio.region_ids import RegionIds

IDS = RegionIds({"a": ("c4",)})


@pytest.mark.parametrize(
    "change",
    [
        {"text_sha256": "0" * 64},
        {"doc_id": "other"},
        {"text": ARTICLE.text.replace("mai", "juin")},
        {"text": None},
        {"doc_id": None},
    ],
)
def test_a_task_of_another_text_is_refused(change):
    task = pushed()
    task["data"] = {**task["data"], **change}
    answer = submitted(marked("a", "cue", "cue", "dit"))
    read_as = read(task, answer, ARTICLE, SCHEME, annotator="lea", ids=IDS)
    assert (read_as.annotation, read_as.ids, names(read_as)) == (None, IDS, ["task-of-another-text"])


def test_a_task_without_data_is_refused():
    read_as = read({"id": 7}, submitted(), ARTICLE, SCHEME, annotator="lea", ids=IDS)
    assert (read_as.annotation, names(read_as)) == (None, ["task-of-another-text"])
