"""Answers: what a Hub says to each call of its clients, for datasets and as far as releases need it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

import yaml

from hub.repository import MAIN, MissingError, Repository, StaleError

if TYPE_CHECKING:
    from hub.server import Hub

WHOLE = 10 * 1024 * 1024
"""Bytes from which on a file is large, whatever its name."""


@dataclass
class Request:
    """One call: its path still quoted, so that a revision with slashes is one part of it."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body or b"{}")

    @property
    def token(self) -> str | None:
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token if scheme == "Bearer" else None


@dataclass
class Answer:
    """A status, headers and a body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, said: object, status: int = 200) -> Answer:
        return cls(status, json.dumps(said).encode(), {"Content-Type": "application/json"})

    @classmethod
    def refusal(cls, status: int, message: str, code: str = "") -> Answer:
        headers = {"Content-Type": "application/json", "X-Error-Message": message}
        return cls(status, json.dumps({"error": message}).encode(), headers | ({"X-Error-Code": code} if code else {}))


NO_REPOSITORY = Answer.refusal(404, "Repository not found", "RepoNotFound")
NO_REVISION = Answer.refusal(404, "Invalid rev id", "RevisionNotFound")
NO_ENTRY = Answer.refusal(404, "Entry not found", "EntryNotFound")


def create(hub: Hub, request: Request) -> Answer:
    said = request.json
    name = f"{said.get('organization') or 'ada'}/{said['name']}"
    url = f"{hub.url}/datasets/{name}"
    if hub.find(name):
        return Answer(409, json.dumps({"error": "You already created this dataset repo", "url": url}).encode())
    hub.make(name, private=said.get("visibility") == "private" or bool(said.get("private")))
    return Answer.of({"url": url, "name": name})


def validate_yaml(_: Hub, request: Request) -> Answer:
    """Errors in a card's metadata, which is YAML between two lines of dashes."""
    parts = request.json["content"].split("---\n")
    try:
        said = yaml.safe_load(parts[1]) if len(parts) > 2 else None
    except yaml.YAMLError as error:
        return Answer.of({"errors": [{"message": str(error)}], "warnings": []}, 400)
    warnings = [] if said else [{"message": "empty or missing yaml metadata in repo card"}]
    return Answer.of({"errors": [], "warnings": warnings})


def info(repository: Repository, request: Request, name: str, revision: str = "main") -> Answer:
    commit = repository.resolve(revision)
    if commit is None:
        return NO_REVISION
    siblings = [{"rfilename": file.path, "size": file.size, "blobId": file.blob} for file in repository.files(commit)]
    said = {"id": name, "sha": commit, "private": repository.private, "gated": False, "disabled": False}
    if expand := request.query.get("expand"):
        return Answer.of({"id": name} | {key: said[key] for key in expand if key in said})
    return Answer.of({**said, "siblings": siblings, "tags": [], "downloads": 0, "likes": 0})


def refs(repository: Repository, request: Request, _: str) -> Answer:
    found = repository.refs()
    if not request.query.get("include_prs"):
        del found["pullRequests"]
    return Answer.of(found)


def commits(repository: Repository, _: Request, __: str, revision: str) -> Answer:
    return Answer.of(repository.commits(revision)) if repository.resolve(revision) else NO_REVISION


def discussions(repository: Repository, request: Request, name: str) -> Answer:
    """The pull requests; those that are settled are merged."""
    rows = [
        {
            "num": number,
            "title": "A release",
            "author": {"name": "ada"},
            "createdAt": "2026-01-01T00:00:00.000Z",
            "status": "merged" if number in repository.settled else "open",
            "isPullRequest": True,
            "repo": {"name": name, "type": "dataset"},
        }
        for number in range(1, 1 + len(repository.refs()["pullRequests"]))
    ]
    wanted = [row for row in rows if row["status"] in request.query.get("status", [row["status"]])]
    return Answer.of({"discussions": wanted, "count": len(wanted), "start": 0})


def tree(repository: Repository, request: Request, _: str, revision: str, path: str = "") -> Answer:
    commit = repository.resolve(revision)
    if commit is None:
        return NO_REVISION
    start = f"{path.strip('/')}/" if path.strip("/") else ""
    files = [file for file in repository.files(commit) if file.path.startswith(start)]
    if start and not files:
        return NO_ENTRY
    whole = request.query.get("recursive", ["false"])[0].lower() in {"true", "1"}
    rows = {row["path"]: row for file in files for row in _rows(file, start, whole=whole)}
    return Answer.of(list(rows.values()))


def _rows(file, start: str, *, whole: bool):
    """A file's folders below the start, and itself; only the first of them where not the whole tree is asked for."""
    below = file.path.removeprefix(start).split("/")
    paths = [start + "/".join(below[: depth + 1]) for depth in range(len(below) - 1)]
    folders = [
        {"type": "directory", "path": path, "oid": hashlib.sha1(path.encode()).hexdigest(), "size": 0}  # noqa: S324  # made up
        for path in paths
    ]
    return [*folders, file.as_json()] if whole or not folders else folders[:1]


def paths_info(repository: Repository, request: Request, _: str, revision: str) -> Answer:
    commit = repository.resolve(revision)
    if commit is None:
        return NO_REVISION
    is_json = "json" in request.headers.get("content-type", "")
    asked = request.json["paths"] if is_json else parse_qs(request.body.decode()).get("paths", [])
    found = {row["path"]: row for file in repository.files(commit) for row in _rows(file, "", whole=True)}
    return Answer.of([found[path.strip("/")] for path in asked if path.strip("/") in found])


def preupload(repository: Repository, request: Request, _: str, revision: str) -> Answer:
    commit = repository.resolve(revision)
    here = {file.path: file for file in repository.files(commit)} if commit else {}
    return Answer.of({"files": [_upload_mode(each, here) for each in request.json["files"]]})


def _upload_mode(said: dict, here: dict) -> dict:
    large = said["path"].endswith((".parquet", ".bin")) or said["size"] > WHOLE
    old = here.get(said["path"])
    return {
        "path": said["path"],
        "uploadMode": "lfs" if large else "regular",
        "shouldIgnore": False,
        "oid": old.etag if old else None,
    }


def batch(hub: Hub, repository: Repository, request: Request, name: str) -> Answer:
    """Where each large file is to be put; nothing where it is there."""
    objects = []
    for asked in request.json["objects"]:
        row = {"oid": asked["oid"], "size": asked["size"]}
        if not repository.object(asked["oid"]).exists():
            href = f"{hub.url}/objects/{name}/{asked['oid']}"
            row["actions"] = {"upload": {"href": href}, "verify": {"href": f"{href}/verify"}}
        objects.append(row)
    return Answer.of({"transfer": "basic", "objects": objects})


def upload(repository: Repository, request: Request, _: str, sha256: str) -> Answer:
    return Answer() if repository.store(sha256, request.body) else Answer.refusal(400, "the content has another hash")


def verify(repository: Repository, request: Request, _: str, sha256: str) -> Answer:
    path = repository.object(sha256)
    good = path.exists() and path.stat().st_size == request.json["size"]
    return Answer() if good else Answer.refusal(404, "the object is not there")


def commit(hub: Hub, repository: Repository, request: Request, name: str, revision: str) -> Answer:
    """A commit of added and deleted files on a branch, or on a new pull request."""
    header, *rows = [json.loads(line) for line in request.body.splitlines()]
    said = header["value"]
    ref = revision if revision.startswith("refs/") else f"refs/heads/{revision}"
    head = repository.resolve(ref)
    parent = said.get("parentCommit")
    asks_pull = "create_pr" in request.query
    if head is None:
        return NO_REVISION
    if parent and not asks_pull and not head.startswith(parent):
        return Answer.refusal(412, "A commit has happened since. Please refresh and try again.")
    number = 1 + len(repository.refs()["pullRequests"])
    try:
        blobs = _blobs(repository, head, rows)
        message = f"{said['summary']}\n\n{said.get('description', '')}".strip()
        start = repository.resolve(parent) if asks_pull and parent else head
        if asks_pull:
            ref = f"refs/pr/{number}"
            repository.move(ref, start, None)
        made = repository.commit(blobs, message, ref, start)
    except MissingError as error:
        return Answer.refusal(404, f"A file with this name doesn't exist: {error}", "EntryNotFound")
    except StaleError:
        return Answer.refusal(412, "A commit has happened since. Please refresh and try again.")
    url = f"{hub.url}/datasets/{name}"
    pull = {"pullRequestUrl": f"{url}/discussions/{number}"} if asks_pull else {}
    return Answer.of({"success": True, "commitOid": made, "commitUrl": f"{url}/commit/{made}", **pull})


def _blobs(repository: Repository, head: str, rows: list[dict]) -> dict[str, str | None]:
    blobs: dict[str, str | None] = {}
    for row in rows:
        key, value = row["key"], row["value"]
        if key == "file":
            blobs[value["path"]] = repository.blob(base64.b64decode(value["content"]))
        elif key == "lfsFile":
            blobs[value["path"]] = repository.pointer(value["oid"])
        elif key == "deletedFile":
            blobs[value["path"]] = None
        elif key == "deletedFolder":
            start = value["path"].rstrip("/") + "/"
            blobs |= {file.path: None for file in repository.files(head) if file.path.startswith(start)}
    return blobs


def tag(repository: Repository, request: Request, _: str, revision: str) -> Answer:
    name, target = request.json["tag"], repository.resolve(revision)
    if target is None:
        return NO_REVISION
    if repository.resolve(f"refs/tags/{name}"):
        return Answer.refusal(409, f"Tag reference exists already: refs/tags/{name}")
    repository.tag(name, target, request.json.get("message", ""))
    return Answer()


def branch(repository: Repository, request: Request, _: str, name: str) -> Answer:
    start = repository.resolve(request.json.get("startingPoint") or MAIN)
    if start is None:
        return NO_REVISION
    try:
        repository.move(f"refs/heads/{name}", start, None)
    except StaleError:
        return Answer.refusal(409, f"Reference already exists: refs/heads/{name}")
    return Answer()


def resolve(repository: Repository, request: Request, _: str, revision: str, path: str) -> Answer:
    """A file, whole or the range that is asked for."""
    commit_id = repository.resolve(revision)
    if commit_id is None:
        return NO_REVISION
    file = repository.file(commit_id, unquote(path))
    if file is None:
        return Answer(404, NO_ENTRY.body, {**NO_ENTRY.headers, "X-Repo-Commit": commit_id})
    headers = {"ETag": f'"{file.etag}"', "X-Repo-Commit": commit_id, "Accept-Ranges": "bytes"}
    if file.sha256:
        headers |= {"X-Linked-Size": str(file.size), "X-Linked-Etag": f'"{file.sha256}"'}
    content = repository.content(file)
    asked = request.headers.get("range", "")
    if not asked.startswith("bytes="):
        return Answer(200, content, headers)
    first, _, last = asked.removeprefix("bytes=").partition("-")
    start = int(first) if first else max(file.size - int(last), 0)
    end = min(int(last), file.size - 1) if first and last else file.size - 1
    if start >= file.size:
        return Answer(416, b"", {"Content-Range": f"bytes */{file.size}"})
    return Answer(206, content[start : end + 1], {**headers, "Content-Range": f"bytes {start}-{end}/{file.size}"})


Call = Callable[..., Answer]
