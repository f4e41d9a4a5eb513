"""Hostile values: JSON that every parser reads, and that says what no file of a corpus may say.

Values of every wrong type at every place, references that lead out of the document, keys that mean something to
some program, and characters that a reviewer does not see.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostile.sound import PLACES, Case, Sound, objects, pointers

WRONG = (None, True, -1, 5, "", "\x00", [], {}, [[]], [None], [{}], {"id": 3}, "m1 ", " m1", "../../etc/passwd", 10**14)
KEYS = (
    *(
        "",
        " ",
        "__proto__",
        "constructor",
        "toString",
        "hasOwnProperty",
        "__class__",
        "__init__",
        "$ref",
        "$schema",
        "$id",
    ),
    *("$defs", "$dynamicRef", "$anchor", "@context", "@type", "#", "~", "/", "~1", "..", ".", "*", "0", "-1", "null"),
    *(
        "id ",
        " id",
        "ID",
        "Id",
        "id\u200b",
        "\u202eid",
        "id\0",
        "id\n",
        "\u0456d",
        "ıd",
        "i\u0307d",
        "\U000e0069d",
        "\ufeffid",
    ),
    *(
        "a" * 100_000,
        "é",
        "e\u0301",
        "😀",
        "::error::x",
        "##[error]x",
        "\x1b[2J",
        "${{ x }}",
        "$(x)",
        "`x`",
        "%0a",
        "{{x}}",
    ),
)
"""Keys that no schema of a corpus knows."""
HIDDEN = (
    *(0x00, 0x01, 0x07, 0x08, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F),
    *(0x200B, 0x200E, 0x200F, 0x061C, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069),
    *(0x2028, 0x2029, 0x2060, 0x2061, 0x2064, 0x206A, 0x206F, 0xFEFF, 0xFFF9, 0xFFFB, 0x180E, 0x00AD, 0x1D173, 0x1D17A),
    *(0xE0001, 0xE0020, 0xE0041, 0xE007F, 0xE01EF, 0xE000, 0xF8FF, 0xF0000, 0x10FFFD),
    *(0xFFFE, 0xFFFF, 0xFDD0, 0xFDEF, 0x1FFFE, 0x10FFFF, 0x0378, 0xE0080, 0x2FE0, 0xFFF0),
)
"""Characters that show nothing, reorder what is shown, are private, or that Unicode has not assigned."""
IN_TEXT = (0xFFFD, 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x00A0, 0x3000)
"""Characters that some rule refuses at the edge of a paragraph, at least."""
WORDS = (("article", "/paragraphs/0"), ("annotation", "/entities/0/name"), ("annotators", "/0/note"))
"""What articles and people say."""


def wrong_values(sound: Sound) -> Iterator[Case]:
    """Values of a wrong type, or out of range, at places all over each file."""
    for kind in PLACES:
        places = list(pointers(sound.document(kind)))
        for pointer, value in [*places[:: max(1, len(places) // 6)], ("", None)]:
            if "/set" in pointer:
                continue  # whatever a ruling changes
            for wrong in WRONG:
                if not _may_be(wrong, value, pointer):
                    yield Case(f"{wrong!r} as {kind}{pointer}", kind, sound.with_value(kind, pointer, wrong))


def _may_be(wrong: object, value: object, pointer: str) -> bool:
    """Whether the value is one that may stand there: a list may be empty, a note may say anything."""
    if type(wrong) is not type(value):
        return pointer.endswith("/take") and wrong is None
    return wrong in ([], {}, True) or (isinstance(value, (str, int)) and not isinstance(value, bool))


def references(sound: Sound, address: str = "http://127.0.0.1:9/") -> Iterator[Case]:
    """References of JSON Schema and of other formats, inside documents, at every depth."""
    targets = (
        address,
        f"{address}a.json#/b",
        "file:///etc/passwd",
        "#",
        "#/",
        "#/properties/id",
        "//a",
        "a.json",
        "urn:a:b",
    )
    for kind in PLACES:
        for pointer, _ in objects(sound.document(kind)):
            for key in ("$ref", "$schema", "$id", "$dynamicRef", "$recursiveRef", "@context", "xsi:schemaLocation"):
                for target in targets if key == "$ref" else targets[:3]:
                    value = {key: target}
                    yield Case(f"{value} as {kind}{pointer}", kind, sound.with_value(kind, pointer, value))
            for key in ("$ref", "$schema"):
                document = sound.document(kind)
                members = dict(objects(document))[pointer]
                members |= {key: address}
                yield Case(f"{key} in {kind}{pointer}", kind, sound.with_value(kind, pointer, members))


def keys(sound: Sound) -> Iterator[Case]:
    """Keys that mean something elsewhere, or look like one that is known."""
    for kind in PLACES:
        for pointer, members in objects(sound.document(kind)):
            if pointer.endswith(("/set", "/regions", "/readings")):
                continue  # where keys are free
            for key in KEYS:
                spoilt = sound.with_value(kind, pointer, {**members, key: 1})
                yield Case(f"the key {key[:20]!r} in {kind}{pointer}", kind, spoilt)


def characters(sound: Sound) -> Iterator[Case]:
    """Invisible, private and unassigned characters, raw and escaped, in texts and in what people say."""
    for kind, pointer in WORDS:
        value = dict(pointers(sound.document(kind)))[pointer]
        for number in HIDDEN:
            spoilt = f"{str(value)[:3]}{chr(number)}{str(value)[3:]}"
            yield Case(f"U+{number:04X} in {kind}{pointer}", kind, sound.with_value(kind, pointer, spoilt))
            utf16 = chr(number).encode("utf-16-be").hex()
            escape = "".join(f"\\u{utf16[at : at + 4]}" for at in range(0, len(utf16), 4))
            yield Case(
                f"{escape} in {kind}{pointer}", kind, sound.with_literal(kind, pointer, f'"a{escape}b"'.encode())
            )
    for number in IN_TEXT:
        for spoilt in (chr(number), f"{chr(number)}a", f"a{chr(number)}"):
            content = sound.with_value("article", "/paragraphs/0", spoilt)
            yield Case(f"{spoilt!a} as a paragraph", "article", content)


def sequences(sound: Sound) -> Iterator[Case]:
    """Runs of characters that are harmless alone, in the article and in an annotation that quotes it."""
    runs = (
        *(
            "a" + "\u0301" * 2000,
            "e\u0301",
            "\u0301a",
            "\u1100\u1161",
            "\u200d" * 9,
            "👨\u200d" * 300,
            "\ufe0f",
            "a\ufe0f",
        ),
        *(
            "🏳\ufe0f\U000e0067\U000e007f",
            "\u0645\u200c\u200c",
            "\u0303\u0327a",
            "Å",
            "ﬁ",
            "\uf900",
            "א\u05d1\u202c",
            "a\u0338",
        ),
    )
    for number, run in enumerate(runs):
        yield Case(f"run {number}", "article", sound.with_value("article", "/paragraphs/0", run))
        yield Case(f"run {number} in words", "annotation", sound.with_value("annotation", "/mentions/0/text", run))
