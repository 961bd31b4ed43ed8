"""The huddles of the next weeks, of every pod: what `podline huddles plan` prints."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.schedule.current import list_holidays, list_schedules
from bot.huddles.schedule.errors import NoPods, UnknownPod
from bot.huddles.schedule.merging import Occurrence, merge
from bot.huddles.schedule.planning import plan
from bot.pods.facts import PodInMarket
from bot.pods.problems import did_you_mean
from storage.huddles import Huddle
from storage.huddles_schedule import list_huddles
from storage.pods import list_all_pods


class Listed(NamedTuple):
    """A huddle with whose it is."""

    pod: PodInMarket
    huddle: Occurrence


class Days(NamedTuple):
    """A span of days, both of them included."""

    first: date
    last: date

    def have(self, day: date) -> bool:
        return self.first <= day <= self.last


async def list_planned(
    session: AsyncSession, now: datetime, weeks: int, first: date | None = None, pod: str = ""
) -> list[Listed]:
    """From the day `first`, or from today in each market, in the order in which they begin; of the
    pod of that key or name, or of all. Raises `UnknownPod` and `NoPods`.
    """
    pods = await list_all_pods(session)
    if not pods:
        raise NoPods
    chosen = await list_schedules(session, [pod_named(pods, pod)] if pod else pods)
    holidays = await list_holidays(session, chosen)
    days = {each.pod.id: _days(each, now, weeks, first) for each, _ in chosen}
    standing = await _standing(session, [each for each, _ in chosen], days)
    means = cache(plan)  # pods of one zone that meet at the same times share what is meant
    found = [
        Listed(each, huddle)
        for each, schedule in chosen
        for huddle in merge(
            means(schedule, each.market.timezone, *days[each.pod.id], holidays[each.pod.id]),
            standing[each.pod.id],
        )
    ]
    return sorted(found, key=lambda each: (each.huddle.starts_at, each.pod.pod.key))


def pod_named(pods: Sequence[PodInMarket], typed: str) -> PodInMarket:
    """The pod of that key, or else of that name, whatever the case. Raises `UnknownPod`."""
    said = typed.strip().lower()
    for names in (
        {each.pod.key.lower(): each for each in pods},
        {each.pod.name.lower(): each for each in pods},
    ):
        if said in names:
            return names[said]
    raise UnknownPod(typed, did_you_mean(said, [each.pod.key for each in pods]))


def _days(pod: PodInMarket, now: datetime, weeks: int, first: date | None) -> Days:
    day = first or now.astimezone(ZoneInfo(pod.market.timezone)).date()
    return Days(day, day + timedelta(days=7 * weeks - 1))


async def _standing(
    session: AsyncSession, pods: Sequence[PodInMarket], days: dict[UUID, Days]
) -> dict[UUID, list[Huddle]]:
    """The rows of these pods, each of its own days: also what was moved there from another day."""
    found: dict[UUID, list[Huddle]] = {pod: [] for pod in days}
    zones = {each.pod.id: ZoneInfo(each.market.timezone) for each in pods}
    if not days:
        return found
    first, last = (
        min(each.first for each in days.values()),
        max(each.last for each in days.values()),
    )
    for row in await list_huddles(session, list(days), first, last):
        there = row.starts_at.astimezone(zones[row.pod_id]).date()
        if any(days[row.pod_id].have(day) for day in (row.local_date, there)):
            found[row.pod_id].append(row)
    return found
