"""The run: everything that is wrong is said once, where it is, and nothing that follows from it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from corpora import REPOSITORY, copy_of
from oracle import place
from quidit import Corpus, canonical
from quidit.problems import Problem
from quidit.starting import start

ANNOTATION = "annotations/sample/sample.json"
ARTICLE = "corpus/sample.json"
LEDGER = "corpus/splits.jsonl"
ANNOTATORS = "annotations/annotators.json"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "run"
    start(folder, "fr")
    return folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "run"))


def problems(folder: Path, *paths: str) -> tuple[Problem, ...]:
    return Corpus.open(folder).validate([folder / path for path in paths]).problems


def codes(found: Iterable[Problem]) -> list[str]:
    return [problem.code for problem in found]


def change(folder: Path, name: str, edit: Callable[[Any], object]) -> None:
    """The file with its document edited."""
    path = folder / name
    document = json.loads(path.read_text(encoding="utf-8"))
    edit(document)
    path.write_text(canonical.dumps(document), encoding="utf-8")


def break_in_seven_ways(document: Any) -> None:
    document["mentions"][0]["start"] = "12"
    document["mentions"][1]["label"] = "PERS"
    document["mentions"][5]["text"] = "Paule Nguyen"
    document["entities"][2]["kind"] = "anonymous"
    document["entities"][2]["wikidata"] = "Q1"
    document["cues"][2]["end"] = 218
    document["quotes"][1]["speakers"] = ["m4", "m44"]
    del document["stances"][0]["issue"]


SEVEN = {
    "/entities/2/wikidata": "QD410",
    "/mentions/0/start": "QD203",
    "/mentions/1/label": "QD204",
    "/mentions/5/text": "QD301",
    "/cues/2/end": "QD302",
    "/quotes/1/speakers/1": "QD402",
    "/stances/0": "QD412",
}


def test_a_file_broken_in_seven_ways_has_seven_problems_each_at_its_place(copy: Path) -> None:
    change(copy, ANNOTATION, break_in_seven_ways)
    found = problems(copy)
    assert {problem.pointer: problem.code for problem in found} == SEVEN
    assert len(found) == len(SEVEN)
    source = (copy / ANNOTATION).read_text(encoding="utf-8")
    for problem in found:
        assert (problem.line, problem.column) == place(source, problem.pointer)
        assert problem.path == ANNOTATION
    assert [(problem.line, problem.column) for problem in found] == sorted(
        (problem.line, problem.column) for problem in found
    )


def test_one_mention_may_be_wrong_in_several_ways_and_all_are_said(copy: Path) -> None:
    def edit(document: Any) -> None:
        document["mentions"][1] |= {"label": "PERS", "text": "Clara Dubreuil", "use": "literal", "entity": "clara"}

    change(copy, ANNOTATION, edit)
    assert codes(problems(copy)) == ["QD301", "QD204", "QD402"]


def test_every_file_shows_its_own_problems_beside_those_of_the_others(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["stances"][0].pop("issue"))
    change(copy, ARTICLE, lambda document: document["rights"].update(date="2025-02-30"))
    change(copy, ANNOTATORS, lambda document: document.append({"id": "sample", "kind": "human"}))
    with (copy / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write("{}\n\n")
    found = problems(copy)
    assert [(problem.path, problem.line, problem.code) for problem in found] == [
        (ANNOTATORS, 3, "QD423"),
        (ANNOTATION, found[1].line, "QD412"),
        (ARTICLE, found[2].line, "QD208"),
        (LEDGER, 3, "QD201"),
        (LEDGER, 4, "QD101"),
    ]


# ── No cascade ──────────────────────────────────────────────────────────────────────────────────────


def test_spans_are_not_held_against_another_text(copy: Path) -> None:
    def edit(document: Any) -> None:
        document["text_sha256"] = "0" * 64
        document["mentions"][1]["start"] = 30
        document["quotes"][0]["cue"] = "c9"

    change(copy, ANNOTATION, edit)
    assert codes(problems(copy)) == ["QD318", "QD402"]


def test_a_changed_paragraph_is_the_articles_problem_alone(copy: Path) -> None:
    def edit(document: Any) -> None:
        document["paragraphs"][0] = document["paragraphs"][0].replace("mardi", "lundi")

    change(copy, ARTICLE, edit)
    assert codes(problems(copy)) == ["QD310"]


def test_where_the_raw_file_is_not_there_either_both_are_said(copy: Path) -> None:
    (copy / "seeds/sample.txt").unlink()
    change(
        copy, ARTICLE, lambda document: document["paragraphs"].__setitem__(2, "Le conseil municipal votera en mars.")
    )
    found = problems(copy)
    assert codes(found) == ["QD319", "QD310"]
    assert found[1].pointer == "/text_sha256"


def test_a_wrong_hash_in_the_article_is_no_problem_of_its_annotations(copy: Path) -> None:
    change(copy, ARTICLE, lambda document: document.update(text_sha256="0" * 64))
    found = problems(copy)
    assert codes(found) == ["QD310"]
    assert found[0].pointer == "/text_sha256"


@pytest.mark.parametrize("content", [b"", b"  \n", b"{", b"[]", b"null", b"7", b"\xff\xfe", b'{"id": "sample"}'])
def test_annotations_of_a_broken_article_are_not_judged_by_its_text(copy: Path, content: bytes) -> None:
    (copy / ARTICLE).write_bytes(content)
    found = problems(copy)
    assert found
    assert {problem.path for problem in found} == {ARTICLE}


def test_what_an_annotation_says_of_itself_is_judged_even_so(copy: Path) -> None:
    (copy / ARTICLE).write_text("{", encoding="utf-8")
    change(copy, ANNOTATION, lambda document: document["quotes"][0].update(cue="c9"))
    found = problems(copy)
    assert codes(found) == ["QD402", "QD101"]
    assert found[0].article is None


def test_a_sentence_that_is_no_pair_hides_only_what_needs_sentences(copy: Path) -> None:
    change(copy, ARTICLE, lambda document: document["sentences"].__setitem__(0, [0]))
    change(copy, ANNOTATION, lambda document: document["mentions"][0].update(text="Valmonde"))
    assert codes(problems(copy)) == ["QD301", "QD207"]


@pytest.mark.parametrize("sentence", [[110, 110], [120, 110], [110, 105]])
def test_an_empty_sentence_does_not_also_leave_text_out(copy: Path, sentence: list[int]) -> None:
    change(copy, ARTICLE, lambda document: document["sentences"].__setitem__(1, sentence))
    assert codes(problems(copy)) == ["QD306"]


def test_a_sentence_past_the_end_is_one_problem(copy: Path) -> None:
    change(copy, ARTICLE, lambda document: document["sentences"].__setitem__(4, [291, 999]))
    assert codes(problems(copy)) == ["QD306"]


@pytest.mark.parametrize("sentences", [[[0, 170], [171, 217], [218, 290]], [[50, 170], [171, 327]]])
def test_text_in_no_sentence_is_found_at_both_ends(copy: Path, sentences: list[list[int]]) -> None:
    change(copy, ARTICLE, lambda document: document.update(sentences=sentences))
    assert "QD307" in codes(problems(copy))


@pytest.mark.parametrize("layer", ["entities", "mentions", "cues"])
def test_references_into_a_part_that_cannot_be_read_are_not_called_dangling(copy: Path, layer: str) -> None:
    change(copy, ANNOTATION, lambda document: document.update({layer: {}}))
    assert codes(problems(copy)) == ["QD203"]


@pytest.mark.parametrize("layer", ["entities", "mentions", "cues"])
def test_nor_are_those_into_a_part_whose_name_is_misspelt(copy: Path, layer: str) -> None:
    change(copy, ANNOTATION, lambda document: document.update({layer[:-1]: document.pop(layer)}))
    found = problems(copy)
    assert codes(found) == ["QD202"]
    assert found[0].fix == f"did you mean {layer!r}?"


def test_nor_is_one_to_a_mention_whose_own_id_is_malformed(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["mentions"][1].update(id="M2"))
    assert codes(problems(copy)) == ["QD205"]


def test_an_entity_of_unknown_kind_still_is_somebody(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["entities"][0].update(kind="planet"))
    assert codes(problems(copy)) == ["QD204"]


@pytest.mark.parametrize(
    ("layer", "key", "value"),
    [
        ("mentions", "target", 5),
        ("mentions", "cue", []),
        ("cues", "speakers", [{}]),
        ("cues", "speakers", 3),
        ("quotes", "holders", ["m1"]),
        ("stances", "continues", ""),
    ],
)
def test_a_key_of_another_layer_is_unknown_and_nothing_more(copy: Path, layer: str, key: str, value: object) -> None:
    change(copy, ANNOTATION, lambda document: document[layer][0].update({key: value}))
    assert codes(problems(copy)) == ["QD202"]


@pytest.mark.parametrize("status", ["finished", None, 3])
def test_an_unknown_status_does_not_make_it_a_draft_with_problems(copy: Path, status: object) -> None:
    def edit(document: Any) -> None:
        document["status"] = status
        del document["mentions"][0]["use"]

    change(copy, ANNOTATION, edit)
    assert len(problems(copy)) == 1


@pytest.mark.parametrize("content", ["{", "[{}]", '[{"id": "sample", "kind": "robot"}]', '{"id": "sample"}'])
def test_a_broken_list_of_annotators_makes_nobody_unknown(copy: Path, content: str) -> None:
    (copy / ANNOTATORS).write_text(content, encoding="utf-8")
    assert {problem.path for problem in problems(copy)} == {ANNOTATORS}


def test_where_nobody_is_listed_every_annotator_is_unknown(copy: Path) -> None:
    (copy / ANNOTATORS).unlink()
    assert codes(problems(copy)) == ["QD421"]


@pytest.mark.parametrize("line", ["{", "[]", '{"release": "0.1.0"}', '{"release": 3}', "NaN", '{"release": "1"}', ""])
def test_a_ledger_with_an_unreadable_line_is_not_judged_by_what_it_lacks(copy: Path, line: str) -> None:
    first, _ = (copy / LEDGER).read_text(encoding="utf-8").splitlines()
    (copy / LEDGER).write_text(f"{first}\n{line}\n", encoding="utf-8")
    found = problems(copy)
    assert found
    assert {(problem.path, problem.line) for problem in found} == {(LEDGER, 2)}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({}, "neither policy nor article, group, split"),
        ({"why": "nobody knows"}, "neither policy nor article, group, split"),
        ({"article": "sample"}, "lacks group, split"),
        ({"split": "train", "group": "sample"}, "lacks article"),
        ({"policy": "pilot", "article": "sample"}, "also has article"),
        ({"article": "sample", "group": "sample", "split": "pilot"}, "pilot without test_from"),
        ({"article": "sample", "group": "sample", "split": "train", "test_from": 2}, "test_from and is no pilot"),
        ({"article": "sample", "group": "sample", "split": "train", "drawn": "test"}, "drawn and is not held"),
    ],
)
def test_a_ledger_line_that_decides_nothing_is_said_to(copy: Path, line: dict[str, object], says: str) -> None:
    with (copy / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write(canonical.lines([{"release": "0.1.0", **line}]))
    (problem,) = problems(copy)
    assert (problem.code, problem.line) == ("QD513", 3)
    assert says in problem.message


def test_a_held_article_may_wait_for_a_split(copy: Path) -> None:
    shutil.copyfile(copy / ARTICLE, copy / "corpus/other.json")
    line = {"release": "0.1.0", "article": "other", "group": "other", "split": "held", "drawn": "test"}
    with (copy / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write(canonical.lines([line]))
    assert "QD202" not in codes(problems(copy))


def test_a_misspelt_quality_is_not_also_missing(copy: Path) -> None:
    shutil.copyfile(copy / ANNOTATION, copy / "annotations/sample/adjudicated.json")
    change(
        copy, "annotations/sample/adjudicated.json", lambda document: document.update(annotator="adjudicated", qualty=1)
    )
    assert codes(problems(copy)) == ["QD202"]


def test_an_adjudicated_annotation_says_its_quality(copy: Path) -> None:
    name = "annotations/sample/adjudicated.json"
    shutil.copyfile(copy / ANNOTATION, copy / name)
    change(copy, name, lambda document: document.update(annotator="adjudicated"))
    (problem,) = problems(copy)
    assert (problem.code, problem.fix) == ("QD422", 'write "quality": "silver"')
    change(copy, ANNOTATORS, lambda document: document[0].update(kind="human"))
    (problem,) = problems(copy)
    assert problem.fix == 'write "quality": "gold"'


def test_an_annotation_that_came_after_the_rulings_is_no_part_of_them(tmp_path: Path) -> None:
    folder = copy_of(REPOSITORY, tmp_path / "corpus")
    annotation = json.loads((folder / "annotations/garanties-ukraine/a1.json").read_text(encoding="utf-8"))
    late = folder / "annotations/garanties-ukraine/ana.json"
    late.write_text(canonical.dumps({**annotation, "annotator": "ana"}), encoding="utf-8")
    annotators = json.loads((folder / ANNOTATORS).read_text(encoding="utf-8"))
    (folder / ANNOTATORS).write_text(canonical.dumps([*annotators, {"id": "ana", "kind": "human"}]), encoding="utf-8")
    assert problems(folder) == ()


def test_an_entity_listed_twice_is_removed_or_renamed(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["entities"].append(document["entities"][0]))
    (problem,) = problems(copy)
    assert (problem.code, problem.fix) == ("QD401", "remove it, or give it an id of its own")


def test_of_many_ids_the_first_and_last_are_named(copy: Path) -> None:
    def edit(document: Any) -> None:
        document["mentions"] += [{**document["mentions"][0], "id": f"m{n}", "label": "ACTOR"} for n in range(7, 21)]
        for mention in document["mentions"][6:]:
            del mention["use"]
        document["entities"] += [{**document["entities"][0], "id": f"valmont-{n}"} for n in range(9)]
        document["quotes"][0]["speakers"] = ["m21"]
        document["mentions"][0]["entity"] = "walmont"
        document["quotes"][1]["continues"] = "q7"
        document["stances"][0]["target"] = "c1"

    change(copy, ANNOTATION, edit)
    said = {problem.pointer: (problem.expected, problem.fix) for problem in problems(copy)}
    assert said["/quotes/0/speakers/0"] == ("one of 20, from m1 to m20", "correct the id, or add m21 to mentions")
    assert said["/mentions/0/entity"] == ("an id of entities", "did you mean 'valmont'?")
    assert said["/quotes/1/continues"][0] == "one of q1, q2, q3"
    assert said["/stances/0/target"][0] == "an id such as m1 or q1"


def test_a_reference_into_an_empty_layer_is_said_to_be(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document.pop("cues"))
    assert {problem.expected for problem in problems(copy)} == {"an id of cues; there is none"}


def test_a_name_with_blanks_around_it_does_not_also_cut_a_word(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["mentions"][1].update(start=20, text=" Claire Dubreuil"))
    (problem,) = problems(copy)
    assert problem.code == "QD309"
    assert problem.fix == 'write "start": 21, "end": 36, "text": "Claire Dubreuil"'


def test_in_a_long_quote_the_place_that_differs_is_shown(copy: Path) -> None:
    def edit(document: Any) -> None:
        document["quotes"][0]["text"] = document["quotes"][0]["text"].replace("la Sorne", "le Sorne")

    change(copy, ANNOTATION, edit)
    (problem,) = problems(copy)
    assert problem.got == '"…truirait un nouveau pont sur le Sorne"'
    assert problem.expected == '"…truirait un nouveau pont sur la Sorne"'


def test_a_quote_may_continue_one_that_continues_another(copy: Path) -> None:
    def edit(document: Any) -> None:
        document["quotes"][1]["continues"] = "q1"
        document["quotes"][2] |= {"continues": "q2", "speakers": ["m4"]}

    change(copy, ANNOTATION, edit)
    assert problems(copy) == ()
    change(copy, ANNOTATION, lambda document: document["quotes"][0].update(continues="q1"))
    assert [problem.message for problem in problems(copy)] == ["q1 continues q1"]


def test_a_shifted_quote_is_misplaced_and_nothing_more(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["quotes"][1].update(start=111, end=152))
    assert codes(problems(copy)) == ["QD301"]


def test_a_quote_that_swallowed_its_cue_swallowed_its_speaker_with_it(copy: Path) -> None:
    words = "« Ce pont changera la vie des habitants », a-t-elle déclaré"
    change(copy, ANNOTATION, lambda document: document["quotes"][1].update(end=169, text=words, type="mixed"))
    assert codes(problems(copy)) == ["QD453"]


def test_a_quote_without_its_marks_is_not_also_of_the_wrong_type(copy: Path) -> None:
    bare = "Ce pont changera la vie des habitants"
    for kind in ("direct", "indirect"):
        change(
            copy, ANNOTATION, lambda doc, kind=kind: doc["quotes"][1].update(start=112, end=149, text=bare, type=kind)
        )
        assert codes(problems(copy)) == ["QD451"]


@pytest.mark.parametrize("reference", [{"cue": "c9"}, {"speakers": ["m9"]}])
def test_what_a_lost_reference_meant_is_not_called_unused(copy: Path, reference: dict[str, object]) -> None:
    change(copy, ANNOTATION, lambda document: document["quotes"][1].update(reference))
    assert codes(problems(copy)) == ["QD402"]


def test_nor_is_an_entity_that_a_mention_lost(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["mentions"][5].update(entity="paul"))
    assert codes(problems(copy)) == ["QD402"]


def test_a_name_annotated_twice_does_not_also_nest(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["mentions"].insert(2, {**document["mentions"][1], "id": "m7"}))
    assert codes(problems(copy)) == ["QD404"]


def test_a_cue_annotated_twice_is_not_also_unused(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["cues"].append({**document["cues"][2], "id": "c4"}))
    assert codes(problems(copy)) == ["QD404"]


def test_quotes_that_continue_each_other_are_one_loop(copy: Path) -> None:
    def edit(document: Any) -> None:
        document["quotes"][0]["continues"] = "q3"
        document["quotes"][2]["continues"] = "q1"

    change(copy, ANNOTATION, edit)
    assert codes(problems(copy)) == ["QD414"]


def test_a_misplaced_mention_puts_no_list_out_of_order(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["mentions"][0].update(start=300, end=307))
    assert codes(problems(copy)) == ["QD301"]


def test_a_name_with_its_determiner_and_title_is_too_long_once(copy: Path) -> None:
    words = "La maire de Valmont, Claire Dubreuil"
    change(copy, ANNOTATION, lambda document: document["mentions"].pop(0))
    change(copy, ANNOTATION, lambda document: document["entities"].pop(0))
    change(copy, ANNOTATION, lambda document: document["mentions"][0].update(start=0, text=words))
    assert codes(problems(copy)) == ["QD415"]


# ── Rulings ─────────────────────────────────────────────────────────────────────────────────────────

RULING = {"id": "r1", "layer": "mentions", "readings": {"sample": ["m1"]}, "take": "sample", "why": "because"}
RULINGS = {"article": "sample", "adjudicator": "sample", "date": "2026-11-23", "scheme": "1.2", "rulings": [RULING]}


def write_rulings(folder: Path, **changed: object) -> None:
    path = folder / "annotations/sample/rulings.json"
    path.write_text(canonical.dumps({**RULINGS, **changed}), encoding="utf-8")


def test_rulings_on_an_unreadable_annotation_are_not_called_wrong(copy: Path) -> None:
    write_rulings(copy)
    (copy / ANNOTATION).write_text("{", encoding="utf-8")
    assert codes(problems(copy)) == ["QD101"]


def test_a_ruling_that_departs_hides_no_problem_of_another(copy: Path) -> None:
    other = {**RULING, "id": "r2", "readings": {"samuel": ["m1"]}, "take": None}
    write_rulings(copy, rulings=[{**RULING, "layer": "names", "readings": {"x": [3]}}, other], date="2026-06-31")
    found = problems(copy)
    assert sorted(codes(found)) == ["QD203", "QD204", "QD208", "QD430"]


def test_an_annotators_name_in_readings_is_found_whatever_it_holds(copy: Path) -> None:
    write_rulings(copy, rulings=[{**RULING, "readings": {"a/b~c": ["m1"]}, "take": None}])
    (problem,) = problems(copy)
    assert (problem.code, problem.pointer) == ("QD430", "/rulings/0/readings/a~1b~0c")


@pytest.mark.parametrize("key", ["article", "adjudicator", "date", "scheme", "rulings"])
def test_rulings_without_a_key_lack_that_key(copy: Path, key: str) -> None:
    path = copy / "annotations/sample/rulings.json"
    path.write_text(canonical.dumps({k: v for k, v in RULINGS.items() if k != key}), encoding="utf-8")
    assert codes(problems(copy)) == ["QD201"]


@pytest.mark.parametrize("content", ["[]", "3", '"text"', "null"])
def test_rulings_of_another_type_are_one_problem(copy: Path, content: str) -> None:
    (copy / "annotations/sample/rulings.json").write_text(content, encoding="utf-8")
    assert codes(problems(copy)) == ["QD203"]


def test_rulings_without_an_article_are_one_problem(copy: Path) -> None:
    (copy / "annotations/other").mkdir()
    write_rulings(copy)
    shutil.move(copy / "annotations/sample/rulings.json", copy / "annotations/other/rulings.json")
    change(copy, "annotations/other/rulings.json", lambda document: document.update(article="other", rulings=[]))
    assert codes(problems(copy)) == ["QD501"]


def test_what_is_no_id_in_a_region_is_one_problem(copy: Path) -> None:
    document = {"article": "sample", "annotator": "sample", "regions": {"a": [{}, "m1", "m2"], "b": "m1"}}
    path = copy / "annotations/sample/sample.regions.json"
    path.write_text(canonical.dumps(document), encoding="utf-8")
    found = [(problem.code, problem.pointer) for problem in problems(copy)]
    assert found == [("QD203", "/regions/a/0"), ("QD440", "/regions/a/2"), ("QD203", "/regions/b")]


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [LEDGER, ANNOTATORS, ARTICLE, ANNOTATION])
@pytest.mark.parametrize("target", ["elsewhere.json", "nowhere"])
def test_a_link_is_refused_wherever_it_stands(copy: Path, name: str, target: str) -> None:
    (copy / name).rename(copy / "elsewhere.json")
    (copy / name).symlink_to(copy / target)
    assert codes(problems(copy)) == ["QD001"]


@pytest.mark.parametrize("name", ["annotations", "corpus", "annotations/sample"])
def test_a_linked_folder_is_refused_too(copy: Path, name: str) -> None:
    (copy / name).rename(copy / "elsewhere")
    (copy / name).symlink_to(copy / "elsewhere")
    found = problems(copy)
    assert ("QD001", name) in {(problem.code, problem.path) for problem in found}


@pytest.mark.parametrize("name", [LEDGER, ANNOTATORS, ARTICLE, ANNOTATION, "corpus/folder", "annotations/sample/sub"])
def test_a_folder_in_the_place_of_a_file_is_refused(copy: Path, name: str) -> None:
    (copy / name).unlink(missing_ok=True)
    (copy / name).mkdir()
    assert "QD001" in codes(problem for problem in problems(copy) if problem.path == name)


@pytest.mark.parametrize("name", [".json", "..json", "...json", "A.json", "a.json", "nul.json", "é.json", "a b.json"])
def test_a_file_that_cannot_be_named_so_is_said_once(copy: Path, name: str) -> None:
    shutil.copyfile(copy / ARTICLE, copy / "corpus" / name)
    found = [problem for problem in problems(copy) if problem.path == f"corpus/{name}"]
    assert codes(found) == ["QD004"]


@pytest.mark.parametrize("name", ["\0.txt", "../sample.txt", "..", ".", "x" * 4000, "sub/dir.txt"])
def test_a_raw_file_is_only_looked_for_in_its_folder(copy: Path, name: str) -> None:
    change(copy, ARTICLE, lambda document: document["source"].update(file=name))
    assert codes(problems(copy)) == ["QD017"]


def test_some_paths_are_checked_alone(copy: Path) -> None:
    change(copy, ANNOTATION, break_in_seven_ways)
    (copy / LEDGER).write_text("", encoding="utf-8")
    assert len(problems(copy, ANNOTATION)) == len(SEVEN)
    assert len(problems(copy)) == len(SEVEN) + 1


def test_two_articles_of_one_text_are_found_even_if_a_hash_lies(copy: Path) -> None:
    shutil.copyfile(copy / ARTICLE, copy / "corpus/twin.json")
    change(copy, "corpus/twin.json", lambda document: document.update(id="twin", text_sha256="0" * 64))
    assert "QD502" in codes(problems(copy))


def test_a_mention_may_stand_between_sentences_only_as_a_problem(copy: Path) -> None:
    change(copy, ANNOTATION, lambda document: document["cues"][0].update(start=109, end=110, text=" "))
    (problem,) = problems(copy)
    assert (problem.code, problem.fix) == ("QD309", "remove it")


def test_a_paragraph_holds_no_line_end(copy: Path) -> None:
    def edit(document: Any) -> None:
        document["paragraphs"][1:] = ["\n".join(document["paragraphs"][1:])]

    change(copy, ARTICLE, edit)
    (problem,) = problems(copy)
    assert (problem.code, problem.pointer) == ("QD311", "/paragraphs/1")
    assert problem.article
    assert (problem.article.line, problem.article.column) == (2, 120)


def test_a_raw_file_that_holds_no_text_is_said(copy: Path) -> None:
    raw = b"\x00\x01"
    (copy / "seeds/sample.txt").write_bytes(raw)
    change(
        copy,
        ARTICLE,
        lambda document: document["source"].update(
            sha256="b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2"
        ),
    )
    assert codes(problems(copy)) == ["QD321"]


def test_the_problems_of_one_corpus_come_in_the_same_order_every_time(copy: Path) -> None:
    change(copy, ANNOTATION, break_in_seven_ways)
    assert problems(copy) == problems(copy)
