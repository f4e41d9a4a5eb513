"""Rules on what comes together in one contribution, so that a reviewer sees data where they look at data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from quidit.checks.changed import ChangedFile, Contribution
from quidit.checks.claims import ADJUDICATED
from quidit.checks.rules import rule
from quidit.checks.subjects import FileKind
from quidit.problems import Finding, Severity

_SINCE = "0.2.0"
_MANY = 300
_SHOWN = 5
_SCHEME = "schema/scheme.toml"
_GIT_SETTINGS = {".gitattributes", ".gitmodules", ".lfsconfig"}
_PROSE = (".md", ".cff")
_PICTURES = (".gif", ".ico", ".jpeg", ".jpg", ".png", ".webp")
_REFUSED = (
    *(".7z", ".arrow", ".avro", ".bz2", ".dll", ".doc", ".docx", ".exe", ".feather", ".gz", ".h5", ".ipynb", ".jar"),
    *(".joblib", ".npy", ".npz", ".onnx", ".parquet", ".pdf", ".pickle", ".pkl", ".pt", ".pth", ".pyc", ".rar"),
    *(".safetensors", ".so", ".spacy", ".sqlite", ".tar", ".tgz", ".whl", ".xls", ".xlsx", ".xz", ".zip", ".zst"),
)
"""What holds more than a reviewer sees, or runs when it is opened."""


@rule("QD570", severity=Severity.WARNING, since=_SINCE)
def annotations_of_several(contribution: Contribution) -> Iterator[Finding]:
    """Nobody but its annotator changes an annotation; where several are changed at once, somebody else did."""
    people = {each for each, annotator in contribution.annotators.items() if annotator.kind == "human"}
    theirs = [file for file in contribution.of_kind(FileKind.ANNOTATION) if file.annotator in people and file.is_there]
    names = sorted({file.annotator for file in theirs})
    edited = [file for file in theirs if file.is_edited]
    if edited and len(names) > 1:
        yield Finding(
            f"the annotation that {edited[0].annotator} made is changed together with those of others",
            path=edited[0].path,
            got=_listed(names),
            expected="the annotations of one annotator",
            fix="send each annotator's changes on their own, or ask each whether they are theirs",
        )


@rule("QD571", severity=Severity.WARNING, since=_SINCE)
def decision_without_its_ruling(contribution: Contribution) -> Iterator[Finding]:
    """What was adjudicated follows from annotations and rulings: one that changes alone has lost its reasons."""
    by_article: dict[str, dict[str, ChangedFile]] = {}
    for file in contribution.files:
        if file.article and file.kind in (FileKind.ANNOTATION, FileKind.RULINGS):
            by_article.setdefault(file.article, {})[file.annotator or "rulings"] = file
    for files in by_article.values():
        adjudicated, rulings = files.get(ADJUDICATED), files.get("rulings")
        if adjudicated and adjudicated.is_edited and len(files) == 1:
            yield Finding(
                "what was adjudicated is changed, and neither a ruling nor an annotation that it was made from",
                path=adjudicated.path,
                got="only adjudicated.json",
                expected="rulings.json, or an annotation of the article, beside it",
                fix="record in rulings.json what was decided, and why",
            )
        elif (
            rulings
            and rulings.is_edited
            and not adjudicated
            and _decisions(rulings.before) != _decisions(rulings.after)
        ):
            yield Finding(
                "a ruling is changed, and not what was adjudicated by it",
                path=rulings.path,
                got="only rulings.json",
                expected="adjudicated.json beside it",
                fix="bring adjudicated.json into line with the rulings",
            )


@rule("QD572", since=_SINCE)
def scheme_changed_with_data(contribution: Contribution) -> Iterator[Finding]:
    """The scheme decides what every label means, so its change is a review of its own; data is judged by the old one."""
    scheme = next((file for file in contribution.files if file.path == _SCHEME), None)
    if scheme and contribution.data:
        yield Finding(
            f"the scheme is changed together with {_listed([file.path for file in contribution.data])}",
            path=scheme.path,
            got="scheme and data",
            expected="one of them",
            fix="send the change of the scheme first, on its own",
        )


@rule("QD573", since=_SINCE)
def generated_file_edited(contribution: Contribution) -> Iterator[Finding]:
    """What is generated from the scheme is never edited: the next `quidit generate` would undo it."""
    for file in contribution.files:
        wanted = contribution.generated.get(file.path)
        if wanted is not None and file.content != wanted.encode():
            yield Finding(
                f"{file.path} is not what the scheme makes of it" if file.is_there else f"{file.path} is removed",
                path=file.path,
                got="an edited file" if file.is_there else "no file",
                expected="what `quidit generate` writes",
                fix="edit schema/scheme.toml, and run `quidit generate`",
            )


@rule("QD574", severity=Severity.WARNING, since=_SINCE)
def code_changed_with_data(contribution: Contribution) -> Iterator[Finding]:
    """Code, settings and workflows that come with data are easily overlooked, and decide what happens to all data."""
    code = [
        file
        for file in contribution.files
        if not file.is_data and file.path not in (_SCHEME, *contribution.generated)
        if file.name not in _GIT_SETTINGS and not _is_opaque(file)
        if not file.name.lower().endswith((*_PROSE, *_PICTURES))
    ]
    if code and contribution.data:
        yield Finding(
            f"{_listed([file.path for file in code])} changed together with data",
            path=code[0].path,
            got="code and data",
            expected="one of them",
            fix="send them apart; a reviewer of this contribution reads the code first",
        )


@rule("QD575", since=_SINCE)
def git_settings_changed(contribution: Contribution) -> Iterator[Finding]:
    """Attributes and submodules of git decide what a file looks like where it is checked out: not as it was reviewed."""
    for file in contribution.files:
        is_setting = file.name in _GIT_SETTINGS and contribution.data and not file.is_submodule
        if is_setting or (file.is_submodule and (file.is_data or file.folder == "schema")):
            yield Finding(
                f"{file.path} is {'another repository' if file.is_submodule else 'changed together with data'}",
                path=file.path,
                got="a submodule" if file.is_submodule else "a setting of git and data",
                expected="files" if file.is_submodule else "data only",
                fix="put the files themselves there" if file.is_submodule else "take it out of the contribution",
            )


@rule("QD576", since=_SINCE)
def file_that_nobody_can_review(contribution: Contribution) -> Iterator[Finding]:
    """Archives, binary files and notebooks hold more than a reviewer sees; whatever is built from the data, CI builds."""
    for file in contribution.files:
        # Among articles and annotations every file that is not theirs is refused already.
        if file.is_there and file.folder not in ("corpus", "annotations") and _is_opaque(file):
            yield Finding(
                f"{file.path} is no text that a reviewer can read",
                path=file.path,
                got=f"a .{file.name.rpartition('.')[2]} file" if "." in file.name else "a binary file",
                expected="text",
                fix="take it out; releases are built from the corpus, and never lie in git",
            )


@rule("QD577", severity=Severity.WARNING, since=_SINCE)
def too_many_files(contribution: Contribution) -> Iterator[Finding]:
    """Nobody reviews what they cannot read: a contribution of many hundred files is waved through."""
    if len(contribution.files) > _MANY:
        yield Finding(
            f"the contribution changes {len(contribution.files):,} files",
            path=contribution.files[0].path,
            got=f"{len(contribution.files):,} files",
            expected=f"at most {_MANY}",
            fix="split it, an event or a source at a time",
        )


def _listed(names: Sequence[str]) -> str:
    """The first few names, and how many there are besides."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _decisions(document: object) -> object:
    """What rulings decide, whatever reasons they give."""
    rulings = cast("Mapping[str, list[dict[str, object]]]", document or {}).get("rulings", [])
    return [{key: value for key, value in ruling.items() if key != "why"} for ruling in rulings]


def _is_opaque(file: ChangedFile) -> bool:
    name = file.name.lower()
    is_picture = name.endswith(_PICTURES) and not file.is_data
    is_binary = file.content is None or b"\0" in file.content
    return name.endswith(_REFUSED) or (is_binary and not is_picture)
