"""Calendars as somebody else's programs read them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar

from bot.huddles.facts import Planned, Schedule
from bot.huddles.links.calendar import write_calendar
from bot.huddles.links.facts import Named, Span
from bot.huddles.links.laying import lay
from bot.huddles.links.revising import revise, said_of
from bot.huddles.schedule.holidays import Holidays, none_known
from bot.huddles.schedule.planning import plan
from storage.huddles_calendar import Held

POD = UUID(int=7)
NOW = datetime(2026, 11, 16, 18, 41, tzinfo=UTC)  # a Monday, 10:41 in San Diego


class Occurs(NamedTuple):
    starts_at: datetime
    minutes: int


def named(zone: str, pod: str = "San Diego") -> Named:
    return Named(POD, pod, zone, "https://app.slack.com/huddle/T0POD/C0POD")


def written(
    schedule: Schedule,
    zone: str,
    held: Sequence[Held],
    span: Span,
    holidays: Holidays = none_known,
    pod: str = "San Diego",
) -> bytes:
    """A calendar that was never handed out before."""
    planned = plan(schedule, zone, span.first, span.last, holidays)
    laid = lay(schedule, zone, held, planned, span)
    whose = named(zone, pod)
    return write_calendar(whose, laid, revise({}, said_of(whose, laid), NOW)).body


def occurring(body: bytes, first: date, last: date) -> list[Occurs]:
    """Everything from the day `first` to the day `last`, as `recurring_ical_events` expands it."""
    begin, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    found = recurring_ical_events.of(Calendar.from_ical(body)).between(begin, end)
    return sorted(_occurs(each) for each in found)


def events(body: bytes) -> list[Any]:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def as_held(planned: Planned, **changes: Any) -> Held:
    """The row of a huddle that was planned."""
    row = Held(
        *(planned.slot, planned.local_date, planned.wave, planned.starts_at),
        *(planned.starts_at, planned.minutes, planned.state),
    )
    return row._replace(**changes)


def _occurs(event: Any) -> Occurs:
    # It compares what clocks show: an end that they show as earlier, it takes for the beginning.
    starts, ends = sorted(each.astimezone(UTC) for each in (event.start, event.end))
    return Occurs(starts, int((ends - starts).total_seconds() // 60))
