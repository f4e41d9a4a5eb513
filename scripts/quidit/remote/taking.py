"""Taking: the tasks of one article become the annotator's annotation of it, or a reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from quidit.labelstudio.answers import Answer, find_answer
from quidit.labelstudio.causes import UNSUBMITTED
from quidit.labelstudio.reading import Reading, read
from quidit.labelstudio.region_ids import RegionIds
from quidit.problems import Problem
from quidit.records import Article
from quidit.remote.causes import EDITED, PROPOSAL, TWO_TASKS, WITHDRAWN, problem
from quidit.remote.files import Files, digest
from quidit.remote.memory import Pulled, answer_name
from quidit.remote.tasks import GivenTask, name_of, pair_of


class Found(StrEnum):
    """What an annotator has made of an article."""

    DONE = "done"
    SKIPPED = "skipped"
    STARTED = "started"
    UNTOUCHED = "untouched"
    REFUSED = "refused"


_FOUND = {"complete": Found.DONE, "skipped": Found.SKIPPED, "draft": Found.STARTED}


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of the tasks of an article, to be remembered as ``pulled``."""

    found: Found
    is_changed: bool
    problems: tuple[Problem, ...]
    pulled: Pulled


def take(article: Article, given: Sequence[GivenTask], files: Files, before: Pulled | None) -> Taken:
    """The annotator's answer to an article, written where it says something new.

    An answer that was pulled ``before`` and is deleted now takes its annotation with it; where nothing was pulled
    from these tasks before, an annotation that came by another way stays. So does one that was edited by hand since,
    unless the files are told to overwrite it.
    """
    names = tuple(sorted(name_of(task) for task in given))
    problems = list(_of_other_texts(article, given, files))
    mine = [task for task in given if pair_of(task) == (article.id, article.text_sha256)]
    if len(mine) > 1:
        message = f"{article.id} has {len(mine)} tasks: {', '.join(str(task['id']) for task in mine)}"
        problems.append(problem(TWO_TASKS, mine[-1]["id"], message, fix="delete the one without annotations"))
    answer = find_answer(mine)
    if answer is None:
        is_gone = bool(before and before.answer and set(before.tasks) & set(names))
        if before and is_gone and files.would_lose(article, before.wrote, None):
            return _edited(article, Found.UNTOUCHED, replace(before, tasks=names), files, problems)
        is_removed = is_gone and files.withdraw(article.id)
        if is_removed:
            path = files.removed[-1]
            problems.append(problem(WITHDRAWN, path, f"removed: {files.annotator} deleted the annotation", fix=_UNDO))
        found = Found.REFUSED if problems and not is_removed and not mine else Found.UNTOUCHED
        return Taken(found, is_removed, tuple(problems), Pulled(names, is_open=bool(problems) and not is_removed))
    pulled = Pulled(names, answer_name(answer.answer), is_open=True, wrote=before.wrote if before else "")
    return _read(article, answer, pulled, files, problems)


_UNDO = "restore it from git if that was a mistake"


def _read(article: Article, answer: Answer, pulled: Pulled, files: Files, problems: list[Problem]) -> Taken:
    """The answer, read and written; ``pulled`` is what to remember where it cannot be."""
    own = files.annotation(article)
    ids = files.region_ids(article)
    reading = _reading(article, answer, files, ids.after(own) if own else ids)
    problems += [*answer.problems, *reading.problems]
    if reading.annotation is None:
        return Taken(Found.REFUSED, is_changed=False, problems=tuple(problems), pulled=pulled)
    problems += _proposal(article, reading, files)
    found = _FOUND[reading.annotation.status]
    if found is Found.STARTED and own and own.status != "draft":
        message = f"a draft was left aside: {files.annotator} has a {own.status} annotation of {article.id} already"
        problems.append(problem(UNSUBMITTED, pulled.tasks[0][0], message, fix="submit the draft, or discard it"))
        return Taken(found, is_changed=False, problems=tuple(problems), pulled=pulled)
    if files.would_lose(article, pulled.wrote, reading.annotation):
        return _edited(article, found, pulled, files, problems)
    is_changed = files.write(reading.annotation, reading.ids, article)
    is_open = bool(problems) or found is Found.STARTED
    wrote = digest(reading.annotation, article)
    return Taken(found, is_changed, tuple(problems), replace(pulled, is_open=is_open, wrote=wrote))


def _edited(article: Article, found: Found, pulled: Pulled, files: Files, problems: list[Problem]) -> Taken:
    """Nothing written, so that no correction by hand is lost."""
    path = files.annotation_path(article.id).relative_to(files.store.root).as_posix()
    message = "it was edited here since the last pull, and the server says something else; the file was left as it is"
    fix = "make the correction in Label Studio and pull again, or give it up with `quidit pull --overwrite`"
    problems.append(problem(EDITED, path, message, fix=fix))
    return Taken(found, is_changed=False, problems=tuple(problems), pulled=replace(pulled, is_open=True))


def _reading(article: Article, answer: Answer, files: Files, ids: RegionIds) -> Reading:
    return read(answer.task, answer.answer, article, files.store.scheme, annotator=files.annotator, ids=ids)


def _of_other_texts(article: Article, given: Sequence[GivenTask], files: Files) -> Iterator[Problem]:
    """What is wrong with answers to earlier texts of the article, or to tasks that were changed by hand."""
    for task in given:
        if pair_of(task) != (article.id, article.text_sha256) and (answer := find_answer([task])):
            yield from _reading(article, answer, files, files.region_ids(article)).problems


def _proposal(article: Article, reading: Reading, files: Files) -> Iterator[Problem]:
    """The annotator's own sentences, kept aside for a maintainer."""
    path = files.propose(article, reading.sentences)
    if reading.sentences is not None:
        message = (
            f"{files.annotator} proposes {len(reading.sentences)} sentences for {article.id}, which has "
            f"{len(article.sentences)}"
        )
        fix = f"look at {path}; to take it, run `quidit segment --proposal {path}`"
        yield problem(PROPOSAL, f"corpus/{article.id}.json", message, fix=fix)
