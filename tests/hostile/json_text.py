"""Hostile sources: numbers, texts, structure and encodings that parsers read differently, or not at all.

The families are those of the public test suites for JSON parsers; every case is written anew here. ``refused``
says of a case that no corpus takes it; ``ALLOWED`` holds what looks like one and is sound.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import pickle
import zipfile
from collections.abc import Iterator

from hostile.sound import PLACES, Case, Sound, objects

NUMBERS = """
-0 0.0 1.0 12.0 -1.0 1e2 1E2 1e+2 1E+2 1e-2 0e1 0E+1 123e65 0.1 1.5 1e400 -1e400 1e-400 0.4e00669999999999999999999
0.3e+ 0.3e 0e 0e+ 0E 1.0e 1.0e- 1.0e+ 1eE2 2.e3 2.e-3 0.e1 .5 -.5 5. -5. .e1 1.2.3 1..2 -1.2.3 1e2.5
+1 ++1 +-1 -+1 -- - --1 -a -x -foo 1- 1+1 01 -01 00 012 -012 0x1 0x 0xF 0b1 0o7 1_000 1,000 1a 1L 1n 1f 1u 12ab
1ea 1e1e 9.a 1.8011670033376514H-308 0x42 #1 $1 9*1000 0.999*5 1/2
-1 -12 1000000000000000 10000000000000000 9007199254740992 9007199254740993 9223372036854775807 9223372036854775808
18446744073709551615 18446744073709551616 100000000000000000000 -9223372036854775809 999999999999999
NaN nan NAN -NaN +NaN Infinity -Infinity +Infinity infinity Inf inf -Inf ∞ MinusInfinity Infinit -Infinit
１ ١ 1٢ ½ ² Ⅷ −1 1․0
true false null True TRUE tru truee nul NULL None undefined nil void "1" '1' [1] {"a":1} [] {} ""
""".split()  # noqa: SIM905 - one table, read at a glance
BLANKS = ("1\u200b", "\u200b1", "1\ufeff", "1\u00a0", "1\0", "1\x0c", "- 1", "1 000", "1 1", "new Number(1)", "1\u2028")
"""Numbers with something in them that is no blank of JSON."""
TEXTS = (
    *("\n", "\t", "\r", "\0", "\x01", "\x1f", "\x7f\n", "a\nb", "\x0c", "\x0b"),
    *(r"\a", r"\v", r"\0", r"\'", r"\x41", r"\e", r"\ ", r"\U00000041", r"\u{41}", r"\400", r"\N{DASH}", "\\\n", "\\é"),
    *(r"\u", r"\u1", r"\u12", r"\u123", r"\uGGGG", r"\u 041", r"\u-041", r"\u+041", r"\u00 41", r"\u00A", r"\uD83D\u"),
    *(r"\uD800", r"\uDC00", r"\uDFFF", r"\uDBFF", r"\uD800\uD800", r"\uDC00\uD800", r"\uD800A", r"\uD83D\n\uDE00"),
    *(r"\uD800\\uDC00", r"\uD800\u0041", r"A\ud800", r"\ud800\"", r"\udbff\ud7ff", r"\udead", r"\ud83d \ude00"),
)
"""What no JSON text holds, between its double quotes."""
BARE = (
    *(
        "a",
        "'a'",
        "`a`",
        "“a”",
        "«a»",
        '"a',
        'a"',
        '"',
        '"a" "b"',
        '"a"+"b"',
        '"a"b',
        '"""a"""',
        "r'a'",
        'b"a"',
        '\\"a"',
    ),
    *('"\\"', '"\\\\\\"', '"a\\', "\\u0022a\\u0022", "&quot;a&quot;", "/a/", "a:b", "<a>", '"a",', '"a":', '"a"\0'),
    *("//", "/**/", "#", '"a"//', '"a"/**/', "/*", '"a"#', "--", "!a", "&a", "*a", "~", "@", "|", ">", "%", "?", "=1"),
    *("(1)", "[1", "1]", "{1", "1}", "[,]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1;2]", "[1:2]", "[[1]", "[1]]", "[a]"),
    *(
        '{"a"}',
        '{"a":}',
        "{:1}",
        "{1:1}",
        "{a:1}",
        "{'a':1}",
        '{"a" 1}',
        '{"a"::1}',
        '{"a":1 "b":2}',
        '{"a":1,}',
        "{,}",
    ),
    *(
        '{"a":1,,"b":2}',
        '{"a":1',
        '"a":1}',
        '{"a":"b":"c"}',
        "{null:1}",
        "{[]:1}",
        "{{}:1}",
        '{"a",1}',
        '{"a"=1}',
        "{]",
    ),
    *(
        "[}",
        "}{",
        "][",
        "{{}}",
        "[[[",
        "...",
        ",",
        ":",
        ";",
        "",
        " ",
        "\ufeff1",
        "\u20601",
        "1\u00a0",
        "\u20281",
        "$ref",
    ),
)
"""What is no JSON value at all."""
AROUND = (
    *(
        ("", "}"),
        ("", "]"),
        ("", ","),
        ("", ":"),
        ("", '"'),
        ("", "1"),
        ("", " null"),
        ("", "{}"),
        ("", "x"),
        ("", "\0"),
    ),
    *(("", "//"), ("", "/**/"), ("", "#"), ("", "\x0c"), ("", "\u00a0"), ("", "\ufeff"), ("", "\u2028"), ("", "\x1a")),
    *(
        ("{", ""),
        ("[", ""),
        ("}", ""),
        ("]", ""),
        (",", ""),
        (":", ""),
        ("1", ""),
        ("//\n", ""),
        ("/**/", ""),
        ("\0", ""),
    ),
    *(
        ("\u00a0", ""),
        ("\u2060", ""),
        ("\u3000", ""),
        ("\x0b", ""),
        ("#!x\n", ""),
        ("--- ", ""),
        ("x=", ""),
        ("(", ")"),
    ),
    *(
        (")]}',\n", ""),
        ("callback(", ")"),
        ("[", "]"),
        ('{"a":', "}"),
        ('"', '"'),
        ("%YAML 1.2\n", ""),
        ("<!--", "-->"),
    ),
)
"""What stands before and after a sound document, and spoils it."""
BAD_BYTES = (
    *(b"\xe9", b"\x80", b"\xbf", b"\xff", b"\xfe", b"\xc3", b"\xe2\x80", b"\xf0\x9f\x98", b"\xc3\x28", b"\xe2\x28\xa1"),
    *(
        b"\xc0\x80",
        b"\xc0\xaf",
        b"\xc1\xbf",
        b"\xe0\x80\xaf",
        b"\xe0\x9f\xbf",
        b"\xf0\x80\x80\xaf",
        b"\xf0\x8f\xbf\xbf",
    ),
    *(
        b"\xf8\x80\x80\x80\xaf",
        b"\xfc\x80\x80\x80\x80\xaf",
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xed\xa0\xbd\xed\xb8\x80",
    ),
    *(b"\xf4\x90\x80\x80", b"\xf7\xbf\xbf\xbf", b"\xfe\xfe\xff\xff", b"\xef\xbf", b"\x93a\x94", b"\xab a \xbb"),
)
"""Bytes that are not UTF-8: cut, overlong, beyond Unicode, half characters, other encodings."""
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig", "cp037", "cp500")
ALLOWED = (
    *(r"\"\\\/", r"\u0041", r"\u00e9", r"\ud83d\ude00", r"a\/b", "é", "😀", "𝒜", "a", "日本語", "العربية", r"\u00E9"),
    *(
        "\\\\u0041",
        "null",
        "1e400",
        "[]",
        "{}",
        "//",
        "#",
        "~1/~0",
        "-0",
        "Ω≈ç",
        "œ",
        "…",
        "’",
        "fi\u0301n".replace("i\u0301", "í"),
    ),
)
"""Texts that a note may hold."""
INTEGERS = (("annotation", "/mentions/0/start"), ("ledger", "/test_from"))
WORDS = (("article", "/paragraphs/0"), ("annotation", "/entities/0/name"), ("ledger", "/release"))


def numbers(sound: Sound) -> Iterator[Case]:
    """Numbers that are none, or not plain offsets, where an offset stands."""
    for kind, pointer in INTEGERS:
        for literal in (*NUMBERS, *BLANKS):
            yield Case(f"{literal!r} as {kind}{pointer}", kind, sound.with_literal(kind, pointer, literal.encode()))


def texts(sound: Sound) -> Iterator[Case]:
    """Texts with control characters, escapes that are none, and half characters, as values and as keys."""
    for kind, pointer in WORDS:
        for number, text in enumerate(TEXTS):
            literal = f'"a{text}z"'.encode()
            yield Case(f"text {number} as {kind}{pointer}", kind, sound.with_literal(kind, pointer, literal))
        for number, bare in enumerate(BARE):
            yield Case(f"bare {number} as {kind}{pointer}", kind, sound.with_literal(kind, pointer, bare.encode()))
    for kind in ("article", "annotation"):
        content = source_of(sound, kind)
        for number, text in enumerate(TEXTS):
            key = f'{{"a{text}z":1,'.encode()
            yield Case(f"text {number} as a key of the {kind}", kind, content.replace(b"{", key, 1))


def source_of(sound: Sound, kind: str) -> bytes:
    """The sound document of a kind on one line."""
    return json.dumps(sound.document(kind)).encode()


def around(sound: Sound) -> Iterator[Case]:
    """Sound documents with something before or behind them, cut short, or doubled."""
    for kind in PLACES:
        content = source_of(sound, kind)
        for before, after in AROUND:
            spoilt = before.encode() + content + after.encode()
            yield Case(f"{before!r} … {after!r} as {kind}", kind, sound.content(kind, spoilt))
        for part in (1, 2, 3, 5, 8, 13, 34):
            cut = content[: len(content) * part // 35]
            yield Case(f"{part}/35 of the {kind}", kind, sound.content(kind, cut))
        yield Case(f"the {kind} twice", kind, sound.content(kind, content + content))
        yield Case(f"the {kind} backwards", kind, sound.content(kind, content[::-1]))
        yield Case(f"the {kind} with single quotes", kind, sound.content(kind, content.replace(b'"', b"'")))
        yield Case(f"the {kind} without quotes", kind, sound.content(kind, content.replace(b'"', b"")))


def encodings(sound: Sound) -> Iterator[Case]:
    """Files that are not UTF-8, wholly or in one place, or no text at all."""
    for kind in PLACES:
        content = source_of(sound, kind)
        for number, bad in enumerate(BAD_BYTES):
            yield Case(f"bytes {number} in the {kind}", kind, sound.content(kind, content.replace(b'"', b'"' + bad, 1)))
        for encoding in ENCODINGS:
            spoilt = content.decode().encode(encoding)
            yield Case(f"the {kind} in {encoding}", kind, spoilt)
        for name, other in _other_formats(content):
            yield Case(f"{name} as {kind}", kind, other)


def _other_formats(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Other kinds of file in a JSON file's clothes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("../../a.json"), content)
    yield "zip", packed.getvalue()
    yield "gzip", gzip.compress(content, mtime=0)
    yield "pickle", pickle.dumps({"a": 1})
    yield "parquet", b"PAR1" + bytes(100) + b"PAR1"
    yield "PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    yield "PNG", b"\x89PNG\r\n\x1a\n" + bytes(30)
    yield "program", b"\x7fELF\x02\x01\x01" + bytes(40)
    yield "script", b"#!/bin/sh\necho\n"
    yield "YAML", b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    yield "tagged YAML", b"!!python/object/apply:os.system ['true']\n"
    yield "XML", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    yield "HTML", b"<!DOCTYPE html><script>1</script>"
    yield "TOML", b"id = 'a'\n[source]\n"
    yield "LFS", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    yield "conflict", b"<<<<<<< ours\n" + content + b"\n=======\n" + content + b"\n>>>>>>> theirs\n"
    yield "NULs", bytes(1000)
    yield "UTF-7", b"+AHs-" + content[1:-1] + b"+AH0-"
    yield "base64", base64.b64encode(content)


def duplicates(sound: Sound) -> Iterator[Case]:
    """Objects with a key twice, written alike or not, with like values or not."""
    for kind in PLACES:
        for pointer, members in objects(sound.document(kind)):
            key, value = next(iter(members.items()))
            escaped = "".join(f"\\u{ord(each):04x}" for each in key)
            for written in (key, escaped, f"\\u{ord(key[0]):04X}{key[1:]}"):
                for other in (value, None):
                    literal = f'{{"{written}": {json.dumps(other)}, {json.dumps(members)[1:]}'.encode()
                    spoilt = sound.with_literal(kind, pointer, literal)
                    yield Case(f"{written} twice at {pointer} of {kind}: {other is None}", kind, spoilt)
