"""Countries and states, as holidays name them ("US-CA", "DE"), and where a market lies."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

# The first two digits of a county's FIPS code (ANSI INCITS 38).
_FIPS: Final = (
    "01AL 02AK 04AZ 05AR 06CA 08CO 09CT 10DE 11DC 12FL 13GA 15HI 16ID 17IL 18IN 19IA 20KS 21KY "
    "22LA 23ME 24MD 25MA 26MI 27MN 28MS 29MO 30MT 31NE 32NV 33NH 34NJ 35NM 36NY 37NC 38ND 39OH "
    "40OK 41OR 42PA 44RI 45SC 46SD 47TN 48TX 49UT 50VT 51VA 53WA 54WV 55WI 56WY 60AS 66GU 69MP "
    "72PR 78VI"
)
_STATES: Final = {each[:2]: each[2:] for each in _FIPS.split()}
_UGC: Final = ("counties", "zones", "fire_zones")


def states_of(areas: Mapping[str, Any]) -> list[str]:
    """The states in which areas lie (`Market.areas`), the one with most codes first. Zones at sea
    (PZZ750) lie in none.
    """
    counts: dict[str, int] = {}
    codes = [str(code)[:2] for kind in _UGC for code in areas.get(kind, ())]
    codes += [_STATES.get(str(code)[:2], "") for code in areas.get("fips", ())]
    for state in codes:
        if state in _STATES.values():
            counts[state] = counts.get(state, 0) + 1
    return sorted(counts, key=lambda state: (-counts[state], state))


@cache
def country_of_zone(zone: str) -> str:
    """The country of an IANA zone, "" where that names none or an older name of it."""
    from importlib.resources import files

    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return next((row[0] for row in rows if row[2] == zone), "")


def is_place(place: str) -> bool:
    """Whether the holidays of "US-CA" or "DE" are known."""
    country, _, state = place.partition("-")
    if country not in _countries():
        return False
    return not state or state in _states(country)


def hint_for(place: str) -> str:
    """The end of a sentence about a place whose holidays are not known."""
    country, _, state = place.partition("-")
    if state and country in _countries():
        example = next(iter(_states(country)), "")
        with_state = f"use {country}, or with a state, such as {country}-{example}"
        return with_state if example else f"use {country}"
    return 'use a country and a state, such as "US-CA", or "none"'


@cache
def _countries() -> frozenset[str]:
    from holidays.registry import COUNTRIES

    return frozenset(names[1] for names in COUNTRIES.values())


@cache
def _states(country: str) -> tuple[str, ...]:
    from holidays import country_holidays

    return tuple(country_holidays(country).subdivisions)
