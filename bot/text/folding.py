"""A plain view of a text for matching, with the way back to the text as it was written.

People paste full-width digits, non-breaking and thin spaces, en dashes, and zero-width
characters between digits; accents are left out in a hurry. Patterns see none of that.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

OPAQUE = "\x01"
"""Stands where something is already masked or kept: no pattern reads across it."""

_DOTS = "·•‧∙⋅․。｡"


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """One plain character for `character`, or nothing where it is invisible."""
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf") or character == OPAQUE:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Zs":
        return " "
    if category == "Pd" or character == "\u2212":
        return "-"
    if character in _DOTS:
        return "."
    plain = unicodedata.normalize("NFKD", character)[:1]
    return plain if plain.isascii() else character


@dataclass(frozen=True)
class Folded:
    """The view, and for each of its characters the position in the original text."""

    text: str
    origins: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that the view's start to end stand for."""
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """The view of `text`: digits, spaces, dashes and letters as in ASCII, case kept."""
    if text.isascii() and OPAQUE not in text:
        return Folded(text, range(len(text)))
    pairs = [(plain, at) for at, each in enumerate(text) if (plain := fold_character(each))]
    return Folded("".join(plain for plain, _ in pairs), [at for _, at in pairs])


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` of the same length with every span opaque. Spans are sorted and apart."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], OPAQUE * (end - start))
        at = end
    return "".join((*parts, text[at:]))
