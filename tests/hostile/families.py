"""The families of hostile files, by name; each makes its cases from the sound corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from hostile import json_text, meanings, names, sizes, values
from hostile.sound import Case, Sound

FAMILIES: Mapping[str, Callable[[Sound, str], Iterator[Case]]] = {
    "numbers": lambda sound, _: json_text.numbers(sound),
    "texts": lambda sound, _: json_text.texts(sound),
    "around": lambda sound, _: json_text.around(sound),
    "encodings": lambda sound, _: json_text.encodings(sound),
    "duplicates": lambda sound, _: json_text.duplicates(sound),
    "wrong values": lambda sound, _: values.wrong_values(sound),
    "references": values.references,
    "keys": lambda sound, _: values.keys(sound),
    "characters": lambda sound, _: values.characters(sound),
    "sequences": lambda sound, _: values.sequences(sound),
    "depths": lambda sound, _: sizes.depths(sound),
    "sizes": lambda sound, _: sizes.bytes_and_values(sound),
    "in one place": lambda sound, _: meanings.in_one_place(sound),
    "out of place": lambda sound, _: meanings.out_of_place(sound),
    "chains": lambda sound, _: meanings.references(sound),
    "lists": lambda sound, _: meanings.lists(sound),
    "long texts": lambda sound, _: meanings.texts(sound),
}
"""Of each file, ``quidit validate`` says that it is wrong. The address is one where nobody may call."""

PUT: Mapping[str, Callable[[Path], Iterator[str]]] = {"names": names.put, "no files": names.special}
"""What is put into a corpus all at once; each path is named by some problem."""
