"""Comparing: a contribution held against the rules that need its base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from quidit.checks import LEDGER_RULES, past, scheme_changes, together
from quidit.checks.changed import ChangedFile, Contribution, Edited, EditedArticle, SchemeChange
from quidit.checks.claims import annotation_of_another_text
from quidit.checks.past import ledger_rewritten, settled_article_changed
from quidit.checks.placing import Sheet, problems_of
from quidit.checks.rules import Rule, rules_of
from quidit.checks.subjects import FileKind
from quidit.problems import Problem

ARTICLE_CHANGE_RULES: tuple[Rule[EditedArticle], ...] = (past.settled_article_changed, past.rights_widened)
ANNOTATION_CHANGE_RULES: tuple[Rule[Edited], ...] = (past.id_reused, past.id_changed)
ROSTER_CHANGE_RULES: tuple[Rule[Edited], ...] = (past.annotator_kind_changed,)
SCHEME_CHANGE_RULES: tuple[Rule[SchemeChange], ...] = rules_of(scheme_changes)
CONTRIBUTION_RULES: tuple[Rule[Contribution], ...] = (
    past.ledger_rewritten,
    past.article_removed,
    past.annotation_removed,
    past.raw_file_changed,
    *rules_of(together),
)
BASE_RULES: tuple[Rule[Any], ...] = (
    *ARTICLE_CHANGE_RULES,
    *ANNOTATION_CHANGE_RULES,
    *ROSTER_CHANGE_RULES,
    *SCHEME_CHANGE_RULES,
    *CONTRIBUTION_RULES,
)
"""The rules that a contribution is held against with its base beside it, and no corpus without one."""


def judge_contribution(contribution: Contribution, sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """What is wrong with the contribution as such; ``sheets`` are those of its JSON files, by path."""
    yield from problems_of(CONTRIBUTION_RULES, contribution, Sheet("", ""))
    for file in contribution.files:
        if file.before is None or file.after is None:
            continue
        sheet = sheets[file.path]
        match file.kind:
            case FileKind.ARTICLE:
                yield from problems_of(ARTICLE_CHANGE_RULES, _article(file, contribution), sheet)
            case FileKind.ANNOTATION:
                yield from problems_of(ANNOTATION_CHANGE_RULES, Edited(file.before, file.after), sheet)
            case FileKind.ANNOTATORS:
                yield from problems_of(ROSTER_CHANGE_RULES, Edited(file.before, file.after), sheet)


def judge_scheme(change: SchemeChange, path: str) -> Iterator[Problem]:
    """What is wrong with a changed scheme."""
    return problems_of(SCHEME_CHANGE_RULES, change, Sheet(path, ""))


def without_consequences(problems: Iterable[Problem], of_change: Iterable[Problem]) -> list[Problem]:
    """The problems that are no mere consequence of what is wrong with the change itself: one cause is one problem.

    A ledger that was rewritten is judged once it is restored; so are annotations of an article whose text went.
    """
    causes = {(problem.code, problem.path) for problem in of_change}
    ledger = {each.code for each in LEDGER_RULES} if ledger_rewritten.code in {code for code, _ in causes} else set()

    def follows(problem: Problem) -> bool:
        if problem.code == annotation_of_another_text.code:
            article = problem.path.split("/")[1]
            return (settled_article_changed.code, f"corpus/{article}.json") in causes
        return problem.code in ledger

    return [problem for problem in problems if not follows(problem)]


def _article(file: ChangedFile, contribution: Contribution) -> EditedArticle:
    folders = {place.split("/")[1] for place in contribution.annotated_before}
    is_settled = file.article in folders or contribution.ledger_before.split(file.article) is not None
    before, after = (cast("Mapping[str, object]", document) for document in (file.before, file.after))
    return EditedArticle(before, after, is_settled)
