"""Hostile meanings: files of the right shape, as large as may be, that would make a careless rule take all day.

Each is made for the cost of some question: which spans share a place, which cross, who continues whom, who is
named twice, what a pattern finds in a text. All are wrong somewhere, so that none is taken.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from hostile.sound import Case, Sound, source
from quidit.checks.files import MAX_BYTES

Document = dict[str, Any]
PLACE = {"start": 0, "end": 1, "text": "a"}


def article_of(sound: Sound, paragraphs: list[str], sentences: list[list[int]] | None = None) -> Document:
    """An article of these paragraphs, each of them a sentence where none are given."""
    document: Document = sound.document("article")
    if sentences is None:
        sentences, start = [], 0
        for paragraph in paragraphs:
            sentences.append([start, start + len(paragraph)])
            start += len(paragraph) + 1
    text_sha256 = hashlib.sha256("\n".join(paragraphs).encode()).hexdigest()
    return {**document, "paragraphs": paragraphs, "sentences": sentences, "text_sha256": text_sha256}


def annotated(sound: Sound, name: str, paragraphs: list[str], **layers: list[Document]) -> Case:
    """An annotation with those layers of an article with those paragraphs."""
    article = article_of(sound, paragraphs)
    head = {key: sound.document("annotation")[key] for key in ("article", "annotator", "scheme", "status")}
    document = {**head, "text_sha256": article["text_sha256"], **layers}
    return Case(name, "annotation", fitted(document), (("article", source(article)),))


def fitted(document: Document) -> bytes:
    """The document as a file that is just read: the longest list loses what is too much."""
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    while len(content) > MAX_BYTES:
        longest = max((key for key in document if isinstance(document[key], list)), key=lambda key: len(document[key]))
        kept = int(len(document[longest]) * MAX_BYTES / len(content)) - 10
        document = {**document, longest: document[longest][:kept]}
        content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return content


def many(number: int, one: Callable[[int], Document]) -> list[Document]:
    """That many items, each made from its number, counted from 1."""
    return [one(each) for each in range(1, number + 1)]


def mention(number: int, start: int = 0, end: int = 1, text: str = "a", **more: object) -> Document:
    return {"id": f"m{number}", "start": start, "end": end, "text": text, "label": "PER", "entity": "a", **more}


def quote(number: int, start: int = 0, end: int = 1, text: str = "a", **more: object) -> Document:
    return {"id": f"q{number}", "start": start, "end": end, "text": text, "type": "indirect", "speakers": [], **more}


def stance(number: int, **more: object) -> Document:
    return {"id": f"s{number}", **PLACE, "label": "against", "holders": ["m1"], "issue": "new-bridge", **more}


ENTITY = {"id": "a", "name": "A", "kind": "person"}
LINE = "abcdefghij" * 200


def in_one_place(sound: Sound) -> Iterator[Case]:
    """Spans by the ten thousand that share a place, nest or cross."""
    yield annotated(sound, "mentions in one place", ["a b"], entities=[ENTITY], mentions=many(4_000, mention))
    yield annotated(sound, "quotes in one place", ["a b"], quotes=many(4_000, quote))
    yield annotated(sound, "cues in one place", ["a b"], cues=many(4_000, lambda n: {"id": f"c{n}", **PLACE}))
    stances = many(4_000, stance)
    yield annotated(sound, "stances in one place", ["a b"], entities=[ENTITY], mentions=[mention(1)], stances=stances)
    contrary = [{**each, "label": ("favor", "against")[number % 2]} for number, each in enumerate(stances)]
    yield annotated(sound, "contrary stances", ["a b"], entities=[ENTITY], mentions=[mention(1)], stances=contrary)
    nested = many(400, lambda n: quote(n, n, 2_000 - n, (LINE)[n : 2_000 - n]))
    yield annotated(sound, "quotes in each other", [LINE], quotes=nested)
    crossing = many(400, lambda n: quote(n, n, n + 450, (LINE)[n : n + 450]))
    yield annotated(sound, "every quote crosses every other", [LINE], quotes=crossing)
    names = many(400, lambda n: mention(n, n, 2_000 - n, (LINE)[n : 2_000 - n]))
    yield annotated(sound, "names in each other", [LINE], entities=[ENTITY], mentions=names)
    everywhere = many(4_000, lambda n: mention(n, n, n + 1, "b", entity=f"e{n}"))
    yield annotated(sound, "a name at every character", ["b" * 5_000], mentions=everywhere)
    backwards = [{**each, "id": f"m{number}"} for number, each in enumerate(reversed(everywhere), start=1)]
    yield annotated(sound, "names from last to first", ["b" * 5_000], mentions=backwards)
    words = many(4_000, lambda n: mention(n, 2 * n, 2 * n + 1, "b"))
    yield annotated(sound, "a name at every word", ["b " * 5_000 + "b"], entities=[ENTITY], mentions=words)
    cut = many(4_000, lambda n: mention(n, 3 * n, 3 * n + 1, "b"))
    yield annotated(sound, "names that cut words", ["bb " * 5_000 + "b"], entities=[ENTITY], mentions=cut)
    mixed = many(3_000, lambda n: quote(n, 2 * n, 2 * n + 1, "«", type=("direct", "mixed", "indirect")[n % 3]))
    yield annotated(sound, "quotes of one mark each", ["« " * 4_000 + "«"], quotes=mixed)


def out_of_place(sound: Sound) -> Iterator[Case]:
    """Offsets beyond everything, and words that stand everywhere or nowhere."""
    far = 10**15 - 1
    yield annotated(sound, "far away", ["a b"], quotes=many(4_000, lambda n: quote(n, far - n, far)))
    yield annotated(sound, "backwards", ["a b"], quotes=many(4_000, lambda n: quote(n, far, n)))
    yield annotated(sound, "as long as can be", ["a b"], quotes=many(4_000, lambda n: quote(n, 0, far)))
    almost = "a" * 200
    shifted = many(3_000, lambda n: quote(n, 5 * n, 5 * n + 200, f"{almost}b"[1:]))
    yield annotated(sound, "words that almost stand everywhere", ["a" * 20_000], quotes=shifted)
    shifted = many(300, lambda n: quote(n, n, n + 4_000, "a" * 3_999 + "b"))
    yield annotated(sound, "long words that almost stand everywhere", ["a" * 200_000], quotes=shifted)
    yield annotated(
        sound, "words that stand everywhere", ["a" * 9_000], quotes=many(4_000, lambda n: quote(n, n, n + 2))
    )
    utf16 = ["😀" * 4_000 + " b" * 4_000]
    moved = many(3_000, lambda n: quote(n, 8_001 + 2 * n, 8_002 + 2 * n, "b"))
    yield annotated(sound, "counted in UTF-16", utf16, quotes=moved)
    yield annotated(sound, "a span of a megabyte", ["a" * 900_000], quotes=[quote(1, 1, 900_000, "a" * 900_000)])
    blanks = many(4_000, lambda n: quote(n, n, n + 2, "  "))
    yield annotated(sound, "blanks", [f"a{' ' * 5_000}a"], quotes=blanks)


def references(sound: Sound) -> Iterator[Case]:
    """Chains, rings and floods of references."""
    chain = many(4_000, lambda n: quote(n, continues=f"q{n + 1}"))
    yield annotated(sound, "a chain of continues", ["a b"], quotes=chain)
    back = many(4_000, lambda n: quote(n, continues=f"q{max(1, n - 1)}"))
    yield annotated(sound, "a chain of continues backwards", ["a b"], quotes=back)
    ring = many(4_000, lambda n: quote(n, continues=f"q{n % 4_000 + 1}"))
    yield annotated(sound, "a ring of continues", ["a b"], quotes=ring)
    yield annotated(sound, "all continue one", ["a b"], quotes=many(4_000, lambda n: quote(n, continues="q1")))
    pairs = many(4_000, lambda n: quote(n, continues=f"q{n - 1 + 2 * (n % 2)}"))
    yield annotated(sound, "pairs that continue each other", ["a b"], quotes=pairs)
    speakers = ["m1"] * 50_000
    yield annotated(
        sound,
        "a speaker many times",
        ["a b"],
        entities=[ENTITY],
        mentions=[mention(1)],
        quotes=[quote(1, speakers=speakers)],
    )
    nobody = [f"m{number}" for number in range(1, 50_000)]
    yield annotated(sound, "speakers who are not there", ["a b"], quotes=[quote(1, speakers=nobody)])
    holders = {"holders": nobody}
    yield annotated(sound, "holders who are not there", ["a b"], stances=[stance(1, **holders)])
    groups = many(600, lambda n: stance(n, holders=[f"m{each}" for each in range(1, 600)]))
    people = many(600, mention)
    yield annotated(sound, "everybody holds everything", ["a b"], entities=[ENTITY], mentions=people, stances=groups)
    strangers = many(4_000, lambda n: mention(n, entity=f"{'x' * 20}-{n}"))
    entities = many(3_000, lambda n: {**ENTITY, "id": f"{'x' * 19}-{n}", "name": f"N{n}"})
    yield annotated(sound, "entities almost named so", ["a b"], entities=entities, mentions=strangers)
    twins = many(4_000, lambda n: {**ENTITY, "id": f"e{n}", "wikidata": "Q1"})
    yield annotated(sound, "entities of one name and one item", ["a b"], entities=twins)
    yield annotated(sound, "one entity many times", ["a b"], entities=[ENTITY] * 5_000)
    kinds = many(4_000, lambda n: mention(n, label=("PER", "ORG", "LOC")[n % 3], entity=f"e{n % 1000}"))
    yield annotated(sound, "one name of every label", ["a b"], entities=twins[:1000], mentions=kinds)
    yield annotated(sound, "a mention many times", ["a b"], entities=[ENTITY], mentions=[mention(1)] * 4_000)
    targets = many(4_000, lambda n: stance(n, target=f"q{n}"))
    yield annotated(sound, "targets that are not there", ["a b"], stances=targets)
    yield annotated(sound, "an id of a megabyte", ["a b"], mentions=[mention(1) | {"id": "m" + "1" * 1_000_000}])
    yield annotated(sound, "an entity of a megabyte", ["a b"], entities=[ENTITY | {"id": "a-" * 500_000 + "a"}])
    yield annotated(sound, "an entity that is almost an id", ["a b"], entities=[ENTITY | {"id": "a" * 500_000 + "-"}])


def lists(sound: Sound) -> Iterator[Case]:
    """Ledgers, rulings, annotators and regions of a size that nobody decided."""
    entry = sound.document("ledger")
    lines = b"\n".join([source({**entry, "why": "x"})] * 4_000)
    yield Case("one article four thousand times", "ledger", sound.content("ledger", lines))
    others = b"\n".join(source({**entry, "article": f"a-{n}", "group": f"g-{n % 99}"}) for n in range(4_000))
    yield Case("articles that are not there", "ledger", sound.content("ledger", others))
    moving = b"\n".join(
        source({"release": f"0.{n}.0", "article": "sample", "group": "sample", "split": ("train", "test")[n % 2]})
        for n in range(4_000)
    )
    yield Case("an article that moves", "ledger", sound.content("ledger", moving))
    yield Case("broken lines", "ledger", sound.content("ledger", b"{\n" * 100_000))
    yield Case("empty lines", "ledger", b"\n" * 200_000)
    yield Case("lines of other keys", "ledger", b'{"a":1}\n' * 4_000)
    yield Case("one line of four megabytes", "ledger", b'{"why":"' + b"a" * 4_000_000 + b'"}')
    people = [{"id": f"p{n}", "kind": "human"} for n in range(5_000)]
    yield Case("annotators", "annotators", source([*people, *people[:9]]))
    yield Case("one annotator", "annotators", source([people[0]] * 5_000))
    languages = {"id": "sample", "kind": "human", "languages": ["fr"] * 50_000}
    yield Case("an annotator of many languages", "annotators", source([languages, languages | {"languages": []}]))
    rulings = sound.document("rulings")
    ruling = rulings["rulings"][0]
    yield Case("one ruling", "rulings", fitted({**rulings, "rulings": [ruling] * 4_000}))
    strangers = {f"p{n}": ["m1"] for n in range(5_000)}
    yield Case("readings of strangers", "rulings", source({**rulings, "rulings": [{**ruling, "readings": strangers}]}))
    ids = {"sample": [f"m{n}" for n in range(1, 20_000)]}
    yield Case("readings of nothing", "rulings", source({**rulings, "rulings": [{**ruling, "readings": ids}]}))
    regions = sound.document("regions")
    named = {f"r{n}": [f"m{n}", "m1"] for n in range(1, 5_000)}
    yield Case("regions of one id", "regions", source({**regions, "regions": named}))
    yield Case("ids of one region", "regions", source({**regions, "regions": {"r": ["m1"] * 50_000}}))


def _texts() -> Iterator[tuple[str, str]]:
    """Texts for which a pattern that goes back and forth needs a time of another order than their length."""
    runs = (
        "a",
        " ",
        "0",
        "-",
        ".",
        "@",
        "«",
        "“",
        '"',
        "’",
        "(",
        "/",
        ":",
        "+",
        "A",
        "é",
        "_",
        "…",
        "\u00a0",
        "1 ",
        "a.",
        "«\u00a0",
    )
    for run in runs:
        yield f"{run!r} throughout", run * (200_000 // len(run))
    units = (
        *(
            "a@",
            "a@a.",
            "a.a@",
            "-@-",
            "www.",
            "http://",
            "http://a",
            "+33 ",
            "06 12 34 56 ",
            "+1-",
            "(0)",
            "00 ",
            "1-1-",
        ),
        *(
            "eyJhbGciOi.",
            "AKIA",
            "ghp_",
            "-----BEGIN ",
            "4111 1111 ",
            "FR76 3000 ",
            "Bearer ",
            "key=",
            "192.168.",
            "::1:",
        ),
        *(
            "« “ ‘ ",
            "» ” ’ ",
            "“« ",
            "a «b» ",
            "d’a",
            "l’",
            "M. ",
            "A. ",
            "etc. ",
            "?!",
            "a, ",
            "aujourd’hui ",
            "c’est-à-dire ",
            "1,5 %",
        ),
        *("A a", "Aa", "a\u0301 ", "😀", "\U0001d49c", "Ͼ", "ﬀ", "İ", "ß", "ı"),
    )
    for unit in units:
        yield f"{unit!r} again and again", unit * (60_000 // len(unit)) + "!"
    yield "an address that never ends", f"{'a' * 30_000}@{'a' * 30_000}"
    yield "an address of many parts", f"{'a.' * 20_000}@{'a.' * 20_000}a"
    yield "a number that never ends", f"+{'1 ' * 30_000}a"


def texts(sound: Sound) -> Iterator[Case]:
    """Articles of one long text; their sentences are wrong, or their raw file is another."""
    for name, text in _texts():
        words = text.strip(" \u00a0") or "a"
        yield Case(name, "article", source(article_of(sound, [words])))
    yield Case("paragraphs of one letter", "article", source(article_of(sound, ["a"] * 10_000)))
    yield Case("empty paragraphs", "article", source(article_of(sound, [""] * 10_000)))
    letter = [[n, n + 1] for n in range(8_000)]
    yield Case("sentences of one letter", "article", source(article_of(sound, ["a" * 8_000], letter)))
    yield Case("sentences in one place", "article", source(article_of(sound, ["a" * 99], [[0, 99]] * 8_000)))
    yield Case("sentences backwards", "article", source(article_of(sound, ["a" * 8_000], letter[::-1])))
    yield Case(
        "sentences in each other",
        "article",
        source(article_of(sound, ["a" * 9_000], [[n, 90_000 - n] for n in range(40_000)])),
    )
    yield Case("gaps", "article", source(article_of(sound, ["a" * 16_000], [[2 * n, 2 * n + 1] for n in range(7_900)])))
    yield Case("newlines in a paragraph", "article", source(article_of(sound, ["a\n" * 50_000])))
    yield Case("bidi throughout", "article", source(article_of(sound, ["a\u202e" * 50_000])))
    yield Case("marks throughout", "article", source(article_of(sound, ["a" + "\u0301" * 100_000])))
    yield Case("marks in no order", "article", source(article_of(sound, ["a" + "\u0327\u0301\u0323" * 30_000])))
    yield Case("decomposed throughout", "article", source(article_of(sound, ["e\u0301" * 50_000])))
    yield Case("a title of megabytes", "article", source({**sound.document("article"), "title": "\u202e" * 1_000_000}))
    url = {**sound.document("article")["source"], "url": f"https://{'a' * 3_000_000} "}
    yield Case("an address of megabytes", "article", source({**sound.document("article"), "source": url}))
    for name in (
        "../sample.txt",
        "/etc/passwd",
        "..",
        ".",
        "a/../../b",
        "x" * 300,
        "a\\..\\b",
        "%2e%2e/a",
        "~/.ssh/id",
        "\u2025/a",
    ):
        file = {**sound.document("article")["source"], "file": name}
        yield Case(f"the raw file {name!r}", "article", source({**sound.document("article"), "source": file}))
