"""Takes out of a text what no person meant to write: control characters, direction tricks."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff]"
)
_BREAKS = re.compile(r"\r\n?|\u2028|\u2029")


def clean(text: str) -> str:
    """`text` as NFC, without surrounding space, with \\n and \\t as the only controls.

    Overrides and isolates of the writing direction (U+202A–202E, U+2066–2069) go, so that a
    card cannot be made to read backwards; right-to-left letters need none of them. Word joiners
    (U+2060) go, for `escape` uses them. NULs would be refused by PostgreSQL, lone surrogates by
    every encoder.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", _DROPPED.sub("", _BREAKS.sub("\n", text))).strip()
