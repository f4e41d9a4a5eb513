"""Rules on what was given, decided or made before: a contribution adds to it, and rewrites none of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import cast

from quidit.checks.changed import Contribution, Edited, EditedArticle
from quidit.checks.rules import rule
from quidit.checks.subjects import FileKind
from quidit.problems import Finding, Severity
from quidit.records import ID_PREFIXES, LAYERS, Layer

_SINCE = "0.2.0"
_WITHDRAWN = "withdrawn"
Item = Mapping[str, object]


@rule("QD550", since=_SINCE)
def ledger_rewritten(contribution: Contribution) -> Iterator[Finding]:
    """The ledger is append-only: what was promised to readers of a release stays where they can read it."""
    was, stands = contribution.lines_before, contribution.lines
    place = next((n for n, line in enumerate(was) if n >= len(stands) or stands[n] != line), None)
    if place is not None:
        yield Finding(
            f"line {place + 1} of the ledger is not what the base has there",
            path=contribution.ledger_path,
            line=place + 1,
            got=stands[place] if place < len(stands) else "no such line",
            expected=was[place],
            fix="restore the line; `quidit split` adds new ones at the end",
        )


@rule("QD551", since=_SINCE)
def settled_article_changed(article: EditedArticle) -> Iterator[Finding]:
    """Text and sentences of an article are frozen once it is annotated or stands in the ledger."""
    before, after = article.before, article.after
    if not article.is_settled:
        return
    if _text_of(before) != _text_of(after) and before["text_sha256"] != after["text_sha256"]:
        # Without another raw file the text is not the raw file's, which is a problem already.
        if _raw_hash(before) != _raw_hash(after):
            yield Finding(
                "the text is another one than the base has, though the article is annotated or was released",
                "/text_sha256",
                got=str(after["text_sha256"]),
                expected=str(before["text_sha256"]),
                fix="undo the change; a corrected article is added under a new id",
            )
        return
    was, stands = _sentences(before), _sentences(after)
    if was != stands:
        number = next(
            (n for n, (a, b) in enumerate(zip(was, stands, strict=False)) if a != b), min(len(was), len(stands))
        )
        yield Finding(
            f"sentence {number} is not cut where the base cuts it, though the article is annotated or was released",
            f"/sentences/{max(0, min(number, len(stands) - 1))}",
            got=str(stands[number]) if number < len(stands) else f"{len(stands)} sentences",
            expected=str(was[number]) if number < len(was) else f"{len(was)} sentences",
            fix="restore the sentences; an annotator flags an article that is cut badly",
        )


@rule("QD552", severity=Severity.WARNING, since=_SINCE)
def article_removed(contribution: Contribution) -> Iterator[Finding]:
    """What somebody contributed goes only by a decision, and an article that was never split leaves no trace of one."""
    folders = {place.split("/")[1] for place in contribution.annotated}
    for file in contribution.of_kind(FileKind.ARTICLE):
        gone = file.was_there and not file.is_there
        # One that the ledger names, or that leaves annotations behind, is missed by other rules.
        if gone and contribution.ledger.split(file.article) is None and file.article not in folders:
            yield Finding(
                f"the article {file.article} is removed",
                path=file.path,
                got="no file",
                expected="the article, which no release has and nobody has withdrawn",
                fix="restore it, or say in the pull request who decided that it goes, and why",
            )


@rule("QD553", since=_SINCE)
def annotation_removed(contribution: Contribution) -> Iterator[Finding]:
    """An annotation is somebody's work and part of what agreement is measured on; it goes only with its article."""
    for file in contribution.files:
        if file.kind not in (FileKind.ANNOTATION, FileKind.RULINGS) or file.is_there:
            continue
        if not contribution.removes(file.article) and contribution.ledger.split(file.article) != _WITHDRAWN:
            yield Finding(
                f"{file.name} of {file.article} is removed, and the article stays",
                path=file.path,
                got="no file",
                expected="the file that the base has",
                fix="restore it; while it is not to be used, its status is draft",
            )


@rule("QD554", since=_SINCE)
def id_reused(annotation: Edited) -> Iterator[Finding]:
    """Rulings, suggestions and releases name items by their ids, so an id never comes to mean another item."""
    for layer in LAYERS:
        if reused := list(_reused(annotation, layer)):
            number, was, stands = reused[0]
            more = f", and so do {len(reused) - 1} more" if len(reused) > 1 else ""
            yield Finding(
                f"{stands['id']} meant {_shown(was)} and now means {_shown(stands)}{more}",
                f"/{layer}/{number}/id",
                got=_shown(stands),
                expected=_shown(was),
                span=(cast("int", stands["start"]), cast("int", stands["end"])),
                fix=f'give it a new id, "{_next_id(annotation, layer)}", and let what is gone be gone',
            )


@rule("QD555", severity=Severity.WARNING, since=_SINCE)
def id_changed(annotation: Edited) -> Iterator[Finding]:
    """An item keeps its id for good, or whatever names it loses it."""
    for layer in LAYERS:
        was, stands = _by_id(annotation.before, layer), _by_id(annotation.after, layer)
        gone = {_identity(each): id_ for id_, (_, each) in was.items() if id_ not in stands}
        renamed = [
            (number, gone[_identity(each)], each)
            for id_, (number, each) in stands.items()
            if id_ not in was and _identity(each) in gone
        ]
        if renamed and not any(_reused(annotation, layer)):
            number, id_, each = renamed[0]
            more = f", and {len(renamed) - 1} more have other ids too" if len(renamed) > 1 else ""
            yield Finding(
                f"{_shown(each)} was {id_} and is {each['id']} now{more}",
                f"/{layer}/{number}/id",
                got=str(each["id"]),
                expected=id_,
                span=(cast("int", each["start"]), cast("int", each["end"])),
                fix=f'write "id": "{id_}", unless it was made anew',
            )


@rule("QD556", since=_SINCE)
def annotator_kind_changed(roster: Edited) -> Iterator[Finding]:
    """What a model made never becomes a person's work, nor a person's work a model's, by one edited word."""
    was = {row["id"]: row["kind"] for row in cast("list[dict[str, str]]", roster.before)}
    for number, row in enumerate(cast("list[dict[str, str]]", roster.after)):
        kind = was.get(row["id"], row["kind"])
        if kind != row["kind"]:
            yield Finding(
                f"{row['id']} was a {kind} and is a {row['kind']} now",
                f"/{number}/kind",
                got=row["kind"],
                expected=kind,
                fix=f'write "kind": "{kind}", and list a {row["kind"]} under an id of its own',
            )


@rule("QD557", since=_SINCE)
def raw_file_changed(contribution: Contribution) -> Iterator[Finding]:
    """Raw files stay as they were received: they are what everything else can be checked against."""
    for file in contribution.files:
        if file.folder != "seeds" or not file.was_there:
            continue
        named = [raw for raw in contribution.raws if raw.file == file.name]
        now = hashlib.sha256(file.content or b"").hexdigest() if file.is_there else ""
        # An article that still names what was received misses it, and says so.
        if any(raw.sha256 != now for raw in named) or (not named and not file.is_there and _leaves(contribution)):
            continue
        yield Finding(
            f"{file.path} is {'not the file that was received' if file.is_there else 'removed'}",
            path=file.path,
            got=now or "no file",
            expected="the file that the base has",
            fix="restore it; another raw file gets another name, and `quidit add` makes an article of it",
        )


@rule("QD558", severity=Severity.WARNING, since=_SINCE)
def rights_widened(article: EditedArticle) -> Iterator[Finding]:
    """That an article may be given away is for its owner to say, so a reviewer looks at every such change."""
    was, stands = (_redistribution(document) for document in (article.before, article.after))
    if stands == "allowed" != was:
        yield Finding(
            f"redistribution was {was} and is allowed now",
            "/rights/redistribution",
            got=stands,
            expected=was,
            fix="the reviewer asks for the owner's permission, and checks decided_by, date and basis",
        )


def _text_of(document: Mapping[str, object]) -> object:
    return document["paragraphs"]


def _raw_hash(document: Mapping[str, object]) -> object:
    return cast("Mapping[str, object]", document["source"])["sha256"]


def _sentences(document: Mapping[str, object]) -> list[list[int]]:
    return cast("list[list[int]]", document["sentences"])


def _redistribution(document: Mapping[str, object]) -> str:
    return str(cast("Mapping[str, object]", document["rights"])["redistribution"])


def _leaves(contribution: Contribution) -> bool:
    """Whether an article goes, with which its raw file may go too."""
    return any(not file.is_there for file in contribution.of_kind(FileKind.ARTICLE))


def _by_id(document: object, layer: str) -> dict[str, tuple[int, Item]]:
    """A layer's items with their numbers, by id."""
    items = cast("Mapping[str, list[Item]]", document).get(layer, [])
    return {str(each["id"]): (number, each) for number, each in enumerate(items)}


def _reused(annotation: Edited, layer: str) -> Iterator[tuple[int, Item, Item]]:
    """Items whose id meant one with altogether other words and another label."""
    was = _by_id(annotation.before, layer)
    for id_, (number, stands) in _by_id(annotation.after, layer).items():
        _, before = was.get(id_, (0, stands))
        apart = before["end"] <= stands["start"] or stands["end"] <= before["start"]  # type: ignore[operator]  # offsets
        same_label = "label" in stands and before.get("label") == stands.get("label")
        if apart and before["text"] != stands["text"] and not same_label:
            yield number, before, stands


def _identity(item: Item) -> tuple[object, ...]:
    return item["start"], item["end"], item.get("label"), item.get("type")


def _shown(item: Item) -> str:
    """An item in words: ``Kremlin (LOC)``."""
    kind = item.get("label") or item.get("type")
    return f"“{item['text']}”{f' ({kind})' if kind else ''}"


def _next_id(annotation: Edited, layer: Layer) -> str:
    """The id after the highest that the layer has on either side."""
    ids = {*_by_id(annotation.before, layer), *_by_id(annotation.after, layer)}
    return f"{ID_PREFIXES[layer]}{max(int(id_[1:]) for id_ in ids) + 1}"
