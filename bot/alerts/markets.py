"""Which of a market's areas an event touches."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.alerts.bars import bars_of_pods
from bot.alerts.events import EVERYWHERE
from bot.alerts.facts import Market
from storage.alerts_reach import MarketPlace

# Two letters of the Weather Service's counties, and the first two digits of FIPS 6-4.
# fmt: off
_STATES: Final = {
    "AL": "01", "AK": "02", "AZ": "04", "AR": "05", "CA": "06", "CO": "08", "CT": "09",
    "DE": "10", "DC": "11", "FL": "12", "GA": "13", "HI": "15", "ID": "16", "IL": "17",
    "IN": "18", "IA": "19", "KS": "20", "KY": "21", "LA": "22", "ME": "23", "MD": "24",
    "MA": "25", "MI": "26", "MN": "27", "MS": "28", "MO": "29", "MT": "30", "NE": "31",
    "NV": "32", "NH": "33", "NJ": "34", "NM": "35", "NY": "36", "NC": "37", "ND": "38",
    "OH": "39", "OK": "40", "OR": "41", "PA": "42", "RI": "44", "SC": "45", "SD": "46",
    "TN": "47", "TX": "48", "UT": "49", "VT": "50", "VA": "51", "WA": "53", "WV": "54",
    "WI": "55", "WY": "56", "AS": "60", "GU": "66", "MP": "69", "PR": "72", "VI": "78",
}
# fmt: on
_LETTERS: Final = {digits: letters for letters, digits in _STATES.items()}
_COUNTRY: Final = "00000"


def market_of(
    key: str,
    name: str,
    timezone: str,
    areas: Mapping[str, Iterable[str]],
    names: Mapping[str, str] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
) -> Market:
    """A market as alerts see it, from what the roster says of its areas: `counties`, `zones`,
    `fire_zones` and `fips`; and of the `settings` of each of its pods.
    """
    plain = {code for each in ("counties", "zones", "fips") for code in areas.get(each, ())}
    fire = {f"fire:{code}" for code in areas.get("fire_zones", ())}
    market = Market(key, name, timezone, frozenset(plain | fire), names or {})
    return market._replace(bars=bars_of_pods(settings or {}))


def codes_of(market: MarketPlace) -> frozenset[str]:
    """Its areas, as feeds name them."""
    return market_of(market.key, market.name, market.timezone, market.areas).areas


def codes_for(market: Market) -> dict[str, frozenset[str]]:
    """All codes by which a source may mean this market, or a part of it, with the market's own.

    A county is the same by its UGC and by its FIPS code. A state, 000 at the end of either, is
    all of the market's counties there; of zones, all of its zones of that kind.
    """
    found: dict[str, set[str]] = {}
    for own in market.areas:
        twin = _twin(own)
        names = [own, *([twin] if twin and twin not in market.areas else [])]
        for code in [*names, *_whole_states(own), *(_whole_states(twin) if twin else ())]:
            found.setdefault(code, set()).add(own)
    # Of whose areas nothing is known it can still be said that all of it is meant.
    whole = market.areas or frozenset({EVERYWHERE})
    everywhere = dict.fromkeys((f"market:{market.key}", _COUNTRY), whole)
    return {**{code: frozenset(own) for code, own in found.items()}, **everywhere}


def states_of(market: Market) -> set[str]:
    """The two letters of the states in which a market has areas."""
    codes = {code.removeprefix("fire:") for code in market.areas}
    found = {_LETTERS.get(code[:2], "") if code.isdigit() else code[:2] for code in codes}
    return found & _STATES.keys()


def _whole_states(code: str) -> tuple[str, ...]:
    """ "CAC073" is part of CAC000, which is also written CACALL."""
    return (f"{code[:-3]}000", f"{code[:-3]}ALL")


def _twin(code: str) -> str | None:
    """A county's other name."""
    if len(code) == 5 and code.isdigit():
        letters = _LETTERS.get(code[:2])
        return f"{letters}C{code[2:]}" if letters else None
    digits = _STATES.get(code[:2])
    return f"{digits}{code[3:]}" if digits and code[2:3] == "C" else None
