"""The six formats: whatever the data holds, each is read back as what went in and acts on nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpora import REPOSITORY
from quidit.problems import Edit, Place, Problem, Repair, Replacement, Severity
from quidit.report import FORMATS, Report
from quidit.report.json_object import schema
from quidit.report.markdown import words
from quidit.report.wording import line, plain
from report.reading import junit_cases, markdown_tokens, report_of, runner_commands, sarif_results

TEXTS = st.text(st.characters(), max_size=120) | st.text("`*_[]()<>@#&!|~:%,\\\n\r\x1b\u202e -1a./", max_size=40)
WORDS = Place(2, 7, "Selon ", "Paul Nguyen", ", le pont")
PROBLEM = Problem(
    "QD301", "text-differs", Severity.ERROR, "annotations/a/b.json", "m1 is not here", "/mentions/0/text", 3, 14, 3, 20,
    '"Paul"', '"Paule"', "write it", WORDS,
)  # fmt: skip
HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066\u200b\r\n::error::x",
    " ::stop-commands::x",
    "##[error]x ###[group] ##[ ##vso[task]",
    "%0A::error::x %25 , : =",
    "</failure><script>alert(1)</script>]]>&amp;\0\ud800\ufffe",
    "`` ``` ```` ![x](http://e.example) <b>@someone</b> www.e.example GH-1 #1",
    "[click](1) \\](2) deadbeefdeadbeef :tada:",
    "* a\n# b\n1. c\n    d\n<!-- e",
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    place = draw(st.none() | st.builds(Place, st.just(1), st.just(2), TEXTS, TEXTS, TEXTS))
    return Problem(
        code="QD301",
        name="text-differs",
        severity=draw(st.sampled_from(Severity)),
        path=draw(TEXTS),
        message=draw(TEXTS),
        pointer=draw(TEXTS),
        line=(at := draw(st.none() | st.integers(1, 9))),
        column=at and draw(st.none() | st.integers(1, 9)),
        got=draw(TEXTS),
        expected=draw(TEXTS),
        fix=draw(TEXTS),
        article=place,
        repair=draw(st.sampled_from([None, Repair(), Repair((Edit("/a", 1),), is_safe=False)])),
        replacements=draw(st.sampled_from([(), (Replacement(1, 1, 1, 2, "x"),)])),
        known_since=draw(st.sampled_from(["", "1.0.0"])),
    )


def saying(text: str) -> Problem:
    """A problem that says the text wherever it can say anything."""
    return replace(
        PROBLEM, path=text, message=text, got=text, expected=text, fix=text, article=Place(1, 1, text, text, text)
    )


def with_hostile_texts(test):
    for text in HOSTILE:
        test = example([saying(text)])(test)
    return given(st.lists(problems(), max_size=4))(test)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_plain_utf8_in_which_nothing_acts_on_a_terminal_or_a_runner(name: str) -> None:
    @with_hostile_texts
    def check(found: list[Problem]) -> None:
        written = FORMATS[name](Report(found, 1, 1))
        assert written.endswith("\n")
        written.encode()
        assert all(char in "\n \ufe0f" or unicodedata.category(char)[0] not in "CZ" for char in written)
        commands = runner_commands(written)
        assert "##vso[" not in written
        assert len(commands) == (len(found) if name == "github" else 0)

    check()


@with_hostile_texts
def test_a_terminal_shows_a_line_a_thing(found: list[Problem]) -> None:
    lines = FORMATS["text"](Report(found)).split("\n")
    heads = [each for each in lines[:-2] if not each.startswith("    ")]
    assert len(heads) == len(found)
    assert lines[-2].startswith("0 articles and 0 annotations checked: ")


@with_hostile_texts
def test_json_gives_back_exactly_what_went_in(found: list[Problem]) -> None:
    read = report_of(FORMATS["json"](Report(found, 3, 4)), schema())
    for problem, members in zip(found, read["problems"], strict=True):
        for name in ("path", "message", "pointer", "got", "expected", "fix"):
            # A pair of surrogates is what JSON calls the character that they make.
            text = getattr(problem, name).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
            assert members[name] == text
        assert (members["line"], members["column"]) == (problem.line, problem.column)
    assert read["counts"]["articles"] == 3


@with_hostile_texts
def test_the_runner_reads_each_problem_with_its_place_and_words(found: list[Problem]) -> None:
    commands = runner_commands(FORMATS["github"](Report(found)))
    in_turn = sorted(found, key=lambda problem: problem.severity is not Severity.ERROR)
    for problem, (name, properties, data) in zip(in_turn, commands, strict=True):
        assert name == problem.severity
        assert properties["file"] == plain(problem.path)
        assert properties.get("line") == (None if problem.line is None else str(problem.line))
        assert properties["title"].startswith("QD301 text-differs")
        assert data.split("\n")[0] == line(problem.message)
        assert not problem.got or f"got: {line(problem.got)}" in data.split("\n")


@with_hostile_texts
def test_sarif_fits_its_schema_and_links_nowhere(found: list[Problem]) -> None:
    results = sarif_results(FORMATS["sarif"](Report(found)))
    for problem, result in zip(found, results, strict=True):
        text = result["message"]["text"]
        assert not re.search(r"(?<!\\)(?:\\\\)*\]\(", text)
        read = re.sub(r"\\([\\\]])", r"\1", text) if "](" in text else text
        assert read.split("\n")[0] == line(problem.message)
        assert ("fixes" in result) == bool(problem.replacements)


@with_hostile_texts
def test_junit_fits_its_schema_and_counts_only_errors_as_failures(found: list[Problem]) -> None:
    cases = junit_cases(FORMATS["junit"](Report(found)))
    assert len(cases) == len(found)
    for problem, case in zip(found, cases, strict=True):
        assert case.get("classname") == plain(problem.path)
        assert case[0].tag == ("failure" if problem.severity is Severity.ERROR else "skipped")
        assert case[0].get("message") == line(problem.message)
        assert not problem.fix or f"fix: {line(problem.fix)}" in (case[0].text or "").split("\n")


@with_hostile_texts
def test_markdown_is_text_and_code_alone(found: list[Problem]) -> None:
    tokens = markdown_tokens(FORMATS["markdown"](Report(found)))
    html = {token.content for token in tokens if token.type.startswith("html")}
    assert html <= {"<sub>", "</sub>"}
    shape = {"link_open", "image", "blockquote_open", "table_open", "ordered_list_open", "code_block", "fence", "hr"}
    assert not {token.type for token in tokens} & shape
    prose = [token.content for token in tokens if token.type == "text"]
    assert not any(char in text for text in prose for char in "@#[]<>`\\")
    shown = [token.content for token in tokens if token.type in ("text", "code_inline")]
    for problem in found:
        assert any(plain(problem.path).strip() in content for content in shown)
        assert any(line(problem.fix).strip(" `") in content for content in shown)


@pytest.mark.parametrize(
    "text", ["- a", "see www.e.example", "GH-12 is it", "commit deadbeef1", "a :tada: b", "a_b", "a*b", "a  b"]
)
def test_what_a_renderer_would_act_on_stands_as_code(text: str) -> None:
    assert words(text) == f"`{text}`"


def test_words_alone_stay_words() -> None:
    text = 'write "start": 12, "end": 14: « l’Ukraine » — no, so-called'
    assert words(text.replace(" — no", "")) == text.replace(" — no", "")


# ── Much of it ──────────────────────────────────────────────────────────────────────────────────────


def many(number: int, path: str, severity: Severity = Severity.WARNING) -> list[Problem]:
    return [replace(PROBLEM, path=path, line=each + 1, severity=severity) for each in range(number)]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("text", lambda written: written.count(" QD301 ")),
        ("github", lambda written: len(runner_commands(written))),
        ("sarif", lambda written: len(sarif_results(written))),
        ("junit", lambda written: len(junit_cases(written))),
        ("markdown", lambda written: written.count("· QD301**")),
    ],
)
def test_of_very_many_problems_a_person_is_shown_some_and_told_how_many_more_there_are(name, count) -> None:
    of_file = FORMATS[name](Report(many(1250, "a.json")))
    assert count(of_file) == 100
    assert "1,150" in of_file or name == "sarif"
    of_run = FORMATS[name](Report([each for number in range(30) for each in many(50, f"{number:02}.json")]))
    assert count(of_run) == 1000
    assert "500" in of_run
    assert len(report_of(FORMATS["json"](Report(many(1250, "a.json"))), schema())["problems"]) == 1250


def test_errors_are_shown_before_warnings_but_in_their_places() -> None:
    mixed = [*many(150, "a.json"), *many(3, "a.json", Severity.ERROR)]
    in_order = sorted(mixed, key=lambda problem: problem.line or 0)
    shown = Report(in_order).shown
    assert Counter(problem.severity for problem in shown.problems) == {"error": 3, "warning": 97}
    assert [problem.line for problem in shown.problems] == sorted(problem.line or 0 for problem in shown.problems)
    first = [name for name, _, _ in runner_commands(FORMATS["github"](Report(in_order)))[:4]]
    assert first == ["error", "error", "error", "warning"]


def test_a_summary_stays_below_what_github_takes_and_says_how_many_are_left_out() -> None:
    text = "é*" * 100
    found = [replace(saying(text), path=f"{number:03}.json") for number in range(1000)]
    written = FORMATS["markdown"](Report(found))
    assert 500_000 < len(written.encode()) < 2**20
    shown = written.count("· QD301**")
    assert f"**{1000 - shown:,} more problems not shown; `--format json` gives them all.**" in written


def test_a_text_is_cut_at_200_characters_but_not_for_programs() -> None:
    problem = saying("a" * 10_000)
    assert f"    got       {'a' * 199}…\n" in FORMATS["text"](Report([problem]))
    assert json.loads(FORMATS["json"](Report([problem])))["problems"][0]["got"] == "a" * 10_000


# ── What is told ────────────────────────────────────────────────────────────────────────────────────


def test_the_command_that_mends_a_problem_stands_below_it_and_the_numbers_at_the_end() -> None:
    safe = replace(PROBLEM, repair=Repair())
    unsafe = replace(PROBLEM, repair=Repair(is_safe=False))
    written = FORMATS["text"](Report([PROBLEM, safe, safe, unsafe], 1, 2))
    assert written.count("    or run    quidit fix\n") == 2
    assert written.count("    or run    quidit fix --unsafe\n") == 1
    assert written.splitlines()[-1] == (
        "1 article and 2 annotations checked: 4 errors, 0 warnings. "
        "2 fixable with `quidit fix`, 1 more with `--unsafe`."
    )
    assert FORMATS["text"](Report([unsafe])).endswith("1 fixable with `quidit fix --unsafe`.\n")
    assert FORMATS["text"](Report([safe])).endswith("1 fixable with `quidit fix`.\n")


def test_paths_lead_from_where_the_reader_stands() -> None:
    report = Report([PROBLEM], way="../corpora/my/")
    assert FORMATS["text"](report).startswith("../corpora/my/annotations/a/b.json:3:14: error")
    assert runner_commands(FORMATS["github"](report))[0][1]["file"] == "../corpora/my/annotations/a/b.json"
    assert report_of(FORMATS["json"](report), schema())["problems"][0]["path"] == "annotations/a/b.json"


def test_a_known_problem_says_since_when() -> None:
    known = replace(PROBLEM, severity=Severity.WARNING, known_since="1.2.0")
    assert "[text-differs, known since 1.2.0]" in FORMATS["text"](Report([known]))
    assert sarif_results(FORMATS["sarif"](Report([known])))[0]["baselineState"] == "unchanged"
    assert report_of(FORMATS["json"](Report([known])), schema())["counts"]["known"] == 1


def test_a_clean_run_is_good_news_in_every_format() -> None:
    clean = Report([], 2, 3)
    assert FORMATS["text"](clean) == "2 articles and 3 annotations checked: 0 errors, 0 warnings.\n"
    assert FORMATS["markdown"](clean) == "# ✅ No problems\n\n2 articles and 3 annotations checked.\n"
    assert runner_commands(FORMATS["github"](clean)) == []
    assert sarif_results(FORMATS["sarif"](clean)) == []
    assert junit_cases(FORMATS["junit"](clean)) == []
    assert '<testcase classname="quidit" name="2 articles and 3 annotations checked"' in FORMATS["junit"](clean)


def test_the_documentation_shows_an_object_that_fits_the_schema() -> None:
    page = (REPOSITORY / "docs/validation.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    report_of(shown, schema())
    assert (REPOSITORY / "tests/bad/text-differs/expected.txt").read_text(encoding="utf-8") in page
    named = re.findall(r"\| `(\w+)` \|", page)
    assert named[: len(FORMATS)] == list(FORMATS)
