"""Splitting: the decisions that a corpus needs, from its files into its ledger."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.run import deciding
from quidit.git.remembered import require_not_out
from quidit.problems import Severity
from quidit.records import Article
from quidit.splits.assign import Assignment, assign
from quidit.splits.groups import Plan
from quidit.splits.pilot import best_cut
from quidit.store import BrokenCorpusError, Store
from quidit.validation import validate


def split(store: Store, *, dry_run: bool = False) -> Assignment:
    """The decisions that bring the ledger up to the corpus, appended to it unless ``dry_run``.

    Raises:
        BrokenCorpusError: an article or annotation does not validate, so nothing can be decided on it.
        ReleasedAlreadyError: the release that the decisions would be for is out.
    """
    _require_sound_files(store)
    settings = store.settings
    plan = Plan(settings.version, settings.shares, settings.salt)
    cuts = _cuts(store, settings.shares["test"])
    assignment = assign(list(_edges(store)), store.lists().ledger, plan, cuts)
    require_not_out(store.root, (entry.release for entry in assignment.entries))
    if not dry_run and assignment.entries:
        store.append_to_ledger(assignment.entries)
    return assignment


def _require_sound_files(store: Store) -> None:
    """Articles and annotations without errors; the ledger and the settings may wait for what comes now."""
    waiting = (Store.LEDGER, Store.SETTINGS)
    faults = [each for each in validate(store, (), lambda _: None).problems if each.severity is Severity.ERROR]
    if faults := [each for each in faults if each.path not in waiting]:
        raise BrokenCorpusError("the corpus does not validate, so nothing was decided", faults)


def _articles(store: Store) -> Iterator[Article]:
    return (store.article(each) for each in store.article_ids() if store.bundle(each).article)


def _cuts(store: Store, test_share: float) -> dict[str, int | None]:
    """Where the pilot policy would cut each article; None where no annotation decides that yet."""
    cuts: dict[str, int | None] = {}
    for article in _articles(store):
        annotations = store.annotations(article.id)
        decider = deciding([(each.annotator, each.status) for each in annotations])
        decided = None if decider is None else best_cut(article, annotations[decider], test_share=test_share)
        cuts[article.id] = decided
    return cuts


def _edges(store: Store) -> Iterator[tuple[str, str]]:
    """Pairs of articles that must stay together: one event, one source, or nearly one text."""
    from quidit.splits.duplicates import near_duplicates

    first: dict[tuple[str, str], str] = {}
    ids = []
    for article in _articles(store):
        ids.append(article.id)
        for kind, name in (("event", article.event), ("url", article.source.url), ("raw", article.source.sha256)):
            if name and (other := first.setdefault((kind, name), article.id)) != article.id:
                yield other, article.id
    yield from near_duplicates(ids, lambda article: store.article(article).text)
