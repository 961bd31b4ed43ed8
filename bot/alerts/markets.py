"""Which of a market's areas an event touches."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.alerts.facts import Market

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
_FIRE: Final = "fire:"


def market_of(
    key: str,
    name: str,
    timezone: str,
    areas: Mapping[str, Iterable[str]],
    names: Mapping[str, str] | None = None,
) -> Market:
    """A market as alerts see it, from what the roster says of its areas: `counties`, `zones`,
    `fire_zones` and `fips`.
    """
    plain = {code for each in ("counties", "zones", "fips") for code in areas.get(each, ())}
    fire = {f"{_FIRE}{code}" for code in areas.get("fire_zones", ())}
    return Market(key, name, timezone, frozenset(plain | fire), names or {})


def areas_within(market: Market, code: str) -> frozenset[str]:
    """The market's own codes for an area as a source names it; none where it lies elsewhere.

    A county is the same by its UGC and by its FIPS code. A state, 000 of either form, is all of
    the market's counties there, a state's zones all of its zones; the country is everything.
    """
    if code in (f"market:{market.key}", _COUNTRY):
        return market.areas
    if code in market.areas:
        return frozenset({code})
    if code.endswith(("000", "ALL")):
        return _of_state(market, code)
    twin = _twin(code)
    return frozenset({twin}) if twin in market.areas else frozenset()


def _twin(code: str) -> str | None:
    """A county's other name."""
    if len(code) == 5 and code.isdigit():
        letters = _LETTERS.get(code[:2])
        return f"{letters}C{code[2:]}" if letters else None
    digits = _STATES.get(code[:2])
    return f"{digits}{code[3:]}" if digits and code[2:3] == "C" else None


def _of_state(market: Market, code: str) -> frozenset[str]:
    """A state's counties, or its zones of one kind."""
    if code.isdigit():
        code = _twin(code) or code
    counties = {code[:3], _STATES.get(code[:2], "-")} if code[2:3] == "C" else set()
    starts = tuple(counties or {code[: len(code) - 3]})
    return frozenset(each for each in market.areas if each.startswith(starts))
