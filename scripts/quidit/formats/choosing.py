"""Choosing: of several annotations that one person made of an article, the one that is imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quidit.formats.arriving import Arrival
from quidit.labelstudio.answers import Answer
from quidit.labelstudio.causes import SEVERAL_ANSWERS
from quidit.labelstudio.controls import Vocabulary
from quidit.labelstudio.foreign.causes import PASSED_OVER, UNMAPPED
from quidit.labelstudio.foreign.mapping import Map
from quidit.labelstudio.foreign.translating import translate
from quidit.labelstudio.notes import Notes
from quidit.problems import Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """What the answers to an article are weighed by; ``arrivals`` are its tasks by name."""

    by: Map
    vocabulary: Vocabulary
    arrivals: Mapping[str, Arrival]

    def holds(self, given: Answer) -> int:
        """How many labelled spans an answer comes to by the map."""
        return self._weighed(given)[0]

    def passed_over(self, other: Answer, taken: Answer) -> Iterator[Problem]:
        """What is lost with an answer that was not taken, and what the map does not say of it."""
        held, unmapped = self._weighed(other)
        name = str(other.task["id"])
        number = other.answer.get("id")
        message = (
            f"annotation {number}, which holds {_items(held)}, was passed over for {taken.answer.get('id')} of task "
            f"{taken.task['id']}, which holds {_items(self.holds(taken))}"
        )
        notes = Notes(name, "")
        fix = "keep one of them there, and export again"
        notes.take(PASSED_OVER if held else SEVERAL_ANSWERS, message, got=str(held), fix=fix)
        yield from (*notes.problems, *unmapped)

    def _weighed(self, given: Answer) -> tuple[int, tuple[Problem, ...]]:
        """How many spans an answer holds, and what of it the map does not decide."""
        arrival = self.arrivals[str(given.task["id"])]
        if arrival.article is None or arrival.received is None:
            return 0, ()
        notes = Notes(arrival.task.name, arrival.article.text)
        translation = translate(given.answer, self.by, arrival.received, self.vocabulary, notes)
        held = sum(result["type"] == "labels" for result in translation.results)
        return held, tuple(each for each in notes.problems if each.code == UNMAPPED.code)


def _items(number: int) -> str:
    return f"{number:,} item{'' if number == 1 else 's'}"
