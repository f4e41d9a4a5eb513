"""The base: a corpus as git has it, which a contribution changes and by whose rules it is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quidit.checks.files import MAX_BYTES
from quidit.checks.run import Bundle
from quidit.checks.subjects import File, Obstacle
from quidit.git.blob import Blob, BlobKind, seen_from
from quidit.git.repository import Repository, RepositoryError
from quidit.layout import article_place, articles_named, meaning
from quidit.standing import ASIDE
from quidit.store import Store


@dataclass(frozen=True)
class Base:
    """Two commits of one repository: the ``tip`` gives the rules, the ``fork`` is where the contribution left it.

    They differ where the base went on meanwhile. ``corpus`` is the corpus's folder in the repository; paths are
    seen from it.
    """

    repository: Repository
    corpus: str
    tip: str
    fork: str

    @classmethod
    def of(cls, root: Path, revision: str) -> Base:
        """The base of what is checked out in the folder of a corpus.

        Raises:
            RepositoryError: there is no such revision, or no corpus in it.
        """
        repository = Repository.around(root)
        tip = repository.commit(revision)
        base = cls(repository, repository.place_of(root), tip, repository.fork(tip))
        if Store.SCHEME not in base.configuration:
            raise RepositoryError(f"{revision} holds no corpus: there is no {Store.SCHEME} in it; name its main branch")
        return base

    @cached_property
    def configuration(self) -> Mapping[str, bytes]:
        """The scheme and the settings of the tip; a scheme is missing where it holds no corpus."""
        wanted = [f"{self.corpus}/{place}".lstrip("/") for place in (Store.SCHEME, Store.SETTINGS)]
        tree = self._seen(self.tip, wanted)
        places = [place for place, blob in tree.items() if blob.kind is BlobKind.FILE]
        contents = self.repository.contents((tree[place] for place in places), MAX_BYTES)
        texts = {place: content for place, content in zip(places, contents, strict=True) if content is not None}
        return {Store.SETTINGS: b"", **texts}

    @cached_property
    def tree(self) -> Mapping[str, Blob]:
        """Every file where the contribution left the base, of the corpus and around it."""
        return self._seen(self.fork)

    @cached_property
    def committed(self) -> Mapping[str, Blob]:
        """Every file of the commit that is checked out."""
        return self._seen(self.repository.commit("HEAD"))

    @cached_property
    def article_ids(self) -> frozenset[str]:
        """Every id that an article or a folder of annotations named."""
        return articles_named(self.tree)

    @cached_property
    def _beside(self) -> Mapping[str, list[str]]:
        """The places of each article's annotations and what lies beside them."""
        beside: dict[str, list[str]] = {}
        for place in sorted(self.tree):
            match place.split("/"):
                case ["annotations", article, name] if name not in ASIDE:
                    beside.setdefault(article, []).append(place)
        return beside

    def files(self, places: Iterable[str]) -> list[File]:
        """Files of the corpus as they were; those that were not there are left out."""
        found = [(place, self.tree[place]) for place in places if place in self.tree]
        found = [(place, blob) for place, blob in found if blob.kind is not BlobKind.SUBMODULE]
        contents = self.repository.contents((blob for _, blob in found), MAX_BYTES)
        return [_file(place, blob, content) for (place, blob), content in zip(found, contents, strict=True)]

    def committed_contents(self, places: Iterable[str]) -> dict[str, bytes | None]:
        """What is committed at each place; None where it is larger than any file of a corpus may be."""
        wanted = [place for place in places if place in self.committed]
        contents = self.repository.contents((self.committed[place] for place in wanted), MAX_BYTES)
        return dict(zip(wanted, contents, strict=True))

    def bundle(self, article: str, read: Callable[[str], File | None]) -> Bundle:
        """The files of an article as they were, each read by its place."""
        beside = (read(place) for place in self._beside.get(article, ()))
        return Bundle.of(read(article_place(article)), (file for file in beside if file))

    def _seen(self, commit: str, places: Iterable[str] = ()) -> Mapping[str, Blob]:
        return {seen_from(self.corpus, path): blob for path, blob in self.repository.tree(commit, places).items()}


def _file(place: str, blob: Blob, content: bytes | None) -> File:
    kind, article, annotator = meaning(place)
    if blob.kind is BlobKind.LINK:
        return File(place, kind, b"", Obstacle.NOT_REGULAR, article, annotator)
    if content is None:
        return File(place, kind, b"", Obstacle.TOO_LARGE, article, annotator)
    return File(place, kind, content, None, article, annotator)
