"""From what is stored to a pod's calendar."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.links.calendar import write_calendar
from bot.huddles.links.facts import Handed, Named
from bot.huddles.links.laying import lay, span_at
from bot.huddles.links.revising import read_stored, revise, said_of, stored
from bot.huddles.schedule.current import get_holidays, get_schedule
from bot.huddles.schedule.errors import NoPods
from bot.huddles.schedule.listing import pod_named
from bot.huddles.schedule.planning import plan
from bot.huddles.tools import huddle_url
from storage.huddles_calendar import find_calendar, list_held
from storage.pods import get_pod, list_all_pods


class Made(NamedTuple):
    """A calendar, the `number` it has, and what is to be remembered of it; `is_new` where
    something is said otherwise than in the one before.
    """

    handed: Handed
    number: int
    events: Mapping[str, Any]
    is_new: bool


async def print_calendar(session: AsyncSession, pod: str, now: datetime) -> bytes:
    """Of the pod of this key or name, as it would be handed out now. Raises `UnknownPod`,
    `NoPods`.
    """
    pods = await list_all_pods(session)
    if not pods:
        raise NoPods
    return (await make_calendar(session, pod_named(pods, pod).pod.id, now)).handed.body


async def make_calendar(session: AsyncSession, pod_id: UUID, now: datetime) -> Made:
    """Raises `NoResultFound` where there is no such pod."""
    pod = await get_pod(session, pod_id)
    zone, channel = pod.market.timezone, pod.pod.channel
    url = huddle_url(pod.pod.team_id, channel) if channel else ""
    named = Named(pod_id, pod.pod.name, zone, url)
    schedule = await get_schedule(session, pod)
    holidays = await get_holidays(session, pod, schedule)
    span = span_at(now, zone)
    held = await list_held(session, pod_id, span.first)
    planned = plan(schedule, zone, span.first, span.last, holidays)
    laid = lay(schedule, zone, held, planned, span)
    known = await find_calendar(session, pod_id)
    before = read_stored(known.events) if known else {}
    revisions = revise(before, said_of(named, laid), now)
    is_new = known is None or revisions != before
    number = (known.number if known else 0) + is_new
    handed = write_calendar(named, laid, revisions)
    return Made(handed, number, stored(revisions), is_new)
