"""From the corpus to annotators and back: what they submit is what the corpus gets."""

import json
from dataclasses import replace

from quidit.problems import Severity
from quidit.remote.pull import pull
from quidit.remote.push import push
from quidit.remote.taking import Found
from quidit.validation import validate

ARTICLE = "garanties-ukraine"


def annotation(store, annotator, article=ARTICLE):
    return next(each for each in store.annotations(article) if each.annotator == annotator)


def files_of(store):
    folder = store.root / "annotations"
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def bare(items):
    return [replace(item, provenance=None) for item in items]


def test_an_annotation_submitted_untouched_comes_back_the_same_but_for_provenance(
    studio, store, wish, same_but_for_provenance
):
    push(store, studio.connection, wish(store))
    studio.submit(studio.tasks(wish(store))[ARTICLE])
    pulled = pull(store, studio.connection, wish(store))
    assert (pulled.problems, pulled.changed) == ((), 1)
    same_but_for_provenance(store, ARTICLE, "ana")


def test_a_second_pull_changes_no_byte(studio, store, wish):
    push(store, studio.connection, wish(store))
    studio.submit(studio.tasks(wish(store))[ARTICLE])
    pull(store, studio.connection, wish(store))
    before = files_of(store)
    for full in (False, True):
        again = pull(store, studio.connection, wish(store), full=full)
        assert (again.changed, again.written, again.removed, again.problems) == (0, (), (), ())
        assert files_of(store) == before


def test_a_whole_corpus_comes_back(studio, toy, wish):
    before = {article: toy.annotations(article) for article in toy.article_ids()}
    pushed = push(toy, studio.connection, wish(toy, "lin"), suggestions="sol")
    assert (pushed.sent, pushed.present, pushed.problems) == (len(before), 0, ())
    for task in studio.tasks(wish(toy, "lin")).values():
        studio.submit(task)
    pulled = pull(toy, studio.connection, wish(toy, "lin"))
    assert [each.message for each in pulled.problems if each.severity is Severity.ERROR] == []
    assert pulled.found == {Found.DONE: len(before)}
    for article, annotations in before.items():
        was = {each.annotator: each for each in annotations}
        mine = annotation(toy, "lin", article)
        begun_from = was.get("lin") or was.get("sol")
        assert len(mine.by_id) == (len(begun_from.by_id) if begun_from else 0)
        if begun_from:
            assert bare(mine.mentions) == bare(begun_from.mentions)
        if "lin" in was:
            assert mine.quotes == was["lin"].quotes, "what was the annotator's own stays so"


def test_two_annotators_work_blind_on_two_projects(studio, store, wish):
    for annotator in ("ana", "bea"):
        push(store, studio.connection, wish(store, annotator))
    assert studio.project(wish(store, "ana")) != studio.project(wish(store, "bea"))
    first, second = (studio.tasks(wish(store, annotator))[ARTICLE] for annotator in ("ana", "bea"))
    assert not second["annotations"]
    studio.submit(first)
    results = [each for each in second["predictions"][0]["result"] if each.get("from_name") in {"sentence", "mention"}]
    studio.submit(second, results)
    for annotator in ("ana", "bea"):
        pull(store, studio.connection, wish(store, annotator))
    ana, bea = annotation(store, "ana"), annotation(store, "bea")
    assert ana.quotes
    assert not bea.quotes
    assert [each.span for each in ana.mentions] == [each.span for each in bea.mentions]
    listed = json.loads((store.root / store.ANNOTATORS).read_text())
    assert [(each["id"], each["kind"]) for each in listed[-2:]] == [("ana", "human"), ("bea", "human")]


def test_what_is_pulled_is_valid(studio, store, wish):
    push(store, studio.connection, wish(store))
    studio.submit(studio.tasks(wish(store))[ARTICLE])
    pull(store, studio.connection, wish(store))
    assert validate(store, [], lambda _: None).problems == ()


def test_the_annotators_own_annotation_is_begun_from_and_stays_their_own(studio, store, wish):
    push(store, studio.connection, wish(store))
    studio.submit(studio.tasks(wish(store))[ARTICLE])
    pull(store, studio.connection, wish(store))
    before = files_of(store)
    elsewhere = wish(store, named=f"{store.settings.dataset} again")
    push(store, studio.connection, elsewhere)
    studio.submit(studio.tasks(elsewhere)[ARTICLE])
    pulled = pull(store, studio.connection, elsewhere)
    assert pulled.problems == ()
    assert {path: content for path, (content, _) in files_of(store).items()} == {
        path: content for path, (content, _) in before.items()
    }
