"""The verb of proof: a release compared with what its tag makes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from quidit.cli.output import corpus, json_option, progress, quiet_option

if TYPE_CHECKING:
    from quidit.release.verify.rebuilding import Verified


@click.command()
@click.argument("release", required=False)
@click.option("--from", "revision", metavar="REV", help="Revision that the release was made of.  [default: its tag]")
@json_option
@quiet_option
def verify(release: str | None, revision: str | None, *, as_json: bool, quiet: bool) -> None:
    """Rebuild a release from its tag, compare file by file, and say what differs and why.

    RELEASE is a folder (build/DATASET by default), ORG/NAME@REVISION on the Hub, or a tag. A folder and what stands on
    the Hub are compared with what the tag of their version makes: byte by byte where the same quidit, datasets and pyarrow made it, by content under others. A tag is built
    twice, by two processes, and the two must be equal. Exit status: 0 equal, 1 not.
    """
    opened = corpus()
    with progress("Rebuilding", quiet=quiet) as tick:
        verified = opened.verify(release, revision=revision, progress=tick)
    click.echo(json.dumps(_summary(verified), ensure_ascii=False, indent=2) if as_json else _text(verified))
    if not verified.is_equal:
        click.get_current_context().exit(1)


def _text(verified: Verified) -> str:
    """The verdict, every discrepancy, and how the two were compared."""
    found = verified.verification
    source = f"{verified.revision} ({verified.commit[:12]})"
    how = _how(verified)
    if verified.is_equal:
        return f"{verified.release} is what {source} makes: {found.files} files, equal {how}"
    if made := verified.origin:
        return (
            f"{verified.release} is not what {source} makes, but what the commit {made.commit[:12]} makes: it was built "
            f"{made.when}; {made.remedy}."
        )
    lines = "\n".join(f"  {each}" for each in found.discrepancies)
    return f"{verified.release} is not what {source} makes:\n\n{lines}\n\nCompared {how}"


def _how(verified: Verified) -> str:
    found = verified.verification
    rebuilt_with = found.agreement.rebuilt_with
    if found.agreement.by_bytes:
        return f"byte by byte, both made with {_packages(rebuilt_with)}."
    text = f"by content: made with {_packages(found.agreement.made_with)}, rebuilt with {_packages(rebuilt_with)}."
    if found.left_alone:
        text += f" Not compared, because another Quidit words them: {', '.join(found.left_alone)}."
    return text


def _packages(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{package} {version}" for package, version in versions.items()) or "nothing that it names"


def _summary(verified: Verified) -> dict[str, object]:
    found = verified.verification
    return {
        "release": verified.release,
        "revision": verified.revision,
        "commit": verified.commit,
        "equal": verified.is_equal,
        "built_from": verified.origin.commit if verified.origin else None,
        "compared": "bytes" if found.agreement.by_bytes else "content",
        "made_with": dict(found.agreement.made_with),
        "rebuilt_with": dict(found.agreement.rebuilt_with),
        "files": found.files,
        "not_compared": list(found.left_alone),
        "discrepancies": [
            {"file": each.file, "kind": each.kind, "message": each.message, **each.place}
            for each in found.discrepancies
        ],
    }
