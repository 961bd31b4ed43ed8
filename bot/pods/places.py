"""Countries and states, as holidays name them ("US-CA", "DE"), and where a market lies."""

import re
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


def find_place(typed: str) -> str:
    """ "US-CA" or "DE" in the form that the holidays know, whatever the case and what stands
    between; "" for a place of which none are known.
    """
    words = re.split(r"[\s_-]+", typed.strip(), maxsplit=1)
    country = _countries().get(words[0].upper(), "")
    if not country or len(words) == 1:
        return country
    state = _states(country).get(words[1].lower())
    return f"{country}-{state}" if state else ""


def is_place(place: str) -> bool:
    """Whether it is one as `find_place` answers it."""
    return bool(place) and find_place(place) == place


def hint_for(typed: str) -> str:
    """The end of a sentence about a place whose holidays are not known."""
    country = find_place(re.split(r"[\s_-]+", typed.strip(), maxsplit=1)[0])
    if not country:
        return 'use a country and a state, such as "US-CA", or "none"'
    example = next(iter(_states(country).values()), "")
    with_state = f"use {country}, or with a state, such as {country}-{example}"
    return with_state if example else f"use {country}"


@cache
def _countries() -> dict[str, str]:
    """The two letters of a country by its two or three."""
    from holidays.registry import COUNTRIES

    codes = [names[1:3] for names in COUNTRIES.values()]
    return {code: two for two, three in codes for code in (two, three)}


@cache
def _states(country: str) -> dict[str, str]:
    """By their codes and, where they have some, by their names; in small letters."""
    from holidays import country_holidays

    known = country_holidays(country)
    names = getattr(known, "subdivisions_aliases", {})
    return {name.lower(): code for name, code in names.items()} | {
        code.lower(): code for code in known.subdivisions
    }
