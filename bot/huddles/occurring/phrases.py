"""Times of huddles and people, as the views of this room say them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from bot.huddles.schedule.saying import clock, day_words, times_words
from bot.pods.facts import PodInMarket
from bot.text.phrases import name

DAYS: Final = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_DAY_AND_TIME: Final = "{day}, {time}"
_TWO: Final = "{first} and {second}"


def zone_of(place: PodInMarket) -> tzinfo:
    return ZoneInfo(place.market.timezone)


def local_day(at: datetime, place: PodInMarket) -> date:
    return at.astimezone(zone_of(place)).date()


def day_of(at: datetime, place: PodInMarket) -> str:
    """ "Thursday, November 26", on the market's clock."""
    return day_words(local_day(at, place))


def time_of(at: datetime, place: PodInMarket) -> str:
    """ "10:30 AM"."""
    return clock(at, zone_of(place))


def when(at: datetime, place: PodInMarket) -> str:
    """ "Friday, November 27, 10:30 AM"."""
    return _DAY_AND_TIME.format(day=day_of(at, place), time=time_of(at, place))


def times_of(starts: Sequence[datetime], place: PodInMarket) -> str:
    """ "10:30 and 10:50 AM"."""
    return times_words(starts, zone_of(place))


def days_short(days: Sequence[str]) -> str:
    """ "Tue/Thu"."""
    return "/".join(DAYS[each][:3] for each in DAYS if each in days)


def days_listed(days: Sequence[str]) -> str:
    """ "Tuesday and Thursday"."""
    return listed(text for day, text in DAYS.items() if day in days)


def listed(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *before, last = [*words] or [""]
    return _TWO.format(first=", ".join(before), second=last) if before else last


def names_listed(names: Iterable[str]) -> str:
    """People's names, for mrkdwn; each once."""
    return listed(dict.fromkeys(name(each) for each in names))
