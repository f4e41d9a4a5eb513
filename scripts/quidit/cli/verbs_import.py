"""Verbs of importing: what other programs exported becomes articles and annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quidit import report
from quidit.cli.output import corpus, json_option, progress, quiet_option, show
from quidit.problems import Problem
from quidit.report import counted
from quidit.store import Store

if TYPE_CHECKING:
    from quidit.formats.imported import Import, TaskReport
    from quidit.labelstudio.foreign.mapping import Map


@click.group("import")
def import_() -> None:
    """Take in what others annotated elsewhere.

    Texts become articles, and what was annotated on them becomes annotations, by a map that says what each foreign
    label is here.
    """


@import_.command("label-studio")
@click.argument("export", type=click.Path(path_type=Path))
@click.option("--map", "map_path", type=click.Path(path_type=Path), help="What each of its labels is here, as TOML.")
@click.option("--draft-map", is_flag=True, help="Print a map with all that occurs in EXPORT, to be filled in.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and write nothing.")
@json_option
@quiet_option
def label_studio(  # noqa: PLR0913  # one parameter an option
    export: Path, map_path: Path | None, *, draft_map: bool, dry_run: bool, as_json: bool, quiet: bool
) -> None:
    """Take in a Label Studio project from EXPORT, its JSON export.

    Begin with --draft-map, fill in what it prints, and give it back with --map. Each text is normalised like one
    that `quidit add` takes, and spans follow it. Nothing in the corpus is overwritten. What could not be taken is
    shown task by task, and the exit status is 1 where the map does not leave it out by wish.
    """
    from quidit.formats.export_file import read_export
    from quidit.formats.importing import import_tasks
    from quidit.labelstudio.foreign.drafting import draft_map as drafted

    if draft_map == (map_path is not None):
        raise click.UsageError("give either --map MAP.toml or --draft-map")
    store = corpus().store
    tasks = read_export(export)
    if map_path is None:
        click.echo(drafted(tasks, store.scheme, export.name), nl=False)
        return
    by = _map(map_path, store)
    with progress("Importing", quiet=quiet, total=len(tasks)) as tick:
        found = import_tasks(store, tasks, by, name=export.name, dry_run=dry_run, progress=tick)
    if as_json:
        _tell_json(found, dry_run=dry_run)
    else:
        _tell(found, dry_run=dry_run)
    if not found.is_whole:
        raise click.exceptions.Exit(1)


def _map(path: Path, store: Store) -> Map:
    from quidit.labelstudio.foreign.map_file import read_map
    from quidit.labelstudio.foreign.mapping import MapError

    try:
        return read_map(path.read_text(encoding="utf-8"), store.scheme)
    except OSError as error:
        raise click.UsageError(
            f"{path} cannot be read ({error.strerror}); `--draft-map` prints one to fill in"
        ) from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except MapError as error:
        raise click.UsageError("\n".join(f"{path}: {fault}" for fault in error.faults)) from error


def _tell(found: Import, *, dry_run: bool) -> None:
    """Problems and one line a task, then the totals."""
    from quidit.formats.imported import sentence

    for task in found.tasks:
        show(task.problems)
        click.echo(report.plain(sentence(task)))
    click.echo(_totals(found, dry_run=dry_run))


def _totals(found: Import, *, dry_run: bool) -> str:
    from quidit.formats.imported import Outcome, in_words, total

    annotations = [each for task in found.tasks for each in task.annotations]
    by_outcome = {outcome: [each for each in annotations if each.outcome is outcome] for outcome in Outcome}
    new = sum(task.is_new for task in found.tasks)
    none = sum(task.article is None for task in found.tasks)
    lines = [
        f"{counted(len(found.tasks), 'task')}: {counted(new, 'article')} {'would be ' if dry_run else ''}added, "
        f"{len(found.tasks) - new - none:,} there already, {none:,} left out; annotations: "
        + ", ".join(
            f"{len(each):,} {'to be ' if dry_run and outcome is Outcome.WRITTEN else ''}{outcome}"
            for outcome, each in by_outcome.items()
        )
        + "."
    ]
    kept = [*by_outcome[Outcome.WRITTEN], *by_outcome[Outcome.UNCHANGED]]
    ignored = sum(sum(task.ignored.values()) for task in found.tasks)
    parts = (
        ("Taken", total(each.holds for each in kept)),
        ("Changed", total(task.changed for task in found.tasks)),
        ("Left out by wish", {"in all": ignored} if ignored else {}),
        ("Left out", total(task.left_out for task in found.tasks)),
    )
    lines += [f"{what}: {in_words(counts)}." for what, counts in parts if counts]
    return "\n".join(lines)


def _tell_json(found: Import, *, dry_run: bool) -> None:
    problems: list[Problem] = list(found.problems)
    said = json.loads(report.as_json(problems, tasks=len(found.tasks)))
    tasks = [_task(task) for task in found.tasks]
    whole = {"dry_run": dry_run, "tasks": tasks, "written": found.written, **said}
    click.echo(json.dumps(whole, indent=2))


def _task(task: TaskReport) -> dict[str, object]:
    return {
        "task": task.task,
        "article": task.article,
        "new": task.is_new,
        "annotations": [
            {"annotator": each.annotator, "status": each.status, "outcome": each.outcome, "holds": dict(each.holds)}
            for each in task.annotations
        ],
        "changed": dict(task.changed),
        "left_out": dict(task.left_out),
        "ignored": [
            {"control": control, "value": value, "number": number} for (control, value), number in task.ignored.items()
        ],
    }
