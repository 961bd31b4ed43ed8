"""Street addresses and post boxes as English writes them, with unit, city, state and ZIP."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.address_words import STOP_WORD, WORD
from bot.text.cues import words

_SUFFIX = words(
    "street avenue ave boulevard blvd road rd lane ln highway hwy parkway pkwy terrace circle cir"
    " crescent turnpike expressway freeway st dr ct pl ter way court drive place trail trl square"
    " sq loop cove row alley pike"
)
_NUMBER = r"(?<![A-Za-z0-9.,:/$€#\-])(?P<number>[0-9]{1,6}[A-Za-z]?(?:-[0-9]{1,4}|[ ]1/2)?)"
_UNIT = (
    r"(?:,?\s{0,2}(?:\b(?:apt|apartment|unit|suite|ste|lot|bldg|building|floor|fl|rm|room|space|spc"
    r"|trlr|depto|int)\b\.?\s?\#?|\#)\s?[A-Za-z0-9\-]{1,6}\b)?"
)
_STATES = (
    r"(?-i:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI"
    r"|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)
_ZIP = r"[0-9]{5}(?:-[0-9]{4})?\b"
_CITY = rf"(?:,?\s{{1,2}}{WORD}){{1,3}}"
_TAIL = (
    rf"(?:{_CITY},?\s(?:{_STATES}\b(?:,?\s{_ZIP})?|[A-Za-z]{{2}}\s{_ZIP})"
    rf"|{_CITY},?\s{_ZIP}|,?\s{_ZIP}|,\s{_STATES}\b)?"
)
_HEADING = r"(?:[ ](?:[nsew]|[ns][ew]|north|south|east|west)\b\.?)?"
_STREET = re.compile(
    rf"{_NUMBER}{_HEADING}(?P<name>(?:[ ][A-Za-zÀ-ÿ0-9'.\-]{{1,20}}){{1,4}}?)[ ]{_SUFFIX}\b\.?"
    r"(?![ ](?:customers|clientes)\b)",
    re.IGNORECASE,
)
_REST = re.compile(rf"{_HEADING}{_UNIT}{_TAIL}", re.IGNORECASE)
_BOX = re.compile(
    rf"\b(?:p\.?\s?o\.?\s?box|apartado postal)\s?\#?\s?[0-9]{{1,6}}\b{_TAIL}", re.IGNORECASE
)


def find_english(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every address that begins with its number, and of post boxes."""
    at = 0
    while match := _STREET.search(text, at):
        if STOP_WORD.search(match["name"]):
            at = match.end("number")
        else:
            rest = _REST.match(text, match.end())
            at = rest.end() if rest else match.end()
            yield match.start(), at
    yield from (match.span() for match in _BOX.finditer(text))
