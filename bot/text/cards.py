"""Card numbers, and the device numbers that look like them: IMEI and ICCID."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.digits import Number, numbers, passes_luhn
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
_CODE_AFTER_DATE = re.compile(
    r"[ ,;/]{1,3}(?:[a-z]{1,8}[ .:]{0,2})?(?:0[1-9]|1[0-2])[/\-](?:20)?[0-9]{2}[ ,;/]{1,3}"
    r"(?P<v>[0-9]{3,4})(?![0-9])",
    re.IGNORECASE,
)
_CARD_SHAPE = re.compile(r"\d{4}(?:\D{1,3}\d{4}){3}|\d{4}\D{1,3}\d{6}\D{1,3}\d{5}")
_IMEI_SHAPE = re.compile(r"\d{2}-\d{6}-\d{6}-\d")


def find_cards(text: str) -> Iterator[Span]:
    """Numbers of payment cards, handsets and SIM cards, by their own check digits.

    Prefixes: ISO/IEC 7812 issuers; ITU-T E.118 (an ICCID starts with 89); an IMEI has 15
    digits and a Luhn check digit (3GPP TS 23.003). A number in a card's very shape that fails
    the check is a mistyped card: nearly all of it is still somebody's.
    """
    free = 0
    for number in numbers(text, fewest=13):
        if number.start >= free and (kind := _kind(number, text)):
            free = number.end
            yield Span(number.start, number.end, kind)
            if kind is Kind.CARD and (code := _CODE_AFTER_DATE.match(text, number.end)):
                yield Span(*code.span("v"), Kind.PIN)


def _kind(number: Number, text: str) -> Kind | None:
    digits = number.digits
    if _ICCID.fullmatch(digits):
        return Kind.ICCID
    if _ISSUERS.fullmatch(digits) and _sound(number, text, _CARD_SHAPE):
        return Kind.CARD
    if _IMEI.fullmatch(digits) and _sound(number, text, _IMEI_SHAPE):
        return Kind.IMEI
    return None


def _sound(number: Number, text: str, shape: re.Pattern[str]) -> bool:
    return passes_luhn(number.digits) or bool(shape.fullmatch(text, number.start, number.end))
