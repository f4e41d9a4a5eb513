"""The toy's history as one story: each release gets the version that its changes demand, and a smaller one is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quidit import Corpus
from quidit.release.tagging.plan import Plan, ReleaseRefusedError
from releases import replace_in
from repositories import commit, git
from toy_history import SECOND, begun, released, set_version, take_in

BOULODROME = '"start": 121, "end": 136, "text": "Aubrac-les-Pins", "label": "LOC", "use": "literal"'
POOL = '"start": 78, "end": 86, "text": "Tilleuls", "label": "LOC", "use": "literal"'


def rules(plan: Plan) -> set[str]:
    """The rules by which a release's version was found, the card aside, which says the version itself."""
    assert plan.difference
    return {reason.rule.name for reason in plan.difference.reasons} - {"card-changed"}


def refusal(folder: Path, version: str) -> str:
    commit(folder)
    with pytest.raises(ReleaseRefusedError) as raised:
        Corpus.open(folder).release(version)
    return str(raised.value)


def test_the_story_of_a_benchmark(tmp_path: Path) -> None:
    folder = begun(tmp_path / "corpus")
    assert released(folder).tag == "v0.1.0"

    # With a second article whole articles are split, and what was tested in the pilot is trained on.
    take_in(folder, SECOND)
    Corpus.open(folder).split()
    set_version(folder, "0.1.0", "1.0.0")
    assert "0.2.0 is too small: what changed since 0.1.0 demands 1.0.0 or later" in refusal(folder, "0.2.0")
    plan = released(folder)
    assert plan.tag == "v1.0.0"
    assert "pilot-to-groups" in rules(plan)

    # A label of train is corrected.
    replace_in(folder / "annotations/conseil-valmont/adjudicated.json", POOL, POOL.replace("literal", "as-actor"))
    message = refusal(folder, "1.0.1")
    assert "1.0.1 is too small: what changed since 1.0.0 demands 1.1.0 or later (minor)" in message
    assert "conseil-valmont#m3" in message
    plan = released(folder)
    assert (plan.tag, rules(plan)) == ("v1.1.0", {"data-corrected"})
    assert plan.section.count("\n- ") + 1 == len(plan.news)

    # The title of the card changes, and no row.
    replace_in(folder / "pyproject.toml", "Toy: made-up", "Toy: invented")
    plan = released(folder)
    assert (plan.tag, rules(plan)) == ("v1.1.1", set())

    # A new article is for train.
    take_in(folder, "museum-night")
    set_version(folder, "1.1.1", "1.1.2")
    Corpus.open(folder).split()
    assert (plan := released(folder)).tag == "v1.2.0"
    assert rules(plan) >= {"article-added"}

    # The next is drawn for test, which is frozen: it is held, and the card says no more than that one waits.
    take_in(folder, "tram-delays")
    set_version(folder, "1.2.0", "1.2.1")
    (entry,) = Corpus.open(folder).split().entries
    assert (entry.split, entry.drawn) == ("held", "test")
    plan = released(folder)
    assert (plan.tag, rules(plan)) == ("v1.2.1", set())
    assert refusal(folder, "auto") == "nothing changed since 1.2.1, so there is nothing to release"

    # A label of test is corrected, and with the next major the held article comes in.
    replace_in(folder / f"annotations/{SECOND}/sol.json", BOULODROME, BOULODROME.replace("literal", "as-actor"))
    message = refusal(folder, "1.3.0")
    assert "1.3.0 is too small: what changed since 1.2.1 demands 2.0.0 or later (major)" in message
    assert f"a row of test says something else: {SECOND}#m2. Scores on test can no longer be compared" in message
    set_version(folder, "1.2.1", "2.0.0")
    Corpus.open(folder).split()
    plan = released(folder)
    assert (plan.tag, rules(plan)) == ("v2.0.0", {"test-row-added", "test-row-changed"})

    # Nobody can verify a tag and get another release.
    assert Corpus.open(folder).verify("v2.0.0").is_equal
    assert re.findall(r"^## (\S+)", (folder / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE) == [
        "2.0.0", "1.2.1", "1.2.0", "1.1.1", "1.1.0", "1.0.0", "0.1.0",
    ]  # fmt: skip


def test_the_story_of_two_takedowns_and_a_label(tmp_path: Path) -> None:
    folder = begun(tmp_path / "corpus")
    for article in (SECOND, "museum-night"):
        take_in(folder, article)
        Corpus.open(folder).split()
        if article == SECOND:
            set_version(folder, "0.1.0", "1.0.0")
    assert released(folder).tag == "v1.0.0"

    # One article is taken out of train, one out of test.
    set_version(folder, "1.0.0", "1.1.0")
    Corpus.open(folder).withdraw("museum-night", "its publisher asked for it")
    assert "1.0.1 is too small" in refusal(folder, "1.0.1")
    plan = released(folder)
    assert plan.tag == "v1.1.0"
    assert "article-withdrawn" in rules(plan)
    assert re.fullmatch(
        r"- Withdrawn: the article `museum-night` \(its publisher asked for it\)\.\n"
        r"- Its rows are gone from train: \d+ sentences, .*\.\n"
        r"- Gone: annotator m1\.",
        plan.section,
    )
    set_version(folder, "1.1.0", "2.0.0")
    Corpus.open(folder).withdraw(SECOND, "its publisher asked for it")
    assert f"a row of test is gone: {SECOND}" in refusal(folder, "1.2.0")
    plan = released(folder)
    assert (plan.tag, "test-row-removed" in rules(plan)) == ("v2.0.0", True)

    # A label that nothing uses any more is removed: whoever reads labels by number reads others now.
    scheme = folder / "schema/scheme.toml"
    text = scheme.read_text(encoding="utf-8")
    start = text.index('[[mentions]]\nlabel = "MISC"')
    scheme.write_text(text[:start] + text[text.index("[[mentions]]", start + 1) :], encoding="utf-8")
    Corpus.open(folder).store.generate()
    assert "2.1.0 is too small: what changed since 2.0.0 demands 3.0.0 or later (major):\n  a label is gone: MISC" in (
        refusal(folder, "2.1.0")
    )
    assert released(folder).tag == "v3.0.0"
    assert git(folder, "log", "-1", "--format=%s") == "Release 3.0.0"
