"""Rules on the corpus as a whole: what no single file can show."""

from __future__ import annotations

from collections.abc import Iterator

from quidit.checks.notes import CorpusSubject
from quidit.checks.rules import rule
from quidit.problems import Finding


@rule("QD502")
def same_text_twice(corpus: CorpusSubject) -> Iterator[Finding]:
    """One text under two ids would be counted twice, and could stand on both sides of a split."""
    for earlier, later in corpus.twins:
        yield Finding(
            f"{later.id} has the same text as {earlier.id}",
            path=later.path,
            got=later.text_sha256,
            expected="a text that no other article has",
            fix=f"remove {later.path} and annotations/{later.id}, if there is any",
        )
