"""How much a market asks at this hour as a rule: on the same weekday of the weeks before."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.alerts.matters.sensing import WINDOW
from storage.topics import Topic

WEEKS: Final = 4
WEEKS_NEEDED: Final = 2
"""With fewer behind it, nobody knows what is usual in a market."""

_HALF: Final = timedelta(minutes=30)

Span = tuple[datetime, datetime]


def past_hours(now: datetime, timezone: str, first_asked_at: datetime | None) -> list[Span]:
    """The hour around this moment of the week, on the market's clocks, in each of the last four
    weeks; none of before the market asked for the first time.
    """
    local = now.astimezone(ZoneInfo(timezone))
    weeks = (local - timedelta(weeks=number) for number in range(1, WEEKS + 1))
    # Arithmetic on local times keeps the clock's hour over a change of the clocks.
    moments = (week.astimezone(now.tzinfo) for week in weeks)
    hours = [(moment - _HALF, moment + _HALF) for moment in moments]
    return [hour for hour in hours if first_asked_at is not None and first_asked_at <= hour[0]]


def expectation(
    counts: Mapping[Topic, int], hours: Sequence[Span]
) -> Callable[[Topic], float | None]:
    """How many asks of a topic ten minutes bring, from how many these hours did; None where that is
    too little to tell.
    """
    if len(hours) < WEEKS_NEEDED:
        return lambda topic: None
    part = WINDOW / (2 * _HALF)
    return lambda topic: counts.get(topic, 0) / len(hours) * part
