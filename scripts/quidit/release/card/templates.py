"""Templates: the texts of cards, in Markdown, in which what a corpus's people wrote is escaped by ``as_text``."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from quidit.release.card.plainly import as_text

if TYPE_CHECKING:
    import jinja2


def template(package: str, name: str) -> jinja2.Template:
    """The text of that name in a package. Nothing of an article goes into it."""
    import jinja2

    environment = jinja2.Environment(  # noqa: S701  # Markdown, not HTML; what data can reach is escaped by `as_text`
        keep_trailing_newline=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["as_text"] = as_text
    environment.globals["number"] = "{:,}".format
    return environment.from_string(resources.files(package).joinpath(name).read_text(encoding="utf-8"))
