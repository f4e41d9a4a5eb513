"""The annotators' guide: what its pages say of the hotkeys, made from the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, fromstring

from quidit.generate.label_studio import NO_HOTKEY, label_studio_config
from quidit.generate.reference import safe, table
from quidit.problems import QuiditError
from quidit.scheme import Scheme

START = "<!-- generated: hotkeys -->"
END = "<!-- /generated -->"

_BLOCK = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
_ENGLISH = {
    "key": "key",
    "shown": "on the screen",
    "moment": "when",
    "draw": "before you draw",
    "always": "at any time",
    "region": "a region is selected",
    "mention": "a mention is selected",
    "quote": "a quote is selected",
    "stance": "a stance is selected",
}
_FRENCH = {
    "key": "touche",
    "shown": "à l’écran",
    "moment": "quand",
    "draw": "avant de tracer",
    "always": "à tout moment",
    "region": "un segment est sélectionné",
    "mention": "une mention est sélectionnée",
    "quote": "une citation est sélectionnée",
    "stance": "une position est sélectionnée",
}
_WORDS = {"en": _ENGLISH, "fr": _FRENCH}


class PageError(QuiditError, ValueError):
    """A page of the guide without the one block that is made anew."""


def hotkeys_table(scheme: Scheme, language: str) -> str:
    """A Markdown table of every hotkey on the annotators' screen, in one of the scheme's interface languages.

    Its own words are French or, in any other language, English.
    """
    words = _WORDS.get(language, _ENGLISH)
    screen = fromstring(label_studio_config(scheme, language))  # noqa: S314  # XML that we have just written
    keyed = [(control, value) for control, value in _offers(screen) if value.attrib["hotkey"] != NO_HOTKEY]
    titles = {label.label: label.title[language] for label in scheme.mentions}
    columns = {
        "key": [safe(value.attrib["hotkey"]) for _, value in keyed],
        "shown": [safe(value.attrib["value"]) for _, value in keyed],
        "moment": [_moment(control, titles, words) for control, _ in keyed],
    }
    return table(columns, words)


def refreshed(page: str, scheme: Scheme, language: str) -> str:
    """The page with the table of hotkeys between its marker comments made anew.

    Raises:
        PageError: the page has no such block, or several.
    """
    blocks = len(_BLOCK.findall(page))
    if blocks != 1:
        raise PageError(f"the page has {blocks} blocks of hotkeys; put {START} and {END} into it once, in this order")
    block = f"{START}\n\n{hotkeys_table(scheme, language)}\n\n{END}"
    return _BLOCK.sub(lambda _: block, page)


def _offers(screen: Element) -> Iterator[tuple[Element, Element]]:
    """Each value that the screen offers under a key, with its control, in the order of the screen."""
    return ((control, value) for control in screen.iter() for value in control if "hotkey" in value.attrib)


def _moment(control: Element, titles: Mapping[str, str], words: Mapping[str, str]) -> str:
    """When the keys of a control do something; ``titles`` are those of the labels that alone may have it."""
    if control.tag == "Labels":
        return words["draw"]
    if "perRegion" not in control.attrib:
        return words["always"]
    labels = control.get("whenLabelValue", "")
    of_labels = f" ({', '.join(safe(titles[label]) for label in labels.split(','))})" if labels else ""
    return words[control.get("whenTagName", "region")] + of_labels
