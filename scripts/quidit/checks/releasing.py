"""Rules on what a release takes along or shows first: the schemas, the annotations' licence, and what there is to test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quidit.checks.notes import CorpusSubject
from quidit.checks.rules import rule
from quidit.problems import Finding, Severity

_TESTED = ("validation", "test")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around articles and annotations: the generated files that are stale, and the annotations' licence.

    ``licence`` is its place, and ``lacks_licence`` says that there are annotations and nothing at that place.
    """

    stale: tuple[str, ...]
    licence: str
    lacks_licence: bool


@rule("QD750", severity=Severity.WARNING, since="0.2.0")
def generated_file_stale(around: Surroundings) -> Iterator[Finding]:
    """Annotators and readers go by what is generated from the scheme; where it is stale they go by another scheme."""
    for place in around.stale[:1]:
        more = f", and {len(around.stale) - 1} more like it" if len(around.stale) > 1 else ""
        yield Finding(
            f"{place} is not what the scheme makes of it{more}",
            path=place,
            got="a file of another scheme, an edited one, or none",
            expected="what `quidit generate` writes",
            fix="run `quidit generate`; what is to change there is changed in schema/scheme.toml",
        )


@rule("QD751", severity=Severity.WARNING, since="0.2.0")
def annotations_without_licence(around: Surroundings) -> Iterator[Finding]:
    """Without a licence nobody may use what was annotated, wherever it is published; a release takes it along."""
    if around.lacks_licence:
        yield Finding(
            "nothing says under which licence the annotations are given away",
            path=around.licence,
            got="no such file",
            expected="a licence, such as CC BY 4.0, and what it does not cover: the articles' own words",
            fix=f"write it into {around.licence}",
        )


@rule("QD752", severity=Severity.WARNING, since="0.2.0")
def split_without_annotation(corpus: CorpusSubject) -> Iterator[Finding]:
    """Where no article of a split is annotated there is nothing to test; a pilot's releases are no benchmark anyway."""
    if corpus.ledger.policy != "group":
        return
    lines = {entry.article: number for number, entry in corpus.entries}
    for split in _TESTED:
        articles = sorted(article for article, entry in corpus.ledger.by_article.items() if entry.split == split)
        notes = [corpus.articles[article] for article in articles if article in corpus.articles]
        if notes and len(notes) == len(articles) and not any(note.annotation for note in notes):
            yield Finding(
                f"no article of {split} has an annotation that a release takes",
                line=min(lines[article] for article in articles),
                got=f"{len(articles)} articles without one" if len(articles) > 1 else f"{articles[0]} without one",
                expected="a complete annotation of one of them, adjudicated where there are several",
                fix=f"annotate {articles[0]} before the release, or adjudicate its annotations",
            )
