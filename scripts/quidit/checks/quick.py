"""Quick reading: what `orjson` reads of a source, and whether `json_source` would read the very same.

`orjson` keeps the last of two equal keys and says nothing. A source in which it passed nothing over is told by
writing its document again: every token comes back as it stood.
"""

from __future__ import annotations

import orjson

_BLANKS = b" \n\r\t"


def quickly(content: bytes) -> object:
    """The document of a JSON source as `orjson` reads it; None where it reads none."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def says_it_plainly(content: bytes, document: object) -> bool:
    """Whether the source's tokens are those in which its document is written: each key once, nothing escaped.

    Blanks are left out of the comparison, those in texts too: the document has them from this very source.
    """
    return orjson.dumps(document).translate(None, _BLANKS) == content.translate(None, _BLANKS)
