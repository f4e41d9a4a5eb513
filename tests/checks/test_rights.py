"""Rights and privacy: both sides of what an article may say of its licence, its dates and its address."""

from __future__ import annotations

from typing import Any, cast

import pytest

from quidit import licences
from quidit.checks import TEXT_RULES
from quidit.checks.placing import Sheet, problems_of
from quidit.checks.sound import Sound
from quidit.checks.subjects import ArticleSubject
from quidit.documents import ArticleFile
from quidit.problems import REMOVED, Edit, Problem, Repair

DECISION = {"decided_by": "the editor", "date": "2026-11-23", "basis": "their letter"}


def problems(*, sound: Sound = Sound(None), **said: Any) -> list[Problem]:  # noqa: B008 - frozen
    document = {"paragraphs": ["Le pont est ouvert."], "source": {}, **said}
    subject = ArticleSubject(cast("ArticleFile", document), None, sound)
    return [
        problem for problem in problems_of(TEXT_RULES, subject, Sheet("a.json", "")) if problem.code.startswith("QD6")
    ]


def codes(**said: Any) -> list[str]:
    return [problem.code for problem in problems(**said)]


@pytest.mark.parametrize("licence", ["CC-BY-4.0", "CC0-1.0", "etalab-2.0", "GPL-2.0", "LicenseRef-press", "unknown"])
def test_a_licence_is_one_of_the_list_or_says_that_it_is_none(licence: str) -> None:
    assert codes(rights={"text": licence, "redistribution": "stand-off-only"}) == []


@pytest.mark.parametrize(
    ("licence", "fix", "repaired"),
    [
        ("cc-by-4.0", 'write "text": "CC-BY-4.0"', True),
        ("CC BY 4.0 ", 'write "text": "CC-BY-4.0"', True),
        ("CC-BY4.0", "did you mean 'CC-BY-4.0'?", False),
        ("tous droits réservés", 'write "text": "unknown"', False),
    ],
)
def test_another_is_put_right_where_it_is_beyond_doubt(licence: str, fix: str, *, repaired: bool) -> None:
    (problem,) = problems(rights={"text": licence, "redistribution": "stand-off-only"})
    assert (problem.code, problem.fix, bool(problem.repair)) == ("QD601", fix, repaired)


def test_the_list_has_what_texts_are_published_under() -> None:
    assert {"CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-ND-4.0", "CC0-1.0", "ODbL-1.0"} <= licences.IDS
    assert licences.UNKNOWN not in licences.IDS


@pytest.mark.parametrize("licence", ["unknown", "LicenseRef-press"])
@pytest.mark.parametrize("missing", ["decided_by", "date", "basis"])
def test_what_no_licence_allows_somebody_decided_on_a_day_for_a_reason(licence: str, missing: str) -> None:
    rights = {"text": licence, "redistribution": "allowed", **DECISION}
    assert codes(rights=rights) == []
    assert codes(rights={key: value for key, value in rights.items() if key != missing}) == ["QD602"]


@pytest.mark.parametrize(
    "sound", [Sound(None, frozenset({"/rights/date"})), Sound(None, misspelt=frozenset({"/rights"}))]
)
def test_a_key_that_is_wrong_or_misspelt_is_not_also_missing(sound: Sound) -> None:
    rights = {"text": "unknown", "redistribution": "allowed", "decided_by": "the editor", "basis": "their letter"}
    assert problems(rights=rights, sound=sound) == []
    assert codes(rights=rights) == ["QD602"]


def test_a_decision_has_a_day_and_a_decider() -> None:
    for given in ("date", "decided_by"):
        rights = {"text": "CC0-1.0", "redistribution": "allowed", given: DECISION[given]}
        assert codes(rights=rights) == ["QD603"]
    assert codes(rights={"text": "CC0-1.0", "redistribution": "allowed", "basis": "made up"}) == []


@pytest.mark.parametrize(
    ("redistribution", "licence", "expected"),
    [
        ("unknown", "CC0-1.0", ["QD605"]),
        ("unknown", "unknown", []),
        ("stand-off-only", "CC0-1.0", []),
        ("allowed", "CC0-1.0", []),
    ],
)
def test_a_licence_leaves_nothing_open(redistribution: str, licence: str, expected: list[str]) -> None:
    assert codes(rights={"text": licence, "redistribution": redistribution}) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://www.example.org/2026/11/23/pont?id=12&auteur=x#token=3",
        "http://93.184.216.34/pont",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/",
        "https://example.org/a@b",
        "https://example.org/tokens?tokens=3",
        "https://locale.example.org/",
    ],
)
def test_an_address_that_anybody_can_open_is_none_of_our_business(url: str) -> None:
    assert codes(source={"url": url}) == []


@pytest.mark.parametrize(
    ("url", "got", "repaired"),
    [
        ("https://claire:secret@example.org/pont", "example.org", True),
        ("https://claire@example.org/pont", "example.org", True),
        ("https://example.org/pont?page=2&access_token=abc", "access_token=…", False),
        ("https://example.org/pont?X-Amz-Signature=abc", "X-Amz-Signature=…", False),
        ("https://example.org/pont?API_KEY=abc", "API_KEY=…", False),
        ("http://localhost:8080/1", "http://localhost:8080/1", True),
        ("http://127.0.0.1/", "http://127.0.0.1/", True),
        ("http://192.168.1.4/pont", "http://192.168.1.4/pont", True),
        ("http://10.0.0.1:80", "http://10.0.0.1:80", True),
        ("http://[::1]/", "http://[::1]/", True),
        ("http://169.254.169.254/latest", "http://169.254.169.254/latest", True),
        ("https://archives/pont", "https://archives/pont", True),
        ("https://presse.local/pont", "https://presse.local/pont", True),
        ("https:///pont", "https:///pont", True),
    ],
)
def test_one_that_only_some_can_or_may_open_is_not_published(url: str, got: str, *, repaired: bool) -> None:
    (problem,) = problems(source={"url": url})
    assert (problem.code, problem.got, bool(problem.repair)) == ("QD604", got, repaired)
    assert "secret" not in problem.got
    if problem.repair and "@" in url:
        assert problem.repair == Repair((Edit("/source/url", "https://example.org/pont"),))
    elif problem.repair:
        assert problem.repair == Repair((Edit("/source/url", REMOVED),), is_safe=False)


def test_where_a_date_or_a_licence_is_not_said_nothing_is_held_against_it() -> None:
    assert codes(source={"published": "2026-11-23"}, rights={"text": "CC0-1.0", "redistribution": "allowed"}) == []
    decided = {"text": "CC0-1.0", "redistribution": "allowed", "decided_by": "us", "date": "2026-11-23"}
    assert codes(source={}, rights=decided) == []
    assert codes(rights={"redistribution": "allowed"}) == []


@pytest.mark.parametrize(
    ("published", "decided", "expected"),
    [
        ("2026-11-23", "2026-11-23", []),
        ("2026-11-24", "2026-11-23", ["QD606"]),
        ("1605-01-01", "2026-11-23", []),
        ("1604-12-31", "2026-11-23", ["QD607"]),
        ("2099-12-31", "2099-12-31", []),
        ("2100-01-01", "2100-01-01", ["QD607", "QD607"]),
    ],
)
def test_dates_follow_each_other_and_lie_in_the_age_of_newspapers(
    published: str, decided: str, expected: list[str]
) -> None:
    rights = {"text": "CC0-1.0", "redistribution": "allowed", "decided_by": "us", "date": decided}
    assert codes(source={"published": published}, rights=rights) == expected
