"""Rules that need a base, where they tell apart what looks alike; what each finds stands in `tests/bad/`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from corpora import REPOSITORY
from quidit.checks import past, scheme_changes, together
from quidit.checks.changed import ChangedFile, Contribution, Edited, EditedArticle, RawOf, SchemeChange
from quidit.checks.rules import Rule
from quidit.checks.subjects import FileKind
from quidit.layout import meaning
from quidit.problems import Finding
from quidit.records import Annotator
from quidit.scheme import Scheme
from quidit.scheme_file import read_scheme
from quidit.splits.ledger import Entry, Ledger

SCHEME = read_scheme((REPOSITORY / "schema" / "scheme.toml").read_text(encoding="utf-8"))


def changed(path: str, before: object = None, after: object = None, **more: Any) -> ChangedFile:
    """A file that is edited unless it is said otherwise."""
    kind, article, annotator = meaning(path)
    sides = {"was_there": True, "is_there": True} | more
    return ChangedFile(path, kind, article, annotator, before=before, after=after, **sides)


def contribution(*files: ChangedFile, **more: Any) -> Contribution:
    nothing: dict[str, Any] = {
        "ledger_path": "corpus/splits.jsonl", "lines_before": (), "lines": (), "ledger_before": Ledger(),
        "ledger": Ledger(), "annotators": {}, "annotated_before": frozenset(), "annotated": frozenset(), "raws": (),
        "generated": {},
    }  # fmt: skip
    return Contribution(files=files, **nothing | more)


def finds(rule: Rule[Any], subject: object) -> list[Finding]:
    return list(rule.check(subject))


def entry(article: str, split: str) -> Entry:
    return Entry("1.0.0", article=article, group=article, split=split)  # type: ignore[arg-type]  # a split's name


# ── The ledger, articles and raw files ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lines", "place"),
    [(("a", "b"), None), (("a", "b", "c"), None), (("a",), 2), ((), 1), (("b", "a"), 1), (("a", "x", "b"), 2)],
)
def test_a_ledger_may_only_grow(lines: tuple[str, ...], place: int | None) -> None:
    found = finds(past.ledger_rewritten, contribution(lines_before=("a", "b"), lines=lines))
    assert [each.line for each in found] == ([] if place is None else [place])


def test_what_the_ledger_names_or_annotations_miss_is_no_removal_of_its_own() -> None:
    gone = changed("corpus/pier.json", is_there=False)
    assert len(finds(past.article_removed, contribution(gone))) == 1
    assert not finds(past.article_removed, contribution(gone, ledger=Ledger((entry("pier", "train"),))))
    assert not finds(past.article_removed, contribution(gone, annotated=frozenset({"annotations/pier/lin.json"})))
    assert not finds(past.article_removed, contribution(changed("corpus/pier.json", was_there=False)))
    assert not finds(past.article_removed, contribution(changed("corpus/pier.json")))


def test_an_annotation_goes_with_its_article_or_its_withdrawal() -> None:
    gone = changed("annotations/pier/lin.json", is_there=False)
    rulings = changed("annotations/pier/rulings.json", is_there=False)
    assert [each.path for each in finds(past.annotation_removed, contribution(gone, rulings))] == [
        gone.path,
        rulings.path,
    ]
    assert not finds(past.annotation_removed, contribution(gone, changed("corpus/pier.json", is_there=False)))
    assert not finds(past.annotation_removed, contribution(gone, ledger=Ledger((entry("pier", "withdrawn"),))))
    assert finds(past.annotation_removed, contribution(gone, changed("corpus/ferry.json", is_there=False)))
    regions = changed("annotations/pier/lin.regions.json", is_there=False)
    assert not finds(past.annotation_removed, contribution(regions))


def test_a_raw_file_whose_article_says_that_it_differs_is_one_problem() -> None:
    old, new = (hashlib.sha256(text).hexdigest() for text in (b"old", b"new"))
    raw = changed("seeds/pier.txt", content=b"new")
    assert finds(past.raw_file_changed, contribution(raw, raws=(RawOf("pier", "pier.txt", new),)))
    assert not finds(past.raw_file_changed, contribution(raw, raws=(RawOf("pier", "pier.txt", old),)))
    assert finds(past.raw_file_changed, contribution(raw, raws=(RawOf("ferry", "ferry.txt", old),)))
    gone = replace(raw, is_there=False, content=b"")
    assert finds(past.raw_file_changed, contribution(gone))
    assert not finds(past.raw_file_changed, contribution(gone, raws=(RawOf("pier", "pier.txt", old),)))
    assert not finds(past.raw_file_changed, contribution(gone, changed("corpus/pier.json", is_there=False)))
    assert not finds(past.raw_file_changed, contribution(replace(raw, was_there=False)))


def article(**more: Any) -> Mapping[str, object]:
    return {
        "paragraphs": ["A ferry left."], "text_sha256": "1", "sentences": [[0, 13]], "source": {"sha256": "1"},
        "rights": {"redistribution": "unknown"}, **more,
    }  # fmt: skip


def test_a_text_that_came_with_another_raw_file_is_another_article() -> None:
    other = {"paragraphs": ["A boat left."], "text_sha256": "2"}
    whole = EditedArticle(article(), article(**other, source={"sha256": "2"}), is_settled=True)
    assert [each.pointer for each in finds(past.settled_article_changed, whole)] == ["/text_sha256"]
    assert not finds(past.settled_article_changed, replace(whole, is_settled=False))
    same_raw = EditedArticle(article(), article(**other), is_settled=True)
    assert not finds(
        past.settled_article_changed, same_raw
    )  # it is not the raw file's text, which is a problem already


@pytest.mark.parametrize(
    ("sentences", "pointer"),
    [([[0, 6], [7, 13]], "/sentences/0"), ([], "/sentences/0"), ([[0, 13], [13, 14]], "/sentences/1")],
)
def test_the_first_sentence_that_is_cut_otherwise_is_named(sentences: list[list[int]], pointer: str) -> None:
    edited = EditedArticle(article(), article(sentences=sentences), is_settled=True)
    assert [each.pointer for each in finds(past.settled_article_changed, edited)] == [pointer]


@pytest.mark.parametrize(
    ("was", "stands", "told"),
    [("unknown", "allowed", True), ("stand-off-only", "allowed", True), ("allowed", "allowed", False),
     ("allowed", "unknown", False), ("unknown", "stand-off-only", False)],
)  # fmt: skip
def test_only_a_permission_to_pass_words_on_is_looked_at(was: str, stands: str, *, told: bool) -> None:
    before, after = (article(rights={"redistribution": each}) for each in (was, stands))
    assert bool(finds(past.rights_widened, EditedArticle(before, after, is_settled=False))) is told


# ── Ids ─────────────────────────────────────────────────────────────────────────────────────────────


def mention(id_: str, start: int, text: str, label: str = "PER") -> dict[str, object]:
    return {"id": id_, "start": start, "end": start + len(text), "text": text, "label": label}


def mentions(*each: dict[str, object]) -> dict[str, object]:
    return {"mentions": list(each)}


def test_an_id_is_reused_only_where_words_place_and_label_are_others() -> None:
    before = mentions(mention("m1", 0, "Ann"), mention("m9", 9, "Bob"))
    for after, count in (
        (mention("m1", 20, "Oslo", "LOC"), 1),
        (mention("m1", 3, "Oslo", "LOC"), 1),  # where the other ended
        (mention("m1", 2, "Oslo", "LOC"), 0),
        (mention("m9", 6, "Rio", "LOC"), 1),  # where the other begins
        (mention("m1", 20, "Oslo", "PER"), 0),  # moved, and still a person
        (mention("m1", 20, "Ann", "LOC"), 0),  # the same words
        (mention("m1", 0, "Ann Lee", "LOC"), 0),  # the same place
        (mention("m10", 20, "Oslo", "LOC"), 0),
    ):
        found = finds(past.id_reused, Edited(before, mentions(after)))
        assert len(found) == count, after
    (found,) = finds(past.id_reused, Edited(before, mentions(mention("m1", 20, "Oslo", "LOC"))))
    assert '"m10"' in found.fix
    assert (found.got, found.expected) == ("“Oslo” (LOC)", "“Ann” (PER)")


def test_ids_that_were_counted_anew_are_one_problem_a_layer() -> None:
    before = mentions(mention("m1", 0, "Ann"), mention("m2", 9, "Oslo", "LOC"), mention("m3", 20, "Bob"))
    after = mentions(mention("m1", 9, "Oslo", "LOC"), mention("m2", 20, "Bob"))
    (found,) = finds(past.id_reused, Edited(before, after))
    assert "and so do 1 more" in found.message
    assert not finds(past.id_changed, Edited(before, after))
    after = mentions(mention("m7", 0, "Ann"), mention("m2", 9, "Oslo", "LOC"), mention("m8", 20, "Bob"))
    (found,) = finds(past.id_changed, Edited(before, after))
    assert (found.got, found.expected) == ("m7", "m1")
    assert "1 more" in found.message


# ── What comes together ─────────────────────────────────────────────────────────────────────────────


def test_only_people_have_annotations_that_are_nobody_elses_to_change() -> None:
    people = {"lin": Annotator("lin", "human"), "sol": Annotator("sol", "human"), "m1": Annotator("m1", "model")}
    lin, sol, model = (changed(f"annotations/pier/{each}.json") for each in ("lin", "sol", "m1"))
    new = replace(sol, was_there=False)
    rule = together.annotations_of_several
    assert [each.path for each in finds(rule, contribution(lin, sol, annotators=people))] == [lin.path]
    assert [each.path for each in finds(rule, contribution(new, lin, annotators=people))] == [lin.path]
    assert not finds(rule, contribution(lin, model, annotators=people))
    assert not finds(rule, contribution(lin, changed("annotations/ferry/lin.json"), annotators=people))
    assert not finds(rule, contribution(new, replace(lin, was_there=False), annotators=people))


def test_rulings_and_what_was_adjudicated_change_together() -> None:
    def rulings(why: str, take: str | None = "lin") -> dict[str, object]:
        return {"rulings": [{"id": "r1", "take": take, "why": why}]}

    adjudicated = changed("annotations/pier/adjudicated.json")
    ruling = changed("annotations/pier/rulings.json", rulings("so"), rulings("so", take=None))
    reason = replace(ruling, after=rulings("because"))
    rule = together.decision_without_its_ruling
    assert [each.path for each in finds(rule, contribution(adjudicated))] == [adjudicated.path]
    assert [each.path for each in finds(rule, contribution(ruling))] == [ruling.path]
    assert not finds(rule, contribution(reason))
    assert not finds(rule, contribution(adjudicated, ruling))
    assert not finds(rule, contribution(adjudicated, changed("annotations/pier/lin.json")))
    assert not finds(rule, contribution(replace(adjudicated, was_there=False)))


@pytest.mark.parametrize(
    ("path", "told"),
    [("Makefile", True), (".github/workflows/x.yml", True), ("schema/known-problems.json", True), ("a.py", True),
     ("README.md", False), ("docs/screen.png", False), ("schema/labels.en.md", False), ("schema/scheme.toml", False)],
)  # fmt: skip
def test_what_runs_or_rules_is_told_of_beside_data(path: str, *, told: bool) -> None:
    data, other = changed("corpus/pier.json"), changed(path)
    generated = {"schema/labels.en.md": ""}
    assert bool(finds(together.code_changed_with_data, contribution(data, other, generated=generated))) is told
    assert not finds(together.code_changed_with_data, contribution(other, generated=generated))


def test_a_submodule_is_no_data() -> None:
    inside = changed("corpus/more", is_submodule=True, was_there=False)
    outside = changed("vendor", is_submodule=True, was_there=False)
    assert [each.path for each in finds(together.git_settings_changed, contribution(inside))] == ["corpus/more"]
    assert not finds(together.git_settings_changed, contribution(outside))


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [("model.pkl", b"x", True), ("seeds/a.ZIP", b"x", True), ("notes", b"a\0b", True), ("big", None, True),
     ("docs/a.png", b"\x89PNG\0", False), ("seeds/a.png", b"\x89PNG\0", True), ("seeds/a.txt", b"words", False),
     ("corpus/a.zip", b"x", False), ("a.parquet.md", b"x", False)],
)  # fmt: skip
def test_what_a_reviewer_cannot_read_is_refused_wherever_no_rule_does_so_yet(
    path: str, content: bytes | None, *, told: bool
) -> None:
    file = changed(path, content=content)
    assert bool(finds(together.file_that_nobody_can_review, contribution(file))) is told
    assert not finds(together.file_that_nobody_can_review, contribution(replace(file, is_there=False)))


def test_a_generated_file_that_is_gone_is_told_as_such() -> None:
    gone = changed("schema/labels.en.md", is_there=False)
    (found,) = finds(together.generated_file_edited, contribution(gone, generated={gone.path: "# Labels\n"}))
    assert found.got == "no file"


@pytest.mark.parametrize(("number", "told"), [(300, False), (301, True)])
def test_three_hundred_files_can_still_be_read(number: int, *, told: bool) -> None:
    files = [changed(f"seeds/{each}.txt") for each in range(number)]
    assert bool(finds(together.too_many_files, contribution(*files))) is told


def test_a_kind_is_compared_by_id() -> None:
    rows = [{"id": "lin", "kind": "human"}, {"id": "m1", "kind": "model"}]
    assert not finds(past.annotator_kind_changed, Edited(rows, [*reversed(rows), {"id": "sol", "kind": "human"}]))
    (found,) = finds(past.annotator_kind_changed, Edited(rows, [{"id": "m1", "kind": "human"}]))
    assert found.pointer == "/0/kind"


# ── The scheme ──────────────────────────────────────────────────────────────────────────────────────


def names(before: Scheme, after: Scheme | None) -> set[str]:
    """The rules that find something in a change of the scheme."""
    change = SchemeChange(before, after)
    rules = [each for each in vars(scheme_changes).values() if isinstance(each, Rule)]
    return {each.name for each in rules if finds(each, change)}


def raised(version: str = "1.3", **more: Any) -> Scheme:
    """The scheme with a later version, which still knows the earlier ones."""
    return replace(SCHEME, version=version, earlier_versions=(*SCHEME.earlier_versions, SCHEME.version), **more)


def test_labels_are_added_at_the_end_and_neither_moved_nor_dropped() -> None:
    first, *others = SCHEME.mentions
    new = replace(first, label="NEW")
    assert names(SCHEME, raised(mentions=(*SCHEME.mentions, new))) == set()
    assert names(SCHEME, raised(mentions=(new, *SCHEME.mentions))) == {"label-not-appended"}
    assert names(SCHEME, raised(mentions=(*others, first))) == {"label-not-appended"}
    assert names(SCHEME, raised(mentions=tuple(others))) == {"label-not-appended"}
    assert names(SCHEME, replace(SCHEME, version="2.0", earlier_versions=(), mentions=tuple(others))) == set()


def test_issues_only_grow_wherever_they_stand_and_need_no_version() -> None:
    new = replace(SCHEME.issues[0], id="something-else")
    assert names(SCHEME, replace(SCHEME, issues=(new, *SCHEME.issues))) == set()
    assert names(SCHEME, raised(issues=(new, *SCHEME.issues[1:]))) == {"label-not-appended"}
    other = replace(SCHEME.issues[0], reads={"fr": "autre chose", "en": "something else"})
    assert names(SCHEME, replace(SCHEME, issues=(other, *SCHEME.issues[1:]))) == {"scheme-version-unchanged"}


def test_a_version_goes_up_by_number_and_keeps_the_ones_before() -> None:
    assert names(SCHEME, raised()) == set()
    assert names(SCHEME, raised("1.10")) == set()
    assert names(raised("1.9"), replace(raised("1.10"), earlier_versions=("1.0", "1.1", "1.2", "1.9"))) == set()
    assert names(SCHEME, replace(SCHEME, version="1.1")) == {"scheme-version-unchanged"}
    assert names(SCHEME, replace(raised(), earlier_versions=("1.0", "1.2"))) == {"earlier-version-forgotten"}
    assert names(SCHEME, None) == {"scheme-unreadable"}


def test_what_a_screen_shows_may_change_and_what_an_annotator_reads_may_not() -> None:
    cue = SCHEME.cue
    assert names(SCHEME, replace(SCHEME, cue=replace(cue, color="#ffffff", hotkey="z"))) == set()
    definition = dict.fromkeys(SCHEME.languages, "Other words.")
    assert names(SCHEME, replace(SCHEME, cue=replace(cue, definition=definition))) == {"scheme-version-unchanged"}
    kind = SCHEME.entity_kinds[0]
    anonymous = (replace(kind, anonymous=not kind.anonymous), *SCHEME.entity_kinds[1:])
    assert names(SCHEME, replace(SCHEME, entity_kinds=anonymous)) == {"scheme-version-unchanged"}


def test_kinds_of_files_are_told_by_their_places() -> None:
    files = (changed("corpus/pier.json"), changed("annotations/pier/lin.json"), changed("Makefile"))
    assert [file.path for file in contribution(*files).of_kind(FileKind.ARTICLE)] == ["corpus/pier.json"]
    assert [file.path for file in contribution(*files).data] == ["corpus/pier.json", "annotations/pier/lin.json"]
