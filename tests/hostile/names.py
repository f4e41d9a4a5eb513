"""Hostile names, and what is no file: links, pipes, sockets, devices and folders in the place of files."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

NAMES = (
    *(
        "A.json",
        "Sample.json",
        "SAMPLE.json",
        "é.json",
        "e\u0301.json",
        "ａ.json",
        "ſample.json",
        "saмple.json",
        "ß.json",
    ),
    *("con.json", "nul.json", "aux.json", "prn.json", "com1.json", "lpt9.json", "con.x.json", "nul", "COM1.json"),
    *(
        ".json",
        "..json",
        "...json",
        "....json",
        " .json",
        "a .json",
        " a.json",
        "a.json ",
        "a..json",
        "a.b.json",
        "-.json",
    ),
    *(
        "-rf.json",
        "--help.json",
        "*.json",
        "?.json",
        "~.json",
        "$HOME.json",
        "$(x).json",
        "`x`.json",
        "a;b.json",
        "a|b.json",
    ),
    *(
        "a&b.json",
        "a<b.json",
        "a>b.json",
        'a"b.json',
        "a'b.json",
        "a\\b.json",
        "a:b.json",
        "%0a.json",
        "%2e%2e.json",
        "{}.json",
    ),
    *(
        "a\nb.json",
        "a\rb.json",
        "a\tb.json",
        "\x1b[2J.json",
        "\x1b]0;x\x07.json",
        "\x07.json",
        "\x7f.json",
        "\x9b31m.json",
    ),
    *(
        "::error::x.json",
        "::set-output name=a::b.json",
        "##[error]x.json",
        "##vso[x].json",
        "\n::error::x.json",
        "a,b.json",
    ),
    *(
        "\u202egnp.json",
        "a\u200b.json",
        "\ufeffa.json",
        "a\u00ad.json",
        "\U000e0041.json",
        "\u2028.json",
        "\ue000.json",
    ),
    *("a" * 64 + ".json", "a" * 250 + ".json", "ab.json", "a_b.json", "a--b-.json", "1" * 65 + ".json", "splits.json"),
    *(
        "a.JSON",
        "a.json5",
        "a.jsonl",
        "a.json.gz",
        "a.yaml",
        "a.pkl",
        "a.parquet",
        "a.json~",
        ".a.json.swp",
        "Thumbs.db",
    ),
)
BYTES = (b"\xe9.json", b"\xff\xfe.json", b"a\x80.json", b"\xed\xa0\x80.json", b"\xc0\xaf.json")
FOLDERS = ("corpus", "annotations", "annotations/sample")


def put(corpus: Path) -> Iterator[str]:
    """Every such name in every folder of the corpus; the paths relative to it."""
    content = (corpus / "corpus/sample.json").read_bytes()
    for folder in FOLDERS:
        for name in (*NAMES, *map(os.fsdecode, BYTES)):
            path = corpus / folder / name
            path.write_bytes(content)
            yield path.relative_to(corpus).as_posix()
    for number, name in enumerate(NAMES[::3]):
        path = corpus / "annotations" / f"{name}.d"
        path.mkdir()
        (path / f"a{number}.json").write_bytes(b"{}")
        yield path.relative_to(corpus).as_posix()


def special(corpus: Path) -> Iterator[str]:
    """What is no regular file, in the places of articles and annotations; the paths relative to the corpus."""
    targets = (
        "sample.json",
        "../corpus/sample.json",
        "/etc/passwd",
        "/dev/zero",
        "/proc/self/mem",
        "/",
        "loop.json",
        "gone",
        ".",
    )
    for folder in ("corpus", "annotations/sample"):
        for number, target in enumerate(targets):
            path = corpus / folder / f"link{number}.json"
            path.symlink_to(path.name if target == "loop.json" else target)
            yield path.relative_to(corpus).as_posix()
        os.mkfifo(corpus / folder / "pipe.json")
        (corpus / folder / "folder.json").mkdir()
        with closing(socket.socket(socket.AF_UNIX)) as listening, suppress(OSError):  # paths of sockets are short
            listening.bind(str(corpus / folder / "socket.json"))
        with suppress(PermissionError):  # only root makes devices
            os.mknod(corpus / folder / "device.json", 0o600 | 0o020000, os.makedev(1, 5))
        found = [each for each in ("pipe", "folder", "socket", "device") if (corpus / folder / f"{each}.json").exists()]
        yield from (f"{folder}/{each}.json" for each in found)
    (corpus / "annotations/linked").symlink_to("/etc")
    yield "annotations/linked"
