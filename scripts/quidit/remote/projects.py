"""Projects: the one of each annotator, found, made, or brought up to date with the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict, cast

from quidit.canonical import sha256
from quidit.generate.label_studio import label_studio_config
from quidit.remote.configs import is_ours, offered, same
from quidit.remote.connection import Connection, Params
from quidit.remote.failures import ForeignProjectError, UncertainError, UnknownProjectError
from quidit.remote.views import show_titles
from quidit.scheme import Scheme

_LONGEST = 50
"""Characters that Label Studio allows in a title."""
_SETTINGS = {
    "sampling": "Sequential sampling",
    "show_skip_button": True,
    "enable_empty_annotation": True,
    "show_collab_predictions": True,
    "maximum_annotations": 1,
}
_READ = "id,title,label_config,description"
_DESCRIPTION = "Made by Quidit: the corpus {dataset}, annotated by {annotator}."
_TITLED = re.compile(r"(.+) – ([a-z0-9-]+)")
_DESCRIBED = re.compile(r"Made by Quidit: the corpus (.+), annotated by ([^ ,]+)\.")


class ProjectFile(TypedDict):
    """What of a project's JSON counts here."""

    id: int
    title: str
    label_config: str
    description: NotRequired[str | None]


@dataclass(frozen=True, slots=True)
class Project:
    """An annotator's project on a server, with a configuration that is ours."""

    id: int
    title: str
    config: str
    url: str


@dataclass(frozen=True, slots=True)
class Wish:
    """The project that is wanted: by number or title, or the one of the corpus and its annotator.

    ``language`` is that of the screen; None leaves it as it is, and is the scheme's first in a new project.
    """

    dataset: str
    annotator: str
    named: str | None = None
    language: str | None = None

    @property
    def title(self) -> str:
        """The title that it has, or gets."""
        if self.named:
            return self.named
        title = f"{self.dataset} – {self.annotator}"
        if len(title) <= _LONGEST:
            return title
        return f"{self.dataset[:16]}… – {self.annotator[:16]}… {sha256(title.encode())[:8]}"

    def config(self, scheme: Scheme) -> str:
        """The configuration that it gets where it has none of ours."""
        return label_studio_config(scheme, self.language or scheme.languages[0])


def find(connection: Connection, wish: Wish) -> Project | None:
    """The project that is wanted; None where no project has the title.

    Raises:
        UnknownProjectError: no project has the number.
        ForeignProjectError: its configuration is none of ours, or it is that of another corpus or annotator.
    """
    if wish.title.isdecimal():
        try:
            found = cast("ProjectFile", connection.get(f"/api/projects/{wish.title}/"))
        except UnknownProjectError:
            raise _unknown(connection, wish) from None
    else:
        titled = [project for project in _all(connection, wish.title) if project["title"] == wish.title]
        if not titled:
            return None
        found = min(titled, key=lambda project: project["id"])
    project = _project(connection, found)
    if not is_ours(project.config):
        raise ForeignProjectError(
            f"project {project.id} ({project.title}) has a configuration that is not Quidit's, so it is left alone; "
            "give another title or number with --project"
        )
    whose = _whose(found)
    if whose and whose != (wish.dataset, wish.annotator):
        raise ForeignProjectError(
            f"project {project.id} ({project.title}) is that of the corpus {whose[0]}, annotated by {whose[1]}, and not "
            f"{wish.annotator}'s of {wish.dataset}; name another with --project, or correct its description there"
        )
    return project


def of_corpus(connection: Connection, dataset: str) -> list[Wish]:
    """Each annotator's project of a corpus that there is, by annotator; of several the one of the usual title."""
    found: dict[str, Wish] = {}
    for project in sorted(_all(connection), key=lambda each: each["id"]):
        in_title = _TITLED.fullmatch(project["title"])
        whose = _whose(project) or (in_title and (in_title[1], in_title[2]))
        if whose and whose[0] == dataset and is_ours(project["label_config"] or ""):
            usual = Wish(*whose)
            if project["title"] == usual.title:
                found[usual.annotator] = usual
            else:
                found.setdefault(usual.annotator, Wish(*whose, named=str(project["id"])))
    return [found[annotator] for annotator in sorted(found)]


def _whose(project: ProjectFile) -> tuple[str, str] | None:
    """The corpus and annotator that the project's description names, if we wrote it."""
    described = _DESCRIBED.match(project.get("description") or "")
    return (described[1], described[2]) if described else None


def existing(connection: Connection, wish: Wish) -> Project:
    """The project that is wanted.

    Raises:
        UnknownProjectError: there is none; the message names those of ours that there are.
        ForeignProjectError: its configuration is none of ours, or it is that of another corpus or annotator.
    """
    project = find(connection, wish)
    if project is None:
        raise _unknown(connection, wish)
    return project


def create(connection: Connection, wish: Wish, scheme: Scheme) -> Project:
    """A new project with the scheme's configuration; the one of the title where the answer to making it was lost."""
    content = {
        **_SETTINGS,
        "title": wish.title,
        "label_config": wish.config(scheme),
        "description": _DESCRIPTION.format(dataset=wish.dataset, annotator=wish.annotator),
    }
    project = _created(connection, wish, content)
    show_titles(connection, project.id)
    return project


def _created(connection: Connection, wish: Wish, content: Mapping[str, object]) -> Project:
    for _ in range(3):
        try:
            return _project(connection, cast("ProjectFile", connection.post_once("/api/projects/", content)))
        except UncertainError:
            if project := find(connection, wish):
                return project
    return _project(connection, cast("ProjectFile", connection.post_once("/api/projects/", content)))


def is_current(project: Project, wish: Wish, scheme: Scheme) -> bool:
    """Whether the project's configuration is the scheme's, in the language wanted if one is."""
    languages = [wish.language] if wish.language else scheme.languages
    return any(same(project.config, label_studio_config(scheme, language)) for language in languages)


def update(connection: Connection, project: Project, wish: Wish, scheme: Scheme) -> Project:
    """The project with the scheme's configuration in place of an older one of ours.

    Raises:
        ForeignProjectError: the older one offers what the scheme no longer has.
    """
    lost = sorted(offered(project.config) - offered(wish.config(scheme)))
    if lost:
        listed = ", ".join(f"{control} {value}" for control, value in lost)
        raise ForeignProjectError(
            f"project {project.id} ({project.title}) offers what the scheme does not have: {listed}; put it back into "
            "schema/scheme.toml, or start another project with --project"
        )
    changed = connection.patch(f"/api/projects/{project.id}/", {"label_config": wish.config(scheme)})
    return _project(connection, cast("ProjectFile", changed))


def _all(connection: Connection, title: str = "") -> Iterator[ProjectFile]:
    """The projects whose title holds the words, oldest first in each page."""
    page = 1
    while True:
        params: Params = {"title": title, "page": page, "page_size": 100, "include": _READ}
        said = cast("Mapping[str, object]", connection.get("/api/projects/", params))
        yield from cast("list[ProjectFile]", said["results"])
        if not said.get("next"):
            return
        page += 1


def _project(connection: Connection, said: ProjectFile) -> Project:
    number = said["id"]
    return Project(number, said["title"], said["label_config"] or "", f"{connection.url}/projects/{number}/data")


def _unknown(connection: Connection, wish: Wish) -> UnknownProjectError:
    titles = sorted(f"{each['id']} ({each['title']})" for each in _all(connection) if is_ours(each["label_config"]))
    listed = f"it has {', '.join(titles)}" if titles else "it has none of ours"
    return UnknownProjectError(
        f"{connection.url} has no project {wish.title}: {listed}; name one with --project, or make it with `quidit push`"
    )
