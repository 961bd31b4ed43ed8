"""Where an alert of the Weather Service applies: its codes, and their names."""

import re
from collections.abc import Iterable
from typing import Any, Final

from bot.alerts.feeds.areas import county, ugc
from bot.alerts.feeds.reading import Problems, one_line

_MOST: Final = 4_000  # codes of one message; the country has about 3,200 counties
_LONGEST: Final = 100_000  # characters of the names of all
_ZONE: Final = re.compile(r".*/zones/(?P<kind>[a-z]+)/(?P<code>[A-Z]{2}[CZ]\d{3})/?")
_FIRE: Final = "fire"


def areas_of(
    properties: dict[str, Any], is_fire: bool, where: str, problems: Problems
) -> frozenset[str]:
    """Counties and zones, else counties by SAME; none where nothing of it can be read.

    Zones for fire weather and for forecasts share their numbers and are other places: only the
    addresses in `affectedZones` tell them apart, else what the event is (`is_fire`).
    """
    kinds = _zones(properties.get("affectedZones"))
    geocode = properties.get("geocode")
    codes = geocode if isinstance(geocode, dict) else {}
    named = _read(codes.get("UGC"), ugc, f"{where}.geocode.UGC", problems)
    found = {each for code in named or kinds for each in _told_apart(code, kinds, is_fire)}
    same = [] if found else _read(codes.get("SAME"), county, f"{where}.geocode.SAME", problems)
    return frozenset(found or same)


def names_of(properties: dict[str, Any], areas: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """What people call the areas: `areaDesc` names them in the order of the codes."""
    geocode = properties.get("geocode")
    codes = geocode.get("UGC") if isinstance(geocode, dict) else None
    names = one_line(properties.get("areaDesc"), _LONGEST).split("; ")
    if not isinstance(codes, list) or len(codes) != len(names):
        return ()
    named = dict(zip(map(str, codes), names, strict=True))
    found = ((area, named.get(area.rpartition(":")[2], "")) for area in sorted(areas))
    return tuple((area, name) for area, name in found if name)


def _told_apart(code: str, kinds: dict[str, set[str]], is_fire: bool) -> Iterable[str]:
    if code[2] == "C":
        return [code]
    known = kinds.get(code) or ({_FIRE} if is_fire else {"forecast"})
    return [f"fire:{code}" if kind == _FIRE else code for kind in known]


def _zones(addresses: Any) -> dict[str, set[str]]:
    """The kinds of zone by code, as "https://api.weather.gov/zones/fire/CAZ258" says."""
    found: dict[str, set[str]] = {}
    for address in addresses[:_MOST] if isinstance(addresses, list) else ():
        match = _ZONE.fullmatch(address[:200]) if isinstance(address, str) else None
        if match:
            found.setdefault(match["code"], set()).add(match["kind"])
    return found


def _read(values: Any, read: Any, where: str, problems: Problems) -> list[str]:
    """The codes that are some; the others are problems, and cost those none."""
    if not isinstance(values, list):
        return []
    codes = []
    for value in values[:_MOST]:
        code = read(value) if isinstance(value, str) else None
        if code:
            codes.append(code)
        else:
            problems.note(where, f"{one_line(str(value), 40)!r} is no code of an area")
    return codes
