"""The runner: a contribution checked as a step of a GitHub workflow, for its log, its summary and its outputs.

``python -I -X utf8 -m quidit.runner`` reads ``QUIDIT_PATH`` (where the contribution is checked out), ``QUIDIT_BASE``
(by default what the event says) and ``QUIDIT_FORMAT`` (of the log). ``-I`` keeps Python from importing what lies
in the folder that it is started in, which may be the contribution's.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from quidit.corpus import Corpus
from quidit.problems import QuiditError, Severity
from quidit.report import FORMATS, Report, plain
from quidit.report.github import failure
from quidit.report.markdown import code
from quidit.validation import Validation


class EventError(QuiditError, ValueError):
    """What a runner tells of its job cannot be read."""


@dataclass(frozen=True)
class Job:
    """What a runner tells a step; ``summary`` and ``outputs`` are files to add to, None where nobody reads them.

    Without a ``base`` the whole corpus is checked.
    """

    path: Path
    base: str
    form: str
    summary: Path | None
    outputs: Path | None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Job:
        """The job that the environment tells of.

        Raises:
            EventError: its event cannot be read, or there is no such format.
        """
        form = environment.get("QUIDIT_FORMAT") or "github"
        if form not in FORMATS:
            raise EventError(f"there is no format {form!r}; choose {', '.join(FORMATS)}")
        workspace = Path(environment.get("GITHUB_WORKSPACE") or ".").absolute()
        return cls(
            path=workspace / (environment.get("QUIDIT_PATH") or "."),
            base=environment.get("QUIDIT_BASE") or _base_of(environment.get("GITHUB_EVENT_PATH")),
            form=form,
            summary=_file(environment, "GITHUB_STEP_SUMMARY"),
            outputs=_file(environment, "GITHUB_OUTPUT"),
        )

    def run(self) -> int:
        """The contribution checked and told; the exit status: 0 without errors, else 1.

        Raises:
            QuiditError: it cannot be checked.
        """
        corpus = Corpus.open(self.path)
        found = corpus.validate_contribution(self.base) if self.base else corpus.validate()
        validation = found.chosen()
        way = self._way(corpus)
        report = Report(validation.problems, validation.articles, validation.annotations, way, validation.ignored)
        print(FORMATS[self.form](report), end="")  # noqa: T201  # the step's log
        _add(self.summary, FORMATS["markdown"](report))
        _add(self.outputs, _outputs(validation))
        return 0 if validation.is_clean else 1

    def fail(self, error: Exception) -> None:
        """The reason why nothing was checked, where a contributor looks for it."""
        print(failure(str(error)))  # noqa: T201  # the step's log
        _add(self.summary, f"# ❌ Nothing was checked\n\n{code(str(error))}\n")

    def _way(self, corpus: Corpus) -> str:
        """The way from the repository to the corpus, which is how GitHub names files wherever they are checked out."""
        folders = (corpus.path, *corpus.path.parents)
        repository = next((folder for folder in folders if (folder / ".git").exists()), corpus.path)
        way = corpus.path.relative_to(repository).as_posix()
        return "" if way == "." else f"{way}/"


def main() -> None:
    """The step; never returns."""
    try:
        job = Job.of(os.environ)
    except (QuiditError, OSError) as error:
        print(failure(str(error)))  # noqa: T201  # the step's log
        sys.exit(2)
    try:
        status = job.run()
    except QuiditError as error:
        job.fail(error)
        status = 2
    except Exception as error:  # noqa: BLE001  # the door: our own fault must not look like bad data
        job.fail(error)
        print(*map(plain, traceback.format_exc().splitlines()), sep="\n", file=sys.stderr)  # noqa: T201  # the log
        status = 3
    sys.exit(status)


def _base_of(event: str | None) -> str:
    """The base of the pull request that an event tells of; empty where it tells of none."""
    if not event:
        return ""
    try:
        told = json.loads(Path(event).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise EventError(f"the event {event} cannot be read ({error}); give the base as QUIDIT_BASE") from error
    request = told.get("pull_request") if isinstance(told, dict) else None
    if request is None:
        return ""
    try:
        return str(request["base"]["sha"])
    except (KeyError, TypeError) as error:
        raise EventError(f"the event {event} names no base; give it as QUIDIT_BASE") from error


def _outputs(validation: Validation) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in validation.problems)
    return f"errors={errors}\nwarnings={len(validation.problems) - errors}\n"


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    path = environment.get(name)
    return Path(path) if path else None


def _add(path: Path | None, text: str) -> None:
    if path:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
