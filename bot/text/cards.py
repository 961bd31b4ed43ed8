"""Card numbers, and the device numbers that look like them: IMEI and ICCID."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.digits import Window, passes_luhn, windows
from bot.text.kinds import Kind, Span

_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|[56]\d{15}(?:\d{1,3})?"
    r"|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}"
    r"|35(?:2[89]|[3-8]\d)\d{12}"
    r"|3(?:0[0-5]|[689]\d)\d{11}(?:\d\d)?"
)
_IMEI = re.compile(r"(?:0[1-9]|[1-9]\d)\d{13}")
_ICCID = re.compile(r"89\d{16,20}|89\d{30}")
_CARD_SHAPES = frozenset({(4, 4, 4, 4), (4, 6, 5)})


def find_cards(text: str) -> Iterator[Span]:
    """Numbers of payment cards, handsets and SIM cards, by their own check digits.

    Prefixes: ISO/IEC 7812 issuers; ITU-T E.118 (an ICCID starts with 89); an IMEI has 15
    digits and a Luhn check digit (3GPP TS 23.003). A number in a card's very shape that fails
    the check is a mistyped card: nearly all of it is still somebody's.
    """
    free = 0
    for candidates in windows(text, fewest=13):
        for window in candidates:
            if window.start >= free and (kind := _kind(window)):
                free = window.end
                yield Span(window.start, window.end, kind)
                break


def _kind(window: Window) -> Kind | None:
    digits = window.digits
    if _ICCID.fullmatch(digits):
        return Kind.ICCID
    if _ISSUERS.fullmatch(digits) and (window.shape in _CARD_SHAPES or passes_luhn(digits)):
        return Kind.CARD
    if _IMEI.fullmatch(digits) and passes_luhn(digits):
        return Kind.IMEI
    return None
