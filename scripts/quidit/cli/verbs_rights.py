"""Verbs of rights: a release without its words, words put back, and an article taken out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quidit.cli.output import corpus, json_option, progress, quiet_option, shown
from quidit.report import counted
from quidit.splits.ledger import write_entry

if TYPE_CHECKING:
    from quidit.release.standoff.rehydration import Missing, Rehydrated
    from quidit.withdrawal import Withdrawal

_SHOWN = 20
"""Articles and files of which each is told; more of them are counted, and told whole with --json."""


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.argument("target", metavar="[TARGET]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--shortest",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    help="Leave out articles of fewer characters, whose words could be found by trying.",
)
@json_option
@quiet_option
def standoff(folder: Path | None, target: Path | None, *, shortest: int, as_json: bool, quiet: bool) -> None:
    """Make the stand-off form of the release in DIR: everything but the words.

    DIR is build/DATASET of this corpus where none is named, and TARGET is DIR-stand-off. Offsets, labels, relations and whole
    hashes stay; texts, titles, addresses and names go, and whoever has the texts puts them back with
    `quidit rehydrate`.
    """
    from quidit.release.standoff.form import standoff as make

    if folder is None:
        folder = corpus().release_folder
    target = target or folder.with_name(f"{folder.name}-stand-off")
    with progress("Leaving out words", quiet=quiet) as tick:
        made = make(folder.absolute(), target.absolute(), shortest=shortest, progress=tick)
    rows = {config: {split: part.rows for split, part in parts.items()} for config, parts in made.contents.items()}
    if as_json:
        said = {"dataset": made.dataset, "version": made.version, "folder": shown(target), "rows": rows}
        click.echo(json.dumps({**said, "left_out": made.left_out}, ensure_ascii=False, indent=2))
        return
    click.echo(
        f"{made.dataset} {made.version} in stand-off form in {shown(target)}, loaded back and equal to what was written:\n"
    )
    _show_rows(rows)
    if made.left_out:
        names = ", ".join(made.left_out[:_SHOWN])
        click.echo(f"\nLeft out, having fewer than {shortest:,} characters: {names}{_more(len(made.left_out))}.")


@click.command()
@click.argument("folder", metavar="STANDOFF_DIR", type=click.Path(path_type=Path))
@click.argument("texts", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), help="Where to put it.  [default: STANDOFF_DIR-rehydrated]")
@json_option
@quiet_option
@click.pass_context
def rehydrate(  # noqa: PLR0913  # one parameter an option of the verb
    ctx: click.Context, folder: Path, texts: tuple[Path, ...], output: Path | None, *, as_json: bool, quiet: bool
) -> None:
    """Join a stand-off form with TEXTS: files, or folders of them, under whatever names.

    A text is told by the hash of its words; its encoding, line ends and blank lines do not matter, and files of corpus/ do
    too. What was joined is compared with the full release. Exit status 1 where articles are missing.
    """
    from quidit.release.standoff.rehydration import rehydrate as join

    target = output or folder.with_name(f"{folder.name}-rehydrated")
    with progress("Joining", quiet=quiet) as tick:
        made = join(folder.absolute(), texts, target.absolute(), progress=tick)
    if as_json:
        click.echo(json.dumps(_summary(made, target), ensure_ascii=False, indent=2))
    else:
        _tell(made, target)
    ctx.exit(1 if made.missing else 0)


def _tell(made: Rehydrated, target: Path) -> None:
    articles = counted(len(made.joined), "article")
    worth = "equal in content to the full release" if made.is_full else "each as in the full release"
    worth += ", byte for byte" if made.is_identical else ""
    click.echo(f"{made.dataset} {made.version} with {articles} in {shown(target)}, {worth}:\n")
    _show_rows({config: {split: part.rows for split, part in parts.items()} for config, parts in made.contents.items()})
    if made.missing:
        click.echo(f"\nMissing, {counted(len(made.missing), 'article')}:")
    for each in made.missing[:_SHOWN]:
        click.echo(f"  {_told(each)}")
    if made.missing and (rest := _more(len(made.missing))):
        click.echo(f" {rest}")
    if made.left_out:
        click.echo(f"\nThe stand-off form itself lacks {counted(made.left_out, 'article')}, too short for it.")
    if made.unused:
        click.echo(f"\nNot used, {counted(len(made.unused), 'file')}:")
    for unused in made.unused[:_SHOWN]:
        size = f" ({unused.characters:,} characters, {(unused.text_sha256 or '')[:16]})" if unused.characters else ""
        click.echo(f"  {unused.path}: {unused.reason}{size}")
    if made.unused and (rest := _more(len(made.unused))):
        click.echo(f" {rest}")


def _told(missing: Missing) -> str:
    """A missing article in a line: its hash and length, where it appeared, and which text comes near."""
    where = ", ".join(each for each in (missing.publisher, missing.host, missing.published) if each)
    told = f"{missing.article}: {missing.characters:,} characters{f', {where}' if where else ''}"
    if (near := missing.nearest) is None or near.characters is None:
        return f"{told}; no text is near it in length"
    return f"{told}; nearest in length is {near.path}, with {near.characters:,} characters"


def _more(number: int) -> str:
    return f" and {number - _SHOWN:,} more" if number > _SHOWN else ""


def _show_rows(rows: dict[str, dict[str, int]]) -> None:
    for config, splits in rows.items():
        click.echo(f"  {config:<12} {', '.join(f'{split} {number:,}' for split, number in splits.items())}")


def _summary(made: Rehydrated, target: Path) -> dict[str, object]:
    return {
        "dataset": made.dataset,
        "version": made.version,
        "folder": shown(target),
        "is_full": made.is_full,
        "is_identical": made.is_identical,
        "rows": {
            config: {split: part.rows for split, part in parts.items()} for config, parts in made.contents.items()
        },
        "joined": made.joined,
        "missing": [
            {
                "article": each.article,
                "text_sha256": each.text_sha256,
                "characters": each.characters,
                "publisher": each.publisher,
                "host": each.host,
                "published": each.published,
                "nearest": str(each.nearest.path) if each.nearest else None,
            }
            for each in made.missing
        ],
        "unused": [
            {
                "path": str(each.path),
                "characters": each.characters,
                "text_sha256": each.text_sha256,
                "reason": each.reason,
            }
            for each in made.unused
        ],
        "left_out": made.left_out,
    }


@click.command()
@click.argument("article")
@click.option("--why", default="", help="Why it goes; the ledger and the changelog say so to everybody.")
@click.option("--force", is_flag=True, help="Remove also files that git does not have, for good.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@json_option
def withdraw(article: str, why: str, *, force: bool, dry_run: bool, as_json: bool) -> None:
    """Take ARTICLE out of the corpus: its text, its raw file and its annotations.

    The ledger keeps its id and the hash of its text, so that neither comes back, and the next release is without it.
    Run again after an interruption, it ends what was begun.
    """
    done = corpus().withdraw(article, why, force=force, dry_run=dry_run)
    if as_json:
        said = {"article": article, "entry": write_entry(done.entry), "is_new": done.is_new, "news": done.news}
        said |= {
            "removed": done.removed,
            "shared": done.shared,
            "beside": done.beside,
            "is_in_git": done.is_in_git,
            "dry_run": dry_run,
        }
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    if done.changes_nothing:
        click.echo(f"{article} was withdrawn for {done.entry.release}, and nothing of it is left here.")
        return
    _tell_withdrawal(done, "would be" if dry_run else "is")


def _tell_withdrawal(done: Withdrawal, verb: str) -> None:
    click.echo(
        f"{done.article} {verb} withdrawn for {done.entry.release}: {json.dumps(write_entry(done.entry), ensure_ascii=False)}"
    )
    for place in done.removed:
        click.echo(f"  {place} {verb} removed")
    if done.news:
        click.echo(f"  CHANGELOG.md {'would say' if verb != 'is' else 'says'} it to readers")
    if done.shared:
        raw, *others = done.shared
        click.echo(
            f"\n{raw} stays, for {', '.join(others)} was made of it too. Withdraw that as well if its words must go."
        )
    if done.beside:
        click.echo(f"\nIn its group stay {', '.join(done.beside)}, which may tell the same story.")
    history = "in git's history, " if done.is_in_git else ""
    click.echo(
        f"\nIts words may still be {history}in releases that were published, in build/ and in Label Studio. Delete those "
        "revisions, build/ and the tasks by hand, and publish the next version."
    )
    if done.is_in_git:
        click.echo(
            "Where they must go from the history too, run in a fresh clone `git filter-repo --invert-paths`, with --path "
            "for each place above as seen from the clone's root, and push it with --force."
        )
