"""Rules on rights: under what licence a text is, who may pass it on, and where it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from quidit import licences
from quidit.checks.rules import nearest, rule
from quidit.checks.subjects import ArticleSubject
from quidit.problems import REMOVED, Edit, Finding, Repair, Severity

_DECISION = ("decided_by", "date", "basis")
_FIRST_NEWSPAPER = "1605"
_LAST_YEAR = "2100"
_SHOWN = 80
_ADDRESS = re.compile(r"https?://(?:(?P<login>[^/?#]*)@)?(?P<host>\[[^\]]*\]|[^/?#:]*)[^?#]*(?:\?(?P<query>[^#]*))?")
_SECRET_KEYS = re.compile(
    r"(?:^|&)((?:[a-z_-]*(?:token|secret|password|passwd|signature)|api[_-]?key|auth|sig|session(?:_?id)?|jwt)=)",
    re.IGNORECASE,
)
_AT_HOME = re.compile(r"(?:.*\.)?(?:localhost|local|internal|lan|home|corp)|[^.:]*")


def _said(article: ArticleSubject, part: str) -> Mapping[str, str]:
    """What the article says of its source or rights, as far as it fits the schema."""
    return cast("Mapping[str, Mapping[str, str]]", article.document).get(part, {})


@rule("QD601", since="0.2.0")
def unknown_licence(article: ArticleSubject) -> Iterator[Finding]:
    """A licence is given by its SPDX id, so that nobody has to guess which one is meant.

    A publisher's own terms are LicenseRef- and a name; what nobody knows is unknown.
    """
    licence = _said(article, "rights").get("text", licences.UNKNOWN)
    if licence == licences.UNKNOWN or licence in licences.IDS or licence.startswith(licences.OWN):
        return
    listed = licences.as_listed(licence)
    yield Finding(
        f"{licence!r} is no licence of the SPDX list",
        "/rights/text",
        got=licence,
        expected='an SPDX id such as CC-BY-4.0, "LicenseRef-" and a name for other terms, or unknown',
        fix=f'write "text": "{listed}"' if listed else nearest(licence, licences.IDS) or 'write "text": "unknown"',
        repair=Repair((Edit("/rights/text", listed),)) if listed else None,
    )


@rule("QD602", since="0.2.0")
def permission_without_a_ground(article: ArticleSubject) -> Iterator[Finding]:
    """Whoever allows a text to be passed on under no listed licence says who decided it, when, and why."""
    missing = [key for key in _DECISION if article.lacks("rights", key)]
    if missing and _needs_a_ground(article):
        yield Finding(
            f"redistribution is allowed under no listed licence, and the article lacks {', '.join(missing)}",
            "/rights/redistribution",
            got="allowed",
            expected=f"{', '.join(_DECISION[:-1])} and {_DECISION[-1]}, or a licence of the SPDX list",
            fix=f'add {", ".join(missing)}, or write "redistribution": "unknown"',
        )


def _needs_a_ground(article: ArticleSubject) -> bool:
    """Whether somebody allowed what no licence allows."""
    rights = _said(article, "rights")
    return rights.get("redistribution") == "allowed" and "text" in rights and rights["text"] not in licences.IDS


@rule("QD603", since="0.2.0")
def half_a_decision(article: ArticleSubject) -> Iterator[Finding]:
    """A decision about rights has a date and somebody who took it; one without the other cannot be asked about."""
    rights = _said(article, "rights")
    for given, missing in (("date", "decided_by"), ("decided_by", "date")):
        if given in rights and article.lacks("rights", missing) and not _needs_a_ground(article):
            yield Finding(
                f"{given} is said, and {missing} is not",
                f"/rights/{given}",
                got=rights[given],
                expected=f"{given} and {missing} together",
                fix=f'add "{missing}", or remove "{given}"',
            )


@rule("QD604", since="0.2.0")
def address_not_public(article: ArticleSubject) -> Iterator[Finding]:
    """An address is published with the dataset: it must lead everybody to the page, and hold no login or token."""
    url = _said(article, "source").get("url", "")
    found = _ADDRESS.match(url)
    if found is None:
        return
    fault, shown, repair = "", url[:_SHOWN], None
    fix = "write the address under which readers find the page, or leave it out"
    if found["login"] is not None:
        fault, shown, fix = "holds a login", found["host"], "take the login out, and change its password"
        repair = Repair((Edit("/source/url", url[: found.start("login")] + url[found.end("login") + 1 :]),))
    elif key := _SECRET_KEYS.search(found["query"] or ""):
        fault, shown, fix = "holds a secret", f"{key[1]}…", "take the secret out, and have it withdrawn"
    elif _is_at_home(found["host"]):
        fault = "leads to a place that only some machines can reach"
        repair = Repair((Edit("/source/url", REMOVED),), is_safe=False)
    if fault:
        yield Finding(
            f"the address {fault}",
            "/source/url",
            got=shown,
            expected="an address that anybody can open",
            fix=fix,
            repair=repair,
        )


def _is_at_home(host: str) -> bool:
    """Whether a host is one machine's or one network's own."""
    import ipaddress

    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return bool(_AT_HOME.fullmatch(host.lower().rstrip(".")))


@rule("QD605", severity=Severity.WARNING, since="0.2.0")
def permission_left_open(article: ArticleSubject) -> Iterator[Finding]:
    """A licence of the SPDX list says what may be done with a text, so nobody need leave that open."""
    rights = _said(article, "rights")
    if rights.get("redistribution") == "unknown" and rights.get("text") in licences.IDS:
        yield Finding(
            f"the text is under {rights['text']}, and whether it may be passed on is left open",
            "/rights/redistribution",
            got="unknown",
            expected="allowed, or stand-off-only where something else forbids it",
            fix='write "redistribution": "allowed" where the licence lets anybody pass the text on',
        )


@rule("QD606", severity=Severity.WARNING, since="0.2.0")
def decided_before_publication(article: ArticleSubject) -> Iterator[Finding]:
    """Rights in an article are decided once there is one; where its date is later, one of the two is mistyped."""
    published, decided = _said(article, "source").get("published"), _said(article, "rights").get("date")
    if published and decided and decided < published:
        yield Finding(
            f"its rights were decided on {decided}, and it was published on {published}",
            "/rights/date",
            got=decided,
            expected=f"{published} or later",
            fix="correct the date that is wrong",
        )


@rule("QD607", severity=Severity.WARNING, since="0.2.0")
def unlikely_date(article: ArticleSubject) -> Iterator[Finding]:
    """No newspaper is older than 1605, and no article of the next century has been written: a digit was mistyped."""
    for part, key in (("source", "published"), ("rights", "date")):
        day = _said(article, part).get(key, _FIRST_NEWSPAPER)
        if not _FIRST_NEWSPAPER <= day < _LAST_YEAR:
            yield Finding(
                f"{day} is no likely day for that",
                f"/{part}/{key}",
                got=day,
                expected=f"a day from {_FIRST_NEWSPAPER} to {int(_LAST_YEAR) - 1}",
                fix="correct the year",
            )
