"""The verb that publishes a release on a Hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quidit.cli.options import dry_run_option
from quidit.cli.output import corpus, json_option, progress, quiet_option
from quidit.report import counted
from quidit.store import NoCorpusError

if TYPE_CHECKING:
    from quidit.corpus import Corpus
    from quidit.remote.hub.publish import Publication

_STEPS = 3
_NAMED = 3
"""Articles that a line names before it counts the others."""


@click.command()
@click.argument("name", metavar="ORG/NAME")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--private", is_flag=True, help="Make the repository private; refuse one that everybody reads.")
@click.option(
    "--create-pr", "pull", is_flag=True, help="Propose it as a pull request; publish again once it is merged."
)
@click.option("--overwrite", is_flag=True, help="Give up what others changed in the repository since the last release.")
@click.option("--untagged", is_flag=True, help="Publish it although no tag says what it was made of.")
@dry_run_option
@json_option
@quiet_option
def publish(  # noqa: PLR0913  # one parameter an option
    name: str,
    folder: Path | None,
    *,
    private: bool,
    pull: bool,
    overwrite: bool,
    untagged: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Publish a built release as the dataset ORG/NAME of a Hub.

    DIR is the release's folder; by default the one that `quidit build` makes. It must be what the tag of its version
    makes, where the corpus is at hand. One commit brings all of it, a tag that
    never moves names it, and it is loaded back from there and compared. It can be repeated at will, also after it was
    interrupted. Full text goes only where every article may be passed on, or into a private repository;
    else the stand-off form goes, which holds no words.

    The token is that of HF_TOKEN, or of `hf auth login`; HF_ENDPOINT names another Hub than Hugging Face's.
    """
    from quidit.remote.hub.publish import Wish
    from quidit.remote.hub.publish import publish as publish_release

    here = _corpus_here() if folder else corpus()
    release = folder or corpus().release_folder
    wish = Wish(name, private, pull, overwrite, dry_run, corpus=here.path if here else None, untagged=untagged)
    with progress("Publishing", quiet=quiet, total=_STEPS) as tick:
        publication = publish_release(release.absolute(), wish, tick)
    if not publication.source:
        click.echo(
            "Warning: no tag of a corpus is here, so that it was not compared with what it was made of.", err=True
        )
    if as_json:
        click.echo(json.dumps(_summary(publication, dry_run=dry_run), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(publication, dry_run=dry_run)))


def _corpus_here() -> Corpus | None:
    """The corpus that the current folder lies in, if it lies in one."""
    try:
        return corpus()
    except NoCorpusError:
        return None


def _lines(publication: Publication, *, dry_run: bool) -> list[str]:
    """What happened, or would, for a person."""
    edition = publication.form.edition
    private = "private" if publication.is_private else "public"
    made = f"{'would be ' if dry_run else ''}made" if publication.is_new else "there already"
    form = "stand-off form" if publication.form.is_standoff else "full text"
    lines = [
        f"{edition.dataset} {edition.version}, {form}, {publication.name} ({private}, {made}): {publication.url}",
        *_rights(publication),
        _sent(publication, dry_run=dry_run),
    ]
    if publication.sent and publication.sent.replaced:
        lines.append(f"Given up, as others had put it there: {', '.join(publication.sent.replaced)}.")
    if dry_run:
        return (
            lines if publication.has_token else [*lines, "There is no token yet: set HF_TOKEN to one that may write."]
        )
    if publication.pull:
        return [
            *lines,
            f"Proposed as {publication.pull}, loaded back and equal; publish again once it is merged, for the tag.",
        ]
    return [
        *lines,
        f"Tagged {publication.tag} ({publication.commit[:12]}), loaded back and equal to what was sent.",
        "\nLoad it with:\n\n  from datasets import load_dataset",
        f'  load_dataset("{publication.name}", "{edition.configs[0]}", revision="{publication.tag}")',
    ]


def _rights(publication: Publication) -> list[str]:
    """Whose words stay in the house, where something is sent, and what that comes to; --json has the reasons."""
    form, lines = publication.form, []
    if form.kept and publication.sent:
        named = ", ".join(each.article for each in form.kept[:_NAMED])
        more = f" and {len(form.kept) - _NAMED:,} more" if len(form.kept) > _NAMED else ""
        advice = "whoever has the texts runs `quidit rehydrate`" if form.is_standoff else "keep the repository private"
        lines.append(f"Not everybody may have the words of {named}{more}: {advice}.")
    if form.left_out and publication.sent:
        lines.append(f"Left out, too short to hide their words: {', '.join(form.left_out)}.")
    if publication.worded:
        lines.append(
            f"Everybody reads the full text of {', '.join(publication.worded)} there: make the repository private unless "
            "they may."
        )
    return lines


def _sent(publication: Publication, *, dry_run: bool) -> str:
    if publication.sent is None:
        return "Nothing to send: it is there."
    added, removed = publication.sent.added, publication.sent.removed
    verb = "would be " if dry_run else ""
    gone = f", {counted(len(removed), 'file')} {verb}removed" if removed else ""
    return f"{counted(len(added), 'file')} ({publication.bytes:,} bytes) {verb}sent{gone}."


def _summary(publication: Publication, *, dry_run: bool) -> dict[str, object]:
    sent = publication.sent
    return {
        "repository": publication.name,
        "url": publication.url,
        "new": publication.is_new,
        "private": publication.is_private,
        "dataset": publication.form.edition.dataset,
        "version": publication.form.edition.version,
        "made_by": publication.source or None,
        "form": "stand-off" if publication.form.is_standoff else "full",
        "kept": [{"article": each.article, "reason": each.reason} for each in publication.form.kept],
        "left_out": list(publication.form.left_out),
        "full_text_at": list(publication.worded),
        "added": list(sent.added) if sent else [],
        "removed": list(sent.removed) if sent else [],
        "replaced": list(sent.replaced) if sent else [],
        "bytes": publication.bytes,
        "tag": publication.tag,
        "commit": publication.commit or None,
        "pull_request": publication.pull or None,
        "has_token": publication.has_token,
        "dry_run": dry_run,
    }
