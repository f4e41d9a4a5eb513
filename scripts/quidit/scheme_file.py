"""The scheme file: what ``schema/scheme.toml`` says, read into a Scheme."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

from quidit.problems import QuiditError
from quidit.records import LAYERS
from quidit.scheme import (
    RELATIONS,
    Choice,
    Control,
    Issue,
    LayerText,
    MentionLabel,
    QuoteType,
    Scheme,
    StanceLabel,
    Texts,
)

_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_COLOR = re.compile(r"#[0-9a-f]{6}")
_VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_UNSELECT = "u"
"""The one letter that Label Studio keeps for itself."""


class SchemeError(QuiditError, ValueError):
    """The scheme file does not hold a scheme; the message names the table, the value and the remedy."""


def read_scheme(text: str) -> Scheme:
    """The scheme that the text of a ``scheme.toml`` holds.

    Raises:
        SchemeError: it is not TOML, or not a whole and consistent scheme.
    """
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of 5,000 digits and deep nesting are no TOMLDecodeError
        raise SchemeError(f"scheme.toml is not TOML: {error}; correct it at this place") from error
    scheme = _read(_Table(document, "scheme.toml"))
    _require_whole(scheme)
    return scheme


class _Table:
    """A TOML table with its place; every value is taken once, and what is left over is an error."""

    def __init__(self, members: Mapping[str, object], place: str) -> None:
        self.members = dict(members)
        self.place = place

    def fault(self, key: str, message: str) -> SchemeError:
        return SchemeError(f"{self.place}: {key}: {message}")

    def text(self, key: str, pattern: re.Pattern[str] | None = None, default: str | None = None) -> str:
        value = self.members.pop(key, default)
        if value is None:
            raise self.fault(key, "is missing; add it")
        if not isinstance(value, str):
            raise self.fault(key, f"{value!r} is not text; put it in quotes")
        if pattern is not None and value != default and not pattern.fullmatch(value):
            raise self.fault(key, f"{value!r} does not have the form {pattern.pattern}; correct it")
        return value

    def choice(self, key: str, values: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in values:
            raise self.fault(key, f"{value!r} is not one of {', '.join(values)}; write one of them")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.members.pop(key, default)
        if not isinstance(value, bool):
            raise self.fault(key, f"{value!r} is neither true nor false; write one of them")
        return value

    def number(self, key: str, values: tuple[int, ...]) -> int:
        value = self.members.pop(key, None)
        if type(value) is not int or value not in values:
            given = "is missing" if value is None else f"{value!r} is none of them"
            raise self.fault(key, f"{given}; write {' or '.join(map(str, values))}")
        return value

    def list(self, key: str, pattern: re.Pattern[str] | None = None) -> tuple[str, ...]:
        value = self.members.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(element, str) for element in value):
            raise self.fault(key, 'is not a list of texts; write ["…", "…"]')
        for element in value:
            if pattern is not None and not pattern.fullmatch(element):
                raise self.fault(key, f"{element!r} does not have the form {pattern.pattern}; correct it")
        return tuple(value)

    def texts(self, key: str, languages: tuple[str, ...], *, optional: bool = False) -> Texts:
        value = self.members.pop(key, {} if optional else None)
        if optional and value == {}:
            return dict.fromkeys(languages, "")
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            wanted = ", ".join(f'{language} = "…"' for language in languages)
            raise self.fault(key, f"is not a text for each of the languages; write {{ {wanted} }}")
        if missing := [language for language in languages if not value.get(language)]:
            raise self.fault(key, f"has no text in {', '.join(missing)}; add it")
        return {language: value[language] for language in languages}

    def table(self, key: str) -> _Table:
        value = self.members.pop(key, None)
        if not isinstance(value, dict):
            raise self.fault(key, f"is missing or not a table; write [{key}]")
        return _Table(value, f"{self.place}: [{key}]")

    def tables(self, key: str) -> Iterator[_Table]:
        value = self.members.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(element, dict) for element in value):
            raise self.fault(key, f"is not a list of tables; write [[{key}]]")
        for number, element in enumerate(value, start=1):
            table = _Table(element, f"{self.place}: [[{key}]] number {number}")
            yield table
            table.close()

    def close(self) -> None:
        for key in self.members:
            raise self.fault(key, "is not a key that a scheme knows; remove it or correct its spelling")


def _read(root: _Table) -> Scheme:
    """The scheme that the root table says, each part checked on its own."""
    languages = root.list("languages", _LANGUAGE)
    if not languages:
        raise root.fault("languages", "is missing; name at least one interface language")
    if len(set(languages)) < len(languages):
        raise root.fault("languages", f"{', '.join(languages)}: one of them stands twice; remove it")
    cue = root.table("cue")
    relations = root.table("relations")
    unsure = root.table("unsure")
    scheme = Scheme(
        version=root.text("version", _VERSION),
        earlier_versions=root.list("earlier_versions", _VERSION),
        languages=languages,
        layers=tuple(_layers(root.table("layers"), languages)),
        mentions=tuple(_mention_label(table, languages) for table in root.tables("mentions")),
        uses=tuple(_choice(table, languages) for table in root.tables("uses")),
        entity_kinds=tuple(_choice(table, languages) for table in root.tables("entity_kinds")),
        cue=_control(cue, languages),
        quote_types=tuple(_quote_type(table, languages) for table in root.tables("quote_types")),
        stances=tuple(_stance_label(table, languages) for table in root.tables("stances")),
        relations={relation: relations.texts(relation, languages) for relation in RELATIONS},
        unsure=_control(unsure, languages),
        article_flags=tuple(_choice(table, languages) for table in root.tables("article_flags")),
        issues=tuple(
            Issue(table.text("id", _IDENTIFIER), table.texts("reads", languages)) for table in root.tables("issues")
        ),
    )
    for table in (cue, relations, unsure, root):
        table.close()
    return scheme


def _layers(root: _Table, languages: tuple[str, ...]) -> Iterator[LayerText]:
    for layer in LAYERS:
        table = root.table(layer)
        on = table.flag("on")
        text = LayerText(layer, table.texts("title", languages), table.texts("definition", languages))
        table.close()
        if on:
            yield text
    root.close()


def _mention_label(table: _Table, languages: tuple[str, ...]) -> MentionLabel:
    return MentionLabel(
        label=table.text("label", _LABEL),
        title=table.texts("title", languages),
        definition=table.texts("definition", languages),
        color=table.text("color", _COLOR),
        hotkey=table.text("hotkey", default=""),
        examples=table.list("examples"),
        name=table.flag("name"),
        actor=table.flag("actor"),
        uses=table.flag("uses"),
    )


def _choice(table: _Table, languages: tuple[str, ...]) -> Choice:
    return Choice(
        id=table.text("id", _IDENTIFIER),
        title=table.texts("title", languages),
        definition=table.texts("definition", languages, optional=True),
        hotkey=table.text("hotkey", default=""),
        examples=table.list("examples"),
        anonymous=table.flag("anonymous"),
    )


def _quote_type(table: _Table, languages: tuple[str, ...]) -> QuoteType:
    return QuoteType(
        label=table.text("label", _LABEL),
        title=table.texts("title", languages),
        definition=table.texts("definition", languages),
        color=table.text("color", _COLOR),
        hotkey=table.text("hotkey", default=""),
        marks=table.choice("marks", ("all", "some", "none")),  # type: ignore[arg-type]  # choice narrows
    )


def _stance_label(table: _Table, languages: tuple[str, ...]) -> StanceLabel:
    return StanceLabel(
        label=table.text("label", _LABEL),
        title=table.texts("title", languages),
        definition=table.texts("definition", languages),
        color=table.text("color", _COLOR),
        hotkey=table.text("hotkey", default=""),
        polarity=table.number("polarity", (1, -1)),
    )


def _control(table: _Table, languages: tuple[str, ...]) -> Control:
    return Control(
        title=table.texts("title", languages),
        definition=table.texts("definition", languages, optional=True),
        color=table.text("color", _COLOR, default=""),
        hotkey=table.text("hotkey", default=""),
    )


def _require_whole(scheme: Scheme) -> None:
    """What no part can see on its own: lists that a layer needs, and names used twice.

    Raises:
        SchemeError: naming the list and the value.
    """
    needs = {
        "mentions": ("mentions", scheme.mentions),
        "quotes": ("quote_types", scheme.quote_types),
        "stances": ("stances", scheme.stances),
    }
    for layer, (table, labels) in needs.items():
        if any(text.layer == layer for text in scheme.layers) and not labels:
            raise SchemeError(f"scheme.toml: the layer {layer} is on and has no label; add a [[{table}]]")
    if not scheme.has("mentions"):
        raise SchemeError("scheme.toml: [layers.mentions] is off; quotes and stances need it, switch it on")
    if not scheme.entity_kinds:
        raise SchemeError("scheme.toml: no [[entity_kinds]]; mentions need at least one")
    if scheme.with_uses and not scheme.uses:
        raise SchemeError("scheme.toml: a mention label has uses = true and there is no [[uses]]; add them")
    for table, names in _named_lists(scheme):
        for name in names:
            if name and names.count(name) > 1:
                raise SchemeError(f"scheme.toml: [[{table}]]: {name!r} stands twice; each needs its own")
    _require_own_hotkeys(scheme)


def _named_lists(scheme: Scheme) -> Iterator[tuple[str, list[str]]]:
    labelled: list[MentionLabel | QuoteType | StanceLabel] = [*scheme.mentions, *scheme.quote_types, *scheme.stances]
    yield "mentions, quote_types, stances", [label.label for label in labelled]
    yield "uses", [use.id for use in scheme.uses]
    yield "entity_kinds", [kind.id for kind in scheme.entity_kinds]
    yield "article_flags", [flag.id for flag in scheme.article_flags]
    yield "issues", [issue.id for issue in scheme.issues]


def _require_own_hotkeys(scheme: Scheme) -> None:
    """No two things to choose share a hotkey, and none has Label Studio's own.

    Raises:
        SchemeError: naming the hotkey, and what has it.
    """
    labels: list[MentionLabel | QuoteType | StanceLabel] = [*scheme.mentions, *scheme.quote_types, *scheme.stances]
    labelled = [(each.label, each.hotkey) for each in labels]
    chosen = [(each.id, each.hotkey) for each in (*scheme.uses, *scheme.article_flags)]
    holders: dict[str, str] = {}
    for holder, hotkey in (*labelled, *chosen, ("cue", scheme.cue.hotkey), ("unsure", scheme.unsure.hotkey)):
        if hotkey.lower() == _UNSELECT:
            raise SchemeError(f"scheme.toml: the hotkey {hotkey!r} unselects in Label Studio; choose another letter")
        if hotkey in holders:
            raise SchemeError(
                f"scheme.toml: the hotkey {hotkey!r} is that of {holders[hotkey]} and of {holder}; each needs its own"
            )
        if hotkey:
            holders[hotkey] = holder
