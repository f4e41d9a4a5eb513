"""A difference as programs read it: one object of which every key is always there; its schema lies beside it."""

from __future__ import annotations

from quidit.release.differences.bump import Reason, rule_of
from quidit.release.differences.change import Change
from quidit.release.differences.difference import Difference
from quidit.release.differences.news import news
from quidit.report import dumps

SCHEMA = "difference.schema.json"


def json_object(difference: Difference) -> str:
    """The difference with every change, none left out, in document order."""
    document = {
        "dataset": difference.dataset,
        "before": difference.before,
        "after": difference.after,
        "bump": difference.bump.word,
        "least_version": difference.least_version,
        "refused": [_reason(reason) for reason in difference.refused],
        "reasons": [_reason(reason) for reason in difference.reasons],
        "news": news(difference),
        "changes": [_change(change) for change in difference.changes],
    }
    return dumps(document) + "\n"


def schema() -> str:
    """The JSON Schema of the object."""
    from importlib import resources

    return resources.files("quidit.release.differences").joinpath(SCHEMA).read_text(encoding="utf-8")


def _reason(reason: Reason) -> dict[str, object]:
    rule = reason.rule
    return {
        "rule": rule.name,
        "bump": rule.bump.word,
        "says": rule.says,
        "why": rule.why,
        "ids": list(reason.ids),
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "rule": rule_of(change).name,
        "what": change.what,
        "how": change.how,
        "id": change.id,
        "article": change.article or None,
        "place": change.place if change.article else None,
        "was_in": change.was_in or None,
        "is_in": change.is_in or None,
        "in_test": change.in_test,
        "before": change.before or None,
        "after": change.after or None,
        "values": [
            {"name": value.name, "before": value.before or None, "after": value.after or None}
            for value in change.values
        ],
        "holds": {what: number for what, number in change.holds.items() if number},
    }
