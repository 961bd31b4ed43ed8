"""How a pod's huddles lie in a calendar: one series for each wave, and what is otherwise.

A huddle that has a row is as its row says; one that has none is as the schedule says. The series
repeats every week; whatever differs from it is left out, moved, or stands alone. So a calendar
always shows what is, wherever its series begin.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.huddles.facts import Planned, Schedule
from bot.huddles.links.facts import (
    LOOKS_BACK,
    Laid,
    Meeting,
    Moved,
    Series,
    Span,
    is_held,
    usual_minutes,
)
from bot.huddles.schedule.planning import moment
from storage.hours import DAYS
from storage.huddles_calendar import Held

_DAY = timedelta(days=1)
_Key = tuple[str, date, int]


class _Is(NamedTuple):
    """When one is held, in UTC."""

    starts_at: datetime
    minutes: int


def span_at(now: datetime, zone: str) -> Span:
    """What a calendar covers that is handed out now. It moves on once a month and once a year: a
    calendar that changes every day is read anew by everybody every day.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    first = (today - LOOKS_BACK).replace(day=1)
    return Span(first, today, date(today.year + 2, 12, 31))


def lay(
    schedule: Schedule, zone: str, held: Sequence[Held], planned: Sequence[Planned], span: Span
) -> Laid:
    """`held` are the pod's huddles from `span.first` on, `planned` what the schedule means from
    `span.first` to `span.last`.
    """
    begins = _begins(held, planned, span)
    are = _as_they_are(held, planned, span.today)
    waves = Counter((slot, day) for slot, day, _ in are)
    series: list[Series] = []
    usual = usual_minutes(schedule) if schedule.on else ()
    for wave, minutes in enumerate(usual, start=1):
        found, are = _series(schedule, zone, wave, minutes, are, begins, span.last)
        series += [found._replace(waves=len(usual))] if found else []
    return Laid(tuple(series), tuple(_alone(are, waves)))


def _begins(held: Sequence[Held], planned: Sequence[Planned], span: Span) -> date:
    """The day from which on the schedule of now is that of what was held: of another one before
    it, each huddle stands alone.
    """
    of_now, were = _by_day(planned), _by_day(held)
    past = [day for day in were if day < span.today]
    others = [day for day in past if were[day] != of_now.get(day, set())]
    first = min(past, default=span.today)
    return max([first, *(day + _DAY for day in others)])


def _by_day(huddles: Sequence[Held] | Sequence[Planned]) -> dict[date, set[tuple[int, ...]]]:
    """The weekly ones of each day: wave, planned moment, length."""
    found: dict[date, set[tuple[int, ...]]] = {}
    for each in huddles:
        if each.slot in DAYS:
            at = each.planned_at if isinstance(each, Held) else each.starts_at
            seen = (each.wave, int(at.timestamp()), each.minutes)
            found.setdefault(each.local_date, set()).add(seen)
    return found


def _as_they_are(
    held: Sequence[Held], planned: Sequence[Planned], today: date
) -> dict[_Key, _Is | None]:
    """When each is held; None where it is not. What has passed without a row was not."""
    are: dict[_Key, _Is | None] = {}
    for each in planned:
        if each.local_date >= today:
            is_on = is_held(each.state)
            are[_key(each)] = _Is(each.starts_at, each.minutes) if is_on else None
    for row in held:
        are[_key(row)] = _Is(row.starts_at, row.minutes) if is_held(row.state) else None
    return are


def _key(huddle: Held | Planned) -> _Key:
    return huddle.slot, huddle.local_date, huddle.wave


def _series(
    schedule: Schedule,
    zone: str,
    wave: int,
    minutes: int,
    are: Mapping[_Key, _Is | None],
    begins: date,
    last: date,
) -> tuple[Series | None, dict[_Key, _Is | None]]:
    """A wave's series, and what it does not show."""
    rest, without, moved = dict(are), list[datetime](), list[Moved]()
    first: datetime | None = None
    for day in _days(schedule, begins, last):
        key, wall = (DAYS[day.weekday()], day, wave), _wall(day, minutes)
        it_is, usual = rest.get(key), _moment_of(zone, wall)
        if it_is is None or usual is None:
            without += [wall] if first else []
            if it_is is None:
                rest.pop(key, None)
            continue
        first = first or wall
        if it_is != _Is(usual, schedule.minutes) or _clocks_are_set(zone, *it_is):
            moved.append(Moved(wall, *it_is))
        del rest[key]
    if first is None:
        return None, rest
    days = tuple(sorted({_wall(day, minutes).weekday() for day in _week(schedule)}))
    found = Series(wave, 0, first, days, schedule.minutes, tuple(without), tuple(moved))
    return found, rest


def _days(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        if DAYS[day.weekday()] in schedule.days:
            yield day


def _week(schedule: Schedule) -> list[date]:
    monday = date(2026, 11, 16)
    return [monday + at * _DAY for at, day in enumerate(DAYS) if day in schedule.days]


def _wall(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _moment_of(zone: str, wall: datetime) -> datetime | None:
    """When the clocks show this (the first time), in UTC; None where they skip it."""
    at = moment(zone, wall.date(), wall.hour * 60 + wall.minute)
    shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return at.astimezone(UTC) if shown == wall else None


def _clocks_are_set(zone: str, starts_at: datetime, minutes: int) -> bool:
    """Whether they are, meanwhile: how long it is then, some read off the clocks."""
    ends_at = starts_at + timedelta(minutes=minutes)
    before, after = (each.astimezone(ZoneInfo(zone)).utcoffset() for each in (starts_at, ends_at))
    return before != after


def _alone(
    are: Mapping[_Key, _Is | None], waves: Mapping[tuple[str, date], int]
) -> Iterator[Meeting]:
    """What no series shows, in the order in which it begins."""
    found = [
        Meeting(slot, day, wave, max(waves[slot, day], wave), *it_is)
        for (slot, day, wave), it_is in are.items()
        if it_is is not None
    ]
    yield from sorted(found, key=lambda each: (each.starts_at, each.wave))
