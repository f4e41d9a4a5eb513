"""The changelog and the citation of a release: what people wrote stays, and a release says its version and its day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from corpora import REPOSITORY
from quidit.release.tagging import changelog, citation
from quidit.release.tagging.citation import CitationError
from quidit.settings import Settings, SettingsError, read_settings, with_version

DAY = date(2026, 11, 27)
SETTINGS = Settings("toy", "0.1.0", 'Toy: "made up"', "toy")
CFF = Draft7Validator(json.loads((Path(__file__).parent / "schemas" / "cff-1.2.0.json").read_text(encoding="utf-8")))
PENDING = """# Changelog

For readers first.

## 1.1.0 (not yet released)

Written by people.

### Package

- A verb.

## 1.0.0 (2026-01-02)

The first.
"""


def test_what_is_not_yet_released_gets_its_version_its_day_and_the_news() -> None:
    text = changelog.with_release(PENDING, "1.2.0", DAY, ["2 quotes corrected.", "1 article added."])
    assert text == PENDING.replace("1.1.0 (not yet released)", "1.2.0 (2026-11-27)").replace(
        "Written by people.\n", "Written by people.\n\n- 2 quotes corrected.\n- 1 article added.\n"
    )
    assert changelog.section(text, "1.2.0") == (
        "Written by people.\n\n- 2 quotes corrected.\n- 1 article added.\n\n### Package\n\n- A verb."
    )


def test_without_a_section_there_is_a_new_one_before_all_others() -> None:
    before = "# Changelog\n\nFor readers.\n\n## 1.0.0 (2026-01-02)\n\nThe first.\n"
    after = changelog.with_release(before, "1.0.1", DAY, ["The card changed."])
    assert after == before.replace("## 1.0.0", "## 1.0.1 (2026-11-27)\n\n- The card changed.\n\n## 1.0.0")


@pytest.mark.parametrize("heading", ["## Unreleased", "## [Unreleased]", "## 2.0.0", "## [2.0.0] – soon", "## v2.0.0"])
def test_headings_of_other_habits_are_understood(heading: str) -> None:
    text = changelog.with_release(f"# Changes\n\n{heading}\n\nWords.\n", "2.0.0", DAY, [])
    assert text == "# Changes\n\n## 2.0.0 (2026-11-27)\n\nWords.\n"


def test_a_version_that_begins_like_another_is_another() -> None:
    text = changelog.with_release("# Changes\n\n## 1.0.10 (2026-01-02)\n\nTen.\n", "1.0.1", DAY, ["One."])
    assert text == "# Changes\n\n## 1.0.1 (2026-11-27)\n\n- One.\n\n## 1.0.10 (2026-01-02)\n\nTen.\n"


def test_the_news_go_on_with_a_list_that_people_began() -> None:
    text = changelog.with_release("# Changes\n\n## Not yet released\n\n- One.\n", "2.0.0", DAY, ["Two."])
    assert text == "# Changes\n\n## 2.0.0 (2026-11-27)\n\n- One.\n- Two.\n"


def test_without_a_changelog_there_is_one() -> None:
    text = changelog.with_release(None, "0.1.0", DAY, ["The first release."])
    assert text == "# Changelog\n\nFor readers of the data.\n\n## 0.1.0 (2026-11-27)\n\n- The first release.\n"
    assert changelog.released(text) == ["0.1.0"]
    assert changelog.released(PENDING) == ["1.0.0"]


def test_the_same_release_twice_changes_nothing_more() -> None:
    once = changelog.with_release(PENDING, "1.1.0", DAY, [])
    assert changelog.with_release(once, "1.1.0", DAY, []) == once


# ── The citation ────────────────────────────────────────────────────────────────────────────────────


def test_a_new_citation_is_valid() -> None:
    document = yaml.safe_load(citation.with_release(None, SETTINGS, "0.1.0", DAY))
    CFF.validate(document)
    assert (document["version"], document["date-released"]) == ("0.1.0", "2026-11-27")
    assert document["title"] == 'Toy: "made up"'


def test_the_repositorys_own_citation_stays_valid_and_keeps_its_words() -> None:
    before = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    after = citation.with_release(before, SETTINGS, "1.2.3", DAY)
    CFF.validate(yaml.safe_load(after))
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    assert changed == ["version: 1.2.3", 'date-released: "2026-11-27"']
    assert citation.with_release(after, SETTINGS, "1.2.3", DAY) == after


def test_comments_and_nested_versions_are_kept() -> None:
    before = (
        "cff-version: 1.2.0 # the format\nversion: '0.1.0' # of the data\nmessage: m\ntitle: t\n"
        "authors:\n  - name: n\npreferred-citation:\n  type: article\n  title: t\n  authors: [{name: n}]\n  version: 9\n"
        "date-released: 2020-01-01 # a day\n"
    )
    after = citation.with_release(before, SETTINGS, "1.0.0", DAY)
    assert after == before.replace("'0.1.0' #", "1.0.0 #").replace("2020-01-01", '"2026-11-27"')
    assert yaml.safe_load(after)["preferred-citation"]["version"] == 9


@pytest.mark.parametrize("text", ["- a list\n", "title: [\n", "{version: 1, title: t}\n"])
def test_what_is_no_citation_is_refused(text: str) -> None:
    with pytest.raises(CitationError, match=r"CITATION\.cff"):
        citation.with_release(text, SETTINGS, "1.0.0", DAY)


# ── The settings ────────────────────────────────────────────────────────────────────────────────────


def test_the_version_of_the_settings_changes_and_nothing_else() -> None:
    before = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    after = with_version(before, "9.8.7")
    assert read_settings(after).version == "9.8.7"
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert [new for _, new in changed] == ['version = "9.8.7"']
    assert before.index("[project]\nname") == after.index("[project]\nname")


def test_other_ways_to_write_a_version_are_kept_or_refused() -> None:
    text = "[tool.quidit]\ndataset = 'toy'\nversion  = '0.1.0' # next\n[tool.other]\nversion = '1'\n"
    assert with_version(text, "0.2.0") == text.replace("'0.1.0'", '"0.2.0"')
    with pytest.raises(SettingsError, match=r"on a line of its own under \[tool\.quidit\]"):
        with_version('tool = { quidit = { dataset = "toy", version = "0.1.0" } }\n', "0.2.0")
