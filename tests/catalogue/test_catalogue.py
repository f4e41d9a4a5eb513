"""The catalogue: rules, tests and documentation say the same, and every rule can be explained."""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from corpora import REPOSITORY, quidit
from quidit.catalogue.entries import LEVELS, Entry, entries, entry_of
from quidit.catalogue.examples import NoExampleError, example_of
from quidit.catalogue.page import page
from quidit.catalogue.telling import explained, listed, members_with_example
from quidit.checks.catalogue import CATALOGUE
from quidit.checks.choosing import UnknownRuleError

each_entry = pytest.mark.parametrize("entry", list(entries()), ids=lambda entry: entry.name)


def test_the_documentation_is_what_the_rules_and_their_tests_make_of_it() -> None:
    written = (REPOSITORY / "docs/rules.md").read_text(encoding="utf-8")
    assert written == page(list(entries())), "run `make rules`: `quidit rules --format markdown > docs/rules.md`"


def test_rules_tests_and_documentation_name_the_same_rules() -> None:
    codes = [rule.code for rule in CATALOGUE]
    tokens = MarkdownIt().parse((REPOSITORY / "docs/rules.md").read_text(encoding="utf-8"))
    headings = [after.content for token, after in pairwise(tokens) if token.tag == "h3"]
    assert [heading for heading in headings if heading] == [f"{rule.code} {rule.name}" for rule in CATALOGUE]
    assert [entry.code for entry in entries()] == codes
    assert {path.name for path in (REPOSITORY / "tests/bad").iterdir()} == {rule.name for rule in CATALOGUE}


@each_entry
def test_a_rule_is_explained_with_what_breaks_it_and_what_does_not(entry: Entry) -> None:
    told = explained(entry)
    example = entry.example
    assert told.startswith(f"{entry.code} {entry.name}: {entry.severity}, since {entry.rule.since}")
    assert entry.explanation in told
    assert entry.explanation.startswith(entry.sentence)
    assert f"Wrong. {example.about}" in told
    assert f"Not wrong. {example.good_about}" in told
    assert f" {entry.code} " in told.partition("It is reported as")[2]
    assert all(change.lines for change in (*example.wrong, *example.mended, *example.good))
    assert told.isascii() or all(char.isprintable() or char == "\n" for char in told)
    assert json.loads(json.dumps(members_with_example(entry)))["wrong"]["report"] == example.report


def test_a_rule_is_found_by_its_code_or_its_name() -> None:
    assert entry_of("qd301").name == "text-differs"
    assert entry_of(" text-differs ").code == "QD301"


@pytest.mark.parametrize(
    ("word", "advice"),
    [("text-difers", "did you mean 'text-differs'?"), ("QD3O1", "did you mean 'QD"), ("?", "`quidit rules`")],
)
def test_of_an_unknown_rule_the_nearest_is_named(word: str, advice: str) -> None:
    with pytest.raises(UnknownRuleError, match=word.replace("?", r"\?")) as caught:
        entry_of(word)
    assert advice in str(caught.value)


def test_a_rule_without_an_example_says_so() -> None:
    with pytest.raises(NoExampleError, match="no-such-rule has no example"):
        example_of("no-such-rule")


def test_the_list_has_each_rule_under_its_level() -> None:
    sections = {part.partition("\n")[0]: part for part in listed(entries()).split("\n\n")}
    assert set(sections) <= set(LEVELS.values())
    for entry in entries():
        assert f"\n  {entry.code}  {entry.name} " in sections[entry.level]


def test_what_can_be_mended_by_a_program_is_told_as_the_report_tells_it() -> None:
    mended = {entry.code: entry.example.repair for entry in entries() if entry.example.repair}
    assert "QD601" in mended
    assert set(mended.values()) <= {"quidit fix", "quidit fix --unsafe"}
    shown = json.loads(quidit("rules", "--json", cwd=REPOSITORY).stdout)["rules"]
    assert {each["code"] for each in shown if each["repair"]} == set(mended)
    assert [each["code"] for each in shown] == [rule.code for rule in CATALOGUE]


def test_the_verbs_print_the_catalogue_and_refuse_what_is_no_rule(tmp_path) -> None:
    assert quidit("rules", cwd=tmp_path).stdout == listed(entries())
    assert quidit("rules", "--format", "markdown", cwd=tmp_path).stdout == page(list(entries()))
    assert quidit("explain", "QD301", cwd=tmp_path).stdout == explained(entry_of("QD301"))
    assert json.loads(quidit("explain", "QD301", "--json", cwd=tmp_path).stdout)["code"] == "QD301"
    refused = quidit("explain", "text-difers", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == "Error: 'text-difers' names no rule; did you mean 'text-differs'?\n"


def test_a_wheel_holds_the_examples() -> None:
    build = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["force-include"]["tests/bad"] == "quidit/bad_examples"
