"""Rules on what stands without its article."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.rules import rule
from quidit.checks.subjects import Orphans
from quidit.problems import Finding


@rule("QD501")
def annotation_without_article(orphans: Orphans) -> Iterator[Finding]:
    """An annotation means nothing without its article: its offsets count in a text that is not there."""
    also = f", nor for {len(orphans.paths) - 1} more in this folder" if len(orphans.paths) > 1 else ""
    yield Finding(
        f"there is no article {orphans.article} for this file{also}",
        got=f"annotations/{orphans.article}/",
        expected=f"corpus/{orphans.article}.json",
        fix="restore the article, or rename the folder to the id of the article that it annotates, and the id inside",
    )
