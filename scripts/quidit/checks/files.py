"""Rules on files and bytes: what may lie in a corpus at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quidit.checks.rules import rule
from quidit.checks.subjects import File, FileKind, Named, Obstacle
from quidit.generate.json_schema import ANNOTATOR_ID, ARTICLE_ID
from quidit.json_source import Lines
from quidit.problems import Edit, Finding, Patch, Repair, Severity

MAX_BYTES = 4 * 1024 * 1024
_BY_ANNOTATORS = (FileKind.ANNOTATION, FileKind.REGIONS)
_ARTICLE, _ANNOTATOR = (re.compile(each.strip("^$")) for each in (ARTICLE_ID, ANNOTATOR_ID))
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])")
_LEFT_OVER = re.compile(r"\.(.+)\.[0-9a-f]{8}\.partial|\.(.+)\.sw[a-p]|(.+)(?:~|\.bak|\.orig|\.rej|\.tmp)|#(.+)#")
_OF_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@rule("QD001")
def not_a_regular_file(file: File) -> Iterator[Finding]:
    """A link, pipe or device in the place of a file could show a reader something else than a reviewer."""
    if file.obstacle is Obstacle.NOT_REGULAR:
        yield Finding(
            "this is a link, a folder or a special file",
            expected="a file that holds its own content",
            fix="put the file itself in its place, or remove it",
        )


@rule("QD002")
def too_large(file: File) -> Iterator[Finding]:
    """Files above 4 MiB are not read, so that no contribution can exhaust the machine that checks it."""
    if file.obstacle is Obstacle.TOO_LARGE:
        yield Finding(
            f"the file holds more than {MAX_BYTES:,} bytes",
            expected=f"at most {MAX_BYTES:,} bytes",
            fix="split what it holds",
        )


@rule("QD004")
def bad_file_name(file: File) -> Iterator[Finding]:
    """File names are ids: lower-case letters, digits and hyphens, and no name that Windows reserves."""
    if file.kind is FileKind.ARTICLE:
        name, pattern, least = file.article, _ARTICLE, 3
    elif file.kind in _BY_ANNOTATORS:  # their folder is named for an article, whose file is judged
        name, pattern, least = file.annotator, _ANNOTATOR, 1
    else:
        return
    if not pattern.fullmatch(name) or _RESERVED.fullmatch(name):
        kebab = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        advice = f"rename it to {kebab}.json, for example, and " if pattern.fullmatch(kebab) else ""
        yield Finding(
            f"{name!r} cannot name a file here",
            got=name,
            expected=f"{least} to {64 if least > 1 else 63} lower-case letters, digits and hyphens, "
            "no hyphen at the edges, and no name that Windows reserves",
            fix=f"{advice}write the same id in it" if advice else "rename it, and write the same id in it",
        )


@rule("QD007")
def id_differs_from_path(named: Named) -> Iterator[Finding]:
    """A file says whose it is, and its place says so too; where they differ one of them is wrong."""
    file, document = named.file, named.document
    pairs = [("id" if file.kind is FileKind.ARTICLE else "article", file.article)]
    if file.kind in _BY_ANNOTATORS:
        pairs.append(("annotator", file.annotator))
    for key, expected in pairs:
        if (got := document.get(key, expected)) != expected:
            yield Finding(
                f"{key} is {got!r}, and the file's place says {expected!r}",
                f"/{key}",
                got=str(got),
                expected=expected,
                fix=f'write "{key}": "{expected}", or move the file',
                repair=Repair((Edit(f"/{key}", expected),), is_safe=False),
            )


@rule("QD008")
def not_utf8(file: File) -> Iterator[Finding]:
    """Every file of a corpus is UTF-8; any other encoding turns words into other words."""
    if file.kind is FileKind.RAW:  # what it may be is `quidit add`'s to say
        return
    if error := file.undecodable:
        before = file.content[: error.start].decode("utf-8")
        line, column = Lines(before).line_and_column(len(before))
        byte = f"0x{file.content[error.start]:02X}"
        yield Finding(
            f"byte {byte} is not UTF-8",
            line=line,
            column=column,
            got=byte,
            expected="UTF-8 throughout",
            fix="save the file as UTF-8",
        )


@rule("QD009")
def byte_order_mark(file: File) -> Iterator[Finding]:
    """A byte-order mark is an invisible character before the first brace, and no file here has one."""
    if file.content.startswith(b"\xef\xbb\xbf") and file.kind is not FileKind.RAW:
        yield Finding(
            "the file begins with a byte-order mark",
            line=1,
            column=1,
            got="U+FEFF",
            expected="{ or [",
            fix="save the file as UTF-8 without BOM",
            repair=Repair(patches=(Patch(0, 1, ""),)),
        )


@rule("QD010")
def unknown_file(file: File) -> Iterator[Finding]:
    """A file that nothing reads is a file that somebody believes is read."""
    if file.kind is FileKind.STRANGER and file.obstacle is None and _left_over(file) is None:
        yield Finding(
            "no file of a corpus stands here under this name",
            expected="corpus/ARTICLE.json, corpus/splits.jsonl, annotations/annotators.json, "
            "annotations/ARTICLE/ANNOTATOR.json, ANNOTATOR.regions.json or rulings.json, README.md, LICENSE",
            fix="move it away, or correct its name",
        )


@rule("QD011", severity=Severity.WARNING, since="0.2.0")
def left_over_file(file: File) -> Iterator[Finding]:
    """A temporary file of a run that was broken off, of an editor or of a system is nobody's work."""
    of = None if file.obstacle or file.article else _left_over(file)
    if of is not None:
        yield Finding(
            f"a program left this behind{f', beside {of},' if of else ''} and nothing reads it",
            got=_name(file),
            fix="look whether it holds anything that is missing elsewhere, and delete it",
        )


def _name(file: File) -> str:
    return file.path.rpartition("/")[2]


def _left_over(file: File) -> str | None:
    """The file beside which a program left this one; empty where it is beside none, None where it is no such file."""
    if file.kind not in (FileKind.STRANGER, FileKind.RAW):
        return None
    if _name(file) in _OF_SYSTEMS:
        return ""
    found = _LEFT_OVER.fullmatch(_name(file))
    return next(filter(None, found.groups())) if found else None


@rule("QD012", severity=Severity.WARNING, since="0.2.0")
def executable_file(file: File) -> Iterator[Finding]:
    """Data is read and never run; a file that says otherwise came from another kind of disk, or hides something."""
    if file.is_executable:
        yield Finding(
            "the file may be run as a program",
            expected="a file that is only read",
            fix=f"run `chmod a-x {file.path}`, or `git update-index --chmod=-x {file.path}`",
        )


@rule("QD013", since="0.2.0")
def unreadable_file(file: File) -> Iterator[Finding]:
    """What cannot be read cannot be checked, and would be missing from a release."""
    if file.obstacle is Obstacle.UNREADABLE:
        yield Finding(
            "this cannot be read",
            expected="permission to read it",
            fix=f"run `chmod a+rX {file.path}`, or copy it anew if the disk is at fault",
        )


@rule("QD014", severity=Severity.WARNING, since="0.2.0")
def empty_folder(file: File) -> Iterator[Finding]:
    """A folder of annotations without any says that somebody annotated, and git does not keep it."""
    if file.obstacle is Obstacle.EMPTY_FOLDER:
        yield Finding(
            "nobody's annotation is in this folder",
            expected="at least one annotation",
            fix="remove the folder, or add the annotation that was forgotten",
        )
