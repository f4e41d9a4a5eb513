"""The verb of repairs: what a program can mend, mended, and what remains for a person."""

from __future__ import annotations

import difflib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from quidit import report
from quidit.cli.output import corpus, json_option, progress, quiet_option, rules_option, way_to
from quidit.corpus import Corpus
from quidit.fixing.corpus import Mended, Repairs
from quidit.problems import Problem
from quidit.report import counted


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--unsafe", is_flag=True, help="Make the repairs, too, that somebody should look at afterwards.")
@click.option("--diff", "as_diff", is_flag=True, help="Show what would change, and write nothing.")
@rules_option("--select", "Mend problems of these rules only: codes, beginnings of codes, or names.")
@rules_option("--ignore", "Mend problems of all rules but these.")
@json_option
@quiet_option
def fix(  # noqa: PLR0913  # one parameter an option
    paths: tuple[Path, ...],
    *,
    unsafe: bool,
    as_diff: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Mend what a program can, in the corpus or in the files that PATHS are or hold.

    Only what is beyond doubt is mended: what a file means stays as it is. What remains is shown as `quidit validate`
    shows it. The words of articles and the raw files are never touched. Exit status 1 where errors remain; with
    --diff, where there is anything to mend.
    """
    if as_diff and as_json:
        raise click.UsageError("choose --diff or --json")
    opened = Corpus.open(paths[0]) if paths else corpus()
    count = len(opened.store.article_ids())
    with progress("Mending", quiet=quiet, total=count) as tick:
        repairs = opened.fix(paths, select=select, ignore=ignore, unsafe=unsafe, dry_run=as_diff, progress=tick)
    if as_diff:
        _show_diff(repairs)
        raise click.exceptions.Exit(1 if repairs.files else 0)
    with progress("Checking", quiet=quiet, total=count) as tick:
        found = opened.validate(paths, progress=tick)
    left = found.chosen(select=select, ignore=ignore)
    rest = report.Report(left.problems, left.articles, left.annotations, way_to(opened.path, "text"), left.ignored)
    if as_json:
        click.echo(_as_json(repairs, rest))
    else:
        for file in repairs.files:
            click.echo(f"{report.plain(rest.way + file.path)}: {_fixed(file.fixed)}")
        click.echo(f"{_counted(repairs)} fixed in {counted(len(repairs.files), 'file')}.")
        _show_taken_back(repairs.taken_back, rest.way)
        click.echo(report.FORMATS["text"](rest), nl=False)
    if not left.is_clean:
        raise click.exceptions.Exit(1)


def _fixed(problems: Sequence[Problem]) -> str:
    """What was mended in a file: ``3 problems fixed (QD109, QD301)``."""
    codes = sorted({problem.code for problem in problems})
    return (
        f"{counted(len(problems), 'problem')} fixed ({', '.join(codes)})" if problems else "changed with another file"
    )


def _counted(repairs: Repairs) -> str:
    return counted(sum(len(file.fixed) for file in repairs.files), "problem")


def _show_taken_back(problems: Sequence[Problem], way: str) -> None:
    for problem in problems:
        click.echo(
            f"{report.place_of(problem, way + problem.path)}: {problem.code} was left as it is: its repair would not "
            "mend it, or would make another problem",
            err=True,
        )


def _show_diff(repairs: Repairs) -> None:
    """The changes as a patch; for the eyes of a person or a log, without what these would act on."""
    is_shown = sys.stdout.isatty() or "CI" in os.environ
    for file in repairs.files:
        for line in _diff(file):
            click.echo(report.plain(line) if is_shown else line)
    _show_taken_back(repairs.taken_back, "")
    click.echo(f"{_counted(repairs)} would be fixed in {counted(len(repairs.files), 'file')}.", err=True)


def _diff(file: Mended) -> list[str]:
    """The lines of the file's unified diff, as git and patch read them."""
    before, after = (_lines(content.decode("utf-8")) for content in (file.before, file.after))
    lines: list[str] = []
    for line in difflib.unified_diff(before, after, f"a/{file.path}", f"b/{file.path}"):
        lines += [line.removesuffix("\n")] if line.endswith("\n") else [line, "\\ No newline at end of file"]
    return lines


def _lines(text: str) -> list[str]:
    """The lines with their newlines; of JSON no other character ends a line."""
    *ended, last = text.split("\n")
    return [*(f"{line}\n" for line in ended), *([last] if last else [])]


def _as_json(repairs: Repairs, rest: report.Report) -> str:
    """One object: what was mended by file, what was taken back, and what ``validate --json`` says of the rest."""
    files = [{"path": file.path, "fixed": _problems(file.fixed)} for file in repairs.files]
    left = json.loads(report.FORMATS["json"](rest))
    return report.dumps({"files": files, "taken_back": _problems(repairs.taken_back), **left})


def _problems(problems: Sequence[Problem]) -> object:
    return json.loads(report.as_json(problems))["problems"]
