"""The page on versions: the rules of the bump in Markdown, as `docs/versions.md` holds it."""

from __future__ import annotations

from quidit.release.differences.bump import RULES, Bump

_HEAD = """# Versions

Made by `make rules` from the table in `scripts/quidit/release/differences/bump.py`; whoever changes it runs that again.

A release has a version MAJOR.MINOR.PATCH. Which number goes up is computed from the data: `quidit diff A B` compares two
releases, names each change once with its ids and words, and says which rule it falls under. The weightiest rule counts.

| the version goes up in | when |
|---|---|
| MAJOR | a reader's code breaks, or scores on test can no longer be compared |
| MINOR | training or validation data grow or are corrected, or something new stands beside what there was |
| PATCH | every row is as it was |
| nothing | nothing differs |

While versions are 0.x they promise no benchmark: what is MAJOR or MINOR here raises the second number (0.1.0 → 0.2.0), what
is PATCH the third. The first release that is split by groups is 1.0.0. A row that moves between splits is refused
whatever the version; the one move that is not is announced: that of the pilot article to train.

A change falls under the first rule here that holds of it. [Decision 017](decisions/017-what-a-version-promises.md) says
where the rules had to be thought out.
"""


def page() -> str:
    """The rules in a table for each bump, the weightiest first, in the order in which they are asked."""
    return _HEAD + "".join(map(_section, (Bump.MAJOR, Bump.MINOR, Bump.PATCH)))


def _section(bump: Bump) -> str:
    rows = "".join(
        f"| {rule.name}{' (refused)' if rule.refuses else ''} | {rule.says} | {rule.why} |\n"
        for rule in RULES
        if rule.bump is bump
    )
    return f"\n## {bump.name}\n\n| rule | when | why |\n|---|---|---|\n{rows}"
