"""How a pod is served, in figures: of the pod as a whole, never of a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil
from statistics import median
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from storage.advice_stats import Course


class Spread(NamedTuple):
    """How long something took: half of the times, and nine times of ten, no longer than this."""

    times: int
    half: timedelta
    most: timedelta

    @classmethod
    def of(cls, took: Sequence[timedelta]) -> Self | None:
        """None where it never happened: an unknown is not a zero."""
        if not took:
            return None
        ranked = sorted(max(0.0, each.total_seconds()) for each in took)
        most = ranked[ceil(len(ranked) * 0.9) - 1]
        return cls(len(ranked), timedelta(seconds=median(ranked)), timedelta(seconds=most))


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the asks of a period: how many were accepted, how many had a practice used on them, and
    how many of those needed no colleague.
    """

    asks: int
    accepted: int
    with_practice: int
    by_practice_alone: int
    first_reply: Spread | None
    accept: Spread | None


class Periods(NamedTuple):
    """When today and this week began on the clocks of the market; the week on a Monday."""

    today: datetime
    week: datetime


def periods(now: datetime, zone: str) -> Periods:
    """Both in UTC."""
    market = ZoneInfo(zone)
    day = now.astimezone(market).date()
    monday = day - timedelta(days=day.weekday())
    began = (datetime.combine(each, time.min, market).astimezone(UTC) for each in (day, monday))
    return Periods(*began)


def sum_up(courses: Sequence[Course]) -> Figures:
    """What the asks have in common."""
    return Figures(
        asks=len(courses),
        accepted=sum(each.accepted_at is not None for each in courses),
        with_practice=sum(each.with_practice for each in courses),
        by_practice_alone=sum(each.by_practice_alone for each in courses),
        first_reply=Spread.of(_took((each.asked_at, each.first_reply_at) for each in courses)),
        accept=Spread.of(_took((each.asked_at, each.accepted_at) for each in courses)),
    )


def _took(spans: Iterable[tuple[datetime, datetime | None]]) -> list[timedelta]:
    return [end - begin for begin, end in spans if end is not None]
