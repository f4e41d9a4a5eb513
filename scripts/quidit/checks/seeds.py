"""Rules on raw files: what lies in ``seeds/``, how it is named, and which article was made of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from quidit.checks.rules import rule
from quidit.checks.subjects import ArticleSubject, File, Seeds
from quidit.decoding import foreign
from quidit.problems import Finding, Severity

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?|.*\.", re.IGNORECASE)


def is_sound_name(name: str) -> bool:
    """Whether every system can hold a raw file of that name."""
    return bool(_NAME.fullmatch(name)) and not _RESERVED.fullmatch(name)


@rule("QD005", since="0.2.0")
def names_clash(seeds: Seeds) -> Iterator[Finding]:
    """Two names that differ only in capitals or in the way an accent is written are one file on many a disk."""
    for other, name in seeds.clashes:
        yield Finding(
            f"on many a disk {name!r} and {other!r} are one file",
            path=f"{seeds.folder}/{name}",
            got=name,
            expected="a name that differs from every other in more than capitals and accents",
            fix="rename one of them, also in the article that was made of it",
        )


@rule("QD015", severity=Severity.WARNING, since="0.2.0")
def raw_file_without_article(raw: File) -> Iterator[Finding]:
    """A raw file of which no article was made was forgotten, or its article was given another one."""
    if not raw.article and not foreign(raw.content):
        yield Finding(
            "no article was made of this raw file",
            expected="an article whose source.file it is",
            fix=f"run `quidit add {raw.path}` with the language and rights of the article, or remove the file",
        )


@rule("QD016", since="0.2.0")
def raw_file_is_no_text(raw: File) -> Iterator[Finding]:
    """A PDF, picture, archive or text in another encoding cannot become an article, and a reviewer cannot read it."""
    if not raw.article and (refusal := foreign(raw.content)):
        yield Finding(
            refusal.message,
            line=refusal.line,
            column=refusal.column,
            expected="the article's words as plain text, in UTF-8",
            fix=f"{refusal.remedy}; then run `quidit add`",
        )


@rule("QD017", since="0.2.0")
def bad_raw_file_name(article: ArticleSubject) -> Iterator[Finding]:
    """A raw file has a name that every system can hold, and no folder: it lies in ``seeds/`` itself."""
    name = article.document.get("source", {}).get("file", "")
    if name and not is_sound_name(name):
        plain = unicodedata.normalize("NFKD", name.rpartition("/")[2]).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._")
        yield Finding(
            f"{name!r} cannot name a raw file",
            "/source/file",
            got=name,
            expected="letters without accents, digits, dots, hyphens and underscores, and no name that Windows reserves",
            fix=f"rename the file to {plain}, for example, and write that here"
            if is_sound_name(plain)
            else "rename the file, and write its new name here",
        )
