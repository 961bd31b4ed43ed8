"""Days and times of huddles in words, on the market's own clock."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import Final

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_SURELY_AM: Final = 7


def day_words(day: date) -> str:
    """ "Monday, November 23"."""
    return f"{_DAYS[day.weekday()]}, {_MONTHS[day.month - 1]} {day.day}"


def clock(at: datetime, zone: tzinfo | None = None) -> str:
    """ "10:30 AM", by the clocks of `zone` or those that `at` has."""
    local = at.astimezone(zone) if zone else at
    return f"{local.hour % 12 or 12}:{local.minute:02} {'PM' if local.hour >= 12 else 'AM'}"


def times_words(starts: Iterable[datetime], zone: tzinfo) -> str:
    """ "10:30 and 10:50 AM", "11:50 AM and 12:10 PM"."""
    said = list(dict.fromkeys(clock(each, zone) for each in sorted(starts)))
    if len({each[-2:] for each in said}) == 1:
        said = [*(each[:-3] for each in said[:-1]), said[-1]]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]


def minutes_words(minutes: int) -> str:
    """ "10:30" of 630 minutes since midnight; before seven "02:30", as "2:30" is read as PM."""
    hour = minutes // 60 % 24
    return f"{hour:02}:{minutes % 60:02}" if hour < _SURELY_AM else f"{hour}:{minutes % 60:02}"
