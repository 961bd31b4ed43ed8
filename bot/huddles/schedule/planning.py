"""Which huddles a schedule means, each at its moment, whatever the clocks of its zone do.

The key of a huddle is its wave, its slot and its day there (`local_date`). Days are walked one by
one and a day of the week is one slot, so that no key comes twice; where one schedule follows
another, each day is asked of one of them.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.huddles.facts import Planned, Schedule
from bot.huddles.schedule.holidays import Holidays, none_known
from bot.pods.opening import on_the_clock
from storage.hours import DAYS
from storage.huddles import HuddleState

_DAY = timedelta(days=1)


def plan(
    schedule: Schedule, zone: str, first: date, last: date, holidays: Holidays = none_known
) -> list[Planned]:
    """All huddles from the day `first` to the day `last` in `zone`, in the order in which they
    begin; those of a holiday are skipped, and say which. None where huddles are off.
    """
    if not schedule.on:
        return []
    found: list[Planned] = []
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        if DAYS[day.weekday()] in schedule.days:
            found += _meeting(schedule, zone, day, holidays)
    return found


def next_planned(
    schedule: Schedule,
    zone: str,
    after: datetime,
    holidays: Holidays = none_known,
    count: int = 1,
) -> list[Planned]:
    """The next `count` meetings, each with all of its waves: those of which a wave is still to
    begin `after` then. A meeting that is skipped counts, too.
    """
    found: list[Planned] = []
    if not (schedule.on and schedule.times and set(schedule.days) & set(DAYS)):
        return found
    day, met = after.astimezone(ZoneInfo(zone)).date() - _DAY, 0
    while met < count and day < date.max - _DAY:
        meeting = plan(schedule, zone, day, day, holidays)
        if meeting and meeting[-1].starts_at > after:
            found += meeting
            met += 1
        day += _DAY
    return found


def by_meeting(planned: list[Planned]) -> list[list[Planned]]:
    """The waves of each meeting together, out of what `plan` answers."""
    return [list(waves) for _, waves in groupby(planned, lambda each: (each.local_date, each.slot))]


def moment(zone: str, day: date, minutes: int) -> datetime:
    """When the clocks of `zone` show so many minutes since midnight on that day, in UTC.

    A time that they skip is the first moment after the gap, one that they show twice the first.
    """
    if (midnight := _usual_midnight(zone, day)) is not None:
        return midnight + timedelta(minutes=minutes)
    like = datetime.combine(day, time(), ZoneInfo(zone))
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return on_the_clock(wall, like).astimezone(UTC)


@lru_cache(maxsize=16_384)
def _usual_midnight(zone: str, day: date) -> datetime | None:
    """When a day begins there whose clocks do not change from midnight to midnight, in UTC; None
    for the others. A company's pods ask for the same days again and again.
    """
    begins = datetime.combine(day, time(), ZoneInfo(zone))
    ends = begins + _DAY
    edges = (begins, begins.replace(fold=1), ends, ends.replace(fold=1))
    return begins.astimezone(UTC) if len({each.utcoffset() for each in edges}) == 1 else None


def _meeting(schedule: Schedule, zone: str, day: date, holidays: Holidays) -> list[Planned]:
    """The waves of a day, in order. None begins before the one before it is over: where the
    clocks jump, where times were set by one hand and the length by another.
    """
    if not _is_there(zone, day):
        return []
    why = holidays(day)
    state = HuddleState.SKIPPED if why else HuddleState.PLANNED
    slot, length, found = DAYS[day.weekday()], timedelta(minutes=schedule.minutes), list[Planned]()
    for wave, minutes in enumerate(sorted(schedule.times), start=1):
        starts_at = moment(zone, day, minutes)
        if found:
            starts_at = max(starts_at, found[-1].starts_at + length)
        found.append(Planned(slot, day, wave, starts_at, schedule.minutes, state, why))
    return found


def _is_there(zone: str, day: date) -> bool:
    """Whether the day exists: where a zone crosses the date line, one is left out."""
    if _usual_midnight(zone, day) is not None:
        return True
    return moment(zone, day, 12 * 60).astimezone(ZoneInfo(zone)).date() == day


def forget() -> None:
    """What is remembered of days: for whoever measures it."""
    _usual_midnight.cache_clear()
