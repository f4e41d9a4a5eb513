"""The difference: what changed from one edition to another, and the version that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from quidit.release.differences.annotated_changes import AnnotatedChanges
from quidit.release.differences.article_changes import ArticleChanges, article_changes
from quidit.release.differences.bump import ORIGIN, Bump, Reason, bump_of, least_version, reasons, rule_of
from quidit.release.differences.change import TEST, Change, How, Value
from quidit.release.differences.columns import column_changes, types
from quidit.release.differences.compared import Compared, compared
from quidit.release.differences.interface import interface_changes
from quidit.release.edition import BrokenEditionError, Edition
from quidit.release.view import Row

_ORDER = ("config", "split", "layer", "column", "label", "issue", "annotator")
_LAST = ("table", "file", "manifest")
_SEALED = frozenset({"sealed"})
_IN_ARTICLE = ("article", "sentence", "mention", "cue", "quote", "stance", "entity", "annotation", "row")


@dataclass(frozen=True)
class Difference:
    """What changed from one edition to another, in document order: the interface, article by article, the files."""

    dataset: str
    before: str
    after: str
    changes: tuple[Change, ...]

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the bump is what it is, the weightiest reason first."""
        return reasons(self.changes)

    @property
    def bump(self) -> Bump:
        """The bump that the changes demand."""
        return bump_of(self.changes)

    @property
    def refused(self) -> tuple[Reason, ...]:
        """What no version makes right: rows that move between splits."""
        return tuple(reason for reason in self.reasons if reason.rule.refuses)

    @property
    def least_version(self) -> str:
        """The least version that the second edition may have."""
        by_groups = any(reason.rule.name == "pilot-to-groups" for reason in self.reasons)
        return least_version(self.before, self.bump, first_by_groups=by_groups)


def difference(first: Edition, second: Edition) -> Difference:
    """What changed from the first edition to the second.

    Every file is read once and held against its manifest. Memory grows with what changed, not with what there is.

    Raises:
        BrokenEditionError: an edition is not whole, or a file cannot be read.
    """
    for edition in (first, second):
        edition.require_whole()
        for config in edition.configs:
            if "id" not in edition.features(config):
                raise BrokenEditionError(f"{edition.folder}: {config} has no column id, so no row can be found again")
    gathered = [
        *interface_changes(first, second),
        *_issues(first, second),
        *_annotators(first, second),
        *_of_articles(first, second),
        *_files(first, second),
    ]
    return Difference(second.dataset, first.version, second.version, tuple(sorted(gathered, key=_place)))


def _place(change: Change) -> tuple[int, str, int, int, str]:
    """Where a change is told: the interface, then article by article in text order, then files."""
    if change.what in _IN_ARTICLE:
        return 100, change.article, change.place, _IN_ARTICLE.index(change.what), change.id
    if change.what in _LAST:
        return 200 + _LAST.index(change.what), "", 0, 0, change.id
    return _ORDER.index(change.what), "", 0, 0, ""


def _both(first: Edition, second: Edition, config: str) -> Iterator[Compared]:
    """The rows of a config that differ; none where one edition has no such config."""
    return compared(first, second, config) if config in first.configs and config in second.configs else iter(())


def _issues(first: Edition, second: Edition) -> Iterator[Change]:
    for row in _both(first, second, "issues"):
        before, after = (cast("list[Row]", side["reads"]) if side else [] for side in (row.before, row.after))
        old, new = ("; ".join(str(each["text"]) for each in side) for side in (before, after))
        if row.before and row.after:
            grew = all(each in after for each in before)
            yield Change(
                "issue",
                "changed",
                row.id,
                before=old,
                after=new,
                values=(Value("translations" if grew else "reads", old, new),),
            )
        else:
            yield Change("issue", "removed" if row.before else "added", row.id, before=old, after=new)


def _annotators(first: Edition, second: Edition) -> Iterator[Change]:
    """Annotators of whom one edition holds no annotation."""
    was, stands = (_annotators_of(edition) for edition in (first, second))
    if "annotations" in first.configs and "annotations" in second.configs:
        yield from (Change("annotator", "removed", each, before=each) for each in sorted(was - stands))
        yield from (Change("annotator", "added", each, after=each) for each in sorted(stands - was))


def _annotators_of(edition: Edition) -> set[str]:
    if "annotations" not in edition.configs or "annotator" not in edition.features("annotations"):
        return set()
    return {
        str(name)
        for split in edition.splits("annotations")
        for batch in edition.batches("annotations", split, columns=["annotator"])
        for name in batch.column(0).to_pylist()
    }


@dataclass
class _Floors:
    """The bump that rows demand by themselves, whatever explains them, by article."""

    first: Edition
    second: Edition
    rows: dict[str, dict[Bump, list[tuple[str, str, str, How, frozenset[str]]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def counted(self, rows: Iterable[Compared]) -> Iterator[Compared]:
        """The rows as they come, each remembered."""
        for row in rows:
            how: How = "added" if row.before is None else "removed" if row.after is None else "changed"
            place = (row.config, row.id, TEST if TEST in (row.was_in, row.is_in) else row.is_in, how, row.names)
            self.rows[row.article][self._floor(row)].append(place)
            yield row

    def _floor(self, row: Compared) -> Bump:
        """The least bump that a row demands; none where its split is told to have come or gone with it."""
        tested = TEST in (row.was_in, row.is_in)
        is_gone = row.after is None and row.was_in not in self.second.splits(row.config)
        is_new = row.before is None and row.is_in not in self.first.splits(row.config)
        if is_gone or (is_new and not tested):
            return Bump.NONE
        about = row.config == "articles" and row.names and row.names <= ORIGIN and not row.is_moved
        spared = about or (row.config == "annotations" and row.before is None)
        return Bump.MAJOR if tested and not spared else Bump.MINOR

    def unexplained(self, changes: Sequence[Change], articles: ArticleChanges) -> Iterator[Change]:
        """Rows of articles that demand more than all that was told of these."""
        told: dict[str, Bump] = defaultdict(lambda: Bump.NONE)
        for change in changes:
            told[change.article] = max(told[change.article], rule_of(change).bump)
        for article, floors in self.rows.items():
            if (floor := max(floors)) > told[articles.renamed.get(article, article)]:
                for config, id_, split, how, names in floors[floor]:
                    values = tuple(Value(name, "", "") for name in sorted(names))
                    yield Change("row", how, f"{config}/{id_}", article, values=values, was_in=split, is_in=split)


def _of_articles(first: Edition, second: Edition) -> list[Change]:
    """What differs in the articles and what is said of them."""
    floors = _Floors(first, second)

    def rows(config: str) -> Iterator[Compared]:
        return floors.counted(_both(first, second, config))

    articles = article_changes(rows("articles"))
    annotated = AnnotatedChanges(articles)
    annotated.add_quotes(row for row in rows("quotes") if not articles.explains(row))
    annotated.add_sentences(rows("sentences"))
    annotated.add_entities(rows("entities"))
    annotated.add_annotations(rows("annotations"))
    done = {"articles", "quotes", "sentences", "entities", "annotations", "issues"}
    for config in first.configs:
        if config not in done:
            for _ in rows(config):
                pass
    told = list(_unsealed([*articles.with_counts(annotated.held, annotated.tested), *annotated.all()]))
    return [*told, *floors.unexplained(told, articles)]


def _unsealed(changes: Sequence[Change]) -> Iterator[Change]:
    """The changes without those of the seals of a stand-off form that another change of the article makes."""
    others = {change.article for change in changes if change.names != _SEALED}
    yield from (change for change in changes if change.names != _SEALED or change.article not in others)


def _files(first: Edition, second: Edition) -> Iterator[Change]:
    """Files without rows that came, went or differ; tables that say the same in other bytes; the manifest itself."""
    was, stands = first.other_files, second.other_files
    for path in sorted({*was, *stands}):
        if path not in stands:
            yield Change("file", "removed", path, before=path)
        elif path not in was:
            yield Change("file", "added", path, after=path)
        elif was[path]["file_sha256"] != stands[path]["file_sha256"]:
            yield Change("file", "changed", path, before=path, after=path)
    for config in first.configs:
        for split in first.splits(config):
            if split in second.splits(config) and _is_written_anew(first, second, config, split):
                yield Change("table", "changed", f"{config}/{split}", before=config, after=config)
    for name in ("dataset", "scheme"):
        one, other = (str(edition.manifest[name]) for edition in (first, second))
        if one != other:
            yield Change("manifest", "changed", name, before=one, after=other)


def _is_written_anew(first: Edition, second: Edition, config: str, split: str) -> bool:
    if column_changes(config, *(types(edition.features(config)) for edition in (first, second))):
        return False
    one, other = (edition.part(config, split)["content_sha256"] for edition in (first, second))
    return one == other and first.hashes_of(config, split) != second.hashes_of(config, split)
