"""Differences: every rule of the bump has a case, each cause is told once, and all of it in every format."""

import json

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from corpora import REPOSITORY, copy_of
from differences import CASES, TOLD, corrected, made, of_corpus, of_release, said_of, told_otherwise, with_columns
from quidit.release.differences.bump import RULES, Bump, least_version
from quidit.release.differences.difference import difference
from quidit.release.differences.items import shown
from quidit.release.differences.json_object import json_object, schema
from quidit.release.differences.news import news
from quidit.release.differences.text import markdown, text
from quidit.release.differences.versions_page import page
from quidit.release.edition import BrokenEditionError
from releases import PILOT, TOY, edit, toy_pilot

VALIDATOR = Draft202012Validator(json.loads(schema()))
every_case = pytest.mark.parametrize("name", CASES)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The difference of each case, made once."""
    made = {}

    def of(name):
        if name not in made:
            made[name] = difference(*CASES[name](tmp_path_factory.mktemp(name)))
        return made[name]

    return of


def changes(pair, folder):
    """What changed, without the files that every change touches, as ``(what, how, id)``."""
    return {(c.what, c.how, c.id): c for c in difference(*pair(folder)).changes if c.what != "file"}


def test_every_rule_has_a_case_and_its_own_name():
    assert list(CASES) == [rule.name for rule in RULES]
    assert {path.stem for path in TOLD.iterdir()} == set(CASES)


@every_case
def test_what_is_told_is_what_was_reviewed(found, name):
    reviewed = (TOLD / f"{name}.txt").read_text(encoding="utf-8")
    assert said_of(name, found(name)) == reviewed, "run `python tests/differences.py` if it is meant"


@every_case
def test_a_case_falls_under_its_rule_and_the_weightiest_rule_counts(found, name):
    difference = found(name)
    rules = {reason.rule.name: reason for reason in difference.reasons}
    assert rules[name].ids
    assert difference.bump is max(reason.rule.bump for reason in difference.reasons)
    assert bool(difference.refused) == any(reason.rule.refuses for reason in difference.reasons)


@every_case
def test_the_json_fits_its_schema_and_holds_every_change(found, name):
    document = json.loads(json_object(found(name)))
    VALIDATOR.validate(document)
    assert document["bump"] == found(name).bump.word
    assert len(document["changes"]) == len(found(name).changes)
    under = {(change["rule"], change["id"]) for change in document["changes"]}
    assert under == {(reason["rule"], id_) for reason in document["reasons"] for id_ in reason["ids"]}
    assert document["refused"] == [r for r in document["reasons"] if r["rule"] in ("moved", "moved-with-test")]


def test_the_schema_is_a_schema_in_which_nothing_is_free():
    Draft202012Validator.check_schema(json.loads(schema()))
    assert not VALIDATOR.is_valid({"bump": "huge"})


@every_case
def test_markdown_shows_words_of_the_data_as_code(found, name):
    tokens = MarkdownIt().parse(markdown(found(name)))
    inline = [child for token in tokens for child in token.children or ()]
    assert not {child.type for child in inline} & {"link_open", "image", "html_inline", "strong_open", "em_open"}
    assert tokens[0].tag == "h1"


def test_the_documentation_lists_the_rules():
    written = (REPOSITORY / "docs" / "versions.md").read_text(encoding="utf-8")
    assert written == page(), "run `make rules`: `quidit diff --rules > docs/versions.md`"
    assert all(f"| {rule.name}" in written for rule in RULES)


def test_a_corrected_mention_is_told_once_however_many_rows_repeat_it(tmp_path):
    def relabelled(annotation):
        annotation["mentions"][0].update(label="ORG")
        del annotation["mentions"][0]["use"]

    told = changes(corrected("tram-delays", "lin", relabelled), tmp_path)
    assert list(told) == [("mention", "changed", "tram-delays#m1")]
    (change,) = told.values()
    assert [(value.name, value.before, value.after) for value in change.values] == [
        ("label", "LOC", "ORG"),
        ("use", "literal", ""),
    ]
    assert (change.before, change.after, change.place, change.is_in) == ("Kelder", "Kelder", 9, "train")


def test_a_quote_over_several_sentences_is_told_with_its_whole_words(tmp_path):
    from quidit import Corpus

    article = next(each for each in Corpus.open(TOY).articles() if each.id == PILOT)
    annotation = json.loads((TOY / "annotations" / PILOT / "adjudicated.json").read_text(encoding="utf-8"))
    quote = next(
        each
        for each in annotation["quotes"]
        if sum(s.start < each["end"] and each["start"] < s.end for s in article.sentences) > 1
    )

    def shortened(document):
        for each in document["quotes"]:
            if each["id"] == quote["id"]:
                each.update(end=each["end"] - 1, text=each["text"][:-1])

    told = changes(corrected(PILOT, "adjudicated", shortened), tmp_path)
    change = told["quote", "changed", f"{PILOT}#{quote['id']}"]
    assert (change.before, change.after) == (quote["text"], quote["text"][:-1])
    assert change.names == {"span"}
    assert len(told) == 1


def test_an_entitys_name_is_told_once_though_its_mentions_repeat_it(tmp_path):
    def renamed(annotation):
        annotation["entities"][0]["name"] = "Kelder-on-Sea"

    told = changes(corrected("tram-delays", "lin", renamed), tmp_path)
    assert list(told) == [("entity", "changed", "tram-delays#kelder")]


def test_what_an_annotator_says_apart_from_the_decision_is_told_of_the_annotation(tmp_path):
    def doubted(annotation):
        next(each for each in annotation["mentions"] if "unsure" not in each)["unsure"] = True

    told = changes(corrected(PILOT, "sol", doubted), tmp_path)
    (change,) = told.values()
    assert (change.what, change.id) == ("annotation", f"{PILOT}#sol")
    assert change.names == {"mentions"}


def test_a_name_corrected_in_a_pilot_counts_as_tested_where_test_sentences_repeat_it(tmp_path):
    corpora = [toy_pilot(tmp_path / name) for name in ("one", "other")]
    annotation = json.loads((corpora[1] / "annotations" / PILOT / "adjudicated.json").read_text(encoding="utf-8"))
    last = annotation["mentions"][-1]["entity"]

    def renamed(document):
        for each in document["entities"]:
            if each["id"] == last:
                each["name"] = "Somebody else"

    edit(corpora[1] / "annotations" / PILOT / "adjudicated.json", renamed)
    found = difference(*(made(corpus, tmp_path / f"{corpus.name}-release") for corpus in corpora))
    (change,) = (change for change in found.changes if change.what == "entity")
    assert (change.id, change.in_test, found.bump) == (f"{PILOT}#{last}", True, Bump.MAJOR)
    assert found.least_version == "0.2.0"


def test_rows_that_nothing_explains_are_told_themselves(tmp_path):
    def split_otherwise(row):
        return {**row, "tokens": [token.upper() for token in row["tokens"]]}

    pair = of_release(with_columns("tokens", lambda columns: columns, split_otherwise))
    found = difference(*pair(tmp_path))
    assert {change.what for change in found.changes} == {"row"}
    assert {reason.rule.name for reason in found.reasons} == {"test-row-changed", "data-corrected"}
    assert all(change.names == {"tokens"} for change in found.changes)


def test_two_articles_told_otherwise_stand_in_the_order_of_their_ids(tmp_path):
    def both(corpus):
        for article in ("tram-delays", "bus-lanes"):
            edit(corpus / "corpus" / f"{article}.json", lambda document: document.update(title="A title"))

    found = difference(*of_corpus(both)(tmp_path))
    assert [change.id for change in found.changes if change.what == "article"] == ["bus-lanes", "tram-delays"]
    assert news(found)[0] == "What is said about 2 articles changed (title): bus-lanes, tram-delays."


def test_text_of_the_data_acts_on_no_terminal(tmp_path):
    pair = told_otherwise("tram-delays", lambda article: article.update(title="\x1b[31m red ::error::"))
    found = difference(*pair(tmp_path))
    for said in (text(found), markdown(found), json_object(found)):
        assert "\x1b" not in said


def test_an_edition_that_is_not_whole_is_not_compared(tmp_path):
    first = made(copy_of(TOY, tmp_path / "one"), tmp_path / "first")
    path = first.folder / "LICENSE"
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(BrokenEditionError, match="LICENSE is not the file that"):
        difference(first, first)


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, ""), ([], ""), (False, "no"), (True, "yes"), (12, "12"), (["m1", "m2"], "m1, m2"), (b"12345", "5 bytes")],
)
def test_a_value_is_shown_as_a_reader_says_it(value, words):
    assert shown(value) == words


@pytest.mark.parametrize(
    ("before", "bump", "by_groups", "after"),
    [
        ("1.2.3", Bump.NONE, False, "1.2.3"),
        ("1.2.3", Bump.PATCH, False, "1.2.4"),
        ("1.2.3", Bump.MINOR, False, "1.3.0"),
        ("1.2.3", Bump.MAJOR, False, "2.0.0"),
        ("0.2.3", Bump.PATCH, False, "0.2.4"),
        ("0.2.3", Bump.MINOR, False, "0.3.0"),
        ("0.2.3", Bump.MAJOR, False, "0.3.0"),
        ("0.2.3", Bump.MAJOR, True, "1.0.0"),
        ("1.2.3-rc.1+x", Bump.MINOR, False, "1.3.0"),
    ],
)
def test_the_least_version_that_may_follow(before, bump, by_groups, after):
    assert least_version(before, bump, first_by_groups=by_groups) == after
