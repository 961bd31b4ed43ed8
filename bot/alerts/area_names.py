"""What people call an area: as the roster says, else a county as the US Census Bureau does."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

_COUNTIES: Final = "counties.txt"


def area_name(code: str, areas: Mapping[str, Any]) -> str:
    """ "San Diego County" for "CAC073" and for "06073"; "" where nobody says. `areas` are those of
    a market, as its roster has them.
    """
    plain = code.removeprefix("fire:")
    given = areas.get("names") or {}
    return str(given.get(plain, "")) or _counties().get(plain, "")


def area_names(codes: Iterable[str], areas: Mapping[str, Any]) -> list[str]:
    """Each once, by its code where nobody names it."""
    return sorted({area_name(code, areas) or code.removeprefix("fire:") for code in codes})


@cache
def _counties() -> dict[str, str]:
    """By FIPS and by UGC code."""
    names: dict[str, str] = {}
    for line in files("bot.alerts").joinpath(_COUNTIES).read_text("utf-8").splitlines()[1:]:
        state, _, counties = line.partition(": ")
        letters, digits = state.split()
        for county in counties.split("; "):
            code, _, name = county.partition(" ")
            names[f"{digits}{code}"] = names[f"{letters}C{code}"] = name
    return names
