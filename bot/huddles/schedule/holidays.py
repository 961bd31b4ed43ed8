"""On which days a market rests: the holidays of its country and state, by the `holidays` package.

Loading a country takes a tenth of a second, so that it is done when a day of it is first asked
for, and a year of a place is read once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final

from bot.huddles.facts import NO_HOLIDAYS
from bot.huddles.schedule.errors import UnknownPlace
from bot.pods.places import country_of_zone, find_place, hint_for, is_place, states_of

Holidays = Callable[[date], str]
"""The name of the holiday that a day is; "" for none."""

_LANGUAGE: Final = "en_US"


def none_known(_day: date) -> str:
    """Of a market that rests on no day."""
    return ""


def holidays_for(said: str, areas: Mapping[str, Any], zone: str) -> Holidays:
    """As the schedule says ("US-CA", "DE", "none"), else those of where the market lies."""
    places = (said,) if said else places_of(areas, zone)
    return _of_places(tuple(each for each in places if each != NO_HOLIDAYS and is_place(each)))


def places_of(areas: Mapping[str, Any], zone: str) -> tuple[str, ...]:
    """Country and state of a market: by the codes of its areas, or else the country by its zone.
    A market across a border has several.
    """
    if states := states_of(areas):
        return tuple(f"US-{state}" for state in states)
    country = country_of_zone(zone)
    return (country,) if country else ()


def check_place(typed: str) -> str:
    """What `Schedule.holidays` takes, as people type it. Raises `UnknownPlace`."""
    said = typed.strip()
    if not said or said.lower() == NO_HOLIDAYS:
        return said.lower()
    if place := find_place(said):
        return place
    raise UnknownPlace(said, hint_for(said))


@lru_cache(maxsize=512)
def _of_places(places: tuple[str, ...]) -> Holidays:
    """The same function for the same places."""
    return partial(_in_all, places) if places else none_known


def _in_all(places: Sequence[str], day: date) -> str:
    """Where a market lies in several states, one that all of them keep: one whose people work
    all the same still calls.
    """
    names = [_year(place, day.year).get(day, "") for place in places]
    return names[0] if all(names) else ""


@lru_cache(maxsize=512)
def _year(place: str, year: int) -> Mapping[date, str]:
    from holidays import country_holidays

    country, _, state = place.partition("-")
    return dict(country_holidays(country, state or None, years=year, language=_LANGUAGE))


def forget() -> None:
    """What was read of every place: for whoever measures it."""
    _year.cache_clear()
