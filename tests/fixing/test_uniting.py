"""Uniting: conflicts that git itself wrote, put together where the sides did different things, and left where not."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quidit import Corpus, canonical
from quidit.checks.resolving import resolution
from quidit.checks.uniting import BothChangedError, unite
from quidit.conflicts import Sides, sides_of, stretches
from quidit.report import as_text
from quidit.starting import start
from repositories import commit, git, repository

ANNOTATION, ANNOTATORS = "annotations/sample/sample.json", "annotations/annotators.json"
RULINGS, LEDGER = "annotations/sample/rulings.json", "corpus/splits.jsonl"
REGIONS = "annotations/sample/sample.regions.json"
STYLES = ("merge", "diff3", "zdiff3")
WITH_BASE = ("merge", "diff3, committed", "zdiff3, committed")
"""Git's index holds the base as long as the merge waits; in a commit it stands only in the file, if anywhere."""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uniting") / "corpus"
    start(folder, "fr")
    return repository(folder)


@pytest.fixture
def corpus(started: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(started, tmp_path / "corpus"))


def read(corpus: Path, place: str) -> Any:
    return json.loads((corpus / place).read_text(encoding="utf-8"))


def write(corpus: Path, place: str, document: object) -> None:
    (corpus / place).write_text(canonical.dumps(document), encoding="utf-8")


def changed(corpus: Path, place: str, change: Callable[[Any], object]) -> None:
    document = read(corpus, place)
    change(document)
    write(corpus, place, document)


def merged(corpus: Path, place: str, ours: Callable[[Any], object], theirs: Callable[[Any], object], style: str) -> str:
    """The file after git's own merge of two branches, which cannot do it: with its marks in that style, or committed so."""
    return merge(corpus, lambda: changed(corpus, place, ours), lambda: changed(corpus, place, theirs), place, style)


def merge(corpus: Path, ours: Callable[[], object], theirs: Callable[[], object], place: str, style: str) -> str:
    git(corpus, "checkout", "--quiet", "-b", "theirs")
    theirs()
    commit(corpus)
    git(corpus, "checkout", "--quiet", "main")
    ours()
    commit(corpus)
    marks, _, is_committed = style.partition(", ")
    command = ["git", "-c", f"merge.conflictStyle={marks}", "merge", "--quiet", "theirs"]
    done = subprocess.run(command, cwd=corpus, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    source = (corpus / place).read_text(encoding="utf-8")
    assert "\n<<<<<<< HEAD\n" in source or source.startswith("<<<<<<< HEAD\n")
    assert ("\n||||||| " in source) == (marks != "merge")
    if is_committed:
        commit(corpus)
    return source


def told(corpus: Path) -> dict[str, str]:
    """What validation finds, with the remedies."""
    return {problem.code: problem.fix for problem in Corpus.open(corpus).validate().problems}


def annotator(name: str) -> dict[str, str]:
    return {"id": name, "kind": "human"}


def listing(*names: str) -> Callable[[list[object]], None]:
    """A change that leaves the sample's annotator in the list and those."""

    def change(rows: list[object]) -> None:
        rows[1:] = [annotator(name) for name in names]

    return change


@pytest.mark.parametrize("style", WITH_BASE)
def test_two_branches_that_list_an_annotator_each_are_united(corpus: Path, style: str) -> None:
    merged(corpus, ANNOTATORS, listing("ana"), listing("bo"), style)
    (problem,) = (each for each in Corpus.open(corpus).validate().problems if each.code == "QD114")
    assert problem.repair is not None
    assert problem.replacements == (), "a report does not repeat the whole file"
    repairs = Corpus.open(corpus).fix()
    assert [found.code for file in repairs.files for found in file.fixed] == ["QD114"]
    assert [row["id"] for row in read(corpus, ANNOTATORS)] == ["sample", "ana", "bo"]
    assert as_text(Corpus.open(corpus).validate().problems) == ""


def test_where_git_did_not_write_down_the_base_all_is_kept_and_only_where_that_is_asked_for(corpus: Path) -> None:
    changed(corpus, ANNOTATORS, listing("old"))
    commit(corpus)
    source = merged(corpus, ANNOTATORS, listing("old", "ana"), listing("bo"), "merge, committed")
    assert Corpus.open(corpus).fix().files == ()
    assert (corpus / ANNOTATORS).read_text(encoding="utf-8") == source
    assert "git checkout --conflict=diff3 -- FILE" in told(corpus)["QD114"]
    Corpus.open(corpus).fix(unsafe=True)
    assert {row["id"] for row in read(corpus, ANNOTATORS)} == {"sample", "old", "ana", "bo"}


def test_once_git_wrote_the_base_as_advised_what_one_side_took_out_stays_out(corpus: Path) -> None:
    changed(corpus, ANNOTATORS, listing("old"))
    commit(corpus)
    merged(corpus, ANNOTATORS, listing("old", "ana"), listing("bo"), "merge, committed")
    git(corpus, "checkout", "--conflict=diff3", "--", ANNOTATORS)
    Corpus.open(corpus).fix()
    assert [row["id"] for row in read(corpus, ANNOTATORS)] == ["sample", "ana", "bo"]


@pytest.mark.parametrize("style", STYLES)
def test_while_the_merge_waits_what_one_side_took_out_stays_out_whatever_git_wrote(corpus: Path, style: str) -> None:
    changed(corpus, ANNOTATORS, listing("old"))
    commit(corpus)
    merged(corpus, ANNOTATORS, listing("old", "ana"), listing("bo"), style)
    assert told(corpus)["QD114"] == "write down what both sides did, and commit again"
    Corpus.open(corpus).fix()
    assert [row["id"] for row in read(corpus, ANNOTATORS)] == ["sample", "ana", "bo"]


def test_in_a_corpus_inside_of_a_repository_git_is_asked_too(corpus: Path) -> None:
    inside = corpus.parent / "monorepo" / "news [fr]"
    inside.mkdir(parents=True)
    for part in ("annotations", "corpus", "schema", "seeds", "pyproject.toml"):
        shutil.move(corpus / part, inside / part)
    repository(inside.parent)
    merged(inside.parent, f"{inside.name}/{ANNOTATORS}", listing("ana"), listing("bo"), "merge")
    Corpus.open(inside).fix()
    assert [row["id"] for row in read(inside, ANNOTATORS)] == ["sample", "ana", "bo"]


def test_of_a_file_that_each_side_brought_nothing_can_have_been_taken_out(corpus: Path) -> None:
    rows = [lambda mention=mention: write(corpus, RULINGS, ruled(("r1", mention))) for mention in ("m1", "m2")]
    merge(corpus, *rows, RULINGS, "merge")
    Corpus.open(corpus).fix()
    assert [row["readings"]["sample"] for row in read(corpus, RULINGS)["rulings"]] == [["m1"], ["m2"]]
    assert as_text(Corpus.open(corpus).validate().problems) == ""


@pytest.mark.parametrize("held", [b"{]", b"\xff", None])
def test_where_git_holds_no_base_that_can_be_read_the_one_in_the_file_counts(held: bytes | None) -> None:
    told = resolution('<<<<<<< a\n["x", "y"]\n||||||| b\n["x"]\n=======\n[]\n>>>>>>> c\n', held)
    assert told.repair is not None
    assert told.repair.is_safe
    assert [patch.text for patch in told.repair.patches] == ['[\n  "y"\n]\n']


def marked(words: str, label: str, number: int, stance: str = "favor") -> Callable[[Any], None]:
    """A change that annotates words at the end of the text as an entity that hesitates, and a stance of it."""

    def change(document: Any) -> None:
        place = TEXT.index(words)
        span = {"start": place, "end": place + len(words), "text": words}
        document["entities"].append({"id": words.rsplit(maxsplit=1)[-1], "name": words, "kind": "other"})
        document["mentions"].append({
            "id": f"m{number}", **span, "label": label, "entity": words.rsplit(maxsplit=1)[-1], "unsure": True,
        })  # fmt: skip
        document["stances"].append({
            "id": f"s{number}", **STANCE, "label": stance, "holders": [f"m{number}"], "issue": "new-bridge",
        })  # fmt: skip

    return change


TEXT = "\n".join(
    (Path(__file__).parents[2] / "scripts/quidit/starter/sample.fr.txt").read_text(encoding="utf-8").splitlines()
)
STANCE = {"start": TEXT.index("votera"), "end": TEXT.index("votera") + 6, "text": "votera"}


@pytest.mark.parametrize("style", WITH_BASE)
def test_items_of_both_sides_stand_side_by_side_in_text_order(corpus: Path, style: str) -> None:
    merged(corpus, ANNOTATION, marked("juin", "MISC", 8), marked("Le conseil municipal", "ACTOR", 7), style)
    Corpus.open(corpus).fix()
    document = read(corpus, ANNOTATION)
    assert [row["id"] for row in document["mentions"]][-2:] == ["m7", "m8"]
    assert {row["id"]: row["holders"] for row in document["stances"]} == {"s1": ["m5"], "s7": ["m7"], "s8": ["m8"]}
    assert as_text(Corpus.open(corpus).validate().problems) == ""
    assert (corpus / ANNOTATION).read_text(encoding="utf-8") == canonical.dumps(document)


@pytest.mark.parametrize("style", WITH_BASE)
def test_ids_that_both_sides_gave_are_told_apart_with_what_refers_to_them_where_that_is_asked_for(
    corpus: Path, style: str
) -> None:
    ours, theirs = marked("Le conseil municipal", "ACTOR", 7), marked("juin", "MISC", 7, "against")
    source = merged(corpus, ANNOTATION, ours, theirs, style)
    assert told(corpus)["QD114"].startswith("write down what both sides did, with m8 for their m7, s8 for their s7")
    assert Corpus.open(corpus).fix().files == ()
    assert (corpus / ANNOTATION).read_text(encoding="utf-8") == source
    Corpus.open(corpus).fix(unsafe=True)
    document = read(corpus, ANNOTATION)
    assert [(row["id"], row["text"]) for row in document["mentions"]][-2:] == [
        ("m7", "Le conseil municipal"),
        ("m8", "juin"),
    ]
    assert {row["id"]: row["holders"] for row in document["stances"]} == {"s1": ["m5"], "s7": ["m7"], "s8": ["m8"]}
    assert as_text(Corpus.open(corpus).validate().problems) == ""


@pytest.mark.parametrize(
    ("place", "document", "named"),
    [
        (REGIONS, lambda: regions("m7"), "m7"),
        (REGIONS, lambda: regions("s8"), "s8"),
        (RULINGS, lambda: ruled(("r1", "m7")), "m7"),
    ],
)
def test_an_id_that_is_named_beside_the_annotation_is_given_anew_by_hand(
    corpus: Path, place: str, document: Callable[[], object], named: str
) -> None:
    ours, theirs = marked("Le conseil municipal", "ACTOR", 7), marked("juin", "MISC", 7, "against")
    source = merged(corpus, ANNOTATION, ours, theirs, "merge")
    write(corpus, place, document())
    assert told(corpus)["QD114"] == (
        "write down what both sides did, with m8 for their m7, s8 for their s7, "
        f"by hand, since {place} names {named} and may mean another item by it"
    )
    Corpus.open(corpus).fix(unsafe=True)
    assert (corpus / ANNOTATION).read_text(encoding="utf-8") == source


@pytest.mark.parametrize("style", WITH_BASE)
def test_a_row_that_refers_to_an_id_of_both_sides_is_named_since_nobody_can_tell_to_which(
    corpus: Path, style: str
) -> None:
    # The stances read alike, so git wrote them down once: they mean the mention of either side.
    ours, theirs = marked("Le conseil municipal", "ACTOR", 7), marked("juin", "MISC", 7)
    source = merged(corpus, ANNOTATION, ours, theirs, style)
    assert told(corpus)["QD114"].startswith("s7 refers to m7, which each side gave to a row of its own: choose")
    assert Corpus.open(corpus).fix(unsafe=True).files == ()
    assert (corpus / ANNOTATION).read_text(encoding="utf-8") == source


@pytest.mark.parametrize("style", STYLES)
def test_an_item_that_both_sides_changed_is_named_and_left(corpus: Path, style: str) -> None:
    def labelled(label: str) -> Callable[[Any], None]:
        return lambda document: document["mentions"][5].update(label=label)

    source = merged(corpus, ANNOTATION, labelled("ORG"), labelled("MISC"), style)
    assert told(corpus)["QD114"].startswith("both sides changed m6: choose what holds")
    assert Corpus.open(corpus).fix(unsafe=True).files == ()
    assert (corpus / ANNOTATION).read_text(encoding="utf-8") == source


@pytest.mark.parametrize("style", WITH_BASE)
def test_neighbouring_rows_that_one_side_each_changed_are_united(corpus: Path, style: str) -> None:
    def unsure(number: int) -> Callable[[Any], None]:
        return lambda document: document["mentions"][number].update(unsure=True)

    merged(corpus, ANNOTATION, unsure(3), unsure(4), style)
    Corpus.open(corpus).fix()
    assert [row["id"] for row in read(corpus, ANNOTATION)["mentions"] if row.get("unsure")] == ["m4", "m5"]
    assert as_text(Corpus.open(corpus).validate().problems) == ""


def regions(*ids: str) -> dict[str, object]:
    """The region ids of the sample's annotator."""
    return {"article": "sample", "annotator": "sample", "regions": {each.upper(): [each] for each in ids}}


def ruled(*rows: tuple[str, str]) -> dict[str, object]:
    """Rulings on mentions, by their ids."""
    return {
        "article": "sample",
        "adjudicator": "sample",
        "date": "2026-11-23",
        "scheme": "1.2",
        "rulings": [
            {"id": each, "layer": "mentions", "readings": {"sample": [mention]}, "take": "sample", "why": "so it is"}
            for each, mention in rows
        ],
    }


def test_rulings_of_two_branches_are_told_apart_at_once_since_nothing_refers_to_them(corpus: Path) -> None:
    write(corpus, RULINGS, ruled(("r1", "m1")))
    commit(corpus)
    merge(
        corpus,
        lambda: write(corpus, RULINGS, ruled(("r1", "m1"), ("r2", "m2"))),
        lambda: write(corpus, RULINGS, ruled(("r1", "m1"), ("r2", "m3"))),
        RULINGS,
        "diff3",
    )
    Corpus.open(corpus).fix()
    rows = read(corpus, RULINGS)["rulings"]
    assert [(row["id"], row["readings"]["sample"]) for row in rows] == [("r1", ["m1"]), ("r2", ["m2"]), ("r3", ["m3"])]
    assert as_text(Corpus.open(corpus).validate().problems) == ""


# ── The ledger ──────────────────────────────────────────────────────────────────────────────────────


def decided(corpus: Path, article: str, split: str = "held") -> None:
    with (corpus / LEDGER).open("a", encoding="utf-8") as file:
        line = {"release": "0.1.0", "article": article, "group": article, "split": split, "why": "it waits"}
        file.write(json.dumps(line) + "\n")


@pytest.mark.parametrize("style", STYLES)
def test_the_ledger_keeps_what_both_branches_decided(corpus: Path, style: str) -> None:
    merge(corpus, lambda: decided(corpus, "rive"), lambda: decided(corpus, "quai"), LEDGER, style)
    conflicts = [problem for problem in Corpus.open(corpus).validate().problems if problem.code == "QD114"]
    assert [(problem.path, problem.line) for problem in conflicts] == [(LEDGER, 3)]
    repairs = Corpus.open(corpus).fix()
    assert [found.code for file in repairs.files for found in file.fixed] == ["QD114"]
    lines = (corpus / LEDGER).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line).get("article") for line in lines] == [None, "sample", "rive", "quai"]
    assert "QD114" not in told(corpus)


@pytest.mark.parametrize("style", STYLES)
def test_a_ledger_that_would_break_a_promise_is_left_for_split_to_decide(corpus: Path, style: str) -> None:
    merge(corpus, lambda: decided(corpus, "rive", "train"), lambda: decided(corpus, "rive", "test"), LEDGER, style)
    before = (corpus / LEDGER).read_bytes()
    assert told(corpus) == {
        "QD114": "keep the lines of the branch that was there first, remove the others, and run `quidit split`"
    }
    assert Corpus.open(corpus).fix(unsafe=True).files == ()
    assert (corpus / LEDGER).read_bytes() == before


def test_a_line_that_both_branches_wrote_stands_there_once(corpus: Path) -> None:
    def both(*articles: str) -> Callable[[], None]:
        return lambda: [decided(corpus, article) for article in articles] and None

    merge(corpus, both("rive", "quai"), both("gare", "rive"), LEDGER, "merge")
    Corpus.open(corpus).fix()
    lines = (corpus / LEDGER).read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line).get("article", "") for line in lines) == ["", "gare", "quai", "rive", "sample"]


# ── Marks and sides ─────────────────────────────────────────────────────────────────────────────────

line = st.sampled_from(["a\n", "  b\n", '"<<<<<<< c"\n', " =======\n", "\u2028\n"])
few = st.lists(line, max_size=3).map(tuple)


@given(parts=st.lists(st.tuples(few, few, few, few), max_size=3), has_base=st.booleans())
def test_the_sides_of_marked_lines_are_those_that_were_marked(
    parts: list[tuple[tuple[str, ...], ...]], *, has_base: bool
) -> None:
    source, sides = "", {"ours": "", "theirs": "", "base": ""}
    for agreed, ours, base, theirs in parts:
        written = f"||||||| 1234567\n{''.join(base)}" if has_base else ""
        source += f"{''.join(agreed)}<<<<<<< HEAD\n{''.join(ours)}{written}=======\n{''.join(theirs)}>>>>>>> theirs\n"
        for side, lines in (("ours", ours), ("theirs", theirs), ("base", base)):
            sides[side] += "".join(agreed + lines)
    found = stretches(source)
    assert found is not None
    assert sides_of(found) == Sides(sides["ours"], sides["theirs"], sides["base"] if has_base or not parts else None)


@pytest.mark.parametrize(
    "source",
    [
        "<<<<<<< a\n=======\n",
        "=======\n",
        ">>>>>>> b\n",
        "||||||| c\n",
        "<<<<<<< a\n<<<<<<< a\n=======\n>>>>>>> b\n>>>>>>> b\n",
        "<<<<<<< a\n>>>>>>> b\n",
        "<<<<<<< a\n=======\n||||||| c\n>>>>>>> b\n",
    ],
)
def test_marks_that_git_does_not_write_so_are_nobodys_sides(source: str) -> None:
    assert stretches(source) is None


# ── What both sides say ─────────────────────────────────────────────────────────────────────────────

Rows = Mapping[str, int]


def document(rows: Rows) -> dict[str, object]:
    return {"status": "draft", "entities": [{"id": name, "value": value} for name, value in rows.items()]}


def rows_of(united: object) -> Rows:
    return {row["id"]: row["value"] for row in united["entities"]}  # type: ignore[index]


tables = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2))


@given(tables, tables, tables)
def test_each_row_is_what_the_side_that_changed_it_made_of_it(base: Rows, ours: Rows, theirs: Rows) -> None:
    names = {*base, *ours, *theirs}
    both = [
        name
        for name in names
        if ours.get(name) != theirs.get(name)
        and ours.get(name) != base.get(name)
        and theirs.get(name) != base.get(name)
    ]
    if both:
        with pytest.raises(BothChangedError) as raised:
            unite(document(ours), document(theirs), document(base))
        assert raised.value.place in both
        return
    united = rows_of(unite(document(ours), document(theirs), document(base)).document)
    wanted = {name: theirs.get(name) if ours.get(name) == base.get(name) else ours.get(name) for name in names}
    assert united == {name: value for name, value in wanted.items() if value is not None}


@given(tables, tables)
def test_without_a_base_nothing_that_either_side_has_is_lost(ours: Rows, theirs: Rows) -> None:
    differ = [name for name in ours if name in theirs and ours[name] != theirs[name]]
    if differ:
        with pytest.raises(BothChangedError):
            unite(document(ours), document(theirs))
    else:
        assert rows_of(unite(document(ours), document(theirs)).document) == {**theirs, **ours}


@given(tables, tables)
def test_where_one_side_did_nothing_the_other_holds(base: Rows, other: Rows) -> None:
    for sides in ((base, other), (other, base)):
        ours, theirs = map(document, sides)
        assert unite(ours, theirs, document(base)).document == document(other)
        assert unite(document(other), document(other), document(base)).document == document(other)


def test_the_id_of_an_entity_is_never_taken_for_a_number() -> None:
    base = {"entities": [], "mentions": []}
    ours, theirs = ({"entities": [{"id": "m7", "name": name}], "mentions": []} for name in ("M7", "the M7"))
    with pytest.raises(BothChangedError):
        unite(ours, theirs, base)
    ours["mentions"], theirs["mentions"] = [{"id": "m7", "start": 1}], [{"id": "m7", "start": 2, "entity": "m7"}]
    theirs["entities"] = ours["entities"]
    united = unite(ours, theirs, base)
    assert united.document == {
        "entities": ours["entities"],
        "mentions": [{"id": "m7", "start": 1}, {"id": "m8", "start": 2, "entity": "m7"}],
    }
    assert united.renamed == {"m7": "m8"}


def test_no_file_floods_a_report_with_its_conflict() -> None:
    def conflict(base: object, ours: object, theirs: object) -> str:
        said = [json.dumps(each) for each in (ours, base, theirs)]
        return "<<<<<<< HEAD\n{}\n||||||| 1\n{}\n=======\n{}\n>>>>>>> b\n".format(*said)

    def rows(value: int) -> object:
        return {"mentions": [{"id": f"m{number}", "start": value} for number in range(1, 1001)]}

    fix = resolution(conflict({"mentions": []}, rows(1), rows(2))).fix
    assert "with m1001 for their m1, m1002 for their m2, m1003 for their m3 and 997 more" in fix
    long = [{"id": "m" * 5000, "start": value} for value in range(3)]
    assert len(resolution(conflict([long[0]], [long[1]], [long[2]])).fix) < 400


def test_flags_are_added_and_taken_away_one_by_one() -> None:
    base, ours, theirs = ({"flags": list(flags)} for flags in ("ab", "abc", "bd"))
    assert unite(ours, theirs, base).document == {"flags": ["b", "c", "d"]}
    assert unite(ours, theirs).document == {"flags": ["a", "b", "c", "d"]}


def test_regions_are_united_by_their_names() -> None:
    base, ours, theirs = (
        {"regions": regions} for regions in ({"x": ["m1"]}, {"x": ["m1"], "y": ["m2"]}, {"z": ["c1"]})
    )
    assert unite(ours, theirs, base).document == {"regions": {"y": ["m2"], "z": ["c1"]}}


@pytest.mark.parametrize(
    ("ours", "theirs", "place"),
    [
        ({"status": "complete"}, {"status": "skipped"}, '"status"'),
        ({"paragraphs": ["a", "c"]}, {"paragraphs": ["a", "d"]}, '"paragraphs"'),
        ({"mentions": []}, {"mentions": [{"id": "m1", "text": "b"}]}, "m1"),
        ([], {}, "the file"),
    ],
)
def test_what_both_changed_is_named(ours: object, theirs: object, place: str) -> None:
    base = {"status": "draft", "paragraphs": ["a"], "mentions": [{"id": "m1", "text": "a"}]}
    with pytest.raises(BothChangedError) as raised:
        unite(ours, theirs, base if isinstance(ours, dict) else [])
    assert raised.value.place == place
