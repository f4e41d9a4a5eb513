"""The Label Studio configuration: the annotator's screen in one interface language, made from the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass, replace
from itertools import chain, count, repeat
from string import ascii_lowercase
from xml.etree.ElementTree import Element, indent, tostring

from quidit.scheme import RELATIONS, Choice, Control, MentionLabel, QuoteType, Scheme, StanceLabel

_Label = MentionLabel | QuoteType | StanceLabel

SENTENCE = "S"
"""The one label of the sentence layer, as exported."""

_NOT_XML = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VARIABLE = re.compile(r"\$(?=\w)")  # Label Studio puts task data where a text says $word
NO_HOTKEY = "–"  # on no keyboard; without one, Label Studio gives every choice a letter of its own choosing
_GREY = "#8c8c8c"
_PALE, _STRONG = (0.87, 1.0), (0.0, 0.45)  # lightness of what is filled, of lines and words
_UNDERLINES = {"all": "3px solid", "some": "4px double", "none": "2px dotted"}
_POLARITIES = {1: "▲", -1: "▼"}
_LOOKS = {
    "mention": "background-color:{pale} !important; border-radius:4px",
    "quote": "border-bottom:{line} {strong} !important; padding-bottom:2px",
    "cue": "background-color:{pale} !important; outline:1px solid {strong}; font-style:italic",
    "stance": "color:{strong}; font-weight:700",
    "sentence": "pointer-events:none; border-left:2px solid #bbb !important; padding-left:2px",
}
_VIEW_HOTKEYS = {"names": "7", "quotes": "8", "stances": "9", "sentences": "6", "arrows": "0"}
_HIDDEN_IN_VIEW = {"names": ("quote", "cue", "stance"), "quotes": ("stance",), "stances": ("cue",)}

_WORDS = {
    "sentence": {"en": "sentence", "fr": "phrase"},
    "sentences": {"en": "Sentences", "fr": "Phrases"},
    "arrows": {"en": "Arrows", "fr": "Flèches"},
    "entity": {"en": "Entity (empty: same name)", "fr": "Entité (vide : même nom)"},
    "known": {"en": "known entity…", "fr": "entité connue…"},
    "new": {"en": "or a new one: full name Q123", "fr": "ou nouvelle : nom complet Q123"},
    "kind": {"en": "Kind, if new", "fr": "Sorte, si nouvelle"},
    "without": {"en": "no {}", "fr": "sans {}"},
    "issue": {"en": "Issue", "fr": "Enjeu"},
}

# The text stays black on white in Label Studio's dark theme too: highlights are pale.
# Arrows are made invisible, not taken away: Label Studio measures them once, as they are first drawn.
_FRAME = """
.lsf-htx-richtext { line-height:2.25 !important; font-size:16px }
[data-color-scheme=dark] .lsf-htx-richtext { background:#fff; color:#1f1f1f }
.lsf-htx-richtext .htx-highlight {
  background-color:transparent !important; border:0 !important; border-radius:0; pointer-events:auto }
.lsf-htx-richtext .htx-highlight::after { display:none !important }
.lsf-htx-richtext .htx-highlight.__active.__active {
  box-shadow:0 0 0 2px #222 !important; background-color:#ffef5e !important; color:#000 !important }
.relations-overlay path { stroke:#e65100; stroke-width:1.3px; opacity:.55 } .relations-overlay g g { display:none }
.q-bar {
  position:sticky; top:0; z-index:101; display:flex; flex-wrap:wrap; gap:0 8px; align-items:center;
  background:var(--color-neutral-background, #fff); border-bottom:1px solid #ddd }
.q-bar * { margin-block:0 !important }
.q-body { display:flex } .q-text { flex:1; min-width:0; border-right:1px solid #ddd }
.q-side {
  position:sticky; top:72px; align-self:flex-start; width:270px; min-width:270px; max-height:78vh;
  overflow:auto; padding:4px 0 4px 12px; font-size:13px }
.q-side :is(h4,h5,h6) { font-size:12px; margin:4px 0 !important } .q-side .lsf-choice * { font-weight:400 }
""".strip()


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that a control offers: ``alias`` is what is exported, ``shown`` what the annotator reads."""

    control: str
    alias: str
    shown: str
    hotkey: str = ""
    hint: str = ""
    color: str = ""


def label_studio_config(scheme: Scheme, language: str) -> str:
    """The labelling configuration, XML, for one of the scheme's interface languages.

    What Label Studio exports is the same in every language: the scheme's labels and ids. A task gives
    ``text`` and ``entities`` (the choices of a Taxonomy, possibly none).
    """
    words = {key: texts.get(language, texts["en"]) for key, texts in _WORDS.items()}
    values = list(_distinct([*_labels(scheme, language, words), *_choices(scheme, language, words)]))
    style = Element("Style")
    style.text = "\n" + "\n".join([_FRAME, *_label_rules(scheme, values), *_view_rules(values)]) + "\n  "
    root = _tag("View", style, _bar(values), _body(scheme, values, words))
    root.extend(_choice_control(values, "article_flag", choice="multiple"))
    if relations := [_tag("Relation", value=relation) for relation in relations_in_use(scheme)]:
        root.append(_tag("Relations", *relations))
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def relations_in_use(scheme: Scheme) -> tuple[str, ...]:
    """The relations between layers that are on."""
    off = set() if scheme.has("quotes") else {"speaker", "via", "cue", "continues"}
    off |= set() if scheme.has("cues") else {"cue"}
    off |= set() if scheme.has("stances") else {"holder", "target"}
    return tuple(relation for relation in RELATIONS if relation not in off)


def issue_hotkeys(scheme: Scheme) -> tuple[str, ...]:
    """A hotkey for each issue: shift with the letters that the scheme leaves free, then none."""
    keys = [key for letter in ascii_lowercase if (key := _unless_taken(f"shift+{letter}", scheme))]
    return (*keys, *repeat("", len(scheme.issues)))[: len(scheme.issues)]


def _unless_taken(hotkey: str, scheme: Scheme) -> str:
    """The hotkey, or none where the scheme gives it to something of its own."""
    named: list[_Label | Choice | Control] = [*scheme.mentions, *scheme.quote_types, *scheme.stances]
    named += [*scheme.uses, *scheme.article_flags, scheme.cue, scheme.unsure]
    return "" if hotkey in {element.hotkey.lower() for element in named} else hotkey


def _labels(scheme: Scheme, language: str, words: Mapping[str, str]) -> Iterator[_Value]:
    """The labels of regions, control by control, for the layers that are on."""
    labels: list[tuple[str, _Label]] = [("mention", label) for label in scheme.mentions]
    labels += [("quote", label) for label in scheme.quote_types if scheme.has("quotes")]
    labels += [("stance", label) for label in scheme.stances if scheme.has("stances")]
    for control, label in labels:
        title, definition = label.title[language], label.definition[language]
        yield _Value(control, label.label, title, label.hotkey, definition, label.color)
    if scheme.has("cues"):
        title, definition = scheme.cue.title[language], scheme.cue.definition[language]
        yield _Value("cue", "cue", title, scheme.cue.hotkey, definition, scheme.cue.color or _GREY)
    yield _Value("sentence", SENTENCE, words["sentence"], _unless_taken("x", scheme), color=_GREY)


def _choices(scheme: Scheme, language: str, words: Mapping[str, str]) -> Iterator[_Value]:
    """The views, the attributes of regions and the flags of the article."""
    layers = {text.layer: text.title[language] for text in scheme.layers}
    views = {"names": layers["mentions"], "quotes": layers.get("quotes"), "stances": layers.get("stances")}
    arrows = words["arrows"] if relations_in_use(scheme) else None
    for view, title in {**views, "sentences": words["sentences"], "arrows": arrows}.items():
        if title:
            yield _Value("view", view, title, _unless_taken(_VIEW_HOTKEYS[view], scheme))
    uses = scheme.uses if scheme.with_uses else ()
    attributes = {"use": uses, "entity_kind": scheme.entity_kinds, "article_flag": scheme.article_flags}
    for control, choices in attributes.items():
        for choice in choices:
            title, definition = choice.title[language], choice.definition[language]
            yield _Value(control, choice.id, title, choice.hotkey, definition)
    for relation, hotkey in (("speaker", "s"), ("cue", "c")):
        if relation in relations_in_use(scheme):
            title = words["without"].format(scheme.relations[relation][language])
            yield _Value("without", relation, title, _unless_taken(hotkey, scheme))
    if scheme.has("stances"):
        for issue, hotkey in zip(scheme.issues, issue_hotkeys(scheme), strict=True):
            yield _Value("issue", issue.id, issue.reads[language], hotkey)
    title, definition = scheme.unsure.title[language], scheme.unsure.definition[language]
    yield _Value("unsure", "unsure", title, scheme.unsure.hotkey, definition)


def _distinct(values: Sequence[_Value]) -> Iterator[_Value]:
    """The values, each shown by a text of its own: among all labels, and among a control's choices.

    A highlight says its label as ``12:text``, so that no text may end another after a colon either.
    """
    texts: dict[str, list[str]] = {}
    for value in values:
        others = texts.setdefault("" if value.control in _LOOKS else value.control, [])
        text, alias = f":{_plain(value.shown) or value.alias}", value.alias
        tries = chain([text, f"{text} ({alias})"], (f"{text} ({alias} {number})" for number in count(2)))
        shown = next(each for each in tries if not any(each.endswith(one) or one.endswith(each) for one in others))
        others.append(shown)
        yield replace(value, shown=shown[1:], hint=_plain(value.hint))


def _plain(text: str) -> str:
    """The text on one line, without what XML forbids and Label Studio would replace."""
    line = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return _VARIABLE.sub("\N{FULLWIDTH DOLLAR SIGN}", line)


def _tag(tag: str, /, *children: Element, **attributes: str) -> Element:
    """The element with its children; attributes without a value are left out."""
    element = Element(tag, {name: value for name, value in attributes.items() if value})
    element.extend(children)
    return element


def _offered(values: Sequence[_Value], control: str, tag: str) -> Iterator[Element]:
    """The elements of a control's values."""
    for value in (value for value in values if value.control == control):
        texts = {"value": value.shown, "alias": value.alias if value.alias != value.shown else ""}
        color = value.color and _lit(value.color, *_STRONG)
        yield _tag(tag, **texts, hotkey=value.hotkey or NO_HOTKEY, background=color, hint=value.hint)


def _choice_control(values: Sequence[_Value], control: str, **attributes: str) -> list[Element]:
    """The control with its choices, or nothing where the scheme has none."""
    choices = list(_offered(values, control, "Choice"))
    attributes = {"layout": "inline", **attributes}
    return [_tag("Choices", *choices, name=control, toName="text", **attributes)] if choices else []


def _bar(values: Sequence[_Value]) -> Element:
    """The bar of labels and views above the text, one group for each control."""
    groups = [
        _tag("View", _tag("Labels", *labels, name=control, toName="text", showInline="true"))
        for control in _LOOKS
        if (labels := list(_offered(values, control, "Label")))
    ]
    views = _tag("View", *_choice_control(values, "view", choice="single"), className="q-view")
    return _tag("View", *groups, views, className="q-bar")


def _body(scheme: Scheme, values: Sequence[_Value], words: Mapping[str, str]) -> Element:
    """The text, and beside it what may be said of the region that is selected."""
    selected = {"visibleWhen": "region-selected"}
    mention, quote, stance = ({**selected, "whenTagName": name} for name in ("mention", "quote", "stance"))
    labels = ",".join(label.label for label in scheme.mentions if label.uses)
    one, some = ({"perRegion": "true", "choice": choice} for choice in ("single-radio", "multiple"))
    entity = {"toName": "text", "perRegion": "true", **mention}
    known = {"name": "entity", "value": "$entities", "maxUsages": "1"}
    new = {"name": "new_entity", "editable": "true", "maxSubmissions": "1", "rows": "1"}
    text = _tag("Text", name="text", value="$text", granularity="symbol", saveTextResult="yes")
    of_mention = [
        *_choice_control(values, "use", **one, **mention, whenLabelValue=labels),
        _tag("Header", value=words["entity"], size="6"),
        _tag("Taxonomy", **known, placeholder=words["known"], **entity),
        _tag("TextArea", **new, placeholder=words["new"], **entity),
        _tag("Header", value=words["kind"], size="6"),
        *_choice_control(values, "entity_kind", layout="select", **one, **mention),
    ]
    side = [_tag("View", *of_mention, **mention), *_choice_control(values, "without", **some, **quote)]
    if issues := _choice_control(values, "issue", layout="vertical", **one, **stance):
        side.append(_tag("View", _tag("Header", value=words["issue"], size="6"), *issues, **stance))
    side += _choice_control(values, "unsure", **some, **selected)
    columns = (_tag("View", text, className="q-text"), _tag("View", *side, className="q-side"))
    return _tag("View", *columns, className="q-body")


def _label_rules(scheme: Scheme, values: Sequence[_Value]) -> Iterator[str]:
    """The CSS of highlights: names are filled, quotes underlined, cues boxed, stances in colour."""
    marks = {label.label: label.marks for label in scheme.quote_types}
    arrows = {label.label: _POLARITIES[label.polarity] for label in scheme.stances}
    for value in (value for value in values if value.control in _LOOKS):
        highlight = f".lsf-htx-richtext .htx-highlight{_ending(value)}"
        line = _UNDERLINES.get(marks.get(value.alias, ""), "")
        pale, strong = _lit(value.color, *_PALE), _lit(value.color, *_STRONG)
        yield f"{highlight} {{ {_LOOKS[value.control].format(pale=pale, strong=strong, line=line)} }}"
        if value.control == "stance":
            yield f'{highlight}::before {{ content:"{arrows[value.alias]}"; font-size:9px; vertical-align:super }}'
    if quotes := _any_of(values, "quote"):
        line = f"border-bottom:2px solid {_lit(scheme.quote_types[0].color, *_STRONG)} !important; padding-bottom:2px"
        yield f".lsf-htx-richtext .htx-highlight:not([data-label]) {{ {line} }}"
        yield f".lsf-htx-richtext {quotes} {quotes} {{ border-bottom-color:#e65100 !important; padding-bottom:0 }}"


def _view_rules(values: Sequence[_Value]) -> Iterator[str]:
    """The CSS of the views: what each hides, and that sentences and arrows wait to be asked for."""
    for view in (value for value in values if value.control == "view"):
        chosen = f":has(.q-view input[name={_css(view.shown)}]:checked)"
        screen = f".lsf-main-view__annotation{chosen}"
        if hidden := _any_of(values, *_HIDDEN_IN_VIEW.get(view.alias, ())):
            gone = "all:unset !important; content:none !important; pointer-events:none !important"
            yield f"{screen} {hidden}, {screen} {hidden}::before {{ {gone} }}"
        if view.alias == "sentences":
            sentences = f"{screen} .lsf-htx-richtext {_any_of(values, 'sentence')}"
            yield f"{sentences} {{ pointer-events:auto; background-color:#f1f1f1 !important }}"
        if view.alias == "arrows":
            yield f".lsf-main-view__annotation:not({chosen}) .relations-overlay {{ opacity:0 }}"


def _any_of(values: Sequence[_Value], *controls: str) -> str:
    """The selector of the controls' highlights, or nothing where there are none.

    A region that others cut into pieces has its label on the last piece only; it is quotes that are cut.
    """
    endings = [_ending(value) for value in values if value.control in controls]
    endings += [":not([data-label])"] if endings and "quote" in controls else []
    return f".htx-highlight:is({','.join(endings)})" if endings else ""


def _ending(value: _Value) -> str:
    return f'[data-label$=":{_css(value.shown)}"]'


def _css(text: str) -> str:
    """The text inside a CSS string or name, whatever it holds."""
    return re.sub(r"^\d|[^\w]", lambda found: f"\\{ord(found[0]):x} ", text)


def _lit(color: str, least: float, most: float) -> str:
    """The colour, made lighter or darker where its lightness is not between the two."""
    hue, lightness, saturation = rgb_to_hls(*(int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)))
    if least <= lightness <= most:
        return color
    rgb = hls_to_rgb(hue, max(least, min(most, lightness)), saturation)
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)
