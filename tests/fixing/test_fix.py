"""The engine of repairs: what it makes at once, what one after the other, and what it takes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from quidit import canonical
from quidit.fixing.fix import ROUNDS, Files, Fixing, fix
from quidit.problems import REMOVED, Edit, Problem, Repair, Severity

Check = Callable[[Any], Iterator[Problem]]


def of(document: object) -> bytes:
    return canonical.dumps(document).encode()


def problem(code: str, pointer: str, *edits: Edit, message: str = "", is_safe: bool = True) -> Problem:
    repair = Repair(edits, is_safe=is_safe) if edits else None
    return Problem(code, "made-up", Severity.ERROR, "a.json", message or f"{code} {pointer}", pointer, repair=repair)


def fixed(document: object, *checks: Check) -> tuple[Any, Fixing]:
    """The document after a fix by those checks, and what it came to."""

    def judged(files: Files) -> Sequence[Problem]:
        return [found for check in checks for found in check(json.loads(files["a.json"]))]

    fixing = fix({"a.json": of(document)}, judged, wanted=lambda found: bool(found.repair and found.repair.is_safe))
    return json.loads(fixing.files["a.json"]), fixing


def odd(document: Any) -> Iterator[Problem]:
    """Numbers are even; an odd one is made the next."""
    for number, value in enumerate(document["flags"]):
        if value % 2:
            yield problem("QD401", f"/flags/{number}", Edit(f"/flags/{number}", value + 1), message=f"{value} is odd")


def unsorted(document: Any) -> Iterator[Problem]:
    """The numbers stand in order."""
    if document["flags"] != sorted(document["flags"]):
        yield problem("QD402", "/flags", Edit("/flags", sorted(document["flags"])))


def test_all_repairs_that_do_not_meet_are_made_at_once() -> None:
    document, fixing = fixed({"flags": [3, 1, 2]}, odd)
    assert document == {"flags": [4, 2, 2]}
    assert [each.pointer for each in fixing.fixed] == ["/flags/0", "/flags/1"]
    assert fixing.taken_back == ()


def test_repairs_of_one_place_are_made_one_after_the_other() -> None:
    document, fixing = fixed({"flags": [3, 1]}, odd, unsorted)
    assert document == {"flags": [2, 4]}
    assert [each.code for each in fixing.fixed] == ["QD401", "QD401", "QD402"]
    document, fixing = fixed({"flags": [3, 1]}, unsorted, odd)
    assert document == {"flags": [2, 4]}
    assert [each.code for each in fixing.fixed] == ["QD402", "QD401", "QD401"]


def test_elements_that_go_at_once_keep_their_numbers() -> None:
    def negative(document: Any) -> Iterator[Problem]:
        for number, value in enumerate(document["flags"]):
            if value < 0:
                yield problem("QD403", f"/flags/{number}", Edit(f"/flags/{number}", REMOVED), message=str(value))

    document, fixing = fixed({"flags": [-1, 2, -3, 4, 5, -6, 7]}, negative, odd)
    assert document == {"flags": [2, 4, 6, 8]}
    assert len(fixing.fixed) == 5


def test_two_problems_of_one_repair_are_both_mended() -> None:
    def low(document: Any) -> Iterator[Problem]:
        if document["start"] < 5:
            for message in ("below five", "below six"):
                yield problem("QD404", "/start", Edit("/start", 7), message=message)

    document, fixing = fixed({"start": 1}, low)
    assert document == {"start": 7}
    assert len(fixing.fixed) == 2


def test_a_repair_that_does_not_mend_is_taken_back_and_the_others_stay() -> None:
    def useless(document: Any) -> Iterator[Problem]:
        yield problem("QD405", "/id", Edit("/id", document["id"] + "x"), message="never right")

    document, fixing = fixed({"id": "a", "flags": [1, 3, 5]}, odd, useless)
    assert document == {"id": "a", "flags": [2, 4, 6]}
    assert [each.code for each in fixing.taken_back] == ["QD405"]
    assert len(fixing.fixed) == 3


def test_a_repair_that_makes_another_problem_is_taken_back() -> None:
    def twice(document: Any) -> Iterator[Problem]:
        for number, value in enumerate(document["flags"]):
            if value in document["flags"][:number]:
                yield problem("QD406", f"/flags/{number}", message=f"{value} stands there twice")

    document, fixing = fixed({"flags": [1, 2, 5]}, odd, twice)
    assert document == {"flags": [1, 2, 6]}
    assert [each.pointer for each in fixing.taken_back] == ["/flags/0"]


def test_what_a_repair_shows_is_not_its_doing() -> None:
    def empty(document: Any) -> Iterator[Problem]:
        if document["source"] is None:
            yield problem("QD203", "/source", Edit("/source", {"file": "a"}))

    def article(document: Any) -> Iterator[Problem]:
        if document["source"]:
            yield problem("QD319", "/source/file")

    document, fixing = fixed({"source": None}, empty, article)
    assert document == {"source": {"file": "a"}}
    assert [each.code for each in fixing.fixed] == ["QD203"]


def test_what_stands_wrongly_at_its_new_place_was_wrong_before() -> None:
    def misplaced(document: Any) -> Iterator[Problem]:
        if document["mentions"][0]["start"] != 3:
            yield problem("QD301", "/mentions/0/text", Edit("/mentions/0/start", 3))

    def crosses(document: Any) -> Iterator[Problem]:
        for number, mention in enumerate(document["mentions"]):
            if mention["start"] == 3:
                yield problem("QD304", f"/mentions/{number}/start", message=mention["id"])

    document, fixing = fixed({"mentions": [{"id": "m1", "start": 1}]}, misplaced, crosses)
    assert document["mentions"][0]["start"] == 3
    assert fixing.taken_back == ()


def test_two_repairs_that_undo_each_other_leave_the_file_as_it_was() -> None:
    def up(document: Any) -> Iterator[Problem]:
        if document["start"] == 1:
            yield problem("QD407", "/start", Edit("/start", 2))

    def down(document: Any) -> Iterator[Problem]:
        if document["start"] == 2:
            yield problem("QD408", "/start", Edit("/start", 1))

    rounds: list[object] = []

    def counted(document: Any) -> Iterator[Problem]:
        rounds.append(document)
        return iter(())

    document, fixing = fixed({"start": 1}, up, down, counted)
    assert document == {"start": 1}
    assert len(rounds) <= 2 * ROUNDS + 1
    assert (fixing.files, fixing.fixed) == ({"a.json": of({"start": 1})}, ())


def test_what_is_not_wanted_is_not_made() -> None:
    def guess(_: Any) -> Iterator[Problem]:
        yield problem("QD409", "/start", Edit("/start", 2), is_safe=False)

    document, fixing = fixed({"start": 1}, guess)
    assert document == {"start": 1}
    assert (fixing.fixed, fixing.taken_back) == ((), ())


def test_an_edit_of_another_file_is_made_with_its_own_or_not_at_all() -> None:
    files = {"a.json": of({"id": "a"}), "b.json": of({"id": "a"})}
    edits = (Edit("/id", "b"), Edit("/id", "b", path="b.json"))

    def judged(now: Files) -> list[Problem]:
        ids = [json.loads(content)["id"] for content in now.values()]
        return [problem("QD410", "/id", *edits)] if ids != ["b", "b"] else []

    made = fix(files, judged, wanted=lambda _: True)
    assert made.files == {"a.json": of({"id": "b"}), "b.json": of({"id": "b"})}
    alone = fix({"a.json": files["a.json"]}, judged, wanted=lambda _: True)
    assert alone.files == {"a.json": files["a.json"]}
    assert len(alone.taken_back) == 1


def test_how_a_file_is_written_excuses_no_other_problem() -> None:
    """A file that is not canonical shows all that is wrong in it: nothing new may come when it is written anew."""

    def odd_key(document: Any) -> Iterator[Problem]:
        for number, value in enumerate(document["flags"]):
            if value == 1:
                yield problem("QD401", f"/flags/{number}", Edit(f"/flags/{number}", 2))
            if document["flags"].count(2) > 1:
                yield problem("QD402", "/id", message="two is there twice")

    def layout(document: Any) -> Iterator[Problem]:
        if 1 in document["flags"]:
            yield Problem("QD109", "made-up", Severity.WARNING, "a.json", "layout", repair=Repair())

    document, fixing = fixed({"id": "a", "flags": [1, 2]}, layout, odd_key)
    assert document == {"id": "a", "flags": [1, 2]}
    assert "QD401" in [each.code for each in fixing.taken_back]
