"""How a pod's huddles are set now: what its roster file says, then what was set in Slack."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.facts import NO_HOLIDAYS, Schedule
from bot.huddles.schedule.holidays import Holidays as Holidays
from bot.huddles.schedule.holidays import holidays_for, none_known
from bot.pods.facts import PodInMarket
from storage.huddles_schedule import (
    find_all_fields,
    find_fields,
    find_users,
    get_areas,
    get_areas_of,
)
from storage.pods import list_all_pods


def file_fields(pod: PodInMarket) -> Mapping[str, Any]:
    """What the roster file says of its huddles; Slack cannot change these."""
    said: Mapping[str, Any] = pod.pod.settings.get("huddles", {})
    return said


async def get_schedule(session: AsyncSession, pod: PodInMarket) -> Schedule:
    """The file first, then what was set in Slack, then what is usual."""
    return Schedule.of(await find_fields(session, pod.pod.id), file_fields(pod))


async def get_holidays(session: AsyncSession, pod: PodInMarket, schedule: Schedule) -> Holidays:
    """On which days this pod does not meet."""
    if schedule.holidays == NO_HOLIDAYS:
        return none_known
    areas = {} if schedule.holidays else await get_areas(session, pod.market.id)
    return holidays_for(schedule.holidays, areas, pod.market.timezone)


async def get_named(session: AsyncSession, pod: PodInMarket, schedule: Schedule) -> Sequence[str]:
    """The users whom the schedule names to run huddles, in its order; empty where it names nobody,
    or nobody who is in the pod (any more).
    """
    if not schedule.runs_it:
        return ()
    return await find_users(session, pod.pod.id, schedule.runs_it)


async def list_pods_with_huddles(
    session: AsyncSession, team: str
) -> list[tuple[PodInMarket, Schedule]]:
    """Every pod of the workspace whose huddles are on, by key: two queries, however many."""
    pods = [each for each in await list_all_pods(session) if each.pod.team_id == team]
    found = await list_schedules(session, pods)
    return [(each, schedule) for each, schedule in found if schedule.on]


async def list_schedules(
    session: AsyncSession, pods: Sequence[PodInMarket]
) -> list[tuple[PodInMarket, Schedule]]:
    """`get_schedule` of many pods, in their order: one query."""
    fields = await find_all_fields(session)
    return [(each, Schedule.of(fields.get(each.pod.id, {}), file_fields(each))) for each in pods]


async def list_holidays(
    session: AsyncSession, pods: Sequence[tuple[PodInMarket, Schedule]]
) -> dict[UUID, Holidays]:
    """`get_holidays` of many pods, by pod: one query."""
    markets = {each.market.id for each, schedule in pods if not schedule.holidays}
    areas = await get_areas_of(session, markets)
    return {
        each.pod.id: holidays_for(
            schedule.holidays, areas.get(each.market.id, {}), each.market.timezone
        )
        for each, schedule in pods
    }
