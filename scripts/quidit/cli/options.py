"""Options that verbs of Label Studio share: which annotators, which project, and what they see there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from quidit.checks.claims import ADJUDICATED
from quidit.generate.json_schema import ANNOTATOR_ID
from quidit.store import Store

if TYPE_CHECKING:
    from quidit.remote.projects import Wish

Verb = TypeVar("Verb", bound=Callable[..., object])


def _annotator(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """The annotators' ids, each once."""
    for each in value:
        if each == ADJUDICATED:
            raise click.BadParameter(
                f"{each!r} cannot name an annotator: it is reserved for what was decided between annotators"
            )
        if not re.fullmatch(ANNOTATOR_ID.strip("^$"), each):
            raise click.BadParameter(f"{each!r} cannot name an annotator; use lower-case letters, digits and hyphens")
    return tuple(dict.fromkeys(value))


def annotators_option(help_text: str, *, required: bool = True) -> Callable[[Verb], Verb]:
    """The option that names annotators."""
    return click.option(
        "--annotator", "annotators", multiple=True, required=required, callback=_annotator, help=help_text
    )


project_option = click.option("--project", help="Title or number of the project.  [default: DATASET – ANNOTATOR]")
language_option = click.option("--language", help="Language of the screen.  [default: the scheme's first, or as it is]")
dry_run_option = click.option("--dry-run", is_flag=True, help="Look, say what would be done, and do nothing.")
suggestions_option = click.option(
    "--suggestions",
    help="Whose annotations to begin from where an annotator has none of their own: an annotator, or none.  "
    "[default: the adjudicated ones that only models made]",
)


def wishes_of(store: Store, annotators: Sequence[str], project: str | None, language: str | None) -> list[Wish]:
    """The project of each annotator."""
    from quidit.remote.projects import Wish

    if project and len(annotators) > 1:
        raise click.UsageError("one project cannot be that of several annotators, who would see each other's work")
    languages = store.scheme.languages
    if language and language not in languages:
        raise click.BadParameter(f"the scheme has no texts in {language!r}; choose {' or '.join(languages)}")
    return [Wish(store.settings.dataset, each, project, language) for each in annotators]
