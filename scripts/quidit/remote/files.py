"""Files: what a pull writes into a corpus, only where it says something else than before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quidit import canonical, disk
from quidit.crossing import read_annotation, write_annotation
from quidit.labelstudio.region_ids import RegionIds, read_region_ids, write_region_ids
from quidit.layout import annotation_place, region_ids_place
from quidit.records import Annotation, Article, Span
from quidit.remote.local import local_folder
from quidit.store import Store


@dataclass
class Files:
    """The files of one annotator in a corpus; with ``dry_run`` it is only noted what would be written.

    With ``overwrite`` what was edited by hand gives way. ``written`` and ``removed`` are paths in the corpus.
    """

    store: Store
    annotator: str
    dry_run: bool = False
    overwrite: bool = False
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """What a killed pull left half written is gone; nobody else may be at it."""
        for path in (self.store.root / "annotations").glob(f"*/.{self.annotator}.*.partial"):
            path.unlink(missing_ok=True)

    def annotation(self, article: Article) -> Annotation | None:
        """The annotator's annotation of the article, as it was pulled before or came by another way.

        One that cannot be read is none: what is pulled takes its place.
        """
        try:
            said = json.loads(self.annotation_path(article.id).read_text(encoding="utf-8"))
            return read_annotation(said)
        except (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError):
            return None

    def region_ids(self, article: Article) -> RegionIds:
        """The ids that the regions of the article have had."""
        path = self._regions_path(article.id)
        return read_region_ids(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else RegionIds()

    def would_lose(self, article: Article, wrote: str, annotation: Annotation | None) -> bool:
        """Whether the annotation, or none, would take the place of what somebody wrote over a pull's own file.

        ``wrote`` is that file's SHA-256; where it is not known, nobody can tell.
        """
        path = self.annotation_path(article.id)
        if self.overwrite or not wrote or not path.exists():
            return False
        content = path.read_bytes()
        is_said = annotation is not None and content == _text(annotation, article).encode()
        return not is_said and canonical.sha256(content) != wrote

    def write(self, annotation: Annotation, ids: RegionIds, article: Article) -> bool:
        """The annotation and the ids of its regions; whether a byte of the annotation changed.

        The ids are written first: should the annotation not follow, the next pull gives it the same ones.
        """
        said = write_region_ids(ids, article=article.id, annotator=self.annotator)
        self._put(self._regions_path(article.id), canonical.dumps(said))
        return self._put(self.annotation_path(article.id), _text(annotation, article))

    def withdraw(self, article: str) -> bool:
        """There is no annotation by the annotator; whether there was one. The ids stay, to be used by nobody else."""
        path = self.annotation_path(article)
        if not path.exists():
            return False
        self.removed.append(self._shown(path))
        if not self.dry_run:
            path.unlink()
        return True

    def propose(self, article: Article, sentences: Sequence[Span] | None) -> str:
        """The file that holds the sentences that the annotator proposes; none where they propose none."""
        path = local_folder(self.store) / "proposals" / f"{article.id}.{self.annotator}.json"
        if sentences is None:
            if not self.dry_run:
                path.unlink(missing_ok=True)
            return ""
        said = {
            "article": article.id,
            "annotator": self.annotator,
            "text_sha256": article.text_sha256,
            "sentences": [[sentence.start, sentence.end] for sentence in sentences],
        }
        self._put(path, canonical.dumps(said))
        return self._shown(path)

    def register(self, languages: Sequence[str]) -> None:
        """The annotator is listed in ``annotators.json``, as a person where they were not listed yet."""
        path = self.store.root / self.store.ANNOTATORS
        listed = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        if all(each.get("id") != self.annotator for each in listed):
            row = {"id": self.annotator, "kind": "human", "languages": list(languages)}
            self._put(path, canonical.dumps([*listed, row]))

    def annotation_path(self, article: str) -> Path:
        """Where the annotator's annotation of the article stands."""
        return self.store.root / annotation_place(article, self.annotator)

    def _regions_path(self, article: str) -> Path:
        return self.store.root / region_ids_place(article, self.annotator)

    def _put(self, path: Path, text: str) -> bool:
        if path.exists() and path.read_bytes() == text.encode():
            return False
        self.written.append(self._shown(path))
        if not self.dry_run:
            disk.write(path, text)
        return True

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.store.root).as_posix()


def digest(annotation: Annotation, article: Article) -> str:
    """The SHA-256 of the annotation's file."""
    return canonical.sha256(_text(annotation, article).encode())


def _text(annotation: Annotation, article: Article) -> str:
    return canonical.dumps(write_annotation(annotation, article.text))
