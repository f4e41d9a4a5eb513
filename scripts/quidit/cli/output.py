"""Output: how verbs speak, with problems and results on one side and progress on the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TypeVar

import click

from quidit import report
from quidit.corpus import Corpus
from quidit.problems import Problem, QuiditError
from quidit.report import FORMATS

quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress bar.")
json_option = click.option("--json", "as_json", is_flag=True, help="The result as one JSON object.")

Verb = TypeVar("Verb", bound=Callable[..., object])


def format_option(verb: Verb) -> Verb:
    """The options that choose the format of a report; the last one given counts."""
    help_text = "text for a terminal; github, sarif, junit and markdown for what CI services show.  [default: text]"
    form = click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help=help_text)
    return form(click.option("--json", "form", flag_value="json", help="Short for --format json.")(verb))


class Verbs(click.Group):
    """A group whose help lists its verbs by the job that they belong to; a verb's module is loaded when it is called.

    ``jobs`` names for each verb its module: ``import`` is ``import_`` of ``verbs_import``.
    """

    def __init__(self, *args: object, jobs: Mapping[str, Mapping[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through to click as they come
        self.jobs = jobs

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's
        """The verbs in the order in which one meets them."""
        return [verb for verbs in self.jobs.values() for verb in verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's
        """The verb of that name."""
        for verbs in self.jobs.values():
            if cmd_name in verbs:
                module = import_module(f"quidit.cli.verbs_{verbs[cmd_name]}")
                verb: click.Command = getattr(module, f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name)
                return verb
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs with their first sentences, a section a job."""
        width = max(map(len, self.list_commands(ctx)))
        limit = formatter.width - 6 - width
        for job, names in self.jobs.items():
            verbs = [verb for name in names if (verb := self.get_command(ctx, name))]
            with formatter.section(job):
                formatter.write_dl([((verb.name or "").ljust(width), verb.get_short_help_str(limit)) for verb in verbs])


def rules_option(name: str, help_text: str) -> Callable[[Verb], Verb]:
    """An option that names rules, several with commas between them or several times; what names none is refused."""

    def named(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
        words = tuple(word.strip() for value in values for word in value.split(",") if word.strip())
        if words:
            from quidit.checks.choosing import meant

            for word in words:
                meant(word)
        return words

    return click.option(name, multiple=True, metavar="RULE", callback=named, help=help_text)


def corpus() -> Corpus:
    """The corpus that the current folder lies in.

    Raises:
        NoCorpusError: there is none.
    """
    return Corpus.open(Path.cwd())


def way_to(folder: Path, form: str) -> str:
    """The way to a corpus from where a report is read: the current folder, or the checkout that a runner works in."""
    start = Path.cwd()
    checkout = os.environ.get("GITHUB_WORKSPACE")
    if checkout and form in ("github", "sarif", "markdown") and folder.is_relative_to(checkout):
        start = Path(checkout)
    way = Path(os.path.relpath(folder, start)).as_posix()
    return "" if way == "." else f"{way}/"


def shown(folder: Path) -> str:
    """A folder as the reader of a message would type it."""
    here, there = Path.cwd(), folder.absolute()
    return (there.relative_to(here) if there.is_relative_to(here) else there).as_posix()


def show(problems: Sequence[Problem]) -> None:
    """The problems on standard output."""
    click.echo(report.as_text(problems), nl=False)


def fail(error: QuiditError | OSError) -> int:
    """The error on standard error in its own words, and the exit status that it means."""
    from quidit.disk import ForbiddenError, WriteError, understood
    from quidit.ingest import IngestError
    from quidit.pool import DeadProcessError
    from quidit.store import BrokenCorpusError

    if isinstance(error, OSError) and not isinstance(error, QuiditError):
        error = understood(error)
    if isinstance(error, BrokenCorpusError):
        show(error.problems)
    lines = error.faults if isinstance(error, IngestError) else (str(error),)
    for line in lines:
        click.echo(f"Error: {line}", err=True)
    if isinstance(error, ForbiddenError):
        return 2
    if isinstance(error, WriteError | DeadProcessError) or not isinstance(error, QuiditError):
        return 3
    return 2 if isinstance(error, _misuse()) else 1


def _misuse() -> tuple[type[QuiditError], ...]:
    """What is wrong with the call, or with the server that it needs, and not with the data."""
    from quidit.checks.choosing import UnknownRuleError
    from quidit.git.repository import RepositoryError
    from quidit.release.edition import NoEditionError
    from quidit.release.standoff.texts import NoSuchTextError
    from quidit.remote.failures import LabelStudioError, NoSuggestionsError
    from quidit.remote.hub.failures import AddressError, HubError
    from quidit.starting import StartError
    from quidit.store import NoCorpusError
    from quidit.validation import NoSuchPathError
    from quidit.withdrawal import NoReasonError, UnknownArticleError

    of_corpora = (NoCorpusError, NoSuchPathError, NoSuchTextError, RepositoryError, StartError, UnknownRuleError)
    of_withdrawals = (NoReasonError, UnknownArticleError)
    return (*of_corpora, *of_withdrawals, AddressError, HubError, LabelStudioError, NoEditionError, NoSuggestionsError)


@contextmanager
def progress(
    title: str, *, quiet: bool, total: int | Callable[[], int] | None = None
) -> Iterator[Callable[[str], None]]:
    """A bar on standard error from the first call on, which grows with each; nothing where no terminal watches.

    ``total`` is how much there will be; where it must be counted, that is done only if a bar is shown.
    """
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(title, total=total() if callable(total) else total)

    def advance(_: str) -> None:
        bar.start()
        bar.advance(task)

    try:
        yield advance
    finally:
        bar.stop()
