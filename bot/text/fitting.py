"""How many lines a text takes in a narrow window, and what of it fits in a few.

An estimate by columns, on the safe side: 320 px hold about 34 columns of a message's text and 40
of its small print, where a small letter is one column.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from bot.text.escaping import shorten

TEXT: Final = 32
SMALL: Final = 38

_WIDE: Final = 2.0
_CAPITAL: Final = 1.3
_PER_LINE_LOST: Final = 4  # columns that a word which does not fit leaves empty


# A card asks for the same few texts again and again.
@lru_cache(maxsize=64)
def lines(text: str, columns: int = TEXT) -> int:
    """How many lines `text`, one paragraph, takes when it is wrapped at words."""
    count, used = 1, 0.0
    for word in text.split():
        width = columns_of(word)
        if used and used + 1 + width > columns:
            count, used = count + 1, 0.0
        used += width + (1 if used else 0)
        while used > columns:
            count, used = count + 1, used - columns
    return count


def fit(text: str, most: int, columns: int = TEXT, *, more: str = "") -> str:
    """`text` in at most `most` lines; where something was cut off, with "…" and `more`."""
    if len(text) <= most * columns and lines(text, columns) <= most:
        return text
    limit = most * columns
    shown = shorten(text, limit) + more
    while lines(shown, columns) > most and limit > _PER_LINE_LOST:
        limit -= _PER_LINE_LOST
        shown = shorten(text, limit) + more
    return shown


def columns_of(words: str) -> float:
    """How many columns some words take on one line: capitals are wider than small letters,
    emoji twice as wide.
    """
    if words.isascii() and words.islower():
        return len(words)
    return sum(_columns(letter) for letter in words)


def _columns(letter: str) -> float:
    if letter.isascii():
        return _CAPITAL if letter.isupper() else 1.0
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    wide = unicodedata.east_asian_width(letter) in ("W", "F")
    return _WIDE if wide or unicodedata.category(letter) == "So" else _CAPITAL
