"""The memory of a pull: what it found, so that the next one downloads only what changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from quidit import disk

_OVERLAP = timedelta(seconds=5)
"""A change gets its time before others can see it, so that the last moments are looked at twice."""
_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
"""How Label Studio's filters want a time."""


TaskName = tuple[int, str]
"""A task's number and when it was made: on SQLite, Label Studio gives the number of a deleted last task again."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull found of an article: its tasks, and the answer that was taken, if there was one.

    ``answer`` says which one it was and when it was last changed; ``is_open`` that it must be looked at again
    though nothing changes, as it was a draft or had problems. ``wrote`` is the SHA-256 of the annotation's file as
    it was left, empty where no pull on this machine left one.
    """

    tasks: tuple[TaskName, ...]
    answer: str = ""
    is_open: bool = False
    wrote: str = ""

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its tasks."""
        return frozenset(number for number, _ in self.tasks)


@dataclass
class Memory:
    """What pulls of an annotator's project have found; ``until`` is the server's own time of the latest change."""

    articles: dict[str, Pulled] = field(default_factory=dict)
    strangers: set[int] = field(default_factory=set)
    until: str = ""

    @property
    def since(self) -> str | None:
        """From when changes may be new, as a filter wants it; None where nothing was pulled yet."""
        if not self.until:
            return None
        return (datetime.fromisoformat(self.until).astimezone(UTC) - _OVERLAP).strftime(_FORMAT)

    @property
    def open_tasks(self) -> AbstractSet[int]:
        """The tasks to look at again though they may not have changed."""
        return self.strangers | {task for each in self.articles.values() if each.is_open for task in each.numbers}

    def saw(self, time: str) -> None:
        """A task that was last changed then."""
        if time and (not self.until or datetime.fromisoformat(time) > datetime.fromisoformat(self.until)):
            self.until = time


def answer_name(answer: Mapping[str, object]) -> str:
    """Which answer it is and when it was changed, in a word that differs whenever either does."""
    kind = "annotation" if "was_cancelled" in answer else "draft"
    return f"{kind} {answer.get('id')} of {answer.get('updated_at')}"


def recall(path: Path) -> Memory:
    """What the file says; nothing where there is none, or none that can be read."""
    try:
        said: Any = json.loads(path.read_text(encoding="utf-8"))
        articles = {
            article: Pulled(
                tuple((number, made) for number, made in each["tasks"]),
                each["answer"],
                each["open"],
                each.get("wrote", ""),
            )
            for article, each in said["articles"].items()
        }
        return Memory(articles, set(said["strangers"]), said["until"])
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def keep(memory: Memory, path: Path) -> None:
    """The memory in a file, whole or not at all."""
    articles = {
        article: {"tasks": each.tasks, "answer": each.answer, "open": each.is_open, "wrote": each.wrote}
        for article, each in sorted(memory.articles.items())
    }
    said = {"until": memory.until, "strangers": sorted(memory.strangers), "articles": articles}
    disk.write(path, json.dumps(said, ensure_ascii=False, indent=1))
