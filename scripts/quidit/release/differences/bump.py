"""The bump: which version the next release must have at least, and the rules by which each change demands one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from quidit.release.differences.change import Change
from quidit.release.source import WHOLE

ORIGIN = frozenset({"publisher", "url", "published", "rights"})
"""Columns of ``articles`` that say where an article comes from and what may be done with it."""
_LABELS_OF_ARTICLES = ("sentence", "mention", "cue", "quote", "stance", "entity", "annotation", "article", "row")


class Bump(IntEnum):
    """Which number of a version goes up; a larger one outweighs smaller ones."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The bump as it is written: ``major``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: what falls under it, the bump that it demands, and why.

    ``refuses`` where no version makes the change right.
    """

    name: str
    bump: Bump
    says: str
    why: str
    holds: Callable[[Change], bool]
    refuses: bool = False


def _is(what: str, *hows: str) -> Callable[[Change], bool]:
    return lambda change: change.what == what and (not hows or change.how in hows)


def _goes_to_groups(change: Change) -> bool:
    return change.what == "article" and change.how == "moved" and (change.was_in, change.is_in) == (WHOLE, "train")


def _changes_split(change: Change) -> bool:
    return change.how in ("moved", "renamed") and change.was_in != change.is_in


def _is_retold(change: Change) -> bool:
    return change.what in ("article", "sentence") and "text" in change.names


def _is_cut_anew(change: Change) -> bool:
    return change.what in ("article", "sentence") and bool(change.names & {"sentences", "boundaries"})


def _is_about_origin(change: Change) -> bool:
    return change.what == "article" and change.how == "changed" and change.names <= ORIGIN


def _is_reworded(change: Change) -> bool:
    return change.what == "issue" and change.how == "changed" and "reads" in change.names


def _in_test(*hows: str) -> Callable[[Change], bool]:
    return lambda change: change.what in _LABELS_OF_ARTICLES and change.in_test and change.how in hows


_CODE = "Code that reads the earlier release breaks or reads something else."
_SCORES = "Scores on test can no longer be compared with those on the earlier release."
_GROWS = "Code that reads the earlier release still works, and test is as it was."
_SAME = "Every row is as it was."

RULES: Sequence[Rule] = (
    Rule(
        "pilot-to-groups",
        Bump.MAJOR,
        "the pilot article goes whole to train",
        "What was tested is trained on from now on; 1.0.0 is the first release by groups.",
        _goes_to_groups,
    ),
    Rule(
        "moved-with-test",
        Bump.MAJOR,
        "a row moves into test or out of it",
        "Whoever trains on one release and tests on the other has seen the answers.",
        lambda change: _changes_split(change) and (change.in_test or WHOLE in (change.was_in, change.is_in)),
        refuses=True,
    ),
    Rule(
        "moved",
        Bump.MINOR,
        "a row moves between train and validation",
        "Whoever trains on one release and validates on the other has seen the answers.",
        _changes_split,
        refuses=True,
    ),
    Rule("config-removed", Bump.MAJOR, "a config is gone", _CODE, _is("config", "removed")),
    Rule(
        "configs-reordered",
        Bump.MAJOR,
        "the configs stand in another order",
        "The first one is what a reader gets who names none.",
        _is("config", "reordered"),
    ),
    Rule("split-removed", Bump.MAJOR, "a config has no such split any more", _CODE, _is("split", "removed")),
    Rule("layer-removed", Bump.MAJOR, "a layer is gone", _CODE, _is("layer", "removed")),
    Rule("column-removed", Bump.MAJOR, "a column, or a member of one, is gone", _CODE, _is("column", "removed")),
    Rule("column-renamed", Bump.MAJOR, "a column has another name", _CODE, _is("column", "renamed")),
    Rule("column-retyped", Bump.MAJOR, "a column has another type", _CODE, _is("column", "retyped")),
    Rule("columns-reordered", Bump.MAJOR, "the columns stand in another order", _CODE, _is("column", "reordered")),
    Rule("label-removed", Bump.MAJOR, "a label is gone", _CODE, _is("label", "removed")),
    Rule("label-renamed", Bump.MAJOR, "a label has another name", _CODE, _is("label", "renamed")),
    Rule(
        "labels-reordered", Bump.MAJOR, "labels stand for other numbers than before", _CODE, _is("label", "reordered")
    ),
    Rule("issue-removed", Bump.MAJOR, "an issue is gone", _CODE, _is("issue", "removed")),
    Rule(
        "issue-reworded",
        Bump.MAJOR,
        "an issue reads otherwise",
        "A stance is for or against an issue as it is worded.",
        _is_reworded,
    ),
    Rule(
        "article-renamed",
        Bump.MAJOR,
        "an article has another id",
        "Whatever was joined by the old id finds nothing.",
        _is("article", "renamed"),
    ),
    Rule(
        "text-changed",
        Bump.MAJOR,
        "the text of an article changed",
        "Offsets that were taken from the earlier release no longer hold.",
        _is_retold,
    ),
    Rule(
        "sentences-changed",
        Bump.MAJOR,
        "an article is cut into sentences otherwise",
        "Sentences are rows and numbered, so that ids mean other sentences.",
        _is_cut_anew,
    ),
    Rule(
        "origin-changed",
        Bump.MINOR,
        "an article's publisher, address, date or rights changed, also in test",
        "It is told anew, and no score depends on it.",
        _is_about_origin,
    ),
    Rule(
        "annotation-added",
        Bump.MINOR,
        "an annotator annotated one more article, also one of test",
        "Labels that are scored are those that were decided; if these change, that is told by itself.",
        _is("annotation", "added"),
    ),
    Rule("test-row-removed", Bump.MAJOR, "a row of test is gone", _SCORES, _in_test("removed")),
    Rule("test-row-added", Bump.MAJOR, "a row of test is new", _SCORES, _in_test("added")),
    Rule("test-row-changed", Bump.MAJOR, "a row of test says something else", _SCORES, _in_test("changed")),
    Rule("config-added", Bump.MINOR, "a config is new", _GROWS, _is("config", "added")),
    Rule("split-added", Bump.MINOR, "a config has one more split", _GROWS, _is("split", "added")),
    Rule("layer-added", Bump.MINOR, "a layer is new", _GROWS, _is("layer", "added")),
    Rule("column-added", Bump.MINOR, "a column, or a member of one, is new", _GROWS, _is("column", "added")),
    Rule("label-added", Bump.MINOR, "a label is new and stands last", _GROWS, _is("label", "added")),
    Rule("issue-added", Bump.MINOR, "an issue is new, or reads in one more language", _GROWS, _is("issue")),
    Rule("annotator-added", Bump.MINOR, "an annotator is new", _GROWS, _is("annotator", "added")),
    Rule("annotator-removed", Bump.MINOR, "an annotator is gone", _GROWS, _is("annotator", "removed")),
    Rule("article-added", Bump.MINOR, "an article is new in train or validation", _GROWS, _is("article", "added")),
    Rule(
        "article-withdrawn", Bump.MINOR, "an article of train or validation is gone", _GROWS, _is("article", "removed")
    ),
    Rule(
        "data-corrected",
        Bump.MINOR,
        "what is said of an article of train or validation changed",
        _GROWS,
        lambda change: change.what in _LABELS_OF_ARTICLES,
    ),
    Rule(
        "card-changed",
        Bump.PATCH,
        "the card changed, or the Croissant that says the same to programs",
        _SAME,
        lambda change: change.what == "file" and change.id in ("README.md", "croissant.json"),
    ),
    Rule(
        "file-changed",
        Bump.PATCH,
        "another file without rows changed, came or went: changelog, citation, licence, schemas",
        _SAME,
        _is("file"),
    ),
    Rule(
        "written-anew",
        Bump.PATCH,
        "the same rows stand in other bytes, as another pyarrow writes them",
        _SAME,
        _is("table"),
    ),
    Rule(
        "manifest-changed",
        Bump.PATCH,
        "the manifest names another dataset or version of the scheme",
        _SAME,
        _is("manifest"),
    ),
)
"""Every rule, in the order in which they are asked: a change falls under the first one that holds of it."""


def rule_of(change: Change) -> Rule:
    """The rule that a change falls under; there is one for every change."""
    return next(rule for rule in RULES if rule.holds(change))


def bump_of(changes: Iterable[Change]) -> Bump:
    """The bump that the changes demand together."""
    return max((rule_of(change).bump for change in changes), default=Bump.NONE)


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that holds, and the changes under it, in document order."""

    rule: Rule
    changes: tuple[Change, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of what changed, each once."""
        return tuple(dict.fromkeys(change.id for change in self.changes))


def reasons(changes: Iterable[Change]) -> tuple[Reason, ...]:
    """Why the changes demand a bump, the weightiest first."""
    under: dict[str, list[Change]] = {}
    for change in changes:
        under.setdefault(rule_of(change).name, []).append(change)
    found = [Reason(rule, tuple(under[rule.name])) for rule in RULES if rule.name in under]
    return tuple(sorted(found, key=lambda reason: -reason.rule.bump))


def least_version(before: str, demanded: Bump, *, first_by_groups: bool = False) -> str:
    """The least version that may follow ``before``, without what a pre-release adds to it.

    While versions are 0.x, which promise no benchmark, what breaks and what grows raise the second number alike;
    the first release by groups is 1.0.0.
    """
    major, minor, patch = map(int, before.partition("+")[0].partition("-")[0].split("."))
    if first_by_groups and major == 0:
        return "1.0.0"
    if demanded is Bump.MAJOR and major:
        return f"{major + 1}.0.0"
    if demanded >= Bump.MINOR:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + (demanded is Bump.PATCH)}"
