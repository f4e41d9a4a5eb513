"""Sealing: short content closed under whole texts, so that only who has the texts can open it.

A seal is an initial value of sixteen bytes and as many bytes as the padded content has. The initial value is a keyed
hash of the content (as in SIV, RFC 5297): equal content gives equal bytes, other content another key stream, and what
was changed does not open. The content is as safe as the texts are hard to guess, so it never stands under a short one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from quidit.problems import QuiditError

_NAME = b"quidit stand-off 1"
_INITIAL = 16
_BLOCK = 256
"""Bytes of which a seal's length is a multiple, so that it tells little of how long the content is."""


class BrokenSealError(QuiditError, ValueError):
    """A seal that a key does not open: it is another text's, or was changed."""


def key_of(texts: Iterable[str]) -> bytes:
    """The key that several texts give together, in whatever order; no published hash of them is related to it."""
    keys = sorted(hmac.digest(_NAME, text.encode("utf-8", "surrogatepass"), "sha256") for text in texts)
    return hmac.digest(_NAME, b"".join(keys), "sha256")


def seal(key: bytes, content: bytes) -> bytes:
    """The content, closed; the same bytes for the same content and key."""
    padded = content + b"\x80"
    padded += bytes(-len(padded) % _BLOCK)
    initial = _initial(key, padded)
    return initial + _streamed(key, initial, padded)


def unseal(key: bytes, sealed: bytes) -> bytes:
    """The content of a seal.

    Raises:
        BrokenSealError: the key is not its key, or it was changed.
    """
    initial = sealed[:_INITIAL]
    padded = _streamed(key, initial, sealed[_INITIAL:])
    content, mark, blanks = padded.rpartition(b"\x80")
    if not mark or blanks.strip(b"\0") or not hmac.compare_digest(initial, _initial(key, padded)):
        raise BrokenSealError("a seal does not open with these texts; download the stand-off form again")
    return content


def _initial(key: bytes, padded: bytes) -> bytes:
    return hmac.digest(key, b"initial" + padded, "sha256")[:_INITIAL]


def _streamed(key: bytes, initial: bytes, content: bytes) -> bytes:
    """The content with the key's stream laid over it; a second time takes it off again."""
    stream = hashlib.shake_256(hmac.digest(key, b"stream" + initial, "sha256")).digest(len(content))
    return (int.from_bytes(content) ^ int.from_bytes(stream)).to_bytes(len(content))
