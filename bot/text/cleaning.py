"""Takes out of a text what no person meant to write: control characters, direction tricks."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff]"
)
# Letters, symbols and marks by their category that take room and show nothing: Unicode's
# Default_Ignorable_Code_Point (DerivedCoreProperties.txt), the empty Braille cell, a null note.
_FILLERS = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U0001d159\U000e0100-\U000e01ef]"
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


def shows_something(text: str) -> bool:
    """Whether a reader sees any of it: more than spaces, fillers and signs that only steer how
    others are shown.
    """
    return any(map(_is_seen, text))


def _is_seen(character: str) -> bool:
    if character.isalnum() and character.isascii():
        return True
    return unicodedata.category(character)[0] not in "CZ" and not _FILLERS.match(character)
