"""The form in which a release leaves the house: whole where that may be, else stand-off."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quidit.release.edition import Edition
from quidit.release.rights import Kept
from quidit.release.standoff.form import is_standoff, standoff, words_kept


@dataclass(frozen=True, slots=True)
class Form:
    """A release as it goes out.

    ``kept`` are the articles whose words may not leave the house. Where there are some, the form is stand-off or only
    a private repository takes it. ``left_out`` are those of which there is no stand-off form, because they are short.
    """

    edition: Edition
    is_standoff: bool
    kept: tuple[Kept, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def must_be_private(self) -> bool:
        """Whether it holds words that not everybody may have."""
        return bool(self.kept) and not self.is_standoff


@contextmanager
def form_for(edition: Edition, *, private: bool) -> Iterator[Form]:
    """A whole release in the form that a private or a public repository may take.

    Raises:
        NoStandoffError: everybody would read it, its words may not go there, and it has no stand-off form.
    """
    words = words_kept(edition)
    if is_standoff(edition) and not words:
        yield Form(edition, is_standoff=True)
        return
    if private or not words:
        yield Form(edition, is_standoff=False, kept=words)
        return
    with tempfile.TemporaryDirectory(prefix="quidit-") as scratch:
        made = standoff(edition.folder, Path(scratch) / edition.folder.name)
        yield Form(Edition.open(made.folder), is_standoff=True, kept=words, left_out=made.left_out)
