"""Codes of areas, as sources write them, in the form of `Report.areas`."""

import re
from collections.abc import Iterable
from typing import Final

# NWS Directive 10-1702: state or marine area, C(ounty) or Z(one), three digits.
_UGC: Final = re.compile(r"[A-Z]{2}[CZ](\d{3}|ALL)")
_FIRE_ZONE: Final = re.compile(r"fire:[A-Z]{2}Z\d{3}")
_MARKET: Final = re.compile(r"market:[a-z0-9][a-z0-9_-]{0,79}")
_FIPS: Final = re.compile(r"\d{5}")
WHOLE_COUNTRY: Final = "00000"


def ugc(value: str) -> str | None:
    """A county or zone of the National Weather Service, such as CAC073."""
    code = value.strip().upper()
    return code if _UGC.fullmatch(code) else None


def county(value: str) -> str | None:
    """A county's FIPS code with five digits, out of FIPS ("06073", "6073") or SAME ("006073").

    SAME (47 CFR 11.31) puts a digit for a part of the county before it, which is left out: an
    alert for a part reaches the county. 000 at the end is a whole state, 00000 the country.
    """
    digits = value.strip()
    if not digits.isascii() or not digits.isdigit() or not 4 <= len(digits) <= 6:
        return None
    return digits.zfill(6)[1:]


def area(value: str) -> str | None:
    """One code in the form of `Report.areas`, as people and our own webhook write it."""
    code = value.strip()
    if _MARKET.fullmatch(code) or _FIPS.fullmatch(code) or _FIRE_ZONE.fullmatch(code):
        return code
    return ugc(code)


def areas(values: Iterable[str]) -> tuple[frozenset[str], list[str]]:
    """The codes, and what is none."""
    known, unknown = set(), []
    for value in values:
        code = area(value)
        if code:
            known.add(code)
        else:
            unknown.append(value)
    return frozenset(known), unknown
