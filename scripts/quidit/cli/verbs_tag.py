"""The verb of release: from a committed corpus to the tag that readers pin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from quidit.cli.output import corpus, json_option, progress, quiet_option

if TYPE_CHECKING:
    from quidit.release.tagging.plan import Plan
    from quidit.release.tagging.releasing import Released


@click.command()
@click.argument("version")
@click.option("--dry-run", is_flag=True, help="Show the release with every file that changes, and change nothing.")
@json_option
@quiet_option
def release(version: str, *, dry_run: bool, as_json: bool, quiet: bool) -> None:
    """Release what is committed: commit and tag of a VERSION, or of the least that will do for `auto`.

    What changed since the last release decides which version may follow; a smaller one is refused, and so are
    uncommitted changes, errors of validation and rows that move between splits. The release is built twice and must
    come out the same. CHANGELOG.md, CITATION.cff and the version in pyproject.toml are written and committed, and an
    annotated tag is made. Nothing is sent anywhere. After an interruption, run it again.
    """
    with progress("Releasing", quiet=quiet) as tick:
        released = corpus().release(version, dry_run=dry_run, progress=tick)
    if as_json:
        click.echo(json.dumps(_summary(released), ensure_ascii=False, indent=2))
        return
    if released.plan:
        click.echo(_text(released.plan, in_full=dry_run))
    click.echo(_done(released, dry_run=dry_run))


def _text(plan: Plan, *, in_full: bool) -> str:
    """What changed and which version follows, what the changelog will say, and how files change."""
    parts = [f"{plan.tag}, the first release" if plan.previous is None else f"{plan.tag}, after {plan.previous}"]
    if plan.difference:
        parts[0] += f": what changed demands {plan.difference.least_version} or later ({plan.difference.bump.word})"
        parts += [
            f"  {reason.rule.bump.word}: {reason.rule.says} ({len(reason.ids):,}). {reason.rule.why}"
            for reason in plan.difference.reasons
        ]
    return "\n".join([*parts, "", f"{plan.section}\n", plan.diff() if in_full else ""]).rstrip("\n") + "\n"


def _done(released: Released, *, dry_run: bool) -> str:
    branch = released.branch.removeprefix("refs/heads/")
    if dry_run:
        what = "this would be committed and tagged" if released.plan else "the release that was begun would be ended"
        return f"{released.tag}: {what} on {branch}; nothing was changed."
    made = "made" if released.plan else "had been begun, and is whole now"
    commit = (released.commit or "")[:12]
    return (
        f"{released.tag} {made}: commit {commit} on {branch}. Send both with:\n\n"
        f"  git push --atomic origin {branch} {released.tag}"
    )


def _summary(released: Released) -> dict[str, object]:
    plan = released.plan
    summary: dict[str, object] = {"tag": released.tag, "commit": released.commit, "branch": released.branch}
    if plan is None:
        return {**summary, "resumed": True}
    change = plan.difference
    return {
        **summary,
        "resumed": False,
        "version": plan.version,
        "previous": plan.previous,
        "bump": change.bump.word if change else None,
        "least_version": change.least_version if change else None,
        "reasons": [
            {"rule": each.rule.name, "bump": each.rule.bump.word, "says": each.rule.says, "ids": list(each.ids)}
            for each in (change.reasons if change else ())
        ],
        "changelog": plan.section,
        "diff": plan.diff(),
    }
