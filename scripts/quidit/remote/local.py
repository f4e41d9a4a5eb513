"""Local: where a corpus keeps what concerns its servers on this machine, out of git's sight."""

from __future__ import annotations

from pathlib import Path

from quidit.remote.projects import Project
from quidit.store import Store


def local_folder(store: Store) -> Path:
    """The folder, shared with the corpus's own server."""
    return store.root / ".cache" / "label-studio"


def project_file(store: Store, kind: str, project: Project) -> Path:
    """The file of that kind on a project of a server."""
    name = "".join(char if char.isalnum() else "-" for char in project.url.partition("://")[2])
    return local_folder(store) / kind / f"{name}.json"
