"""Hostile sizes: as many bytes, values, levels and digits as a file can hold, and one more."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.sound import Case, Sound
from quidit.checks.files import MAX_BYTES

DEPTHS = (31, 32, 33, 34, 64, 99, 100, 500, 1_000, 5_000, 60_000, 500_000)


def depths(sound: Sound) -> Iterator[Case]:
    """Lists and objects in each other, closed or not, alone or inside a document."""
    for depth in DEPTHS:
        for name, start, end in (("lists", b"[", b"]"), ("objects", b'{"a":', b"}"), ("both", b'[{"a":', b"}]")):
            nested = start * depth + b"1" + end * depth
            yield Case(f"{depth} {name}", "annotation", nested)
            yield Case(f"{depth} {name} open", "article", start * depth)
            yield Case(f"{depth} {name} crossed", "article", start * depth + b"1" + end[::-1] * depth)
            yield Case(f"{depth} {name} inside", "rulings", sound.with_literal("rulings", "/rulings/0/why", nested))
    yield Case(
        "deep in every mention",
        "annotation",
        sound.with_literal("annotation", "/mentions", b"[" + b"[[[[[[[[]]]]]]]]," * 99_999 + b"1]"),
    )


def bytes_and_values(sound: Sound) -> Iterator[Case]:
    """Four megabytes, less one byte, and one byte more; two hundred thousand values of every kind."""
    for kind in ("article", "ledger"):
        for size in (MAX_BYTES - 1, MAX_BYTES, MAX_BYTES + 1):
            yield Case(f"{size} blanks as {kind}", kind, b" " * size)
    yield Case(
        "four megabytes of a text",
        "article",
        sound.with_literal("article", "/title", b'"' + b"\\u200b" * 690_000 + b'"'),
    )
    whole = sound.with_literal("annotation", "/entities/0/name", b'"@"')
    for more in (-1, 0, 1):
        padded = whole.replace(b'"@"', b'"' + b"a" * (MAX_BYTES - len(whole) + 1 + more) + b'"')
        yield Case(f"a document of four megabytes and {more}", "annotation", padded.replace(b'"Q90"', b'"90" '))
    for name, value in VALUES:
        flood = b",".join([value] * min(200_000 if name in MANY else 50_000, (MAX_BYTES - 20_000) // (len(value) + 1)))
        yield Case(
            f"{name} in a layer", "annotation", sound.with_literal("annotation", "/mentions", b"[" + flood + b"]")
        )
    for name, one in KEYED:
        members = b",".join(one % number for number in range(150_000))
        yield Case(
            f"{name} in a mention", "annotation", sound.with_literal("annotation", "/mentions/0", b"{" + members + b"}")
        )
    for name, literal in (
        ("digits", b"9" * 3_000_000),
        ("fraction", b"0." + b"1" * 3_000_000),
        ("exponent", b"1e" + b"9" * 3_000_000),
    ):
        yield Case(name, "annotation", sound.with_literal("annotation", "/mentions/0/start", literal))
    for name, literal in (
        ("escapes", b"\\" * 3_999_999),
        ("quotes", b'"\\"' * 999_999),
        ("surrogates", b'"' + b"\\ud800" * 600_000 + b'"'),
    ):
        yield Case(name, "annotation", literal)
        yield Case(f"{name} inside", "article", sound.with_literal("article", "/title", literal[:3_900_000]))
    yield Case("commas", "annotation", b"," * 4_000_000)
    yield Case("colons", "annotation", b":" * 4_000_000)
    yield Case("closing", "annotation", b"]}" * 2_000_000)
    yield Case(
        "an unknown label of megabytes",
        "annotation",
        sound.with_literal("annotation", "/mentions/0/label", b'"' + b"A" * 3_900_000 + b'"'),
    )
    yield Case("a key of megabytes", "annotation", b'{"' + b"k" * 4_000_000 + b'":1}')
    yield Case(
        "a version of megabytes",
        "annotation",
        sound.with_literal("annotation", "/scheme", b'"1.' + b"0" * 3_900_000 + b'"'),
    )


VALUES = (
    ("ones", b"1"),
    ("nulls", b"null"),
    ("texts", b'""'),
    ("lists", b"[]"),
    ("objects", b"{}"),
    ("fractions", b"1.0"),
    ("constants", b"NaN"),
    ("pairs", b'{"a":1,"a":2}'),
    ("references", b'{"$ref":"#"}'),
    ("half characters", b'"\\ud800"'),
    ("truths", b"true"),
    ("empty mentions", b'{"id":"m1","start":0}'),
)
MANY = {"ones", "lists"}
"""Of which two hundred thousand are tried."""
KEYED = (
    ("distinct keys", b'"k%d":1'),
    ("keys of one name", b'"k":%d'),
    ("keys that are numbers", b'"%d":[]'),
    ("known keys", b'"id":"m%d"'),
)
