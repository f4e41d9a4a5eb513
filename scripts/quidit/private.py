"""Private details: what in a text leads to a person or opens a door, and has no place in a published corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# The patterns are compiled when a text first has what may be one.
_BLANK = r" .\u00a0\u2009\u202f/\-"
_EMAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[A-Za-z]{2,24}\b"
_RUN = rf"[+0-9](?:[{_BLANK}()]{{0,3}}[0-9AB]){{8,}}+"
"""Digits enough for a number that leads to somebody, with what people write between them."""
_LEAST = b"0" * 9
"""What a run of digits comes to once signs between digits are taken out, each digit is 0 and the rest is a letter."""
_BETWEEN = " .()/-\u00a0\u2009\u202f".encode()
_AS_RUNS = bytes(ord("0") if byte in b"+0123456789AB" else ord("x") for byte in range(256))
_PHONE = (
    rf"(?<![0-9+])(?:(?:\+|00[{_BLANK}]?)[1-9](?:[{_BLANK}()]{{0,2}}(?:0\)[{_BLANK}]?)?[0-9]){{8,13}}+(?![0-9])"
    rf"|0[1-9]([{_BLANK}]?)[0-9]{{2}}(?:\1[0-9]{{2}}){{3}}(?![{_BLANK}]?[0-9]))"
)
_NIR = (
    rf"(?<![0-9])([12][{_BLANK}]?[0-9]{{2}}[{_BLANK}]?[0-9]{{2}}[{_BLANK}]?(?:[0-9]{{2}}|2[AB])"
    rf"[{_BLANK}]?[0-9]{{3}}[{_BLANK}]?[0-9]{{3}})[{_BLANK}]?([0-9]{{2}})(?![0-9])"
)
_IBAN = r"\b[A-Z]{2}[0-9]{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b"
_NO_DIGIT = r"[^0-9AB]"
_CHECK = 97

_HANDED_OUT = (
    r"\bgh[oprsu]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{22}|\bhf_[A-Za-z]{30}|\bAKIA[0-9A-Z]{16}\b"
    r"|\bsk-[A-Za-z0-9_-]{20}|\beyJ[0-9A-Za-z_-]{10,200}\.eyJ[0-9A-Za-z_-]{10}|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"
)
"""How the keys and tokens begin that programs hand out."""
_GLIMPSES = (b"_", b"AKIA", b"sk-", b"eyJ", b"PRIVATE KEY")
"""What one of them cannot do without, found in a text sooner than the whole pattern."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A private detail of a text: what it is, and where in the text it stands."""

    what: str
    start: int
    end: int


def secrets(text: str, content: bytes | None = None) -> Iterator[Detail]:
    """Keys, tokens and private keys; a text without the beginning of one costs a few glances.

    ``content`` is the text in UTF-8, where it is at hand.
    """
    if any(map(_encoded(text, content).__contains__, _GLIMPSES)):
        for found in re.compile(_HANDED_OUT).finditer(text):
            yield Detail("a key or token", *found.span())


def personal_details(text: str, content: bytes | None = None) -> Iterator[Detail]:
    """E-mail addresses, telephone numbers, bank accounts and French social security numbers, in order.

    Accounts and social security numbers are told by their check digits, so that hardly another number is taken for one.
    ``content`` is the text in UTF-8, where it is at hand.
    """
    details = [*_emails(text)] if "@" in text else []
    if _LEAST in _encoded(text, content).translate(_AS_RUNS, _BETWEEN):
        details += _numbers(text)
    yield from sorted(details, key=lambda detail: detail.start)


def _encoded(text: str, content: bytes | None) -> bytes:
    return text.encode("utf-8", "replace") if content is None else content


def _emails(text: str) -> Iterator[Detail]:
    return (Detail("an e-mail address", *found.span()) for found in re.compile(_EMAIL).finditer(text))


def _numbers(text: str) -> Iterator[Detail]:
    runs = [found.span() for found in re.compile(_RUN).finditer(text)]
    accounts = [found.span() for found in re.compile(_IBAN).finditer(text) if _is_account(found[0])]
    yield from (Detail("a bank account", *span) for span in accounts)
    for start, end in runs:
        if any(first <= start < last for first, last in accounts):
            continue
        for found in re.compile(_NIR).finditer(text, start, end):
            if _is_insured(found[1], found[2]):
                yield Detail("a social security number", *found.span())
                break
        else:
            yield from (
                Detail("a telephone number", *found.span()) for found in re.compile(_PHONE).finditer(text, start, end)
            )


def _is_account(iban: str) -> bool:
    """Whether an IBAN's check digits are right (ISO 13616)."""
    letters = iban.replace(" ", "").replace("\u00a0", "")
    return int("".join(str(int(each, 36)) for each in letters[4:] + letters[:4])) % _CHECK == 1


def _is_insured(number: str, key: str) -> bool:
    """Whether a French social security number has the key that its digits make; Corsica's letters count as digits."""
    digits = re.sub(_NO_DIGIT, "", number).replace("2A", "19").replace("2B", "18")
    return digits.isdigit() and _CHECK - int(digits) % _CHECK == int(key)
