"""Outgoing: the tasks that articles make, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from quidit.checks.claims import ADJUDICATED
from quidit.labelstudio.documents import TaskFile
from quidit.labelstudio.task import UnsendableError, task
from quidit.problems import Problem
from quidit.records import Annotation, Article
from quidit.remote.causes import NOT_SENT, problem
from quidit.remote.failures import NoSuggestionsError
from quidit.scheme import Scheme
from quidit.store import BrokenCorpusError, Store

if TYPE_CHECKING:
    from label_studio_sdk.label_interface.interface import LabelInterface

NOBODY = "none"
"""The name under which no suggestions are asked for."""
_SILVER = "silver"


@dataclass(frozen=True)
class Outgoing:
    """What makes tasks for one annotator, to be shown under a configuration.

    An annotator begins from their own annotation where they have one, else from the annotation of the one whom
    ``suggestions`` names, or by default from the adjudicated one where only models made it. Nobody is shown what
    another person annotated unless it is asked for by name.
    """

    store: Store
    annotator: str
    config: str
    suggestions: str | None = None

    def __post_init__(self) -> None:
        if self.suggestions in {None, NOBODY, ADJUDICATED}:
            return
        if self.suggestions not in self.store.lists().annotators:
            raise NoSuggestionsError(
                f"{self.suggestions} is not in annotations/annotators.json; name an annotator who is, {ADJUDICATED}, "
                f"or {NOBODY}"
            )

    def task(self, article: Article) -> TaskFile | list[Problem]:
        """The article's task, or why there is none."""
        try:
            made = task(article, self._scheme, annotation=self._beginning(article))
        except BrokenCorpusError as error:
            return [*error.problems]
        except UnsendableError as error:
            found = error.problems or (None,)
            return [self._unsent(article, each.message if each else str(error)) for each in found]
        return [self._unsent(article, fault) for fault in self._faults(made)] or made

    def _beginning(self, article: Article) -> Annotation | None:
        annotations = {annotation.annotator: annotation for annotation in self.store.annotations(article.id)}
        own = annotations.get(self.annotator)
        if own or self.suggestions == NOBODY:
            return own
        if self.suggestions:
            return annotations.get(self.suggestions)
        adjudicated = annotations.get(ADJUDICATED)
        return adjudicated if adjudicated and adjudicated.quality == _SILVER else None

    def _faults(self, made: TaskFile) -> Iterator[str]:
        """What Label Studio itself finds wrong with the predictions."""
        for prediction in made["predictions"]:
            validate: Any = self._interface.validate_prediction
            errors = validate(prediction, return_errors=True)
            yield from (str(error) for error in errors or ())

    def _unsent(self, article: Article, message: str) -> Problem:
        path = f"corpus/{article.id}.json"
        return problem(NOT_SENT, path, f"not sent: {message}", fix="run `quidit validate`, and push again")

    @cached_property
    def _scheme(self) -> Scheme:
        return self.store.scheme

    @cached_property
    def _interface(self) -> LabelInterface:
        from label_studio_sdk.label_interface.interface import LabelInterface

        return LabelInterface(self.config)


def size_of(made: Mapping[str, object]) -> int:
    """About how many bytes a task takes on its way, without writing it out twice."""
    return len(str(made))
