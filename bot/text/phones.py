"""Phone numbers by their shape, and long numbers that nothing else explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.kinds import Kind, Span

_BETWEEN = r"[ .\-()/_]{0,3}"
_NOT_BEFORE = r"(?<![A-Za-z0-9$€])"
_AREA = r"(?: \((?![2-7]00)[2-9][0-9]{2}\) | (?![2-7]00)[2-9][0-9]{2} )"
_PHONES = re.compile(
    rf"""
    (?<![A-Za-z0-9:.$€]) (?: \+ | 011 | 00 ) {_BETWEEN} (?:
        1 {_BETWEEN} (?:[0-9]{_BETWEEN}){{9}} [0-9]
      | 52 {_BETWEEN} (?:1{_BETWEEN})? (?:[0-9]{_BETWEEN}){{9}} [0-9]
      | 34 {_BETWEEN} (?:[0-9]{_BETWEEN}){{8}} [0-9]
      | [2-9][0-9]{{0,2}} (?:[ .\-()]{{0,3}}[0-9]{{2,5}}){{2,5}}
    )
  | {_NOT_BEFORE} (?: \+?1 {_BETWEEN} )?
        {_AREA} {_BETWEEN} [2-9][0-9]{{2}} {_BETWEEN} [0-9]{{4}} (?![0-9%])
  | {_NOT_BEFORE} {_AREA} [ .\-]? [0-9]{{3}} [ .\-]
        (?: [0-9]{{4}} | [0-9]{{2}} [ .\-] [0-9]{{2}} ) (?![0-9%])
  | {_NOT_BEFORE} (?: \([2-9][0-9]\)[ ]? | [2-9][0-9][ .\-] )
        (?!19|20)[0-9]{{4}} [ .\-] (?!19|20)[0-9]{{4}} (?![0-9%])
  | {_NOT_BEFORE} [6-9][0-9] (?: ([ .\-]) [0-9]{{3}} \1 [0-9]{{2}} \1 [0-9]{{2}} )
        (?![0-9%]|[.\-][0-9])
  | {_NOT_BEFORE} [6-9](?!00)[0-9]{{2}} (?: ([ .\-]) (?: [0-9]{{2}} \2 [0-9]{{2}} \2 [0-9]{{2}}
        | (?!00)[0-9]{{3}} \2 (?!00)[0-9]{{3}} ) ) (?![0-9%]|[.\-][0-9])
    """,
    re.VERBOSE,
)
_SOCIAL = re.compile(r"(?<![A-Za-z0-9$€.\-])[0-9]{3}([ .\-/])[0-9]{2}\1[0-9]{4}(?![0-9%]|-[0-9])")
_LONG = re.compile(r"(?<![A-Za-z0-9.$€_\-])[0-9]{9,}(?![A-Za-z0-9])")


def find_social_numbers(text: str) -> Iterator[Span]:
    """Social security numbers in their shape, 3-2-4."""
    for match in _SOCIAL.finditer(text):
        yield Span(*match.span(), Kind.SSN)


def find_phones(text: str) -> Iterator[Span]:
    """Phone numbers of North America, Mexico and Spain, and whatever starts with + or 00.

    Area codes 200 to 700 in round hundreds are nobody's (North American Numbering Plan), so
    that a list of speeds or prices is not one.
    """
    for match in _PHONES.finditer(text):
        yield Span(*match.span(), Kind.PHONE)


def find_long_numbers(text: str) -> Iterator[Span]:
    """Nine digits and more in one piece: too long for a price, a date or a ticket."""
    for match in _LONG.finditer(text):
        yield Span(*match.span(), Kind.ACCOUNT)
